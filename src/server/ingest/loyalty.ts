import {
  type Account,
  type AccountPart,
  emptyAccount,
  type LoyaltyContext,
  type LoyaltyOrder,
  levelSince,
  loyaltyOrder,
  mergeAccounts,
  type Posting,
  pointsOf,
  programmeNow,
  settle,
  versionAt,
} from '../../loyalty/index.ts';
import { type CustomerKey, type CustomerLoyalty, digest } from '../../model.ts';
import { nextLookAt } from '../loyalty/next-look.ts';
import { moveVouchers, settleVouchers } from '../loyalty/vouchers.ts';
import type { AccountDocument, CustomerDocument, OrderDocument, PostingDocument } from '../store/documents.ts';
import { canonicalJson, type IngestContext } from './context.ts';
import { offersUsed, withOffersUsed } from './offers-used.ts';
import { recordEffect } from './record-effect.ts';
import type { Workspace } from './workspace.ts';

/**
 * Customers with more orders do not collect: that many belong to a till's "walk-in", and an account holds its orders. Their
 * points so far stay and can be spent.
 */
export const LOYALTY_ORDERS_MAX = 5000;

/**
 * Brings points and tier of a touched customer in line with their orders, in the transaction of the event. Without a programme, and when nothing
 * points depend on was touched, it reads nothing.
 */
export async function settleLoyalty(
  workspace: Workspace,
  context: IngestContext,
  customer: CustomerDocument,
): Promise<CustomerDocument> {
  if (context.loyalty.versions.length === 0 || !isConcerned(workspace, context, customer)) return customer;
  return settleNow(workspace, context, customer);
}

/** The same without asking whether there is a reason to. The customer comes back with the figures that follow. */
export async function settleNow(
  workspace: Workspace,
  context: IngestContext,
  customer: CustomerDocument,
): Promise<CustomerDocument> {
  const known = await workspace.account(customer._id);
  const account = known
    ? withTouchedOrders(known, workspace.touchedOrders(), customer, context)
    : await openAccount(workspace, context, customer);
  if (account === null) return customer;
  const loyalty = loyaltyContext(context);
  const settled = settle(account, customer.birth, loyalty);
  putBooked(workspace, account, settled.account, settled.postings, loyalty, customer.birth);
  const vouchersUsed = await settleVouchers(workspace, customer, known, settled.account, loyalty);
  const told = new Set(known?.tier.changes.map(({ at, to }) => `${at}/${to}`));
  for (const { at, from, to, cause } of settled.account.tier.changes)
    if (!told.has(`${at}/${to}`))
      recordEffect(workspace, context, customer._id, [{ field: 'tier', at, value: { from, to, cause } }]);
  const used = offersUsed(settled.account, vouchersUsed);
  return withLoyalty(await withOffersUsed(workspace, context, customer, used), settled.account, loyalty);
}

/**
 * Two customers are one person: their accounts become one (complaint 38). The next settling looks at all their orders together. What was the
 * other's comes back, to be kept with the merge: `separateAccounts` undoes it.
 */
export async function mergeLoyalty(
  workspace: Workspace,
  context: IngestContext,
  kept: CustomerKey,
  gone: CustomerKey,
): Promise<AccountPart | null> {
  if (context.loyalty.versions.length === 0) return null;
  await moveVouchers(workspace, kept, gone);
  const leaving = await workspace.account(gone);
  if (!leaving) return null;
  const staying = (await workspace.account(kept)) ?? blank(context, kept, leaving.joinedAt);
  const loyalty = loyaltyContext(context);
  const merged = mergeAccounts(staying, leaving, loyalty);
  putBooked(workspace, staying, merged.account, merged.postings, loyalty);
  chain(leaving, merged.gonePostings, (posting) => workspace.recordPosting(posting));
  workspace.removeAccount(gone);
  return merged.part;
}

export function loyaltyContext(context: IngestContext): LoyaltyContext {
  const { shop, now, cause, loyalty } = context;
  // Who asks through the API is named by themselves: `staff <id>`, `key <id>`.
  const by = cause.kind === 'api' ? cause.id : `${cause.kind} ${cause.id}`;
  return { versions: loyalty.versions, timeZone: shop.timeZone, now, by };
}

/** Writes an account with what was posted, each posting chained to the one before. */
export function putBooked(
  workspace: Workspace,
  before: AccountDocument,
  after: Account,
  postings: readonly Posting[],
  loyalty: LoyaltyContext,
  birth?: CustomerDocument['birth'],
): void {
  const head = chain(before, postings, (posting) => workspace.recordPosting(posting));
  // What was booked is the document before with changes, so it holds the old instant too.
  const { nextAt: _old, ...account }: AccountDocument = { ...before, ...after, head, settledAt: loyalty.now };
  const nextAt = nextLookAt(account, birth, loyalty);
  workspace.putAccount(nextAt === null ? account : { ...account, nextAt });
}

/**
 * The hash of a posting: whoever changes one, or leaves one out, changes every hash after it. It holds a hash of the note, so that the note can be
 * erased and the chain holds.
 */
