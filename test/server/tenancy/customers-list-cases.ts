import type { Test } from 'tap';
import {
  byKeyThrough,
  type Condition,
  conditionsOf,
  mostSelective,
} from '../../../src/server/queries/customers-conditions.ts';
import { orderOf, relevanceOf } from '../../../src/server/queries/customers-order.ts';
import { customersPage } from '../../../src/server/queries/customers-page.ts';
import { listAfter, totalOf } from '../../../src/server/queries/customers-plan.ts';
import { gather, inOrderOfKeys, scan, walk } from '../../../src/server/queries/customers-read.ts';
import type { CustomersFilters, CustomersSort } from '../../../src/server/queries/customers-request.ts';
import { readSearch } from '../../../src/server/queries/customers-search.ts';
import { countListed, ShopTotals, sampleEach, sampleOf } from '../../../src/server/queries/customers-total.ts';
import type { Twin } from '../../support/twins.ts';
import type { Twins } from './function-cases.ts';

/** The list of customers: whatever it is narrowed by and however it is read, it is the shop's own. */

const PAGE = { limit: 100 };
const SHOP = { countryCode: 'VN', timeZone: 'Asia/Ho_Chi_Minh' };
/** What both shops have, asked for in every way that has an index of its own. */
type Asked = CustomersFilters & { readonly sort?: CustomersSort };
const ASKED: readonly Asked[] = [
  {},
  { search: '0912345671' },
  { search: 'an@example.vn' },
  { search: 'TV-01' },
  { search: 'binh' },
  { tags: ['vip'] },
  { hasPhone: true },
  { spentMinor: { from: 1 }, sort: '-orders' },
  { createdDays: { from: 0 }, sort: 'created' },
  { search: 'an', sort: 'name' },
  { sort: 'name' },
  { sort: '-spent' },
  { sort: '-lastOrder' },
  { sort: 'average' },
];
const WANTED = { tier: 0, after: null, count: 100 };
const BY_NAME = orderOf('name');

const conditions = (twin: Twin, request: Asked) =>
  conditionsOf(twin.scope, SHOP, request.search === undefined ? null : readSearch(request.search, SHOP), request);

/** Asks for everything in all ways, with the conditions of each shop. */
async function each<R>(
  { a, b }: Twins,
  read: (narrowed: readonly Condition[]) => Promise<R>,
): Promise<{ own: R[]; all: R[] }> {
  const own: R[] = [];
  for (const request of ASKED) own.push(await read(await conditions(a, request)));
  return { own, all: [...own, await read(await conditions(b, { segment: b.ids.segment }))] };
}

