import t from 'tap';
import { woocommerce } from '../../src/adapters/woocommerce/index.ts';
import type { CommerceEvent, Order } from '../../src/model.ts';
import { decodeInput, expectedWooOrders, sampleOf, sign, wooCaptures } from '../support/samples.ts';

const captures = wooCaptures();
const signed = captures.filter((capture) => capture.signature !== null);

function eventsOf(topic: string, body: unknown): readonly CommerceEvent[] {
  const result = woocommerce.decode(decodeInput(sampleOf('woocommerce', topic, body)));
  if (!result.ok) throw new Error(result.detail);
  return result.events;
}

function orderOf(changes: Record<string, unknown> = {}): Order {
  const [event] = eventsOf('order.updated', { ...realOrder, ...changes });
  if (event?.type !== 'order_changed') throw new Error('no order');
  return event.order;
}

const realOrder: Record<string, unknown> = JSON.parse(
  captures.find(({ name }) => name.startsWith('156-'))!.body.toString(),
);

t.test('each captured delivery verifies with the secret it was made with, and with no other', async (t) => {
  t.equal(signed.length, 82 - captures.filter(({ topic }) => topic === 'ping').length);
  for (const { name, body, headers, signature, secret } of signed) {
    const request = {
      method: 'POST' as const,
      headers: { ...headers, 'x-wc-webhook-signature': signature! },
      query: {},
      rawBody: body,
    };
    t.ok(woocommerce.verify(request, ['another', secret]), name);
    t.notOk(woocommerce.verify(request, ['another']), `${name} with another secret`);
  }
});

t.test('a ping without a signature is answered 200 and is no delivery', async (t) => {
  const pings = captures.filter(({ topic }) => topic === 'ping');
  t.ok(pings.length > 0);
  for (const { body, headers } of pings) {
    const request = { method: 'POST' as const, headers, query: {}, rawBody: body };
    t.same(woocommerce.handshake?.(request, ''), { status: 200, body: '' });
    t.equal(woocommerce.identify(request), null);
  }
  for (const body of ['webhook_id=1&x=2', 'webhook_id=', '{"id":1}', '']) {
    t.equal(
      woocommerce.handshake?.({ method: 'POST', headers: {}, query: {}, rawBody: Buffer.from(body) }, ''),
      null,
      body,
    );
  }
  t.equal(woocommerce.handshake?.(sign('woocommerce', signed[0]!, 's'), ''), null, 'a signed delivery is no ping');
});

t.test('WordPress signs with the secret HTML-decoded, whichever form the merchant gave us', async (t) => {
  const request = sign('woocommerce', signed[0]!, `bí & mật <"'>`);
  t.ok(woocommerce.verify(request, ['bí &amp; mật &lt;&quot;&#039;&gt;']));
  t.ok(woocommerce.verify(request, [`bí & mật <"'>`]));
  t.notOk(woocommerce.verify(request, ['bí &amp;amp; mật &lt;&quot;&#039;&gt;']), 'decoded once only');
  t.notOk(woocommerce.verify(sign('woocommerce', signed[0]!, ''), ['']), 'an empty secret signs nothing');
});

t.test(
  'captured deliveries that share a delivery id have different keys, unless topic and body are the same too',
  async (t) => {
    const keyOf = (capture: (typeof signed)[number]) =>
      woocommerce.identify(sign('woocommerce', capture, 's'))!.deliveryKey;
    const byKey = Map.groupBy(signed, keyOf);
    for (const alike of byKey.values()) {
      t.ok(
        alike.every(({ topic, body }) => topic === alike[0]!.topic && body.equals(alike[0]!.body)),
        alike[0]!.name,
      );
    }
    t.equal(byKey.size, signed.length - 1, '098 and 100 are one message that WooCommerce sent twice within a second');
    t.ok(
      new Set(signed.map(({ headers }) => headers['x-wc-webhook-delivery-id'])).size < byKey.size,
      'the ids alone do not tell them apart',
    );
  },
);

