import type { Answer } from '../../api/client.ts';
import type { paths } from '../../api/schema.d.ts';

type Body<Path extends keyof paths> = paths[Path] extends {
  post: { requestBody: { content: { 'application/json': infer Given } } };
}
  ? Given
  : never;
type Answered<Path extends keyof paths, Status extends number> = paths[Path] extends {
  post: { responses: Record<Status, { content: { 'application/json': infer Given } }> };
}
  ? Given
  : never;

export type Cart = Body<'/api/v1/loyalty/quote'>['cart'];
export type Quote = Answered<'/api/v1/loyalty/quote', 200>;
export type Hold = Answer<'/api/v1/loyalty/holds/{customer}/{id}'>;
export type Preview = Answered<'/api/v1/loyalty/refund-preview', 200>;
export type Found = Answer<'/api/v1/customers'>['items'][number];

/** A line as it is typed: without an amount it is not part of the cart yet. */
export interface Line {
  readonly id: number;
  readonly product: { readonly value: string; readonly label: string } | null;
  readonly quantity: number;
  readonly amountMinor: number | null;
}

export interface Basket {
  readonly lines: readonly Line[];
  readonly couponMinor: number;
  /** How many the customer wants to spend. */
  readonly points: number;
}

export const emptyLine = (id: number): Line => ({ id, product: null, quantity: 1, amountMinor: null });
export const EMPTY: Basket = { lines: [emptyLine(1)], couponMinor: 0, points: 0 };

/** What is asked about; null while nothing has an amount. */
export function cartOf({ lines, couponMinor }: Pick<Basket, 'lines' | 'couponMinor'>): Cart | null {
  const sold = lines.flatMap(({ product, quantity, amountMinor }) =>
    amountMinor === null || amountMinor === 0
      ? []
      : [{ ...(product ? { product: product.value } : {}), quantity, amountMinor, isDiscounted: false }],
  );
  if (sold.length === 0) return null;
  return { lines: sold, shippingMinor: 0, taxMinor: 0, couponMinor, channel: 'pos', location: 'online' };
}

/** What a cart lets spend, nearest to what was wanted: below the least that can be spent it is none. */
export function fitting(
  points: number,
  { usablePoints, minimumPoints }: Pick<Quote, 'usablePoints' | 'minimumPoints'>,
): number {
  const fits = Math.min(points, usablePoints);
  return fits < minimumPoints ? 0 : fits;
}

/** `1:05` of an hour at most; nothing below zero. */
export function countdown(leftMs: number): string {
  const seconds = Math.max(0, Math.ceil(leftMs / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