export const CUSTOMERS_LIST_CASES: Readonly<Record<string, (t: Test, given: Twins) => Promise<unknown>>> = {
  'queries/customers-page.ts customersPage': async (t, { a, b }) => {
    const asked = [...ASKED, { segment: a.ids.segment }];
    const pages = await Promise.all(asked.map((request) => customersPage(a.scope, SHOP, { ...PAGE, ...request })));
    for (const [index, page] of pages.entries()) t.ok(page.items.length > 0, JSON.stringify(asked[index]));
    t.same((await customersPage(a.scope, SHOP, { ...PAGE, search: 'an (B)' })).items, []);
    t.equal((await customersPage(b.scope, SHOP, { ...PAGE, search: 'an (B)' })).items.length, 1);
    await t.rejects(customersPage(a.scope, SHOP, { ...PAGE, segment: b.ids.segment }), { code: 'not_found' });
    const { nextCursor } = await customersPage(b.scope, SHOP, { limit: 1 });
    return [...pages, await customersPage(a.scope, SHOP, { ...PAGE, cursor: nextCursor ?? '' })];
  },
  'queries/customers-conditions.ts conditionsOf': async (t, { a, b }) => {
    await t.rejects(conditions(a, { segment: b.ids.segment }), { code: 'not_found' });
    return conditions(a, { segment: a.ids.segment });
  },
  'queries/customers-conditions.ts mostSelective': async (t, given) => {
    t.equal(await mostSelective(given.a.scope, []), null);
    return (await each(given, (narrowed) => mostSelective(given.a.scope, narrowed))).own;
  },
  'queries/customers-conditions.ts byKeyThrough': async (t, given) => {
    t.equal(await byKeyThrough(given.a.scope, []), null);
    return (await each(given, (narrowed) => byKeyThrough(given.a.scope, narrowed))).own;
  },
  'queries/customers-plan.ts listAfter': async (t, given) => {
    const totals = new ShopTotals();
    const { own, all } = await each(given, (narrowed) =>
      listAfter(given.a.scope, BY_NAME, narrowed, null, 100, totals),
    );
    for (const { placed } of own) t.ok(placed.length > 0);
    t.same(all.at(-1)?.placed, [], 'nobody of A is in a segment of B');
    return all;
  },
  'queries/customers-plan.ts totalOf': async (t, given) => {
    const { all } = await each(given, (narrowed) => totalOf(given.a.scope, narrowed, new ShopTotals()));
    t.same(all[0], { value: await given.a.scope.customers.count(), isExact: true });
    t.same(all.at(-1), { value: 0, isExact: true });
  },
  'queries/customers-read.ts walk': async (t, given) => {
    const { all } = await each(given, (narrowed) => walk(given.a.scope, BY_NAME, narrowed, WANTED));
    t.equal(all[0]?.length, await given.a.scope.customers.count());
    t.same(all.at(-1), []);
    return all;
  },
  'queries/customers-read.ts gather': async (t, given) => {
    const read = async (narrowed: readonly Condition[]) => {
      const through = narrowed.find(({ index }) => index !== undefined) ?? null;
      return [through, null].map((way) => gather(given.a.scope, BY_NAME, narrowed, way, WANTED));
    };
    const { all } = await each(given, async (narrowed) => Promise.all(await read(narrowed)));
    t.same(all.at(-1), [
      { placed: [], total: 0 },
      { placed: [], total: 0 },
    ]);
    const search = readSearch('an', SHOP);
    if (!search) throw new Error('a word is a search');
    return [
      all,
      await gather(given.a.scope, relevanceOf(search), await conditions(given.a, { search: 'an' }), null, WANTED),
    ];
  },
  'queries/customers-read.ts scan': async (t, given) => {
    const { all } = await each(given, (narrowed) => scan(given.a.scope, BY_NAME, narrowed, null, WANTED));
    t.equal(all[0]?.length, await given.a.scope.customers.count());
    t.same(all.at(-1), []);
    return all;
  },
  'queries/customers-read.ts inOrderOfKeys': async (t, given) => {
    const { all } = await each(given, async (narrowed) =>
      inOrderOfKeys(given.a.scope, narrowed, await byKeyThrough(given.a.scope, narrowed), null, 100),
    );
    t.equal(all[0]?.length, await given.a.scope.customers.count());
    t.same(all.at(-1), []);
    return [all, await inOrderOfKeys(given.a.scope, [], null, given.b.ids.customerKey, 100)];
  },
  'queries/customers-total.ts sampleOf': async (t, { a, b }) => {
    t.same(await sampleOf(a.scope, await conditions(b, { segment: b.ids.segment })), {
      ...(await sampleOf(a.scope, [])),
      hits: 0,
    });
  },
  'queries/customers-total.ts sampleEach': async (t, { a, b }) => {
    t.same(await sampleEach(a.scope, await conditions(b, { segment: b.ids.segment })), [0]);
  },
  'queries/customers-total.ts countListed': async (t, given) => {
    const { scope } = given.a;
    const { all } = await each(given, async (narrowed) =>
      countListed(scope, narrowed, await byKeyThrough(scope, narrowed), await sampleOf(scope, narrowed)),
    );
    t.same(all[0], { value: await scope.customers.count(), isExact: true });
    t.same(all.at(-1), { value: 0, isExact: true });
  },
};
