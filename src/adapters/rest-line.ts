import type { OrderLine } from '../model.ts';
import type { Fields } from './fields.ts';
import { positiveShopMoneyOrNull, shopMoney } from './rest-money.ts';

/**
 * The lines of an order as they were sold, worth `amounts`: `quantity` is before returns and removals, which are in the refunds
 * (`current_quantity` has them taken off). `categoryIds` are those that the line itself states.
 */
export function readLines(
  lines: readonly Fields[],
  amounts: readonly number[],
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
    categoryIds: categoryIds(line),
    vendor: line.textOrNull('vendor'),
  }));
}

/** A whole line at `price`. */
export function grossOf(line: Fields, currency: string): number {
  return line.sum('price', [Math.round(shopMoney(line, 'price', currency) * line.quantity('quantity'))]);
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
