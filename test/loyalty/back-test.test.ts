import fc from 'fast-check';
import t from 'tap';
import {
  addTallies,
  type BackTestCustomer,
  type BackTestPlan,
  type BackTestTally,
  backTestPlan,
  backTestReport,
  emptyTally,
  type LoyaltyOrder,
  PROGRAMME_SCHEMA,
  type Programme,
  replay,
  TIKME,
  tallyCustomer,
} from '../../src/loyalty/index.ts';
import { addMonths, dayOf, startOfDay } from '../../src/model.ts';
import { propertyRun } from '../segments/seed.ts';

const ZONE = 'Asia/Ho_Chi_Minh';
const FROM = Date.parse('2025-11-01T00:00:00+07:00');
const TO = Date.parse('2026-11-22T12:00:00+07:00');
const DAY = 86_400_000;
const at = (text: string) => Date.parse(`${text}+07:00`);

function planOf(given: Partial<Parameters<typeof backTestPlan>[0]> = {}): BackTestPlan {
  return backTestPlan({
    programme: TIKME,
    against: null,
    from: FROM,
    to: TO,
    timeZone: ZONE,
    assumption: { redeemPercent: 60, redeemAfterDays: 30 },
    labels: [],
    ...given,
  });
}

function order(o: string, time: string, goodsMinor: number, rest: Partial<LoyaltyOrder> = {}): LoyaltyOrder {
  return { o, t: at(time), c: 'pos', l: 'online', i: [{ q: 1, a: goodsMinor }], tax: 0, ship: 0, ...rest };
}

function buyer(orders: readonly LoyaltyOrder[], rest: Partial<BackTestCustomer> = {}): BackTestCustomer {
  return { knownSince: Math.min(TO, ...orders.map((each) => each.t)), orders, memberOf: [], ...rest };
}

function tallied(plan: BackTestPlan, customers: readonly BackTestCustomer[]): BackTestTally {
  const tally = emptyTally(plan);
  for (const customer of customers) tallyCustomer(plan, tally, customer);
  return tally;
}

const reportOn = (plan: BackTestPlan, customers: readonly BackTestCustomer[]) =>
  backTestReport(plan, tallied(plan, customers));

t.test('points by month, their cost and what stays owed to customers, by hand', async (t) => {
  // 1,000,000 đ of a member: 100 points on 5 November, of which 60 are spent 30 days later and 40 are lost after a year.
  const report = reportOn(planOf(), [buyer([order('a', '2025-11-05T10:00', 1_000_000)])]);
  const month = (name: string) => report.programme.months.find((each) => each.month === name);
  t.equal(report.programme.months.length, 13, 'November to November');
  t.match(month('2025-11'), { issued: 100, redeemed: 0, outstanding: 100, liabilityMinor: 100_000 });
  t.match(month('2025-12'), { issued: 0, redeemed: 60, redeemedMinor: 60_000, costMinor: 60_000, outstanding: 40 });
  t.match(month('2026-10'), { expired: 0, outstanding: 40, liabilityMinor: 40_000 });
  t.match(month('2026-11'), { expired: 40, outstanding: 0, liabilityMinor: 0 });
  t.match(report, { customers: 1, orders: 1, goodsMinor: 1_000_000 });
  t.match(report.programme, { totals: { issued: 100, redeemed: 60, expired: 40 }, costBasisPoints: 600 });
  t.same(
    report.programme.levels.map((level) => level.customers),
    [1, 0, 0, 0],
  );
  t.match(
    report.everybody,
    { customers: 1, winners: 1, losers: 0, gainMinor: 100_000 },
    'all of 100 points at their worth',
  );
});

t.test('fewer points than the minimum wait until there are enough', async (t) => {
  // 60 % of 80 are 48, below 50; with the next 80 it is 96.
  const orders = [order('a', '2026-01-01T10:00', 800_000), order('b', '2026-03-01T10:00', 800_000)];
  const { months } = reportOn(planOf(), [buyer(orders)]).programme;
  t.same(
    months.filter(({ redeemed }) => redeemed > 0).map(({ month, redeemed }) => [month, redeemed]),
    [['2026-03', 96]],
  );
});

t.test('nothing is spent at 0 %, everything at 100 %, on the day itself at 0 days', async (t) => {
  const once = [buyer([order('a', '2025-11-30T23:00', 700_000)])];
  const spent = (redeemPercent: number, redeemAfterDays: number) =>
    reportOn(planOf({ assumption: { redeemPercent, redeemAfterDays } }), once).programme.months.flatMap(
      ({ month, redeemed }) => (redeemed > 0 ? [[month, redeemed]] : []),
    );
  t.same(spent(0, 30), []);
  t.same(spent(100, 0), [['2025-11', 70]]);
  t.same(spent(100, 30), [['2025-12', 70]]);
  t.same(spent(100, 400), [], 'they had been lost by then');
});

