import { readFileSync } from 'node:fs';
import t from 'tap';
import { EXAMPLES } from '../../src/adapters/pos/examples.ts';
import { type PosTopic, TOPIC_SCHEMAS } from '../../src/adapters/pos/format.ts';
import { pos } from '../../src/adapters/pos/index.ts';
import { posReference } from '../../src/adapters/pos/reference.ts';
import type { CommerceEvent, Order } from '../../src/model.ts';
import { decodeInput, sampleOf, samplesOf, sign } from '../support/samples.ts';

const fixture = (name: string): Record<string, unknown> =>
  JSON.parse(
    samplesOf('pos')
      .find((sample) => sample.name === name)!
      .body.toString(),
  );

function eventsOf(topic: string, body: unknown): readonly CommerceEvent[] {
  const result = pos.decode(decodeInput(sampleOf('pos', topic, body)));
  if (!result.ok) throw new Error(result.detail);
  return result.events;
}

function orderOf(name: string, changes: Record<string, unknown> = {}): Order {
  const [event] = eventsOf('invoice.saved', { ...fixture(name), ...changes });
  if (event?.type !== 'order_changed') throw new Error('no order');
  return event.order;
}

function customerOf(name: string) {
  const [event] = eventsOf('customer.saved', fixture(name));
  if (event?.type !== 'customer_changed') throw new Error('no customer');
  return event.customer;
}

t.test('an invoice with only a member code is an order of that member at that store', async (t) => {
  t.same(orderOf('invoice.saved'), {
    hostId: 'HD000201',
    version: { at: Date.UTC(2026, 10, 22, 2, 15, 30), rank: 300_000 },
    number: 'HD000201',
    placedAt: Date.UTC(2026, 10, 22, 2, 12),
    paidAt: Date.UTC(2026, 10, 22, 2, 13),
    fulfilledAt: Date.UTC(2026, 10, 22, 2, 13),
    cancelledAt: null,
    state: 'open',
    payment: 'paid',
    hostStatus: 'paid',
    test: false,
    currency: 'VND',
    goodsMinor: 78000,
    discountMinor: 0,
    shippingMinor: 0,
    taxMinor: 0,
    totalMinor: 78000,
    debtMinor: 0,
    lines: [
      {
        hostId: '1',
        productId: 'SP01',
        variantId: null,
        sku: 'CFSD-L',
        title: 'Cà phê sữa đá (L)',
        quantity: 2,
        amountMinor: 78000,
        discountMinor: 0,
        categoryIds: ['DM-CAFE'],
        vendor: null,
      },
    ],
    refunds: [],
    voucherCodes: [],
    redemptionIds: [],
    channel: 'pos',
    locationId: 'CH01',
    staffId: 'NV07',
    place: null,
    buyer: { hostId: null, memberCode: 'TV0001', phone: null, email: null, name: null, source: null },
    note: null,
  });
});

t.test('an invoice for nobody and one for a phone number are orders too', async (t) => {
  t.same(orderOf('invoice.saved--anonymous').buyer, {
    hostId: null,
    memberCode: null,
    phone: null,
    email: null,
    name: null,
    source: null,
  });
  t.same(orderOf('invoice.saved--guest-phone').buyer, {
    hostId: null,
    memberCode: null,
    phone: '0912 345 678',
    email: null,
    name: 'Chị Lan',
    source: null,
  });
});

t.test('what is owed stays on the invoice, which is partly paid', async (t) => {
  const order = orderOf('invoice.saved--debt');
  t.same([order.payment, order.debtMinor, order.paidAt, order.buyer.hostId], ['partly_paid', 28000, null, 'KH0001']);
});

t.test('a return of part leaves the invoice counting, a return of all does not', async (t) => {
  const part = orderOf('invoice.saved--part-returned');
  t.equal(part.payment, 'partly_refunded');
  t.same(part.refunds, [
    {
      hostId: 'TH1',
      at: Date.UTC(2026, 10, 22, 4),
      totalMinor: 39000,
      goodsMinor: 39000,
      lines: [{ lineId: '1', quantity: 1, amountMinor: 39000 }],
    },
  ]);
  t.equal(orderOf('invoice.saved--all-returned').payment, 'refunded');
  t.equal(orderOf('invoice.saved--all-returned', { status: 'partly_paid' }).payment, 'refunded');
  t.equal(
    orderOf('invoice.saved--part-returned', { status: 'partly_paid' }).payment,
    'partly_paid',
    'never fully paid, so still not',
  );
});

