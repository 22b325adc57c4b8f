import {
  type BackTestPlan,
  type BackTestTally,
  emptyTally,
  type LoyaltyOrder,
  loyaltyOrder,
  tallyCustomer,
} from '../../loyalty/index.ts';
import type { CustomerKey, Shop } from '../../model.ts';
import { LOYALTY_ORDERS_MAX } from '../ingest/loyalty.ts';
import { type BucketRange, BY_ID, inRange } from '../segments/scan.ts';
import type { CustomerDocument, OrderDocument } from '../store/documents.ts';
import type { ShopStore } from '../store/index.ts';

/** What reading orders for a back-test needs beside its plan. */
export interface BackTestReading {
  readonly shop: Pick<Shop, 'currency'>;
  /** Categories that its programmes name, by product (`<installation>:<id>`). */
  readonly categoriesOf: ReadonlyMap<string, readonly string[]>;
}

/** What points depend on, and nothing that says who a person is. */
const ORDER_FIELDS = {
  customer: 1,
  installation: 1,
  deleted: 1,
  rate: 1,
  refundsAlone: 1,
  ...Object.fromEntries(
    [
      ...[
        'hostId',
        'version',
        'placedAt',
        'paidAt',
        'fulfilledAt',
        'cancelledAt',
        'state',
        'payment',
        'test',
        'currency',
      ],
      ...['goodsMinor', 'shippingMinor', 'taxMinor', 'refunds', 'voucherCodes', 'channel', 'locationId'],
      ...['hostId', 'productId', 'variantId', 'categoryIds', 'quantity', 'amountMinor', 'discountMinor'].map(
        (name) => `lines.${name}`,
      ),
    ].map((name) => [`order.${name}`, 1]),
  ),
};
const CUSTOMER_FIELDS = { birth: 1, createdAt: 1, memberOf: 1, erasedAt: 1, 'stats.orders': 1 };
const BATCH = 1000;
const TOLD_EVERY = 100;

/**
 * Tallies the customers of a range. Customers and orders are both read in order of the customer's key, each once and by its index, so little is in
 * memory however large the shop is. Who collects nothing (ingest/loyalty.ts) is left out. `onCustomers` is told how many more were looked at, and ends it
 * by saying false.
 */
export async function tallyRange(
  scope: ShopStore,
  plan: BackTestPlan,
  reading: BackTestReading,
  range: BucketRange,
  onCustomers: (count: number) => boolean,
): Promise<BackTestTally> {
  const tally = emptyTally(plan);
  const within = inRange(scope, range);
  const customers = scope.customers
    .find(within, { ...BY_ID, projection: CUSTOMER_FIELDS, batchSize: BATCH })
    .sort({ _id: 1 });
  const orders = scope.orders
    .find(
      { customer: (within as { _id: object })._id as never },
      { hint: { customer: 1, at: -1, _id: -1 }, projection: ORDER_FIELDS, batchSize: BATCH },
    )
    .sort({ customer: 1 });
  try {
    let next = await orders.next();
    let seen = 0;
    for await (const customer of customers) {
      const own: LoyaltyOrder[] = [];
      for (; next !== null && isUpTo(next.customer, customer._id); next = await orders.next()) {
        if (next.customer !== customer._id || own.length > LOYALTY_ORDERS_MAX) continue;
        const order = orderOf(next, reading);
        if (order) own.push(order);
      }
      if (collects(customer)) tallyCustomer(plan, tally, backTestCustomer(customer, own));
      if (++seen % TOLD_EVERY === 0 && !onCustomers(TOLD_EVERY)) return tally;
    }
    onCustomers(seen % TOLD_EVERY);
  } finally {
    await Promise.all([customers.close(), orders.close()]);
  }
  return tally;
}

const isUpTo = (owner: CustomerKey | null, key: CustomerKey) => owner !== null && owner <= key;

const collects = ({ erasedAt, stats }: CustomerDocument) =>
  erasedAt === undefined && stats.orders <= LOYALTY_ORDERS_MAX;

function backTestCustomer({ createdAt, birth, memberOf }: CustomerDocument, orders: LoyaltyOrder[]) {
  orders.sort((a, b) => a.t - b.t || (a.o < b.o ? -1 : 1));
  const knownSince = Math.min(createdAt, orders[0]?.t ?? createdAt);
  return { knownSince, orders, memberOf, ...(birth === undefined ? {} : { birth }) };
}

function orderOf(
  { order, refundsAlone, deleted, installation, rate }: OrderDocument,
  { shop, categoriesOf }: BackTestReading,
) {
  if (!order) return null;
  const known = { refundsAlone, deleted, installation, shop, rate: rate ?? null };
  return loyaltyOrder(order, { ...known, categoriesOf: (product) => categoriesOf.get(product) ?? [] });
}
