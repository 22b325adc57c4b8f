import type { OrderContent } from '../customer/customer.ts';

/** Quantities that come back, by the line's place in the order. */
export type Returned = Readonly<Record<number, number>>;

export interface LineLeft {
  readonly index: number;
  readonly title: string;
  readonly bought: number;
  /** Not returned yet. */
  readonly left: number;
}

/** Lines of an order with something left to return. */
export function linesLeft({ lines, refunds }: Pick<OrderContent, 'lines' | 'refunds'>): LineLeft[] {
  const back = refunds.flatMap((refund) => refund.lines);
  return lines.flatMap(({ id, title, quantity }, index) => {
    const gone = back.reduce((sum, line) => sum + (line.lineId === id ? line.quantity : 0), 0);
    const left = Math.round((quantity - gone) * 1000) / 1000;
    return left > 0 ? [{ index, title, bought: quantity, left }] : [];
  });
}

export const returnedLines = (returned: Returned) =>
  Object.entries(returned).flatMap(([index, quantity]) => (quantity > 0 ? [{ index: Number(index), quantity }] : []));
