import t, { type Test } from 'tap';
import type { Programme } from '../../src/loyalty/index.ts';
import { TIKME } from '../../src/loyalty/index.ts';
import { dayOf, formatDay, type Instant } from '../../src/model.ts';
import type { NewShop } from '../../src/server/installations.ts';
import { applyBegunVersions } from '../../src/server/loyalty/publish.ts';
import { requestRebuild, resumeRebuilds } from '../../src/server/rebuild.ts';
import { house } from '../support/house.ts';
import { bookOf, inForce, timeAt, told } from '../support/loyalty/books.ts';
import { sampleOf, sign } from '../support/samples.ts';
import { invoice, member } from '../support/till.ts';

/** A shop with a programme, whose clock is moved by hand. */
async function shopAt(t: Test, start: string, programme: Partial<Programme> = {}, given: Partial<NewShop> = {}) {
  let clock = Date.parse(start);
  const opened = await house(t, { now: () => clock });
  const { scope, secret, installation, id } = await opened.addShop({ platform: 'pos', domain: 'tills', ...given });
  await inForce(opened, scope, Date.parse('2020-01-01T00:00:00Z'), programme);
  return {
    house: opened,
    scope,
    id,
    at: (time: string | Instant) => {
      clock = typeof time === 'string' ? Date.parse(time) : time;
    },
    now: () => clock,
    async send(topic: string, body: object) {
      await opened.receive('pos', sign('pos', sampleOf('pos', topic, body), secret), installation);
      await opened.settled();
    },
    /** What the jobs do at this moment, twice: the second time there is nothing to do. */
    async time(t: Test) {
      const done = await timeAt(opened, clock);
      t.same(await timeAt(opened, clock), { done: 0 }, 'and a second time there is nothing to do');
      return done.done;
    },
    verify: () => opened.verify(id),
  };
}

const AN = '0912345671';
const KEY = '+84912345671';

t.test('points expire at the end of the day in the zone of the shop', async (t) => {
  for (const [timeZone, last, first] of [
    ['Asia/Ho_Chi_Minh', '2026-03-10T16:59:59.999Z', '2026-03-10T17:00:00Z'],
    ['Pacific/Kiritimati', '2026-03-10T09:59:59.999Z', '2026-03-10T10:00:00Z'],
    ['Pacific/Pago_Pago', '2026-03-11T10:59:59.999Z', '2026-03-11T11:00:00Z'],
    ['America/New_York', '2026-03-11T03:59:59.999Z', '2026-03-11T04:00:00Z'],
  ] as const) {
    const shop = await shopAt(t, '2025-03-10T12:00:00Z', {}, { timeZone });
    // The same calendar day everywhere: noon there.
    const noon = new Date(Date.parse(first) - 364.5 * 86_400_000 - 86_400_000).toISOString();
    shop.at(noon);
    await shop.send('invoice.saved', invoice({ id: 'HD1', amount: 1_000_000, at: noon, phone: AN }));
    const { account } = await bookOf(shop.scope, KEY);
    const expires = account.lots[0]?.expiresAt as number;
    t.equal(new Date(expires).toISOString(), new Date(first).toISOString(), `${timeZone}: the first instant without`);
    shop.at(last);
    await shop.time(t);
    t.equal((await bookOf(shop.scope, KEY)).customer.loyalty?.points, 100, 'there until the last instant');
    shop.at(first);
    t.equal(await shop.time(t), 1);
    const after = await bookOf(shop.scope, KEY);
    t.same(told(after.postings), ['earned 100', 'expired 100']);
    t.equal(after.postings[1]?.at, Date.parse(first));
    t.equal(after.customer.loyalty?.points, 0, 'and the figure of the customer follows');
    t.same((await shop.verify()).differences, []);
  }
});

t.test('after days of downtime everything is booked at its own instant, in its order, once', async (t) => {
  const pending = { ...TIKME.earning, pending: { until: 'days', days: 3 } } as const;
  const shop = await shopAt(t, '2026-01-05T05:00:00Z', { earning: pending, expiry: { kind: 'months', months: 1 } });
  await shop.send('invoice.saved', invoice({ id: 'HD1', amount: 2_000_000, at: '2026-01-05T05:00:00Z', phone: AN }));
  t.equal((await bookOf(shop.scope, KEY)).customer.loyalty?.pending, 200);
  shop.at('2026-03-20T00:00:00Z');
  t.equal(await shop.time(t), 1);
  const { postings, account, customer } = await bookOf(shop.scope, KEY);
  t.same(told(postings), ['earned 200', 'matured 200', 'expired 200']);
  t.same(
    postings.map(({ at }) => formatDay(dayOf(at, 'Asia/Ho_Chi_Minh'))),
    ['2026-01-05', '2026-01-08', '2026-02-09'],
  );
  t.ok(postings.slice(1).every(({ bookedAt, by }) => bookedAt === shop.now() && by === 'job points in time'));
  t.equal(customer.loyalty?.points, 0);
  t.notOk('nextAt' in account, 'nothing more to come');
  t.same((await shop.verify()).differences, []);
});

