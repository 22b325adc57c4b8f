import { type CustomerKey, cleanText, FACTS_SHAPE, type OrderKey, type Shop, type ShopId } from '../model.ts';
import type { AppParts } from './app-parts.ts';
import { decideTouched } from './ingest/apply.ts';
import { withTouch } from './ingest/buyer.ts';
import { canonicalJson, type IngestContext } from './ingest/context.ts';
import { factsOfOrders } from './ingest/effects.ts';
import { orderFact } from './ingest/order.ts';
import { type ClaimEffect, withProfile } from './ingest/person.ts';
import { recordEffect } from './ingest/record-effect.ts';
import { TransactionWorkspace } from './ingest/transaction-workspace.ts';
import { randomId } from './random.ts';
import { SETTLE_MS, ShopStates } from './shop-state.ts';
import type { CustomerDocument, OrderDocument } from './store/documents.ts';
import type { ShopStore, Store } from './store/index.ts';

/**
 * Everything derived from a shop's orders, computed again: what counts as spend or the shop's time zone has changed, or a new release
 * derives more ({@link requestDueRebuilds}). First each
 * order's fact from the order, then each customer's facts, figures and memberships from their orders, both in order of
 * `_id` and in small transactions beside the events that go on. Doing a part twice is doing it once, so a rebuild that
 * was stopped anywhere goes on where its progress says.
 */
export type RebuildParts = Pick<AppParts, 'store' | 'builder' | 'now' | 'logger'>;

const LEASE_MS = 60_000;
const ORDERS_BATCH = 200;
const CUSTOMERS_BATCH = 50;
/** A rebuild that was killed may have left a transaction open. */
const PATIENTLY = { isPatient: true } as const;

/** Writes down that a rebuild is due, instead of one that may be running. Nothing is computed yet. */
export async function requestRebuild(store: Store, shop: ShopId, now: number): Promise<void> {
  await store.system.shops.updateOne({ _id: shop }, { $set: { rebuild: await begun(store, shop, now) } });
}

/**
 * For every start: shops whose figures an older release derived are asked to be computed again, each once. The job that finishes rebuilds does it.
 * What ran before this release need not be waited for; two processes that start at once ask once.
 */
export async function requestDueRebuilds(store: Store, now: number): Promise<void> {
  const older = { $or: [{ factsShape: { $exists: false } }, { factsShape: { $lt: FACTS_SHAPE } }] };
  for await (const { _id } of store.system.shops.find(older, { projection: { _id: 1 } })) {
    const rebuild = await begun(store, _id, now);
    await store.system.shops.updateOne({ _id, ...older }, { $set: { rebuild, factsShape: FACTS_SHAPE } });
  }
}

/** A rebuild that nobody has begun. */
async function begun(store: Store, shop: ShopId, now: number): Promise<NonNullable<Shop['rebuild']>> {
  const total = await store.forShop(shop).orders.count();
  return {
    id: randomId(8),
    state: 'running',
    phase: 'orders',
    after: '',
    done: 0,
    total,
    requestedAt: now,
    leaseUntil: 0,
  };
}

/** Carries out the shop's rebuild, unless none is due or another process is at it. */
export async function rebuildDerived(parts: RebuildParts, shopId: ShopId): Promise<void> {
  const { store, now } = parts;
  const due = { _id: shopId, 'rebuild.state': 'running', 'rebuild.leaseUntil': { $lt: now() } } as const;
  const shop = await store.system.shops.findOneAndUpdate(
    due,
    { $set: { 'rebuild.leaseUntil': now() + LEASE_MS } as object },
    { returnDocument: 'after' },
  );
  if (!shop?.rebuild) return;
  await pause(Math.max(0, shop.rebuild.requestedAt + SETTLE_MS - now())); // by then every process applies events by the new settings
  const run: Run = { ...parts, shop, id: shop.rebuild.id, states: new ShopStates(store) };
  const scope = store.forShop(shopId);
  if (shop.rebuild.phase === 'orders') {
    const isWhole = await rebuildOrders(run, scope, shop.rebuild.after, shop.rebuild.done);
    const customers = isWhole ? await scope.customers.count({}, { hint: { _id: 1 } }) : 0;
    if (!isWhole || !(await advance(run, { phase: 'customers', after: '', done: 0, total: customers }))) return;
  }
  const resumed = shop.rebuild.phase === 'customers' ? shop.rebuild : { after: '', done: 0 };
  if (!(await rebuildCustomers(run, scope, resumed.after, resumed.done))) return;
  if (!(await advance(run, { state: 'done', finishedAt: now() }))) return;
  // Members are right by now; a build also counts them and checks them with the other implementation.
  for await (const segment of scope.segments.find({ state: { $ne: 'archived' } }, { projection: { _id: 1 } }))
    parts.builder.requestBuild(shopId, segment._id);
}

