import {
  type Account,
  balancesOf,
  type Lot,
  type LoyaltyContext,
  type LoyaltyOrder,
  type Posting,
  settle,
} from '../../loyalty/index.ts';
import type { Shop } from '../../model.ts';
import { canonicalJson } from '../ingest/context.ts';
import { LOYALTY_ORDERS_MAX, orderOf, postingHash, withLoyalty } from '../ingest/loyalty.ts';
import type { ShopLoyalty } from '../shop-state.ts';
import type { AccountDocument, CustomerDocument, OrderDocument, PostingDocument } from '../store/documents.ts';
import type { VoucherDocument } from '../store/loyalty-documents.ts';
import { settledVoucher } from './vouchers.ts';

/** What a check of the books can find. */
export const LOYALTY_DIFFERENCES = [
  'posting_chain',
  'posting_balance',
  'lot',
  'account_missing',
  'account_orders',
  'account_settled',
  'tier',
  'customer_points',
  'time_late',
  'voucher',
  'conservation',
] as const;
export type LoyaltyDifference = (typeof LOYALTY_DIFFERENCES)[number];

/** Everything kept of one customer's points, of whom the first two may be missing: merged away, or never collected. */
export interface Books {
  readonly customer: CustomerDocument | null;
  readonly account: AccountDocument | null;
  readonly orders: readonly OrderDocument[];
  readonly postings: readonly PostingDocument[];
  readonly vouchers: readonly VoucherDocument[];
}

export interface CheckContext {
  readonly shop: Shop;
  readonly loyalty: ShopLoyalty;
  readonly now: number;
  /** The programme has begun and every account was settled by it: whoever bought has one. */
  readonly isApplied: boolean;
}

type Differ = (kind: LoyaltyDifference, what: string) => void;

/** The job books within minutes; whoever reads an account sees what is due all the same. */
const LATE_MS = 86_400_000;

/** Computes an account again from orders and postings, and tells what differs, in words without personal data. */
export function checkBooks(books: Books, context: CheckContext, differ: Differ): void {
  const { customer, account, postings } = books;
  const head = checkChain(postings, differ);
  if (account) {
    if (head !== account.head || postings.length !== account.seq)
      differ('posting_chain', `${postings.length} postings, the account has ${account.seq}, or its head is another`);
  } else if (customer && postings.length > 0) differ('account_missing', `${postings.length} postings and no account`);
  else if (customer && isMissed(books, context)) differ('account_missing', 'bought, and has no account');
  checkBalances(account?.lots ?? [], account?.owed ?? {}, postings, differ);
  if (!account) return;
  if (!customer) {
    differ('account_missing', 'an account of nobody');
    return;
  }
  if (account.nextAt !== undefined && account.nextAt < context.now - LATE_MS)
    differ('time_late', 'what was due more than a day ago is not booked');
  const rebuilt = { ...account, orders: checkOrders(books, account, context, differ) };
  checkSettled(rebuilt, account, customer, context, differ);
  for (const voucher of books.vouchers) {
    const should = settledVoucher(voucher, books.vouchers, account.orders);
    if (should.state !== voucher.state || should.order !== voucher.order)
      differ('voucher', `of ${voucher.year} is ${voucher.state}, should be ${should.state}, or by another order`);
  }
}

/** Each posting follows the one before; the hash of the last. */
function checkChain(postings: readonly PostingDocument[], differ: Differ): string {
  let head = '';
  for (const [index, { _id, shop: _shop, customer: _customer, hash, ...posting }] of postings.entries()) {
    const isWhole = Number.isSafeInteger(posting.points) && posting.points > 0 && posting.from !== posting.to;
    if (posting.seq !== index + 1) {
      differ('posting_chain', `posting ${index + 1} is missing`);
      return '';
    }
    if (!isWhole || postingHash(head, posting) !== hash) {
      differ('posting_chain', `posting ${posting.seq} is not as it was written`);
      return '';
    }
    head = hash;
  }
  return head;
}

