import { pino } from 'pino';
import t from 'tap';
import { requestDueRebuilds, resumeRebuilds } from '../../src/server/rebuild.ts';
import type { CustomerDocument } from '../../src/server/store/documents.ts';
import { testApp } from '../support/app.ts';
import { cart, PHONE, pointsShop } from '../support/loyalty/shop.ts';
import { invoice, member, type Till, till } from '../support/till.ts';

/** What ingest derives of places, sources, companies, vendors and offers, and what a shop keeps besides. */

const HANOI = { province: 'Hà Nội', countryCode: 'VN' };
const OLD_SAIGON = { province: 'Hồ Chí Minh', district: 'Quận 3', countryCode: 'VN' };

const order = (id: string, at: string, customer: object, more: object = {}) => ({
  ...invoice({ id, at, amount: 50_000 }),
  customer,
  items: [{ id: '1', productId: 'P1', name: 'Trà', quantity: 1, amount: '50000', vendor: 'Phúc Long' }],
  ...more,
});

/** One person in five voices: two orders by phone, two by member code, and the card that says they are one. */
const VOICES: readonly (readonly [topic: string, body: object])[] = [
  ['invoice.saved', order('A', '2026-03-01T03:00:00Z', { phone: PHONE, source: 'Zalo' }, { deliverTo: HANOI })],
  ['invoice.saved', order('B', '2026-05-01T03:00:00Z', { phone: PHONE, source: 'facebook', company: 'Công ty A' })],
  ['invoice.saved', order('C', '2026-04-01T03:00:00Z', { memberCode: 'TV1', source: 'web', company: 'Công ty B' })],
  ['invoice.saved', order('D', '2026-06-01T03:00:00Z', { memberCode: 'TV1' }, { deliverTo: OLD_SAIGON })],
  [
    'customer.saved',
    {
      phone: PHONE,
      memberCode: 'TV1',
      createdAt: '2026-02-01T00:00:00Z',
      updatedAt: '2026-07-01T00:00:00Z',
      source: 'pos',
      addresses: [HANOI, { ...OLD_SAIGON, kind: 'work' }],
    },
  ],
];

t.test('C21–C23 places, sources, company and vendor are the same in every order of arrival', async (t) => {
  const server = await testApp(t);
  const all = permutations(VOICES);
  const seen = new Set<string>();
  for (const [run, voices] of all.entries()) {
    if (run % 9 !== 0) continue; // every voice stands first, and last, in several of them
    const shop = await till(server, `places-${run}.example.vn`);
    for (const [topic, body] of voices) await shop.send(topic, body);
    const { stats, source, lastSource, company, homeAreas, workAreas, facts } = await only(shop);
    const told = {
      source,
      lastSource,
      company,
      homeAreas,
      workAreas,
      lastAreas: stats.lastAreas,
      facts: facts.map(({ u, i }) => [u ?? null, i[0]?.m]),
    };
    seen.add(JSON.stringify(told));
    if (run === 0) {
      t.same(told, {
        source: 'pos',
        lastSource: 'facebook',
        company: 'Công ty A',
        homeAreas: ['vn', 'vn.01', 'vn63.01'],
        workAreas: ['vn', 'vn.79', 'vn63.79'],
        lastAreas: ['vn', 'vn.79', 'vn63.79'],
        facts: [
          [['vn', 'vn.79', 'vn63.79'], 'phuc long'],
          [null, 'phuc long'],
          [null, 'phuc long'],
          [['vn', 'vn.01', 'vn63.01'], 'phuc long'],
        ],
      });
    }
    t.same((await server.house.verify(shop.shop)).differences, [], voices.map(([topic]) => topic).join(' → '));
  }
  t.equal(seen.size, 1, [...seen].join('\n'));
});

t.test('C21 the area of the last order goes with it: when it is cancelled, that of the one before holds', async (t) => {
  const server = await testApp(t);
  const shop = await till(server, 'cancelled.example.vn');
  await shop.send('invoice.saved', order('A', '2026-03-01T03:00:00Z', { phone: PHONE }, { deliverTo: HANOI }));
  await shop.send('invoice.saved', order('B', '2026-04-01T03:00:00Z', { phone: PHONE }));
  t.notOk('lastAreas' in (await only(shop)).stats, 'nobody knows where the last one was bought');
  await shop.send(
    'invoice.saved',
    order('B', '2026-04-01T03:00:00Z', { phone: PHONE }, { status: 'cancelled', updatedAt: '2026-04-02T00:00:00Z' }),
  );
  t.same((await only(shop)).stats.lastAreas, ['vn', 'vn.01', 'vn63.01']);
});

