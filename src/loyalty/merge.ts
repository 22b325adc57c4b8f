import { type Account, emptyAccount, type Lot, type LoyaltyContext, type Redemption } from './account.ts';
import { Book } from './book.ts';
import type { CustomerAccount, Posting, Reason } from './posting.ts';

/** What of a merged account was the other customer's, so that it can be given back should they turn out to be two after all. */
export interface AccountPart {
  readonly joinedAt: number;
  /** The first day of the one who stays, where the other had joined earlier. */
  readonly keptJoinedAt: number;
  readonly orders: readonly string[];
  readonly adjustments: readonly string[];
  readonly redemptions: readonly string[];
  readonly pins: readonly string[];
  /** Lots by their present id, and by the one they had: two of one id (both signed up) cannot keep it. */
  readonly lots: readonly { readonly id: string; readonly was: string }[];
  /** Points that the other owed, by currency. */
  readonly owed: Readonly<Record<string, number>>;
  /** Postings of the other so far. */
  readonly seq: number;
}

/**
 * Two customers turn out to be one person: every lot, redemption and debt of the one moves to the other, and the sum stays (complaint 38).
 * Settling afterwards takes back what one person should not have twice (two sign-ups), with its own postings. `part` undoes it.
 */
export function mergeAccounts(
  kept: Account,
  gone: Account,
  context: LoyaltyContext,
): {
  readonly account: Account;
  readonly postings: readonly Posting[];
  readonly gonePostings: readonly Posting[];
  readonly part: AccountPart;
} {
  const [leaving, arriving] = [new Book(gone, context), new Book(kept, context)];
  leaving.advance();
  arriving.advance();
  const [moved, stays] = [leaving.close(), arriving.close()];
  const renamed = newNames(stays.lots, moved.lots);
  const lots = moved.lots.map((lot) => ({ ...lot, id: renamed.get(lot.id) ?? lot.id }));
  const move = new Transfer(moved.seq, stays.seq, 'merged', context);
  for (const [i, { stage, left, held, currency, id }] of lots.entries()) {
    const names = [moved.lots[i]?.id ?? id, id] as const;
    move.points(stage, left, currency, names);
    move.points('held', held, currency, names);
  }
  for (const [currency, points] of Object.entries(moved.owed)) move.points('owed', points, currency);
  return {
    account: {
      ...stays,
      joinedAt: Math.min(stays.joinedAt, moved.joinedAt),
      orders: unique([...stays.orders, ...moved.orders], (order) => order.o),
      adjustments: unique([...stays.adjustments, ...moved.adjustments], (each) => each.id),
      pins: unique([...stays.pins, ...moved.pins], (each) => each.id),
      lots: sorted([...stays.lots, ...lots]),
      owed: added(stays.owed, moved.owed, 1),
      redemptions: unique(
        [...stays.redemptions, ...moved.redemptions.map((each) => withLots(each, renamed))],
        (each) => each.id,
      ),
      seq: stays.seq + move.arrived.length,
    },
    postings: [...arriving.postings, ...move.arrived],
    gonePostings: [...leaving.postings, ...move.left],
    part: {
      joinedAt: moved.joinedAt,
      keptJoinedAt: stays.joinedAt,
      orders: moved.orders.map((order) => order.o),
      adjustments: moved.adjustments.map((each) => each.id),
      redemptions: moved.redemptions.map((each) => each.id),
      pins: moved.pins.map((each) => each.id),
      lots: moved.lots.map(({ id }) => ({ id: renamed.get(id) ?? id, was: id })),
      owed: moved.owed,
      seq: moved.seq + move.left.length,
    },
  };
}

/**
 * Takes a merge back: what came with the other customer goes to an account of their own, and the sum stays. What happened between goes with
 * the orders, lots and redemptions it happened to; of debt they take back what they brought, as far as it still stands.
 */
