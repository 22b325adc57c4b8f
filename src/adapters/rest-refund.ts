import type { Refund } from '../model.ts';
import type { Fields } from './fields.ts';
import { shopMoney, shopMoneyOrNull } from './rest-money.ts';

/**
 * A refund, as part of its order or by itself (`refunds/create` sends exactly this resource), as Shopify books it and Sapo after it.
 *
 * Everything that takes goods off an order is a refund with lines: a return, and also an edit or a cancellation that removes an
 * item, in which case there may be no money and no transaction at all. What goods lose is therefore read from the lines and
 * never from the money:
 *
 *   goods = lines − discrepancies
 *
 * A discrepancy is the host's correction where the merchant gave another amount than the lines are worth: negative when more
 * was given ("50 off for the trouble", no lines: −50), positive when less (a kept restocking fee, a payment still
 * under way, goods that come back after their money did). Paying back what an earlier edit left over is a refund with money and
 * neither lines nor discrepancy: its goods are 0, since the edit has taken them off already. With this, `subtotal − goods of all
 * refunds` is what the buyer really spent in all of these cases. Shipping that is given back is money, not goods.
 */
export function readRefund(body: Fields, currency: string, created = 'created_at'): Refund {
  const lines = body.objects('refund_line_items').map((line) => ({
    lineId: line.id('line_item_id'),
    quantity: line.quantity('quantity'),
    amountMinor: shopMoney(line, 'subtotal', currency),
  }));
  const [shipping, discrepancies] = adjustments(body, currency);
  const goodsMinor = Math.max(
    0,
    body.sum(
      'refund_line_items',
      lines.map((line) => line.amountMinor),
    ) - discrepancies,
  );
  return {
    hostId: body.id('id'),
    at: body.instantOrNull('processed_at') ?? body.instantOrNull(created),
    totalMinor: moneyBack(body, currency) ?? goodsMinor + shipping,
    goodsMinor,
    lines,
  };
}

/** Refund transactions that went through: while a payment is under way the refund exists without its money. */
export function successfulRefunds(body: Fields): Fields[] {
  return body
    .objects('transactions')
    .filter((payment) => isWord(payment, 'kind', 'refund') && isWord(payment, 'status', 'success'));
}

/** For hosts whose refunds by themselves name their currency in their transactions only; null when there is no money in it. */
export function transactionCurrency(body: Fields): string | null {
  const payment = body.objects('transactions').find((each) => each.textOrNull('currency') !== null);
  return payment?.currency('currency') ?? null;
}

/**
 * Null when the buyer was paid back in another currency than the shop's: transactions have no amount in the shop's then, and what
 * the refund is worth without tax stands in.
 */
function moneyBack(body: Fields, currency: string): number | null {
  const payments = successfulRefunds(body);
  if (payments.some((payment) => (payment.textOrNull('currency') ?? currency) !== currency)) return null;
  return body.sum(
    'transactions',
    payments.map((payment) => Math.abs(payment.amount('amount', currency))),
  );
}

/** Shipping given back, as a positive amount, and discrepancies with the host's sign. Pending ones come in pairs that cancel out. */
function adjustments(body: Fields, currency: string): [shipping: number, discrepancies: number] {
  const amounts = { shipping: [] as number[], discrepancies: [] as number[] };
  for (const adjustment of body.objects('order_adjustments')) {
    const amount = shopMoneyOrNull(adjustment, 'amount', currency) ?? 0;
    if (isWord(adjustment, 'kind', 'shipping_refund')) amounts.shipping.push(Math.abs(amount));
    else amounts.discrepancies.push(amount);
  }
  // Since API version 2024-10 of Shopify's shipping has a list of its own.
  for (const line of body.objects('refund_shipping_lines'))
    amounts.shipping.push(shopMoneyOrNull(line, 'subtotal_amount', currency) ?? 0);
  return [body.sum('order_adjustments', amounts.shipping), body.sum('order_adjustments', amounts.discrepancies)];
}

function isWord(fields: Fields, name: string, word: string): boolean {
  return fields.textOrNull(name)?.toLowerCase() === word;
}
