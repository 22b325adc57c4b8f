import type { BirthDate } from '../model.ts';
import type { Account, Lot, LoyaltyContext, Redemption } from './account.ts';
import { programmeNow } from './account.ts';
import { Book } from './book.ts';
import type { History, LoyaltyOrder } from './history.ts';
import type { Posting } from './posting.ts';
import { replay } from './replay.ts';
import { roundedDivision } from './rounding.ts';

export interface Settled {
  readonly account: Account;
  readonly postings: readonly Posting[];
}

/**
 * Brings what is booked to what the history says, as should-be minus is: called after every event of a customer and by the jobs of time, and
 * without effect when nothing changed.
 */
export function settle(account: Account, birth: BirthDate | undefined, context: LoyaltyContext): Settled {
  const book = new Book(account, context);
  book.advance();
  captureByOrders(book, account.orders);
  const told = replay(context.versions, historyOf(account, birth, book.redemptions()), {
    timeZone: context.timeZone,
    asOf: context.now,
  });
  const should = new Map(told.grants.map((grant) => [grant.key, grant.kept]));
  // What is given and what comes back first: it can pay for what is taken.
  for (const grant of told.grants) book.settleGrant(grant);
  for (const grant of told.grants) book.bring(grant.key, grant.kept, 'up');
  returnByOrders(book, account.orders);
  const less = book.lots().filter((lot) => lot.kind === 'grant' && lot.points > (should.get(lot.id) ?? 0));
  for (const { id } of less.sort(bySource)) book.bring(id, should.get(id) ?? 0, 'down');
  book.advance();
  return {
    account: book.close({
      tier: {
        level: told.level,
        inForce: told.inForce?.id ?? null,
        measure: told.measure,
        earnedPoints: told.earnedPoints,
        nextReviewAt: told.nextReviewAt,
        changes: told.changes,
      },
    }),
    postings: book.postings,
  };
}

/** The history that an account keeps, with what points paid of its orders. */
export function historyOf(
  account: Account,
  birth: BirthDate | undefined,
  redemptions: readonly Redemption[] = account.redemptions,
): History {
  const paidByPoints: Record<string, number> = {};
  for (const { state, order, amountMinor } of redemptions)
    if (state === 'captured' && order !== undefined) paidByPoints[order] = (paidByPoints[order] ?? 0) + amountMinor;
  const { joinedAt, orders, adjustments, pins } = account;
  return { joinedAt, orders, adjustments, pins, ...(birth === undefined ? {} : { birth }), paidByPoints };
}

/** A paid order that names a hold or a code has spent it; one that ended lets it go. */
function captureByOrders(book: Book, orders: readonly LoyaltyOrder[]): void {
  const open = book.redemptions().filter((each) => each.state !== 'captured' || each.order === undefined);
  if (open.length === 0) return;
  const naming = new Map<string, LoyaltyOrder[]>();
  // In order of time, so that of two orders with one name the first has it, whichever was heard first.
  for (const order of orders.toSorted((a, b) => a.t - b.t || (a.o < b.o ? -1 : 1)))
    for (const name of new Set([
      ...(order.holds ?? []),
      ...(order.codes ?? []).map((code) => code.toLowerCase()),
      order.o,
    ]))
      naming.set(name, [...(naming.get(name) ?? []), order]);
  for (const { id, code, state, order: known } of open) {
    const named = [id, code, known].flatMap((name) => (name === undefined ? [] : (naming.get(name) ?? [])));
    const standing = named.find((order) => order.end === undefined || order.end > order.t);
    if (standing) book.capture(id, standing.o);
    else if (state === 'captured') book.capture(id, named[0]?.o);
    else if (named.length > 0) book.letGo(id, 'released');
  }
}

/** Points that paid for what came back come back too, in proportion; with an order that ended, all of them (L17). */
function returnByOrders(book: Book, orders: readonly LoyaltyOrder[]): void {
  if (book.redemptions().length === 0) return;
  const byId = new Map(orders.map((order) => [order.o, order]));
  const returnedDays = programmeNow(book.context)?.redeeming.returnedDays ?? 30;
  for (const { id, state, order: paid, points } of book.redemptions()) {
    const order = state === 'captured' && paid !== undefined ? byId.get(paid) : undefined;
    if (order) book.settleReturned(id, returnedPoints(points, order), returnedDays);
  }
}

/** How many of the points that paid for an order come back with its returns so far. */
export function returnedPoints(points: number, order: LoyaltyOrder): number {
  if (order.end !== undefined) return points;
  const goods = sum(order.i.map((line) => line.a));
  const back = sum((order.back ?? []).map((each) => sum(each.a)));
  return goods === 0 ? 0 : roundedDivision(BigInt(points) * BigInt(Math.min(back, goods)), goods, 'floor');
}

const bySource = (a: Lot, b: Lot) => a.at - b.at || (a.id < b.id ? -1 : 1);

const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);
