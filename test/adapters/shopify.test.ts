import '@shopify/shopify-api/adapters/node';
import { existsSync, readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { ApiVersion, LogSeverity, shopifyApi } from '@shopify/shopify-api';
import { getHmac, getJwt } from '@shopify/shopify-api/test-helpers';
import fc from 'fast-check';
import { parse, stringify } from 'lossless-json';
import t from 'tap';
import type { WebhookRequest } from '../../src/adapters/adapter.ts';
import { shopify } from '../../src/adapters/shopify/index.ts';
import { sessionReader } from '../../src/adapters/shopify/session.ts';
import { shopDomain } from '../../src/adapters/shopify/shop-domain.ts';
import type { CommerceEvent, CustomerRecord, Order, Refund } from '../../src/model.ts';
import { decodeInput, sampleOf, samplesOf, sign } from '../support/samples.ts';

const SECRET = 'client-secret';
const SHARED = join(import.meta.dirname, '../../../shared/payloads/shopify');
const seed = Number(process.env['SEED'] ?? Math.floor(Math.random() * 2 ** 31));
t.comment(`SEED=${seed}`);

type Json = Record<string, unknown>;

const objectAt = (body: Json, name: string): Json => body[name] as Json;
const listAt = (body: Json, name: string): readonly Json[] => body[name] as Json[];
const firstOf = (body: Json, name: string): Json => listAt(body, name)[0] as Json;

/** A fixture to change: ids past 2^53 stay as they are. */
function fixture(name: string): Json {
  return parse(readFileSync(join(import.meta.dirname, '../fixtures/shopify', `${name}.json`), 'utf8')) as Json;
}

function eventOf(topic: string, body: object, headers: Record<string, string> = {}): CommerceEvent {
  const sample = sampleOf('shopify', topic, Buffer.from(stringify(body)!));
  const result = shopify.decode(decodeInput({ ...sample, headers: { ...sample.headers, ...headers } }));
  if (!result.ok) throw new Error(`${result.reason}: ${result.detail}`);
  const [event, ...others] = result.events;
  if (!event || others.length > 0) throw new Error(`${result.events.length} events`);
  return event;
}

function orderOf(name: string, changes: object = {}): Order {
  const event = eventOf('orders/updated', { ...fixture(name), ...changes });
  if (event.type !== 'order_changed') throw new Error('no order');
  return event.order;
}

function customerOf(body: object, topic = 'customers/update'): CustomerRecord {
  const event = eventOf(topic, body);
  if (event.type !== 'customer_changed') throw new Error('no customer');
  return event.customer;
}

const refusal = (topic: string, body: object) => {
  const result = shopify.decode(decodeInput(sampleOf('shopify', topic, Buffer.from(stringify(body)!))));
  return result.ok ? null : `${result.reason} ${result.detail}`;
};

const sharedSample = (t: { comment(text: string): void }, name: string): Json | null => {
  if (existsSync(SHARED)) return JSON.parse(readFileSync(join(SHARED, `${name}.json`), 'utf8'));
  t.comment('no shared payloads beside the repository');
  return null;
};

// Signature and claim

const oracle = shopifyApi({
  apiKey: 'client-id',
  apiSecretKey: SECRET,
  apiVersion: ApiVersion.October26,
  hostName: 'localhost',
  isEmbeddedApp: true,
  logger: { level: LogSeverity.Error, log: () => {} },
});

async function shopifySays({ headers, rawBody }: WebhookRequest): Promise<boolean> {
  const rawRequest = { method: 'POST', url: '/', headers } as IncomingMessage;
  const answer = await oracle.webhooks.validate({
    rawBody: rawBody.toString('utf8'),
    rawRequest,
    rawResponse: {} as ServerResponse,
  });
  return answer.valid;
}

t.test(
  "our check agrees with Shopify's library on every sample, and on every sample with a flipped byte",
  async (t) => {
    for (const sample of samplesOf('shopify')) {
      const request = sign('shopify', sample, SECRET);
      t.equal(
        request.headers['x-shopify-hmac-sha256'],
        getHmac(sample.body.toString('utf8'), SECRET),
        `${sample.name}: signature`,
      );
      t.ok(shopify.verify(request, [SECRET]), sample.name);
      t.ok(await shopifySays(request), `${sample.name}: library`);
      for (const at of [0, Math.floor(sample.body.length / 2), sample.body.length - 1]) {
        const rawBody = Buffer.from(sample.body);
        rawBody[at] = rawBody[at]! ^ 1;
        const flipped = { ...request, rawBody };
        t.equal(shopify.verify(flipped, [SECRET]), await shopifySays(flipped), `${sample.name}: byte ${at}`);
        t.notOk(shopify.verify(flipped, [SECRET]));
      }
    }
  },
);

t.test('our check agrees with the library on any signature text', async (t) => {
  const sample = samplesOf('shopify')[0]!;
  const right = getHmac(sample.body.toString('utf8'), SECRET);
  const signature = fc.oneof(
    fc.base64String({ maxLength: 60 }),
    fc.constant(right),
    fc.nat(right.length - 1).map((at) => `${right.slice(0, at)}${right[at] === 'A' ? 'B' : 'A'}${right.slice(at + 1)}`),
    fc.nat(right.length).map((at) => right.slice(0, at)),
  );
  await fc.assert(
    fc.asyncProperty(
      signature.filter((text) => text !== ''),
      async (text) => {
        const request = {
          ...sign('shopify', sample, SECRET),
          headers: { ...sample.headers, 'x-shopify-hmac-sha256': text },
        };
        return shopify.verify(request, [SECRET]) === (await shopifySays(request));
      },
    ),
    { seed, numRuns: 200 },
  );
  t.pass('200 signatures');
});

t.test('while a secret is rotated both the old and the new one verify', async (t) => {
  const sample = samplesOf('shopify')[0]!;
  t.ok(shopify.verify(sign('shopify', sample, 'old'), ['new', 'old']));
  t.ok(shopify.verify(sign('shopify', sample, 'new'), ['new', 'old']));
  t.notOk(shopify.verify(sign('shopify', sample, 'older'), ['new', 'old']));
  t.notOk(shopify.verify(sign('shopify', sample, SECRET), []), 'no secret verifies nothing');
});

t.test('bytes that are not UTF-8 are signed as bytes: decoding them first would change them', async (t) => {
  const sample = { ...samplesOf('shopify')[0]!, body: Buffer.from([0x7b, 0xff, 0xfe, 0x7d]) };
  t.ok(shopify.verify(sign('shopify', sample, SECRET), [SECRET]));
  t.same(shopify.decode(decodeInput(sample)), { ok: false, reason: 'not_json', detail: 'the body is not UTF-8' });
});

const requestOf = (headers: Record<string, string | string[] | undefined>): WebhookRequest => {
  const request = sign('shopify', sampleOf('shopify', 'orders/create', { id: 1 }), SECRET);
  return { ...request, headers: { ...request.headers, ...headers } };
};

t.test('the webhook id is the delivery; the event id, which other topics share, is not', async (t) => {
  const keyOf = (headers: Record<string, string | undefined>) => shopify.identify(requestOf(headers))?.deliveryKey;
  t.equal(
    keyOf({ 'x-shopify-webhook-id': 'b54557e4-bdd9-4b37-8a5f-bf7d70bcd043' }),
    'b54557e4-bdd9-4b37-8a5f-bf7d70bcd043',
  );
  t.not(
    keyOf({ 'x-shopify-webhook-id': 'a', 'x-shopify-event-id': 'e' }),
    keyOf({ 'x-shopify-webhook-id': 'b', 'x-shopify-event-id': 'e' }),
  );
  const without = keyOf({ 'x-shopify-webhook-id': undefined });
  t.match(without, /^[0-9a-f]{64}$/, 'without it, topic and body are');
  t.equal(keyOf({ 'x-shopify-webhook-id': 'not an id\n' }), without);
  t.not(keyOf({ 'x-shopify-webhook-id': undefined, 'x-shopify-topic': 'orders/paid' }), without);
});

t.test('the claim has shop, topic and time in one spelling', async (t) => {
  const claim = shopify.identify(
    requestOf({ 'x-shopify-topic': 'Orders/Create', 'x-shopify-shop-domain': 'Mau-Thu.myshopify.com' }),
  );
  t.match(claim, {
    shop: 'mau-thu.myshopify.com',
    topic: 'orders/create',
    sentAt: Date.UTC(2026, 10, 22, 4, 59, 58, 123),
    test: false,
  });
  t.equal(shopify.identify(requestOf({ 'x-shopify-test': 'true' }))?.test, true);
  t.equal(shopify.identify(requestOf({ 'x-shopify-triggered-at': 'yesterday' }))?.sentAt, null);
});

t.test('what lacks a header, or names a domain that is no shop, is not Shopify', async (t) => {
  for (const headers of [
    { 'x-shopify-topic': undefined },
    { 'x-shopify-topic': ['orders/create', 'orders/paid'] },
    { 'x-shopify-hmac-sha256': undefined },
    { 'x-shopify-shop-domain': undefined },
    { 'x-shopify-shop-domain': 'mau-thu.myshopify.com.evil.test' },
    { 'x-shopify-shop-domain': 'shop.example.test' },
  ]) {
    t.equal(shopify.identify(requestOf(headers)), null, JSON.stringify(headers));
  }
  t.equal(shopify.identify({ ...requestOf({}), method: 'GET' }), null);
});

t.test("whatever we take for a shop's domain, Shopify's sanitizeShop takes too", async (t) => {
  const domain = fc.oneof(
    fc.stringMatching(/^[a-zA-Z0-9_.-]{0,12}\.myshopify\.com\/?$/),
    fc.string({ maxLength: 20 }).map((text) => `${text}.myshopify.com`),
    fc.constantFrom(
      'a.shop.dev',
      'admin.shopify.com/store/a',
      'a.myshopify.com\n',
      'a.myshopify.io',
      'myshopify.com',
      '',
    ),
  );
  fc.assert(
    fc.property(domain, (text) => shopDomain(text) === null || oracle.utils.sanitizeShop(text) === text),
    { seed },
  );
  fc.assert(
    fc.property(domain, (text) => {
      const theirs = oracle.utils.sanitizeShop(text)?.toLowerCase().replace(/\/+$/, '') ?? null;
      return theirs === null || !text.toLowerCase().endsWith('.myshopify.com') || shopDomain(text) === theirs;
    }),
    { seed },
  );
  t.equal(shopDomain(`${'a'.repeat(300)}.myshopify.com`), null);
});

t.test('deliveries about one thing wait for each other, and ids past 2^53 are exact', async (t) => {
  const entityOf = (topic: string, body: string) =>
    shopify.identify(sign('shopify', sampleOf('shopify', topic, Buffer.from(body)), SECRET))?.entity;
  t.equal(entityOf('orders/updated', '{"id":9007199254740993}'), 'order:9007199254740993');
  t.equal(entityOf('orders/updated', '{"id":9007199254740995}'), 'order:9007199254740995');
  t.equal(
    entityOf('refunds/create', '{"id":5,"order_id":9007199254740993}'),
    'order:9007199254740993',
    'a refund waits for its order',
  );
  t.equal(entityOf('customers/update', '{"id":7}'), 'customer:7');
  t.equal(entityOf('customers_email_marketing_consent/update', '{"customer_id":7}'), 'customer:7');
  t.equal(entityOf('customers_marketing_consent/update', '{"id":7}'), 'customer:7');
  t.equal(
    entityOf('customers/merge', '{"admin_graphql_api_customer_kept_id":"gid://shopify/Customer/7"}'),
    'customer:7',
  );
  t.equal(entityOf('customers/redact', '{"customer":{"id":7}}'), 'customer:7');
  t.equal(entityOf('products/delete', '{"id":8}'), 'product:8');
  t.equal(entityOf('app/uninstalled', '{"id":8}'), null);
  for (const body of ['', 'null', '[]', '{"id":null}', '{"id":{"a":1}}', '{"id":"x/y"}', '{"__proto__":{"id":1}}'])
    t.equal(entityOf('orders/create', body), null, body);
});

// Orders

t.test('a Vietnamese order is read whole', async (t) => {
  t.match(orderOf('orders-create'), {
    hostId: '9007199254740995',
    number: '#1054',
    placedAt: Date.parse('2026-11-20T02:29:59Z'),
    cancelledAt: null,
    state: 'open',
    payment: 'unpaid',
    currency: 'VND',
    goodsMinor: 538_000,
    discountMinor: 82_000,
    shippingMinor: 30_000,
    totalMinor: 568_000,
    debtMinor: 568_000,
    channel: 'web',
    place: {
      city: 'Hoàn Kiếm',
      province: 'Hà Nội',
      provinceCode: 'HN',
      countryCode: 'VN',
      address: '12 Hàng Bông, Tầng 2',
    },
    buyer: {
      hostId: '9007199254740993',
      phone: '+84912345678',
      email: 'lan.nguyen@example.test',
      name: 'Nguyễn Thị Lan',
      source: 'zalo',
    },
  });
  t.match(orderOf('orders-create').lines, [
    { hostId: '9007199254742001', title: 'Trà sen Tây Hồ', quantity: 2, amountMinor: 450_000, vendor: 'Trà Mẫu' },
    { hostId: '9007199254742003', quantity: 1, amountMinor: 88_000 },
  ]);
});

t.test("the shop's offset is part of created_at: one instant, whatever the offset", async (t) => {
  const at = (processed_at: string) => orderOf('orders-create', { processed_at }).placedAt;
  t.equal(at('2025-01-23T01:59:37-05:00'), Date.UTC(2025, 0, 23, 6, 59, 37));
  t.equal(at('2025-01-23T13:59:37+07:00'), Date.UTC(2025, 0, 23, 6, 59, 37));
  t.match(
    refusal('orders/create', { ...fixture('orders-create'), updated_at: '2025-01-23T01:59:37' }),
    /^unreadable updated_at/,
    'a time without a zone is no time',
  );
  const shared = sharedSample(t, 'orders-create');
  if (shared)
    t.equal((eventOf('orders/create', shared) as { order: Order }).order.placedAt, Date.UTC(2025, 0, 23, 6, 59, 36));
});

t.test('the title of a manual discount on a draft order is not a voucher code', async (t) => {
  t.same(orderOf('orders-create--draft').voucherCodes, []);
  t.same(orderOf('orders-create').voucherCodes, ['TET2027']);
  const applications = [{ type: 'script', code: 'KHONG-NHAP' }, { type: 'discount_code' }];
  t.same(orderOf('orders-create', { discount_applications: applications }).voucherCodes, []);
  const shared = sharedSample(t, 'orders-create');
  if (shared) t.same((eventOf('orders/create', shared) as { order: Order }).order.voucherCodes, []);
});

t.test('refund lines are read from subtotal_set, as their plain subtotal is a JSON number', async (t) => {
  const body = fixture('refunds-create');
  const line = firstOf(body, 'refund_line_items');
  t.match(line['subtotal'], { isLosslessNumber: true, value: '225000' });
  const set = { shop_money: { amount: '224999.6', currency_code: 'VND' } };
  const event = eventOf('refunds/create', {
    ...body,
    refund_line_items: [{ ...line, subtotal_set: set }],
  });
  t.match(event, {
    type: 'refund_changed',
    orderHostId: '9007199254740995',
    refund: { goodsMinor: 225_000, lines: [{ quantity: 1, amountMinor: 225_000 }] },
  });
  const shared = sharedSample(t, 'refunds-create');
  if (shared)
    t.match(eventOf('refunds/create', shared), {
      refund: { totalMinor: 180_638, goodsMinor: 177_638, lines: [{ amountMinor: 58_645 }, { amountMinor: 118_993 }] },
    });
});

t.test('tags are one comma string', async (t) => {
  t.same(customerOf(fixture('customers-update')).tags, ['VIP', 'Khách quen', 'sinh nhật tháng 3']);
  t.same(customerOf({ ...fixture('customers-update'), tags: ' , a,,a ' }).tags, ['a']);
  t.same(customerOf({ ...fixture('customers-update'), tags: '' }).tags, []);
});

t.test("money is the shop's, not the buyer's", async (t) => {
  const set = {
    shop_money: { amount: '568000', currency_code: 'VND' },
    presentment_money: { amount: '21.50', currency_code: 'USD' },
  };
  t.equal(
    orderOf('orders-create', { total_price: '21.50', total_price_set: set, presentment_currency: 'USD' }).totalMinor,
    568_000,
  );
  t.equal(
    orderOf('orders-create', { total_price_set: null, total_price: '568000.00' }).totalMinor,
    568_000,
    'VND is met with decimals, too',
  );
  const wrong = { shop_money: { amount: '21.50', currency_code: 'USD' } };
  t.equal(
    refusal('orders/create', { ...fixture('orders-create'), total_price_set: wrong }),
    "unreadable total_price_set.shop_money.currency_code: not the order's currency",
  );
});

t.test('lines add up to the goods, and goods, shipping and tax to the total', async (t) => {
  for (const { body, topic, name } of samplesOf('shopify').filter(({ topic }) => /^orders\/(?!delete)/.test(topic))) {
    const event = eventOf(topic, JSON.parse(body.toString()));
    if (event.type !== 'order_changed') throw new Error(name);
    const { order } = event;
    t.equal(
      order.lines.reduce((sum, line) => sum + line.amountMinor, 0),
      order.goodsMinor,
      `${name}: lines`,
    );
    t.equal(order.goodsMinor + order.shippingMinor + order.taxMinor, order.totalMinor, `${name}: total`);
  }
});

t.test('what discounts took off is said by line, the share of the order’s discounts included', async (t) => {
  const discounts = (order: Order) => order.lines.map(({ discountMinor }) => discountMinor);
  t.same(discounts(orderOf('orders-create')), [50_000, 32_000]);
  t.same(discounts(orderOf('orders-create--guest')), [0]);
  const line = { ...firstOf(fixture('orders-create--guest'), 'line_items'), price: '80000', total_discount: '5000' };
  const { discount_allocations: _, total_discount_set: __, ...old } = line as Json;
  t.same(
    discounts(orderOf('orders-create--guest', { line_items: [old] })),
    [5_000],
    'by total_discount without shares',
  );
  const given = { ...line, discount_allocations: [{ amount: '90000' }] };
  t.same(discounts(orderOf('orders-create--guest', { line_items: [given] })), [80_000], 'never more than the line');
  for (const { body, topic, name } of samplesOf('shopify').filter(({ topic }) => /^orders\/(?!delete)/.test(topic))) {
    const { order } = eventOf(topic, JSON.parse(body.toString())) as { order: Order };
    t.equal(
      order.lines.reduce((sum, { discountMinor }) => sum + discountMinor, 0),
      order.discountMinor,
      `${name}: the lines' discounts are the order's`,
    );
  }
});

t.test('goods are handed over when the last parcel was sent off, and not before all of them were', async (t) => {
  t.equal(orderOf('orders-fulfilled').fulfilledAt, Date.parse('2026-11-20T08:59:58Z'), 'whatever the carrier says');
  const parcel = firstOf(fixture('orders-fulfilled'), 'fulfillments');
  const at = (...fulfillments: object[]) => orderOf('orders-fulfilled', { fulfillments }).fulfilledAt;
  const second = { ...parcel, created_at: '2026-11-21T09:00:00+07:00', updated_at: '2026-11-23T09:00:00+07:00' };
  t.equal(at(second, parcel), Date.parse('2026-11-21T02:00:00Z'));
  t.equal(at(parcel, { ...second, status: 'cancelled' }), Date.parse('2026-11-20T08:59:58Z'));
  t.equal(at({ ...parcel, status: 'failure' }), null);
  t.equal(at(), null, 'of no parcel nothing is known');
  t.equal(at(parcel, { ...second, created_at: 'yesterday' }), null, 'an odd time is not known, and refuses no order');
  for (const fulfillment_status of [null, 'partial', 'restocked'])
    t.equal(orderOf('orders-fulfilled', { fulfillment_status }).fulfilledAt, null, String(fulfillment_status));
  const shared = sharedSample(t, 'orders-create');
  if (shared)
    t.match(eventOf('orders/create', shared), {
      order: { fulfilledAt: null, lines: [{ discountMinor: 978 }, { discountMinor: 508 }, { discountMinor: 507 }, {}] },
    });
});

t.test('holds of points are read from the order’s attributes, and nothing else that somebody put there', async (t) => {
  const holds = (note_attributes: unknown) => orderOf('orders-create', { note_attributes }).redemptionIds;
  t.same(orderOf('orders-create').redemptionIds, []);
  t.same(
    holds([
      { name: 'Gift wrap', value: 'yes' },
      { name: 'tessera_hold', value: 'hold_7Qm2x9' },
    ]),
    ['hold_7Qm2x9'],
  );
  t.same(
    holds([
      { name: 'tessera_hold', value: ' a-1, b_2,a-1,,' },
      { name: 'tessera_hold', value: 42 },
    ]),
    ['a-1', 'b_2', '42'],
    'several, each once',
  );
  t.same(holds([{ name: 'tessera_hold', value: `<script>,${'x'.repeat(65)},$where,é,x y,${'x'.repeat(64)}` }]), [
    'x'.repeat(64),
  ]);
  t.same(holds([{ name: 'Tessera_Hold', value: 'a' }]), []);
  t.equal(holds(Array.from({ length: 50 }, (_, i) => ({ name: 'tessera_hold', value: `h${i}` }))).length, 20);
  for (const odd of [null, 'tessera_hold', { tessera_hold: 'a' }, [null, 'a', ['b'], { name: 'tessera_hold' }]])
    t.same(holds(odd), [], 'an odd list refuses no order');
  for (const value of [null, { a: 1 }, ['a'], true]) t.same(holds([{ name: 'tessera_hold', value }]), []);
});

t.test('free shipping by a code is no shipping, and takes nothing off the goods', async (t) => {
  const line = firstOf(fixture('orders-create'), 'shipping_lines');
  const zero = { shop_money: { amount: '0', currency_code: 'VND' } };
  const shipping_lines = [
    { ...line, discounted_price: '0', discounted_price_set: zero },
    { ...line, is_removed: true },
  ];
  t.match(orderOf('orders-create', { shipping_lines }), { shippingMinor: 0, goodsMinor: 538_000 });
});

t.test('tax on top is no goods; tax within prices is part of them', async (t) => {
  const total_tax = '43040';
  const on = { total_tax, total_tax_set: null, total_price_set: null, total_price: '611040', taxes_included: false };
  t.match(orderOf('orders-create', on), { goodsMinor: 538_000, taxMinor: 43_040, totalMinor: 611_040 });
  t.match(orderOf('orders-create', { total_tax, total_tax_set: null }), {
    goodsMinor: 538_000,
    taxMinor: 0,
    totalMinor: 568_000,
  });
});

t.test('a tip is no goods, though it is sent as a line', async (t) => {
  const lines = listAt(fixture('orders-create'), 'line_items');
  t.equal(
    orderOf('orders-create', {
      line_items: [...lines, { ...lines[0], id: 5, title: 'Tip', tip_payment_gateway: 'manual' }],
    }).lines.length,
    2,
  );
});

t.test('each financial status is one of our payments, and an unknown one is not guessed', async (t) => {
  const expected = {
    pending: 'unpaid',
    authorized: 'unpaid',
    partially_paid: 'partly_paid',
    paid: 'paid',
    partially_refunded: 'partly_refunded',
    refunded: 'refunded',
    voided: 'voided',
    expired: 'voided',
  };
  for (const [financial_status, payment] of Object.entries(expected))
    t.match(orderOf('orders-create', { financial_status }), { payment, hostStatus: financial_status });
  t.equal(orderOf('orders-create', { financial_status: null }).payment, 'unpaid');
  for (const financial_status of ['bartered', 'constructor']) {
    t.equal(
      refusal('orders/create', { ...fixture('orders-create'), financial_status }),
      'unreadable financial_status: not a known status',
    );
  }
});

t.test('a cancelled order is cancelled and owes nothing; a test order says so', async (t) => {
  t.match(orderOf('orders-cancelled', { total_outstanding: '568000' }), {
    state: 'cancelled',
    payment: 'voided',
    cancelledAt: Date.parse('2026-11-20T02:45:00Z'),
    debtMinor: 0,
  });
  t.equal(orderOf('orders-create--test').test, true);
  t.equal(orderOf('orders-create').test, false);
});

t.test('the later of two states of one second has the higher rank', async (t) => {
  const ranks = [
    {},
    { financial_status: 'paid' },
    { financial_status: 'paid', fulfillment_status: 'fulfilled' },
    { financial_status: 'partially_refunded' },
    { cancelled_at: '2026-11-20T09:30:02+07:00' },
  ];
  const found = ranks.map((changes) => orderOf('orders-create', changes).version.rank);
  t.same(
    found,
    [...found].sort((a, b) => a - b),
  );
  t.equal(new Set(found).size, ranks.length);
});

t.test('a sale at the till has store, staff and nobody; an app is a channel by number', async (t) => {
  t.match(orderOf('orders-create--till'), {
    channel: 'pos',
    locationId: '80901996854',
    staffId: '94873289014',
    place: null,
    buyer: { hostId: null, phone: null, email: null, name: null },
  });
  t.equal(orderOf('orders-create--guest').channel, 'app:580111000000');
  t.equal(orderOf('orders-create--draft').channel, 'shopify_draft_order');
});

t.test("a guest is known by the delivery's phone; an account is not, as a gift goes to somebody else", async (t) => {
  t.match(orderOf('orders-create--guest').buyer, {
    hostId: null,
    phone: '0912 345 678',
    email: 'khach.la@example.test',
    name: 'Nguyễn Thị Lan',
  });
  const account = { ...objectAt(fixture('orders-create'), 'customer'), phone: null };
  t.equal(orderOf('orders-create', { customer: account, phone: null, billing_address: null }).buyer.phone, null);
  t.equal(
    orderOf('orders-create', { customer: account, phone: null }).buyer.phone,
    '0912 345 678',
    'the invoice goes to the buyer',
  );
});

// Spend, after everything that Shopify books as a refund

const money = (amount: string) => ({
  shop_money: { amount, currency_code: 'VND' },
  presentment_money: { amount, currency_code: 'VND' },
});
const refundOf = (
  id: number,
  parts: {
    lines?: [string, number, string][];
    paid?: string;
    discrepancy?: string;
    shipping?: string;
    status?: string;
  },
): Json => ({
  ...fixture('refunds-create'),
  id,
  refund_line_items: (parts.lines ?? []).map(([line_item_id, quantity, subtotal]) => ({
    id: id * 10,
    line_item_id,
    quantity,
    subtotal: Number(subtotal),
    subtotal_set: money(subtotal),
  })),
  transactions:
    parts.paid === undefined
      ? []
      : [
          {
            ...firstOf(fixture('refunds-create'), 'transactions'),
            amount: parts.paid,
            status: parts.status ?? 'success',
          },
        ],
  order_adjustments: [
    ...(parts.discrepancy === undefined
      ? []
      : [{ id: 1, kind: 'refund_discrepancy', amount: parts.discrepancy, amount_set: money(parts.discrepancy) }]),
    ...(parts.shipping === undefined
      ? []
      : [{ id: 2, kind: 'shipping_refund', amount: parts.shipping, amount_set: money(parts.shipping) }]),
  ],
});
const spend = (changes: object): number => {
  const order = orderOf('orders-paid', changes);
  return order.goodsMinor - order.refunds.reduce((sum, refund) => sum + refund.goodsMinor!, 0);
};
const TEA = '9007199254742001';
const CAKE = '9007199254742003';

t.test('net spend is what Shopify calls the current subtotal', async (t) => {
  t.equal(spend({}), 538_000, 'a plain order');
  const refunded = fixture('orders-updated--partly-refunded');
  t.equal(spend(refunded), 313_000, 'a partial refund');
  t.equal(String(spend(refunded)), refunded['current_subtotal_price']);
  t.equal(
    spend({ refunds: [refundOf(1, { lines: [[CAKE, 1, '88000']] })] }),
    450_000,
    'an edit removed an item before payment: lines and no money',
  );
  t.equal(
    spend({ refunds: [refundOf(1, { lines: [[CAKE, 1, '88000']], paid: '88000' })] }),
    450_000,
    'an edit after payment, refunded at once',
  );
  t.equal(
    spend({ refunds: [refundOf(1, { lines: [[CAKE, 1, '88000']] }), refundOf(2, { paid: '88000' })] }),
    450_000,
    'an edit after payment, refunded later',
  );
  const added = {
    ...listAt(fixture('orders-paid'), 'line_items')[1],
    id: 77,
    quantity: 1,
    price_set: money('100000'),
    discount_allocations: [],
  };
  t.equal(
    spend({
      line_items: [...listAt(fixture('orders-paid'), 'line_items'), added],
      subtotal_price_set: money('638000'),
    }),
    638_000,
    'an edit that added an item',
  );
});

t.test('giving another amount than the lines are worth counts as what was given', async (t) => {
  t.equal(
    spend({ refunds: [refundOf(1, { paid: '50000', discrepancy: '-50000' })] }),
    488_000,
    'money for the trouble, nothing came back',
  );
  t.equal(
    spend({ refunds: [refundOf(1, { lines: [[CAKE, 1, '88000']], paid: '68000', discrepancy: '20000' })] }),
    470_000,
    'a restocking fee was kept',
  );
  t.equal(spend({ refunds: [refundOf(1, { paid: '30000', shipping: '-30000' })] }), 538_000, 'shipping is no spend');
  t.equal(
    spend({
      refunds: [refundOf(1, { lines: [[TEA, 2, '450000']], paid: '450000', status: 'pending', discrepancy: '450000' })],
    }),
    538_000,
    'the payment is still under way',
  );
  t.equal(spend({ refunds: [refundOf(1, { discrepancy: '20000' })] }), 538_000, 'a correction alone adds no spend');
});

t.test('money back is what went through', async (t) => {
  const totalOf = (parts: Parameters<typeof refundOf>[1]) =>
    orderOf('orders-paid', { refunds: [refundOf(1, parts)] }).refunds[0]?.totalMinor;
  t.equal(totalOf({ lines: [[CAKE, 1, '88000']], paid: '118000', shipping: '-30000' }), 118_000);
  t.equal(totalOf({ lines: [[CAKE, 1, '88000']], paid: '88000', status: 'failure' }), 0);
  t.equal(totalOf({ lines: [[CAKE, 1, '88000']] }), 0);
  const foreign = refundOf(1, { lines: [[CAKE, 1, '88000']], paid: '4.50', shipping: '-30000' });
  foreign['transactions'] = [{ ...firstOf(foreign, 'transactions'), currency: 'USD' }];
  t.equal(
    orderOf('orders-paid', { refunds: [foreign] }).refunds[0]?.totalMinor,
    118_000,
    "paid back in the buyer's currency: its worth in the shop's",
  );
});

t.test('refunds/create is the same refund as inside the order, in the currency of its amounts', async (t) => {
  const event = eventOf('refunds/create', fixture('refunds-create')) as {
    refund: Refund;
    version: { at: number; rank: number };
  };
  t.same(event.refund, orderOf('orders-updated--partly-refunded').refunds[0]);
  t.same(event.version, { at: Date.parse('2026-11-21T08:00:00Z'), rank: 1 });
  const pending = refundOf(9, { lines: [[CAKE, 1, '88000']], paid: '88000', status: 'pending' });
  t.match(
    eventOf('refunds/create', pending),
    { version: { rank: 0 } },
    'before its money went through it is the earlier state',
  );
  const bare = {
    id: 1,
    order_id: 2,
    created_at: '2026-11-21T15:00:00+07:00',
    transactions: [{ kind: 'refund', status: 'success', amount: '5000' }],
  };
  t.match(
    eventOf('refunds/create', bare),
    { refund: { totalMinor: 5000, goodsMinor: 0 } },
    "without any amount it is the shop's currency",
  );
});

// Customers

t.test('a customer is read whole, with the family name first in Vietnam', async (t) => {
  t.match(customerOf(fixture('customers-create'), 'customers/create'), {
    hostId: '9007199254740993',
    version: { at: Date.parse('2026-03-01T01:15:00Z') },
    phone: '+84912345678',
    email: 'lan.nguyen@example.test',
    name: 'Nguyễn Thị Lan',
    tags: ['VIP', 'Khách quen'],
    emailConsent: 'pending',
    smsConsent: 'not_subscribed',
    addresses: [{ provinceCode: 'HN' }],
  });
});

t.test('personal data that Shopify hides from the app takes away nothing', async (t) => {
  const hidden = customerOf(fixture('customers-update--hidden'));
  for (const field of ['phone', 'email', 'name', 'addresses']) t.notOk(field in hidden, field);
  t.equal(hidden.note, null, 'a note is not hidden: empty is empty');
  t.notOk('gender' in hidden || 'birthDate' in hidden || 'groups' in hidden, 'what Shopify does not know is not said');
});

t.test('each consent state is one of ours, and an unknown one gives no permission', async (t) => {
  const expected = {
    subscribed: 'subscribed',
    UNSUBSCRIBED: 'unsubscribed',
    not_subscribed: 'not_subscribed',
    pending: 'pending',
    redacted: 'redacted',
    invalid: 'not_subscribed',
    maybe: 'not_subscribed',
  };
  for (const [state, consent] of Object.entries(expected)) {
    t.equal(
      customerOf({ ...fixture('customers-update'), email_marketing_consent: { state } }).emailConsent,
      consent,
      state,
    );
  }
  t.equal(customerOf({ ...fixture('customers-update'), sms_marketing_consent: null }).smsConsent, null);
});

t.test('a consent by itself says nothing else, and never outranks the whole account of the same time', async (t) => {
  const email = customerOf(
    fixture('customers_email_marketing_consent-update'),
    'customers_email_marketing_consent/update',
  );
  t.same(email, {
    hostId: '9007199254740993',
    version: { at: Date.parse('2026-11-21T00:00:00Z'), rank: 0 },
    emailConsent: 'unsubscribed',
  });
  const sms = customerOf(fixture('customers_marketing_consent-update'), 'customers_marketing_consent/update');
  t.same(sms, {
    hostId: '9007199254740993',
    version: { at: Date.parse('2026-11-21T00:10:00Z'), rank: 0 },
    smsConsent: 'subscribed',
  });
  t.ok(customerOf(fixture('customers-update')).version.rank > sms.version.rank);
  const undated = { customer_id: 1, email_marketing_consent: { state: 'subscribed', consent_updated_at: null } };
  t.equal(
    customerOf(undated, 'customers_email_marketing_consent/update').version.at,
    Date.UTC(2026, 10, 22, 4, 59, 58, 123),
    'undated: when Shopify sent it',
  );
});

t.test('a merge keeps both ids, in either spelling; a failed one merged nobody', async (t) => {
  t.match(eventOf('customers/merge', fixture('customers-merge')), {
    type: 'customers_merged',
    keptHostId: '9007199254740993',
    mergedHostId: '9007199254740997',
    at: Date.UTC(2026, 10, 22, 4, 59, 58, 123),
  });
  const other = {
    admin_graphql_api_id_customer_kept: 'gid://shopify/Customer/1',
    admin_graphql_api_id_customer_deleted: 'gid://shopify/Customer/2',
  };
  t.match(eventOf('customers/merge', other), { keptHostId: '1', mergedHostId: '2' });
  const failed = shopify.decode(decodeInput(sampleOf('shopify', 'customers/merge', { ...other, status: 'failed' })));
  t.same(failed.ok && failed.events, []);
  t.match(refusal('customers/merge', { status: 'completed' }), /^unreadable admin_graphql_api_customer_kept_id/);
});

// The rest

t.test('deletions name the id alone', async (t) => {
  t.same(eventOf('orders/delete', { id: 5 }), { type: 'order_deleted', hostId: '5' });
  t.same(eventOf('customers/delete', fixture('customers-delete')), {
    type: 'customer_deleted',
    hostId: '9007199254740993',
  });
  t.same(eventOf('products/delete', fixture('products-delete')), {
    type: 'product_deleted',
    hostId: '9007199254744001',
  });
});

t.test("a product has its variants and its type as a category, and nobody's title is no title", async (t) => {
  t.match(eventOf('products/update', fixture('products-update')), {
    product: {
      title: 'Trà sen Tây Hồ',
      categories: [{ id: 'type:tra uop hoa', name: 'Trà ướp hoa' }],
      variants: [
        { id: '9007199254744101', sku: 'SEN-100', title: 'Hộp 100 g' },
        { id: '9007199254744103', sku: null, title: null },
      ],
    },
  });
});

t.test('the three privacy topics say whom they are about', async (t) => {
  const person = {
    hostId: '9007199254740993',
    email: 'lan.nguyen@example.test',
    phone: '+84912345678',
    orderHostIds: ['9007199254740995', '9007199254740997'],
  };
  t.same(eventOf('customers/data_request', fixture('customers-data_request')), {
    type: 'privacy_export_requested',
    person,
    requestId: '9999',
  });
  t.same(eventOf('customers/redact', fixture('customers-redact')), {
    type: 'privacy_erase_requested',
    person,
    requestId: null,
  });
  t.same(eventOf('shop/redact', fixture('shop-redact')), { type: 'shop_erase_requested' });
  t.match(
    refusal('customers/redact', { shop_domain: 'mau-thu.myshopify.com', orders_to_redact: [] }),
    /^unreadable customer/,
    'nobody is nobody',
  );
});

t.test("another shop's message under this shop's name neither erases nor cuts off", async (t) => {
  const other = { 'x-shopify-shop-domain': 'tiem-khac.myshopify.com' };
  for (const name of ['shop-redact', 'customers-redact', 'customers-data_request', 'app-uninstalled']) {
    t.throws(() => eventOf(name.replace('-', '/'), fixture(name), other), /another shop than the header names/, name);
  }
  t.match(eventOf('app/uninstalled', fixture('app-uninstalled')), {
    type: 'app_uninstalled',
    at: Date.UTC(2026, 10, 22, 4, 59, 58, 123),
  });
});

t.test('topics that are not decoded ask for nothing', async (t) => {
  for (const topic of ['orders/edited', 'customer.tags_added', 'constructor', '__proto__']) {
    const result = shopify.decode(decodeInput(sampleOf('shopify', topic, { id: 1 })));
    t.same(result.ok && result.events, [], topic);
  }
});

// The embedded UI's token

t.test('an ID token names the shop where issuer and destination agree on it', async (t) => {
  const read = sessionReader({ apiKey: 'client-id', secrets: ['new', 'old', ''] });
  const iss = 'https://mau-thu.myshopify.com/admin';
  const tokenOf = async (overrides: object = {}, secret = 'new', apiKey = 'client-id') =>
    (await getJwt('mau-thu', apiKey, secret, { iss, ...overrides })).token;
  const now = Math.floor(Date.now() / 1000);
  const session = await read(await tokenOf({ exp: now + 60, sub: '42' }));
  t.same(session, { shop: 'mau-thu.myshopify.com', userId: '42', expiresAt: (now + 60) * 1000 });
  t.ok(await read(await tokenOf({}, 'old')), 'signed before the rotation');

  t.equal(await read(await tokenOf({}, 'another')), null, 'another secret');
  t.equal(await read(await tokenOf({}, 'new', 'another-app')), null, 'another app');
  t.equal(await read(await tokenOf({ exp: now - 60 })), null, 'past');
  t.equal(await read(await tokenOf({ nbf: now + 60 })), null, 'not yet');
  t.equal(await read(await tokenOf({ exp: undefined as never })), null, 'for ever');
  t.equal(await read(await tokenOf({ sub: undefined as never })), null, 'nobody');
  t.equal(
    await read(await tokenOf({ dest: 'https://tiem-khac.myshopify.com' })),
    null,
    'issuer and destination differ',
  );
  t.equal(await read(await tokenOf({ dest: 'https://evil.test', iss: 'https://evil.test/admin' })), null, 'no shop');
  t.equal(await read(await tokenOf({ dest: 'http://mau-thu.myshopify.com' })), null, 'no https');
  t.equal(await read(await tokenOf({ iss: 'mau-thu.myshopify.com/admin' })), null, 'no address');
  for (const token of ['', 'a.b.c', `${(await tokenOf()).slice(0, -2)}xx`])
    t.equal(await read(token), null, 'no token');
  t.ok(
    await oracle.session.decodeSessionToken(await tokenOf({ dest: 'https://evil.test' }, SECRET)),
    'the library alone takes a foreign destination',
  );
});
