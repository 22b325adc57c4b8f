import {
  balancesOf,
  historyOf,
  type LoyaltyOrder,
  levelSince,
  type Posting,
  type ProgrammeVersion,
  replay,
  versionAt,
} from '../../loyalty/index.ts';
import type { CustomerLoyalty, Instant, StoredBirthDate } from '../../model.ts';
import { offersUsed } from '../ingest/offers-used.ts';
import { settledVoucher } from '../loyalty/vouchers.ts';
import type { AccountDocument } from '../store/documents.ts';
import type { VoucherDocument } from '../store/loyalty-documents.ts';

export interface KnownLoyalty {
  readonly account: AccountDocument;
  readonly postings: readonly Posting[];
  readonly vouchers: readonly VoucherDocument[];
}

export interface LoyaltyThen {
  /** Absent before they joined. */
  readonly loyalty?: CustomerLoyalty;
  /** Of our offers, by order. */
  readonly offersUsed: ReadonlyMap<string, number>;
}

/**
 * The loyalty figures of an instant. The tier and what was earned come from the way through the tiers told again, of the orders as they stood; points
 * from postings, each since it was true. `told` are the instants at which something was said of an order that changed later: what was booked on
 * account of it is as late as the last thing that had been said by then, because the ledger dates an order's points by its payment.
 */
export function loyaltyAsOf(
  { account, postings, vouchers }: KnownLoyalty,
  orders: readonly LoyaltyOrder[],
  told: ReadonlyMap<string, readonly Instant[]>,
  given: {
    readonly at: Instant;
    readonly versions: readonly ProgrammeVersion[];
    readonly timeZone: string;
    readonly birth?: StoredBirthDate | undefined;
    /** Where they were younger then than is known by now. */
    readonly createdAt?: Instant;
  },
): LoyaltyThen {
  const { at, versions, timeZone, birth } = given;
  const programme = (versionAt(versions, at) ?? versions[0])?.programme;
  const named = new Set(orders.flatMap((order) => [...(order.holds ?? []), ...(order.codes ?? [])]));
  const isNamed = (name: string | undefined) =>
    name !== undefined && (named.has(name) || named.has(name.toLowerCase()));
  const redemptions = account.redemptions.filter(
    ({ id, code, heldAt, capturedAt }) =>
      heldAt <= at && ((capturedAt ?? Infinity) <= at || isNamed(id) || isNamed(code)),
  );
  const issued = vouchers.filter((voucher) => voucher.issuedAt <= at);
  const users = issued.flatMap((voucher) => settledVoucher(voucher, issued, orders).order ?? []);
  const used = offersUsed({ orders, redemptions }, users);
  const begin = versions[0]?.from ?? 0;
  const joinedAt =
    given.createdAt === undefined
      ? account.joinedAt
      : Math.max(begin, Math.min(given.createdAt, ...orders.map((order) => order.t)));
  if (programme === undefined || joinedAt > at) return { offersUsed: used };

  const then: AccountDocument = {
    ...account,
    joinedAt,
    orders,
    redemptions,
    adjustments: account.adjustments.filter((adjustment) => adjustment.at <= at),
    pins: account.pins.filter((pin) => pin.from <= at),
  };
  const begun = versions.filter((version) => version.from <= at);
  const path = replay(begun, historyOf(then, birth), { timeZone, asOf: at });
  const inForce = path.inForce?.id ?? null;
  const tier = { ...account.tier, inForce, changes: path.changes };
  const since = levelSince({ tier, pins: then.pins }, begun, at);
  const booked = balancesOf(trueBy(postings, told, at), programme.spends);
  return {
    offersUsed: used,
    loyalty: {
      ...(inForce === null ? {} : { level: inForce }),
      ...(since === null ? {} : { levelSince: since }),
      points: booked.available + booked.owed,
      pending: booked.pending,
      earned: path.earnedPoints,
      joinedAt,
    },
  };
}

/**
 * Which postings were true by an instant. Those of one booking on account of orders have one cause: the last thing that had been said of any of them,
 * or of another order since the booking before, which may move their points without having any of its own (an order that comes from another
 * buyer after it was cancelled still tells when a tier began). What moves a lot later is no earlier than the lot.
 */
function trueBy(postings: readonly Posting[], told: ReadonlyMap<string, readonly Instant[]>, at: Instant): Posting[] {
  const causes = new Map<string, Instant>();
  const isByOrders = ({ order, reason }: Posting) =>
    order !== undefined && (reason === 'earned' || reason === 'reversed');
  const news = newsOf(postings, told);
  for (const posting of postings) {
    if (!isByOrders(posting)) continue;
    const by = (told.get(posting.order as string) ?? []).filter((instant) => instant <= posting.bookedAt);
    const last = news.get(posting.bookedAt);
    if (last !== undefined) by.push(last);
    if (by.length > 0) causes.set(bookingOf(posting), Math.max(causes.get(bookingOf(posting)) ?? 0, ...by));
  }
  const begun = new Map<string, Instant>();
  const since = (posting: Posting) =>
    (isByOrders(posting) ? causes.get(bookingOf(posting)) : undefined) ?? Math.min(posting.at, posting.bookedAt);
  for (const posting of postings)
    if (posting.lot !== undefined && posting.reason === 'earned')
      begun.set(posting.lot, Math.min(begun.get(posting.lot) ?? Infinity, since(posting)));
  return postings.filter(
    (posting) => posting.bookedAt <= at || Math.max(since(posting), begun.get(posting.lot ?? '') ?? 0) <= at,
  );
}

/** By when it was booked, the last thing that was said of any order after the booking before it. */
function newsOf(
  postings: readonly Posting[],
  told: ReadonlyMap<string, readonly Instant[]>,
): ReadonlyMap<Instant, Instant> {
  const said = [...told.values()].flat().sort((a, b) => a - b);
  const found = new Map<Instant, Instant>();
  let next = 0;
  for (const booked of [...new Set(postings.map(({ bookedAt }) => bookedAt))].sort((a, b) => a - b)) {
    const before = next;
    while ((said[next] ?? Infinity) <= booked) next++;
    if (next > before) found.set(booked, said[next - 1] as Instant);
  }
  return found;
}

const bookingOf = ({ bookedAt, by }: Posting) => `${bookedAt} ${by}`;
