import type { Filter } from 'mongodb';
import type { CommerceEvent, CustomerKey, IdentityKey, PersonReference } from '../model.ts';
import { hostIdentity, orderKey } from '../model.ts';
import { contactIdentities, type IngestContext, readEmail, readPhone } from './ingest/context.ts';
import { withoutPerson } from './ingest/order.ts';
import { arranged, newCustomer } from './ingest/person.ts';
import { TransactionWorkspace } from './ingest/transaction-workspace.ts';
import { keysOf } from './queries/customer.ts';
import { randomId } from './random.ts';
import { decideMemberships } from './segments/live.ts';
import type { CustomerDocument, DeliveryDocument } from './store/documents.ts';
import type { ShopStore, Store } from './store/index.ts';

/**
 * Privacy requests of hosts and merchants (X05). An export is collected and kept for a month; an erasure leaves figures and
 * postings under the customer's key, which names nobody any more, so that totals still prove.
 */
export type PrivacyEvent = Extract<
  CommerceEvent,
  { type: 'privacy_export_requested' | 'privacy_erase_requested' | 'shop_erase_requested' }
>;

const EXPORT_KEPT_MS = 30 * 86_400_000;

export function isPrivacyEvent(event: CommerceEvent): event is PrivacyEvent {
  return (
    event.type === 'privacy_export_requested' ||
    event.type === 'privacy_erase_requested' ||
    event.type === 'shop_erase_requested'
  );
}

/** The customers it concerned. */
export async function carryOutPrivacy(
  scope: ShopStore,
  context: IngestContext,
  event: PrivacyEvent,
): Promise<CustomerKey[]> {
  if (event.type === 'shop_erase_requested') {
    await requestShopErasure(scope, context);
    return [];
  }
  const found = await findPeople(scope, context, event.person);
  const isExport = event.type === 'privacy_export_requested';
  const collected = isExport && found.length > 0 ? await collectAll(scope, found) : null;
  if (!isExport) for (const customer of found) await erasePerson(scope, context, customer);
  await scope.privacyRequests.insert([
    {
      _id: `${scope.shop}/${randomId(12)}`,
      shop: scope.shop,
      at: context.receivedAt,
      kind: isExport ? 'export' : 'erase',
      source: context.cause.id,
      hostRequestId: event.requestId,
      customers: found.map((customer) => customer._id),
      state: found.length === 0 ? 'nobody_found' : 'done',
      doneAt: context.now,
      ...(collected ? { export: collected, expiresAt: context.now + EXPORT_KEPT_MS } : {}),
    },
  ]);
  if (!isExport) await eraseDeliveries(scope, { _id: context.cause.id }); // the request itself names the person
  return found.map((customer) => customer._id);
}

async function findPeople(
  scope: ShopStore,
  context: IngestContext,
  person: PersonReference,
): Promise<CustomerDocument[]> {
  const keys: IdentityKey[] = contactIdentities(readPhone(context, person.phone), readEmail(context, person.email));
  if (person.hostId !== null) keys.push(hostIdentity(context.installation, person.hostId));
  const ids = keys.map((key) => `${scope.shop}/${key}`);
  const identities = await scope.identities.find({ _id: { $in: ids } }).toArray();
  const orders = await scope.orders
    .find(
      { _id: { $in: person.orderHostIds.map((hostId) => orderKey(scope.shop, context.installation, hostId)) } },
      { projection: { customer: 1 } },
    )
    .toArray();
  const owners = [...identities, ...orders].flatMap((document) =>
    document.customer === null ? [] : [document.customer],
  );
  return scope.customers.find({ _id: { $in: [...new Set(owners)] } }).toArray();
}

/** All that is kept about somebody, in the words of the API. */
export async function collectPerson(scope: ShopStore, customer: CustomerDocument): Promise<Record<string, unknown>> {
  const { memberOf, facts: _derived, revision: _internal, ...profile } = customer;
  const orders = await scope.orders.find({ customer: customer._id }).sort({ at: 1 }).toArray();
  const keys = await keysOf(scope, customer._id);
  return {
    profile,
    segments: memberOf,
    orders: orders.map((order) => ({
      id: order._id,
      at: order.at,
      counts: order.fact !== undefined,
      order: order.order,
    })),
    changes: await scope.changes
      .find({ customer: { $in: keys } })
      .sort({ at: 1 })
      .toArray(),
    memberships: await scope.membershipEvents
      .find({ customer: { $in: keys } })
      .sort({ at: 1 })
      .toArray(),
  };
}

async function collectAll(
  scope: ShopStore,
  customers: readonly CustomerDocument[],
): Promise<Record<string, unknown>[]> {
  const collected: Record<string, unknown>[] = [];
  for (const customer of customers) collected.push(await collectPerson(scope, customer));
  return collected;
}

