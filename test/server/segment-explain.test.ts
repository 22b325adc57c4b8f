import fc from 'fast-check';
import t from 'tap';
import { type CustomerKey, dayOf, formatDay, type ShopId, startOfDay } from '../../src/model.ts';
import { evaluate, isTimeDependent, type SegmentDefinition, segmentContext } from '../../src/segments/index.ts';
import { calendarPeople, flipCalendar } from '../../src/server/segments/calendar.ts';
import { createSegment, getSegment } from '../../src/server/segments/saved.ts';
import type { CustomerDocument } from '../../src/server/store/documents.ts';
import { customersArbitrary, definitionArbitrary } from '../segments/arbitraries.ts';
import { propertyRun } from '../segments/seed.ts';
import { testApp } from '../support/app.ts';
import { house } from '../support/house.ts';
import { invoice, member, type Till, till } from '../support/till.ts';

/** Why somebody is in a segment, and who will come and go by time alone. */

const NOW = Date.UTC(2026, 10, 22, 5);
const ZONE = 'Asia/Ho_Chi_Minh';
const CARE = {
  include: [{ all: [{ kind: 'days_since_last_order', op: 'gt', value: 30 }] }],
  exclude: [{ all: [{ kind: 'has_tag', tags: ['VIP'] }] }],
};

async function shopOf(t: Parameters<typeof testApp>[0]) {
  const server = await testApp(t, { now: () => NOW });
  const shop = await till(server, 'explain');
  await shop.send(
    'customer.saved',
    member({ phone: '0912345671', name: 'Nguyễn Văn An' }),
    member({ phone: '0912345672', name: 'Trần Bình', tags: ['VIP'] }),
    member({ phone: '0912345673', name: 'Lê Chi' }),
  );
  await shop.send(
    'invoice.saved',
    invoice({ id: 'HD1', phone: '0912345671', at: '2026-11-01T03:00:00Z' }),
    invoice({ id: 'HD2', phone: '0912345672', at: '2026-11-01T03:00:00Z' }),
    invoice({ id: 'HD3', phone: '0912345673', at: '2026-10-01T03:00:00Z' }),
  );
  const people = await shop.scope.customers.find().toArray();
  const idOf = (last: string) => people.find(({ phone }) => phone?.endsWith(last))?._id.slice(-12) ?? '';
  return { server, shop, idOf, ids: [idOf('1'), idOf('2'), idOf('3')] as const };
}

const made = async ({ ask }: Till, body: object): Promise<string> => (await ask('POST', '/segments', body)).body.id;

t.test('an explanation of a saved segment, with the day on which time turns it, and with hands', async (t) => {
  const { shop, ids } = await shopOf(t);
  const { ask } = shop;
  const id = await made(shop, { name: 'Cần chăm sóc', definition: CARE });
  const explained = async (customer: string, query = '') =>
    (await ask('GET', `/segments/${id}/explain/${customer}${query}`)).body;
  const an = await explained(ids[0]);
  t.match(an, {
    customerId: ids[0],
    isMember: false,
    isNamed: false,
    isPinned: false,
    flipsOn: '2026-12-02',
    timeZone: ZONE,
    include: [
      {
        group: 'all',
        holds: false,
        nodes: [
          {
            path: 'include[0].all[0]',
            kind: 'days_since_last_order',
            holds: false,
            decides: true,
            flipsOn: '2026-12-02',
            sentence: { en: /30 days ago/, vi: /30 ngày/ },
          },
        ],
      },
    ],
    exclude: [{ holds: false, nodes: [{ kind: 'has_tag', decides: false, reading: { value: [] } }] }],
  });
  t.match(await explained(ids[0], '?asOf=2026-12-01T17:00:00Z'), { isMember: true, asOf: '2026-12-01T17:00:00.000Z' });
  t.match(
    await explained(ids[0], '?asOf=2026-11-01T00:00:00Z'),
    { isMember: false, include: [{ nodes: [{ reading: { value: null } }] }] },
    'three hours before their order they had never bought',
  );
  t.match(await ask('GET', `/segments/${id}/explain/${ids[0]}?asOf=2019-01-01T00:00:00Z`), {
    status: 404,
    body: { code: 'not_found' },
  });
  t.match(
    await explained(ids[1]),
    { isNamed: false, flipsOn: null, exclude: [{ holds: true }] },
    'time does not lift a tag',
  );
  await ask('POST', `/segments/${id}/pins`, { customers: [ids[1]] });
  t.match(await explained(ids[1]), { isMember: true, isNamed: false, isPinned: true });
  t.match(await explained(ids[2]), { isMember: true, isNamed: true });

  const list = await made(shop, { name: 'Khách mời', kind: 'fixed' });
  t.match((await ask('GET', `/segments/${list}/explain/${ids[1]}`)).body, {
    ...{ isMember: false, isNamed: false, flipsOn: null },
    include: [],
    exclude: [],
  });
  t.equal((await ask('GET', `/segments/${id}/explain/zzzzzzzzzzzz`)).status, 404);
});

