import t from 'tap';
import { formatDay, startOfDay } from '../../src/model.ts';
import { sketchedCustomer } from '../../src/segments/example.ts';
import {
  EMPTY_CATALOGUE,
  evaluate,
  isTimeDependent,
  type Period,
  resolvedPeriods,
  resolvePeriod,
  type SegmentContext,
  segmentContext,
} from '../../src/segments/index.ts';
import { ZONES } from './arbitraries.ts';

function at(isoInstant: string, timeZone = 'Asia/Ho_Chi_Minh'): SegmentContext {
  return segmentContext({
    asOf: Date.parse(isoInstant),
    timeZone,
    currency: 'VND',
    countryCode: 'VN',
    catalogue: EMPTY_CATALOGUE,
  });
}

function days(period: Period, context: SegmentContext): string[] {
  const { fromDay, toDay } = resolvePeriod(period, context);
  return [formatDay(fromDay), formatDay(toDay)];
}

t.test('each period resolves to the days people mean by it', (t) => {
  const sunday = at('2026-11-22T12:00:00+07:00');
  const cases: [Period, string, string][] = [
    [{ type: 'today' }, '2026-11-22', '2026-11-22'],
    [{ type: 'yesterday' }, '2026-11-21', '2026-11-21'],
    [{ type: 'last_n_days', n: 1 }, '2026-11-22', '2026-11-22'],
    [{ type: 'last_n_days', n: 30 }, '2026-10-24', '2026-11-22'],
    [{ type: 'this_week' }, '2026-11-16', '2026-11-22'],
    [{ type: 'last_week' }, '2026-11-09', '2026-11-15'],
    [{ type: 'this_month' }, '2026-11-01', '2026-11-22'],
    [{ type: 'last_month' }, '2026-10-01', '2026-10-31'],
    [{ type: 'this_quarter' }, '2026-10-01', '2026-11-22'],
    [{ type: 'last_quarter' }, '2026-07-01', '2026-09-30'],
    [{ type: 'this_year' }, '2026-01-01', '2026-11-22'],
    [{ type: 'last_year' }, '2025-01-01', '2025-12-31'],
    [{ type: 'since', day: '2026-02-01' }, '2026-02-01', '2026-11-22'],
    [{ type: 'between', from: '2019-03-01', to: '2019-05-31' }, '2019-03-01', '2019-05-31'],
    [{ type: 'month', year: 'this', month: 2 }, '2026-02-01', '2026-02-28'],
    [{ type: 'month', year: 'this', month: 11 }, '2026-11-01', '2026-11-22'],
    [{ type: 'month', year: 'last', month: 12 }, '2025-12-01', '2025-12-31'],
    [{ type: 'month', year: 2026, month: 12 }, '2026-12-01', '2026-12-31'],
    [{ type: 'year', year: 2026 }, '2026-01-01', '2026-12-31'],
    [{ type: 'tet', before: 14, after: 7 }, '2026-02-03', '2026-02-24'],
    [{ type: 'tet', year: 'last', before: 0, after: 0 }, '2025-01-29', '2025-01-29'],
    [{ type: 'tet', year: 2030, before: 0, after: 30 }, '2030-02-02', '2030-03-04'],
  ];
  for (const [period, from, to] of cases) t.strictSame(days(period, sunday), [from, to], JSON.stringify(period));
  t.end();
});

t.test('a month or a Tết of this year that has not come holds no day, and one that is on ends today', (t) => {
  const january = at('2026-01-31T12:00:00+07:00');
  const { fromDay, toDay } = resolvePeriod({ type: 'month', year: 'this', month: 2 }, january);
  t.ok(fromDay > toDay, 'February');
  const tet = resolvePeriod({ type: 'tet', before: 7, after: 7 }, january);
  t.ok(tet.fromDay > tet.toDay, 'Tết');
  t.strictSame(days({ type: 'tet', before: 20, after: 7 }, january), ['2026-01-28', '2026-01-31']);
  t.strictSame(days({ type: 'tet', year: 2026, before: 7, after: 7 }, january), ['2026-02-10', '2026-02-24']);
  t.end();
});

t.test('what is named by its date stands still, everything else moves', (t) => {
  const bought = (period: Period) =>
    isTimeDependent({ include: [{ all: [{ kind: 'bought_in_period', period }] }], exclude: [] });
  for (const year of ['this', 'last'] as const) {
    t.equal(bought({ type: 'month', year, month: 2 }), true);
    t.equal(bought({ type: 'tet', year, before: 1, after: 1 }), true);
  }
  t.equal(bought({ type: 'tet', before: 1, after: 1 }), true);
  t.equal(bought({ type: 'month', year: 2026, month: 2 }), false);
  t.equal(bought({ type: 'year', year: 2026 }), false);
  t.equal(bought({ type: 'tet', year: 2026, before: 1, after: 1 }), false);
  t.end();
});

