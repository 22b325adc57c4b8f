import t from 'tap';
import { addMonths, dayOf, formatDay } from '../../src/model.ts';
import { COMPOSED_BY } from '../../src/server/segments/composition.ts';
import { testApp } from '../support/app.ts';
import { crowd, segmentReady } from '../support/crowd.ts';
import { invoice, member, type Till, till } from '../support/till.ts';

/** How segments grow and of whom they are made (A16, A17), and what came of each source (A19). */

const ZONE = 'Asia/Ho_Chi_Minh';
const EVERYBODY = { include: [{ all: [{ kind: 'order_count', op: 'gte', value: 0 }] }], exclude: [] };
const BUYERS = { include: [{ all: [{ kind: 'order_count', op: 'gte', value: 1 }] }], exclude: [] };

async function segmentOf(shop: Till, name: string, definition?: object): Promise<string> {
  const kind = definition === undefined ? 'fixed' : 'conditional';
  const { body } = await shop.ask('POST', '/segments', { name, kind, definition });
  await segmentReady(shop, body.id);
  return body.id;
}

const sharesOf = (body: any) => Object.fromEntries(body.shares.map((share: any) => [share.key, share.customers]));

t.test(
  'A16 growth: entered, left and size of each local day, days without news too, across midnight in the shop’s zone',
  async (t) => {
    let now = Date.UTC(2026, 10, 10, 16, 0); // 23:00 on the 10th in Vietnam
    const server = await testApp(t, { now: () => now });
    const shop = await till(server, 'growth');
    const { ask } = shop;
    const ids = (await crowd(shop, 5)).map((key) => key.slice(-12));
    const id = await segmentOf(shop, 'Danh sách');
    const act = (method: 'POST' | 'DELETE', which: number[]) =>
      method === 'POST'
        ? ask('POST', `/segments/${id}/pins`, { customers: which.map((index) => ids[index]) })
        : ask('DELETE', `/segments/${id}/pins?${which.map((index) => `customer=${ids[index]}`).join('&')}`);
    await act('POST', [0, 1, 2]);
    now = Date.UTC(2026, 10, 10, 17, 30); // half past midnight on the 11th
    await act('POST', [3]);
    await act('DELETE', [0, 1]);
    now = Date.UTC(2026, 10, 13, 3);
    await act('POST', [0]);
    const { status, body } = await ask('GET', `/segments/${id}/growth?from=2026-11-09&to=2026-11-13`);
    t.equal(status, 200);
    t.same(body, {
      timeZone: ZONE,
      days: [
        { day: '2026-11-09', entered: 0, left: 0, size: 0, source: 'events' },
        { day: '2026-11-10', entered: 3, left: 0, size: 3, source: 'events' },
        { day: '2026-11-11', entered: 1, left: 2, size: 2, source: 'events' },
        { day: '2026-11-12', entered: 0, left: 0, size: 2, source: 'events' },
        { day: '2026-11-13', entered: 1, left: 0, size: 3, source: 'events' },
      ],
    });
    const past = (await ask('GET', `/segments/${id}/growth?from=2026-11-10&to=2026-11-11`)).body.days;
    t.same(past, body.days.slice(1, 3), 'a period of the past is the same as in a longer one');
    const month = (await ask('GET', `/segments/${id}/growth`)).body.days;
    t.equal(month.length, 30);
    t.equal(month.at(-1).day, '2026-11-13');
    t.equal((await ask('GET', `/segments/${id}/growth?from=2026-11-14`)).status, 422);
    t.equal((await ask('GET', `/segments/${id}/growth?from=2020-01-01`)).status, 422);
  },
);

t.test('A16 who was merged into another has left, so that sizes of the past stay what they were', async (t) => {
  const server = await testApp(t);
  const shop = await till(server, 'growth-merge');
  const { ask, send } = shop;
  await send(
    'customer.saved',
    member({ phone: '0912345671', name: 'An', email: 'an@example.vn' }),
    member({ phone: '0912345672', name: 'An hai' }),
  );
  const id = await segmentOf(shop, 'Mọi người', EVERYBODY);
  await send('customer.saved', member({ phone: '0912345672', email: 'an@example.vn', at: '2026-11-05T00:00:00Z' }));
  const { days } = (await ask('GET', `/segments/${id}/growth`)).body;
  t.match(days.at(-1), { entered: 2, left: 1, size: 1 });
  t.match(days.at(-2), { size: 0 });
});

