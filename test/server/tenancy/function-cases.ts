import type { Test } from 'tap';
import type { CustomerKey, Shop } from '../../../src/model.ts';
import { createApiKey, listApiKeys, revokeApiKey } from '../../../src/server/api-keys.ts';
import { recordAudit } from '../../../src/server/audit.ts';
import { refuseUnlessEmpty } from '../../../src/server/demo/bulk.ts';
import type { IngestContext } from '../../../src/server/ingest/context.ts';
import { connect, forgetInstallation } from '../../../src/server/installations.ts';
import { carryOutPrivacy, collectPerson, erasePerson } from '../../../src/server/privacy.ts';
import { connections, findConnection } from '../../../src/server/queries/connections.ts';
import { changesPage, findCustomer, keysOf } from '../../../src/server/queries/customer.ts';
import { customersPage } from '../../../src/server/queries/customers-page.ts';
import { namesIn } from '../../../src/server/queries/definition-names.ts';
import { deliveriesPage, deliveryKeyOf, findDelivery } from '../../../src/server/queries/deliveries-page.ts';
import { deliveriesSummary } from '../../../src/server/queries/deliveries-summary.ts';
import { auditPage, findPrivacyRequest, privacyRequestsPage } from '../../../src/server/queries/log-page.ts';
import { findOrder, orderKeyOf, ordersPage, orderVersions } from '../../../src/server/queries/orders-page.ts';
import { rebuildDerived, requestRebuild } from '../../../src/server/rebuild.ts';
import { replayDeliveries } from '../../../src/server/replay.ts';
import { resolveParkedDeletion } from '../../../src/server/resolve-deletion.ts';
import { clearMembers } from '../../../src/server/segments/build.ts';
import { contextFor } from '../../../src/server/segments/live.ts';
import { previewSegment } from '../../../src/server/segments/preview.ts';
import {
  archiveSegment,
  createSegment,
  getSegment,
  listSegments,
  membershipEvents,
  membersPage,
  segmentVersions,
  updateSegment,
} from '../../../src/server/segments/saved.ts';
import {
  ALL_BUCKETS,
  allFactsOf,
  countIn,
  cutCustomers,
  inRange,
  membersIn,
  select,
} from '../../../src/server/segments/scan.ts';
import { readCatalogue, type ShopState } from '../../../src/server/shop-state.ts';
import {
  addCustomer,
  addTags,
  editCustomer,
  eraseCustomer,
  exportCustomer,
  removeTags,
} from '../../../src/server/staff-edits.ts';
import { scopePipeline, shopPredicate, shopRange } from '../../../src/server/store/scope.ts';
import { verifyShop } from '../../../src/server/verify.ts';
import type { TestApp } from '../../support/app.ts';
import { type Twin, VIP } from '../../support/twins.ts';

export interface Twins {
  readonly server: TestApp;
  readonly a: Twin;
  readonly b: Twin;
}

/** Asks as A, with its own ids and with those of B; what it returns must tell nothing of B. */
type FunctionCase = (t: Test, given: Twins) => Promise<unknown>;

const NOT_FOUND = { code: 'not_found' };
const PAGE = { limit: 100 };

async function stateOf({ server, a }: Twins): Promise<ShopState> {
  return (await server.house.states.get(a.shop)) as ShopState;
}

async function contextOf(given: Twins): Promise<IngestContext> {
  const { shop, live } = await stateOf(given);
  return {
    shop,
    installation: given.a.installation,
    receivedAt: Date.now(),
    now: Date.now(),
    cause: { kind: 'job', id: 'test' },
    live,
  };
}

async function customerOf({ scope }: Twin, phone: string) {
  const customer = await scope.customers.findOne({ phone });
  if (!customer) throw new Error(`nobody has ${phone}`);
  return customer;
}

