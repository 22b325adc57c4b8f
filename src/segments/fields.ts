import { z } from 'zod';

/** The pieces of which conditions build the schemas of their arguments, and the same bounds for their forms. */

const AMOUNT_MAX = 1e15;
export const COUNT_MAX = 1_000_000;
const DAYS_MAX = 36_600;
export const TEXT_LENGTH_MAX = 200;
export const CHOICES_MAX = 500;

/** Of a condition that asks for nothing. The type says less than Zod's, which forbids `kind` beside it. */
export const noArgs: z.ZodType<object> = z.strictObject({});

/** What a person typed. Control characters and halves of surrogate pairs are refused: MongoDB could not hold them. */
export const text = z
  .string()
  .min(1)
  .max(TEXT_LENGTH_MAX)
  .refine((value) => value.isWellFormed() && !/\p{Cc}/u.test(value), 'must not contain control characters');

/** Ids of tags, products, stores … Repeated ones collapse. An empty list is refused: it would silently match nobody. */
export const texts = z.array(text).min(1).max(CHOICES_MAX);

/** Minor units of the shop's currency: 10,000,000 đ is 10000000, 5.25 USD is 525. */
export const moneyMinor = z.int().min(0).max(AMOUNT_MAX).describe('Integer minor units of the shop currency');
export const count = z.int().min(0).max(COUNT_MAX);
export const days = z.int().min(0).max(DAYS_MAX).describe('Calendar days in the time zone of the shop');

export const MONEY_FIGURE = { type: 'money', min: 0, max: AMOUNT_MAX } as const;
export const DAYS_FIGURE = {
  type: 'number',
  min: 0,
  max: DAYS_MAX,
  decimals: 0,
  unit: { vi: 'ngày', en: 'days' },
} as const;
export const ORDERS_FIGURE = {
  type: 'number',
  min: 0,
  max: COUNT_MAX,
  decimals: 0,
  unit: { vi: 'đơn hàng', en: 'orders' },
} as const;

/** Tills sell half kilos, so it need not be whole. */
export const quantity = z.number().positive().max(COUNT_MAX);

/** A figure that is compared, with at most so many digits after the point: then it is a whole number of the last of them. */
export function decimal(digits: number, max: number): z.ZodNumber {
  return z
    .number()
    .min(0)
    .max(max)
    .refine((value) => Number(value.toFixed(digits)) === value, `must have at most ${digits} digits after the point`);
}

/** Each once, in a fixed order, so that equal definitions compile to equal filters. */
export function distinct<T extends string | number>(values: readonly T[]): T[] {
  return [...new Set(values)].sort((a, b) => (a < b ? -1 : 1));
}
