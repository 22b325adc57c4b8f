import t from 'tap';
import { expiryWarnings, lossAt, type Programme } from '../../src/loyalty/index.ts';
import { roundedDivision } from '../../src/loyalty/rounding.ts';
import { addMonths, dayNumber, dayOf, formatDay, parseDay } from '../../src/model.ts';
import { at, Customer, order, programme, VIETNAM } from '../support/loyalty/build.ts';

const DAY = 86_400_000;

t.test('tiers begin above their threshold, or at it where the programme says so (D4)', (t) => {
  const rows: [number, string, string][] = [
    [0, 'member', 'member'],
    [499, 'member', 'member'],
    [500, 'member', 'silver'],
    [501, 'silver', 'silver'],
    [2000, 'silver', 'gold'],
    [2001, 'gold', 'gold'],
    [5000, 'gold', 'platinum'],
    [5001, 'platinum', 'platinum'],
  ];
  for (const [points, exclusive, inclusive] of rows)
    for (const [boundary, tier] of [
      ['exclusive', exclusive],
      ['inclusive', inclusive],
    ] as const) {
      const customer = new Customer(programme({ tiers: { boundary } })).at('2024-02-01T09:00:00+07:00');
      customer.order(order('1', '2024-02-01T08:00:00+07:00', points * 10_000));
      t.equal(customer.tier, tier, `${points} points, ${boundary}`);
      const given = new Customer(programme({ tiers: { boundary } })).at('2024-02-01T09:00:00+07:00');
      if (points > 0) given.adjust('a', points, { ranks: true });
      t.equal(given.tier, tier, `${points} points given by hand, ${boundary}`);
    }
  t.end();
});

t.test('the tier in which an order is paid decides its rate, before its own points count (L06)', (t) => {
  const customer = new Customer().at('2024-03-01T00:00:00+07:00');
  customer.order(order('1', '2024-02-01T08:00:00+07:00', 60_000_000), order('2', '2024-02-02T08:00:00+07:00', 80_000));
  t.strictSame(
    customer.account.lots.map(({ points, level }) => [points, level]),
    [
      [6000, 'member'],
      [26, 'platinum'],
    ],
    'no order is split across tiers',
  );
  t.end();
});

t.test('49 points are too few to spend and 50 are enough, of the balance and of the request (L04)', (t) => {
  const rows: [number, number, string][] = [
    [49, 49, 'points_below_minimum'],
    [49, 50, 'points_below_minimum'],
    [50, 49, 'points_below_minimum'],
    [50, 50, 'ok'],
    [50, 51, 'points_insufficient'],
    [51, 50, 'ok'],
    [1000, 49, 'points_below_minimum'],
    [50, 0, 'points_below_minimum'],
  ];
  for (const [balance, asked, answer] of rows) {
    const customer = new Customer().at('2024-02-01T09:00:00+07:00');
    customer.adjust('a', balance);
    t.equal(customer.hold('h', asked), answer, `${asked} of ${balance}`);
  }
  t.end();
});

t.test('points are rounded down or to the half, of the order and not of its lines (L02)', (t) => {
  const rows: [number, number, number][] = [
    [4_999, 0, 0],
    [5_000, 0, 1],
    [9_999, 0, 1],
    [10_000, 1, 1],
    [14_999, 1, 1],
    [15_000, 1, 2],
    [1_250_000, 125, 125],
  ];
  for (const [goods, floor, half] of rows)
    for (const [rounding, points] of [
      ['floor', floor],
      ['half_up', half],
    ] as const) {
      const customer = new Customer(programme({ earning: { rounding } })).at('2024-02-01T09:00:00+07:00');
      const third = Math.floor(goods / 3);
      const i = [third, third, goods - 2 * third].map((a) => ({ q: 1, a }));
      t.equal(
        customer.order(order('1', '2024-02-01T08:00:00+07:00', goods, { i })).points.available,
        points,
        `${goods} ${rounding}`,
      );
    }
  t.equal(roundedDivision(2n ** 60n, 2n ** 10n, 'floor'), 2 ** 50, 'exact beyond the safe integers');
  t.equal(roundedDivision(-1, 2, 'floor'), -1);
  t.equal(roundedDivision(-1, 2, 'half_up'), 0);
  t.throws(() => roundedDivision(2n ** 60n, 1, 'floor'), 'and never a number that is not');
  t.end();
});