export function separateAccounts(
  account: Account,
  part: AccountPart,
  context: LoyaltyContext,
): {
  readonly account: Account;
  readonly postings: readonly Posting[];
  readonly separated: Account;
  readonly separatedPostings: readonly Posting[];
} {
  const book = new Book(account, context);
  book.advance();
  const whole = book.close();
  const isTheirs = {
    order: among(part.orders),
    adjustment: among(part.adjustments),
    redemption: among(part.redemptions),
    pin: among(part.pins),
  };
  const names = new Map(part.lots.map(({ id, was }) => [id, was]));
  const isTheirLot = (lot: Lot) =>
    names.has(lot.id) || (lot.order !== undefined && isTheirs.order(lot.order)) || isOf(lot.id, part);
  const [theirs, ours] = split(whole.redemptions, (each) => isTheirs.redemption(each.id));
  const [theirLots, ourLots] = split(whole.lots, isTheirLot);
  const owed = Object.fromEntries(
    Object.entries(part.owed).map(([currency, points]) => [currency, Math.min(points, whole.owed[currency] ?? 0)]),
  );
  // A redemption may hold points of a lot that goes the other way: what it holds stays with it, in a lot of that id without points of its own.
  const [heldByThem, heldByUs] = [heldOf(theirs), heldOf(ours)];
  const stay = [...ourLots.map((lot) => holding(lot, heldByUs)), ...stubs(theirLots, ours, heldByUs)];
  const go = [...theirLots.map((lot) => holding(lot, heldByThem)), ...stubs(ourLots, theirs, heldByThem)];
  // A lot takes its old name again, unless such a piece of its namesake came along.
  const taken = new Set(go.map((lot) => lot.id));
  const old = new Map([...names].filter(([id, was]) => id === was || !taken.has(was)));
  const move = new Transfer(whole.seq, part.seq, 'unmerged', context);
  for (const { stage, left, held, currency, id } of go) {
    const both = [id, old.get(id) ?? id] as const;
    move.points(stage, left, currency, both);
    move.points('held', held, currency, both);
  }
  for (const [currency, points] of Object.entries(owed)) move.points('owed', points, currency);
  const [theirOrders, ourOrders] = split(whole.orders, (order) => isTheirs.order(order.o));
  const [theirAdjustments, ourAdjustments] = split(whole.adjustments, (each) => isTheirs.adjustment(each.id));
  const [theirPins, ourPins] = split(whole.pins, (each) => isTheirs.pin(each.id));
  return {
    account: {
      ...whole,
      joinedAt: Math.max(whole.joinedAt, part.keptJoinedAt),
      orders: ourOrders,
      adjustments: ourAdjustments,
      pins: ourPins,
      lots: sorted(stay),
      owed: added(whole.owed, owed, -1),
      redemptions: ours,
      seq: whole.seq + move.left.length,
    },
    postings: [...book.postings, ...move.left],
    separated: {
      ...emptyAccount(part.joinedAt),
      orders: theirOrders,
      adjustments: theirAdjustments,
      pins: theirPins,
      lots: sorted(go.map((lot) => ({ ...lot, id: old.get(lot.id) ?? lot.id }))),
      owed: added({}, owed, 1),
      redemptions: theirs.map((each) => withLots(each, old)),
      seq: part.seq + move.arrived.length,
    },
    separatedPostings: move.arrived,
  };
}

/** Points on their way from one customer to another: posted on both sides, each with its own count. */
class Transfer {
  readonly left: Posting[] = [];
  readonly arrived: Posting[] = [];
  readonly #seqs: readonly [number, number];
  readonly #reason: Reason;
  readonly #context: LoyaltyContext;

  constructor(leftSeq: number, arrivedSeq: number, reason: Reason, context: LoyaltyContext) {
    this.#seqs = [leftSeq, arrivedSeq];
    this.#reason = reason;
    this.#context = context;
  }