/**
 * Takes the person out of everything: profile, identities, orders in all versions, history, raw deliveries. What they bought stays
 * as figures under their key. A payload about one of these orders that comes later brings nobody back (`erased`).
 */
export async function erasePerson(scope: ShopStore, context: IngestContext, customer: CustomerDocument): Promise<void> {
  const keys = await keysOf(scope, customer._id);
  const { stats, facts, factsCut, memberOf, createdAt, revision } = customer;
  const pseudonym = arranged({
    ...newCustomer(customer._id, createdAt),
    stats,
    facts,
    memberOf,
    revision: revision + 1,
    erasedAt: context.now,
    ...(factsCut ? { factsCut } : {}),
  });
  const workspace = new TransactionWorkspace(scope, 1);
  await workspace.customer(customer._id);
  workspace.putCustomer(await decideMemberships(workspace, context, pseudonym));
  await workspace.flush();
  await scope.identities.deleteMany({ _id: { $in: customer.ids.map((id) => `${scope.shop}/${id}`) } });

  const orders = await scope.orders.find({ customer: customer._id }).toArray();
  await scope.orders.replace(
    orders.map((order) => ({
      ...order,
      erased: true as const,
      ...(order.order ? { order: withoutPerson(order.order) } : {}),
    })),
  );
  const versions = await scope.orderVersions.find({ order: { $in: orders.map((order) => order._id) } }).toArray();
  await scope.orderVersions.replace(
    versions.map((version) => ({ ...version, content: withoutPerson(version.content) })),
  );

  await scope.aliases.deleteMany({ into: { $in: keys } }); // a new customer may take such a key: nothing of the old one is left under it
  await scope.changes.updateMany({ customer: { $in: keys } }, { $set: { value: null } });
  await eraseDeliveries(scope, { customers: { $in: keys } });
  const orderEntities = orders.map((order) => `${order.installation}:order:${order.hostId}`);
  await eraseDeliveries(scope, { entity: { $in: orderEntities } });
  await scope.privacyRequests.updateMany({ customers: { $in: keys } }, { $unset: { export: '' } });
  await scope.idempotency.deleteMany(); // stored answers may show the person; they only serve repeats within a day
}

/** Takes the content out of deliveries. A till's member may be called by a phone number, so such a name goes too. */
async function eraseDeliveries(scope: ShopStore, filter: Filter<DeliveryDocument>): Promise<void> {
  await scope.inbox.updateMany(filter, { $unset: { body: '' }, $set: { headers: {}, note: 'erased on request' } });
  await scope.inbox.updateMany({ $and: [filter, { entity: /^\w+:customer:/ }] }, { $set: { entity: null } });
}

/**
 * The host wants everything of the shop gone (Shopify: 48 hours after removal). Only written down here, since it is too much for one
 * transaction; {@link eraseShops} does it and takes up where it was stopped. Not while another connection is in use: then
 * the owner decides.
 */
async function requestShopErasure(scope: ShopStore, context: IngestContext): Promise<void> {
  const others = await scope.installations.count({ _id: { $ne: context.installation }, state: 'active' });
  const own = await scope.installations.findOne({ _id: context.installation });
  const isReinstalled = own !== null && own.state === 'active' && own.installedAt > context.receivedAt;
  await scope.privacyRequests.insert([
    {
      _id: `${scope.shop}/${randomId(12)}`,
      shop: scope.shop,
      at: context.receivedAt,
      kind: 'erase_shop',
      source: context.cause.id,
      hostRequestId: null,
      customers: [],
      state: others > 0 || isReinstalled ? 'waiting_for_owner' : 'pending',
      doneAt: context.now,
    },
  ]);
}

/** Carries out pending erasures of whole shops: run after deliveries and at every start. The record of the request is what stays. */
export async function eraseShops(store: Store, now: () => number): Promise<void> {
  for await (const request of store.system.privacyRequests.find({ kind: 'erase_shop', state: 'pending' })) {
    const scope = store.forShop(request.shop);
    for (const name of ERASED_WITH_SHOP) await scope[name].deleteMany();
    await store.system.shops.deleteOne({ _id: request.shop });
    await store.system.privacyRequests.updateOne({ _id: request._id }, { $set: { state: 'done', doneAt: now() } });
  }
}

const ERASED_WITH_SHOP = [
  'installations',
  'apiKeys',
  'customers',
  'identities',
  'aliases',
  'orders',
  'orderVersions',
  'changes',
  'products',
  'segments',
  'segmentVersions',
  'membershipEvents',
  'inbox',
  'audit',
  'idempotency',
] as const;