/** What postings add up to is what the account holds: by currency, and lot by lot. */
function checkBalances(
  lots: readonly Lot[],
  owed: Account['owed'],
  postings: readonly Posting[],
  differ: Differ,
): void {
  const currencies = new Set([...postings.map(({ currency }) => currency), ...lots.map(({ currency }) => currency)]);
  for (const currency of currencies) {
    const told = balancesOf(postings, currency);
    const own = lots.filter((lot) => lot.currency === currency);
    const held = {
      available: sum(own.map((lot) => (lot.stage === 'available' ? lot.left : 0))),
      pending: sum(own.map((lot) => (lot.stage === 'pending' ? lot.left : 0))),
      held: sum(own.map((lot) => lot.held)),
      owed: -(owed[currency] ?? 0),
    };
    // `===`, for nothing owed is minus nothing.
    for (const name of ['available', 'pending', 'held', 'owed'] as const)
      if (!(told[name] === held[name]))
        differ('posting_balance', `${currency}: ${name} is ${held[name]}, postings come to ${told[name]}`);
  }
  const byLot = new Map<string, number>();
  const move = (lot: string, points: number) => byLot.set(nameOf(lot), (byLot.get(nameOf(lot)) ?? 0) + points);
  for (const { lot, from, to, points } of postings) {
    if (lot === undefined) continue;
    if (isOfLots(from)) move(lot, -points);
    if (isOfLots(to)) move(lot, points);
  }
  for (const { id, left, held } of lots) move(id, -left - held);
  for (const points of byLot.values()) if (points !== 0) differ('lot', `by its postings a lot holds ${points} more`);
}

/** A merge gives the second of two lots of one name another, and postings before and after it say the one and the other. */
const nameOf = (lot: string) => lot.replace(/&\d+$/, '');

const isOfLots = (account: Posting['from']) => account === 'available' || account === 'pending' || account === 'held';

function isMissed({ customer, orders }: Books, context: CheckContext): boolean {
  if (!context.isApplied || !customer || customer.erasedAt !== undefined) return false;
  return orders.length <= LOYALTY_ORDERS_MAX && orders.some((order) => orderOf(order, context) !== null);
}

/** The orders that the account should hold, with what was decided when they were first settled. */
function checkOrders(
  { orders }: Books,
  account: AccountDocument,
  context: CheckContext,
  differ: Differ,
): LoyaltyOrder[] {
  const known = new Map(account.orders.map((order) => [order.o, order]));
  const isCut = orders.length > LOYALTY_ORDERS_MAX;
  const should = orders.flatMap((document) => {
    const order = orderOf(document, context);
    if (order === null) return [];
    const before = known.get(order.o);
    return before ? [asSettled(order, before)] : isCut ? [] : [order];
  });
  const shouldRefs = new Set(should.map((order) => order.o));
  for (const { o } of account.orders)
    if (!shouldRefs.has(o)) differ('account_orders', 'holds an order that is not theirs, or was not paid');
  for (const order of should) {
    const before = known.get(order.o);
    if (!before) differ('account_orders', 'lacks an order');
    else if (canonicalJson(before) !== canonicalJson(order)) differ('account_orders', 'holds an order as it is not');
  }
  return should.sort((a, b) => a.t - b.t || (a.o < b.o ? -1 : 1));
}

/** Categories of the catalogue and exclusions by segment are as they were when the order was settled. */
function asSettled(order: LoyaltyOrder, before: LoyaltyOrder): LoyaltyOrder {
  const i = order.i.map((line, index) => {
    const { k: _now, ...rest } = line;
    const k = before.i[index]?.k;
    return k === undefined ? rest : { ...rest, k };
  });
  return { ...order, i, ...(before.barred ? { barred: true as const } : {}) };
}

/** Settling what was rebuilt, at the moment when the account was settled last, changes nothing. */
function checkSettled(
  rebuilt: Account,
  account: AccountDocument,
  customer: CustomerDocument,
  { shop, loyalty }: CheckContext,
  differ: Differ,
): void {
  const at: LoyaltyContext = {
    versions: loyalty.versions,
    timeZone: shop.timeZone,
    now: account.settledAt,
    by: 'verify',
  };
  const settled = settle(rebuilt, customer.birth, at);
  const [first] = settled.postings;
  if (first)
    differ(
      'account_settled',
      `${settled.postings.length} postings are missing, the first: ${first.reason} ${first.points} ${first.currency}`,
    );
  const { tier } = settled.account;
  if (canonicalJson(tier) !== canonicalJson(account.tier))
    differ(
      'tier',
      `is ${account.tier.inForce} by ${account.tier.measure}, should be ${tier.inForce} by ${tier.measure}, or its history differs`,
    );
  for (const name of ['lots', 'owed', 'redemptions'] as const)
    if (!first && canonicalJson(settled.account[name]) !== canonicalJson(account[name]))
      differ(name === 'lots' ? 'lot' : 'account_settled', `${name} are not what they should be`);
  const { loyalty: should } = withLoyalty(customer, account, at);
  if (canonicalJson(should ?? null) !== canonicalJson(customer.loyalty ?? null))
    differ('customer_points', 'figures of the customer are not those of the account');
}

const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);