t.test('a deletion sent again for a second deletion is a new delivery; a copy of the first is not', async (t) => {
  const key = (deliveryId: string) => {
    const sample = sampleOf('woocommerce', 'order.deleted', { id: 22 });
    return woocommerce.identify(
      sign('woocommerce', { ...sample, headers: { ...sample.headers, 'x-wc-webhook-delivery-id': deliveryId } }, 's'),
    )!.deliveryKey;
  };
  t.not(key('a'), key('b'));
  t.equal(key('a'), key('a'));
});

t.test('the shop is the host and path of the site, the entity its resource', async (t) => {
  const claim = (source: string, topic = 'order.updated', body: unknown = { id: 16 }) => {
    const sample = sampleOf('woocommerce', topic, body);
    return woocommerce.identify(
      sign('woocommerce', { ...sample, headers: { ...sample.headers, 'x-wc-webhook-source': source } }, 's'),
    );
  };
  t.equal(claim('http://127.0.0.1:8089/')?.shop, '127.0.0.1:8089');
  t.equal(claim('https://WWW.Shop.example/vi/')?.shop, 'www.shop.example/vi');
  t.equal(claim('shop')?.shop, null);
  t.equal(claim('https://a/')?.entity, 'order:16');
  t.equal(
    claim('https://a/', 'customer.updated', { plugin: 1, id: 2 })?.entity,
    'customer:2',
    'with a field of a plugin in front',
  );
  t.equal(claim('https://a/', 'order.created', { code: 'x' })?.entity, null);
  for (const id of [{ toString: '' }, [7], null, true])
    t.equal(claim('https://a/', 'order.created', { id })?.entity, null, JSON.stringify(id));
  t.equal(claim('https://a/', 'Order.Updated')?.topic, 'order.updated');
});

t.test(
  'the newest version of every captured order is the state the shop itself ended with, in any order of arrival',
  async (t) => {
    const newest = new Map<string, Order>();
    const deleted = new Set<string>();
    for (const capture of [...signed].reverse()) {
      const result = woocommerce.decode(decodeInput(capture));
      t.ok(result.ok, capture.name);
      for (const event of result.ok ? result.events : []) {
        if (event.type === 'order_deleted') deleted.add(event.hostId);
        if (event.type === 'order_restored') deleted.delete(event.order.hostId);
        if (event.type !== 'order_changed' && event.type !== 'order_restored') continue;
        const { order } = event;
        const known = newest.get(order.hostId);
        if (
          !known ||
          order.version.at > known.version.at ||
          (order.version.at === known.version.at && order.version.rank > known.version.rank)
        )
          newest.set(order.hostId, order);
      }
    }
    for (const expected of expectedWooOrders()) {
      const order = newest.get(String(expected.id));
      if (expected.deleted) {
        t.ok(order?.state === 'deleted' || deleted.has(String(expected.id)), `order ${expected.id} is deleted`);
        continue;
      }
      t.equal(order?.hostStatus, expected.status, `order ${expected.id}`);
      t.equal(order?.totalMinor, Number(expected.total));
      t.same(
        order?.refunds.map((refund) => refund.totalMinor),
        expected.refunds.map((total) => -Number(total)),
      );
      t.equal(order?.buyer.phone, expected.billing_phone);
      t.equal(order?.buyer.email, expected.billing_email);
      t.equal(order?.buyer.hostId, expected.customer_id === 0 ? null : String(expected.customer_id));
    }
    t.equal(newest.size, expectedWooOrders().length);
  },
);

