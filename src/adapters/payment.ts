import type { Payment, Refund } from '../model.ts';

/**
 * What an order's payment is once its refunds are known, for hosts that keep the status "paid" after a partial refund.
 * All money back is `refunded` whatever the status says. Part of it back leaves a paid order counting (D2), and says
 * nothing about an order that was never fully paid.
 */
export function paymentAfterRefunds(
  before: 'unpaid' | 'partly_paid' | 'paid',
  refunds: readonly Refund[],
  totalMinor: number,
): Payment {
  const refunded = refunds.reduce((sum, refund) => sum + refund.totalMinor, 0);
  if (refunded > 0 && refunded >= totalMinor) return 'refunded';
  return refunded > 0 && before === 'paid' ? 'partly_refunded' : before;
}
