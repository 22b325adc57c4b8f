import { type CustomerKey, compareFacts, type IdentityKey, keptFacts, type Shop, statsOf } from '../model.ts';
import { evaluate } from '../segments/index.ts';
import { buyerIdentities } from './ingest/buyer.ts';
import { canonicalJson, type IngestContext } from './ingest/context.ts';
import { listingOf } from './ingest/listing.ts';
import { orderFact } from './ingest/order.ts';
import type { LoyaltyDifference } from './loyalty/check-account.ts';
import { peekable } from './peekable.ts';
import { contextFor, contextOf, idOf } from './segments/live.ts';
import { isMember } from './segments/pins.ts';
import type { ShopState } from './shop-state.ts';
import type { CustomerDocument, IdentityDocument, OrderDocument } from './store/documents.ts';
import type { ShopStore } from './store/index.ts';
import { verifyLoyalty } from './verify-loyalty.ts';

/**
 * Recomputes everything that is derived and compares it with what is stored: each order's fact from the order, each customer's
 * facts and figures from their orders, the people from what orders and versions say of their buyers, memberships by the
 * evaluator, points and tiers from orders and postings (`verify-loyalty.ts`). It reads only; run it on a quiet shop, since it
 * reads collections one after the other.
 */
export interface Difference {
  readonly kind:
    | 'order_fact'
    | 'order_owner'
    | 'customer_stats'
    | 'customer_facts'
    | 'customer_listing'
    | 'identity'
    | 'membership'
    | LoyaltyDifference;
  readonly id: string;
  /** What differs, in words without personal data. */
  readonly what: string;
}

export interface VerifyReport {
  readonly customers: number;
  readonly orders: number;
  readonly identities: number;
  readonly accounts: number;
  readonly postings: number;
  /** The first of each kind at least. */
  readonly differences: readonly Difference[];
  /** True when there were more differences than are listed. */
  readonly isCut: boolean;
}

export async function verifyShop(
  scope: ShopStore,
  state: ShopState,
  now: number,
  options: { differencesMax?: number; onProgress?: (customers: number) => void } = {},
): Promise<VerifyReport> {
  const limit = options.differencesMax ?? 20;
  const differences: Difference[] = [];
  const { shop, live } = state;
  const counts = { customers: 0, orders: 0, identities: 0 };
  let isCut = false;
  const differ = (kind: Difference['kind'], id: string, what: string) => {
    const isFirst = differences.every((known) => known.kind !== kind);
    if (isFirst || differences.length < limit) differences.push({ kind, id, what });
    else isCut = true;
  };
  const decideAt = contextFor(state, now, live.catalogue, live.references);

  // Orders and customers are both read in order of the customer's key, so each is read once and little is in memory.
  const orders = peekable(
    scope.orders.find({ customer: { $ne: null } }, { hint: { customer: 1, at: -1, _id: -1 } }).sort({ customer: 1 }),
    (order) => order.customer as CustomerKey,
  );
  const disown = (order: OrderDocument) =>
    differ('order_owner', order._id, 'belongs to a customer that does not exist');
  for await (const customer of scope.customers.find({}, { hint: { _id: 1 } }).sort({ _id: 1 })) {
    counts.customers++;
    if (counts.customers % 1000 === 0) options.onProgress?.(counts.customers);
    for (let key = await orders.key(); key !== null && key < customer._id; key = await orders.key())
      for (const order of await orders.takeAll(key)) disown(order);
    const own = await orders.takeAll(customer._id);
    counts.orders += own.length;
    for (const order of own) verifyFact(order, shop, differ);
    verifyCustomer(customer, own, differ);
    for (const segment of live.segments) {
      if (!segment.active) continue; // still being built: its members are shown, and right, when it is whole
      const whole = customer.factsCut
        ? { ...customer, facts: own.flatMap((order) => order.fact ?? []).sort(compareFacts) }
        : customer;
      const isIn = isMember(idOf(segment.key), customer, () =>
        evaluate(segment.definition, whole, contextOf(segment, decideAt)),
      );
      if (isIn !== customer.memberOf.includes(segment.label))
        differ('membership', customer._id, `${segment.label}: is ${!isIn}, should be ${isIn}`);
    }
  }
  for (let key = await orders.key(); key !== null; key = await orders.key())
    for (const order of await orders.takeAll(key)) disown(order);
  for await (const order of scope.orders.find({ customer: null })) {
    counts.orders++;
    verifyFact(order, shop, differ);
  }
  counts.identities = await verifyIdentities(scope, shop, differ);
  const books = await verifyLoyalty(scope, state, now, ({ kind, id, what }) => differ(kind, id, what));
  return { ...counts, ...books, differences, isCut };
}

