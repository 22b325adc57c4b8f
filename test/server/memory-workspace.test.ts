import t from 'tap';
import type { CommerceEvent, CustomerRecord, Order } from '../../src/model.ts';
import { applyAll, type WorkspaceEvent } from '../../src/server/ingest/apply.ts';
import type { IngestContext } from '../../src/server/ingest/context.ts';
import { MemoryWorkspace } from '../../src/server/ingest/memory-workspace.ts';
import { TransactionWorkspace } from '../../src/server/ingest/transaction-workspace.ts';
import { createSegment } from '../../src/server/segments/saved.ts';
import { house } from '../support/house.ts';

/** The rules know one interface; these deliveries lead them through all of it, once over transactions and once in memory. */
const NOW = Date.UTC(2026, 10, 22, 5);
const DAY = 86_400_000;

t.test(
  'people who turn out to be one, orders that wait, versions that come late: memory writes what a transaction writes',
  async (t) => {
    await compare(t, [
      [order('o1', 1, { memberCode: 'TV1' })], // nobody has the code yet
      [order('o2', 2, { memberCode: 'TV1', name: 'Lan' })],
      [order('o3', 3, { phone: '0912345678', name: 'Chị Lan' })],
      [order('o4', 4, { email: 'lan@example.vn' })],
      [record({ hostId: 'a1', email: 'lan@example.vn', name: 'Nguyễn Thị Lan', tags: ['VIP', 'mới'] })],
      [record({ hostId: 'a1', phone: '0912345678', memberCode: 'TV1', name: 'Nguyễn Thị Lan' }, 9)], // four become one
      [order('o2', 1.5, { memberCode: 'TV1' }), order('o2', 12, { memberCode: 'TV1' }, { state: 'cancelled' })],
      [
        {
          type: 'refund_changed',
          orderHostId: 'o3',
          refund: { hostId: 'r1', at: null, totalMinor: 300, goodsMinor: null, lines: [] },
          version: { at: NOW, rank: 0 },
        },
      ],
      [
        { type: 'order_deleted', hostId: 'o9' },
        { type: 'order_deleted', hostId: 'o4' },
      ],
      [{ type: 'order_restored', order: blank('o4', 13, { email: 'lan@example.vn' }) }],
      [{ type: 'order_deleted', hostId: 'o4' }], // a question
      [record({ hostId: 'a2', phone: '0987654321' })],
      [{ type: 'customers_merged', keptHostId: 'a1', mergedHostId: 'a2', at: null }],
      [
        { type: 'customer_deleted', hostId: 'a2' },
        { type: 'customer_deleted', hostId: 'a7' },
      ],
      [
        product('p1', 1),
        product('p1', 3),
        product('p1', 2),
        { type: 'product_deleted', hostId: 'p2' },
        { type: 'product_deleted', hostId: 'p1' },
      ],
      [order('o5', 20, {}), order('o1', 21, { phone: '0900111222' })], // nobody's; and one that moves to another person
      [order('o1', 22, { memberCode: 'TV1', phone: '0900111222' })], // which was the same all along
    ]);
  },
);

t.test('a customer with more orders than are kept: memory writes what a transaction writes', async (t) => {
  const buyer = { phone: '0912345678' };
  const many = Array.from({ length: 1_004 }, (_, i) => order(`o${i}`, i / 4, buyer));
  await compare(t, [
    many.slice(4),
    many.slice(0, 4), // older than all that are kept
    [order('o0', 300, buyer, { state: 'cancelled', placedAt: 0 })], // the first
    [order('o1003', 301, buyer, { state: 'cancelled' })], // the last
    [order('o500', 302, buyer, { state: 'cancelled' })],
    [order('o2000', 303, buyer, { channel: 'zalo', locationId: 's2' })],
    [order('o2000', 304, buyer, { state: 'cancelled' }), order('o1', 304, buyer, { state: 'cancelled' })],
    [order('o2', 305, buyer, { state: 'cancelled' }), order('o3', 306, buyer, { state: 'cancelled' })],
  ]);
});

