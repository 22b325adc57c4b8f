import { type DayNumber, type Instant, startOfDay } from '../model.ts';
import { type Account, type LoyaltyContext, programmeNow, type Redemption } from './account.ts';
import { Book } from './book.ts';
import { expiryOf } from './earn.ts';
import type { Adjustment, TierPin } from './history.ts';
import type { Posting } from './posting.ts';

/** What a person or a till asks of an account. Each is repeated without effect under the same id, and refused under the same id with another input. */
export type Done = { readonly ok: true; readonly account: Account; readonly postings: readonly Posting[] };
export type Refused = { readonly ok: false; readonly refused: Refusal };
export type Refusal =
  | 'programme_off'
  | 'points_below_minimum'
  | 'points_insufficient'
  | 'idempotency_mismatch'
  | 'redemption_unknown'
  | 'redemption_ended'
  | 'currency_unknown'
  | 'tier_unknown'
  | 'date_past';

export interface HoldRequest {
  /** Made by the caller from its idempotency key: the same key is the same hold. */
  readonly id: string;
  readonly kind: Redemption['kind'];
  readonly inputHash: string;
  readonly points: number;
  readonly amountMinor: number;
  readonly order?: string;
  readonly code?: string;
  /** Absent: as long as the programme says. */
  readonly until?: Instant;
}

/** Reserves points: what is held nobody else can spend (L14, complaints 22 and 23). */
export function hold(account: Account, request: HoldRequest, context: LoyaltyContext): Done | Refused {
  const book = opened(account, context);
  const known = book.redemption(request.id);
  if (known) return known.inputHash === request.inputHash ? done(book) : refused('idempotency_mismatch');
  const programme = programmeNow(context);
  if (!programme?.isOn) return refused('programme_off');
  const available = book.available(programme.spends);
  const { minimumPoints, holdMinutes } = programme.redeeming;
  if (request.points < Math.max(1, minimumPoints) || available < minimumPoints) return refused('points_below_minimum');
  if (request.points > available) return refused('points_insufficient');
  book.hold({
    ...request,
    currency: programme.spends,
    heldAt: context.now,
    until: request.until ?? context.now + holdMinutes * 60_000,
    by: context.by,
  });
  return done(book);
}

/** Spends what is held, because the order was paid or the till says so. Again: nothing happens. */
export function capture(
  account: Account,
  id: string,
  order: string | undefined,
  context: LoyaltyContext,
): Done | Refused {
  const book = opened(account, context);
  const known = book.redemption(id);
  if (!known) return refused('redemption_unknown');
  if (known.state === 'released' || known.state === 'expired') return refused('redemption_ended');
  if (known.state === 'captured' && order !== undefined && known.order !== undefined && known.order !== order)
    return refused('redemption_ended');
  book.capture(id, order);
  return done(book);
}

/** Gives held points back. What was spent comes back only with the order it paid for, except a code that nobody used. */
export function release(account: Account, id: string, context: LoyaltyContext): Done | Refused {
  const book = opened(account, context);
  const known = book.redemption(id);
  if (!known) return refused('redemption_unknown');
  if (known.state === 'captured') {
    if (known.kind !== 'code' || known.order !== undefined) return refused('redemption_ended');
    book.settleReturned(id, known.points, programmeNow(context)?.redeeming.returnedDays ?? 30);
  }
  book.letGo(id, 'released');
  return done(book);
}

/** Gives or takes points by hand. What is taken must be there. */
export function adjust(account: Account, adjustment: Adjustment, context: LoyaltyContext): Done | Refused {
  const book = opened(account, context);
  const known = account.adjustments.find((each) => each.id === adjustment.id);
  if (known) return isSameAdjustment(known, adjustment) ? done(book) : refused('idempotency_mismatch');
  const programme = programmeNow(context);
  if (!programme?.currencies.some((each) => each.id === adjustment.currency)) return refused('currency_unknown');
  if (adjustment.points < 0) {
    if (book.available(adjustment.currency) < -adjustment.points) return refused('points_insufficient');
    book.adjust(adjustment, null);
    return done(book);
  }
  const lastDay = adjustment.lastDay;
  const expiresAt =
    lastDay === undefined ? expiryOf(programme, adjustment.at, context.timeZone) : endOf(lastDay, context.timeZone);
  if (expiresAt !== null && expiresAt <= context.now) return refused('date_past');
  book.adjust(adjustment, expiresAt);
  return done(book);
}

/** Sets a tier by hand, or ends one that was set (`level` null). */
export function pin(
  account: Account,
  change: TierPin | { readonly end: string },
  context: LoyaltyContext,
): Done | Refused {
  const book = opened(account, context);
  if ('end' in change) {
    const pins = account.pins.map((each) =>
      each.id === change.end ? { ...each, until: Math.min(each.until ?? context.now, context.now) } : each,
    );
    return done(book, { pins });
  }
  if (!programmeNow(context)?.tiers.levels.some((level) => level.id === change.level)) return refused('tier_unknown');
  if (change.until !== null && change.until <= context.now) return refused('date_past');
  if (account.pins.some((each) => each.id === change.id)) return done(book);
  // The one before ends where the new one begins: two cannot be in force.
  const pins = account.pins.map((each) =>
    each.until === null || each.until > change.from ? { ...each, until: Math.max(each.from, change.from) } : each,
  );
  return done(book, { pins: [...pins, change] });
}

/** What the account is at this instant, for reading: nothing in it is written down until an operation is. */
export function advanced(account: Account, context: LoyaltyContext): Done {
  return done(opened(account, context));
}

function opened(account: Account, context: LoyaltyContext): Book {
  const book = new Book(account, context);
  book.advance();
  return book;
}

const done = (book: Book, changes: Partial<Account> = {}): Done => ({
  ok: true,
  account: book.close(changes),
  postings: book.postings,
});
const refused = (reason: Refusal): Refused => ({ ok: false, refused: reason });

const endOf = (day: DayNumber, timeZone: string) => startOfDay(day + 1, timeZone);

function isSameAdjustment(a: Adjustment, b: Adjustment): boolean {
  return (
    a.points === b.points &&
    a.currency === b.currency &&
    a.ranks === b.ranks &&
    a.reason === b.reason &&
    a.lastDay === b.lastDay
  );
}
