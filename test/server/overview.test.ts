import fc from 'fast-check';
import t from 'tap';
import { formatDay } from '../../src/model.ts';
import { writeBulk } from '../../src/server/demo/bulk.ts';
import { CHANNELS_MAX } from '../../src/server/queries/overview.ts';
import { partsOf, periodBefore, type Step } from '../../src/server/queries/overview-period.ts';
import { type TestApp, testApp } from '../support/app.ts';
import { askAboutDeletion, invoice, till } from '../support/till.ts';

const HOUR = 3_600_000;
const day = (text: string) => Date.parse(`${text}T00:00:00Z`) / 86_400_000;

t.test('what a period is compared with', async (t) => {
  const rows: [string, string, string, string, string][] = [
    ['2026-11-16', '2026-11-22', '2026-11-09', '2026-11-15', 'a week: the seven days before'],
    ['2026-10-24', '2026-11-22', '2026-09-24', '2026-10-23', '30 days: the 30 days before'],
    ['2026-11-22', '2026-11-22', '2026-11-21', '2026-11-21', 'a day: the day before'],
    ['2026-11-01', '2026-11-22', '2026-10-01', '2026-10-22', 'a month so far: the same days of the month before'],
    ['2026-11-01', '2026-11-30', '2026-10-01', '2026-10-31', 'a whole month: the whole month before'],
    ['2028-02-01', '2028-02-29', '2028-01-01', '2028-01-31', 'February of a leap year'],
    ['2028-03-01', '2028-03-31', '2028-02-01', '2028-02-29', 'the month after it'],
    ['2026-03-01', '2026-03-30', '2026-02-01', '2026-02-28', 'days the month before does not have'],
    ['2026-01-01', '2026-01-22', '2025-12-01', '2025-12-22', 'January so far is a month and not a year'],
    ['2026-01-01', '2026-11-22', '2025-01-01', '2025-11-22', 'a year so far: the same days of the year before'],
    ['2028-01-01', '2028-02-29', '2027-01-01', '2027-02-28', 'to the end of a longer February'],
    ['2029-01-01', '2029-02-28', '2028-01-01', '2028-02-29', 'to the end of a shorter one'],
    ['2026-01-01', '2026-12-31', '2025-01-01', '2025-12-31', 'a whole year'],
    ['2026-04-01', '2026-06-30', '2026-01-01', '2026-03-31', 'whole months: as many whole months'],
    ['2026-04-01', '2026-06-15', '2026-01-15', '2026-03-31', 'not whole: as many days'],
    ['2025-12-01', '2026-01-15', '2025-10-16', '2025-11-30', 'over the end of a year'],
  ];
  for (const [from, to, fromBefore, toBefore, what] of rows) {
    const before = periodBefore({ fromDay: day(from), toDay: day(to) });
    t.same([formatDay(before.fromDay), formatDay(before.toDay)], [fromBefore, toBefore], what);
  }
});

t.test('the parts of a period cover it once, weeks begin on Monday and months on the 1st', async (t) => {
  const range = { fromDay: day('2028-02-24'), toDay: day('2028-03-07') };
  const shown = (by: Step) => partsOf(range, by).map((part) => `${formatDay(part.fromDay)} ${formatDay(part.toDay)}`);
  t.equal(shown('day').length, 13);
  t.same(shown('day').slice(5, 7), ['2028-02-29 2028-02-29', '2028-03-01 2028-03-01']);
  t.same(shown('week'), ['2028-02-24 2028-02-27', '2028-02-28 2028-03-05', '2028-03-06 2028-03-07']);
  t.same(shown('month'), ['2028-02-24 2028-02-29', '2028-03-01 2028-03-07']);
});

/** An invoice as the property below thinks of it. */
interface Sale {
  readonly at: number;
  readonly person: number | null;
  readonly amount: number;
  readonly shipping: number;
  readonly status: 'paid' | 'open' | 'cancelled';
  readonly isTest: boolean;
  readonly channel: string;
  /** Hours after the sale; null: the till does not say when. */
  readonly returns: readonly { readonly after: number | null; readonly amount: number }[];
}

