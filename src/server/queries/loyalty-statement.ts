import {
  type Balances,
  balancesOf,
  type Level,
  type Lot,
  lossAt,
  type Posting,
  versionAt,
} from '../../loyalty/index.ts';
import { type CustomerKey, type DayNumber, dayOf, type Instant } from '../../model.ts';
import { postingHash } from '../ingest/loyalty.ts';
import type { ShopState } from '../shop-state.ts';
import type { PostingDocument } from '../store/documents.ts';
import type { ShopStore } from '../store/index.ts';

/** What stood booked for a customer at an instant. */
export interface Statement {
  readonly asOf: Instant;
  readonly balances: readonly (Balances & { readonly currency: string })[];
  readonly lots: readonly LotThen[];
  readonly level: Level | null;
  readonly pinned: boolean;
  readonly chain: { readonly ok: boolean; readonly postings: number; readonly head: string };
}

export interface LotThen {
  readonly id: string;
  readonly currency: string;
  readonly available: number;
  readonly pending: number;
  readonly held: number;
  readonly at: Instant | null;
  readonly lastDay: DayNumber | null;
  readonly order?: string;
  readonly rule?: string;
  readonly version?: number;
}

/** From nothing but postings that had been written by then, and the tier changes that had been recorded. */
export async function statementOf(
  scope: ShopStore,
  customer: CustomerKey,
  { shop, loyalty: { versions } }: ShopState,
  asOf: Instant,
): Promise<Statement> {
  const [all, account, tiers] = await Promise.all([
    scope.postings
      .find({ _id: { $gte: `${customer}/`, $lt: `${customer}0` } }, { hint: { _id: 1 } })
      .sort({ _id: 1 })
      .toArray(),
    scope.accounts.findOne({ _id: customer }),
    scope.changes
      .find({ customer, field: 'tier', recordedAt: { $lte: asOf } })
      .sort({ recordedAt: 1, at: 1 })
      .toArray(),
  ]);
  const postings = all.filter(({ bookedAt }) => bookedAt <= asOf);
  const currencies = [...new Set(postings.map(({ currency }) => currency))];
  const pin = account?.pins.findLast(({ from, until }) => from <= asOf && (until === null || asOf < until));
  const told = tiers.at(-1)?.value as { to?: string } | undefined;
  const level = pin?.level ?? told?.to ?? null;
  const lots = new Map(account?.lots.map((lot) => [lot.id, lot]));
  return {
    asOf,
    balances: currencies.map((currency) => ({ currency, ...balancesOf(postings, currency) })),
    lots: lotsThen(postings, lots, (lot) => {
      const at = lossAt(lot, { versions, timeZone: shop.timeZone });
      return at === null ? null : dayOf(at - 1, shop.timeZone);
    }),
    level: versionAt(versions, asOf)?.programme.tiers.levels.find(({ id }) => id === level) ?? null,
    pinned: pin !== undefined,
    chain: chainOf(postings),
  };
}

function lotsThen(
  postings: readonly Posting[],
  known: ReadonlyMap<string, Lot>,
  lastDayOf: (lot: Lot) => DayNumber | null,
): LotThen[] {
  const sums = new Map<string, { currency: string; available: number; pending: number; held: number }>();
  for (const { lot, currency, from, to, points } of postings) {
    if (lot === undefined) continue;
    const sum = sums.get(lot) ?? { currency, available: 0, pending: 0, held: 0 };
    sums.set(lot, sum);
    if (from === 'available' || from === 'pending' || from === 'held') sum[from] -= points;
    if (to === 'available' || to === 'pending' || to === 'held') sum[to] += points;
  }
  return [...sums].flatMap(([id, sum]): LotThen[] => {
    if (sum.available === 0 && sum.pending === 0 && sum.held === 0) return [];
    const lot = known.get(id);
    return [
      {
        id,
        ...sum,
        at: lot?.at ?? null,
        lastDay: lot ? lastDayOf(lot) : null,
        ...(lot?.order === undefined ? {} : { order: lot.order }),
        ...(lot?.rule === undefined ? {} : { rule: lot.rule }),
        ...(lot?.version === undefined ? {} : { version: lot.version }),
      },
    ];
  });
}

function chainOf(postings: readonly PostingDocument[]): Statement['chain'] {
  let head = '';
  let ok = true;
  for (const [index, { _id, shop: _shop, customer: _customer, hash, ...posting }] of postings.entries()) {
    ok &&= posting.seq === index + 1 && postingHash(head, posting) === hash;
    head = hash;
  }
  return { ok, postings: postings.length, head };
}
