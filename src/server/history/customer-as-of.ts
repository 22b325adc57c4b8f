import { type LoyaltyOrder, loyaltyOrder } from '../../loyalty/index.ts';
import {
  compareFacts,
  type Instant,
  type Order,
  type OrderThen,
  orderAsOf,
  type PurchaseFact,
  purchaseFact,
  statsOf,
} from '../../model.ts';
import { buyerIdentities } from '../ingest/buyer.ts';
import type { ShopState } from '../shop-state.ts';
import type { CustomerDocument, OrderDocument, OrderVersionDocument } from '../store/documents.ts';
import { type KnownLoyalty, loyaltyAsOf } from './loyalty-as-of.ts';
import { type KnownChange, type Merge, profileAsOf } from './profile-as-of.ts';

/**
 * A customer with all that is needed to tell them at any instant not before `since`. Where nothing has changed since then, the document tells it: its
 * profile when `changes` is null, and the facts of all orders that are not in `orders`.
 */
export interface CustomerHistory {
  readonly customer: CustomerDocument;
  /** All of them, also where the document keeps the newest only. */
  readonly facts: readonly PurchaseFact[];
  /** Orders of which something was said after `since`, or that were another's once. */
  readonly orders: readonly OrderWithVersions[];
  readonly changes: readonly KnownChange[] | null;
  readonly merges: readonly Merge[];
  /** Null: not asked for, or they have no account. */
  readonly loyalty: KnownLoyalty | null;
}

export interface OrderWithVersions {
  readonly document: OrderDocument;
  /** But the present one. */
  readonly versions: readonly Pick<OrderVersionDocument, '_id' | 'content'>[];
}

/**
 * The customer at an instant, as everything that is known by now tells it: also what was heard later of that time. Null for one who came later, and
 * for one who was erased, who is nobody at any time. Who was merged later is one person in the past too. Settings, exchange
 * rates and the catalogue are those of today. Their facts are whole, however many.
 */
export function customerAsOf(
  history: CustomerHistory,
  at: Instant,
  state: Pick<ShopState, 'shop' | 'loyalty'>,
): CustomerDocument | null {
  const { customer, changes, merges } = history;
  if (customer.erasedAt !== undefined) return null;
  const orders = history.orders.map((known) => ({ known, stood: ownedThen(history, known, at, state) }));
  const createdAt = createdThen(history, at, state);
  if (createdAt === null) return null;
  const told = new Set(orders.map(({ known }) => refOf(known.document)));
  const facts = history.facts.filter((fact) => fact.t <= at && !told.has(fact.o));
  for (const { known, stood } of orders) {
    const fact = stood && factOf(known.document, stood, state);
    if (fact) facts.push(fact);
  }
  const profile = changes === null ? customer : profileAsOf(customer, changes, merges, at);
  const { loyalty: _now, factsCut: _cut, ...rest } = profile;
  const counted = { facts, loyalty: undefined } as { facts: PurchaseFact[]; loyalty: CustomerDocument['loyalty'] };
  if (history.loyalty !== null) {
    const then = loyaltyAsOf(history.loyalty, loyaltyOrders(history, orders, at, state), toldOf(history), {
      at,
      versions: state.loyalty.versions,
      timeZone: state.shop.timeZone,
      birth: profile.birth,
      ...(createdAt === customer.createdAt ? {} : { createdAt }),
    });
    counted.loyalty = then.loyalty;
    counted.facts = facts.map((fact) => withOffers(fact, then.offersUsed.get(fact.o) ?? 0));
  }
  const sorted = counted.facts.sort(compareFacts);
  return {
    ...rest,
    createdAt,
    ...(counted.loyalty === undefined ? {} : { loyalty: counted.loyalty }),
    facts: sorted,
    stats: statsOf(sorted),
  };
}

/**
 * Since when they are a customer, as far as was known of them then. An order that is given to another buyer makes that one as old as itself: before
 * it was theirs, they are as old as what else was said of them; null for nobody yet.
 */