t.test('a cancelled invoice keeps whether it was paid; a draft is nothing; a training invoice is marked', async (t) => {
  const cancelled = orderOf('invoice.saved--cancelled');
  t.same(
    [cancelled.state, cancelled.payment, cancelled.cancelledAt],
    ['cancelled', 'paid', Date.UTC(2026, 10, 22, 2, 15, 30)],
  );
  t.equal(orderOf('invoice.saved--cancelled', { paidAt: null }).payment, 'unpaid');
  t.same(eventsOf('invoice.saved', fixture('invoice.saved--draft')), []);
  t.equal(orderOf('invoice.saved--training').test, true);
});

t.test('amounts become minor units of the invoice’s currency', async (t) => {
  const order = orderOf('invoice.saved--dollars');
  t.same([order.hostId, order.currency], ['9007199254740991', 'USD']);
  t.same(
    order.lines.map((line) => [line.hostId, line.quantity, line.amountMinor]),
    [
      ['1', 1.5, 525],
      ['2', 1, 1001],
    ],
  );
  t.same(
    [order.goodsMinor, order.discountMinor, order.shippingMinor, order.taxMinor, order.totalMinor],
    [1400, 126, 200, 140, 1740],
  );
  t.same(order.voucherCodes, ['HELLO']);
  t.equal(
    orderOf('invoice.saved--dollars', { totals: { total: '17.4' } }).goodsMinor,
    1526,
    'without goods they are the sum of the items',
  );
});

t.test(
  'goods go over the counter when they are paid; what is sent has not arrived until the till says so',
  async (t) => {
    const at = (name: string, changes: Record<string, unknown> = {}) => orderOf(name, changes).fulfilledAt;
    const paidAt = Date.UTC(2026, 10, 22, 2, 13);
    t.equal(at('invoice.saved'), paidAt);
    t.equal(at('invoice.saved', { paidAt: null }), Date.UTC(2026, 10, 22, 2, 12), 'paid when it was rung up');
    t.equal(at('invoice.saved', { deliverTo: {} }), paidAt, 'an empty address is none');
    t.equal(at('invoice.saved--part-returned'), orderOf('invoice.saved--part-returned').paidAt);
    for (const status of ['open', 'partly_paid']) t.equal(at('invoice.saved', { status }), null, status);
    t.equal(at('invoice.saved--cancelled'), null);
    const deliverTo = { address: '12 Nguyễn Trãi' };
    t.equal(at('invoice.saved', { deliverTo }), null);
    t.equal(at('invoice.saved', { deliverTo, fulfilledAt: null }), null);
    const fulfilledAt = '2026-11-23T10:00:00+07:00';
    t.equal(at('invoice.saved', { deliverTo, fulfilledAt }), Date.UTC(2026, 10, 23, 3));
    t.equal(
      at('invoice.saved', { status: 'open', fulfilledAt }),
      Date.UTC(2026, 10, 23, 3),
      'on debt, and yet at home',
    );
  },
);

t.test('a till may say what a line was discounted by, and which holds of points were used', async (t) => {
  const [item] = fixture('invoice.saved')['items'] as object[];
  t.equal(orderOf('invoice.saved', { items: [{ ...item, discount: '12000' }] }).lines[0]?.discountMinor, 12_000);
  t.equal(orderOf('invoice.saved', { items: [{ ...item, discount: null }] }).lines[0]?.discountMinor, 0);
  t.throws(() => orderOf('invoice.saved', { items: [{ ...item, discount: -1 }] }), /items\.0\.discount/);
  const holds = (redemptions: unknown) => orderOf('invoice.saved', { redemptions }).redemptionIds;
  t.same(holds(['hold_7Qm2x9', ' b-2 ', 'hold_7Qm2x9', '', 'two words', 'x'.repeat(65)]), ['hold_7Qm2x9', 'b-2']);
  t.same(holds(null), []);
  t.equal(holds(Array.from({ length: 50 }, (_, i) => `h${i}`)).length, 20);
});

t.test('of two copies of one instant the one further along wins', async (t) => {
  const ranks = [
    orderOf('invoice.saved', { status: 'open' }),
    orderOf('invoice.saved', { status: 'partly_paid' }),
    orderOf('invoice.saved'),
    orderOf('invoice.saved--part-returned'),
    orderOf('invoice.saved--all-returned'),
    orderOf('invoice.saved--cancelled'),
  ].map((order) => order.version.rank);
  t.same(
    ranks,
    [...new Set(ranks)].sort((a, b) => a - b),
  );
});

