import { ObjectId } from 'mongodb';
import type { Test } from 'tap';
import { backTestPlan, TIKME } from '../../../src/loyalty/index.ts';
import type { CustomerKey, Shop } from '../../../src/model.ts';
import { LOOKUPS, type Lookup } from '../../../src/segments/index.ts';
import { createApiKey, listApiKeys, revokeApiKey } from '../../../src/server/api-keys.ts';
import { recordAudit } from '../../../src/server/audit.ts';
import { customerToEdit, editCustomers } from '../../../src/server/customer-edit.ts';
import { refuseUnlessEmpty } from '../../../src/server/demo/bulk.ts';
import { drawBuyer } from '../../../src/server/demo/host/test-order.ts';
import { addDemoUsers, DEMO_USERS } from '../../../src/server/demo/host/users.ts';
import { WEB_STORE, webStore } from '../../../src/server/demo/host/web-store.ts';
import type { IngestContext } from '../../../src/server/ingest/context.ts';
import { connect, forgetInstallation } from '../../../src/server/installations.ts';
import { askForRun } from '../../../src/server/jobs/ask.ts';
import { tallyRange } from '../../../src/server/loyalty/back-test-tally.ts';
import { checkShare, SHARES } from '../../../src/server/loyalty/check-points.ts';
import { eraseLoyalty } from '../../../src/server/loyalty/erase.ts';
import { addNote, editNote, findNote } from '../../../src/server/notes.ts';
import { staffPrincipal } from '../../../src/server/principal.ts';
import { carryOutPrivacy, collectPerson, decideShopErasure, erasePerson } from '../../../src/server/privacy.ts';
import { attention } from '../../../src/server/queries/attention.ts';
import { auditChoices, auditPage, targetNames } from '../../../src/server/queries/audit-page.ts';
import { authorsOf } from '../../../src/server/queries/authors.ts';
import { findBackTest, lastBackTests } from '../../../src/server/queries/back-tests.ts';
import { connectionHealth } from '../../../src/server/queries/connection-health.ts';
import { connectionNames } from '../../../src/server/queries/connection-names.ts';
import { connections, findConnection } from '../../../src/server/queries/connections.ts';
import { changesPage, findCustomer, keysOf, mergesInto } from '../../../src/server/queries/customer.ts';
import { customerIdentities } from '../../../src/server/queries/customer-identities.ts';
import { customerNames } from '../../../src/server/queries/customer-names.ts';
import { membershipsOf, segmentNames } from '../../../src/server/queries/customer-segments.ts';
import { customerTags } from '../../../src/server/queries/customer-tags.ts';
import { namesIn } from '../../../src/server/queries/definition-names.ts';
import { deliveriesPage, deliveryKeyOf, findDelivery } from '../../../src/server/queries/deliveries-page.ts';
import { deliveriesRate } from '../../../src/server/queries/deliveries-rate.ts';
import { deliveriesSummary } from '../../../src/server/queries/deliveries-summary.ts';
import { jobRunsPage } from '../../../src/server/queries/job-runs.ts';
import { jobs } from '../../../src/server/queries/jobs.ts';
import { lookupNames, tierNames } from '../../../src/server/queries/lookup-names.ts';
import { lookUp } from '../../../src/server/queries/lookups.ts';
import { notesPage } from '../../../src/server/queries/notes-page.ts';
import { findOrder, orderKeyOf, ordersPage, orderVersions } from '../../../src/server/queries/orders-page.ts';
import { overview } from '../../../src/server/queries/overview.ts';
import { customersSince, purchases, refunds } from '../../../src/server/queries/overview-read.ts';
import { findPrivacyRequest, privacyRequestsPage } from '../../../src/server/queries/privacy-requests.ts';
import { silentSince } from '../../../src/server/queries/silence.ts';
import { timelinePage } from '../../../src/server/queries/timeline.ts';
import { changeEntries } from '../../../src/server/queries/timeline-changes.ts';
import { TIMELINE_GROUPS } from '../../../src/server/queries/timeline-entry.ts';
import { orderEntries } from '../../../src/server/queries/timeline-orders.ts';
import { topProducts } from '../../../src/server/queries/top-products.ts';
import { ValueCounts } from '../../../src/server/queries/value-counts.ts';
import { rebuildDerived, requestRebuild } from '../../../src/server/rebuild.ts';
import { replayDeliveries } from '../../../src/server/replay.ts';
import { resolveParkedDeletion } from '../../../src/server/resolve-deletion.ts';
import { customerDetail } from '../../../src/server/routes/api/customer-detail-json.ts';
import { noteAuthors } from '../../../src/server/routes/api/note-json.ts';
import { givenDefinition } from '../../../src/server/routes/api/segment-text.ts';
import { timelineJson } from '../../../src/server/routes/api/timeline-json.ts';
import { clearMembers } from '../../../src/server/segments/build.ts';
import { contextFor } from '../../../src/server/segments/live.ts';
import { countMissing } from '../../../src/server/segments/missing.ts';
import { previewSegment } from '../../../src/server/segments/preview.ts';
import {
  archiveSegment,
  callOffBuild,
  createSegment,
  getSegment,
  listSegments,
  membershipEvents,
  membersPage,
  restoreSegment,
  segmentVersions,
  updateSegment,
} from '../../../src/server/segments/saved.ts';
import {
  ALL_BUCKETS,
  allFactsOf,
  countAmong,
  countIn,
  cutAmong,
  cutCustomers,
  inRange,
  membersIn,
  partOfRange,
  partsOfKeys,
  select,
} from '../../../src/server/segments/scan.ts';
import { SegmentTexts } from '../../../src/server/segments/text.ts';
import { readCatalogue, type ShopState } from '../../../src/server/shop-state.ts';
import { changeRole, listStaff, removeMember } from '../../../src/server/staff/people.ts';
import { preferencesOf } from '../../../src/server/staff/preferences.ts';
import { mintSignInLink } from '../../../src/server/staff/sessions.ts';
import { useOnce } from '../../../src/server/staff/used-handoffs.ts';
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
import { checkContext, checkCustomer, verifyLoyalty } from '../../../src/server/verify-loyalty.ts';
import type { TestApp } from '../../support/app.ts';
import { type Twin, VIP } from '../../support/twins.ts';
import { CUSTOMERS_LIST_CASES } from './customers-list-cases.ts';
import { LOYALTY_READING, LOYALTY_SPENDING, LOYALTY_WRITING } from './loyalty-cases.ts';
import { RFM_FUNCTIONS } from './rfm-cases.ts';
import { FORESIGHT_READING, FORESIGHT_WRITING } from './segment-foresight-cases.ts';
import { GROUP_READING, GROUP_WRITING } from './segment-group-cases.ts';
import { HISTORY_READING, HISTORY_WRITING } from './segment-history-cases.ts';

