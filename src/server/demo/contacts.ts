import { fold } from '../../model.ts';
import type { Dice } from './dice.ts';
import { weighted } from './dice.ts';

/** Distinct for fewer customers than there are seven-digit numbers. */
export const DEMO_CUSTOMERS_MAX = 10_000_000;

/**
 * Mobile prefixes by carrier, each with its share of the market. Left out are 033, 077, 088 and 099, because with seven equal digits
 * after them they are what a cashier types to get past a field, and read as nobody's; and 089, of which only a part is given out.
 */
const PREFIXES = weighted<readonly string[]>([
  [['086', '096', '097', '098', '032', '034', '035', '036', '037', '038', '039'], 54], // Viettel
  [['091', '094', '081', '082', '083', '084', '085'], 22], // VinaPhone
  [['090', '093', '070', '076', '078', '079'], 19], // MobiFone
  [['092', '056', '058'], 3], // Vietnamobile
  [['087'], 2], // iTel
]);

/** Coprime to ten million: as `index` runs through all numbers, so does what comes out, each once. */
const STRIDE = 6_180_339;

/** A national mobile number that no other index of the shop has. */
export function mobileNumber(dice: Dice, seed: number, index: number): string {
  const prefix = dice.pick(PREFIXES(dice));
  const number = (((index + 1) * STRIDE + (Math.abs(seed) % 9973) * 1_003) % DEMO_CUSTOMERS_MAX)
    .toString()
    .padStart(7, '0');
  return `${prefix}${number}`;
}

/** The ways in which tills and forms write one number. */
export function writtenPhone(dice: Dice, national: string): string {
  const draw = dice.throw();
  if (draw < 0.7) return national;
  if (draw < 0.85) return `${national.slice(0, 4)} ${national.slice(4, 7)} ${national.slice(7)}`;
  return draw < 0.95 ? `+84${national.slice(1)}` : `84${national.slice(1)}`;
}

/** Mail to these names reaches nobody. */
export function emailAddress(dice: Dice, name: string, index: number): string {
  const words = fold(name).split(' ');
  const local = dice.chance(0.5) ? `${words.at(-1)}.${words[0]}` : words.join('');
  return `${local}${index}@${dice.chance(0.6) ? 'example.com' : 'example.vn'}`;
}
