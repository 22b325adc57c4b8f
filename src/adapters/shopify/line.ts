import type { OrderLine } from '../../model.ts';
import type { Fields } from '../fields.ts';
import { positiveShopMoneyOrNull, shopMoney } from './money.ts';

/**
 * The lines of an order as they were sold: `quantity` is before returns and removals, which are in the refunds
 * (`current_quantity` has them taken off). A tip is sent as a line too, and is no goods.
 */
export function readLines(order: Fields, currency: string): OrderLine[] {
  return order
    .objects('line_items')
    .filter((line) => !line.has('tip_payment_gateway'))
    .map((line) => readLine(line, currency));
}

function readLine(line: Fields, currency: string): OrderLine {
  const quantity = line.quantity('quantity');
  const gross = line.sum('price', [Math.round(shopMoney(line, 'price', currency) * quantity)]);
  return {
    hostId: line.id('id'),
    productId: line.idOrNull('product_id'),
    variantId: line.idOrNull('variant_id'),
    sku: line.textOrNull('sku'),
    title: line.textOrNull('title') ?? line.textOrNull('name') ?? '',
    quantity,
    amountMinor: Math.max(0, gross - discountOf(line, currency)),
    categoryIds: [],
    vendor: line.textOrNull('vendor'),
  };
}

/** The line's share of every discount, the order's included. `total_discount` has only those given to the line itself. */
function discountOf(line: Fields, currency: string): number {
  if (!line.has('discount_allocations')) return positiveShopMoneyOrNull(line, 'total_discount', currency) ?? 0;
  return line.sum(
    'discount_allocations',
    line.objects('discount_allocations').map((share) => shopMoney(share, 'amount', currency)),
  );
}
