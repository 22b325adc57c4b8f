import { AppError } from '../../errors.ts';
import { type LedgerAccount, programmeNow, type Reason } from '../../loyalty/index.ts';
import {
  addMonths,
  type DayNumber,
  dayNumber,
  dayOf,
  type Instant,
  parseDay,
  plainDate,
  startOfDay,
} from '../../model.ts';
import type { ShopState } from '../shop-state.ts';
import type { ShopStore } from '../store/index.ts';
import { QUERY_MS } from './limits.ts';

/** Points that came and went in a day or month. */
export interface Flow {
  readonly start: DayNumber;
  readonly earned: number;
  readonly reversed: number;
  readonly redeemed: number;
  readonly returned: number;
  readonly expired: number;
  readonly adjusted: number;
  readonly writtenOff: number;
}

export interface Flows {
  readonly currency: string;
  readonly grain: 'day' | 'month';
  readonly items: readonly Flow[];
}

const SPANS_MAX = 800;

/** Flows of a currency by when they were true, which for what was heard late is before it was booked; every day or month of the period, those without any too. */
export async function flowsOf(
  scope: ShopStore,
  { shop, loyalty }: ShopState,
  asked: {
    readonly from?: DayNumber | undefined;
    readonly to?: DayNumber | undefined;
    readonly grain: 'day' | 'month';
    readonly currency?: string | undefined;
  },
  now: Instant,
): Promise<Flows> {
  const { timeZone } = shop;
  const { grain } = asked;
  const programme = programmeNow({ versions: loyalty.versions, now }) ?? loyalty.versions.at(-1)?.programme;
  const currency = asked.currency ?? programme?.spends ?? 'points';
  const to = asked.to ?? dayOf(now, timeZone);
  const from = asked.from ?? (grain === 'day' ? to - 29 : addMonths(firstOfMonth(to), -11));
  const starts = startsOf(from, to, grain);
  if (starts.length > SPANS_MAX) throw new AppError('invalid', `from: at most ${SPANS_MAX} ${grain}s at once`);
  const rows = await scope.postings
    .aggregate<Row>(
      [
        {
          $match: {
            at: { $gte: startOfDay(from, timeZone), $lt: startOfDay(to + 1, timeZone) },
            currency,
            reason: { $in: TOLD },
          },
        },
        {
          $group: {
            _id: {
              span: {
                $dateToString: {
                  date: { $toDate: '$at' },
                  timezone: timeZone,
                  format: grain === 'day' ? '%Y-%m-%d' : '%Y-%m-01',
                },
              },
              reason: '$reason',
              from: '$from',
              to: '$to',
            },
            points: { $sum: '$points' },
          },
        },
      ],
      { hint: 'flows', maxTimeMS: QUERY_MS },
    )
    .toArray();
  const bySpan = Map.groupBy(rows, ({ _id }) => parseDay(_id.span));
  return { currency, grain, items: starts.map((start) => flowOf(start, bySpan.get(start) ?? [])) };
}

interface Row {
  readonly _id: {
    readonly span: string;
    readonly reason: Reason;
    readonly from: LedgerAccount;
    readonly to: LedgerAccount;
  };
  readonly points: number;
}

/** Reasons that change what customers have; holds, maturing and merges only move it. */
const TOLD: Reason[] = [
  'earned',
  'reversed',
  'redeemed',
  'returned',
  'expired',
  'adjusted',
  'opened',
  'written_off',
  'recovered',
];

function flowOf(start: DayNumber, rows: readonly Row[]): Flow {
  const sum = (reason: Reason, sign: (row: Row['_id']) => number = () => 1) =>
    rows.reduce((total, { _id, points }) => total + (_id.reason === reason ? points * sign(_id) : 0), 0);
  const givenBy = (row: Row['_id']) => (row.from === 'adjusted' ? 1 : -1);
  return {
    start,
    earned: sum('earned'),
    reversed: sum('reversed'),
    redeemed: sum('redeemed'),
    returned: sum('returned'),
    expired: sum('expired'),
    adjusted: sum('adjusted', givenBy) + sum('opened', givenBy),
    writtenOff: sum('written_off') - sum('recovered'),
  };
}

const firstOfMonth = (day: DayNumber): DayNumber => {
  const { year, month } = plainDate(day);
  return dayNumber(year, month, 1);
};

function startsOf(from: DayNumber, to: DayNumber, grain: 'day' | 'month'): DayNumber[] {
  const starts: DayNumber[] = [];
  let start = grain === 'day' ? from : firstOfMonth(from);
  while (start <= to && starts.length <= SPANS_MAX) {
    starts.push(start);
    start = grain === 'day' ? start + 1 : addMonths(start, 1);
  }
  return starts;
}