t.test('months end where they end', (t) => {
  const rows: [string, number, string][] = [
    ['2023-01-31', 1, '2023-02-28'],
    ['2024-01-31', 1, '2024-02-29'],
    ['2024-02-29', 12, '2025-02-28'],
    ['2024-02-29', 48, '2028-02-29'],
    ['2023-02-28', 12, '2024-02-28'],
    ['2024-08-31', 6, '2025-02-28'],
    ['2024-10-31', 1, '2024-11-30'],
    ['2024-12-31', 12, '2025-12-31'],
    ['2024-12-31', 2, '2025-02-28'],
    ['2024-03-31', -1, '2024-02-29'],
    ['2024-01-15', -13, '2022-12-15'],
  ];
  for (const [from, months, to] of rows)
    t.equal(formatDay(addMonths(parseDay(from) as number, months)), to, `${from} and ${months} months`);
  t.end();
});

t.test('points expire at the end of the local day, twelve months later, wherever the shop is (L05)', (t) => {
  // Zone, paid, last day, the last instant on which they count as UTC.
  const rows: [string, string, string, string][] = [
    [VIETNAM, '2024-02-29T23:59:59+07:00', '2025-02-28', '2025-02-28T16:59:59.999Z'],
    [VIETNAM, '2024-03-01T00:00:00+07:00', '2025-03-01', '2025-03-01T16:59:59.999Z'],
    [VIETNAM, '2024-12-31T12:00:00+07:00', '2025-12-31', '2025-12-31T16:59:59.999Z'],
    // Clocks went forward on 9 March 2025 and back on 2 November: those days have 23 and 25 hours.
    ['America/New_York', '2024-03-09T12:00:00-05:00', '2025-03-09', '2025-03-10T03:59:59.999Z'],
    ['America/New_York', '2024-03-08T12:00:00-05:00', '2025-03-08', '2025-03-09T04:59:59.999Z'],
    ['America/New_York', '2024-11-02T12:00:00-04:00', '2025-11-02', '2025-11-03T04:59:59.999Z'],
    ['America/New_York', '2024-11-01T23:30:00-04:00', '2025-11-01', '2025-11-02T03:59:59.999Z'],
    ['Pacific/Apia', '2024-05-01T00:30:00+13:00', '2025-05-01', '2025-05-01T10:59:59.999Z'],
    ['Pacific/Pago_Pago', '2024-05-01T23:30:00-11:00', '2025-05-01', '2025-05-02T10:59:59.999Z'],
    ['Asia/Kathmandu', '2024-05-01T00:10:00+05:45', '2025-05-01', '2025-05-01T18:14:59.999Z'],
  ];
  for (const [timeZone, paidAt, lastDay, lastInstant] of rows) {
    const customer = new Customer(programme(), { timeZone, from: '2024-01-01T00:00:00+00:00' });
    customer.now = at(paidAt) + 1;
    customer.order(order('1', paidAt, 1_000_000));
    t.strictSame(customer.expiries, [`${lastDay}: 100`], `${paidAt} in ${timeZone}`);
    customer.now = at(lastInstant);
    t.equal(customer.settle().points.available, 100, 'all of the last day');
    customer.now = at(lastInstant) + 1;
    t.equal(customer.settle().points.available, 0, 'and none of the next');
    t.equal(customer.account.lots[0]?.expired, 100);
    t.equal(customer.postings.at(-1)?.at, at(lastInstant) + 1, 'booked as of the instant, whenever it is noticed');
  }
  t.end();
});

t.test('expiry that nobody booked for days is booked as of its own day, the soonest first', (t) => {
  const customer = new Customer().at('2024-06-01T00:00:00+07:00');
  customer.order(order('1', '2024-02-01T08:00:00+07:00', 100_000), order('2', '2024-02-10T08:00:00+07:00', 200_000));
  customer.at('2025-07-01T00:00:00+07:00');
  t.strictSame(
    customer.postings
      .filter((each) => each.reason === 'expired')
      .map(({ at, points }) => [new Date(at).toISOString(), points]),
    [
      ['2025-02-01T17:00:00.000Z', 10],
      ['2025-02-10T17:00:00.000Z', 20],
    ],
  );
  t.equal(customer.settle().postings.length, customer.account.seq, 'and once');
  t.end();
});

