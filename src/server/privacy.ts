import type { Filter } from 'mongodb';
import type { CommerceEvent, CustomerKey, IdentityKey, Instant, PersonReference } from '../model.ts';
import { hostIdentity, orderKey } from '../model.ts';
import { buyerIdentities } from './ingest/buyer.ts';
import { contactIdentities, type IngestContext, readEmail, readPhone } from './ingest/context.ts';
import { settleLoyalty } from './ingest/loyalty.ts';
import { withoutPerson } from './ingest/order.ts';
import { arranged, newCustomer } from './ingest/person.ts';
import { TransactionWorkspace } from './ingest/transaction-workspace.ts';
import { eraseLoyalty } from './loyalty/erase.ts';
import { keysOf } from './queries/customer.ts';
import { randomId } from './random.ts';
import { eraseExports } from './segments/export-erase.ts';
import { decideMemberships } from './segments/live.ts';
import type { CustomerDocument, DeliveryDocument, OrderDocument } from './store/documents.ts';
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
  if (!isExport) {
    for (const customer of found) await erasePerson(scope, context, customer);
    // Orders that the request names and that nobody could be found for: they hold a name and an address all the same.
    await eraseOrders(
      scope,
      (await namedOrders(scope, context, event.person)).filter((order) => order.customer === null),
    );
  }
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
  const orders = await namedOrders(scope, context, person);
  const owners = [...identities, ...orders].flatMap((document) =>
    document.customer === null ? [] : [document.customer],
  );
  return scope.customers.find({ _id: { $in: [...new Set(owners)] } }).toArray();
}

function namedOrders(scope: ShopStore, context: IngestContext, person: PersonReference): Promise<OrderDocument[]> {
  const ids = person.orderHostIds.map((hostId) => orderKey(scope.shop, context.installation, hostId));
  return scope.orders.find({ _id: { $in: ids } }).toArray();
}

/** All that is kept about somebody, in the words of the API. */
export async function collectPerson(scope: ShopStore, customer: CustomerDocument): Promise<Record<string, unknown>> {
  const { memberOf, facts: _derived, listing: _alsoDerived, revision: _internal, ...profile } = customer;
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
    points: {
      account: await scope.accounts.findOne({ _id: customer._id }),
      postings: await scope.postings
        .find({ _id: { $gte: `${customer._id}/`, $lt: `${customer._id}0` } }, { hint: { _id: 1 } })
        .sort({ _id: 1 })
        .toArray(),
      vouchers: await scope.vouchers.find({ customer: customer._id }).toArray(),
      warnings: await scope.loyaltyEvents
        .find({ customer: { $in: keys } })
        .sort({ at: 1 })
        .toArray(),
    },
    memberships: await scope.membershipEvents
      .find({ customer: { $in: keys } })
      .sort({ at: 1 })
      .toArray(),
    notes: await scope.notes
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
  const { stats, facts, factsCut, memberOf, createdAt, revision, loyalty } = customer;
  const pseudonym = arranged({
    ...newCustomer(customer._id, createdAt),
    stats,
    facts,
    memberOf,
    revision: revision + 1,
    erasedAt: context.now,
    ...(factsCut ? { factsCut } : {}),
    ...(loyalty ? { loyalty } : {}),
  });
  const workspace = new TransactionWorkspace(scope, 1);
  await workspace.customer(customer._id);
  // Points given for a birthday, which nobody knows any more, go with it: an account is always what its history says.
  const account = await workspace.account(customer._id);
  if (account) workspace.putAccount(account);
  const settled = await settleLoyalty(workspace, context, pseudonym);
  workspace.putCustomer(await decideMemberships(workspace, context, settled));
  await workspace.flush();
  await scope.identities.deleteMany({ _id: { $in: customer.ids.map((id) => `${scope.shop}/${id}`) } });

  await eraseOrders(scope, await scope.orders.find({ customer: customer._id }).toArray());
  await eraseFormerVersions(scope, context, customer, keys);

  await scope.aliases.deleteMany({ into: { $in: keys } }); // a new customer may take such a key: nothing of the old one is left under it
  await scope.changes.deleteMany({ customer: { $in: keys }, field: /^tags:/ }); // who set tags may be called by a phone number
  await scope.changes.updateMany({ customer: { $in: keys } }, { $set: { value: null } });
  await scope.notes.deleteMany({ customer: { $in: keys } });
  await eraseLoyalty(scope, customer._id, keys);
  await eraseDeliveries(scope, { customers: { $in: keys } });
  // Deliveries about their accounts that could not be applied name them too, and a replay would bring them back.
  const accounts = customer.ids.filter((id) => id.startsWith('h:')).map((id) => id.slice(2).replace(':', ':customer:'));
  await eraseDeliveries(scope, { entity: { $in: accounts } });
  await scope.privacyRequests.updateMany({ customers: { $in: keys } }, { $unset: { export: '' } });
  await eraseExports(scope, context.now);
  await scope.idempotency.deleteMany(); // stored answers may show the person; they only serve repeats within a day
}

