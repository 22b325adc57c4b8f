import type { OrderLine } from '../model.ts';
import type { Fields } from './fields.ts';
import { positiveShopMoneyOrNull, shopMoney } from './rest-money.ts';

/**
 * The lines of an order as they were sold, worth `amounts` after all discounts and `fullPrices` before any: `quantity` is before
 * returns and removals, which are in the refunds (`current_quantity` has them taken off). `categoryIds` are those that the
 * line itself states.
 */
export function readLines(
  lines: readonly Fields[],
  amounts: readonly number[],
  fullPrices: readonly number[],
  categoryIds: (line: Fields) => readonly string[] = () => [],
): OrderLine[] {
  return lines.map((line, i) => ({
    hostId: line.id('id'),
    productId: line.idOrNull('product_id'),
    variantId: line.idOrNull('variant_id'),
    sku: line.textOrNull('sku'),
    title: line.textOrNull('title') ?? line.textOrNull('name') ?? '',
    quantity: line.quantity('quantity'),
    amountMinor: amounts[i] ?? 0,
    discountMinor: Math.max(0, (fullPrices[i] ?? 0) - (amounts[i] ?? 0)),
    categoryIds: categoryIds(line),
    vendor: line.textOrNull('vendor'),
  }));
}

/** A whole line at `price`. */
export function grossOf(line: Fields, currency: string): number {
  return wholeLine(line, 'price', shopMoney(line, 'price', currency));
}

/** A whole line of so many pieces, or so much weight, at `unitMinor` each. `name` is the field that the price was read from. */
export function wholeLine(line: Fields, name: string, unitMinor: number): number {
  return line.sum(name, [Math.round(unitMinor * line.quantity('quantity'))]);
}

/** A whole line after its share of every discount, the order's included. `total_discount` has only those given to the line itself. */
export function netOf(line: Fields, currency: string): number {
  const discount = line.has('discount_allocations')
    ? allocated(line, currency)
    : (positiveShopMoneyOrNull(line, 'total_discount', currency) ?? 0);
  return Math.max(0, grossOf(line, currency) - discount);
}

/** What discounts take off a line of goods or of shipping. */
export function allocated(line: Fields, currency: string): number {
  return line.sum(
    'discount_allocations',
    line.objects('discount_allocations').map((share) => shopMoney(share, 'amount', currency)),
  );
}