t.test('two processes at once book once', async (t) => {
  const shop = await shopAt(t, '2025-06-01T05:00:00Z');
  for (let i = 0; i < 60; i++)
    await shop.house.receive(
      'pos',
      sign(
        'pos',
        sampleOf(
          'pos',
          'invoice.saved',
          invoice({
            id: `HD${i}`,
            amount: 500_000,
            at: '2025-06-01T05:00:00Z',
            phone: `09123456${String(i).padStart(2, '0')}`,
          }),
        ),
        await secretOf(shop),
      ),
      await installationOf(shop),
    );
  await shop.house.settled();
  shop.at('2026-06-03T00:00:00Z');
  const runs = await Promise.all([1, 2, 3].map(() => timeAt(shop.house, shop.now())));
  t.equal(
    runs.reduce((sum, { done }) => sum + done, 0),
    60,
    'each account is told by the run that booked it',
  );
  t.equal(await shop.scope.postings.count({ reason: 'expired' }), 60);
  t.equal(await shop.scope.postings.count(), 120);
  t.equal(await shop.scope.customers.count({ 'loyalty.points': 0 }), 60);
  t.same((await shop.verify()).differences, []);
});

t.test('a job that was stopped goes on where it was', async (t) => {
  const shop = await shopAt(t, '2025-06-01T05:00:00Z');
  for (let i = 0; i < 30; i++)
    await shop.send(
      'invoice.saved',
      invoice({
        id: `HD${i}`,
        amount: 500_000,
        at: '2025-06-01T05:00:00Z',
        phone: `09123456${String(i).padStart(2, '0')}`,
      }),
    );
  shop.at('2026-06-03T00:00:00Z');
  let transactions = 0;
  const { transaction, ...rest } = shop.house.store;
  const failing: typeof shop.house.store = {
    ...rest,
    transaction: async (...given) => {
      if (++transactions > 1) throw new Error('the server is gone');
      return transaction(...given);
    },
  };
  await t.rejects(timeAt({ store: failing }, shop.now()), /the server is gone/);
  const before = await shop.scope.postings.count({ reason: 'expired' });
  t.ok(before > 0 && before < 30, `${before} were booked`);
  t.equal((await timeAt(shop.house, shop.now())).done, 30 - before);
  t.equal(await shop.scope.postings.count({ reason: 'expired' }), 30);
});

t.test('an account that cannot be booked holds up no other, and the run says that it failed', async (t) => {
  const shop = await shopAt(t, '2025-06-01T05:00:00Z');
  const phone = (i: number) => `09123456${String(i).padStart(2, '0')}`;
  for (let i = 0; i < 5; i++)
    await shop.send(
      'invoice.saved',
      invoice({ id: `HD${i}`, amount: 500_000, at: '2025-06-01T05:00:00Z', phone: phone(i) }),
    );
  const [first] = await shop.scope.accounts.find().sort({ nextAt: 1, _id: 1 }).toArray();
  await shop.scope.accounts.updateOne({ _id: first?._id as never }, { $set: { orders: null } } as never);
  shop.at('2026-06-03T00:00:00Z');
  await t.rejects(timeAt(shop.house, shop.now()));
  t.equal(await shop.scope.postings.count({ reason: 'expired' }), 4);
});