t.test('a captured order is read whole', async (t) => {
  t.same(orderOf(), {
    hostId: '54',
    version: { at: Date.UTC(2026, 10, 22, 4, 19, 21), rank: 300_050 },
    number: '54',
    placedAt: Date.UTC(2026, 10, 22, 4, 19, 20),
    paidAt: Date.UTC(2026, 10, 22, 4, 19, 21),
    fulfilledAt: Date.UTC(2026, 10, 22, 4, 19, 21),
    cancelledAt: null,
    state: 'open',
    payment: 'paid',
    hostStatus: 'completed',
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
        hostId: '41',
        productId: '11',
        variantId: null,
        sku: 'CF-vnd20687',
        title: 'Cà phê sữa đá',
        quantity: 2,
        amountMinor: 78000,
        discountMinor: 0,
        categoryIds: [],
        vendor: null,
      },
    ],
    refunds: [],
    voucherCodes: [],
    redemptionIds: [],
    channel: 'web',
    locationId: null,
    staffId: null,
    place: {
      city: 'Huế',
      province: null,
      provinceCode: null,
      district: null,
      districtCode: null,
      ward: null,
      wardCode: null,
      countryCode: 'VN',
      address: '5 Lê Lợi',
    },
    buyer: {
      hostId: null,
      memberCode: null,
      phone: '0905123456',
      email: 'hanh1795321160@example.test',
      name: 'Phạm Hạnh',
      source: null,
    },
    note: 'qua trang thanh toán',
  });
});

t.test('the site-local times are never read', async (t) => {
  const { date_created: _, date_modified: __, date_paid: ___, ...withoutLocal } = realOrder;
  t.same(eventsOf('order.updated', withoutLocal), eventsOf('order.updated', realOrder));
  t.throws(() => orderOf({ date_created_gmt: null }), /date_created_gmt/);
});

t.test('signed error bodies for what is gone, drafts and coupons ask for nothing', async (t) => {
  for (const name of ['019-', '020-', '032-', '033-', '016-']) {
    const result = woocommerce.decode(decodeInput(captures.find((capture) => capture.name.startsWith(name))!));
    t.ok(result.ok && result.events.length === 0 && result.note, name);
  }
  for (const status of ['checkout-draft', 'draft', 'auto-draft'])
    t.same(eventsOf('order.updated', { ...realOrder, status }), [], status);
  const forbidden = sampleOf('woocommerce', 'order.updated', {
    code: 'woocommerce_rest_cannot_view',
    message: 'no',
    data: { status: 403 },
  });
  t.equal(
    woocommerce.decode(decodeInput(forbidden)).ok,
    false,
    'an error that is not "gone" is parked: the order exists',
  );
});

t.test('payment follows the status, the time of payment and the refunds', async (t) => {
  const unpaid = { date_paid_gmt: null };
  const refund = (...totals: string[]) => ({ refunds: totals.map((total, i) => ({ id: i + 1, total })) });
  t.equal(orderOf({ status: 'pending', ...unpaid }).payment, 'unpaid');
  t.equal(orderOf({ status: 'on-hold' }).payment, 'paid', 'on-hold with a time of payment');
  t.equal(orderOf({ status: 'processing', ...unpaid }).payment, 'paid', 'processing counts as paid');
  t.equal(orderOf({ status: 'processing', ...unpaid }).paidAt, null, 'and has no time of payment');
  t.equal(orderOf(refund('-39000')).payment, 'partly_refunded');
  t.equal(orderOf(refund('-39000', '-39000')).payment, 'refunded', 'two partial refunds of everything');
  t.equal(orderOf({ status: 'refunded' }).payment, 'refunded');
  t.same(orderOf(refund('-39000')).refunds, [
    { hostId: '1', at: null, totalMinor: 39000, goodsMinor: null, lines: [] },
  ]);
});

t.test('cancelled and failed orders are cancelled, trashed ones deleted', async (t) => {
  t.equal(orderOf({ status: 'cancelled' }).state, 'cancelled');
  t.equal(orderOf({ status: 'failed' }).state, 'cancelled');
  t.equal(orderOf({ status: 'failed' }).cancelledAt, Date.UTC(2026, 10, 22, 4, 19, 21));
  t.equal(orderOf({ status: 'trash' }).state, 'deleted');
  t.equal(orderOf({ status: 'processing' }).state, 'open');
});