  /** `lots`: what each side calls the lot. */
  points(account: CustomerAccount, points: number, currency: string, lots?: readonly [string, string]): void {
    if (points === 0) return;
    const { now, by } = this.#context;
    const out = { from: account, to: 'transferred' } as const;
    const into = { from: 'transferred', to: account } as const;
    // Debt is below zero: it leaves by being filled.
    const ways = account === 'owed' ? [into, out] : [out, into];
    for (const [side, postings] of [this.left, this.arrived].entries()) {
      const way = ways[side] ?? out;
      const seq = (this.#seqs[side] ?? 0) + postings.length + 1;
      const lot = lots?.[side];
      const reason = this.#reason;
      postings.push({
        seq,
        ...way,
        points,
        currency,
        reason,
        at: now,
        bookedAt: now,
        ...(lot === undefined ? {} : { lot }),
        by,
      });
    }
  }
}

/** Names for lots whose id both accounts have. */
function newNames(kept: readonly Lot[], moved: readonly Lot[]): Map<string, string> {
  const taken = new Set([...kept, ...moved].map((lot) => lot.id));
  const names = new Map<string, string>();
  const known = new Set(kept.map((lot) => lot.id));
  for (const { id } of moved) {
    if (!known.has(id)) continue;
    let count = 2;
    while (taken.has(`${id}&${count}`)) count++;
    taken.add(`${id}&${count}`);
    names.set(id, `${id}&${count}`);
  }
  return names;
}

function withLots(redemption: Redemption, names: ReadonlyMap<string, string>): Redemption {
  return { ...redemption, takes: redemption.takes.map((take) => ({ ...take, lot: names.get(take.lot) ?? take.lot })) };
}

const among = (ids: readonly string[]) => {
  const set = new Set(ids);
  return (id: string) => set.has(id);
};

/** Lots that came since the merge: of their adjustments, and what their redemptions brought back. */
function isOf(lot: string, part: AccountPart): boolean {
  const id = lot.slice(1);
  return (
    (lot.startsWith('*') && part.adjustments.includes(id)) || (lot.startsWith('~') && part.redemptions.includes(id))
  );
}

function split<T>(items: readonly T[], isTheirs: (item: T) => boolean): [T[], T[]] {
  const [theirs, ours]: [T[], T[]] = [[], []];
  for (const item of items) (isTheirs(item) ? theirs : ours).push(item);
  return [theirs, ours];
}

/** What is held of each lot by these redemptions. */
function heldOf(redemptions: readonly Redemption[]): ReadonlyMap<string, number> {
  const held = new Map<string, number>();
  for (const { state, takes } of redemptions)
    if (state === 'held') for (const { lot, points } of takes) held.set(lot, (held.get(lot) ?? 0) + points);
  return held;
}

const holding = (lot: Lot, held: ReadonlyMap<string, number>): Lot => ({ ...lot, held: held.get(lot.id) ?? 0 });

/** Lots of the other side that these redemptions took from: empty, but for what they hold. */
function stubs(lots: readonly Lot[], redemptions: readonly Redemption[], held: ReadonlyMap<string, number>): Lot[] {
  const named = new Set(redemptions.flatMap(({ takes }) => takes.map((take) => take.lot)));
  const empty = { points: 0, left: 0, expired: 0, clamped: 0, writtenOff: 0 };
  return lots.filter((lot) => named.has(lot.id)).map((lot) => ({ ...lot, ...empty, held: held.get(lot.id) ?? 0 }));
}

function added(
  owed: Readonly<Record<string, number>>,
  more: Readonly<Record<string, number>>,
  sign: 1 | -1,
): Record<string, number> {
  const sums = { ...owed };
  for (const [currency, points] of Object.entries(more)) sums[currency] = (sums[currency] ?? 0) + sign * points;
  return Object.fromEntries(Object.entries(sums).filter(([, points]) => points > 0));
}

const sorted = (lots: readonly Lot[]) => lots.toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));

function unique<T>(items: readonly T[], key: (item: T) => string): T[] {
  return [...new Map(items.map((item) => [key(item), item])).values()];
}
