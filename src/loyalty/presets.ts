import type { Programme } from './programme.ts';

/** The programme of the seed (S3, Tikme): 10,000 đ a point, a point is 1,000 đ, at least 50, twelve months, four tiers. */
export const TIKME: Programme = {
  isOn: true,
  expiryWhileOff: 'runs',
  currencies: [{ id: 'points', name: { vi: 'Điểm', en: 'Points' } }],
  spends: 'points',
  ranks: 'points',
  earning: {
    includeTax: false,
    includeShipping: false,
    rounding: 'floor',
    pending: { until: 'paid' },
    exclude: { products: [], categories: [], channels: [], locations: [], segments: [], discountedLines: false },
    caps: {},
    rules: [{ id: 'amount', kind: 'amount' }],
  },
  expiry: { kind: 'months', months: 12 },
  redeeming: {
    pointMinor: 1000,
    minimumPoints: 50,
    maxPercent: 100,
    holdMinutes: 15,
    paidAs: 'discount',
    returnedDays: 30,
  },
  negative: 'allow',
  tiers: {
    boundary: 'exclusive',
    measure: { of: 'points' },
    review: { kind: 'none' },
    drop: 'fit',
    levels: [
      { id: 'member', name: { vi: 'Thành viên', en: 'Member' }, entry: 0, rateMinor: 10_000, discountBasisPoints: 0 },
      { id: 'silver', name: { vi: 'Bạc', en: 'Silver' }, entry: 500, rateMinor: 8_000, discountBasisPoints: 300 },
      { id: 'gold', name: { vi: 'Vàng', en: 'Gold' }, entry: 2_000, rateMinor: 5_000, discountBasisPoints: 500 },
      {
        id: 'platinum',
        name: { vi: 'Bạch kim', en: 'Platinum' },
        entry: 5_000,
        rateMinor: 3_000,
        discountBasisPoints: 1_000,
      },
    ],
  },
  birthday: { isOn: true, leadDays: 7, validDays: null, benefit: { kind: 'percent', percent: 10 }, minimumMinor: 0 },
  costLimitBasisPoints: 2_500,
};