/** Around daylight saving of New York, the leap day, turns of month and year; and any time between. */
const EDGES = ['2027-11-07', '2027-12-31', '2028-02-29', '2028-03-01', '2028-03-12'].map((text) => day(text) * 24);
const hours = fc.oneof(
  fc.tuple(fc.constantFrom(...EDGES), fc.integer({ min: -36, max: 60 })).map(([edge, offset]) => edge + offset),
  fc.integer({ min: day('2027-10-01') * 24, max: day('2028-04-01') * 24 }),
);
const sale: fc.Arbitrary<Sale> = fc.record({
  at: fc.tuple(hours, fc.constantFrom(0, 1, 30, 59)).map(([hour, minute]) => hour * HOUR + minute * 60_000),
  person: fc.option(fc.integer({ min: 0, max: 7 }), { freq: 6 }),
  amount: fc.integer({ min: 0, max: 900 }).map((thousand) => thousand * 1000 + 7),
  shipping: fc.constantFrom(0, 0, 30_000),
  status: fc.constantFrom('paid', 'paid', 'paid', 'paid', 'open', 'cancelled'),
  isTest: fc.constantFrom(false, false, false, false, false, true),
  channel: fc.constantFrom('pos', 'pos', 'web', 'zalo'),
  returns: fc.oneof(
    { weight: 4, arbitrary: fc.constant([]) },
    {
      weight: 1,
      arbitrary: fc.array(
        fc.record({
          after: fc.option(fc.integer({ min: 1, max: 900 })),
          amount: fc.integer({ min: 1, max: 900 }).map((thousand) => thousand * 1000),
        }),
        { minLength: 1, maxLength: 2 },
      ),
    },
  ),
});

t.test('figures are what counting by hand gives, in any zone, over any days, by any step', async (t) => {
  const server = await testApp(t);
  const seed = Number(process.env['SEED'] ?? Math.floor(Math.random() * 2 ** 31));
  t.comment(`SEED=${seed}`);
  let shops = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('Asia/Ho_Chi_Minh', 'America/New_York', 'Pacific/Apia', 'UTC'),
      fc.array(sale, { minLength: 0, maxLength: 60 }),
      fc.array(
        fc.record({
          from: fc.integer({ min: day('2027-10-15'), max: day('2028-03-20') }),
          length: fc.oneof(fc.integer({ min: 1, max: 14 }), fc.integer({ min: 1, max: 150 })),
          by: fc.constantFrom<Step>('day', 'week', 'month'),
          channel: fc.option(fc.constantFrom('pos', 'web', 'nowhere'), { freq: 2 }),
        }),
        { minLength: 2, maxLength: 4 },
      ),
      async (timeZone, sales, asked) => {
        const shop = await shopWith(server, timeZone, sales, `p${shops++}`);
        for (const { from, length, by, channel } of asked) {
          const asking = { from: formatDay(from), to: formatDay(from + length - 1), by };
          const query = new URLSearchParams({ ...asking, ...(channel === null ? {} : { channel }) }).toString();
          const { status, body } = await shop.ask('GET', `/overview?${query}`);
          if (status !== 200) throw new Error(JSON.stringify(body));
          const by_hand = byHand(sales, timeZone);
          const same = (is: unknown, should: unknown) => {
            if (!t.same(is, should)) throw new Error(`differs for ${query} in ${timeZone}`);
          };
          same(body.period.totals, by_hand.figures(body.period, channel));
          same(body.before.totals, by_hand.figures(body.before, channel));
          for (const part of body.series) same(part.figures, by_hand.figures(part, channel));
          for (const row of body.channels) {
            same(row.sales, by_hand.sales(body.period, row.channel));
            same(row.before, by_hand.sales(body.before, row.channel));
          }
          same(body.allChannels, { sales: by_hand.sales(body.period, null), before: by_hand.sales(body.before, null) });
          const told = body.channels.map((row: { channel: string }) => row.channel).sort();
          same(told, by_hand.channels(body.period, body.before));
        }
      },
    ),
    { seed, numRuns: 30 },
  );
});