t.test('what expires first is spent first (L05)', (t) => {
  const customer = new Customer().at('2024-06-01T00:00:00+07:00');
  customer.order(order('1', '2024-02-01T08:00:00+07:00', 600_000), order('2', '2024-03-10T08:00:00+07:00', 600_000));
  customer.adjust('a', 60, { lastDay: dayNumber(2024, 12, 31) });
  t.equal(customer.hold('h', 70), 'ok');
  t.strictSame(customer.expiries, ['2025-02-01: 50', '2025-03-10: 60']);
  t.end();
});

t.test('points wait until the day begins on which they may be spent', (t) => {
  const rows: [Programme['earning']['pending'], string | null, string | null][] = [
    [{ until: 'paid' }, null, '2024-02-29T23:30:00+07:00'],
    [{ until: 'days', days: 1 }, null, '2024-03-01T00:00:00+07:00'],
    [{ until: 'days', days: 14 }, null, '2024-03-14T00:00:00+07:00'],
    [{ until: 'fulfilled', days: 0 }, null, null],
    [{ until: 'fulfilled', days: 0 }, '2024-03-02T10:00:00+07:00', '2024-03-02T10:00:00+07:00'],
    [{ until: 'fulfilled', days: 7 }, '2024-03-02T10:00:00+07:00', '2024-03-09T00:00:00+07:00'],
    [{ until: 'fulfilled', days: 0 }, '2024-02-20T10:00:00+07:00', '2024-02-29T23:30:00+07:00'],
  ];
  for (const [pending, f, from] of rows) {
    const customer = new Customer(programme({ earning: { pending } })).at('2024-02-29T23:30:00+07:00');
    customer.order(order('1', '2024-02-29T23:30:00+07:00', 1_000_000, f === null ? {} : { f: at(f) }));
    const said = `${JSON.stringify(pending)} handed over ${f}`;
    customer.now = (from === null ? at('2025-02-01T00:00:00+07:00') : at(from)) - 1;
    if (from !== '2024-02-29T23:30:00+07:00')
      t.strictSame([customer.settle().points.pending, customer.points.available], [100, 0], said);
    if (from === null) continue;
    customer.now = at(from);
    t.strictSame([customer.settle().points.pending, customer.points.available], [0, 100], said);
    t.strictSame(
      customer.expiries,
      [`${formatDay(addMonths(dayOf(at(from), VIETNAM), 12))}: 100`],
      'twelve months from then',
    );
  }
  t.end();
});

t.test('a delivery that is moved or taken back makes points wait again', (t) => {
  const customer = new Customer(programme({ earning: { pending: { until: 'fulfilled', days: 2 } } })).at(
    '2024-03-10T00:00:00+07:00',
  );
  const paid = order('1', '2024-03-01T00:00:00+07:00', 1_000_000);
  customer.order({ ...paid, f: at('2024-03-05T00:00:00+07:00') });
  t.equal(customer.points.available, 100);
  customer.order({ ...paid, f: at('2024-03-09T00:00:00+07:00') });
  t.strictSame([customer.points.available, customer.points.pending], [0, 100]);
  customer.order(paid);
  t.strictSame([customer.points.available, customer.points.pending], [0, 100]);
  t.end();
});

t.test('an order that was paid later than was said lives longer, even when its points were booked as expired', (t) => {
  const customer = new Customer().at('2025-03-05T00:00:00+07:00');
  customer.order(order('1', '2024-03-01T00:00:00+07:00', 1_000_000));
  t.equal(customer.points.available, 0);
  customer.order(order('1', '2024-03-20T00:00:00+07:00', 1_000_000));
  t.equal(customer.points.available, 100);
  t.equal(customer.at('2025-03-21T00:00:00+07:00').points.available, 0);
  t.end();
});

const YEARLY = { of: 'points_in', window: { kind: 'calendar_year' } } as const;
const ROLLING = { of: 'spend_in', window: { kind: 'rolling', months: 12 } } as const;