/** In the order in which they are called: those that take something away come last. */
export const FUNCTION_CASES: Readonly<Record<string, FunctionCase>> = {
  'store/scope.ts shopPredicate': async (t, { a }) => {
    t.same(shopPredicate(a.shop, 'field'), { shop: a.shop });
    return shopPredicate(a.shop, 'range');
  },
  'store/scope.ts shopRange': async (t, { a, b }) => {
    const { $gte, $lt } = shopRange(a.shop);
    t.ok(a.ids.customerKey >= $gte && a.ids.customerKey < $lt);
    t.notOk(b.ids.customerKey >= $gte && b.ids.customerKey < $lt);
  },
  'store/scope.ts scopePipeline': async (t, { a, b, server }) => {
    const everything = scopePipeline(
      [{ $match: { shop: a.shop } }, { $limit: 1 }, { $unionWith: 'customers' }],
      a.shop,
    );
    const rows = await server.house.store.db.collection('orders').aggregate(everything).toArray();
    t.ok(rows.length > 1 && rows.every((row) => !String(row._id).startsWith(b.shop)));
  },

  // Reading
  'queries/customer.ts findCustomer': async (t, { a, b }) => {
    await t.rejects(findCustomer(a.scope, b.ids.customer), NOT_FOUND);
    await t.rejects(findCustomer(a.scope, b.ids.merged), NOT_FOUND, 'nor somebody merged');
    t.match(await findCustomer(a.scope, a.ids.merged), { mergedFrom: a.ids.merged });
    return findCustomer(a.scope, a.ids.customer);
  },
  'queries/customer.ts keysOf': async (t, { a, b }) => {
    const { customer } = await findCustomer(a.scope, a.ids.merged);
    const other = await findCustomer(b.scope, b.ids.merged);
    t.same(
      await keysOf(a.scope, other.customer._id),
      [other.customer._id],
      'who was merged into somebody of B is not found',
    );
    t.equal((await keysOf(a.scope, customer._id)).length, 2);
    return keysOf(a.scope, customer._id);
  },
  'queries/customer.ts changesPage': async (t, { a, b }) => {
    t.same((await changesPage(a.scope, b.ids.customerKey, PAGE)).items, []);
    const own = await changesPage(a.scope, a.ids.customerKey, PAGE);
    t.ok(own.items.length > 3);
    const { nextCursor } = await changesPage(b.scope, b.ids.customerKey, { limit: 1 });
    return [own, await changesPage(a.scope, a.ids.customerKey, { ...PAGE, cursor: nextCursor ?? '' })];
  },
  'queries/customers-page.ts customersPage': async (t, { a, b, ...rest }) => {
    const { shop } = await stateOf({ a, b, ...rest });
    const asked = [
      {},
      { search: '0912345671' },
      { search: 'an@example.vn' },
      { search: 'TV-01' },
      { search: 'binh' },
      { tag: 'vip' },
      { segment: a.ids.segment },
      { sort: 'name' as const },
      { sort: '-spent' as const },
      { sort: '-orders' as const },
      { sort: '-lastOrder' as const },
    ];
    const pages = await Promise.all(asked.map((request) => customersPage(a.scope, shop, { ...PAGE, ...request })));
    for (const [index, page] of pages.entries()) t.ok(page.items.length > 0, JSON.stringify(asked[index]));
    t.same((await customersPage(a.scope, shop, { ...PAGE, search: '(B)' })).items, []);
    await t.rejects(customersPage(a.scope, shop, { ...PAGE, segment: b.ids.segment }), NOT_FOUND);
    const { nextCursor } = await customersPage(b.scope, shop, { limit: 1 });
    return [...pages, await customersPage(a.scope, shop, { ...PAGE, cursor: nextCursor ?? '' })];
  },
  'queries/orders-page.ts ordersPage': async (t, { a, b }) => {
    t.same((await ordersPage(a.scope, { ...PAGE, customer: b.ids.customerKey })).items, []);
    t.same((await ordersPage(a.scope, { ...PAGE, installation: b.installation })).items, []);
    const asked = [
      {},
      { hostId: 'HD1' },
      { counts: true },
      { customer: a.ids.customerKey },
      { unresolved: true },
      { from: 0, to: 1e14 },
    ];
    const pages = await Promise.all(asked.map((request) => ordersPage(a.scope, { ...PAGE, ...request })));
    for (const [index, page] of pages.entries()) t.ok(page.items.length > 0, JSON.stringify(asked[index]));
    t.equal(pages[1]?.items.length, 1, 'one of the two with this host id');
    const { nextCursor } = await ordersPage(b.scope, { limit: 1 });
    return [...pages, await ordersPage(a.scope, { ...PAGE, cursor: nextCursor ?? '' })];
  },
  'queries/orders-page.ts orderKeyOf': async (t, { a, b }) => {
    t.ok(orderKeyOf(a.scope, b.ids.order).startsWith(`${a.shop}/`), 'an id of B is a key in A');
    return orderKeyOf(a.scope, a.ids.order);
  },
  'queries/orders-page.ts findOrder': async (t, { a, b }) => {
    await t.rejects(findOrder(a.scope, b.ids.order), NOT_FOUND);
    return findOrder(a.scope, a.ids.order);
  },
  'queries/orders-page.ts orderVersions': async (t, { a, b }) => {
    t.same(await orderVersions(a.scope, b.ids.orderKey), []);
    t.equal((await orderVersions(a.scope, a.ids.orderKey)).length, 1);
    return orderVersions(a.scope, a.ids.orderKey);
  },
  'queries/deliveries-page.ts deliveriesPage': async (t, { a, b }) => {
    t.same((await deliveriesPage(a.scope, { ...PAGE, installation: b.installation })).items, []);
    t.same((await deliveriesPage(a.scope, { ...PAGE, installation: b.web, entity: 'order:54' })).items, []);
    const asked = [
      {},
      { state: 'parked' as const },
      { platform: 'pos' as const },
      { topic: 'invoice.saved' },
      { installation: a.web, entity: 'order:54' },
    ];
    const pages = await Promise.all(asked.map((request) => deliveriesPage(a.scope, { ...PAGE, ...request })));
    for (const [index, page] of pages.entries()) t.ok(page.items.length > 0, JSON.stringify(asked[index]));
    const { nextCursor } = await deliveriesPage(b.scope, { limit: 1 });
    return [...pages, await deliveriesPage(a.scope, { ...PAGE, cursor: nextCursor ?? '' })];
  },
  'queries/deliveries-page.ts deliveryKeyOf': async (t, { a, b }) => {
    t.ok(deliveryKeyOf(a.scope, b.ids.dollars).startsWith(`${a.shop}/`), 'an id of B is a key in A');
    return deliveryKeyOf(a.scope, a.ids.dollars);
  },
  'queries/deliveries-page.ts findDelivery': async (t, { a, b }) => {
    await t.rejects(findDelivery(a.scope, b.ids.dollars), NOT_FOUND);
    const { body: _bytes, ...delivery } = await findDelivery(a.scope, a.ids.dollars);
    return delivery;
  },
  'queries/deliveries-summary.ts deliveriesSummary': async (t, { a, b }) => {
    const [own, other] = await Promise.all([
      deliveriesSummary(a.scope, Date.now()),
      deliveriesSummary(b.scope, Date.now()),
    ]);
    t.same(own, other, 'as many as the other, and not twice as many');
    t.equal(own.parked, await a.scope.inbox.count({ state: 'parked' }));
    return own;
  },
  'queries/connections.ts connections': async (t, { a }) => {
    const own = await connections(a.scope);
    t.same(own.map((connection) => connection.installation._id).sort(), [a.installation, a.web].sort());
    return own;
  },
  'queries/connections.ts findConnection': async (t, { a, b }) => {
    await t.rejects(findConnection(a.scope, b.installation), NOT_FOUND);
    return findConnection(a.scope, a.installation);
  },
  'queries/definition-names.ts namesIn': async (t, { a, b }) => {
    const bought = (shop: Twin) =>
      ({
        include: [
          {
            all: [
              {
                kind: 'product_bought' as const,
                products: [`${shop.installation}:P1`],
                period: { type: 'today' as const },
              },
            ],
          },
        ],
        exclude: [],
      }) as never;
    t.equal((await namesIn(a.scope, [bought(b)])).product?.(`${b.installation}:P1`), undefined);
    const name = (await namesIn(a.scope, [bought(a)])).product?.(`${a.installation}:P1`);
    t.equal(name, 'Cà phê (A)');
    return name;
  },
  'queries/log-page.ts auditPage': async (t, { a, b }) => {
    const own = await auditPage(a.scope, PAGE);
    t.equal(own.items.length, await a.scope.audit.count());
    const { nextCursor } = await auditPage(b.scope, { limit: 1 });
    return [own, await auditPage(a.scope, { ...PAGE, cursor: nextCursor ?? '' })];
  },
  'queries/log-page.ts privacyRequestsPage': async (t, { a }) => {
    const own = await privacyRequestsPage(a.scope, PAGE);
    t.equal(own.items.length, 1);
    return own;
  },
  'queries/log-page.ts findPrivacyRequest': async (t, { a, b }) => {
    await t.rejects(findPrivacyRequest(a.scope, b.ids.privacyRequest), NOT_FOUND);
    return findPrivacyRequest(a.scope, a.ids.privacyRequest);
  },
  'shop-state.ts readCatalogue': async (t, { a, b }) => {
    const catalogue = await readCatalogue(a.scope, [`${a.installation}:C1`, `${b.installation}:C1`]);
    t.same(catalogue.productsInCategory(`${b.installation}:C1`), []);
    t.same(catalogue.productsInCategory(`${a.installation}:C1`), [`${a.installation}:P1`]);
    return catalogue.productsInCategory(`${a.installation}:C1`);
  },
  'verify.ts verifyShop': async (t, given) => {
    const { shop, live } = await stateOf(given);
    const report = await verifyShop(given.a.scope, shop, live, Date.now());
    t.equal(report.customers, await given.a.scope.customers.count());
    t.same(report.differences, []);
    return report;
  },
  'segments/scan.ts inRange': async (_t, { a }) => inRange(a.scope, ALL_BUCKETS),
  'segments/scan.ts countIn': async (t, given) => {
    t.equal(await countIn(given.a.scope, await selectionOf(given), ALL_BUCKETS), 1, 'one VIP in each');
  },
  'segments/scan.ts membersIn': async (t, given) => {
    const members = await membersIn(given.a.scope, await selectionOf(given), ALL_BUCKETS, 100);
    t.same(
      members.map((member) => member._id),
      [given.a.ids.customerKey],
    );
    return members;
  },
  'segments/scan.ts cutCustomers': async (t, { a, b, server }) => {
    const customers = server.house.store.db.collection<{ _id: string }>('customers');
    const both = { _id: { $in: [a.ids.customerKey, b.ids.customerKey] as string[] } };
    const before = await customers.find(both).toArray();
    await customers.updateMany(both, { $set: { factsCut: true } });
    const cut: CustomerKey[] = [];
    for await (const customer of cutCustomers(a.scope, ALL_BUCKETS)) cut.push(customer._id);
    t.same(cut, [a.ids.customerKey]);
    for (const customer of before) await customers.replaceOne({ _id: customer._id }, customer);
    return cut;
  },
  'segments/scan.ts allFactsOf': async (t, { a, b }) => {
    t.same(await allFactsOf(a.scope, { _id: b.ids.customerKey }), []);
    return allFactsOf(a.scope, { _id: a.ids.customerKey });
  },
  'segments/preview.ts previewSegment': async (t, given) => {
    const seen = await Promise.all(
      (['estimate', 'exact'] as const).map(async (mode) =>
        previewSegment(given.a.scope, await stateOf(given), { definition: VIP, asOf: Date.now(), mode }),
      ),
    );
    for (const preview of seen) t.match(preview, { count: 1, customers: await given.a.scope.customers.count() });
    return seen;
  },
  'segments/saved.ts getSegment': async (t, { a, b }) => {
    await t.rejects(getSegment(a.scope, b.ids.segment), NOT_FOUND);
    return getSegment(a.scope, a.ids.segment);
  },
  'segments/saved.ts listSegments': async (t, { a }) => {
    const all = await listSegments(a.scope, { includeArchived: true });
    t.same(
      all.map((segment) => segment._id),
      [a.ids.segmentKey],
    );
    return all;
  },
  'segments/saved.ts segmentVersions': async (t, { a, b }) => {
    await t.rejects(segmentVersions(a.scope, b.ids.segment), NOT_FOUND);
    return segmentVersions(a.scope, a.ids.segment);
  },
  'segments/saved.ts membersPage': async (t, { a, b }) => {
    await t.rejects(membersPage(a.scope, b.ids.segment, PAGE), NOT_FOUND);
    const all = await membersPage(a.scope, a.ids.segment, PAGE);
    t.ok(all.items.length > 0);
    t.same((await membersPage(a.scope, a.ids.segment, { ...PAGE, search: '(B)' })).items, []);
    return [all, await membersPage(a.scope, a.ids.segment, { ...PAGE, cursor: `${b.shop}/` })];
  },
  'segments/saved.ts membershipEvents': async (t, { a, b }) => {
    await t.rejects(membershipEvents(a.scope, b.ids.segment, PAGE), NOT_FOUND);
    const all = await membershipEvents(a.scope, a.ids.segment, PAGE);
    t.ok(all.items.length > 0);
    return all;
  },
  'privacy.ts collectPerson': async (t, { a, b }) => {
    const other = await customerOf(b, '+84912345671');
    t.match(await collectPerson(a.scope, other), { orders: [], changes: [], memberships: [] });
    return collectPerson(a.scope, await customerOf(a, '+84912345671'));
  },
  'api-keys.ts listApiKeys': async (t, { a }) => {
    const keys = await listApiKeys(a.scope);
    t.equal(keys.length, await a.scope.apiKeys.count());
    return keys;
  },
  'demo/bulk.ts refuseUnlessEmpty': async (t, { a, server }) => {
    await t.rejects(refuseUnlessEmpty(a.scope), { code: 'shop_not_empty' });
    const empty = await server.house.addShop({ platform: 'pos', domain: 'empty.example.vn' });
    await refuseUnlessEmpty(empty.scope);
  },

  // Writing
  'audit.ts recordAudit': (_t, { a }) =>
    recordAudit(a.scope, { at: Date.now(), actor: 'system', action: 'test.done', target: 'x' }),
  'api-keys.ts createApiKey': (_t, { a }) => createApiKey(a.scope, { name: 'x', scopes: ['orders:read'] }, Date.now()),
  'api-keys.ts revokeApiKey': async (t, { a, b }) => {
    t.equal(await revokeApiKey(a.scope, b.ids.apiKey, Date.now()), false);
    t.equal(await revokeApiKey(a.scope, a.ids.apiKey, Date.now()), true);
  },
  'installations.ts connect': async (t, { a, b, server }) => {
    const { store, box } = server.house;
    await t.rejects(
      connect(store, box, a.shop, { platform: 'pos', domain: 'b.example.vn' }, Date.now()),
      { code: 'name_taken' },
      'one host shop, one connection',
    );
    const { installation } = await connect(store, box, a.shop, { platform: 'haravan', domain: '77' }, Date.now());
    t.equal(await b.scope.installations.findOne({ _id: installation._id }), null);
    return installation;
  },
  'staff-edits.ts addCustomer': async (t, { a, server }) => {
    const found = await addCustomer(server.parts, a.shop, { phone: '0912345671' }, 'key x');
    t.same(found, { id: a.ids.customer, created: false });
    return [found, await addCustomer(server.parts, a.shop, { phone: '0912345679' }, 'key x')];
  },
  'staff-edits.ts editCustomer': async (t, { a, b, server }) => {
    await t.rejects(editCustomer(server.parts, a.shop, b.ids.customer, { name: 'x' }, 'key x'), NOT_FOUND);
    return editCustomer(server.parts, a.shop, a.ids.customer, { name: 'Tên mới' }, 'key x');
  },
  'staff-edits.ts addTags': async (t, { a, b, server }) => {
    await t.rejects(addTags(server.parts, a.shop, b.ids.customer, ['x'], 'key x'), NOT_FOUND);
    return addTags(server.parts, a.shop, a.ids.customer, ['x'], 'key x');
  },
  'staff-edits.ts removeTags': async (t, { a, b, server }) => {
    await t.rejects(removeTags(server.parts, a.shop, b.ids.customer, ['của B'], 'key x'), NOT_FOUND);
    return removeTags(server.parts, a.shop, a.ids.customer, ['x'], 'key x');
  },
  'staff-edits.ts exportCustomer': async (t, { a, b, server }) => {
    await t.rejects(exportCustomer(server.parts, a.shop, b.ids.customer, 'key x'), NOT_FOUND);
    return exportCustomer(server.parts, a.shop, a.ids.customer, 'key x');
  },
  'segments/saved.ts createSegment': async (t, { a }) => {
    const given = { definition: VIP, by: 'x', now: Date.now() };
    await t.rejects(createSegment(a.scope, { ...given, name: 'KHACH QUY' }), { code: 'name_taken' });
    return createSegment(a.scope, { ...given, name: 'Khác' });
  },
  'segments/saved.ts updateSegment': async (t, { a, b }) => {
    await t.rejects(updateSegment(a.scope, b.ids.segment, { name: 'x', by: 'x', now: Date.now() }), NOT_FOUND);
    return updateSegment(a.scope, a.ids.segment, { description: 'mới', by: 'x', now: Date.now() });
  },
  'replay.ts replayDeliveries': async (t, { a, b, server }) => {
    const { store } = server.house;
    t.equal(await replayDeliveries(store, a.shop, { ids: [`${b.shop}/${b.ids.dollars.replace('.', '/')}`] }), 0);
    t.equal(await replayDeliveries(store, a.shop, { reason: 'currency_unknown' }), 1);
    await server.house.settled();
  },
  'resolve-deletion.ts resolveParkedDeletion': async (t, { a, b, server }) => {
    await t.rejects(resolveParkedDeletion(server.parts, a.shop, b.ids.deletion, 'deleted', 'key x'), NOT_FOUND);
    await resolveParkedDeletion(server.parts, a.shop, a.ids.deletion, 'deleted', 'key x');
    t.equal((await b.scope.orders.findOne({ hostId: '54' }))?.deleted, false, 'the same order of B stays');
  },
  'rebuild.ts requestRebuild': async (_t, { a, server }) => requestRebuild(server.house.store, a.shop, Date.now()),
  'rebuild.ts rebuildDerived': async (t, { a, server }) => {
    const settings = {
      spend: { includeTax: true, includeShipping: true },
      exchangeRates: {},
      sharedContacts: [],
    } satisfies Shop['settings'];
    await server.house.store.system.shops.updateOne({ _id: a.shop }, { $set: { settings } });
    await a.scope.orders.updateMany({}, { $unset: { fact: '' } });
    await rebuildDerived(server.parts, a.shop);
    t.match((await server.house.store.system.shops.findOne({ _id: a.shop }))?.rebuild, { state: 'done' });
    t.same((await server.house.verify(a.shop)).differences, []);
  },
  'installations.ts forgetInstallation': async (t, given) => {
    const context = await contextOf(given);
    await forgetInstallation(given.a.scope, { ...context, installation: given.b.installation }, Date.now() + 1000);
    await forgetInstallation(given.a.scope, context, Date.now() + 1000);
    t.match(await given.a.scope.installations.findOne({ _id: given.a.installation }), { state: 'uninstalled' });
  },
  'segments/build.ts clearMembers': async (t, { a, b }) => {
    const other = await getSegment(b.scope, b.ids.segment);
    await clearMembers(a.scope, other);
    await clearMembers(a.scope, await getSegment(a.scope, a.ids.segment));
    t.same((await membersPage(a.scope, a.ids.segment, PAGE)).items, []);
  },
  'segments/saved.ts archiveSegment': async (t, { a, b }) => {
    await t.rejects(archiveSegment(a.scope, b.ids.segment), NOT_FOUND);
    return archiveSegment(a.scope, a.ids.segment);
  },
  'privacy.ts carryOutPrivacy': async (t, given) => {
    const person = { hostId: 'K1', email: 'an@example.vn', phone: '0912345671', orderHostIds: ['HD1', 'HD2'] };
    await given.server.house.store.transaction(given.a.shop, async (scope) =>
      carryOutPrivacy(scope, await contextOf(given), { type: 'privacy_erase_requested', person, requestId: null }),
    );
    t.equal(await given.a.scope.customers.findOne({ phone: '+84912345671' }), null);
    t.ok(await given.b.scope.customers.findOne({ phone: '+84912345671' }));
  },
  'privacy.ts erasePerson': async (t, given) => {
    const { a, server } = given;
    const { customer } = await findCustomer(a.scope, a.ids.merged);
    await server.house.store.transaction(a.shop, async (scope) => erasePerson(scope, await contextOf(given), customer));
    t.match(await a.scope.customers.findOne({ _id: customer._id }), { erasedAt: Number });
  },
  'staff-edits.ts eraseCustomer': async (t, { a, b, server }) => {
    await t.rejects(eraseCustomer(server.parts, a.shop, b.ids.customer, 'key x'), NOT_FOUND);
    const { id } = await addCustomer(server.parts, a.shop, { phone: '0912345679' }, 'key x');
    return eraseCustomer(server.parts, a.shop, id, 'key x');
  },
};

async function selectionOf(given: Twins) {
  const { shop, live } = await stateOf(given);
  return select(VIP, contextFor(shop, Date.now(), live.catalogue));
}