export function postingHash(before: string, posting: Posting & { readonly noteHash?: string }): string {
  const { note, noteHash = note === undefined ? undefined : postingNoteHash(before, note), ...rest } = posting;
  return digest(`${before}\n${canonicalJson({ ...rest, noteHash })}`);
}

export function postingNoteHash(before: string, note: string): string {
  return digest(`${before}\n${note}`);
}

function chain(
  account: AccountDocument,
  postings: readonly Posting[],
  write: (posting: PostingDocument) => void,
): string {
  let { head } = account;
  for (const posting of postings) {
    head = postingHash(head, posting);
    const _id = `${account._id}/${String(posting.seq).padStart(9, '0')}`;
    write({ _id, shop: account.shop, customer: account._id, ...posting, hash: head });
  }
  return head;
}

function isConcerned(workspace: Workspace, context: IngestContext, customer: CustomerDocument): boolean {
  if (context.cause.kind === 'job' || workspace.hasAccountDraft(customer._id)) return true;
  if (workspace.touchedOrders().length > 0 || customer.revision === 0) return true;
  // A card that is older than everything heard before: they have been with the shop, and in the programme, for longer.
  if (customer.loyalty && joinedAt(context, customer, []) < customer.loyalty.joinedAt) return true;
  const fields = workspace.changedFields(customer._id);
  return fields.includes('birth') || fields.includes('merged');
}

/** An account for whoever has something to collect for: an order that was paid, or a programme that gives on joining. */
export async function openAccount(
  workspace: Workspace,
  context: IngestContext,
  customer: CustomerDocument,
): Promise<AccountDocument | null> {
  if (customer.erasedAt !== undefined || customer.stats.orders > LOYALTY_ORDERS_MAX) return null;
  const documents = await workspace.ordersOf(customer._id);
  const orders = documents.flatMap((order) => orderOf(order, context) ?? []);
  return { ...blank(context, customer._id, joinedAt(context, customer, orders)), orders: inOrder(orders) };
}

function blank({ shop }: IngestContext, key: CustomerKey, joined: number): AccountDocument {
  return { _id: key, shop: shop._id, head: '', settledAt: joined, ...emptyAccount(joined) };
}

function joinedAt({ loyalty }: IngestContext, customer: CustomerDocument, orders: readonly LoyaltyOrder[]): number {
  const known = Math.min(customer.createdAt, ...orders.map((order) => order.t));
  return Math.max(loyalty.versions[0]?.from ?? known, known);
}

/** The account with the orders of this event as they are now. */
function withTouchedOrders(
  account: AccountDocument,
  touched: readonly OrderDocument[],
  customer: CustomerDocument,
  context: IngestContext,
): AccountDocument {
  const orders = new Map(account.orders.map((order) => [order.o, order]));
  for (const document of touched) {
    const ref = `${document.installation}/${document.hostId}`;
    const order = document.customer === customer._id ? orderOf(document, context) : null;
    if (order === null) orders.delete(ref);
    else if (orders.has(ref) || orders.size < LOYALTY_ORDERS_MAX)
      orders.set(ref, withKept(order, orders.get(ref), customer, context));
  }
  const all = inOrder([...orders.values()]);
  return { ...account, orders: all, joinedAt: Math.min(account.joinedAt, joinedAt(context, customer, all)) };
}

/** What was decided when the order was first settled stays: an exclusion by segment, and categories of the catalogue. */
function withKept(
  order: LoyaltyOrder,
  before: LoyaltyOrder | undefined,
  customer: CustomerDocument,
  { loyalty }: IngestContext,
): LoyaltyOrder {
  const barred = before
    ? before.barred
    : versionAt(loyalty.versions, order.t)?.programme.earning.exclude.segments.some((segment) =>
        customer.memberOf.some((label) => label.startsWith(`${segment}.`)),
      );
  return barred ? { ...order, barred: true } : order;
}

/** The order as its customer's account keeps it; null for one that was not paid. `verify` compares it. */
export function orderOf(
  document: OrderDocument,
  { shop, loyalty }: Pick<IngestContext, 'shop' | 'loyalty'>,
): LoyaltyOrder | null {
  if (!document.order) return null;
  return loyaltyOrder(document.order, {
    refundsAlone: document.refundsAlone,
    deleted: document.deleted,
    installation: document.installation,
    shop,
    rate: document.rate ?? null,
    categoriesOf: (product) => loyalty.categoriesOf.get(product) ?? [],
  });
}

const inOrder = (orders: LoyaltyOrder[]) => orders.sort((a, b) => a.t - b.t || (a.o < b.o ? -1 : 1));

/** The customer with the figures that segments and lists read. */
export function withLoyalty(customer: CustomerDocument, account: Account, context: LoyaltyContext): CustomerDocument {
  const programme = programmeNow(context) ?? context.versions[0]?.programme;
  if (!programme) return customer;
  const { balance, pending } = pointsOf(account, programme.spends, context);
  const { inForce, earnedPoints } = account.tier;
  const since = levelSince(account, context.versions, context.now);
  const loyalty: CustomerLoyalty = {
    ...(inForce === null ? {} : { level: inForce }),
    ...(since === null ? {} : { levelSince: since }),
    points: balance,
    pending,
    earned: earnedPoints,
    joinedAt: account.joinedAt,
  };
  return { ...customer, loyalty };
}