t.test('C23 the last touch and the first both stand in the dated history', async (t) => {
  const server = await testApp(t);
  const shop = await till(server, 'touch.example.vn');
  for (const [id, at, source] of [
    ['A', '2026-03-01T03:00:00Z', 'zalo'],
    ['B', '2026-05-01T03:00:00Z', 'facebook'],
    ['C', '2026-04-01T03:00:00Z', 'web'],
  ] as const)
    await shop.send('invoice.saved', order(id, at, { phone: PHONE, source }));
  const customer = await only(shop);
  t.match(customer, { source: 'zalo', lastSource: 'facebook' });
  const told = await shop.scope.changes.find({ field: 'lastSource' }).sort({ at: 1 }).toArray();
  t.same(
    [...new Set(told.map(({ at, value }) => `${new Date(at).toISOString().slice(0, 10)} ${String(value)}`))],
    ['2026-03-01 zalo', '2026-04-01 web', '2026-05-01 facebook'],
  );
  await shop.send('customer.saved', { ...member({ phone: PHONE }), source: 'tiktok' });
  t.match(await only(shop), { lastSource: 'facebook' }, 'a card that does not say since when is no later touch');
});

t.test(
  'C28 an order counts the holds and vouchers of ours that it used, and nothing that somebody typed',
  async (t) => {
    const start = Date.UTC(2026, 2, 10, 2);
    const server = await testApp(t, { now: () => start });
    const shop = await pointsShop(server, 'offers.example.vn');
    const at = new Date(start - 10 * 86_400_000).toISOString();
    await shop.send('invoice.saved', invoice({ id: 'HD1', phone: PHONE, amount: 5_000_000, at }));
    const asked = { customer: shop.an, cart: cart(500_000), points: 100 };
    const held = await shop.ask('POST', '/loyalty/holds', asked, { 'idempotency-key': 'a' });
    t.equal(held.status, 201, JSON.stringify(held.body));
    const using = (redemptions: string[], more: object = {}) => ({
      ...invoice({ id: 'HD2', phone: PHONE, amount: 500_000, at: new Date(start).toISOString() }),
      vouchers: ['GIAM10', 'SN00000000'],
      redemptions,
      ...more,
    });
    const used = async () => {
      const fact = (await only(shop)).facts.find(({ o }) => o.endsWith('/HD2'));
      const stored = await shop.scope.orders.findOne({ hostId: 'HD2' });
      t.equal(stored?.fact?.r, fact?.r, 'the order and its customer tell the same');
      t.same((await server.house.verify(shop.shop)).differences, []);
      return fact === undefined ? null : (fact.r ?? 0);
    };
    await shop.send('invoice.saved', using(['made-up']));
    t.equal(await used(), 0, 'nothing of this is ours');
    await shop.send(
      'invoice.saved',
      using(['made-up', held.body.id], { updatedAt: new Date(start + 1000).toISOString() }),
    );
    t.equal(await used(), 1);
    await shop.send(
      'invoice.saved',
      using(['made-up', held.body.id], { updatedAt: new Date(start + 2000).toISOString(), note: 'x' }),
    );
    t.equal(await used(), 1, 'once, however often the order is told');
    await shop.send(
      'invoice.saved',
      using([held.body.id], { updatedAt: new Date(start + 3000).toISOString(), status: 'cancelled' }),
    );
    t.equal(await used(), null, 'a cancelled order has used nothing');
    t.notOk((await shop.scope.orders.findOne({ hostId: 'HD2' }))?.offersUsed);
  },
);