t.test('a definition that is not saved is explained too, and one that names another', async (t) => {
  const { shop, ids } = await shopOf(t);
  const { ask } = shop;
  const care = await made(shop, { name: 'Cần chăm sóc', definition: CARE });
  const definition = { include: [{ all: [{ kind: 'in_segment', mode: 'none', segments: [care] }] }] };
  t.match((await ask('POST', '/segments/explain', { definition, customer: ids[2] })).body, {
    isMember: false,
    include: [
      {
        nodes: [
          {
            reading: { value: [care], shown: { vi: '“Cần chăm sóc”' }, change: { by: null } },
            sentence: { vi: 'không thuộc phân khúc “Cần chăm sóc”' },
          },
        ],
      },
    ],
  });
  t.match((await ask('POST', '/segments/explain', { definition, customer: ids[0] })).body, {
    isMember: true,
    flipsOn: '2026-12-02',
  });
  t.match(await ask('POST', '/segments/explain', { definition: {}, customer: ids[0] }), {
    status: 422,
    body: { code: 'segment_empty' },
  });
});

t.test('the calendar tells how many enter and leave on the days to come, and who', async (t) => {
  const { shop, ids } = await shopOf(t);
  const { ask } = shop;
  const id = await made(shop, { name: 'Cần chăm sóc', definition: CARE });
  const { body } = await ask('GET', `/segments/${id}/calendar?days=12`);
  t.match(body, { movesWithTime: true, nextFrom: null, timeZone: ZONE });
  t.equal(body.items.length, 12);
  t.same(
    body.items.filter(({ enters, leaves }: { enters: number; leaves: number }) => enters + leaves > 0),
    [{ day: '2026-12-02', enters: 1, leaves: 0 }],
  );
  const who = (query: string) => ask('GET', `/segments/${id}/calendar/people?${query}`);
  t.match((await who('day=2026-12-02')).body, { items: [{ id: ids[0] }], nextCursor: null });
  t.same((await who('day=2026-12-02&kind=leaves')).body.items, []);
  t.equal((await who('day=2026-11-22')).status, 422, 'today has begun');
  t.equal((await who('day=2027-12-02')).status, 422);
  t.equal((await ask('GET', `/segments/${id}/calendar?days=91`)).status, 422);
  t.match((await ask('GET', `/segments/${id}/calendar?from=2026-12-02&days=2`)).body.items, [
    { day: '2026-12-02', enters: 1 },
    { day: '2026-12-03', enters: 0 },
  ]);

  const period = { type: 'last_n_days', n: 30 };
  const recent = await made(shop, {
    name: 'Gần đây',
    definition: { include: [{ all: [{ kind: 'bought_in_period', period }] }] },
  });
  const first = (await ask('GET', `/segments/${recent}/calendar/people?day=2026-12-01&kind=leaves&limit=1`)).body;
  const second = (
    await ask(
      'GET',
      `/segments/${recent}/calendar/people?day=2026-12-01&kind=leaves&limit=1&cursor=${first.nextCursor}`,
    )
  ).body;
  t.same(new Set([...first.items, ...second.items].map((one) => one.id)), new Set([ids[0], ids[1]]));
  t.equal(second.nextCursor, null);
  const other = `day=2026-12-02&kind=leaves&limit=1&cursor=${first.nextCursor}`;
  t.equal((await ask('GET', `/segments/${recent}/calendar/people?${other}`)).status, 400, 'of another day');

  const still = await made(shop, {
    name: 'Đã mua',
    definition: { include: [{ all: [{ kind: 'order_count', op: 'gte', value: 1 }] }] },
  });
  const named = await made(shop, {
    name: 'Như trên',
    definition: { include: [{ all: [{ kind: 'in_segment', segments: [still] }] }] },
  });
  t.match((await ask('GET', `/segments/${named}/calendar?days=2`)).body, {
    movesWithTime: false,
    items: [{ enters: 0, leaves: 0 }, {}],
  });
});

