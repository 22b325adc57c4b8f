import { type DayNumber, dayOf, type Instant, startOfDay } from '../model.ts';
import type { Grant } from './earn.ts';
import type { Adjustment, LoyaltyOrder, TierPin } from './history.ts';
import { type Programme, type ProgrammeVersion, versionAt } from './programme.ts';
import type { TierChange } from './tiers.ts';

/** What stands booked for one customer. Derived from postings and history; `crm verify` derives it again. */
export interface Account {
  readonly joinedAt: Instant;
  readonly orders: readonly LoyaltyOrder[];
  readonly adjustments: readonly Adjustment[];
  readonly pins: readonly TierPin[];
  readonly lots: readonly Lot[];
  /** By currency: points that were to be taken back and had been spent; never negative. */
  readonly owed: Readonly<Record<string, number>>;
  readonly redemptions: readonly Redemption[];
  readonly tier: TierState;
  /** Postings so far. */
  readonly seq: number;
}

export interface TierState {
  /** By figures, and with a pin heeded; null before the programme begins. */
  readonly level: string | null;
  readonly inForce: string | null;
  readonly measure: number;
  readonly earnedPoints: number;
  readonly nextReviewAt: Instant | null;
  readonly changes: readonly TierChange[];
}

/** Points of one source with one expiry. `points` is what it should hold had nothing been spent. */
export interface Lot {
  /** Of a grant its key; of an adjustment `*<id>`; of returned points that had no lot `~<redemption>`. */
  readonly id: string;
  readonly kind: 'grant' | 'adjusted' | 'opened' | 'returned';
  readonly currency: string;
  readonly points: number;
  /** Neither spent, held nor expired. */
  readonly left: number;
  readonly held: number;
  readonly expired: number;
  /** Not taken back because it was spent, under `clamp`; the same as booked loss, under `write_off`. */
  readonly clamped: number;
  readonly writtenOff: number;
  readonly stage: 'pending' | 'available';
  readonly at: Instant;
  readonly availableAt: Instant | null;
  readonly expiresAt: Instant | null;
  /** A refund brought points back after expiry: they live until then (L17). */
  readonly extendedTo?: Instant;
  readonly order?: string;
  readonly rule?: string;
  readonly version?: number;
  readonly level?: string;
}

/** Points reserved at a till, then spent or let go. */
export interface Redemption {
  readonly id: string;
  readonly kind: 'checkout' | 'code';
  /** Hash of what was asked: the same id with another is an error. */
  readonly inputHash: string;
  readonly currency: string;
  readonly points: number;
  readonly amountMinor: number;
  readonly state: 'held' | 'captured' | 'released' | 'expired';
  readonly heldAt: Instant;
  readonly until: Instant;
  readonly capturedAt?: Instant;
  readonly order?: string;
  /** The personal code that the points became. */
  readonly code?: string;
  readonly takes: readonly { readonly lot: string; readonly points: number; readonly returned: number }[];
  /** Taken without a lot, for the points were gone when the paid order came: owed. */
  readonly overdrawn: number;
  /** The same where the programme owes nothing: forgiven under `clamp`, booked as a loss under `write_off`. */
  readonly clamped: number;
  readonly writtenOff: number;
  readonly by: string;
}

export function emptyAccount(joinedAt: Instant): Account {
  const tier: TierState = { level: null, inForce: null, measure: 0, earnedPoints: 0, nextReviewAt: null, changes: [] };
  return { joinedAt, orders: [], adjustments: [], pins: [], lots: [], owed: {}, redemptions: [], tier, seq: 0 };
}

/** What surrounds an operation on an account. */
export interface LoyaltyContext {
  readonly versions: readonly ProgrammeVersion[];
  readonly timeZone: string;
  readonly now: Instant;
  readonly by: string;
}

/** The first instant at which what is left of a lot is lost; null: never, or not yet known. */
export function lossAt(
  lot: Pick<Lot, 'expiresAt' | 'extendedTo'>,
  { versions, timeZone }: Pick<LoyaltyContext, 'versions' | 'timeZone'>,
): Instant | null {
  if (lot.expiresAt === null) return null;
  const expiresAt = Math.max(lot.expiresAt, lot.extendedTo ?? Number.NEGATIVE_INFINITY);
  let index = versions.findLastIndex((version) => version.from <= expiresAt);
  // Switched off (L01): expiry rests until that ends, or runs on; either way with notice.
  let since = Number.NEGATIVE_INFINITY;
  if (pauses(versions[index])) {
    while (pauses(versions[index])) if (++index === versions.length) return null;
    since = versions[index]?.from ?? since;
  }
  for (; runsOff(versions[index]); index--) since = versions[index]?.from ?? since;
  return since === Number.NEGATIVE_INFINITY ? expiresAt : Math.max(expiresAt, noticeAfter(since, timeZone));
}