t.test('a customer card says what it holds: missing says nothing, null says there is none', async (t) => {
  const at = Date.UTC(2026, 10, 22, 2);
  t.same(customerOf('customer.saved'), {
    hostId: 'KH0001',
    version: { at, rank: 0 },
    createdAt: Date.UTC(2024, 2, 1, 2),
    memberCode: 'TV0001',
    phone: '0912345678',
    email: 'lan@example.test',
    name: 'Nguyễn Thị Lan',
    gender: 'female',
    birthDate: { month: 5, day: 17 },
    tags: ['khách quen', 'VIP'],
    groups: ['Thành viên bạc'],
    note: 'Thích ít đá',
    source: 'zalo',
    smsConsent: 'subscribed',
    debtMinor: -150000,
  });
  t.strictSame(customerOf('customer.saved--quick-add'), {
    hostId: null,
    version: { at: Date.UTC(2026, 10, 22, 9) + 500, rank: 0 },
    phone: '0912 345 678',
    name: 'Lan',
  });
  t.strictSame(customerOf('customer.saved--emptied'), {
    hostId: 'KH0002',
    version: { at: Date.UTC(2026, 10, 22, 9), rank: 0 },
    phone: null,
    gender: null,
    birthDate: null,
    tags: [],
    note: null,
    debtMinor: 0,
  });
});

t.test('where an invoice goes and where a customer lives are places; an empty address is none', async (t) => {
  const home = { address: '12 Nguyễn Trãi', ward: '', province: 'Hồ Chí Minh', provinceCode: '79', countryCode: 'vn' };
  const place = {
    city: null,
    province: 'Hồ Chí Minh',
    provinceCode: '79',
    district: null,
    districtCode: null,
    ward: null,
    wardCode: null,
    countryCode: 'VN',
    address: '12 Nguyễn Trãi',
  };
  t.same(orderOf('invoice.saved', { deliverTo: home }).place, place);
  t.equal(orderOf('invoice.saved', { deliverTo: { ward: '' } }).place, null);
  const addresses = (given: unknown) => {
    const [event] = eventsOf('customer.saved', { ...fixture('customer.saved'), addresses: given });
    return event?.type === 'customer_changed' ? event.customer.addresses : 'no customer';
  };
  t.same(addresses([home, {}]), [place]);
  t.same(addresses(null), []);
  t.equal(addresses(undefined), undefined);
});

t.test('gender words of tills are understood; an unknown one is unknown, with a remark (C04)', async (t) => {
  const gender = (word: string) => {
    const [event] = eventsOf('customer.saved', { ...fixture('customer.saved'), gender: word });
    return event?.type === 'customer_changed' ? event.customer.gender : undefined;
  };
  for (const word of ['Nam', 'NAM ', 'm', 'Male', 'anh', 'Ông', 'Mr.']) t.equal(gender(word), 'male', word);
  for (const word of ['Nữ', 'nu', 'F', 'female', 'Chị', 'Bà', 'cô', 'Mrs.']) t.equal(gender(word), 'female', word);
  t.equal(gender('Khác'), 'other');
  const result = pos.decode(decodeInput(sampleOf('pos', 'customer.saved', fixture('customer.saved--unknown-gender'))));
  t.match(result, { ok: true, note: /gender/ });
  t.equal(gender('khách'), null);
});

t.test('deletions, products, disconnecting and privacy requests', async (t) => {
  t.same(eventsOf('invoice.deleted', { id: 'HD1' }), [{ type: 'order_deleted', hostId: 'HD1' }]);
  t.same(eventsOf('customer.deleted', { id: 5 }), [{ type: 'customer_deleted', hostId: '5' }]);
  t.same(eventsOf('product.deleted', { id: 'SP1' }), [{ type: 'product_deleted', hostId: 'SP1' }]);
  t.same(eventsOf('product.saved', fixture('product.saved')), [
    {
      type: 'product_changed',
      product: {
        hostId: 'SP01',
        version: { at: Date.UTC(2026, 10, 20, 1), rank: 0 },
        title: 'Cà phê sữa đá',
        vendor: 'Nhà làm',
        categories: [{ id: 'DM-CAFE', name: 'Cà phê' }],
        variants: [
          { id: 'SP01-M', sku: 'CFSD-M', title: 'M' },
          { id: 'SP01-L', sku: null, title: null },
        ],
        parentId: null,
      },
    },
  ]);
  t.same(eventsOf('connection.removed', {}), [{ type: 'app_uninstalled', at: null }]);
  t.same(eventsOf('privacy.export', fixture('privacy.export')), [
    {
      type: 'privacy_export_requested',
      person: { hostId: null, email: 'lan@example.test', phone: null, orderHostIds: [] },
      requestId: '7',
    },
  ]);
  t.same(eventsOf('privacy.erase', fixture('privacy.erase')), [
    {
      type: 'privacy_erase_requested',
      person: { hostId: 'KH0001', email: null, phone: '0912345678', orderHostIds: ['HD000201'] },
      requestId: null,
    },
  ]);
});