t.test('reviews on 30 June and 31 December look at the end of that day (Sapo)', (t) => {
  const rows: [string, string][] = [
    ['2024-06-30T23:59:59.999+07:00', 'silver'],
    ['2024-07-01T00:00:00+07:00', 'member'],
  ];
  for (const [when, tier] of rows) {
    const tiers = {
      measure: { of: 'points_in', window: { kind: 'rolling', months: 3 } },
      review: { kind: 'dates', dates: ['06-30', '12-31'] },
    } satisfies Partial<Programme['tiers']>;
    const customer = new Customer(programme({ tiers }))
      .order(order('1', '2024-03-30T08:00:00+07:00', 6_000_000))
      .at(when);
    t.equal(customer.tier, tier, when);
  }
  const kept = new Customer(programme({ tiers: { measure: YEARLY, review: { kind: 'dates', dates: ['12-31'] } } }));
  kept.order(order('1', '2024-03-30T08:00:00+07:00', 6_000_000)).at('2025-01-01T00:00:00+07:00');
  t.equal(kept.tier, 'silver', 'the last instant of the year sees the whole year');
  kept.order(
    order('1', '2024-03-30T08:00:00+07:00', 6_000_000, {
      back: [{ t: at('2025-01-05T00:00:00+07:00'), a: [100_000], e: 0 }],
    }),
  );
  t.equal(
    kept.at('2025-12-31T23:59:59+07:00').tier,
    'silver',
    'a small return in January is held against the year that decided',
  );
  t.equal(kept.at('2026-01-01T00:00:00+07:00').tier, 'member', 'a year without an order does not keep it');
  t.strictSame(
    kept.account.tier.changes.map(({ to, cause }) => [to, cause.kind]),
    [
      ['member', 'joined'],
      ['silver', 'earned'],
      ['member', 'review'],
    ],
  );
  t.equal(kept.account.tier.changes.at(-1)?.measure, 0, 'with the figure that decided');
  t.end();
});

t.test('a large return takes the tier although it was decided in the year before', (t) => {
  const customer = new Customer(programme({ tiers: { measure: YEARLY, review: { kind: 'dates', dates: ['12-31'] } } }));
  const bought = order('1', '2024-03-30T08:00:00+07:00', 6_000_000);
  customer.order(bought).at('2025-01-05T00:00:00+07:00');
  t.equal(customer.tier, 'silver');
  customer.order({ ...bought, back: [{ t: at('2025-01-04T00:00:00+07:00'), a: [1_000_000], e: 0 }] });
  t.equal(customer.tier, 'member', '500 is not above 500');
  t.strictSame(customer.account.tier.changes.at(-1)?.cause, { kind: 'reversed', order: 'w1/1' });
  t.end();
});

t.test('a rolling window of twelve months ends with the same day of the next year', (t) => {
  const customer = new Customer(programme({ tiers: { measure: ROLLING, levels: levels([0, 1_000_000]) } }));
  customer.order(order('1', '2024-03-10T08:00:00+07:00', 1_000_001)).at('2025-03-09T23:59:59+07:00');
  t.equal(customer.account.tier.measure, 1_000_001);
  t.equal(customer.at('2025-03-10T00:00:00+07:00').account.tier.measure, 0);
  t.equal(customer.tier, 'silver', 'time alone takes no tier without a review');
  t.end();
});

t.test('keeping a tier may take less than entering it, and coming back too', (t) => {
  const [member, silver] = levels([0, 500]);
  const tiers = {
    measure: YEARLY,
    review: { kind: 'dates', dates: ['12-31'] },
    levels: [member, { ...silver, rateMinor: 10_000, keep: 200, reentry: 300 }],
  } as unknown as Partial<Programme['tiers']>;
  const spent = (points: number, year: number) => order(`${year}`, `${year}-05-01T08:00:00+07:00`, points * 10_000);
  const keeps = (points: number) => {
    const customer = new Customer(programme({ tiers })).order(spent(501, 2024)).at('2025-12-31T12:00:00+07:00');
    return customer.order(spent(points, 2025)).at('2026-01-01T00:00:00+07:00');
  };
  t.equal(keeps(200).tier, 'member', '200 is not above what keeping asks');
  t.equal(keeps(201).tier, 'silver');
  const fallen = keeps(0);
  fallen.order(spent(300, 2026)).at('2026-06-01T00:00:00+07:00');
  t.equal(fallen.tier, 'member');
  fallen.order(spent(301, 2026));
  t.equal(fallen.tier, 'silver', 'who was there before comes back with less');
  t.equal(
    new Customer(programme({ tiers })).order(spent(301, 2024)).at('2024-06-01T00:00:00+07:00').tier,
    'member',
    'and nobody else',
  );
  t.end();
});

