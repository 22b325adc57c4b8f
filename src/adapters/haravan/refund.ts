import { fold, type Refund } from '../../model.ts';
import type { Fields } from '../fields.ts';

/** Status texts of payments that did not happen, folded: Haravan writes them in the language of whoever booked the refund. */
const FAILED: readonly string[] = [
  'pending',
  'failure',
  'failed',
  'error',
  'that bai',
  'khong thanh cong',
  'cho xu ly',
  'loi',
];

/**
 * A refund, inside its order or by itself. The money is in transactions with an amount below zero; a refund may have lines and no
 * money (goods put back on the shelf), money and no lines, or neither (a cancelled order that nobody had paid). Haravan says
 * neither what lines are worth nor which part of the money is for goods, so both stay unsaid and spend goes down by money.
 */
export function readRefund(body: Fields, currency: string): Refund {
  const payments = body.objects('transactions').filter(isMoneyBack);
  return {
    hostId: body.id('id'),
    at: body.instantOrNull('created_at'),
    totalMinor: body.sum(
      'transactions',
      payments.map((payment) => Math.abs(payment.amount('amount', currency))),
    ),
    goodsMinor: null,
    lines: body.objects('refund_line_items').map((line) => ({
      lineId: line.id('line_item_id'),
      quantity: line.quantity('quantity'),
      amountMinor: null,
    })),
  };
}

/** The transactions say it in any case ("Refund"), and often without a status. */
function isMoneyBack(payment: Fields): boolean {
  return (
    payment.textOrNull('kind')?.toLowerCase() === 'refund' && !FAILED.includes(fold(payment.textOrNull('status') ?? ''))
  );
}