/** Counts sale by sale, with the calendar of Intl and nothing of the server's. */
function byHand(sales: readonly Sale[], timeZone: string) {
  const calendar = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  const dayOf = (at: number) => calendar.format(at);
  const net = (given: Sale) => given.amount - given.returns.reduce((sum, back) => sum + back.amount, 0);
  const counting = sales.filter(
    (given) =>
      given.status === 'paid' &&
      !given.isTest &&
      // Nothing was bought when all goods came back; something free was.
      (given.returns.length === 0 || net(given) > 0),
  );
  const back = sales
    .filter((given) => !given.isTest)
    .flatMap((given) =>
      given.returns.map((one) => ({
        day: dayOf(one.after === null ? given.at : given.at + one.after * HOUR),
        channel: given.channel,
        amount: one.amount,
      })),
    );
  const known = [...new Set(sales.flatMap((given) => given.person ?? []))].map((person) =>
    dayOf(Math.min(...sales.filter((given) => given.person === person).map((given) => given.at))),
  );
  const firstDay = (person: number) =>
    counting
      .filter((given) => given.person === person)
      .map((given) => dayOf(given.at))
      .sort()[0] ?? '';

  const salesOf = ({ from, to }: { from: string; to: string }, channel: string | null) => {
    const isIn = (row: { day: string; channel: string }) =>
      row.day >= from && row.day <= to && (channel === null || row.channel === channel);
    const here = counting.filter((given) => isIn({ day: dayOf(given.at), channel: given.channel }));
    const revenueMinor = here.reduce((sum, given) => sum + net(given), 0);
    const people = [...new Set(here.flatMap((given) => given.person ?? []))];
    const newcomers = people.filter((person) => firstDay(person) >= from);
    const repeating = people.filter(
      (person) => firstDay(person) < from || here.filter((given) => given.person === person).length >= 2,
    );
    const given = back.filter(isIn);
    return {
      orders: here.length,
      guestOrders: here.filter((one) => one.person === null).length,
      revenueMinor,
      averageOrderMinor: here.length === 0 ? null : Math.round(revenueMinor / here.length),
      buyers: people.length,
      newBuyers: newcomers.length,
      returningBuyers: people.length - newcomers.length,
      repeatBuyers: repeating.length,
      repeatRate: people.length === 0 ? null : repeating.length / people.length,
      refunds: given.length,
      refundedMinor: given.reduce((sum, one) => sum + one.amount, 0),
    };
  };
  return {
    sales: salesOf,
    figures: (days: { from: string; to: string }, channel: string | null) => ({
      customers: known.filter((since) => since <= days.to).length,
      newCustomers: known.filter((since) => since >= days.from && since <= days.to).length,
      ...salesOf(days, channel),
    }),
    channels(...periods: { from: string; to: string }[]) {
      const rows = [...counting.map((given) => ({ day: dayOf(given.at), channel: given.channel })), ...back];
      const here = rows.filter((row) => periods.some(({ from, to }) => row.day >= from && row.day <= to));
      return [...new Set(here.map((row) => row.channel))].sort();
    },
  };
}

/** A shop whose till sent all of these, written by the same rules as ingest without its transactions. */
async function shopWith(server: TestApp, timeZone: string, sales: readonly Sale[], name: string) {
  const shop = await till(server, `${name}.example.vn`, { timeZone });
  const state = await server.house.states.get(shop.shop);
  if (!state) throw new Error('no shop');
  const iso = (at: number) => new Date(at).toISOString();
  const deliveries = sales.map((given, index) => {
    const body = {
      id: `H${index}`,
      updatedAt: '2028-12-01T00:00:00Z',
      placedAt: iso(given.at),
      paidAt: given.status === 'open' ? null : iso(given.at),
      status: given.status,
      test: given.isTest,
      channel: given.channel,
      customer: given.person === null ? null : { phone: `091234567${given.person}` },
      items: [{ name: 'Cà phê', quantity: 1, amount: String(given.amount) }],
      totals: { shipping: String(given.shipping), total: String(given.amount + given.shipping) },
      returns: given.returns.map((back, i) => ({
        id: `T${i}`,
        at: back.after === null ? null : iso(given.at + back.after * HOUR),
        amount: String(back.amount),
      })),
    };
    return { id: `H${index}`, topic: 'invoice.saved' as const, at: given.at, body: JSON.stringify(body) };
  });
  const now = Date.UTC(2028, 11, 1);
  await writeBulk({ scope: shop.scope, state, installation: shop.installation, now, lists: [deliveries] });
  return shop;
}

t.test('a shop without orders has zeros, and no rate or average of nothing', async (t) => {
  const server = await testApp(t, { now: () => Date.parse('2026-11-22T05:00:00Z') });
  const shop = await till(server, 'empty.example.vn');
  const { body } = await shop.ask('GET', '/overview');
  const nothing = {
    customers: 0,
    newCustomers: 0,
    orders: 0,
    guestOrders: 0,
    revenueMinor: 0,
    averageOrderMinor: null,
    buyers: 0,
    newBuyers: 0,
    returningBuyers: 0,
    repeatBuyers: 0,
    repeatRate: null,
    refunds: 0,
    refundedMinor: 0,
  };
  t.same(body.period, { from: '2026-10-24', to: '2026-11-22', totals: nothing }, 'the last 30 days, today included');
  t.same(body.before, { from: '2026-09-24', to: '2026-10-23', totals: nothing });
  t.equal(body.series.length, 30);
  t.same(body.channels, []);
  t.match(body, { currency: 'VND', timeZone: 'Asia/Ho_Chi_Minh', by: 'day', channel: null });
  t.same((await shop.ask('GET', '/overview/attention')).body, { items: [] }, 'and nothing needs attention');
});

