import { invariant } from '../errors.ts';

/**
 * `numerator / denominator` as a whole number: `floor`, or `half_up`, a half to the next higher one, which is what HaraLoyalty calls rounding (L02).
 * Exact at any size; a result that is no safe integer is a fault of bounds, and no number of points.
 */
export function roundedDivision(
  numerator: number | bigint,
  denominator: number | bigint,
  rounding: 'floor' | 'half_up',
): number {
  const [n, d] = [BigInt(numerator), BigInt(denominator)];
  const result = Number(rounding === 'half_up' ? floored(2n * n + d, 2n * d) : floored(n, d));
  invariant(Number.isSafeInteger(result), 'points fit a safe integer');
  return result;
}

/** Division of bigints cuts towards zero; this one goes down on both sides of it. */
function floored(n: bigint, d: bigint): bigint {
  return n / d - (n % d < 0n ? 1n : 0n);
}
