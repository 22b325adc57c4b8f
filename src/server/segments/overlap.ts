import { QUERY_MS } from '../queries/limits.ts';
import type { ShopStore } from '../store/index.ts';

/** Segments that are laid side by side. */
export const COMPARED_MAX = 8;

export interface Overlap {
  /** Places of the two in what was asked for. */
  readonly pair: readonly [number, number];
  readonly customers: number;
}

/** How many are in both, for each two of these segments; and how many are in any of them at all. One scan of their members. */
export async function overlaps(
  scope: ShopStore,
  labels: readonly string[],
): Promise<{ readonly pairs: Overlap[]; readonly inAny: number }> {
  const rows = await scope.customers
    .aggregate<{ _id: string[]; n: number }>(
      [
        { $match: { memberOf: { $in: [...labels] } } },
        // In the order of `labels`, so that equal sets are equal lists.
        {
          $group: { _id: { $filter: { input: [...labels], cond: { $in: ['$$this', '$memberOf'] } } }, n: { $sum: 1 } },
        },
      ],
      { hint: { memberOf: 1, _id: 1 }, maxTimeMS: QUERY_MS },
    )
    .toArray();
  const both = (one: string, other: string) =>
    rows.reduce((sum, { _id, n }) => sum + (_id.includes(one) && _id.includes(other) ? n : 0), 0);
  const pairs = labels.flatMap((one, i) =>
    labels.slice(i + 1).map((other, j): Overlap => ({ pair: [i, i + 1 + j], customers: both(one, other) })),
  );
  return { pairs, inAny: rows.reduce((sum, { n }) => sum + n, 0) };
}