t.test('a review drops to where the figures fit, or by one tier', (t) => {
  for (const [drop, tier] of [
    ['fit', 'member'],
    ['one_down', 'gold'],
  ] as const) {
    const customer = new Customer(
      programme({ tiers: { measure: YEARLY, review: { kind: 'dates', dates: ['12-31'] }, drop } }),
    );
    customer.order(order('1', '2024-05-01T08:00:00+07:00', 60_000_000)).at('2026-01-01T00:00:00+07:00');
    t.equal(customer.tier, tier, drop);
  }
  t.end();
});

t.test('an anniversary comes so many months after the tier was reached or kept, and is not put off by orders', (t) => {
  const tiers = { measure: YEARLY, review: { kind: 'anniversary', months: 12 } } as const;
  const customer = new Customer(programme({ tiers })).order(order('1', '2024-05-10T08:00:00+07:00', 6_000_000));
  customer.at('2024-06-01T00:00:00+07:00');
  t.equal(customer.account.tier.nextReviewAt, at('2025-05-10T00:00:00+07:00'));
  customer.order(order('2', '2025-05-01T08:00:00+07:00', 100_000)).at('2025-05-09T23:59:59+07:00');
  t.equal(customer.tier, 'silver');
  t.equal(customer.at('2025-05-10T00:00:00+07:00').tier, 'member');
  // Reviews that begin long after the tier was reached still come.
  const late = new Customer(programme({ tiers: { measure: YEARLY } })).order(
    order('1', '2024-05-10T08:00:00+07:00', 6_000_000),
  );
  late.at('2025-08-01T00:00:00+07:00').version('2025-08-01T00:00:00+07:00', programme({ tiers }));
  t.equal(late.account.tier.nextReviewAt, at('2026-05-10T00:00:00+07:00'));
  late.at('2026-05-10T00:00:00+07:00').order(order('2', '2026-02-01T08:00:00+07:00', 100_000));
  t.equal(late.tier, 'member');
  t.end();
});

t.test('a pin is exactly its tier until it ends, neither floor nor ceiling, and says why', (t) => {
  const customer = new Customer()
    .at('2024-02-01T00:00:00+07:00')
    .order(order('1', '2024-01-10T08:00:00+07:00', 60_000_000));
  t.equal(customer.pin('p', 'silver', '2024-03-01T00:00:00+07:00', 'agreed with the owner'), 'ok');
  t.equal(customer.tier, 'silver', 'below what figures give');
  t.equal(customer.account.tier.level, 'platinum');
  t.strictSame(
    customer.account.pins.map(({ reason, by }) => [reason, by]),
    [['agreed with the owner', 'test']],
  );
  t.equal(customer.account.pins[0]?.until, at('2024-03-01T00:00:00+07:00'));
  customer.order(order('2', '2024-02-01T00:00:00+07:00', 80_000));
  t.equal(customer.account.lots.at(-1)?.points, 10, 'its rate is that of the pinned tier');
  t.equal(customer.at('2024-02-29T23:59:59.999+07:00').tier, 'silver');
  t.equal(customer.at('2024-03-01T00:00:00+07:00').tier, 'platinum', 'it ends by itself');
  t.equal(customer.pin('q', 'diamond'), 'tier_unknown');
  t.equal(customer.pin('q', 'gold', '2024-02-01T00:00:00+07:00'), 'date_past');
  t.equal(customer.pin('q', 'gold'), 'ok');
  t.equal(customer.pin('r', 'member'), 'ok');
  t.equal(customer.tier, 'member', 'the later of two');
  t.end();
});