t.test('the tier gives its discount from the next order on, and months count who is in it', async (t) => {
  // 5,010,000 đ are 501 points: Silver (D4: more than 500). The next 1,000,000 đ have 3 % off and bring 125 points.
  const orders = [order('a', '2026-02-01T10:00', 5_010_000), order('b', '2026-04-01T10:00', 1_000_000)];
  const { programme } = reportOn(planOf(), [buyer(orders)]);
  const april = programme.months.find(({ month }) => month === '2026-04');
  t.match(april, { issued: 125, discountMinor: 30_000, upgrades: 0 });
  t.match(programme.totals, { issued: 626, discountMinor: 30_000 });
  const february = programme.months.find(({ month }) => month === '2026-02');
  t.match(february, { upgrades: 1, downgrades: 0, tiers: [0, 1, 0, 0] });
  t.same(programme.months.find(({ month }) => month === '2026-01')?.tiers, [0, 0, 0, 0], 'not known before');
});

t.test('returns take back in their month; what was spent is owed, or let go', async (t) => {
  const returned = order('a', '2026-01-05T10:00', 1_000_000, { end: at('2026-03-10T10:00') });
  const given = { programme: TIKME, assumption: { redeemPercent: 60, redeemAfterDays: 30 } };
  const kept = reportOn(planOf(given), [buyer([returned])]).programme;
  t.match(
    kept.months.find(({ month }) => month === '2026-03'),
    { reversed: 100, outstanding: 0, owed: 60 },
  );
  const lenient: Programme = { ...TIKME, negative: 'write_off' };
  const { totals } = reportOn(planOf({ programme: lenient }), [buyer([returned])]).programme;
  t.match(totals, { issued: 100, reversed: 100, unreclaimed: 60, redeemed: 60, owed: 0, outstanding: 0 });

  const partly = order('a', '2026-01-05T10:00', 1_000_000, {
    back: [
      { t: at('2026-01-10T10:00'), a: [250_000], e: 0 },
      { t: at('2026-02-10T10:00'), a: [250_000], e: 0 },
    ],
  });
  const half = reportOn(planOf({ assumption: { redeemPercent: 0, redeemAfterDays: 0 } }), [buyer([partly])]).programme;
  t.same(
    half.months.flatMap(({ month, reversed }) => (reversed > 0 ? [[month, reversed]] : [])),
    [
      ['2026-01', 25],
      ['2026-02', 25],
    ],
  );
  t.equal(half.totals.outstanding, 50);
});

t.test('orders before the time earn nothing and are counted as earlier ones', async (t) => {
  const first: Programme = PROGRAMME_SCHEMA.parse({
    ...TIKME,
    earning: { ...TIKME.earning, rules: [...TIKME.earning.rules, { id: 'first', kind: 'first_order', points: 40 }] },
  });
  const orders = [order('a', '2025-10-31T23:59', 3_000_000), order('b', '2025-11-01T00:00', 1_000_000)];
  const report = reportOn(planOf({ programme: first }), [buyer(orders), buyer([orders[1] as LoyaltyOrder])]);
  t.equal(report.programme.totals.issued, 100 + 100 + 40);
  t.match(report, { orders: 2, goodsMinor: 2_000_000 });
});

t.test('two programmes: tiers against each other, and who wins and loses by segment', async (t) => {
  const half: Programme = {
    ...TIKME,
    tiers: {
      ...TIKME.tiers,
      levels: TIKME.tiers.levels.map((level) => ({ ...level, rateMinor: level.rateMinor * 2, discountBasisPoints: 0 })),
    },
  };
  const silver = buyer([order('a', '2026-02-01T10:00', 6_000_000)], { memberOf: ['vip.2', 'vip.1', 'all.1'] });
  const member = buyer([order('b', '2026-02-01T10:00', 200_000)], { memberOf: ['all.1'] });
  const nobody = buyer([], { knownSince: at('2026-01-01T00:00') });
  const report = reportOn(planOf({ programme: half, against: TIKME, labels: ['vip.2', 'all.1'] }), [
    silver,
    member,
    nobody,
  ]);
  // 600 points become 300, 20 become 10; a point is 1,000 đ.
  t.same(report.moves, [
    [2, 1, 0, 0],
    [0, 0, 0, 0],
    [0, 0, 0, 0],
    [0, 0, 0, 0],
  ]);
  t.match(report.everybody, { customers: 3, winners: 0, losers: 2, gainMinor: 0, lossMinor: 310_000 });
  t.same(report.groups, [
    { label: 'vip.2', customers: 1, winners: 0, losers: 1, gainMinor: 0, lossMinor: 300_000 },
    { label: 'all.1', customers: 2, winners: 0, losers: 2, gainMinor: 0, lossMinor: 310_000 },
  ]);
  t.match(reportOn(planOf(), [silver]).moves, null);
  const back = reportOn(planOf({ programme: TIKME, against: half }), [silver, member, nobody]);
  t.match(
    back.everybody,
    { winners: 2, losers: 0, gainMinor: 310_000 },
    'the other way round what one loses the other gains',
  );
});