t.test('what a shop keeps besides has a name, a label and a type, and a customer has values of it', async (t) => {
  const server = await testApp(t);
  const shop = await till(server, 'attributes.example.vn');
  await shop.send('customer.saved', member({ phone: PHONE, name: 'An' }));
  const { body: found } = await shop.ask('GET', `/customers?search=${PHONE}`);
  const id: string = found.items[0].id;
  const attributes = [
    { name: 'shoe_size', label: 'Cỡ giày', type: 'number' },
    { name: 'pets', label: 'Thú cưng', type: 'texts' },
    { name: 'wedding', label: 'Ngày cưới', type: 'day' },
    { name: 'is_vegan', label: 'Ăn chay', type: 'boolean' },
  ];
  const define = (list: unknown) => shop.ask('PATCH', '/settings', { attributes: list });
  t.match(await define(attributes), { status: 200, body: { attributes } });
  server.house.states.forget(shop.shop);

  const edit = (given: object) => shop.ask('PATCH', `/customers/${id}`, { attributes: given });
  t.match(await edit({ shoe_size: 41.5, pets: ['mèo', 'chó', 'mèo'], is_vegan: false }), {
    status: 200,
    body: { attributes: { shoe_size: 41.5, pets: ['mèo', 'chó'], is_vegan: false } },
  });
  const refused = await edit({ shoe_size: '41', wedding: '2026-02-30', hobby: 'x' });
  t.match(refused, { status: 422, body: { code: 'invalid' } });
  for (const name of ['shoe_size', 'wedding', 'hobby']) t.match(JSON.stringify(refused.body), `attributes.${name}`);
  t.match((await edit({ is_vegan: null, wedding: '2020-02-29' })).body.attributes, {
    wedding: '2020-02-29',
    shoe_size: 41.5,
  });
  t.same((await only(shop)).attributes, { shoe_size: 41.5, pets: ['mèo', 'chó'], wedding: '2020-02-29' });
  const history = await shop.scope.changes.find({ field: /^attributes\./ }).toArray();
  t.same(
    history
      .map(({ field, value }) => [field, value])
      .filter(([field]) => field === 'attributes.is_vegan')
      .map(([, value]) => value),
    [false, null],
  );
  t.match((await shop.ask('GET', `/customers/${id}/timeline`)).body, { items: [{ kind: 'profile_changed' }] });

  t.equal(
    (await define([...attributes.slice(1), { name: 'shoe_size', label: 'x', type: 'text' }])).status,
    422,
    'a type stays',
  );
  for (const wrong of [
    [{ name: 'Size', label: 'x', type: 'text' }],
    [{ name: 'constructor', label: 'x', type: 'text' }],
    [attributes[0], attributes[0]],
  ])
    t.equal((await define(wrong)).status, 422, JSON.stringify(wrong));
  const many = Array.from({ length: 51 }, (_, i) => ({ name: `a${i}`, label: 'x', type: 'text' }));
  t.equal((await define(many)).status, 422, 'fifty are enough');
  t.equal((await define(many.slice(0, 50))).status, 200);
  server.house.states.forget(shop.shop);
  t.same((await shop.ask('GET', `/customers/${id}`)).body.attributes, {}, 'what is not defined any more is not shown');
  await define(attributes);
  server.house.states.forget(shop.shop);
  t.match(
    (await shop.ask('GET', `/customers/${id}`)).body.attributes,
    { shoe_size: 41.5 },
    'and is with its definition',
  );

  const added = await shop.ask('POST', '/customers', {
    phone: '0912345679',
    company: 'Công ty C',
    attributes: { shoe_size: 38 },
  });
  t.match(added, { status: 201, body: { company: 'Công ty C', attributes: { shoe_size: 38 } } });
});

t.test('a merge keeps the later word on each attribute', async (t) => {
  const server = await testApp(t);
  const shop = await till(server, 'merged.example.vn');
  await shop.ask('PATCH', '/settings', {
    attributes: [
      { name: 'a', label: 'a', type: 'text' },
      { name: 'b', label: 'b', type: 'text' },
    ],
  });
  server.house.states.forget(shop.shop);
  const first = await shop.ask('POST', '/customers', { phone: PHONE, attributes: { a: 'first', b: 'only here' } });
  const second = await shop.ask('POST', '/customers', { email: 'an@example.vn', attributes: { a: 'second' } });
  t.same([first.status, second.status], [201, 201], JSON.stringify([first.body, second.body]));
  await shop.send('customer.saved', member({ phone: PHONE, email: 'an@example.vn' }));
  t.same((await only(shop)).attributes, { a: 'second', b: 'only here' });
});