t.test('warnings come at 30 and at 7 days, once each, and once when the server was down', async (t) => {
  const shop = await shopAt(t, '2026-01-10T05:00:00Z', { expiry: { kind: 'months', months: 2 } });
  await shop.send('invoice.saved', invoice({ id: 'HD1', amount: 1_000_000, at: '2026-01-10T05:00:00Z', phone: AN }));
  const lastDay = dayOf((await bookOf(shop.scope, KEY)).account.lots[0]?.expiresAt as number, 'Asia/Ho_Chi_Minh') - 1;
  t.equal(formatDay(lastDay), '2026-03-10');
  const warnings = async () =>
    (await shop.scope.loyaltyEvents.find().sort({ at: 1 }).toArray()).map(
      ({ days, points, lastDay: day }) => `${days}: ${points} until ${formatDay(day)}`,
    );
  shop.at('2026-02-07T16:59:59Z');
  t.equal(await shop.time(t), 0, '31 days before: nothing');
  shop.at('2026-02-07T17:00:00Z');
  t.equal(await shop.time(t), 1);
  t.same(await warnings(), ['30: 100 until 2026-03-10']);
  shop.at('2026-02-20T00:00:00Z');
  await shop.send('invoice.saved', invoice({ id: 'HD2', amount: 10_000, at: '2026-02-20T00:00:00Z', phone: AN }));
  t.equal(await shop.time(t), 0, 'not again');
  shop.at('2026-03-02T17:00:00Z');
  t.equal(await shop.time(t), 1);
  t.same(await warnings(), ['30: 100 until 2026-03-10', '7: 100 until 2026-03-10']);
  t.same((await shop.verify()).differences, []);

  // Down from the 31st day before to the 5th: one warning, the one that fits.
  const away = await shopAt(t, '2026-01-10T05:00:00Z', { expiry: { kind: 'months', months: 2 } });
  await away.send('invoice.saved', invoice({ id: 'HD1', amount: 1_000_000, at: '2026-01-10T05:00:00Z', phone: AN }));
  away.at('2026-03-05T00:00:00Z');
  t.equal(await away.time(t), 1);
  t.same(
    (await away.scope.loyaltyEvents.find().toArray()).map(({ days }) => days),
    [7],
  );
});

t.test('a tier falls at its review, which nobody has to ask for', async (t) => {
  const shop = await shopAt(t, '2026-01-10T05:00:00Z', {
    tiers: {
      ...TIKME.tiers,
      measure: { of: 'points_in', window: { kind: 'rolling', months: 6 } },
      review: { kind: 'dates', dates: ['06-30', '12-31'] },
    },
  });
  await shop.send('invoice.saved', invoice({ id: 'HD1', amount: 6_000_000, at: '2026-01-10T05:00:00Z', phone: AN }));
  t.equal((await bookOf(shop.scope, KEY)).customer.loyalty?.level, 'silver');
  shop.at('2026-06-30T16:59:59Z');
  await shop.time(t);
  t.equal((await bookOf(shop.scope, KEY)).customer.loyalty?.level, 'silver');
  shop.at('2027-01-03T00:00:00Z');
  await shop.time(t);
  const { customer, account } = await bookOf(shop.scope, KEY);
  t.equal(customer.loyalty?.level, 'member');
  t.same(account.tier.changes.at(-1)?.cause, { kind: 'review' });
  t.same(
    (await shop.scope.changes.find({ field: 'tier' }).sort({ at: 1 }).toArray()).map(
      ({ value }) => (value as { to: string }).to,
    ),
    ['member', 'silver', 'member'],
  );
  t.same((await shop.verify()).differences, []);
});

t.test('a birthday gift comes on the day, also on 28 February, and to whoever told it since', async (t) => {
  const rules = [...TIKME.earning.rules, { id: 'gift', kind: 'birthday_gift' as const, points: 70 }];
  const shop = await shopAt(t, '2027-01-10T05:00:00Z', { earning: { ...TIKME.earning, rules } });
  await shop.send('customer.saved', { ...member({ phone: AN, at: '2027-01-10T05:00:00Z' }), birthDate: '2000-02-29' });
  shop.at('2027-02-27T16:59:59Z');
  t.equal(await points(shop), 0);
  await shop.time(t);
  t.equal(await points(shop), 0);
  shop.at('2027-02-27T17:00:00Z');
  await shop.time(t);
  t.equal(await points(shop), 70, 'at the beginning of 28 February');
  shop.at('2028-02-28T17:00:00Z');
  await shop.time(t);
  t.same(
    told((await bookOf(shop.scope, KEY)).postings).sort(),
    ['earned 70', 'earned 70', 'expired 70'],
    'the next on the 29th',
  );
  t.same((await shop.verify()).differences, []);
});

const points = async (shop: { scope: Parameters<typeof bookOf>[0] }) =>
  (await shop.scope.customers.findOne({ phone: KEY }))?.loyalty?.points;