t.test('the calendar says of random segments what the evaluator says of each customer on each day', async (t) => {
  const run = propertyRun(t, 8);
  const opened = await house(t);
  const shop = await opened.addShop({ platform: 'pos', domain: 'calendar', id: 'k7f2qz' as ShopId });
  const today = dayOf(Date.UTC(2024, 1, 27, 5), ZONE);
  const customers = fc.sample(customersArbitrary(ZONE, 60), { ...run, numRuns: 1 })[0] ?? [];
  await shop.scope.customers.insert(customers as unknown as CustomerDocument[]);
  let names = 0;
  let flips = 0;
  const property = fc.asyncProperty(definitionArbitrary.filter(isTimeDependent), async (drawn) => {
    const definition = withoutNames(drawn);
    const now = startOfDay(today, ZONE) + 3_600_000;
    const segment = await createSegment(shop.scope, { name: `${names++}`, definition, by: 'x', now });
    const state = await opened.states.get(shop.id);
    if (!state) throw new Error('no shop');
    const found = await flipCalendar(shop.scope, state, segment, { from: today + 1, days: 4, now });
    const at = (day: number) =>
      segmentContext({
        ...{ asOf: day === today ? now : startOfDay(day, ZONE), timeZone: ZONE },
        ...{ currency: 'VND', countryCode: 'VN', catalogue: state.live.catalogue },
      });
    for (const { day, enters, leaves } of found.items) {
      const isIn = (on: number) => customers.map((customer) => evaluate(definition, customer, at(on)));
      const [before, after] = [isIn(day - 1), isIn(day)];
      const came = customers.filter((_, index) => after[index] && !before[index]).map(({ _id }) => _id);
      const went = customers.filter((_, index) => !after[index] && before[index]).map(({ _id }) => _id);
      same([enters, leaves], [came.length, went.length], formatDay(day));
      flips += came.length + went.length;
      for (const [kind, wanted] of [
        ['enters', came],
        ['leaves', went],
      ] as const) {
        const people: CustomerKey[] = [];
        for (let after: CustomerKey | null = null, isMore = true; isMore; ) {
          const page = await calendarPeople(shop.scope, state, segment, { day, kind, after, limit: 7, now });
          people.push(...page.items.map(({ _id }) => _id));
          after = page.nextAfter;
          isMore = after !== null;
        }
        same(people, [...wanted].sort(), `${kind} on ${formatDay(day)}`);
      }
    }
    t.equal((await getSegment(shop.scope, segment._id.slice(7))).version, 1);
  });
  await fc.assert(property, run);
  t.comment(`${flips} flips`);
});

/** The shop has no other segments: what names one asks for days instead. */
function withoutNames(definition: SegmentDefinition): SegmentDefinition {
  const asked = JSON.stringify(definition, (_key, value) =>
    value?.kind === 'in_segment' ? { kind: 'days_since_last_order', op: 'gt', value: 30 } : value,
  );
  return JSON.parse(asked) as SegmentDefinition;
}

function same(found: unknown, wanted: unknown, rule: string): void {
  const [a, b] = [JSON.stringify(found), JSON.stringify(wanted)];
  if (a !== b) throw new Error(`${rule}: ${a}, should be ${b}`);
}