t.test('members of an excluded segment earn nothing', async (t) => {
  const without: Programme = {
    ...TIKME,
    earning: { ...TIKME.earning, exclude: { ...TIKME.earning.exclude, segments: ['staff'] } },
  };
  const orders = [order('a', '2026-02-01T10:00', 1_000_000)];
  const customers = [buyer(orders, { memberOf: ['staff.3'] }), buyer(orders, { memberOf: ['staff2.1'] })];
  t.equal(reportOn(planOf({ programme: without }), customers).programme.totals.issued, 100);
});

t.test('a programme that is off costs nothing', async (t) => {
  const { programme } = reportOn(planOf({ programme: { ...TIKME, isOn: false } }), [
    buyer([order('a', '2026-02-01T10:00', 9_000_000), order('b', '2026-03-01T10:00', 9_000_000)]),
  ]);
  t.match(programme.totals, { issued: 0, costMinor: 0, liabilityMinor: 0 });
});

/** Any shop: orders of some customers over two years, of which some came back in parts or whole. */
const anyOrder = fc
  .record({
    hours: fc.integer({ min: -8000, max: 9200 }),
    amounts: fc.array(fc.integer({ min: 0, max: 9_000_000 }), { minLength: 1, maxLength: 3 }),
    returns: fc.array(
      fc.record({ hours: fc.integer({ min: 0, max: 3000 }), percent: fc.integer({ min: 0, max: 40 }) }),
      {
        maxLength: 2,
      },
    ),
    endHours: fc.option(fc.integer({ min: 0, max: 2000 }), { freq: 8 }),
    handedOver: fc.boolean(),
  })
  .map(({ hours, amounts, returns, endHours, handedOver }): Omit<LoyaltyOrder, 'o'> => {
    const paid = FROM + hours * 3_600_000;
    const back = returns
      .map((each) => ({
        t: paid + each.hours * 3_600_000,
        a: amounts.map((a) => Math.floor((a * each.percent) / 100)),
        e: 0,
      }))
      .sort((a, b) => a.t - b.t);
    return {
      t: paid,
      c: 'pos',
      l: 'online',
      i: amounts.map((a, n) => ({ q: 1, a, p: `w1:${n}` })),
      tax: 0,
      ship: 0,
      ...(handedOver ? { f: paid + 2 * DAY } : {}),
      ...(back.length === 0 ? {} : { back }),
      ...(endHours === null ? {} : { end: paid + endHours * 3_600_000 }),
    };
  });
const anyShop = fc
  .array(fc.tuple(fc.array(anyOrder, { maxLength: 7 }), fc.boolean()), { maxLength: 8 })
  .map((customers) =>
    customers.map(([orders, isVip], n): BackTestCustomer => {
      const own = orders.map((each, i) => ({ ...each, o: `w1/${n}.${i}` })).sort((a, b) => a.t - b.t);
      return buyer(own, { memberOf: isVip ? ['vip.1'] : [] });
    }),
  );
const anyProgramme = fc
  .record({
    negative: fc.constantFrom<Programme['negative']>('allow', 'clamp', 'write_off'),
    expiry: fc.constantFrom<Programme['expiry']>(
      { kind: 'never' },
      { kind: 'months', months: 1 },
      { kind: 'months', months: 6 },
    ),
    pending: fc.constantFrom<Programme['earning']['pending']>(
      { until: 'paid' },
      { until: 'days', days: 14 },
      { until: 'fulfilled', days: 3 },
    ),
    minimumPoints: fc.constantFrom(0, 1, 50, 300),
    gift: fc.constantFrom(undefined, 77),
    cap: fc.constantFrom(undefined, 500),
  })
  .map(
    ({ negative, expiry, pending, minimumPoints, gift, cap }): Programme => ({
      ...TIKME,
      negative,
      expiry,
      earning: { ...TIKME.earning, pending, caps: cap === undefined ? {} : { monthPoints: cap } },
      redeeming: { ...TIKME.redeeming, minimumPoints },
      tiers: {
        ...TIKME.tiers,
        levels: TIKME.tiers.levels.map((level, i) =>
          i === 1 && gift !== undefined ? { ...level, entryGiftPoints: gift } : level,
        ),
      },
    }),
  );