t.test('periods turn at the ends of months, quarters and years', (t) => {
  const cases: [
    string,
    Period['type'] &
      ('last_month' | 'last_quarter' | 'last_week' | 'this_week' | 'this_quarter' | 'yesterday' | 'last_year'),
    string,
    string,
  ][] = [
    ['2024-03-31', 'last_month', '2024-02-01', '2024-02-29'],
    ['2025-03-31', 'last_month', '2025-02-01', '2025-02-28'],
    ['2026-01-01', 'last_month', '2025-12-01', '2025-12-31'],
    ['2026-01-01', 'last_quarter', '2025-10-01', '2025-12-31'],
    ['2026-01-01', 'last_week', '2025-12-22', '2025-12-28'],
    ['2026-01-01', 'this_week', '2025-12-29', '2026-01-01'],
    ['2026-01-01', 'yesterday', '2025-12-31', '2025-12-31'],
    ['2026-12-31', 'this_quarter', '2026-10-01', '2026-12-31'],
    ['2025-01-01', 'last_year', '2024-01-01', '2024-12-31'],
  ];
  for (const [day, type, from, to] of cases)
    t.strictSame(days({ type }, at(`${day}T12:00:00+07:00`)), [from, to], `${type} on ${day}`);
  t.end();
});

t.test('a period moves at midnight of the shop and at no other moment', (t) => {
  for (const zone of ZONES) {
    // The second is the day on which clocks in New York skip an hour, the third that on which they repeat one.
    for (const day of [20779, 20520, 20758]) {
      const midnight = startOfDay(day, zone);
      const around = [midnight - 1, midnight, startOfDay(day + 1, zone) - 1, startOfDay(day + 1, zone)];
      const todays = around.map(
        (asOf) => resolvePeriod({ type: 'today' }, at(new Date(asOf).toISOString(), zone)).fromDay,
      );
      t.strictSame(todays, [day - 1, day, day, day + 1], `${formatDay(day)} in ${zone}`);
    }
  }
  t.end();
});

t.test('"more than 30 days" leaves out day 30 and takes day 31, in every zone', (t) => {
  for (const zone of ZONES) {
    const today = 20779;
    const context = at(new Date(startOfDay(today + 1, zone) - 1).toISOString(), zone);
    const boughtOn = (instant: number) => sketchedCustomer({ orders: [{ at: instant }] }, 's/0/0', zone);
    const inSegment = (op: 'gt' | 'gte', instant: number) =>
      evaluate(
        { include: [{ all: [{ kind: 'days_since_last_order', op, value: 30 }] }], exclude: [] },
        boughtOn(instant),
        context,
      );
    const day30 = startOfDay(today - 30, zone);
    t.strictSame([inSegment('gt', day30), inSegment('gt', day30 - 1)], [false, true], `more than 30 in ${zone}`);
    t.strictSame(
      [inSegment('gte', startOfDay(today - 29, zone)), inSegment('gte', startOfDay(today - 29, zone) - 1)],
      [false, true],
      `at least 30 in ${zone}`,
    );
  }
  t.end();
});

t.test('ranges are closed at both ends', (t) => {
  const context = at('2026-11-22T12:00:00+07:00');
  const zone = context.timeZone;
  const spent = (netMinor: number) => sketchedCustomer({ orders: [{ at: 0, netMinor }] }, 's/0/0', zone);
  const range = {
    include: [{ all: [{ kind: 'total_spent' as const, op: 'between' as const, from: 1_000_000, to: 2_000_000 }] }],
    exclude: [],
  };
  t.strictSame(
    [999_999, 1_000_000, 2_000_000, 2_000_001].map((amount) => evaluate(range, spent(amount), context)),
    [false, true, true, false],
  );

  const period = { type: 'between' as const, from: '2019-03-01', to: '2019-05-31' };
  const bought = { include: [{ all: [{ kind: 'bought_in_period' as const, period }] }], exclude: [] };
  const instants = [
    '2019-02-28T23:59:59.999+07:00',
    '2019-03-01T00:00:00+07:00',
    '2019-05-31T23:59:59.999+07:00',
    '2019-06-01T00:00:00+07:00',
  ];
  t.strictSame(
    instants.map((instant) =>
      evaluate(bought, sketchedCustomer({ orders: [{ at: instant }] }, 's/0/0', zone), context),
    ),
    [false, true, true, false],
  );
  t.end();
});

t.test('an order that a clock dated tomorrow begins to count tomorrow', (t) => {
  const customer = sketchedCustomer({ orders: [{ at: '2026-11-23T08:00:00+07:00' }] }, 's/0/0', 'Asia/Ho_Chi_Minh');
  for (const period of [
    { type: 'today' },
    { type: 'this_month' },
    { type: 'last_n_days', n: 7 },
    { type: 'since', day: '2026-01-01' },
  ] as Period[]) {
    const bought = { include: [{ all: [{ kind: 'bought_in_period' as const, period }] }], exclude: [] };
    t.equal(evaluate(bought, customer, at('2026-11-22T23:59:59.999+07:00')), false, `${period.type}: not yet`);
    t.equal(evaluate(bought, customer, at('2026-11-23T00:00:00+07:00')), true, `${period.type}: now`);
  }
  t.end();
});