t.test('of very many channels those that sell most are told one by one, and all are in the sum', async (t) => {
  const server = await testApp(t, { now: () => Date.parse('2026-11-22T05:00:00Z') });
  const shop = await till(server, 'channels.example.vn');
  const names = Array.from({ length: CHANNELS_MAX + 5 }, (_, i) => `app ${i}`);
  const sales = names.map((channel, i) => ({ ...invoice({ id: channel, amount: 1000 * (i + 1) }), channel }));
  await shop.send('invoice.saved', ...sales);
  const { body } = await shop.ask('GET', '/overview');
  t.same(
    body.channels.map((row: { channel: string }) => row.channel),
    names.reverse().slice(0, CHANNELS_MAX),
  );
  t.equal(body.allChannels.sales.orders, names.length);
  t.equal(body.channels[0].sales.revenueMinor, 1000 * names.length);
});

t.test('days that cannot be are refused with a code and the field', async (t) => {
  const shop = await till(await testApp(t), 'days.example.vn');
  const rows: [string, RegExp][] = [
    ['from=2026-11-23&to=2026-11-22', /query\.from: is after/],
    ['from=2026-02-29&to=2026-03-01', /query\.from: not a day/],
    ['from=hôm nay', /query\.from/],
    ['from=2020-01-01&to=2026-01-01&by=month', /query\.from: .*1830 days/],
    ['from=2025-01-01&to=2026-11-22&by=day', /query\.by: .*weeks or months/],
    ['by=hour', /query\.by/],
    ['channel=', /query\.channel/],
  ];
  for (const [query, message] of rows)
    t.match(
      await shop.ask('GET', `/overview?${encodeURI(query)}`),
      { status: 422, body: { code: 'invalid', message } },
      query,
    );
  t.equal(
    (await shop.ask('GET', '/overview?from=2024-02-29&to=2026-11-22&by=week')).status,
    200,
    'weeks of three years',
  );
});

t.test('orders in another currency and refunds that come alone are in the shop’s own', async (t) => {
  const server = await testApp(t);
  const shop = await till(server, 'dollars.example.vn');
  await shop.ask('PATCH', '/settings', { exchangeRates: { USD: '25400' } });
  const at = '2026-11-10T03:00:00Z';
  const dollars = { ...invoice({ id: 'HD1', phone: '0912345671', amount: 20, at, currency: 'USD' }) };
  await shop.send('invoice.saved', { ...dollars, returns: [{ id: 'T1', at: '2026-11-12T03:00:00Z', amount: '5' }] });
  await shop.send('invoice.saved', invoice({ id: 'HD2', phone: '0912345671', amount: 100_000, at }));
  const [order] = await shop.scope.orders.find({ hostId: 'HD2' }).toArray();
  await shop.scope.orders.updateOne(
    { _id: order?._id as never },
    {
      $set: {
        refundsAlone: [
          {
            hostId: 'R1',
            at: Date.parse('2026-11-11T03:00:00Z'),
            totalMinor: 40_000,
            goodsMinor: null,
            lines: [],
            version: { at: 0, rank: 0 },
          },
        ],
      },
    },
  );
  const { body } = await shop.ask('GET', '/overview?from=2026-11-10&to=2026-11-12&by=day');
  t.same(
    body.series.map((part: any) => [part.figures.revenueMinor, part.figures.refunds, part.figures.refundedMinor]),
    [
      [15 * 25_400 + 100_000, 0, 0],
      [0, 1, 40_000],
      [0, 1, 5 * 25_400],
    ],
  );
});