type Differ = (kind: Difference['kind'], id: string, what: string) => void;

function verifyFact(order: OrderDocument, shop: Shop, differ: Differ): void {
  const should = orderFact(shop, order);
  if (canonicalJson(should) !== canonicalJson(order.fact ?? null)) {
    differ(
      'order_fact',
      order._id,
      should === null
        ? 'counts, should not'
        : order.fact
          ? 'its fact differs from the order'
          : 'does not count, should',
    );
  }
}

function verifyCustomer(customer: CustomerDocument, orders: readonly OrderDocument[], differ: Differ): void {
  const all = orders.flatMap((order) => order.fact ?? []).sort(compareFacts);
  const should = statsOf(all);
  for (const name of Object.keys({ ...should, ...customer.stats }) as (keyof typeof should)[]) {
    const [is, ought] = [canonicalJson(customer.stats[name] ?? null), canonicalJson(should[name] ?? null)];
    if (is !== ought) differ('customer_stats', customer._id, `${name} is ${is}, should be ${ought}`);
  }
  const kept = keptFacts(all);
  if (canonicalJson(customer.facts) !== canonicalJson(kept.facts))
    differ(
      'customer_facts',
      customer._id,
      `${customer.facts.length} facts, should be ${kept.facts.length}, or they differ`,
    );
  if (canonicalJson(customer.listing ?? null) !== canonicalJson(listingOf(customer)))
    differ('customer_listing', customer._id, 'lists would find or order them by what they are no more');
  if ((customer.factsCut ?? false) !== kept.cut)
    differ('customer_facts', customer._id, 'the mark that facts are cut is wrong');
}

/** Every identity names a customer that lists it and the other way round; every order stands with the people it names. */
async function verifyIdentities(scope: ShopStore, shop: Shop, differ: Differ): Promise<number> {
  const owners = new Map<string, IdentityDocument>();
  for await (const identity of scope.identities.find({}, { projection: { customer: 1 } }))
    owners.set(identity._id, identity);
  const listed = new Set<string>();
  for await (const customer of scope.customers.find({}, { projection: { ids: 1 }, hint: { _id: 1 } })) {
    for (const key of customer.ids) {
      listed.add(`${scope.shop}/${key}`);
      if (owners.get(`${scope.shop}/${key}`)?.customer !== customer._id)
        differ('identity', customer._id, `lists ${key[0]}: identity that is not theirs`);
    }
  }
  for (const identity of owners.values()) {
    if (identity.customer !== null && !listed.has(identity._id))
      differ('identity', identity.customer, 'an identity names them and they do not list it');
  }
  const named = (order: OrderDocument, content: NonNullable<OrderDocument['order']>) => {
    const context = { shop } as IngestContext;
    return buyerIdentities(context, order.installation, content).map((key: IdentityKey) => `${scope.shop}/${key}`);
  };
  for await (const order of scope.orders.find({})) {
    if (!order.order || order.erased) continue;
    const keys = named(order, order.order);
    const people = new Set<CustomerKey | null>(keys.map((key) => owners.get(key)?.customer ?? null));
    if (people.size > 1) differ('identity', order._id, 'names several customers');
    const [should = null] = people;
    if (people.size <= 1 && should !== order.customer)
      differ('order_owner', order._id, 'does not belong to the customer it names');
    if (order.customer === null && keys.length > 0 && canonicalJson(order.waitingFor ?? []) !== canonicalJson(keys))
      differ('order_owner', order._id, 'waits for nothing');
  }
  return owners.size;
}
