import type { Payment, Refund } from '../model.ts';
import type { Fields } from './fields.ts';
import { paymentAfterRefunds } from './payment.ts';

/**
 * `financial_status` without its underscores, as Haravan's documentation has both "partially_paid" and "partiallypaid". Authorised
 * money is not taken yet; an authorisation that ran out is as good as voided.
 */
const PAYMENTS = new Map<string, Payment>([
  ['pending', 'unpaid'],
  ['authorized', 'unpaid'],
  ['partiallypaid', 'partly_paid'],
  ['paid', 'paid'],
  ['partiallyrefunded', 'partly_refunded'],
  ['refunded', 'refunded'],
  ['voided', 'voided'],
  ['expired', 'voided'],
]);

/** The host's own word; an order that has none is one nobody has paid. */
export function financialStatus(order: Fields): string {
  return order.textOrNull('financial_status')?.toLowerCase() ?? 'pending';
}

/** A word we do not know is not guessed: taking it for "unpaid" would silently take away spend and points. */
export function statedPayment(order: Fields): Payment {
  const word = financialStatus(order).replaceAll('_', '');
  return PAYMENTS.get(word) ?? order.fail('financial_status', 'not a known status');
}

/** For hosts whose shops may keep "paid" after giving money back: those are read by their refunds. */
export function paymentWithRefunds(order: Fields, refunds: readonly Refund[], totalMinor: number): Payment {
  const payment = statedPayment(order);
  return payment === 'unpaid' || payment === 'partly_paid' || payment === 'paid'
    ? paymentAfterRefunds(payment, refunds, totalMinor)
    : payment;
}