t.test('what needs attention: each thing once, with where to go, the most urgent first', async (t) => {
  const NOW = Date.parse('2026-11-22T05:00:00Z');
  const server = await testApp(t, { now: () => NOW });
  const shop = await till(server, 'attention.example.vn');
  const { scope } = shop;
  const { inbox, segments } = scope;
  await shop.send('invoice.saved', invoice({ id: 'HD9', phone: '0912345671', currency: 'USD' }));
  await askAboutDeletion(server, shop, 'https://web.example.vn');
  const [parked] = await inbox.find({ 'parked.reason': 'currency_unknown' }).toArray();
  if (!parked) throw new Error('nothing is parked');

  const DAY = 24 * HOUR;
  const connection = (await shop.ask('POST', '/connections', { platform: 'haravan', domain: '77' })).body.id;
  const sent = (age: number) => ({
    ...parked,
    _id: `${scope.shop}/${connection}/${age}`,
    installation: connection,
    state: 'done' as const,
    receivedAt: NOW - age,
  });
  await inbox.insert(Array.from({ length: 11 }, (_, index) => sent(3 * DAY + index * DAY)));
  const rare = (await shop.ask('POST', '/connections', { platform: 'haravan', domain: '78' })).body.id;
  await inbox.insert([{ ...sent(20 * DAY), _id: `${scope.shop}/${rare}/1`, installation: rare }]);
  const hold = { owner: 'another', until: NOW + DAY };
  await inbox.insert([
    { ...parked, _id: `${scope.shop}/${connection}/waits`, state: 'pending', receivedAt: NOW - HOUR, lease: hold },
    { ...parked, _id: `${scope.shop}/${connection}/waits too`, state: 'pending', receivedAt: NOW, lease: hold },
  ]);
  for (const [name, error] of [
    ['Khách quý', 'internal'],
    ['Khách quen', 'audit_difference'],
    ['Khách lạ', 'audit_difference'],
  ]) {
    const definition = { include: [{ all: [{ kind: 'has_tag', tags: ['VIP'] }] }] };
    const { body } = await shop.ask('POST', '/segments', { name, definition: { ...definition, exclude: [] } });
    while ((await shop.ask('GET', `/segments/${body.id}`)).body.state !== 'ready')
      await new Promise((r) => setTimeout(r, 30));
    await segments.updateOne(
      { _id: `${scope.shop}/${body.id}` },
      { $set: { state: 'failed', error: error as string } },
    );
  }
  await server.house.store.system.jobs.insertMany([
    jobAt('segments at midnight', NOW, {
      failedAt: NOW - 60_000,
      lastFinishedAt: NOW - 60_000,
      failCount: 3,
      failReason: 'WriteConflict',
    }),
    jobAt('finish rebuilds', NOW, { nextRunAt: NOW - HOUR }),
    jobAt('erase shops', NOW, { failedAt: NOW, lastFinishedAt: NOW, failCount: 1 }),
    jobAt('no longer there', NOW, { failedAt: NOW, lastFinishedAt: NOW, failCount: 1 }),
  ]);
  await scope.privacyRequests.insert([
    {
      _id: `${scope.shop}/r1`,
      shop: scope.shop,
      at: NOW - DAY,
      kind: 'erase_shop',
      source: 'x',
      hostRequestId: null,
      customers: [],
      state: 'waiting_for_owner',
      doneAt: NOW,
    },
  ]);

  const { body: figures } = await server.app.inject('/metrics');
  t.match(figures, /^tessera_segments_differing 2$/m, 'segments in doubt are told of to who watches the server too');
  const { body } = await shop.ask('GET', '/overview/attention');
  const iso = (at: number) => new Date(at).toISOString();
  const quý = (await segments.findOne({ name: 'Khách quý' }))?._id.slice(scope.shop.length + 1);
  t.same(
    body.items.flatMap(({ title }: any) => title?.en ?? []),
    ['Bring segments into the new day', 'Go on computing figures'],
    'jobs by what people call them',
  );
  t.same(
    body.items.map(({ title: _, ...item }: any) => item),
    [
      { code: 'connection_silent', count: 1, since: iso(NOW - 3 * DAY), subject: '77', path: '/settings/connections' },
      {
        code: 'deliveries_waiting',
        count: 2,
        since: iso(NOW - HOUR),
        subject: null,
        path: '/deliveries?state=pending',
      },
      {
        code: 'deliveries_parked',
        count: 2,
        since: iso(NOW),
        subject: 'deletion_undated',
        path: '/deliveries?state=parked',
      },
      {
        code: 'deliveries_parked',
        count: 1,
        since: iso(NOW),
        subject: 'currency_unknown',
        path: '/deliveries?state=parked',
      },
      { code: 'members_differ', count: 2, since: null, subject: null, path: '/segments' },
      { code: 'segment_failed', count: 1, since: null, subject: 'Khách quý', path: `/segments/${quý}` },
      {
        code: 'job_failed',
        count: 3,
        since: iso(NOW - 60_000),
        subject: 'segments at midnight',
        path: '/settings/jobs',
      },
      { code: 'job_late', count: 1, since: iso(NOW - HOUR), subject: 'finish rebuilds', path: '/settings/jobs' },
      { code: 'privacy_request_waiting', count: 1, since: iso(NOW - DAY), subject: null, path: '/settings/privacy' },
    ],
  );
});

