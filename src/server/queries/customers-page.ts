import { z } from 'zod';
import { customerIdFromKey, customerKey, isCustomerId } from '../../model.ts';
import type { ShopStore } from '../store/index.ts';
import { cursorOf, type Page, pageOf } from './cursor.ts';
import { byKeyThrough, type Condition, conditionsOf } from './customers-conditions.ts';
import { type Order, orderOf, relevanceOf } from './customers-order.ts';
import { listAfter, totalOf } from './customers-plan.ts';
import { type CustomerRow, inOrderOfKeys } from './customers-read.ts';
import type { CustomersRequest, ListedShop } from './customers-request.ts';
import { readSearch } from './customers-search.ts';
import { ShopTotals, type Total } from './customers-total.ts';

export type { CustomerRow } from './customers-read.ts';

export interface CustomersPage extends Page<CustomerRow> {
  /** Of the whole list, with its first page; null with the others. */
  readonly total: Total | null;
}

/** One page of a shop's customers. */
export async function customersPage(
  scope: ShopStore,
  shop: ListedShop,
  request: CustomersRequest,
  totals = new ShopTotals(),
): Promise<CustomersPage> {
  const search = request.search === undefined ? null : readSearch(request.search, shop);
  const conditions = await conditionsOf(scope, shop, search, request);
  const sort = request.sort ?? 'relevance';
  if (sort !== 'relevance') return ordered(scope, sort, orderOf(sort), conditions, request, totals);
  return search === null
    ? byKey(scope, conditions, request, totals)
    : ordered(scope, sort, relevanceOf(search), conditions, request, totals);
}

const keysCursor = cursorOf('customers', z.string().refine(isCustomerId));

async function byKey(
  scope: ShopStore,
  conditions: readonly Condition[],
  request: CustomersRequest,
  totals: ShopTotals,
): Promise<CustomersPage> {
  const id = keysCursor.read(request.cursor);
  const after = id === null ? null : customerKey(scope.shop, id);
  const through = await byKeyThrough(scope, conditions);
  const total = after === null ? totalOf(scope, conditions, totals) : null;
  const rows = await inOrderOfKeys(scope, conditions, through, after, request.limit + 1);
  const page = pageOf(rows, request.limit, (last) => keysCursor.write(customerIdFromKey(last._id)));
  return { ...page, total: atLeast(page, await total) };
}

const PlaceText = z.tuple([
  z.int().min(0).max(9),
  z.union([z.string(), z.number(), z.null()]),
  z.string().refine(isCustomerId),
]);

async function ordered(
  scope: ShopStore,
  sort: string,
  order: Order,
  conditions: readonly Condition[],
  request: CustomersRequest,
  totals: ShopTotals,
): Promise<CustomersPage> {
  const cursor = cursorOf(`customers ${sort}`, PlaceText);
  const read = cursor.read(request.cursor);
  const after = read && { tier: read[0], value: read[1], key: customerKey(scope.shop, read[2]) };
  const { placed, total } = await listAfter(scope, order, conditions, after, request.limit + 1, totals);
  const page = pageOf(placed, request.limit, ({ place }) =>
    cursor.write([place.tier, place.value, customerIdFromKey(place.key)]),
  );
  return {
    items: page.items.map(({ row }) => row),
    nextCursor: page.nextCursor,
    total: atLeast(page, total),
  };
}

/** A list that ends with its first page is as long as the page; one that goes on is longer, whatever a sample says. */
function atLeast({ items, nextCursor }: Page<unknown>, total: Total | null): Total | null {
  if (total === null || total.isExact) return total;
  return nextCursor === null
    ? { value: items.length, isExact: true }
    : { ...total, value: Math.max(total.value, items.length + 1) };
}