t.test('of versions of one second the later step of an order wins', async (t) => {
  const unpaid = { date_paid_gmt: null };
  const steps: Record<string, unknown>[] = [
    { status: 'pending', ...unpaid },
    { status: 'failed', ...unpaid },
    { status: 'on-hold', ...unpaid },
    { status: 'processing', ...unpaid },
    { status: 'da-dong-goi' },
    { status: 'completed' },
    { status: 'completed', refunds: [{ id: 1, total: '-39000' }] },
    {
      status: 'completed',
      refunds: [
        { id: 1, total: '-39000' },
        { id: 2, total: '-10' },
      ],
    },
    { status: 'refunded', refunds: [{ id: 1, total: '-78000' }] },
    { status: 'cancelled' },
    { status: 'trash' },
  ];
  const ranks = steps.map((step) => orderOf(step).version.rank);
  t.same(
    ranks,
    [...ranks].sort((a, b) => a - b),
  );
  t.equal(new Set(ranks).size, ranks.length, 'no two share a rank');
});

t.test('deletions name the id, a restored order comes with its state', async (t) => {
  t.same(eventsOf('order.deleted', { id: 22 }), [{ type: 'order_deleted', hostId: '22' }]);
  t.same(eventsOf('customer.deleted', { id: 7 }), [{ type: 'customer_deleted', hostId: '7' }]);
  t.same(eventsOf('product.deleted', { id: 11 }), [{ type: 'product_deleted', hostId: '11' }]);
  t.equal(eventsOf('order.restored', realOrder)[0]?.type, 'order_restored');
  t.equal(eventsOf('product.updated', { id: 11, status: 'trash' })[0]?.type, 'product_deleted');
});

t.test('goods are the lines after discounts without tax; fees are neither goods nor shipping', async (t) => {
  const line = {
    id: 1,
    name: 'Trà &amp; Bánh',
    product_id: 0,
    variation_id: 9,
    quantity: 1,
    subtotal: '10.00',
    total: '9.09',
    total_tax: '0.91',
  };
  const order = orderOf({
    currency: 'USD',
    prices_include_tax: true,
    line_items: [line, { ...line, id: 2, quantity: 0.5, total: '0.905' }],
    fee_lines: [{ id: 3, total: '2.00' }],
    shipping_total: '3.50',
    discount_total: '1.00',
    total_tax: '0.91',
    total: '16.41',
    coupon_lines: [{ id: 4, code: 'giam10' }],
  });
  t.equal(order.goodsMinor, 909 + 91);
  t.same([order.shippingMinor, order.discountMinor, order.taxMinor, order.totalMinor], [350, 100, 91, 1641]);
  t.same(order.lines[0]?.title, 'Trà & Bánh');
  t.same([order.lines[0]?.productId, order.lines[0]?.variantId], [null, '9']);
  t.same(order.voucherCodes, ['giam10']);
});

t.test('a line’s discount is what coupons took off it; a price that staff raised is none', async (t) => {
  const captured = signed.find(({ name }) => name.startsWith('088-'))!;
  const [event] = eventsOf('order.updated', captured.body);
  t.match(event, {
    order: { discountMinor: 106_800, lines: [{ discountMinor: 7_800 }, { discountMinor: 99_000 }] },
  });
  const line = { id: 1, name: 'Trà', product_id: 3, quantity: 1, total: '50000' };
  const discount = (subtotal: unknown) =>
    orderOf({ line_items: [{ ...line, ...(subtotal === undefined ? {} : { subtotal }) }] }).lines[0]?.discountMinor;
  t.same([discount('60000'), discount('40000'), discount('50000'), discount(undefined)], [10_000, 0, 0, 0]);
});

