import { z } from 'zod';

/** The pieces of which conditions build the schemas of their arguments. */

/** What a person typed. Control characters and halves of surrogate pairs are refused: MongoDB could not hold them. */
export const text = z
  .string()
  .min(1)
  .max(200)
  .refine((value) => value.isWellFormed() && !/\p{Cc}/u.test(value), 'must not contain control characters');

/** Ids of tags, products, stores … Repeated ones collapse. An empty list is refused: it would silently match nobody. */
export const texts = z.array(text).min(1).max(500);

/** Minor units of the shop's currency: 10,000,000 đ is 10000000, 5.25 USD is 525. */
export const moneyMinor = z.int().min(0).max(1e15).describe('Integer minor units of the shop currency');
export const count = z.int().min(0).max(1_000_000);
export const days = z.int().min(0).max(36_600).describe('Calendar days in the time zone of the shop');

/** Tills sell half kilos, so it need not be whole. */
export const quantity = z.number().positive().max(1_000_000);

/** Each once, in a fixed order, so that equal definitions compile to equal filters. */
export function distinct<T extends string | number>(values: readonly T[]): T[] {
  return [...new Set(values)].sort((a, b) => (a < b ? -1 : 1));
}