/** Takes the person out of orders as they are and as they were, and out of what was sent about them. */
async function eraseOrders(scope: ShopStore, orders: readonly OrderDocument[]): Promise<void> {
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
  await eraseDeliveries(scope, {
    entity: { $in: orders.map((order) => `${order.installation}:order:${order.hostId}`) },
  });
}

/** Orders that once named them and belong to somebody else since: the deliveries that touched them tell which. */
async function eraseFormerVersions(
  scope: ShopStore,
  context: IngestContext,
  customer: CustomerDocument,
  keys: readonly CustomerKey[],
): Promise<void> {
  const told = await scope.inbox
    .find({ customers: { $in: [...keys] }, entity: /^\w+:order:/ }, { projection: { entity: 1, installation: 1 } })
    .toArray();
  const orders = told.map(({ entity, installation }) =>
    orderKey(scope.shop, installation, (entity ?? '').slice(`${installation}:order:`.length)),
  );
  const versions = await scope.orderVersions.find({ order: { $in: orders } }).toArray();
  const theirs = versions.filter((version) => {
    const installation = version.order.split('/')[1] as IngestContext['installation'];
    return buyerIdentities(context, installation, version.content).some((key) => customer.ids.includes(key));
  });
  await scope.orderVersions.replace(theirs.map((version) => ({ ...version, content: withoutPerson(version.content) })));
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

/**
 * What the owner says to {@link requestShopErasure} while another connection is in use: let everything go, or keep it. False when it is
 * not a question (any more).
 */
export async function decideShopErasure(
  scope: ShopStore,
  id: string,
  given: { readonly erase: boolean; readonly now: Instant },
): Promise<boolean> {
  const decided = await scope.privacyRequests.updateOne(
    { _id: `${scope.shop}/${id}`, kind: 'erase_shop', state: 'waiting_for_owner' },
    { $set: { state: given.erase ? 'pending' : 'declined', doneAt: given.now } },
  );
  return decided.matchedCount === 1;
}

/**
 * Carries out pending erasures of whole shops. The shop and its connections go first, and then some time has to pass: by its end no
 * process takes deliveries for it in any more or is in the middle of applying one, so nothing is written behind the broom.
 * The record of the request is what stays. A job runs this; stopped anywhere, it begins again.
 */
export async function eraseShops(store: Store, now: () => number, settleMs = 20_000): Promise<void> {
  for await (const request of store.system.privacyRequests.find({ kind: 'erase_shop', state: 'pending' })) {
    const scope = store.forShop(request.shop);
    await store.system.shops.deleteOne({ _id: request.shop });
    await scope.installations.deleteMany();
    await new Promise((resolve) => setTimeout(resolve, settleMs));
    for (const name of ERASED_WITH_SHOP) await scope[name].deleteMany();
    await scope.privacyRequests.updateMany({}, { $unset: { export: '', expiresAt: '' } });
    await store.system.jobRuns.updateMany({ 'asked.shop': request.shop }, { $unset: { asked: '' } });
    await store.system.privacyRequests.updateOne({ _id: request._id }, { $set: { state: 'done', doneAt: now() } });
  }
}

const ERASED_WITH_SHOP = [
  'installations',
  'apiKeys',
  'staff',
  'usedHandoffs',
  'preferences',
  'customers',
  'identities',
  'aliases',
  'orders',
  'orderVersions',
  'changes',
  'notes',
  'products',
  'programmes',
  'accounts',
  'postings',
  'vouchers',
  'loyaltyEvents',
  'loyaltyAlarms',
  'backTests',
  'segments',
  'segmentVersions',
  'membershipEvents',
  'segmentDays',
  'bulkActions',
  'actionMembers',
  'exportChunks',
  'inbox',
  'audit',
  'idempotency',
] as const;