t.test('switched off, points run out with thirty days of notice, or rest (L01)', (t) => {
  const off = (expiryWhileOff: 'runs' | 'pauses') => programme({ isOn: false, expiryWhileOff });
  const lot = (day: string) => ({ expiresAt: at(`${day}T00:00:00+07:00`) });
  const on = { version: 1, from: at('2024-01-01T00:00:00+07:00'), programme: programme() };
  const next = (from: string, programme: Programme, version = 2) => ({
    version,
    from: at(`${from}T00:00:00+07:00`),
    programme,
  });
  const rows: [string, ReturnType<typeof next>[], string, string | null][] = [
    ['before it', [next('2024-06-01', off('runs'))], '2024-05-31', '2024-05-31'],
    [
      'runs: notice to the end of the thirtieth day after',
      [next('2024-06-01', off('runs'))],
      '2024-06-10',
      '2024-07-02',
    ],
    ['runs: what has longer keeps its day', [next('2024-06-01', off('runs'))], '2024-08-01', '2024-08-01'],
    [
      'runs: a second version that is off gives no second notice',
      [next('2024-06-01', off('runs')), next('2024-06-05', off('runs'), 3)],
      '2024-06-10',
      '2024-07-02',
    ],
    ['pauses', [next('2024-06-01', off('pauses'))], '2024-06-10', null],
    [
      'pauses until it is on again',
      [next('2024-06-01', off('pauses')), next('2024-09-01', programme(), 3)],
      '2024-06-10',
      '2024-10-02',
    ],
    [
      'pauses until it runs out while off',
      [next('2024-06-01', off('pauses')), next('2024-09-01', off('runs'), 3)],
      '2024-06-10',
      '2024-10-02',
    ],
    [
      'pauses: what has longer',
      [next('2024-06-01', off('pauses')), next('2024-09-01', programme(), 3)],
      '2024-12-01',
      '2024-12-01',
    ],
  ];
  for (const [said, versions, expiry, lost] of rows)
    t.equal(
      lossAt(lot(expiry), { versions: [on, ...versions], timeZone: VIETNAM }),
      lost === null ? null : at(`${lost}T00:00:00+07:00`),
      said,
    );
  const customer = new Customer()
    .at('2024-02-01T00:00:00+07:00')
    .order(order('1', '2024-01-10T08:00:00+07:00', 1_000_000));
  customer.at('2024-06-01T00:00:00+07:00').version('2024-06-01T00:00:00+07:00', off('pauses'));
  customer.order(order('2', '2024-06-01T00:00:00+07:00', 1_000_000));
  t.equal(customer.points.available, 100, 'balances stay and nothing is earned');
  t.equal(customer.hold('h', 60), 'programme_off', 'nor spent');
  t.equal(customer.at('2030-01-01T00:00:00+07:00').points.available, 100);
  t.end();
});

t.test('the gift of a tier is given once, and taken with the goods that brought the tier', (t) => {
  const [member, silver] = levels([0, 500]);
  const tiers = {
    measure: YEARLY,
    review: { kind: 'dates', dates: ['12-31'] },
    levels: [member, { ...silver, entryGiftPoints: 30 }],
  } as unknown as Partial<Programme['tiers']>;
  const gifts = (customer: Customer) =>
    customer.account.lots.filter((lot) => lot.id === '^silver').map((lot) => lot.points);
  const customer = new Customer(programme({ tiers }));
  const first = order('1', '2024-05-01T08:00:00+07:00', 6_000_000);
  customer.order(first).at('2024-06-01T00:00:00+07:00');
  t.strictSame(gifts(customer), [30]);
  t.equal(customer.account.tier.earnedPoints, 600, 'a gift is not earned');
  customer.order({ ...first, end: at('2024-06-01T00:00:00+07:00') });
  t.strictSame(gifts(customer), [], 'bought and brought back');
  t.equal(customer.points.available, 0);
  customer.order(first);
  t.strictSame(gifts(customer), [30], 'reopened');
  customer.at('2026-02-01T00:00:00+07:00').order(order('2', '2026-01-15T08:00:00+07:00', 6_000_000));
  t.equal(customer.tier, 'silver');
  t.strictSame(
    customer.account.tier.changes.map(({ to }) => to),
    ['member', 'silver', 'member', 'silver'],
  );
  t.strictSame(gifts(customer), [30], 'lost at a review and come back: no second gift');
  t.end();
});

t.test('redeemed points of a lot that expired meanwhile come back and live for thirty days (L17)', (t) => {
  const customer = new Customer()
    .at('2024-02-01T09:00:00+07:00')
    .order(order('1', '2024-02-01T08:00:00+07:00', 1_000_000));
  customer.at('2025-01-20T09:00:00+07:00');
  t.equal(customer.hold('h', 60), 'ok');
  const paid = order('2', '2025-01-20T09:00:00+07:00', 500_000, { holds: ['h'] });
  customer.order(paid).at('2025-02-10T09:00:00+07:00');
  t.equal(customer.account.lots.find((lot) => lot.order === 'w1/1')?.expired, 40);
  customer.order({ ...paid, end: at('2025-02-10T09:00:00+07:00') });
  t.strictSame(customer.expiries, ['2025-03-12: 60']);
  t.equal(customer.at('2025-03-12T23:59:59.999+07:00').points.available, 60);
  t.equal(customer.at('2025-03-13T00:00:00+07:00').points.available, 0);
  t.end();
});

