import { adapterOf } from '../../adapters/index.ts';
import { AppError, invariant } from '../../errors.ts';
import type { CommerceEvent, CustomerKey, IdentityKey, OrderKey } from '../../model.ts';
import { orderKey } from '../../model.ts';
import { forgetInstallation } from '../installations.ts';
import { carryOutPrivacy, isPrivacyEvent } from '../privacy.ts';
import type { ShopState } from '../shop-state.ts';
import type { DeliveryDocument } from '../store/documents.ts';
import type { ShopStore, Store } from '../store/index.ts';
import { applyAll, type WorkspaceEvent } from './apply.ts';
import { buyerIdentities } from './buyer.ts';
import type { IngestContext } from './context.ts';
import type { Outcome } from './outcome.ts';
import { doneWith, parked } from './outcome.ts';
import { recordIdentities } from './record.ts';
import { TransactionWorkspace } from './transaction-workspace.ts';

/** A delivery read, ready to be applied: what it says and whom it touches. */
export interface ReadDelivery {
  readonly events: readonly CommerceEvent[];
  readonly outcome: Outcome;
  /** Every person and every order named: what will be read first. */
  readonly people: readonly IdentityKey[];
  readonly orders: readonly OrderKey[];
  /** For {@link KeyedLocks}: the entity and the people. */
  readonly lockKeys: readonly string[];
}

/** Bytes → events. What cannot be read is an outcome, not an error: the delivery is parked with the reason. */
export function readDelivery(delivery: DeliveryDocument, context: IngestContext): ReadDelivery {
  const adapter = adapterOf(delivery.platform);
  invariant(adapter, 'a stored delivery is of a known platform');
  const entity = `${delivery.shop}/${delivery.entity ?? delivery._id}`;
  if (!delivery.body) return nothingIn(entity, doneWith('its content was erased'));
  const { currency, timeZone, countryCode } = context.shop;
  const decoded = adapter.decode({
    topic: delivery.topic,
    rawBody: Buffer.from(delivery.body.buffer),
    headers: delivery.headers,
    receivedAt: delivery.receivedAt,
    shop: { currency, timeZone, countryCode },
  });
  if (!decoded.ok) return nothingIn(entity, parked(decoded.reason, decoded.detail));
  const people = decoded.events.flatMap((event) => identitiesIn(context, event));
  return {
    events: decoded.events,
    outcome: doneWith(decoded.note),
    people,
    orders: decoded.events.flatMap((event) => ordersIn(context, event)),
    lockKeys: [entity, ...people.map((key) => `${delivery.shop}/${key}`)],
  };
}

const nothingIn = (entity: string, outcome: Outcome): ReadDelivery => ({
  events: [],
  outcome,
  people: [],
  orders: [],
  lockKeys: [entity],
});

function ordersIn(context: IngestContext, event: CommerceEvent): OrderKey[] {
  if (event.type === 'order_changed' || event.type === 'order_restored')
    return [orderKey(context.shop._id, context.installation, event.order.hostId)];
  return [];
}

function identitiesIn(context: IngestContext, event: CommerceEvent): IdentityKey[] {
  if (event.type === 'order_changed' || event.type === 'order_restored')
    return buyerIdentities(context, context.installation, event.order);
  if (event.type === 'customer_changed') return recordIdentities(context, event.customer);
  return [];
}

export function contextOf(
  delivery: Pick<DeliveryDocument, '_id' | 'installation' | 'receivedAt'>,
  state: ShopState,
  now: number,
): IngestContext {
  return {
    shop: state.shop,
    installation: delivery.installation,
    receivedAt: delivery.receivedAt,
    now,
    cause: { kind: 'delivery', id: delivery._id },
    live: state.live,
    loyalty: state.loyalty,
  };
}

/**
 * Applies a delivery and marks it, in one transaction: what it changed and that it is done become true together. A delivery that
 * another process has finished meanwhile is left alone.
 */
export async function applyDelivery(
  store: Store,
  delivery: DeliveryDocument,
  read: ReadDelivery,
  contextNow: () => Promise<IngestContext>,
): Promise<Outcome> {
  return store.transaction(delivery.shop, async (scope, attempt) => {
    const context = await contextNow();
    if (read.outcome.state !== 'done' || read.events.length === 0) {
      await markDelivery(scope, delivery, read.outcome, [], context.now);
      return read.outcome;
    }
    const { outcome, customers } = await applyEvents(scope, read, context, attempt);
    await markDelivery(scope, delivery, outcome, customers, context.now);
    return outcome;
  });
}

async function applyEvents(
  scope: ShopStore,
  read: ReadDelivery,
  context: IngestContext,
  attempt: number,
): Promise<{ outcome: Outcome; customers: CustomerKey[] }> {
  const rest: WorkspaceEvent[] = [];
  const concerned: CustomerKey[] = [];
  for (const event of read.events) {
    if (isPrivacyEvent(event)) concerned.push(...(await carryOutPrivacy(scope, context, event)));
    else if (event.type === 'app_uninstalled') await forgetInstallation(scope, context, event.at);
    else rest.push(event);
  }
  if (rest.length === 0) return { outcome: read.outcome, customers: concerned };
  const workspace = new TransactionWorkspace(scope, attempt);
  await workspace.preload(context.cause.id, read.people, read.orders, context.loyalty.versions.length > 0);
  const applied = await applyAll(workspace, context, rest);
  await workspace.flush();
  const outcome = applied.state === 'done' && read.outcome.state === 'done' ? { ...read.outcome, ...applied } : applied;
  return { outcome, customers: [...concerned, ...workspace.touchedCustomers().map((customer) => customer._id)] };
}

async function markDelivery(
  scope: ShopStore,
  delivery: DeliveryDocument,
  outcome: Outcome,
  customers: readonly CustomerKey[],
  now: number,
): Promise<void> {
  const about = customers.length === 0 ? {} : { customers: [...customers] };
  const set =
    outcome.state === 'done'
      ? { state: 'done' as const, doneAt: now, ...about, ...(outcome.note === undefined ? {} : { note: outcome.note }) }
      : { state: 'parked' as const, parked: { reason: outcome.reason, detail: outcome.detail, at: now }, ...about };
  const unset = { lease: '' as const, ...(outcome.state === 'done' ? { parked: '' as const } : {}) };
  const marked = await scope.inbox.updateOne(
    { _id: delivery._id, state: { $in: ['pending', 'parked'] } },
    { $set: set, $unset: unset },
  );
  if (marked.matchedCount === 0) throw new AlreadyDone();
}

/** Ends the transaction without effect: somebody else has applied this delivery. */
export class AlreadyDone extends AppError {
  constructor() {
    super('conflict', 'this delivery is done already');
  }
}