t.test('a birthday on 29 February is kept on 28 February in common years only', (t) => {
  const leapling = sketchedCustomer({ birth: { month: 2, day: 29 } }, 's/0/0', 'UTC');
  const today = (day: string, customer = leapling) =>
    evaluate(
      { include: [{ all: [{ kind: 'birthday_between', window: { type: 'next_days', n: 1 } }] }], exclude: [] },
      customer,
      at(`${day}T12:00:00Z`, 'UTC'),
    );
  t.strictSame(
    ['2027-02-27', '2027-02-28', '2027-03-01'].map((day) => today(day)),
    [false, true, false],
  );
  t.strictSame(
    ['2028-02-28', '2028-02-29', '2028-03-01'].map((day) => today(day)),
    [false, true, false],
  );
  t.equal(today('2028-02-29', sketchedCustomer({ birth: { month: 2, day: 28 } }, 's/0/1', 'UTC')), false);

  const between = (from: string, to: string, day: string) =>
    evaluate(
      { include: [{ all: [{ kind: 'birthday_between', window: { type: 'between', from, to } }] }], exclude: [] },
      leapling,
      at(`${day}T12:00:00Z`, 'UTC'),
    );
  t.equal(between('02-20', '02-28', '2027-02-28'), true, 'the running February has 28 days');
  t.equal(between('02-20', '02-28', '2027-03-01'), false, 'the next February has 29 days');
  t.equal(between('12-20', '02-28', '2027-12-25'), false, 'the window that is running ends in a February of 29 days');
  t.equal(between('12-20', '02-29', '2026-12-25'), true, 'and here the 29th stands for the 28th');
  t.end();
});

t.test('a fixed birthday window that does not call itself time-dependent never moves', (t) => {
  const ends = ['01-05', '02-27', '02-28', '02-29', '03-01', '12-20'];
  const births = [
    [2, 27],
    [2, 28],
    [2, 29],
    [3, 1],
    [1, 5],
    [12, 20],
  ].map(([month = 0, day = 0]) => sketchedCustomer({ birth: { month, day } }, 's/0/0', 'UTC'));
  const moving: string[] = [];
  for (const [from, to] of ends.flatMap((first) => ends.map((last) => [first, last] as const))) {
    const definition = {
      include: [{ all: [{ kind: 'birthday_between' as const, window: { type: 'between' as const, from, to } }] }],
      exclude: [],
    };
    const verdicts = new Set<string>();
    for (let day = 19_700; day < 19_700 + 4 * 366; day += 9) {
      const context = segmentContext({ ...at('2024-01-01T00:00:00Z', 'UTC'), asOf: startOfDay(day, 'UTC') });
      verdicts.add(births.map((customer) => evaluate(definition, customer, context)).join());
    }
    if (verdicts.size > 1) moving.push(`${from}..${to}`);
    if (!isTimeDependent(definition)) t.equal(verdicts.size, 1, `${from}..${to}`);
  }
  t.ok(moving.length > 0, `these move: ${moving.join(' ')}`);
  t.end();
});

t.test('a preview can show the days of every period in a definition', (t) => {
  const definition = {
    include: [
      {
        all: [
          {
            any: [
              { kind: 'bought_in_period' as const, period: { type: 'last_month' as const } },
              { kind: 'channel' as const, channels: ['pos'] },
            ],
          },
        ],
      },
    ],
    exclude: [
      { all: [{ kind: 'channel' as const, channels: ['pos'], period: { type: 'last_n_days' as const, n: 7 } }] },
    ],
  };
  t.strictSame(resolvedPeriods(definition, at('2026-11-22T12:00:00+07:00')), [
    { path: 'include[0].all[0].any[0].period', from: '2026-10-01', to: '2026-10-31' },
    { path: 'exclude[0].all[0].period', from: '2026-11-16', to: '2026-11-22' },
  ]);
  t.end();
});

t.test('birthdays cross the end of the year', (t) => {
  const births = [
    [12, 30],
    [12, 31],
    [1, 1],
    [1, 6],
    [1, 7],
  ] as const;
  const customers = births.map(([month, day]) =>
    sketchedCustomer({ birth: { month, day, year: 1990 } }, 's/0/0', 'UTC'),
  );
  const next = {
    include: [{ all: [{ kind: 'birthday_between' as const, window: { type: 'next_days' as const, n: 7 } }] }],
    exclude: [],
  };
  const context = at('2026-12-31T12:00:00Z', 'UTC');
  t.strictSame(
    customers.map((customer) => evaluate(next, customer, context)),
    [false, true, true, true, false],
  );
  t.end();
});