/** Birth date, when it was told, when time runs next, and what is there then: issue, first day, first day without. */
const VOUCHERS = [
  ['seven days before', '1990-06-20', '2026-01-01', '2026-06-13', 2026, '2026-06-13', '2026-07-01'],
  ['not a day earlier', '1990-06-20', '2026-01-01', '2026-06-12', null, null, null],
  [
    'over the end of the year: of the next birthday year',
    '1990-01-03',
    '2026-11-01',
    '2026-12-27',
    2027,
    '2026-12-27',
    '2027-02-01',
  ],
  ['29 February in a common year', '2000-02-29', '2026-06-01', '2027-02-21', 2027, '2027-02-21', '2027-03-01'],
  ['29 February in a leap year', '2000-02-29', '2027-06-01', '2028-02-22', 2028, '2028-02-22', '2028-03-01'],
  ['told within the seven days: at once', '1990-06-20', '2026-06-17', '2026-06-17', 2026, '2026-06-17', '2026-07-01'],
  ['told on the birthday', '1990-06-20', '2026-06-20', '2026-06-20', 2026, '2026-06-20', '2026-07-01'],
  ['without a year of birth', '--06-20', '2026-01-01', '2026-06-13', 2026, '2026-06-13', '2026-07-01'],
  ['after days of downtime', '1990-06-20', '2026-01-01', '2026-06-22', 2026, '2026-06-22', '2026-07-01'],
  ['told after the birthday: none', '1990-06-20', '2026-06-21', '2026-06-22', null, null, null],
  ['not when all of it was slept through', '1990-06-20', '2026-05-01', '2026-07-01', null, null, null],
] as const;

t.test('birthday vouchers', async (t) => {
  for (const [name, birthday, toldOn, runOn, year, from, until] of VOUCHERS) {
    await t.test(name, async (t) => {
      const noon = (day: string) => `${day}T05:00:00Z`;
      const shop = await shopAt(t, noon(toldOn));
      await shop.send('customer.saved', { ...member({ phone: AN, at: noon(toldOn) }), birthDate: birthday });
      if (toldOn !== runOn) {
        t.same(await shop.scope.vouchers.find().toArray(), [], 'not yet');
        shop.at(noon(runOn));
        await shop.time(t);
      }
      const vouchers = await shop.scope.vouchers.find().toArray();
      if (year === null) return void t.same(vouchers, []);
      t.match(vouchers, [
        { year, state: 'issued', code: /^SN[0-9A-Z]{8}$/, benefit: { kind: 'percent', percent: 10 } },
      ]);
      t.same([formatDay(vouchers[0]?.from ?? 0), formatDay(vouchers[0]?.until ?? 0)], [from, until]);
      t.equal(vouchers.length, 1);
    });
  }
});

t.test('a birthday year has one voucher, whatever the birth date becomes, and the next year another', async (t) => {
  const shop = await shopAt(t, '2026-06-14T05:00:00Z');
  const say = (birthDate: string, at: string) =>
    shop.send('customer.saved', { ...member({ phone: AN, at }), birthDate });
  await say('1990-06-20', '2026-06-14T05:00:00Z');
  await say('1990-06-22', '2026-06-14T06:00:00Z');
  shop.at('2026-09-01T05:00:00Z');
  await say('1990-09-03', '2026-09-01T05:00:00Z');
  await shop.time(t);
  t.equal(await shop.scope.vouchers.count(), 1);
  shop.at('2027-08-27T05:00:00Z');
  await shop.time(t);
  t.same(
    (await shop.scope.vouchers.find().sort({ year: 1 }).toArray()).map(
      ({ year, from }) => `${year} ${formatDay(from)}`,
    ),
    ['2026 2026-06-14', '2027 2027-08-27'],
  );
});

t.test('an order that carries the code uses the voucher, and gives it back when it is cancelled', async (t) => {
  const shop = await shopAt(t, '2026-06-14T05:00:00Z');
  await shop.send('customer.saved', { ...member({ phone: AN, at: '2026-06-14T05:00:00Z' }), birthDate: '1990-06-20' });
  const [{ code } = { code: '' }] = await shop.scope.vouchers.find().toArray();
  const voucher = async () => {
    const [found] = await shop.scope.vouchers.find().toArray();
    return `${found?.state} ${found?.order?.split('/')[1] ?? '-'}`;
  };
  const order = (id: string, at: string, status = 'paid', vouchers = [code.toLowerCase()]) =>
    shop.send('invoice.saved', { ...invoice({ id, at, phone: AN, status }), vouchers });
  await order('HD1', '2026-06-15T01:00:00Z');
  t.equal(await voucher(), 'used HD1');
  await order('HD1', '2026-06-15T02:00:00Z', 'cancelled');
  t.equal(await voucher(), 'issued -', 'the cancelled order gives it back');
  await order('HD2', '2026-06-16T01:00:00Z');
  t.equal(await voucher(), 'used HD2');
  await order('HD2', '2026-06-16T02:00:00Z', 'paid', []);
  t.equal(await voucher(), 'issued -', 'and so does one that does not carry it any more');
  await order('HD1', '2026-06-17T02:00:00Z', 'paid');
  t.equal(await voucher(), 'used HD1', 'one that stands again uses it again');
  t.same((await shop.verify()).differences, []);
});