t.test('jobs: of the server those that concern a shop, with codes for reasons; of the shop its own', async (t) => {
  const NOW = Date.parse('2026-11-22T05:00:00Z');
  const server = await testApp(t, { now: () => NOW });
  const [shop, other] = [await till(server, 'jobs.example.vn'), await till(server, 'other.example.vn')];
  await server.house.store.system.jobs.insertMany([
    jobAt('segments at midnight', NOW, { lastRunAt: NOW - 5000, lastFinishedAt: NOW - 4800 }),
    jobAt('finish rebuilds', NOW, { lockedAt: NOW - 1000, lastRunAt: NOW - 1000, progress: 40 }),
    jobAt('resume segment builds', NOW, {
      failedAt: NOW - 60_000,
      lastFinishedAt: NOW - 60_000,
      failCount: 2,
      failReason: 'E11000 duplicate key { : "x/p:+84912345671" }',
    }),
    jobAt('drop old exports', NOW, { lockedAt: NOW - HOUR, nextRunAt: NOW - HOUR }),
    jobAt('erase shops', NOW, {}),
  ]);
  const ofServer = (await other.ask('GET', '/jobs')).body.items;
  t.same(
    ofServer.map((job: any) => [job.name, job.state, job.tookMs, job.progress, job.failures, job.failure]),
    [
      ['segments at midnight', 'waiting', 200, null, 0, null],
      ['finish rebuilds', 'running', null, 0.4, 0, null],
      ['resume segment builds', 'failed', null, null, 2, 'internal'],
      ['drop old exports', 'late', null, null, 0, null],
    ],
  );
  t.match(ofServer[0], { of: 'server', every: '10 seconds', lastRunAt: '2026-11-22T04:59:55.000Z', target: null });

  const rebuild = {
    id: 'r',
    phase: 'orders' as const,
    after: '',
    done: 30,
    total: 120,
    requestedAt: NOW - 9000,
    leaseUntil: NOW,
  };
  const running = { $set: { rebuild: { ...rebuild, state: 'running' as const } } };
  await server.house.store.system.shops.updateOne({ _id: shop.shop }, running);
  t.match((await shop.ask('GET', '/jobs')).body.items.at(-1), {
    name: 'rebuild',
    of: 'shop',
    state: 'running',
    progress: 0.125,
    lastRunAt: '2026-11-22T04:59:51.000Z',
  });
  t.equal((await other.ask('GET', '/jobs')).body.items.length, 4, 'nobody else sees it');
});

t.test('figures and jobs need their own scopes', async (t) => {
  const server = await testApp(t);
  const shop = await till(server, 'scopes.example.vn');
  const asks = async (path: string, scope: 'overview:read' | 'jobs:read') =>
    (await server.app.inject({ url: `/api/v1${path}`, headers: await server.authorise(shop.shop, scope) })).statusCode;
  t.equal(await asks('/overview', 'overview:read'), 200);
  t.equal(await asks('/overview/attention', 'overview:read'), 200);
  t.equal(await asks('/jobs', 'jobs:read'), 200);
  t.equal(await asks('/overview', 'jobs:read'), 403);
  t.equal(await asks('/overview/attention', 'jobs:read'), 403);
  t.equal(await asks('/jobs', 'overview:read'), 403);
});

/** As Agenda writes it; times are instants here. */
function jobAt(
  name: string,
  now: number,
  given: Partial<Record<'lockedAt' | 'lastRunAt' | 'lastFinishedAt' | 'failedAt' | 'nextRunAt', number>> & {
    failCount?: number;
    failReason?: string;
    progress?: number;
  },
) {
  const dates = Object.fromEntries(
    Object.entries({ nextRunAt: now + 1000, ...given }).map(([field, value]) => [
      field,
      field.endsWith('At') ? new Date(value as number) : value,
    ]),
  );
  return { name, type: 'single', data: {}, priority: 0, repeatInterval: '1 minute', ...dates } as never;
}
