import { PROGRAMME_SCHEMA, type Programme, TIKME } from '../../../src/loyalty/index.ts';

/** A programme at random, of everything that the model knows; small thresholds, so that tiers are climbed and lost. */
export function randomProgramme(below: (limit: number) => number): Programme {
  const one = <T>(...values: T[]): T => values[below(values.length)] as T;
  const maybe = <T extends object>(value: T): T | object => (below(3) === 0 ? value : {});
  const hasOwnRanking = below(4) === 0;
  const window = one({ kind: 'rolling', months: one(1, 12) } as const, { kind: 'calendar_year' } as const);
  const measure = one(
    { of: 'points' } as const,
    { of: 'points' } as const,
    { of: 'points_in', window } as const,
    { of: 'spend_in', window } as const,
  );
  const scale = measure.of === 'spend_in' ? 10_000 : 1;
  const [silver, gold] = [16 * scale, 40 * scale];
  const name = (id: string) => ({ vi: id, en: id });
  const named = TIKME.currencies;
  return PROGRAMME_SCHEMA.parse({
    ...TIKME,
    isOn: below(12) > 0,
    expiryWhileOff: one('runs', 'pauses'),
    currencies: [...named, { id: 'rank', name: name('rank') }],
    ranks: hasOwnRanking ? 'rank' : 'points',
    earning: {
      ...TIKME.earning,
      includeShipping: below(4) === 0,
      rounding: one('floor', 'half_up'),
      pending: one(
        { until: 'paid' },
        { until: 'paid' },
        { until: 'paid' },
        { until: 'days', days: 1 + below(20) },
        { until: 'fulfilled', days: below(10) },
      ),
      exclude: { ...TIKME.earning.exclude, products: one([], ['w1:9']), channels: one([], ['till']) },
      caps: { ...maybe({ orderPoints: 30 }), ...maybe({ dayPoints: 50 }), ...maybe({ monthPoints: 120 }) },
      rules: [
        { id: 'amount', kind: 'amount' },
        ...(below(3) === 0 ? [{ id: 'first', kind: 'first_order', points: 7 }] : []),
        ...(below(3) === 0
          ? [{ id: 'product', kind: 'product_bonus', products: ['w1:7'], give: 'percent', percent: one(50, 100) }]
          : []),
        ...(below(3) === 0 ? [{ id: 'joining', kind: 'sign_up', points: 5, ...maybe({ currency: 'points' }) }] : []),
      ],
    },
    expiry: one(
      { kind: 'never' },
      { kind: 'months', months: 1 },
      { kind: 'months', months: 12 },
      { kind: 'months', months: 12 },
    ),
    redeeming: {
      ...TIKME.redeeming,
      minimumPoints: one(0, 5, 10),
      paidAs: one('discount', 'payment'),
      returnedDays: one(0, 30),
    },
    negative: one('allow', 'allow', 'clamp', 'write_off'),
    tiers: {
      boundary: one('exclusive', 'inclusive'),
      measure,
      review: one(
        { kind: 'none' },
        { kind: 'dates', dates: ['06-30', '12-31'] },
        { kind: 'dates', dates: ['02-29'] },
        { kind: 'anniversary', months: one(1, 6, 12) },
      ),
      drop: one('fit', 'one_down'),
      levels: [
        { id: 'member', name: name('member'), entry: 0, rateMinor: 10_000, discountBasisPoints: 0 },
        {
          id: 'silver',
          name: name('silver'),
          entry: silver,
          rateMinor: 8_000,
          discountBasisPoints: 300,
          ...maybe({ keep: silver / 2 }),
        },
        {
          id: 'gold',
          name: name('gold'),
          entry: gold,
          rateMinor: 5_000,
          discountBasisPoints: 500,
          ...maybe({ keep: gold / 2 }),
          ...maybe({ reentry: gold - silver }),
          ...maybe({ entryGiftPoints: 9 }),
        },
      ],
    },
  });
}