t.test('goods are handed over when the order is completed, as long as it stays so', async (t) => {
  const at = (changes: Record<string, unknown>) => orderOf(changes).fulfilledAt;
  const completed = Date.UTC(2026, 10, 22, 4, 19, 21);
  t.equal(at({}), completed);
  t.equal(at({ status: 'refunded' }), completed, 'what was refunded had been handed over');
  for (const status of ['processing', 'on-hold', 'cancelled', 'packed'])
    t.equal(at({ status }), null, `taken back to ${status}, it keeps the date`);
  t.equal(at({ date_completed_gmt: null }), null);
  const processing = signed.find(({ name }) => name.startsWith('086-'))!;
  t.match(eventsOf('order.updated', processing.body), [{ order: { payment: 'paid', fulfilledAt: null } }]);
});

t.test('holds of points are read from the meta data', async (t) => {
  const holds = (meta_data: unknown) => orderOf({ meta_data }).redemptionIds;
  t.same(
    holds([
      { id: 1, key: 'is_vat_exempt', value: 'no' },
      { id: 2, key: 'tessera_hold', value: 'hold_7Qm2x9' },
      { id: 3, key: 'tessera_hold', value: { a: 1 } },
    ]),
    ['hold_7Qm2x9'],
  );
  t.same(holds([]), []);
});

t.test('the channel is where the order was made: both checkout pages are the web', async (t) => {
  const channel = (created_via: unknown) => orderOf({ created_via }).channel;
  t.same(['checkout', 'store-api', 'rest-api', 'Admin', '', null].map(channel), [
    'web',
    'web',
    'rest-api',
    'admin',
    'web',
    'web',
  ]);
});

t.test('the buyer is known by account, billing phone and e-mail, and member code in the meta data', async (t) => {
  const { buyer } = orderOf({
    customer_id: 2,
    billing: {
      first_name: 'Mary',
      last_name: 'O&#039;Brien',
      country: 'US',
      email: 'm@example.test',
      phone: '',
      state: 'CA',
    },
    shipping: { phone: '0912345678' },
    meta_data: [
      { id: 1, key: '_member_code', value: { a: 1 } },
      { id: 2, key: 'ma_thanh_vien', value: 'TV01' },
      { id: 3, key: '_wc_order_attribution_utm_source', value: 'Zalo' },
    ],
  });
  t.same(buyer, {
    hostId: '2',
    memberCode: 'TV01',
    phone: '0912345678',
    email: 'm@example.test',
    name: "Mary O'Brien",
    source: 'zalo',
  });
  t.same(orderOf({ billing: [], shipping: [] }).buyer, {
    hostId: null,
    memberCode: null,
    phone: null,
    email: null,
    name: null,
    source: null,
  });
  t.equal(orderOf({ billing: { state: 'CA' } }).place?.provinceCode, 'CA');
  t.equal(orderOf({ billing: { state: 'Thừa Thiên Huế' } }).place?.province, 'Thừa Thiên Huế');
  t.equal(orderOf({ billing: { first_name: 'x' } }).place, null);
});

t.test('an account says only what its profile holds', async (t) => {
  const [event] = eventsOf(
    'customer.updated',
    JSON.parse(captures.find(({ name }) => name.startsWith('080-'))!.body.toString()),
  );
  if (event?.type !== 'customer_changed') throw new Error('no customer');
  const { addresses, ...customer } = event.customer;
  const at = Date.UTC(2026, 10, 22, 4, 13, 17);
  t.same(customer, {
    hostId: '6',
    version: { at, rank: 0 },
    createdAt: at,
    phone: '+84 912 345 678',
    email: 'lan.vnd20797@example.test',
    name: 'Nguyễn Lan',
  });
  t.equal(addresses?.[0]?.city, 'TP. Hồ Chí Minh');
  t.same(
    eventsOf('customer.created', {
      id: 9,
      date_created_gmt: '2026-11-22T04:00:00',
      date_modified_gmt: null,
      email: 'a@b.test',
      first_name: '',
      last_name: '',
      billing: { phone: '' },
      meta_data: [],
    }),
    [
      {
        type: 'customer_changed',
        customer: {
          hostId: '9',
          version: { at: Date.UTC(2026, 10, 22, 4), rank: 0 },
          createdAt: Date.UTC(2026, 10, 22, 4),
          email: 'a@b.test',
        },
      },
    ],
  );
});