const runsOff = (version: ProgrammeVersion | undefined) =>
  version !== undefined && !version.programme.isOn && version.programme.expiryWhileOff === 'runs';
const pauses = (version: ProgrammeVersion | undefined) =>
  version !== undefined && !version.programme.isOn && version.programme.expiryWhileOff === 'pauses';

/** The end of the thirtieth day after. */
const noticeAfter = (from: Instant, timeZone: string) => startOfDay(dayOf(from, timeZone) + 31, timeZone);

/** Points of a customer at an instant, with what time has done since the last posting. Ask it of an advanced account. */
export interface PointsView {
  readonly currency: string;
  readonly available: number;
  readonly pending: number;
  readonly held: number;
  readonly owed: number;
  /** What is available minus what is owed: below zero only where the programme allows it. */
  readonly balance: number;
  /** What will be lost and on which last day, the soonest first (V07, complaint 27). */
  readonly expiries: readonly { readonly lastDay: DayNumber; readonly points: number }[];
}

export function pointsOf(
  account: Account,
  currency: string,
  context: Pick<LoyaltyContext, 'versions' | 'timeZone'>,
): PointsView {
  const lots = account.lots.filter((lot) => lot.currency === currency);
  const available = sum(lots.map((lot) => (lot.stage === 'available' ? lot.left : 0)));
  const owed = account.owed[currency] ?? 0;
  const byDay = new Map<DayNumber, number>();
  for (const lot of lots) {
    const at = lot.stage === 'available' && lot.left > 0 ? lossAt(lot, context) : null;
    if (at === null) continue;
    const lastDay = dayOf(at - 1, context.timeZone);
    byDay.set(lastDay, (byDay.get(lastDay) ?? 0) + lot.left);
  }
  return {
    currency,
    available,
    pending: sum(lots.map((lot) => (lot.stage === 'pending' ? lot.left : 0))),
    held: sum(lots.map((lot) => lot.held)),
    owed,
    balance: available - owed,
    expiries: [...byDay].sort(([a], [b]) => a - b).map(([lastDay, points]) => ({ lastDay, points })),
  };
}

/** The next instant at which time alone changes something, but for what rules give without an order; null when none is known. */
export function nextChangeAt(
  account: Account,
  context: Pick<LoyaltyContext, 'versions' | 'timeZone' | 'now'>,
): Instant | null {
  const { versions, now } = context;
  // Reviews, lots and holds wait for the one who books them, however late; the others are over with their instant.
  const booked: (Instant | null)[] = [account.tier.nextReviewAt];
  for (const lot of account.lots) {
    if (lot.stage === 'pending') booked.push(lot.availableAt);
    else if (lot.left > 0) booked.push(lossAt(lot, context));
  }
  for (const redemption of account.redemptions) if (redemption.state === 'held') booked.push(redemption.until);
  const passing: (Instant | null)[] = versions.map((version) => version.from);
  for (const pin of account.pins) passing.push(pin.from, pin.until);
  const known = [...booked, ...passing.filter((at) => at !== null && at > now)].filter((at) => at !== null);
  return known.length === 0 ? null : known.reduce((a, b) => Math.min(a, b));
}

export function programmeNow({ versions, now }: Pick<LoyaltyContext, 'versions' | 'now'>): Programme | null {
  return versionAt(versions, now)?.programme ?? null;
}

/** The lot of a grant, before anything moved. */
export function lotOf(grant: Grant): Lot {
  return {
    id: grant.key,
    kind: 'grant',
    currency: grant.currency,
    points: 0,
    left: 0,
    held: 0,
    expired: 0,
    clamped: 0,
    writtenOff: 0,
    stage: 'pending',
    at: grant.at,
    availableAt: grant.availableAt,
    expiresAt: grant.expiresAt,
    ...(grant.order === undefined ? {} : { order: grant.order }),
    rule: grant.rule,
    version: grant.version,
    level: grant.level,
  };
}

const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);