t.test('of two customers who turn out to be one, one voucher stays', async (t) => {
  const shop = await shopAt(t, '2026-06-14T05:00:00Z');
  const birthday = '1990-06-20';
  await shop.send('customer.saved', { ...member({ phone: AN, at: '2026-06-14T05:00:00Z' }), birthDate: birthday });
  await shop.send('customer.saved', {
    ...member({ phone: '0912345672', email: 'an@example.vn', at: '2026-06-14T05:00:01Z' }),
    birthDate: birthday,
  });
  t.equal(await shop.scope.vouchers.count({ state: 'issued' }), 2);
  await shop.send('customer.saved', {
    ...member({ phone: AN, email: 'an@example.vn', at: '2026-06-14T05:00:02Z' }),
    birthDate: birthday,
  });
  t.equal(await shop.scope.customers.count(), 1);
  t.same((await shop.scope.vouchers.find().toArray()).map(({ state }) => state).sort(), ['issued', 'void']);
  t.equal(new Set((await shop.scope.vouchers.find().toArray()).map(({ customer }) => customer)).size, 1);
  t.same((await shop.verify()).differences, []);
});

t.test('a version that begins is applied to everybody, once', async (t) => {
  const shop = await shopAt(t, '2026-06-14T05:00:00Z', { birthday: { ...TIKME.birthday, isOn: false } });
  await shop.send('customer.saved', { ...member({ phone: AN, at: '2026-06-14T05:00:00Z' }), birthDate: '1990-06-20' });
  t.equal(await shop.scope.vouchers.count(), 0);
  const programme = { ...TIKME, expiry: { kind: 'months' as const, months: 6 } };
  const from = Date.parse('2026-06-15T00:00:00Z');
  await shop.scope.programmes.insert([
    { _id: `${shop.id}/2`, shop: shop.id, version: 2, from, programme, at: from, by: 'key x' },
  ]);
  shop.house.states.forget(shop.id);
  const parts = {
    store: shop.house.store,
    now: shop.now,
    builder: { requestBuild() {} },
    logger: null as never,
  };
  t.same(await applyBegunVersions(parts), { done: 0 }, 'not before it begins');
  shop.at('2026-06-15T00:00:30Z');
  t.same(await applyBegunVersions(parts), { done: 1 });
  t.same(await applyBegunVersions(parts), { done: 0 });
  shop.at('2026-06-15T00:01:30Z');
  await resumeRebuilds(parts);
  t.equal(await shop.scope.vouchers.count(), 1, 'birthdays within the seven days have their voucher');
  t.same((await shop.verify()).differences, []);
});

t.test('another time zone moves what time does', async (t) => {
  const shop = await shopAt(t, '2026-01-10T05:00:00Z', { expiry: { kind: 'months', months: 1 } });
  await shop.send('invoice.saved', invoice({ id: 'HD1', amount: 1_000_000, at: '2026-01-10T05:00:00Z', phone: AN }));
  await shop.house.store.system.shops.updateOne({ _id: shop.id }, { $set: { timeZone: 'America/New_York' } });
  await requestRebuild(shop.house.store, shop.id, shop.now());
  shop.at('2026-01-10T06:00:00Z');
  await resumeRebuilds({
    store: shop.house.store,
    now: shop.now,
    builder: { requestBuild() {} },
    logger: null as never,
  });
  shop.house.states.forget(shop.id);
  const { account } = await bookOf(shop.scope, KEY);
  t.equal(new Date(account.lots[0]?.expiresAt ?? 0).toISOString(), '2026-02-11T05:00:00.000Z');
  t.same((await shop.verify()).differences, []);
});

const secretOf = async (shop: Awaited<ReturnType<typeof shopAt>>) => {
  const installation = await shop.scope.installations.findOne({});
  return shop.house.box.open(installation?.secrets[0] ?? '', installation?._id as never);
};
const installationOf = async (shop: Awaited<ReturnType<typeof shopAt>>) =>
  (await shop.scope.installations.findOne({}))?._id as never;