t.test('a product has categories, a brand and variations; a variation names its parent', async (t) => {
  const body = {
    id: 37,
    name: 'Cà phê &amp; sữa',
    status: 'publish',
    date_modified_gmt: '2026-11-22T04:13:17',
    parent_id: 0,
    categories: [{ id: 20, name: 'Đồ uống &amp; bánh', slug: 'x' }],
    brands: [{ id: 3, name: 'Nhà làm' }],
    variations: [51, 52],
  };
  t.same(eventsOf('product.updated', body), [
    {
      type: 'product_changed',
      product: {
        hostId: '37',
        version: { at: Date.UTC(2026, 10, 22, 4, 13, 17), rank: 0 },
        title: 'Cà phê & sữa',
        vendor: 'Nhà làm',
        categories: [{ id: '20', name: 'Đồ uống & bánh' }],
        variants: [
          { id: '51', sku: null, title: null },
          { id: '52', sku: null, title: null },
        ],
        parentId: null,
      },
    },
  ]);
  const [variation] = eventsOf('product.updated', { ...body, id: 51, parent_id: 37, variations: [] });
  t.equal(variation?.type === 'product_changed' && variation.product.parentId, '37');
});

t.test('our WordPress plugin tells of uninstalling and of privacy requests', async (t) => {
  t.same(eventsOf('action.tessera_uninstalled', { at: '2026-11-22T04:11:29Z' }), [
    { type: 'app_uninstalled', at: Date.UTC(2026, 10, 22, 4, 11, 29) },
  ]);
  const request = { request_id: 7, email: 'lan@example.test', user_id: 0 };
  const person = { hostId: null, email: 'lan@example.test', phone: null, orderHostIds: [] };
  t.same(eventsOf('action.tessera_privacy_export', request), [
    { type: 'privacy_export_requested', person, requestId: '7' },
  ]);
  t.same(eventsOf('action.tessera_privacy_erase', { ...request, user_id: 2 }), [
    { type: 'privacy_erase_requested', person: { ...person, hostId: '2' }, requestId: '7' },
  ]);
  t.throws(
    () => eventsOf('action.tessera_privacy_erase', { request_id: 7 }),
    /email/,
    'a request about nobody is parked',
  );
});

t.test('what cannot be read names the field and not its value', async (t) => {
  const detail = (changes: Record<string, unknown>) => {
    const result = woocommerce.decode(
      decodeInput(sampleOf('woocommerce', 'order.updated', { ...realOrder, ...changes })),
    );
    return result.ok ? null : [result.reason, result.detail];
  };
  t.same(detail({ total: 'nhiều' }), ['unreadable', 'total: not a decimal amount']);
  t.same(detail({ total: '-1' }), ['unreadable', 'total: a negative amount']);
  t.same(detail({ id: {} }), ['unreadable', 'id: not an id']);
  t.same(detail({ currency: 'đồng' }), ['unreadable', 'currency: not an ISO 4217 code']);
  t.same(detail({ line_items: [{ id: 1, quantity: 'x', total: '1' }] }), [
    'unreadable',
    'line_items[0].quantity: not a quantity',
  ]);
  t.same(
    detail({
      line_items: Array.from({ length: 3 }, (_, i) => ({ id: i + 1, quantity: 1, total: '9007199254740991' })),
    }),
    ['unreadable', 'line_items: amounts too large'],
  );
  t.same(detail({ date_paid_gmt: 'hôm qua' }), ['unreadable', 'date_paid_gmt: not a time with its zone']);
});