function createdThen(history: CustomerHistory, at: Instant, state: Pick<ShopState, 'shop'>): Instant | null {
  const { customer, changes, facts, orders } = history;
  const { createdAt } = customer;
  if (createdAt > at) return null;
  if (changes === null || orders.every(({ document }) => document.former === undefined)) return createdAt;
  const isTheirs = (document: OrderDocument, order: Order) =>
    buyerIdentities(state, document.installation, order).some((key) => customer.ids.includes(key));
  const named = orders.flatMap(({ document, versions }) => {
    const all = [...(document.order ? [document.order] : []), ...versions.map(({ content }) => content)];
    return all.filter((order) => isTheirs(document, order));
  });
  const byThen = named.filter((order) => order.version.at <= at);
  const madeOlder = named.some((order) => order.placedAt === createdAt);
  if (!madeOlder || byThen.some((order) => order.placedAt === createdAt)) return createdAt;
  const told = new Set(orders.map(({ document }) => refOf(document)));
  const bought = facts.flatMap((fact) => (told.has(fact.o) ? [] : [fact.t]));
  const known = [...byThen.map((order) => order.placedAt), ...bought, ...changes.map((change) => change.at)];
  const past = known.filter((instant) => instant <= at);
  return past.length === 0 ? null : Math.min(...past);
}

/** The order as it stood, if it was theirs. */
function ownedThen(
  { customer }: CustomerHistory,
  { document, versions }: OrderWithVersions,
  at: Instant,
  state: Pick<ShopState, 'shop'>,
): OrderThen | null {
  if (!document.order || !document.version) return null;
  const present = { order: document.order, hash: document.version.hash };
  const then = orderAsOf(
    {
      versions: [present, ...versions.map(({ _id, content }) => ({ order: content, hash: hashIn(_id) }))],
      refundsAlone: document.refundsAlone,
      deletions: document.deletions ?? (document.deleted ? [{ at: Number.NEGATIVE_INFINITY }] : []),
    },
    at,
  );
  if (then === null) return null;
  if (then.from === present) return document.customer === customer._id ? then : null;
  const buyer = buyerIdentities(state, document.installation, then.from.order);
  return buyer.some((key) => customer.ids.includes(key)) ? then : null;
}

/** Of `<order key>@<at>.<rank>.<hash>`. */
const hashIn = (id: string) => id.slice(id.lastIndexOf('.') + 1);

const refOf = ({ installation, hostId }: OrderDocument) => `${installation}/${hostId}`;

function factOf(document: OrderDocument, then: OrderThen, { shop }: Pick<ShopState, 'shop'>): PurchaseFact | null {
  const { installation, rate = null, offersUsed = 0 } = document;
  const { order, refundsAlone, deleted } = then;
  return purchaseFact(order, { refundsAlone, deleted, installation, shop, rate, offersUsed });
}

function withOffers(fact: PurchaseFact, used: number): PurchaseFact {
  if ((fact.r ?? 0) === used) return fact;
  const { i, r: _now, ...rest } = fact;
  return { ...rest, ...(used === 0 ? {} : { r: used }), i };
}

/** The orders of the account as they stood. What was decided when an order was first settled stays. */
function loyaltyOrders(
  { loyalty }: CustomerHistory,
  orders: readonly { readonly known: OrderWithVersions; readonly stood: OrderThen | null }[],
  at: Instant,
  state: Pick<ShopState, 'shop' | 'loyalty'>,
): LoyaltyOrder[] {
  const known = new Map(loyalty?.account.orders.map((order) => [order.o, order]));
  const found = new Map([...known].filter(([, order]) => order.t <= at));
  for (const { known: one, stood } of orders) {
    const ref = refOf(one.document);
    found.delete(ref);
    const order =
      stood &&
      loyaltyOrder(stood.order, {
        refundsAlone: stood.refundsAlone,
        deleted: stood.deleted,
        installation: one.document.installation,
        shop: state.shop,
        rate: one.document.rate ?? null,
        categoriesOf: (product) => state.loyalty.categoriesOf.get(product) ?? [],
      });
    if (order) found.set(ref, known.get(ref)?.barred ? { ...order, barred: true } : order);
  }
  return [...found.values()].sort((a, b) => a.t - b.t || (a.o < b.o ? -1 : 1));
}

/** When something was said of each order that changed. */
function toldOf({ orders }: CustomerHistory): Map<string, Instant[]> {
  return new Map(
    orders.map(({ document, versions }) => [
      refOf(document),
      [
        ...(document.version ? [document.version.at] : []),
        ...versions.map(({ content }) => content.version.at),
        ...document.refundsAlone.map((refund) => refund.at ?? refund.version.at),
        ...(document.deletions ?? []).flatMap(({ at, until }) => (until === undefined ? [at] : [at, until])),
      ],
    ]),
  );
}
