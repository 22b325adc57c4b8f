import { programmeNow } from '../../loyalty/index.ts';
import { type DayNumber, dayOf, type Instant, parseDay } from '../../model.ts';
import type { ShopState } from '../shop-state.ts';
import type { ShopStore } from '../store/index.ts';
import { QUERY_MS } from './limits.ts';

/** What a shop owes its customers in points. */
export interface Liability {
  readonly currency: string;
  readonly available: number;
  readonly pending: number;
  readonly held: number;
  readonly owed: number;
  readonly liabilityMinor: number;
  /** By the first day of the month of their last day, the next twelve months of them. */
  readonly expiring: readonly { readonly month: DayNumber; readonly points: number }[];
  readonly customers: number;
  readonly tiers: readonly { readonly level: string; readonly customers: number }[];
}

const MONTHS = 12;

/** From all accounts of the shop as they stand booked. */
export async function liabilityOf(
  scope: ShopStore,
  { shop, loyalty }: ShopState,
  asked: string | undefined,
  now: Instant,
): Promise<Liability> {
  const programme = programmeNow({ versions: loyalty.versions, now }) ?? loyalty.versions.at(-1)?.programme ?? null;
  const currency = asked ?? programme?.spends ?? 'points';
  const options = { maxTimeMS: QUERY_MS };
  const [lots, others] = await Promise.all([
    scope.accounts.aggregate<LotRow>(lotsPipeline(currency, shop.timeZone), options).toArray(),
    scope.accounts
      .aggregate<{ _id: string | null; customers: number; owed: number }>(
        [
          {
            $group: {
              _id: '$tier.inForce',
              customers: { $sum: 1 },
              owed: { $sum: { $ifNull: [`$owed.${currency}`, 0] } },
            },
          },
        ],
        options,
      )
      .toArray(),
  ]);
  const total = (pick: (row: LotRow) => number) => lots.reduce((sum, row) => sum + pick(row), 0);
  const available = total(({ _id, left }) => (_id.stage === 'available' ? left : 0));
  const pending = total(({ _id, left }) => (_id.stage === 'pending' ? left : 0));
  const held = total((row) => row.held);
  const pointMinor = currency === programme?.spends ? programme.redeeming.pointMinor : 0;
  return {
    currency,
    available,
    pending,
    held,
    owed: others.reduce((sum, { owed }) => sum + owed, 0),
    liabilityMinor: (available + pending + held) * pointMinor,
    expiring: expiringOf(lots, dayOf(now, shop.timeZone)),
    customers: others.reduce((sum, { customers }) => sum + customers, 0),
    tiers: (programme?.tiers.levels ?? []).map(({ id }) => ({
      level: id,
      customers: others.find(({ _id }) => _id === id)?.customers ?? 0,
    })),
  };
}

interface LotRow {
  readonly _id: { readonly stage: 'pending' | 'available'; readonly month: string | null };
  readonly left: number;
  readonly held: number;
}

/** What lots hold, by stage and by the month of the last day on which it can be spent. */
function lotsPipeline(currency: string, timeZone: string): object[] {
  const open = { $or: [{ $gt: ['$$lot.left', 0] }, { $gt: ['$$lot.held', 0] }] };
  const lots = {
    $filter: { input: '$lots', as: 'lot', cond: { $and: [{ $eq: ['$$lot.currency', currency] }, open] } },
  };
  const lostAt = { $max: ['$lots.expiresAt', '$lots.extendedTo'] };
  const month = {
    $dateToString: {
      date: { $toDate: { $subtract: [lostAt, 1] } },
      timezone: timeZone,
      format: '%Y-%m-01',
      onNull: null,
    },
  };
  return [
    { $project: { lots } },
    { $unwind: '$lots' },
    { $group: { _id: { stage: '$lots.stage', month }, left: { $sum: '$lots.left' }, held: { $sum: '$lots.held' } } },
  ];
}

function expiringOf(rows: readonly LotRow[], today: DayNumber): Liability['expiring'] {
  const byMonth = new Map<DayNumber, number>();
  for (const { _id, left, held } of rows) {
    const month = _id.month === null ? null : parseDay(_id.month);
    if (month !== null) byMonth.set(month, (byMonth.get(month) ?? 0) + left + held);
  }
  const last = today + MONTHS * 31;
  return [...byMonth]
    .filter(([month]) => month > today - 31 && month <= last)
    .sort(([a], [b]) => a - b)
    .slice(0, MONTHS + 1)
    .map(([month, points]) => ({ month, points }));
}
