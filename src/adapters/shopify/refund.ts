import type { Fields } from '../fields.ts';

/** A refund by itself does not say its currency at the top; null when it has no amount at all. */
export function refundCurrency(body: Fields): string | null {
  const amounts = [
    body.objectOrNull('total_duties_set'),
    ...setsOf(body, 'refund_line_items', 'subtotal_set'),
    ...setsOf(body, 'order_adjustments', 'amount_set'),
  ];
  const money = amounts
    .flatMap((set) => set?.objectOrNull('shop_money') ?? [])
    .find((each) => each.textOrNull('currency_code') !== null);
  return money?.currency('currency_code') ?? null;
}

function setsOf(body: Fields, list: string, name: string): (Fields | null)[] {
  return body.objects(list).map((entry) => entry.objectOrNull(name));
}