t.test('the first start of a release that derives more computes the figures of every shop again, once', async (t) => {
  const server = await testApp(t);
  const { store } = server.house;
  const shop = await till(server, 'upgrade.example.vn');
  for (const [topic, body] of VOICES) await shop.send(topic, body);
  const wanted = await only(shop);
  const rebuild = async () => (await store.system.shops.findOne({ _id: shop.shop }))?.rebuild;
  await requestDueRebuilds(store, Date.now());
  t.equal(await rebuild(), undefined, 'a new shop has nothing to be computed again');

  // As the release before left it.
  const orders = await shop.scope.orders.find().toArray();
  await shop.scope.orders.replace(
    orders.map((one) => ({ ...one, fact: older(one.fact) as NonNullable<typeof one.fact> })),
  );
  const { lastSource: _l, homeAreas: _h, workAreas: _w, ...rest } = wanted;
  const { lastAreas: _a, ...stats } = wanted.stats;
  const claims = wanted.claims.filter(({ field }) => field !== 'lastSource');
  await shop.scope.customers.replace([
    { ...rest, stats, claims, facts: wanted.facts.map((fact) => older(fact) as typeof fact) },
  ]);
  await store.system.shops.updateOne({ _id: shop.shop }, { $unset: { factsShape: '' } });

  await Promise.all([requestDueRebuilds(store, Date.now() - 10_000), requestDueRebuilds(store, Date.now() - 10_000)]);
  const parts = { store, logger: pino({ level: 'silent' }), now: Date.now, builder: { requestBuild: () => undefined } };
  await resumeRebuilds(parts);
  t.match(await rebuild(), { state: 'done' });
  const { revision: _r, ...now } = await only(shop);
  const { revision: _s, ...then } = wanted;
  t.same(now, then, 'everything is as if it had been taken in today');
  t.same((await server.house.verify(shop.shop)).differences, []);
  const id = (await rebuild())?.id;
  await requestDueRebuilds(store, Date.now());
  t.equal((await rebuild())?.id, id, 'once');
});

t.test('every unit of Vietnam can be looked up, and what the customers have besides', async (t) => {
  const server = await testApp(t);
  const shop = await till(server, 'lookup-areas.example.vn', { countryCode: 'VN' });
  for (const [topic, body] of VOICES) await shop.send(topic, body);
  await shop.send('customer.saved', {
    ...member({ phone: '0912345679' }),
    addresses: [{ countryCode: 'US', provinceCode: 'CA' }],
  });
  const find = async (search: string) =>
    (await shop.ask('GET', `/segments/lookups/areas?search=${encodeURIComponent(search)}`)).body.items;
  t.match(await find('hồ chí'), [
    { value: 'vn.79', label: 'TP. Hồ Chí Minh', count: 1 },
    { value: 'vn63.79', label: 'TP. Hồ Chí Minh (trước 07/2025)', count: 1 },
  ]);
  t.match(await find('bac giang'), [{ value: 'vn63.24', label: 'Bắc Giang (trước 07/2025)', count: 0 }]);
  t.match(await find('sài gòn'), [{ value: 'vn.79' }], 'by what people call it');
  t.match(await find('hoa kỳ'), [
    { value: 'us', count: 1 },
    { value: 'us.ca', count: 1 },
  ]);
  t.equal((await find('')).length, 50);
  await shop.ask('PATCH', '/settings', { locale: 'en' });
  t.match(await find('bac giang'), [{ label: 'Bắc Giang (before July 2025)' }]);
  const { body } = await shop.ask('POST', '/segments/lookups/names', { values: [{ of: 'areas', value: 'vn63.74' }] });
  t.same(body.items, [{ of: 'areas', value: 'vn63.74', label: 'Bình Dương (before July 2025)' }]);
});

async function only(shop: Till): Promise<CustomerDocument> {
  const customers = await shop.scope.customers.find().toArray();
  if (customers.length !== 1)
    throw new Error(`${customers.length} customers, ${customers.map(({ _id }) => _id).join()}`);
  return customers[0] as CustomerDocument;
}

/** A fact as it was before areas, offers and vendors. */
function older(fact: CustomerDocument['facts'][number] | undefined): unknown {
  if (!fact) return undefined;
  const { u: _u, r: _r, i, ...rest } = fact;
  return { ...rest, i: i.map(({ m: _m, ...line }) => line) };
}

function permutations<T>(values: readonly T[]): T[][] {
  if (values.length <= 1) return [[...values]];
  return values.flatMap((value, i) => permutations(values.filter((_, j) => j !== i)).map((rest) => [value, ...rest]));
}
