import type { InstallationId, Order } from '../../../src/model.ts';
import { at } from './build.ts';

export const HOST = { installation: 'w1' as InstallationId, shop: { currency: 'VND' }, rate: null } as const;

/** An order as a host tells it: two pieces of 30,000 and one of 40,000, and 20,000 for shipping. */
export function hostOrder(more: Partial<Order>): Order {
  const line = {
    productId: null,
    variantId: null,
    sku: null,
    discountMinor: 0,
    categoryIds: [],
    vendor: null,
  } as const;
  return {
    hostId: '1',
    version: { at: at('2024-02-01T09:00:00+07:00'), rank: 0 },
    number: '#1',
    placedAt: at('2024-02-01T08:00:00+07:00'),
    paidAt: at('2024-02-01T08:05:00+07:00'),
    fulfilledAt: null,
    cancelledAt: null,
    state: 'open',
    payment: 'paid',
    hostStatus: 'completed',
    test: false,
    currency: 'VND',
    goodsMinor: 100_000,
    discountMinor: 0,
    shippingMinor: 20_000,
    taxMinor: 0,
    totalMinor: 120_000,
    debtMinor: 0,
    lines: [
      { ...line, hostId: 'l1', title: 'cup', quantity: 2, amountMinor: 60_000 },
      { ...line, hostId: 'l2', title: 'pot', quantity: 1, amountMinor: 40_000 },
    ],
    refunds: [],
    voucherCodes: [],
    redemptionIds: [],
    channel: 'web',
    locationId: null,
    staffId: null,
    place: null,
    buyer: { hostId: null, memberCode: null, phone: null, email: null, name: null, source: null },
    note: null,
    ...more,
  };
}