export interface Twins {
  readonly server: TestApp;
  readonly a: Twin;
  readonly b: Twin;
}

/** Asks as A, with its own ids and with those of B; what it returns must tell nothing of B. */
type FunctionCase = (t: Test, given: Twins) => Promise<unknown>;

const NOT_FOUND = { code: 'not_found' };
const PAGE = { limit: 100 };
const DONG = { currency: 'VND', timeZone: 'Asia/Ho_Chi_Minh' };
/** As days: 2026-11-01 to 2026-11-30, when everything of the twins happened. */
const NOVEMBER = { fromDay: 20_758, toDay: 20_787 };

async function stateOf({ server, a }: Twins): Promise<ShopState> {
  return (await server.house.states.get(a.shop)) as ShopState;
}

async function contextOf(given: Twins): Promise<IngestContext> {
  const { shop, live, loyalty } = await stateOf(given);
  return {
    shop,
    installation: given.a.installation,
    receivedAt: Date.now(),
    now: Date.now(),
    cause: { kind: 'job', id: 'test' },
    live,
    loyalty,
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
  'queries/customer.ts mergesInto': async (t, { a, b }) => {
    const { customer } = await findCustomer(a.scope, a.ids.merged);
    const other = await findCustomer(b.scope, b.ids.merged);
    t.same(await mergesInto(a.scope, other.customer._id), []);
    t.equal((await mergesInto(a.scope, customer._id)).length, 1);
    return mergesInto(a.scope, customer._id);
  },
  'queries/customer-tags.ts customerTags': async (t, { a, b }) => {
    const tags = await customerTags(a.scope, await customerOf(a, '+84912345671'));
    t.match(tags, [
      { name: 'của A', removable: true, cause: { kind: 'api' } },
      { name: 'VIP', removable: false, cause: { kind: 'delivery' } },
    ]);
    const others = await customerTags(a.scope, await customerOf(b, '+84912345671'));
    t.same(
      others.map((tag) => tag.cause),
      [null, null],
      'a document of B has no history in A',
    );
    return tags;
  },
  'queries/customer-identities.ts customerIdentities': async (t, { a, b }) => {
    const known = await customerIdentities(a.scope, await customerOf(a, '+84912345671'));
    t.equal(known.length, 4);
    t.ok(known.every((identity) => identity.since !== null && identity.cause !== null));
    const others = await customerIdentities(a.scope, {
      ...(await customerOf(b, '+84912345671')),
      ids: ['p:+84912345699'],
    });
    t.match(others, [{ since: null, cause: null, until: null }]);
    return known;
  },
  'queries/customer-segments.ts membershipsOf': async (t, { a, b }) => {
    const customer = await customerOf(a, '+84912345671');
    t.same(await membershipsOf(a.scope, customer, [b.ids.segmentKey]), []);
    const own = await membershipsOf(a.scope, customer, [a.ids.segmentKey]);
    t.match(own, [{ name: 'Khách quý', since: Number }]);
    return own;
  },
  'queries/customer-segments.ts segmentNames': async (t, { a, b }) => {
    t.equal((await segmentNames(a.scope, [b.ids.segmentKey])).size, 0);
    t.equal((await segmentNames(a.scope, [a.ids.segmentKey])).get(a.ids.segmentKey), 'Khách quý');
  },
  'queries/authors.ts authorsOf': async (t, { a, b }) => {
    const [own, other] = [a, b].map((twin) => [
      `staff ${twin.ids.owner}`,
      `key ${twin.ids.apiKey}`,
      { kind: 'delivery' as const, id: `${twin.shop}/${twin.installation}/x` },
    ]);
    const theirs = await authorsOf(a.scope, other ?? []);
    t.same(
      (other ?? []).map((who) => theirs(who).name),
      [null, null, null],
    );
    const ours = await authorsOf(a.scope, own ?? []);
    const seen = (own ?? []).map((who) => ours(who).name);
    t.same(seen, ['Chủ tiệm (A)', 'Key (A)', 'a.example.vn']);
    return seen;
  },
  'queries/connection-names.ts connectionNames': async (t, { a }) => {
    const own = await connectionNames(a.scope);
    t.same([...own.keys()].sort(), [a.installation, a.web].sort());
    return [...own];
  },
  'queries/timeline.ts timelinePage': async (t, { a, b }) => {
    const other = await timelinePage(a.scope, { _id: b.ids.customerKey, createdAt: 0 }, TIMELINE_GROUPS, PAGE);
    t.same(
      other.items.map((entry) => entry.event.kind),
      ['first_seen'],
      'of B nothing but what was handed in',
    );
    const customer = await customerOf(a, '+84912345671');
    const own = await timelinePage(a.scope, customer, TIMELINE_GROUPS, PAGE);
    t.ok(own.items.length > 6);
    const { nextCursor } = await timelinePage(b.scope, await customerOf(b, '+84912345671'), TIMELINE_GROUPS, {
      limit: 1,
    });
    return [own, await timelinePage(a.scope, customer, TIMELINE_GROUPS, { ...PAGE, cursor: nextCursor ?? '' })];
  },
  'queries/timeline-orders.ts orderEntries': async (t, { a, b }) => {
    const upTo = Number.MAX_SAFE_INTEGER;
    t.same(await Array.fromAsync((await orderEntries(a.scope, b.ids.customerKey, upTo)).entries), []);
    const own = await Array.fromAsync((await orderEntries(a.scope, a.ids.customerKey, upTo)).entries);
    t.ok(own.length > 0);
    return own;
  },
  'queries/timeline-changes.ts changeEntries': async (t, { a, b }) => {
    const upTo = Number.MAX_SAFE_INTEGER;
    t.same(await Array.fromAsync(changeEntries(a.scope, [b.ids.customerKey], upTo, TIMELINE_GROUPS)), []);
    const own = await Array.fromAsync(changeEntries(a.scope, [a.ids.customerKey], upTo, TIMELINE_GROUPS));
    t.ok(own.length > 2);
    return own;
  },
  'queries/top-products.ts topProducts': async (t, { a, b }) => {
    t.same(await topProducts(a.scope, b.ids.customerKey, {}, 10), []);
    const own = await topProducts(a.scope, a.ids.customerKey, {}, 10);
    t.ok(own.some(({ product, title }) => product === `${a.installation}:P1` && title === 'Cà phê (A)'));
    return own;
  },
  'queries/notes-page.ts notesPage': async (t, { a, b }) => {
    const all = { ...PAGE, deleted: true };
    t.same((await notesPage(a.scope, b.ids.customerKey, all)).items, []);
    const own = await notesPage(a.scope, a.ids.customerKey, all);
    t.equal(own.items.length, 1);
    return own;
  },
  'notes.ts findNote': async (t, { a, b }) => {
    await t.rejects(findNote(a.scope, [a.ids.customerKey], b.ids.note), NOT_FOUND);
    await t.rejects(findNote(a.scope, [b.ids.customerKey], a.ids.note), NOT_FOUND);
    return findNote(a.scope, [a.ids.customerKey], a.ids.note);
  },
  'routes/api/segment-text.ts givenDefinition': async (t, { a }) => {
    const products = async (name: string) => {
      const texts = new SegmentTexts(Date.now);
      const { include } = await givenDefinition(a.scope, texts, { text: `product in ("${name}")` });
      return include[0]?.all[0];
    };
    t.match(await products('ca phe (a)'), { products: [`${a.installation}:P1`] });
    return products('ca phe (b)');
  },
  'routes/api/note-json.ts noteAuthors': async (t, { a, b }) => {
    const note = await b.scope.notes.findOne({});
    if (!note) return t.fail('B has a note');
    t.equal((await noteAuthors(a.scope, [note]))(note.versions[0]?.by ?? '').name, null, 'a key of B has no name in A');
  },
  'routes/api/timeline-json.ts timelineJson': async (t, { a, b }) => {
    const customer = await customerOf(b, '+84912345671');
    const { items } = await timelinePage(b.scope, customer, ['segments', 'notes', 'merges'], PAGE);
    const json = await timelineJson(a.scope, items, []);
    t.ok(json.every((entry) => !('segment' in entry) || entry.segment.name === null));
    t.ok(json.every((entry) => entry.author?.name == null));
  },
  'routes/api/customer-detail-json.ts customerDetail': async (t, given) => {
    const { a } = given;
    const state = await stateOf(given);
    const detail = await customerDetail(a.scope, await findCustomer(a.scope, a.ids.customer), state, Date.now());
    t.match(detail, { memberships: [{ name: 'Khách quý' }], phoneDisplay: '0912 345 671' });
    return detail;
  },
  ...CUSTOMERS_LIST_CASES,
  ...LOYALTY_READING,
  ...RFM_FUNCTIONS,
  ...GROUP_READING,
  ...HISTORY_READING,
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
    const own = await connections(a.scope, Date.now());
    t.same(own.map((connection) => connection.installation._id).sort(), [a.installation, a.web].sort());
    t.equal(
      own.reduce((sum, { parked }) => sum + parked, 0),
      await a.scope.inbox.count({ state: 'parked' }),
    );
    return own;
  },
  'queries/connection-health.ts connectionHealth': async (t, { a, b }) => {
    const now = Date.now();
    const [own, other] = await Promise.all([a, b].map(async ({ scope }) => (await connections(scope, now))[0]));
    if (!own || !other) return t.fail('both have a connection');
    const health = await connectionHealth(a.scope, own, now);
    t.equal(health.receivedLastDay, await a.scope.inbox.count({ installation: a.installation }));
    t.equal((await connectionHealth(a.scope, other, now)).receivedLastDay, 0);
    return health;
  },
  'queries/silence.ts silentSince': async (t, { a, b }) => {
    const later = Date.now() + 3 * 86_400_000;
    for (const { scope } of [a, b])
      for (const connection of await connections(scope, later))
        t.equal(await silentSince(a.scope, connection, later), null, 'what was sent on one day only is no habit');
  },
  'queries/connections.ts findConnection': async (t, { a, b }) => {
    await t.rejects(findConnection(a.scope, b.installation), NOT_FOUND);
    return findConnection(a.scope, a.installation);
  },
  'queries/overview.ts overview': async (t, { a, b }) => {
    const [own, other] = await Promise.all(
      [a, b].map((twin) => overview(twin.scope, DONG, { ...NOVEMBER, by: 'day', channel: null })),
    );
    t.same(own, other, 'as much as the other, and not twice as much');
    t.ok((own?.period.totals.orders ?? 0) > 0);
    return own;
  },
  'queries/overview-read.ts purchases': async (t, { a, b }) => {
    const [own, other] = await Promise.all([a, b].map((twin) => purchases(twin.scope, [NOVEMBER])));
    const sold = (found: typeof own) =>
      found?.days.map((day) => `${day.day} ${day.channel} ${day.revenueMinor}`).sort();
    t.same(sold(own), sold(other));
    t.equal(own?.buyers.count, other?.buyers.count);
    return own;
  },
  'queries/overview-read.ts customersSince': async (t, { a }) => {
    const own = await customersSince(a.scope, 0);
    t.equal(own.count, await a.scope.customers.count());
    t.equal(own.createdAt.length, own.count);
  },
  'queries/overview-read.ts refunds': async (t, { a, b }) => {
    const refund = {
      hostId: 'R',
      at: Date.UTC(2026, 10, 12),
      totalMinor: 1,
      goodsMinor: null,
      lines: [],
      version: { at: 0, rank: 0 },
    };
    const of = (twin: Twin) => refunds(twin.scope, DONG, NOVEMBER);
    const [before, others] = [await a.scope.orders.findOne({ hostId: 'HD1' }), await of(b)];
    if (!before) return t.fail('A has the order');
    await a.scope.orders.updateOne({ _id: before._id }, { $set: { refundsAlone: [refund] } });
    const own = await of(a);
    t.equal(own.length, others.length + 1);
    t.same(await of(b), others);
    await a.scope.orders.replace([before]);
    return own;
  },
  'queries/attention.ts attention': async (t, { a, b, server }) => {
    const [own, other] = await Promise.all([a, b].map((twin) => attention(server.house.store, twin.scope, Date.now())));
    const told = (items: typeof own) => items?.map(({ code, count, subject }) => ({ code, count, subject }));
    t.same(told(own), told(other));
    t.ok(own?.some((item) => item.code === 'deliveries_parked'));
    return own;
  },
  'queries/jobs.ts jobs': async (t, { a, b, server }) => {
    const { store } = server.house;
    const rebuild = {
      id: 'b',
      state: 'running',
      phase: 'orders',
      after: '',
      done: 1,
      total: 2,
      requestedAt: 0,
      leaseUntil: 0,
    } as const;
    const before = await jobs(store, a.scope, Date.now());
    const shop = await store.system.shops.findOne({ _id: b.shop });
    await store.system.shops.updateOne({ _id: b.shop }, { $set: { rebuild } });
    t.same(await jobs(store, a.scope, Date.now()), before, 'what is done for B is not told');
    if (shop) await store.system.shops.replaceOne({ _id: b.shop }, shop);
    const asked = { id: 'x', shop: b.shop, actor: `staff ${b.ids.owner}`, at: 0 };
    await store.system.jobs.insertOne({ _id: new ObjectId(), name: 'drop old exports', nextRunAt: null, asked });
    const [told] = (await jobs(store, a.scope, Date.now())).filter(({ of }) => of === 'server');
    t.match(told, { started: 'hand', askedBy: null }, 'nor who of B has a job run');
    await store.system.jobs.deleteMany({ name: 'drop old exports' });
    return [...before, told];
  },
  'jobs/ask.ts askForRun': async (t, { a, b, server }) => {
    const { store } = server.house;
    const { jobs } = store.system;
    await jobs.insertOne({ _id: new ObjectId(), name: 'drop old exports', nextRunAt: null });
    const given = { actor: 'key x', now: Date.now() };
    const first = await askForRun(store, b.scope, 'drop old exports', { ...given, id: '1' });
    const second = await askForRun(store, a.scope, 'drop old exports', { ...given, id: '2' });
    t.same([first.isNew, second.isNew], [true, false]);
    t.match(await jobs.findOne({ name: 'drop old exports' }), { asked: { id: '1', shop: b.shop } });
    await jobs.deleteMany({ name: 'drop old exports' });
    return second;
  },
  'queries/job-runs.ts jobRunsPage': async (t, { a, b, server }) => {
    const { store } = server.house;
    const at = { startedAt: 1, finishedAt: 2, durationMs: 1, expiresAt: new Date(Date.now() + 3_600_000) };
    const asked = { shop: b.shop, actor: `staff ${b.ids.owner}` };
    const run = { ...at, name: 'drop old exports', outcome: 'ok', started: 'hand', done: 1, asked } as const;
    await store.system.jobRuns.insertOne({ ...run, _id: new ObjectId() });
    const [own, other] = await Promise.all(
      [a, b].map(({ scope }) => jobRunsPage(store, scope, { ...PAGE, name: 'drop old exports' })),
    );
    t.match([own?.items[0]?.actor, other?.items[0]?.actor], [null, asked.actor]);
    await store.system.jobRuns.deleteMany({});
    return own;
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
  'queries/audit-page.ts auditPage': async (t, { a, b }) => {
    const own = await auditPage(a.scope, PAGE);
    t.equal(own.items.length, await a.scope.audit.count());
    const { nextCursor } = await auditPage(b.scope, { limit: 1 });
    const actor = `staff ${b.ids.owner}`;
    t.same((await auditPage(a.scope, { ...PAGE, actor })).items, []);
    return [own, await auditPage(a.scope, { ...PAGE, cursor: nextCursor ?? '' })];
  },
  'queries/audit-page.ts auditChoices': async (t, { a }) => {
    const own = await auditChoices(a.scope);
    t.ok(own.actors.includes(`staff ${a.ids.owner}`) && own.actions.includes('segment.created'));
    return own;
  },
  'queries/audit-page.ts targetNames': async (t, { a, b }) => {
    const targets = ({ ids, installation }: Twin) => [
      `staff ${ids.owner}`,
      `key ${ids.apiKey}`,
      `segment ${ids.segment}`,
      `connection ${installation}`,
    ];
    t.equal((await targetNames(a.scope, targets(b))).size, 0);
    const own = await targetNames(a.scope, targets(a));
    t.equal(own.size, 4);
    return [...own.values()];
  },
  'queries/privacy-requests.ts privacyRequestsPage': async (t, { a }) => {
    const own = await privacyRequestsPage(a.scope, PAGE);
    t.equal(own.items.length, 1);
    return own;
  },
  'queries/privacy-requests.ts findPrivacyRequest': async (t, { a, b }) => {
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
    const report = await verifyShop(given.a.scope, await stateOf(given), Date.now());
    t.equal(report.customers, await given.a.scope.customers.count());
    t.same(report.differences, []);
    return report;
  },
  'verify-loyalty.ts verifyLoyalty': async (t, given) => {
    const found: unknown[] = [];
    const checked = await verifyLoyalty(given.a.scope, await stateOf(given), Date.now(), (finding) =>
      found.push(finding),
    );
    t.equal(checked.accounts, await given.a.scope.accounts.count());
    t.equal(checked.postings, await given.a.scope.postings.count());
    t.same(found, []);
  },
  'verify-loyalty.ts checkCustomer': async (t, given) => {
    const context = await checkContext(given.a.scope, await stateOf(given), Date.now());
    t.same(await checkCustomer(given.a.scope, context, given.a.ids.customerKey), []);
    t.same(await checkCustomer(given.a.scope, context, given.b.ids.customerKey), [], 'of B there are no books here');
  },
  'verify-loyalty.ts checkContext': async (_t, given) => checkContext(given.a.scope, await stateOf(given), Date.now()),
  'loyalty/check-points.ts checkShare': async (t, given) => {
    const state = await stateOf(given);
    let checked = 0;
    for (let share = 0; share < SHARES; share++) checked += await checkShare(given.a.scope, state, share, Date.now());
    t.equal(checked, await given.a.scope.accounts.count());
    t.equal(await given.a.scope.loyaltyAlarms.count({ resolvedAt: { $exists: false } }), 0, 'its own alarm is over');
  },
  'loyalty/erase.ts eraseLoyalty': async (t, { a, b }) => {
    await eraseLoyalty(a.scope, b.ids.customerKey, [b.ids.customerKey, b.ids.mergedKey]);
    t.equal(await a.scope.vouchers.count({ state: 'void' }), 0);
    await eraseLoyalty(a.scope, a.ids.customerKey, [a.ids.customerKey]);
    t.equal(await a.scope.vouchers.count({ state: 'void' }), 1);
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
  'segments/scan.ts partOfRange': async (_t, { a }) => partOfRange(a.scope, ALL_BUCKETS).within,
  'segments/scan.ts partsOfKeys': async (t, { a, b }) => {
    const [part] = partsOfKeys(a.scope, [a.ids.customerKey, b.ids.customerKey]);
    const found = await a.scope.customers.find(part?.within, part?.by).toArray();
    t.same(
      found.map(({ _id }) => _id),
      [a.ids.customerKey],
    );
    return found;
  },
  'segments/scan.ts countAmong': async (t, given) => {
    const { a, b } = given;
    for (const part of partsOfKeys(a.scope, [a.ids.customerKey, b.ids.customerKey]))
      t.equal(await countAmong(a.scope, await selectionOf(given), part), 1, 'one VIP in each');
  },
  'segments/scan.ts cutAmong': async (t, { a, b }) => {
    for (const part of partsOfKeys(a.scope, [a.ids.customerKey, b.ids.customerKey]))
      for await (const customer of cutAmong(a.scope, part)) t.fail(`nobody's facts are cut here: ${customer._id}`);
  },
  'segments/scan.ts cutCustomers': async (t, { a, b, server }) => {
    const customers = server.house.store.db.collection<{ _id: string }>('customers');
    const both = { _id: { $in: [a.ids.customerKey, b.ids.customerKey] as string[] } };
    const before = await customers.find(both).toArray();
    await customers.updateMany(both, { $set: { factsCut: true } });
    const cut: CustomerKey[] = [];
    for await (const customer of cutCustomers(a.scope, ALL_BUCKETS)) cut.push(customer._id);
    t.same(cut, [a.ids.customerKey]);
    for (const part of partsOfKeys(a.scope, [a.ids.customerKey, b.ids.customerKey]))
      for await (const customer of cutAmong(a.scope, part)) cut.push(customer._id);
    t.same(cut, [a.ids.customerKey, a.ids.customerKey]);
    for (const customer of before) await customers.replaceOne({ _id: customer._id }, customer);
    return cut;
  },
  'segments/scan.ts allFactsOf': async (t, { a, b }) => {
    t.same(await allFactsOf(a.scope, { _id: b.ids.customerKey }), []);
    return allFactsOf(a.scope, { _id: a.ids.customerKey });
  },
  'queries/lookups.ts lookUp': async (t, { a }) => {
    const counts = new ValueCounts(Date.now);
    const found = await Promise.all(LOOKUPS.map((of) => lookUp(a.scope, counts, of, { limit: 50, now: Date.now() })));
    for (const what of ['tags', 'products', 'categories', 'channels', 'locations', 'segments', 'tiers'] as const)
      t.ok(found[LOOKUPS.indexOf(what)]?.length, what);
    return found;
  },
  'queries/lookup-names.ts lookupNames': async (t, { a, b }) => {
    const of = (twin: Twin) => ({
      products: [`${twin.installation}:P1`],
      categories: [`${twin.installation}:C1`],
      segments: [twin.ids.segment],
    });
    for (const [what, values] of Object.entries(of(b)))
      t.equal((await lookupNames(a.scope, what as Lookup, values)).size, 0, what);
    t.equal((await lookupNames(a.scope, 'variants', [`${b.installation}:P1`])).size, 0);
    return Promise.all(
      Object.entries(of(a)).map(async ([what, values]) => {
        const names = await lookupNames(a.scope, what as Lookup, values);
        t.equal(names.size, 1, what);
        return [...names];
      }),
    );
  },
  'queries/lookup-names.ts tierNames': async (t, { a }) => {
    const names = await tierNames(a.scope, ['silver', 'none']);
    t.same([...names.keys()], ['silver']);
    return [...names];
  },
  'segments/missing.ts countMissing': async (t, given) => {
    const state = await stateOf(given);
    const definition = { include: [{ all: [{ kind: 'birthday_month' as const, months: [1] }] }], exclude: [] };
    const selection = select(definition, contextFor(state, Date.now(), state.live.catalogue));
    const missing = await countMissing(given.a.scope, selection, ALL_BUCKETS);
    t.match(missing, [{ customers: await given.a.scope.customers.count() }]);
    return missing;
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
  'staff/people.ts listStaff': async (t, { a }) => {
    const all = await listStaff(a.scope);
    t.equal(all.length, await a.scope.staff.count());
    return all;
  },
  'principal.ts staffPrincipal': async (t, { a }) => {
    const [member] = await listStaff(a.scope);
    if (!member) return t.fail('A has staff');
    const principal = staffPrincipal(member, a.scope);
    t.equal(principal.store.shop, a.shop);
    return [principal.id, await preferencesOf(principal)];
  },
  'demo/bulk.ts refuseUnlessEmpty': async (t, { a, server }) => {
    await t.rejects(refuseUnlessEmpty(a.scope), { code: 'shop_not_empty' });
    const empty = await server.house.addShop({ platform: 'pos', domain: 'empty.example.vn' });
    await refuseUnlessEmpty(empty.scope);
  },

  'demo/host/test-order.ts drawBuyer': async (t, { a, b }) => {
    const others = new Set((await b.scope.customers.find().toArray()).map(({ name }) => name));
    const drawn = await drawBuyer(a.scope);
    t.ok(drawn && !others.has(drawn.name));
    return drawn;
  },
  'demo/host/users.ts addDemoUsers': async (t, { a, server }) => {
    await addDemoUsers(server.house.store, a.shop, 1);
    t.equal(await a.scope.staff.count({ installation: WEB_STORE.id }), DEMO_USERS.length);
  },
  'demo/host/web-store.ts webStore': async (t, { a, server }) => {
    const { store, box } = server.house;
    const made = await webStore(store, box, a.shop, 'http://localhost:1', 1);
    t.equal(made.shop, a.shop);
    return made.domain;
  },

  // Writing
  'audit.ts recordAudit': (_t, { a }) =>
    recordAudit(a.scope, { at: Date.now(), actor: 'system', action: 'test.done', target: 'x' }),
  'api-keys.ts createApiKey': (_t, { a }) => createApiKey(a.scope, { name: 'x', scopes: ['orders:read'] }, Date.now()),
  'api-keys.ts revokeApiKey': async (t, { a, b }) => {
    t.equal(await revokeApiKey(a.scope, b.ids.apiKey, Date.now()), false);
    t.equal(await revokeApiKey(a.scope, a.ids.apiKey, Date.now()), true);
  },
  'staff/people.ts changeRole': async (t, { a, b, server }) => {
    const by = { actor: 'test', now: Date.now() };
    await t.rejects(changeRole(server.house.store, a.shop, b.ids.viewer, 'owner', by), NOT_FOUND);
    return changeRole(server.house.store, a.shop, a.ids.viewer, 'manager', by);
  },
  'staff/people.ts removeMember': async (t, { a, b, server }) => {
    const by = { actor: 'test', now: Date.now() };
    await t.rejects(removeMember(server.house.store, a.shop, b.ids.viewer, by), NOT_FOUND);
    return removeMember(server.house.store, a.shop, a.ids.viewer, by);
  },
  'staff/sessions.ts mintSignInLink': async (t, { a, b, server }) => {
    const { box } = server.house;
    const handoffOf = async (id: string) =>
      (await mintSignInLink({ box, publicUrl: 'http://x' }, a.shop, id, Date.now())).split('#handoff=')[1] ?? '';
    const { sessions } = server.parts.principals;
    t.equal(await sessions.fromHandoff(await handoffOf(b.ids.owner)), null, 'an id of B is nobody in A');
    t.ok(await sessions.fromHandoff(await handoffOf(a.ids.owner)));
  },
  'staff/used-handoffs.ts useOnce': async (t, { a, b }) => {
    const once = { jti: 'the-same-one', expiresAt: Date.now() };
    t.equal(await useOnce(a.scope, 'own', once), true);
    t.equal(await useOnce(a.scope, 'own', once), false);
    t.equal(await b.scope.usedHandoffs.findOne({ _id: `${b.shop}/own:the-same-one` }), null);
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
  'customer-edit.ts editCustomers': (t, { a, b, server }) =>
    editCustomers(server.parts, a.shop, 'key x', async (_workspace, context, scope) => {
      t.equal(context.shop._id, a.shop);
      t.equal(await scope.customers.findOne({ _id: b.ids.customerKey }), null);
    }),
  'customer-edit.ts customerToEdit': (t, { a, b, server }) =>
    editCustomers(server.parts, a.shop, 'key x', async (workspace, _context, scope) => {
      await t.rejects(customerToEdit(workspace, scope, b.ids.customer), NOT_FOUND);
      return customerToEdit(workspace, scope, a.ids.customer);
    }),
  'notes.ts addNote': async (t, { a, b, server }) => {
    await t.rejects(addNote(server.parts, a.shop, b.ids.customer, 'x', 'key x'), NOT_FOUND);
    return addNote(server.parts, a.shop, a.ids.customer, 'x', 'key x');
  },
  'notes.ts editNote': async (t, { a, b, server }) => {
    await t.rejects(editNote(server.parts, a.shop, b.ids.customer, b.ids.note, 'x', 'key x'), NOT_FOUND);
    await t.rejects(editNote(server.parts, a.shop, a.ids.customer, b.ids.note, 'x', 'key x'), NOT_FOUND);
    return editNote(server.parts, a.shop, a.ids.customer, a.ids.note, null, 'key x');
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
  'queries/back-tests.ts lastBackTests': async (t, { a }) => {
    const items = await lastBackTests(a.scope);
    t.equal(items.length, await a.scope.backTests.count());
    return items;
  },
  'queries/back-tests.ts findBackTest': async (t, { a, b }) => {
    await t.rejects(findBackTest(a.scope, `../${b.shop}/${b.ids.backTest}`), NOT_FOUND);
    return findBackTest(a.scope, a.ids.backTest);
  },
  'loyalty/back-test-tally.ts tallyRange': async (t, given) => {
    const { shop } = await stateOf(given);
    const assumption = { redeemPercent: 60, redeemAfterDays: 30 };
    const period = { from: 0, to: Date.now(), timeZone: shop.timeZone };
    const plan = backTestPlan({ programme: TIKME, against: null, ...period, assumption, labels: [] });
    const tally = await tallyRange(given.a.scope, plan, { shop, categoriesOf: new Map() }, ALL_BUCKETS, () => true);
    const erased = await given.a.scope.customers.count({ erasedAt: { $exists: true } });
    t.equal(tally.customers, (await given.a.scope.customers.count()) - erased);
    t.equal(tally.orders, 2, 'HD1 and HD2, once');
    return tally;
  },
  ...FORESIGHT_READING,
  ...FORESIGHT_WRITING,
  ...GROUP_WRITING,
  ...HISTORY_WRITING,
  ...LOYALTY_WRITING,
  ...LOYALTY_SPENDING,
  'segments/build.ts clearMembers': async (t, { a, b }) => {
    const other = await getSegment(b.scope, b.ids.segment);
    await clearMembers(a.scope, other);
    await clearMembers(a.scope, await getSegment(a.scope, a.ids.segment));
    t.same((await membersPage(a.scope, a.ids.segment, PAGE)).items, []);
  },
  'queries/deliveries-rate.ts deliveriesRate': async (t, { a }) => {
    const soon = Date.now() + 61_000;
    const { perMinute } = await deliveriesRate(a.scope, soon);
    const since = Math.floor(soon / 60_000) * 60_000 - 3_600_000;
    t.equal(
      perMinute.reduce((sum, count) => sum + count, 0),
      await a.scope.inbox.count({ receivedAt: { $gte: since } }),
    );
    return perMinute;
  },
  'segments/saved.ts restoreSegment': async (t, { a, b }) => {
    await t.rejects(restoreSegment(a.scope, b.ids.segment, { by: 'x', now: 1 }), NOT_FOUND);
    return restoreSegment(a.scope, a.ids.segment, { by: 'x', now: 1 });
  },
  'queries/customer-names.ts customerNames': async (t, { a, b }) => {
    const [own, other] = await Promise.all([a, b].map((twin) => customerOf(twin, '+84912345671')));
    const names = await customerNames(a.scope, [own!._id, other!._id]);
    t.same([...names.keys()], [own!._id]);
    return [...names];
  },
  'segments/saved.ts callOffBuild': async (t, { a, b }) => {
    await t.rejects(callOffBuild(a.scope, b.ids.segment), NOT_FOUND);
    return callOffBuild(a.scope, a.ids.segment);
  },
  'segments/saved.ts archiveSegment': async (t, { a, b }) => {
    await t.rejects(archiveSegment(a.scope, b.ids.segment), NOT_FOUND);
    return archiveSegment(a.scope, a.ids.segment);
  },
  'privacy.ts decideShopErasure': async (t, { a, b }) => {
    const request = await findPrivacyRequest(a.scope, a.ids.privacyRequest);
    const waiting = { ...request, _id: `${a.shop}/whole`, kind: 'erase_shop', state: 'waiting_for_owner' } as const;
    await a.scope.privacyRequests.insert([waiting]);
    const decided = { erase: false, now: Date.now() };
    t.equal(await decideShopErasure(b.scope, 'whole', decided), false, 'of A, asked by B');
    t.equal(await decideShopErasure(a.scope, b.ids.privacyRequest, decided), false);
    t.equal(await decideShopErasure(a.scope, 'whole', decided), true);
    t.equal((await findPrivacyRequest(a.scope, 'whole')).state, 'declined');
    await a.scope.privacyRequests.deleteOne({ _id: waiting._id });
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
  const state = await stateOf(given);
  return select(VIP, contextFor(state, Date.now(), state.live.catalogue));
}