t.test('returned points of a lot that still lives keep its day', (t) => {
  const customer = new Customer()
    .at('2024-02-01T09:00:00+07:00')
    .order(order('1', '2024-02-01T08:00:00+07:00', 1_000_000));
  customer.at('2025-02-01T09:00:00+07:00').hold('h', 60);
  t.equal(customer.release('h'), 'ok');
  t.strictSame(customer.expiries, ['2025-02-01: 100']);
  t.end();
});

t.test('a hold ends with its minutes, and what was lost meanwhile is lost then', (t) => {
  const customer = new Customer()
    .at('2024-02-01T09:00:00+07:00')
    .order(order('1', '2024-02-01T08:00:00+07:00', 1_000_000));
  customer.at('2025-02-01T23:55:00+07:00').hold('h', 60);
  t.strictSame([customer.points.available, customer.points.held], [40, 60]);
  t.strictSame([customer.at('2025-02-02T00:09:59+07:00').points.available, customer.points.held], [0, 60]);
  t.strictSame([customer.at('2025-02-02T00:10:00+07:00').points.available, customer.points.held], [0, 0]);
  t.equal(customer.account.lots[0]?.expired, 100);
  t.equal(customer.account.redemptions[0]?.state, 'expired');
  t.end();
});

t.test('caps hold for an order, a local day and a local month of one currency', (t) => {
  const customer = new Customer(
    programme({ earning: { caps: { orderPoints: 40, dayPoints: 60, monthPoints: 90 } } }),
  ).at('2024-06-01T00:00:00+07:00');
  customer.order(
    order('1', '2024-02-29T08:00:00+07:00', 1_000_000),
    order('2', '2024-02-29T23:59:59+07:00', 1_000_000),
    order('3', '2024-03-01T00:00:00+07:00', 1_000_000),
    order('4', '2024-03-02T00:00:00+07:00', 1_000_000),
    order('5', '2024-03-03T00:00:00+07:00', 1_000_000),
  );
  t.strictSame(
    customer.account.lots.map((lot) => lot.points),
    [40, 20, 40, 40, 10],
  );
  t.end();
});

t.test('warnings come at thirty and seven days, and a day without a job loses none (L05)', (t) => {
  const customer = new Customer().at('2024-06-01T00:00:00+07:00');
  customer.order(order('1', '2024-02-01T08:00:00+07:00', 100_000), order('2', '2024-02-10T08:00:00+07:00', 200_000));
  const warned = (day: string) => {
    const warnings = expiryWarnings(customer.account, [30, 7], {
      ...customer.context,
      now: at(`${day}T12:00:00+07:00`),
    });
    return warnings.map(({ lastDay, days, points }) => `${formatDay(lastDay)} ${days} ${points}`);
  };
  t.strictSame(warned('2025-01-01'), [], '31 days before');
  t.strictSame(warned('2025-01-02'), ['2025-02-01 30 10'], '30 days before');
  t.strictSame(warned('2025-01-15'), ['2025-02-01 30 10', '2025-02-10 30 20'], 'still due');
  t.strictSame(warned('2025-01-24'), ['2025-02-01 30 10', '2025-02-10 30 20'], '8 days before');
  t.strictSame(warned('2025-01-25'), ['2025-02-01 7 10', '2025-02-10 30 20'], '7 days before');
  t.strictSame(warned('2025-02-01'), ['2025-02-01 7 10', '2025-02-10 30 20'], 'the last day');
  t.strictSame(warned('2025-02-02'), ['2025-02-10 30 20'], 'lost, booked or not');
  t.equal(customer.now + DAY < at('2025-01-01T00:00:00+07:00'), true, 'the account was asked as it lay');
  t.end();
});

function levels(entries: number[]): Programme['tiers']['levels'] {
  return programme()
    .tiers.levels.slice(0, entries.length)
    .map((level, i) => ({ ...level, entry: entries[i] ?? 0 }));
}