type Deliveries = readonly (readonly CommerceEvent[])[];

async function compare(t: Parameters<typeof house>[0], deliveries: Deliveries): Promise<void> {
  const { addShop, states, store } = await house(t, { now: () => NOW });
  const { id, installation, scope } = await addShop({ platform: 'pos', domain: 'till' });
  const period = { type: 'between', from: '1970-01-01', to: '1970-02-01' };
  for (const [i, condition] of [
    { kind: 'order_count', op: 'gte', value: 3 },
    { kind: 'orders_in_period', op: 'gte', value: 3, period },
  ].entries()) {
    await createSegment(scope, {
      name: `s${i}`,
      definition: { include: [{ all: [condition] }], exclude: [] } as never,
      by: 'test',
      now: NOW,
    });
  }
  await scope.segments.updateMany({}, { $set: { activeVersion: 1, state: 'ready' } }); // comings and goings of a segment that is shown are recorded
  states.forget(id);
  const state = await states.get(id);
  if (!state) throw new Error('no such shop');
  const memory = new MemoryWorkspace(id);
  for (const [i, events] of deliveries.entries()) {
    const context: IngestContext = {
      shop: state.shop,
      installation,
      receivedAt: NOW,
      now: NOW + i,
      cause: { kind: 'delivery', id: `d${i}` },
      live: state.live,
      loyalty: state.loyalty,
    };
    const kept = await store.transaction(id, async (transaction, attempt) => {
      const workspace = new TransactionWorkspace(transaction, attempt);
      const outcome = await applyAll(workspace, context, events as WorkspaceEvent[]);
      await workspace.flush();
      return outcome;
    });
    t.same(await applyAll(memory, context, events as WorkspaceEvent[]), kept, `delivery ${i} ends alike`);
    memory.commit();
  }
  const written = memory.written();
  t.ok(written.customers.length > 0 && written.membershipEvents.length > 0);
  for (const name of Object.keys(written) as (keyof typeof written)[]) {
    const byId = (one: { _id: string }, two: { _id: string }) => (one._id < two._id ? -1 : 1);
    t.strictSame([...written[name]].sort(byId), (await scope[name].find().toArray()).sort(byId), name);
  }
}

function blank(hostId: string, day: number, buyer: Partial<Order['buyer']>, changes: Partial<Order> = {}): Order {
  return {
    hostId,
    version: { at: day * DAY, rank: 0 },
    number: hostId,
    placedAt: day * DAY,
    paidAt: null,
    fulfilledAt: null,
    cancelledAt: null,
    state: 'open',
    payment: 'paid',
    hostStatus: 'paid',
    test: false,
    currency: 'VND',
    goodsMinor: 1_000,
    discountMinor: 0,
    shippingMinor: 0,
    taxMinor: 0,
    totalMinor: 1_000,
    debtMinor: 0,
    lines: [],
    refunds: [],
    voucherCodes: [],
    redemptionIds: [],
    channel: 'pos',
    locationId: 's1',
    staffId: null,
    place: null,
    buyer: { hostId: null, memberCode: null, phone: null, email: null, name: null, source: null, ...buyer },
    note: null,
    ...changes,
  };
}

function order(
  hostId: string,
  day: number,
  buyer: Partial<Order['buyer']>,
  changes: Partial<Order> = {},
): CommerceEvent {
  return { type: 'order_changed', order: blank(hostId, day, buyer, changes) };
}

function record(given: Partial<CustomerRecord>, day = 5): CommerceEvent {
  return { type: 'customer_changed', customer: { hostId: null, version: { at: day * DAY, rank: 0 }, ...given } };
}

function product(hostId: string, day: number): CommerceEvent {
  return {
    type: 'product_changed',
    product: {
      hostId,
      version: { at: day * DAY, rank: 0 },
      title: `Áo ${day}`,
      vendor: null,
      categories: [],
      variants: [],
      parentId: null,
    },
  };
}
