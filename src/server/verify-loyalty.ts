import type { CustomerKey, Shop } from '../model.ts';
import { type Books, type CheckContext, checkBooks, type LoyaltyDifference } from './loyalty/check-account.ts';
import { peekable } from './peekable.ts';
import { ALL_BUCKETS, type BucketRange, BY_ID, inRange } from './segments/scan.ts';
import type { ShopLoyalty } from './shop-state.ts';
import type { ShopStore } from './store/index.ts';

export interface LoyaltyFinding {
  readonly kind: LoyaltyDifference;
  /** The customer's key; of what concerns the whole shop its id. */
  readonly id: string;
  readonly what: string;
}

export interface LoyaltyChecked {
  readonly accounts: number;
  readonly postings: number;
}

/**
 * Computes points and tiers of some or all customers again. Everything is read in order of the customer's key, each document once, so memory does not
 * grow with the shop. It may run beside events: whoever seems to differ is read again, until nothing has changed meanwhile.
 */
export async function verifyLoyalty(
  scope: ShopStore,
  state: { readonly shop: Shop; readonly loyalty: ShopLoyalty },
  now: number,
  find: (finding: LoyaltyFinding) => void,
  range: BucketRange = ALL_BUCKETS,
): Promise<LoyaltyChecked> {
  const checked = { accounts: 0, postings: 0 };
  const context = await checkContext(scope, state, now);
  const transferred = new Map<string, number>();
  for await (const [key, books] of booksIn(scope, range)) {
    if (books.account) checked.accounts++;
    checked.postings += books.postings.length;
    for (const { from, to, points, currency } of books.postings) {
      if (from === 'transferred') transferred.set(currency, (transferred.get(currency) ?? 0) - points);
      if (to === 'transferred') transferred.set(currency, (transferred.get(currency) ?? 0) + points);
    }
    if (findingsOf(books, context, key).length > 0)
      for (const finding of await checkCustomer(scope, context, key)) find(finding);
  }
  if (range === ALL_BUCKETS)
    // What left one customer by a merge came to another.
    for (const [currency, points] of transferred)
      if (points !== 0)
        find({ kind: 'conservation', id: scope.shop, what: `merges moved ${points} ${currency} to nobody` });
  return checked;
}

/** One customer, read until nothing changed while reading. */
export async function checkCustomer(
  scope: ShopStore,
  context: CheckContext,
  key: CustomerKey,
): Promise<readonly LoyaltyFinding[]> {
  for (let attempt = 1; ; attempt++) {
    const books = await booksOf(scope, key);
    const after = await scope.customers.findOne({ _id: key }, { projection: { revision: 1 } });
    if (after?.revision === books.customer?.revision || attempt === 10) return findingsOf(books, context, key);
  }
}

export async function checkContext(
  scope: ShopStore,
  state: { readonly shop: Shop; readonly loyalty: ShopLoyalty },
  now: number,
): Promise<CheckContext> {
  return { ...state, now, isApplied: await isApplied(scope, state, now) };
}

function findingsOf(books: Books, context: CheckContext, key: CustomerKey): LoyaltyFinding[] {
  const findings: LoyaltyFinding[] = [];
  checkBooks(books, context, (kind, what) => {
    if (findings.every((finding) => finding.kind !== kind)) findings.push({ kind, id: key, what });
  });
  return findings;
}

/** The first version has begun, and nothing waits to be settled by one. */
async function isApplied(
  scope: ShopStore,
  { shop, loyalty }: { shop: Shop; loyalty: ShopLoyalty },
  now: number,
): Promise<boolean> {
  const [first] = loyalty.versions;
  if (!first || first.from > now || shop.rebuild?.state === 'running') return false;
  return (await scope.programmes.findOne({ from: { $lte: now }, applied: { $exists: false } })) === null;
}

async function booksOf(scope: ShopStore, key: CustomerKey): Promise<Books> {
  const customer = await scope.customers.findOne({ _id: key });
  const account = await scope.accounts.findOne({ _id: key });
  const orders = await scope.orders.find({ customer: key }).toArray();
  const postings = await scope.postings
    .find({ _id: { $gte: `${key}/`, $lt: `${key}0` } }, BY_ID)
    .sort({ _id: 1 })
    .toArray();
  const vouchers = await scope.vouchers.find({ customer: key }).toArray();
  return { customer, account, orders, postings, vouchers };
}

/** Buckets that are read with the same cursors: few, for one of which little comes would be forgotten by the server after ten minutes. */
const BUCKETS_AT_ONCE = 32;

async function* booksIn(scope: ShopStore, { from, to }: BucketRange): AsyncGenerator<readonly [CustomerKey, Books]> {
  for (let start = from; start < to; start += BUCKETS_AT_ONCE)
    yield* booksInOrder(scope, { from: start, to: Math.min(to, start + BUCKETS_AT_ONCE) });
}

/** The books of everybody of whom there are any, in order of the customer's key. */
async function* booksInOrder(scope: ShopStore, range: BucketRange): AsyncGenerator<readonly [CustomerKey, Books]> {
  const { _id: bounds } = inRange(scope, range) as { _id: { $gte: CustomerKey; $lt: CustomerKey } };
  const within = { customer: bounds };
  const customers = peekable(scope.customers.find({ _id: bounds }, BY_ID).sort({ _id: 1 }), ({ _id }) => _id);
  const accounts = peekable(scope.accounts.find({ _id: bounds }, BY_ID).sort({ _id: 1 }), ({ _id }) => _id);
  const orders = peekable(
    scope.orders.find(within, { hint: { customer: 1, at: -1, _id: -1 } }).sort({ customer: 1 }),
    ({ customer }) => customer as CustomerKey,
  );
  const postings = peekable(
    scope.postings.find({ _id: bounds as unknown as { $gte: string; $lt: string } }, BY_ID).sort({ _id: 1 }),
    ({ customer }) => customer,
  );
  const vouchers = peekable(
    scope.vouchers.find(within, { hint: { customer: 1 } }).sort({ customer: 1 }),
    ({ customer }) => customer,
  );
  const streams = [customers, accounts, orders, postings, vouchers];
  for (;;) {
    const keys = (await Promise.all(streams.map((stream) => stream.key()))).filter((key) => key !== null);
    if (keys.length === 0) return;
    const key = keys.reduce((a, b) => (a < b ? a : b));
    const [customer = null] = await customers.takeAll(key);
    const [account = null] = await accounts.takeAll(key);
    const books: Books = {
      customer,
      account,
      orders: await orders.takeAll(key),
      postings: await postings.takeAll(key),
      vouchers: await vouchers.takeAll(key),
    };
    yield [key, books];
  }
}
