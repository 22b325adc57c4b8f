import type { Refund } from '../../model.ts';
import type { Fields } from '../fields.ts';
import { readRefund as readRestRefund } from '../rest-refund.ts';
import { ON } from './times.ts';

/**
 * A refund, inside its order or by itself, booked as Shopify books it: a live shop's money without lines has a discrepancy of
 * −150,000, and the goods that came back for it later have one of +150,000 and no money. Where no transaction is listed, the
 * refund's own `total_refunded` says what was paid back.
 */
export function readRefund(body: Fields, currency: string): Refund {
  const refund = readRestRefund(body, currency, ON.created);
  if (body.objects('transactions').length > 0) return refund;
  return { ...refund, totalMinor: Math.abs(body.amountOrNull('total_refunded', currency) ?? 0) };
}
