import type { Fields } from './fields.ts';

/**
 * Shopify tells each amount in the shop's currency and in the buyer's: `total_price_set.shop_money` is ours. Where there is no
 * set, as on all other hosts of this shape, it is the plain field (`total_price`), a number or text.
 * May be negative (adjustments); null when neither is there.
 */
export function shopMoneyOrNull(fields: Fields, name: string, currency: string): number | null {
  const money = fields.objectOrNull(`${name}_set`)?.objectOrNull('shop_money') ?? null;
  if (money === null) return fields.amountOrNull(name, currency);
  const code = money.textOrNull('currency_code');
  if (code !== null && code !== currency) money.fail('currency_code', "not the order's currency");
  return money.amountOrNull('amount', currency);
}

/** As {@link shopMoneyOrNull}, refused below zero. */
export function positiveShopMoneyOrNull(fields: Fields, name: string, currency: string): number | null {
  const amount = shopMoneyOrNull(fields, name, currency);
  return amount !== null && amount < 0 ? fields.fail(name, 'a negative amount') : amount;
}

/** As {@link positiveShopMoneyOrNull}, and needed. */
export function shopMoney(fields: Fields, name: string, currency: string): number {
  return positiveShopMoneyOrNull(fields, name, currency) ?? fields.fail(name, 'an amount is needed');
}

/** Tax on top of the prices. Where prices include tax there is none: D2's switch "with tax" must not add the same tax twice. */
export function taxOnTop(order: Fields, currency: string): number {
  return order.flag('taxes_included') ? 0 : (positiveShopMoneyOrNull(order, 'total_tax', currency) ?? 0);
}
