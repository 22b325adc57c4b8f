import type { Fields } from './fields.ts';
import { allocated } from './rest-line.ts';

/**
 * Goods after all discounts, reckoned back from what the buyer pays: `subtotal_price` is before the order's discounts on one host
 * and after them on another, while the total is the total on each. Never more than the lines together are worth.
 */
export function goodsPaid(
  order: Fields,
  { totalMinor, shippingMinor, taxMinor }: { totalMinor: number; shippingMinor: number; taxMinor: number },
  lineAmounts: readonly number[],
): number {
  return Math.min(Math.max(0, totalMinor - shippingMinor - taxMinor), order.sum('line_items', lineAmounts));
}

/**
 * Shipping as it is paid. A discount on it is allocated to the shipping line (Sapo) or only listed among the codes (Haravan, old
 * shops of Sapo's), and never exceeds it.
 */
export function shippingPaid(order: Fields, currency: string): number {
  const lines = order.objects('shipping_lines');
  if (lines.length === 0) return order.positiveAmountOrNull('total_shipping_price', currency) ?? 0;
  const full = order.sum(
    'shipping_lines',
    lines.map((line) => line.positiveAmountOrNull('price', currency) ?? 0),
  );
  const discounts = lines.some((line) => line.has('discount_allocations'))
    ? lines.map((line) => allocated(line, currency))
    : order
        .objects('discount_codes')
        .filter((code) => code.textOrNull('type') === 'shipping')
        .map((code) => Math.abs(code.amountOrNull('amount', currency) ?? 0));
  return Math.max(0, full - order.sum('discount_codes', discounts));
}