const anyAssumption = fc.record({
  redeemPercent: fc.integer({ min: 0, max: 100 }),
  redeemAfterDays: fc.integer({ min: 0, max: 120 }),
});

t.test('parts of a shop add up to the whole, however it is cut', async (t) => {
  fc.assert(
    fc.property(
      anyShop,
      anyProgramme,
      anyAssumption,
      fc.integer({ min: 0, max: 8 }),
      (customers, against, assumption, cut) => {
        const plan = planOf({ against, assumption, labels: ['vip.1', 'empty.1'] });
        const parts = [tallied(plan, customers.slice(0, cut)), tallied(plan, customers.slice(cut))] as const;
        const whole = tallied(plan, customers);
        if (!t.strictSame(addTallies(...parts), whole)) throw new Error('parts differ from the whole');
        if (!t.strictSame(addTallies(parts[1], parts[0]), whole)) throw new Error('the other way round');
        if (!t.strictSame(addTallies(emptyTally(plan), whole), whole)) throw new Error('nothing changes it');
      },
    ),
    propertyRun(t, 60),
  );
});

t.test('no point appears or is lost, and nobody spends more than assumed', async (t) => {
  fc.assert(
    fc.property(anyShop, anyProgramme, anyAssumption, (customers, programme, assumption) => {
      const { months, totals, levels } = reportOn(planOf({ programme, assumption }), customers).programme;
      for (const month of months) {
        for (const points of [month.outstanding, month.owed, month.redeemed, month.expired, ...month.tiers])
          if (!Number.isSafeInteger(points) || points < 0) throw new Error(`below nothing: ${JSON.stringify(month)}`);
      }
      const { issued, reversed, unreclaimed, redeemed, expired, outstanding, owed } = totals;
      t.equal(issued - reversed + unreclaimed - redeemed - expired, outstanding - owed);
      t.ok(redeemed * 100 <= issued * assumption.redeemPercent, `${redeemed} of ${issued}`);
      if (programme.negative !== 'allow') t.equal(owed, 0);
      const known = customers.filter((customer) => customer.knownSince <= TO).length;
      t.equal(
        levels.reduce((sum, level) => sum + level.customers, 0),
        known,
        'everybody is in one tier',
      );
    }),
    propertyRun(t, 150),
  );
});

t.test('it says what the same programme would have granted had it been live', async (t) => {
  fc.assert(
    fc.property(anyShop, anyProgramme, (customers, programme) => {
      const { totals, months, levels } = reportOn(planOf({ programme }), customers).programme;
      const told = customers.map((customer) => {
        const orders = customer.orders.filter((each) => each.t <= TO);
        const joinedAt = Math.max(FROM, customer.knownSince);
        return replay(
          [{ version: 1, from: FROM, programme }],
          { joinedAt, orders, adjustments: [], pins: [] },
          { timeZone: ZONE, asOf: TO },
        );
      });
      const grants = told.flatMap((each) => each.grants);
      const sum = (numbers: number[]) => numbers.reduce((a, b) => a + b, 0);
      t.equal(totals.issued, sum(grants.map((grant) => grant.points)));
      const lastReturn = Math.max(
        0,
        ...customers.flatMap(({ orders }) =>
          orders.flatMap((each) => [...(each.back ?? []).map((back) => back.t), each.end ?? 0]),
        ),
      );
      if (lastReturn <= TO)
        t.equal(totals.issued - totals.reversed, sum(grants.map((grant) => grant.kept)), 'less what came back');
      for (const [i, { issued }] of months.entries()) {
        const start = i === 0 ? FROM : startOfDay(addMonths(dayOf(FROM, ZONE), i), ZONE);
        const end = startOfDay(addMonths(dayOf(FROM, ZONE), i + 1), ZONE);
        t.equal(issued, sum(grants.flatMap((grant) => (grant.at >= start && grant.at < end ? grant.points : []))));
      }
      t.same(
        levels.map(({ id, customers: count }) => [id, count]),
        levels.map(({ id }) => [id, told.filter((each) => each.level === id).length]),
      );
    }),
    propertyRun(t, 100),
  );
});