t.test('what cannot be read names the field and the rule, never the value', async (t) => {
  const detail = (topic: string, body: unknown) => {
    const result = pos.decode(decodeInput(sampleOf('pos', topic, body)));
    return result.ok ? null : [result.reason, result.detail];
  };
  const invoice = fixture('invoice.saved');
  t.same(detail('invoice.saved', { ...invoice, totals: { total: '-1' } }), [
    'unreadable',
    'totals.total: not a decimal amount, or out of range',
  ]);
  t.same(detail('invoice.saved', { ...invoice, totals: { total: '999999999999999' }, currency: 'USD' }), [
    'unreadable',
    'totals.total: amount out of range',
  ]);
  t.same(detail('invoice.saved', { ...invoice, placedAt: '2026-11-22T09:12:00' }), [
    'unreadable',
    'placedAt: not a time with its zone',
  ]);
  t.same(detail('invoice.saved', { ...invoice, currency: 'đồng' }), ['unreadable', 'currency: not an ISO 4217 code']);
  t.same(detail('invoice.saved', { ...invoice, id: 'a\u0000b' }), ['unreadable', 'id: an id is needed']);
  t.same(detail('customer.saved', { updatedAt: '2026-11-22T09:12:00Z', name: 'Lan' }), [
    'unreadable',
    'body: one of id, memberCode, phone, email is needed',
  ]);
  t.same(detail('customer.saved', { ...fixture('customer.saved'), birthDate: '1990-02-30' }), [
    'unreadable',
    'birthDate: not a date',
  ]);
  t.same(detail('privacy.erase', { requestId: 1 }), ['unreadable', 'body: one of customerId, email, phone is needed']);
});

t.test('a delivery is told by topic, id and bytes; without an id it is refused', async (t) => {
  const claim = (
    deliveryId: string | string[] | undefined,
    body: unknown = fixture('invoice.saved'),
    topic = 'invoice.saved',
  ) => {
    const request = sign('pos', sampleOf('pos', topic, body), 's');
    return pos.identify({ ...request, headers: { ...request.headers, 'x-tessera-delivery': deliveryId } });
  };
  t.equal(claim('a')?.deliveryKey, claim('a')?.deliveryKey);
  t.not(claim('a')?.deliveryKey, claim('b')?.deliveryKey);
  t.not(
    claim('a')?.deliveryKey,
    claim('a', fixture('invoice.saved--debt'))?.deliveryKey,
    'a till that counts from 1 again loses nothing',
  );
  t.match(claim('a'), {
    shop: null,
    topic: 'invoice.saved',
    entity: 'order:HD000201',
    sentAt: Date.UTC(2026, 10, 22, 5),
    test: false,
  });
  t.equal(claim('a', fixture('customer.saved--quick-add'), 'customer.saved')?.entity, 'customer:0912 345 678');
  t.equal(claim('a', {}, 'connection.removed')?.entity, null);
  for (const id of [undefined, '', 'x'.repeat(129), ['a', 'b'], 'a b', 'mã']) t.equal(claim(id), null, String(id));
});

t.test('every topic has an example that its schema accepts and that is decoded', async (t) => {
  t.same(Object.keys(EXAMPLES), Object.keys(TOPIC_SCHEMAS));
  for (const topic of Object.keys(TOPIC_SCHEMAS) as PosTopic[]) {
    t.ok(TOPIC_SCHEMAS[topic].safeParse(EXAMPLES[topic]).success, topic);
    t.equal(eventsOf(topic, EXAMPLES[topic]).length, 1, topic);
  }
});

t.test('docs/pos.md is what the schemas say', async (t) => {
  t.equal(readFileSync(new URL('../../docs/pos.md', import.meta.url), 'utf8'), posReference(), 'run `npm run docs`');
  for (const word of ['customer.memberCode', 'items[].amount', 'returns[].items[].itemId', 'birthDate'])
    t.match(posReference(), `\`${word}\``);
});
