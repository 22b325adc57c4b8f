import type { Fields } from '../fields.ts';

/**
 * Shopify tells each amount in the shop's currency and in the buyer's: `total_price_set.shop_money` is ours. The plain field
 * (`total_price`) stands in where there is no set. In refund lines it is a JSON number, elsewhere text; sets are always text.
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