t.test(
  'A17 composition: shares by each of what members are told apart by, those of whom nothing is known among them',
  async (t) => {
    const server = await testApp(t);
    const shop = await till(server, 'composition');
    const { ask, scope } = shop;
    const today = dayOf(Date.now(), ZONE);
    // Exactly 18 today, and 18 tomorrow.
    const [y, m, d] = formatDay(addMonths(today, -18 * 12))
      .split('-')
      .map(Number) as [number, number, number];
    const [y2, m2, d2] = formatDay(addMonths(today + 1, -18 * 12))
      .split('-')
      .map(Number) as [number, number, number];
    const people = [
      {
        gender: 'female',
        birth: { year: y, month: m, day: d, monthDay: m * 100 + d },
        source: 'zalo',
        homeAreas: ['vn', 'vn.01', 'vn63.01'],
      },
      {
        gender: 'female',
        birth: { year: y2, month: m2, day: d2, monthDay: m2 * 100 + d2 },
        homeAreas: ['vn', 'vn.01', 'vn.79'],
      },
      { gender: 'male', birth: { month: 2, day: 29, monthDay: 229 }, source: 'zalo' },
      { loyalty: { level: 'gold', points: 1, pending: 0, earned: 1, joinedAt: 1 }, homeAreas: ['us', 'us.ca'] },
    ] as const;
    await crowd(shop, 4, (index) => people[index] as object);
    await scope.customers.updateMany({ gender: 'male' }, { $set: { 'stats.channels': ['online', 'pos'] } as never });
    const id = await segmentOf(shop, 'Mọi người', EVERYBODY);
    const by = async (what: string) => (await ask('GET', `/segments/${id}/composition?by=${what}`)).body;
    const gender = await by('gender');
    t.match(gender, {
      by: 'gender',
      size: 4,
      shares: [{ key: 'female', customers: 2, share: 0.5, name: { vi: 'Nữ', en: 'Female' } }],
    });
    t.same(sharesOf(gender), { female: 2, male: 1, unknown: 1 });
    t.same(
      sharesOf(await by('age_band')),
      { unknown: 2, '18-24': 1, '0-17': 1 },
      'eighteen on the day, and not the day before',
    );
    t.same(sharesOf(await by('source')), { zalo: 2, unknown: 2 });
    t.same(sharesOf(await by('tier')), { unknown: 3, gold: 1 });
    t.same(
      sharesOf(await by('area')),
      { 'vn.01': 2, 'vn.79': 1, 'us.ca': 1, unknown: 1 },
      'units of today, and somebody can live in two',
    );
    t.same(sharesOf(await by('channel')), { unknown: 3, online: 1, pos: 1 });
    t.same(sharesOf(await by('rfm')), { no_purchase: 4 });
    t.equal((await ask('GET', `/segments/${id}/composition?by=name`)).status, 422);
    t.equal(COMPOSED_BY.length, 7);
  },
);

t.test('A17 by RFM: every buyer has exactly one label, as the condition decides', async (t) => {
  const server = await testApp(t);
  const shop = await till(server, 'rfm');
  const { ask, send } = shop;
  const at = new Date(Date.now() - 86_400_000).toISOString();
  for (let order = 0; order < 12; order++)
    await send(
      'invoice.saved',
      invoice({ id: `HD${order}`, phone: order < 11 ? '0912345671' : '0912345672', amount: 5_000_000, at }),
    );
  await send('customer.saved', member({ phone: '0912345673', name: 'Chưa mua' }));
  const id = await segmentOf(shop, 'Mọi người', EVERYBODY);
  const { body } = await ask('GET', `/segments/${id}/composition?by=rfm`);
  t.equal(
    body.shares.reduce((sum: number, share: any) => sum + share.customers, 0),
    3,
  );
  for (const { key, customers } of body.shares) {
    const definition = { include: [{ all: [{ kind: 'rfm_label', labels: [key] }] }], exclude: [] };
    const preview = await ask('POST', '/segments/preview', { definition, mode: 'exact' });
    t.equal(preview.body.count, customers, key);
  }
});

t.test('A17 several side by side, and who is in two of them', async (t) => {
  const server = await testApp(t);
  const shop = await till(server, 'compare');
  const { ask } = shop;
  const ids = (await crowd(shop, 10, (index) => (index % 2 ? { gender: 'male' } : {}))).map((key) => key.slice(-12));
  const lists: string[] = [];
  for (const [name, from, to] of [
    ['Một', 0, 6],
    ['Hai', 4, 8],
    ['Ba', 8, 9],
  ] as const) {
    const id = await segmentOf(shop, name);
    await ask('POST', `/segments/${id}/pins`, { customers: ids.slice(from, to) });
    lists.push(id);
  }
  const [one, two, three] = lists;
  const { status, body } = await ask('GET', `/segments/compare?ids=${lists.join(',')}&by=gender`);
  t.equal(status, 200);
  t.same(
    body.items.map(({ name, size }: any) => [name, size]),
    [
      ['Một', 6],
      ['Hai', 4],
      ['Ba', 1],
    ],
  );
  t.same(body.items.map(sharesOf), [{ unknown: 3, male: 3 }, { unknown: 2, male: 2 }, { unknown: 1 }]);
  t.same(body.overlaps, [
    { segments: [one, two], customers: 2 },
    { segments: [one, three], customers: 0 },
    { segments: [two, three], customers: 0 },
  ]);
  t.equal(body.inAny, 9);
  t.equal((await ask('GET', '/segments/compare?ids=nothing')).status, 404);
  t.equal((await ask('GET', `/segments/compare?ids=${'x,y,z,a,b,c,d,e,f'}`)).status, 422);
});

t.test('A19 sources: customers, orders, spend and how many came again, by where they came from first', async (t) => {
  const server = await testApp(t);
  const shop = await till(server, 'sources');
  const { ask, send, scope } = shop;
  await send(
    'invoice.saved',
    invoice({ id: 'HD1', phone: '0912345671', amount: 100_000 }),
    invoice({ id: 'HD2', phone: '0912345671', amount: 50_000 }),
    invoice({ id: 'HD3', phone: '0912345672', amount: 30_000 }),
  );
  await send('customer.saved', member({ phone: '0912345673', name: 'Chưa mua' }));
  await scope.customers.updateMany({ phone: { $in: ['+84912345671', '+84912345672'] } }, { $set: { source: 'zalo' } });
  await scope.customers.updateMany({ phone: '+84912345673' }, { $unset: { source: '' } });
  t.same((await ask('GET', '/overview/sources')).body, {
    currency: 'VND',
    items: [
      { source: 'zalo', customers: 2, buyers: 2, orders: 3, spentMinor: 180_000, repeatRate: 0.5 },
      { source: null, customers: 1, buyers: 0, orders: 0, spentMinor: 0, repeatRate: null },
    ],
  });
  t.equal((await ask('GET', `/segments/${await segmentOf(shop, 'Đã mua', BUYERS)}`)).body.size, 2);
});