/** Rebuilds that a process left behind: for every start, and now and then. */
export async function resumeRebuilds(parts: RebuildParts): Promise<void> {
  const left = { 'rebuild.state': 'running', 'rebuild.leaseUntil': { $lt: parts.now() } } as const;
  for await (const shop of parts.store.system.shops.find(left, { projection: { _id: 1 } }))
    await rebuildDerived(parts, shop._id);
}

interface Run extends RebuildParts {
  readonly shop: Shop;
  readonly id: string;
  readonly states: ShopStates;
}

/** False when a later change of settings has begun another rebuild: this one is over. */
async function advance(run: Run, progress: Partial<NonNullable<Shop['rebuild']>>): Promise<boolean> {
  const set = Object.fromEntries(
    Object.entries({ ...progress, leaseUntil: run.now() + LEASE_MS }).map(([name, value]) => [
      `rebuild.${name}`,
      value,
    ]),
  );
  const advanced = await run.store.system.shops.updateOne(
    { _id: run.shop._id, 'rebuild.id': run.id, 'rebuild.state': 'running' },
    { $set: set as object },
  );
  return advanced.matchedCount > 0;
}

async function rebuildOrders(run: Run, scope: ShopStore, from: string, doneBefore: number): Promise<boolean> {
  let [after, done] = [from, doneBefore];
  for (;;) {
    const batch = await run.store.transaction(
      run.shop._id,
      async (inside) => {
        const filter = { _id: { $gt: (after || `${scope.shop}/`) as OrderKey } };
        const orders = await inside.orders
          .find(filter, { hint: { _id: 1 } })
          .sort({ _id: 1 })
          .limit(ORDERS_BATCH)
          .toArray();
        await inside.orders.replace(orders.flatMap((order) => refacted(run.shop, order) ?? []));
        return orders;
      },
      PATIENTLY,
    );
    const last = batch.at(-1);
    if (!last) return true;
    [after, done] = [last._id, done + batch.length];
    if (!(await advance(run, { after, done }))) return false;
  }
}

/** The order with the fact it should have, or null when it has it. */
function refacted(shop: Shop, order: OrderDocument): OrderDocument | null {
  const fact = orderFact(shop, order);
  if (canonicalJson(fact) === canonicalJson(order.fact ?? null)) return null;
  const { fact: _old, ...rest } = order;
  return fact === null ? rest : { ...rest, fact };
}

async function rebuildCustomers(run: Run, scope: ShopStore, from: string, doneBefore: number): Promise<boolean> {
  let [after, done] = [from, doneBefore];
  for (;;) {
    const filter = { _id: { $gt: (after || `${scope.shop}/`) as CustomerKey } };
    const batch = await scope.customers
      .find(filter, { hint: { _id: 1 }, projection: { _id: 1 } })
      .sort({ _id: 1 })
      .limit(CUSTOMERS_BATCH)
      .toArray();
    const last = batch.at(-1);
    if (!last) return true;
    await rebuildBatch(
      run,
      batch.map((customer) => customer._id),
    );
    [after, done] = [last._id, done + batch.length];
    if (!(await advance(run, { after, done }))) return false;
  }
}

async function rebuildBatch(run: Run, keys: readonly CustomerKey[]): Promise<void> {
  const state = await run.states.get(run.shop._id);
  if (!state) return; // the shop was erased
  const now = run.now();
  const context = {
    shop: state.shop,
    receivedAt: now,
    now,
    cause: { kind: 'job', id: `rebuild ${run.id}` },
    live: state.live,
    loyalty: state.loyalty,
  } as unknown as IngestContext;
  await run.store.transaction(
    run.shop._id,
    async (scope, attempt) => {
      const workspace = new TransactionWorkspace(scope, attempt);
      const orders = await scope.orders
        .find(
          { customer: { $in: [...keys] } },
          { projection: { customer: 1, fact: 1, at: 1, 'order.buyer.source': 1 } },
        )
        .toArray();
      for (const key of keys) {
        const customer = await workspace.customer(key); // null: merged into another meanwhile
        if (!customer) continue;
        const own = orders.filter((order) => order.customer === key);
        const touched = withTouches(customer, own);
        recordEffect(workspace, context, key, touched.effect);
        workspace.putCustomer(factsOfOrders(withProfile(touched.customer), own));
      }
      await decideTouched(workspace, context);
      await workspace.flush();
    },
    PATIENTLY,
  );
}

/** Where orders say that their buyer came from: registers that an older release did not keep. */
function withTouches(
  customer: CustomerDocument,
  orders: readonly OrderDocument[],
): { customer: CustomerDocument; effect: ClaimEffect } {
  let touched = customer;
  const effect: ClaimEffect[number][] = [];
  for (const { at, order } of orders.toSorted((a, b) => a.at - b.at)) {
    const source = cleanText(order?.buyer.source);
    if (source === null || customer.erasedAt !== undefined) continue;
    const claimed = withTouch(touched, at, source);
    touched = claimed.customer;
    effect.push(...claimed.effect);
  }
  return { customer: touched, effect };
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
