import type { Filter } from 'mongodb';
import { z } from 'zod';
import {
  type CustomerId,
  type CustomerKey,
  customerIdFromKey,
  customerKey,
  emailIdentity,
  fold,
  type IdentityKey,
  isCustomerId,
  memberIdentity,
  normaliseEmail,
  normalisePhone,
  phoneIdentity,
  phonePrefix,
  type Shop,
} from '../../model.ts';
import { labelOf } from '../segments/live.ts';
import { escapeRegex, getSegment } from '../segments/saved.ts';
import type { CustomerDocument } from '../store/documents.ts';
import type { ShopStore } from '../store/index.ts';
import { cursorOf, type Page, pageOf } from './cursor.ts';
import { QUERY_MS } from './limits.ts';

/** A customer as lists show them: without the long arrays. */
export type CustomerRow = Omit<CustomerDocument, 'facts' | 'claims' | 'tagClaims'>;

export interface CustomersRequest {
  /** A part of the name (accents and case do not count), a phone in any form, an e-mail address or a member code. */
  readonly search?: string | undefined;
  readonly tag?: string | undefined;
  /** Id of a saved segment. */
  readonly segment?: string | undefined;
  readonly sort?: CustomersSort | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/** What customers are sorted by besides their id. Those without a value come last whatever the direction. */
const SORTS = {
  name: { field: 'nameFolded', direction: 1 },
  '-spent': { field: 'stats.spentMinor', direction: -1 },
  '-orders': { field: 'stats.orders', direction: -1 },
  '-lastOrder': { field: 'stats.lastAt', direction: -1 },
} as const;

export type CustomersSort = keyof typeof SORTS;
export const CUSTOMERS_SORTS = Object.keys(SORTS) as [CustomersSort, ...CustomersSort[]];

/** The value after which the page begins (null: among those without one) and the customer. */
const place = z.tuple([z.union([z.string(), z.number(), z.null()]), z.string().refine(isCustomerId)]);
const PROJECTION = { facts: 0, claims: 0, tagClaims: 0 } as const;

/**
 * Every way of asking is one scan of the shop's own range of the clustered collection, stopped as soon as the page is full; a sorted
 * page keeps only the best in memory. The one other index used is that of a segment's members, asked for nothing else.
 */
export async function customersPage(
  scope: ShopStore,
  shop: Pick<Shop, 'countryCode'>,
  request: CustomersRequest,
): Promise<Page<CustomerRow>> {
  const filters: Filter<CustomerDocument>[] = [];
  if (request.search !== undefined) filters.push(await searchFilter(scope, shop, request.search));
  if (request.tag !== undefined) filters.push({ tags: fold(request.tag) });
  if (request.segment !== undefined) filters.push({ memberOf: await memberLabel(scope, request.segment) });
  const isMembersOnly = request.segment !== undefined && filters.length === 1;
  return request.sort === undefined
    ? byId(scope, filters, request, isMembersOnly)
    : sorted(scope, filters, request, request.sort);
}

async function byId(
  scope: ShopStore,
  filters: readonly Filter<CustomerDocument>[],
  request: CustomersRequest,
  isMembersOnly: boolean,
): Promise<Page<CustomerRow>> {
  const cursor = cursorOf('customers', z.string().refine(isCustomerId));
  const after = cursor.read(request.cursor);
  const later = after === null ? [] : [afterId(scope, after)];
  const read = await find(
    scope,
    [...filters, ...later],
    isMembersOnly ? { memberOf: 1, _id: 1 } : { _id: 1 },
    { _id: 1 },
    request.limit + 1,
  );
  return pageOf(read, request.limit, (last) => cursor.write(customerIdFromKey(last._id)));
}

async function sorted(
  scope: ShopStore,
  filters: readonly Filter<CustomerDocument>[],
  request: CustomersRequest,
  sort: CustomersSort,
): Promise<Page<CustomerRow>> {
  const { field, direction } = SORTS[sort];
  const cursor = cursorOf(`customers ${sort}`, place);
  const after = cursor.read(request.cursor);
  const take = request.limit + 1;
  const read: CustomerRow[] = [];
  if (after === null || after[0] !== null) {
    const beyond =
      after === null
        ? []
        : [
            {
              $or: [
                { [field]: { [direction === 1 ? '$gt' : '$lt']: after[0] } },
                { $and: [{ [field]: after[0] }, afterId(scope, after[1])] },
              ],
            },
          ];
    read.push(
      ...(await find(
        scope,
        [...filters, { [field]: { $exists: true } }, ...beyond] as Filter<CustomerDocument>[],
        { _id: 1 },
        { [field]: direction, _id: 1 },
        take,
      )),
    );
  }
  if (read.length < take) {
    const beyond = after !== null && after[0] === null ? [afterId(scope, after[1])] : [];
    read.push(
      ...(await find(
        scope,
        [...filters, { [field]: { $exists: false } }, ...beyond] as Filter<CustomerDocument>[],
        { _id: 1 },
        { _id: 1 },
        take - read.length,
      )),
    );
  }
  return pageOf(read, request.limit, (last) => cursor.write([sortValue(last, sort), customerIdFromKey(last._id)]));
}

function sortValue(customer: CustomerRow, sort: CustomersSort): string | number | null {
  const { stats, nameFolded } = customer;
  return {
    name: nameFolded ?? null,
    '-spent': stats.spentMinor,
    '-orders': stats.orders,
    '-lastOrder': stats.lastAt ?? null,
  }[sort];
}

function find(
  scope: ShopStore,
  filters: readonly Filter<CustomerDocument>[],
  hint: Record<string, 1>,
  sort: Record<string, 1 | -1>,
  limit: number,
): Promise<CustomerRow[]> {
  const filter = filters.length === 0 ? {} : ({ $and: filters } as Filter<CustomerDocument>);
  return scope.customers
    .find(filter, { hint, projection: PROJECTION, maxTimeMS: QUERY_MS })
    .sort(sort)
    .limit(limit)
    .toArray();
}

function afterId(scope: ShopStore, id: CustomerId): Filter<CustomerDocument> {
  return { _id: { $gt: customerKey(scope.shop, id) } };
}

/** Whoever the text names exactly is found by their identity; otherwise it is a part of a name or the beginning of a number. */
async function searchFilter(
  scope: ShopStore,
  shop: Pick<Shop, 'countryCode'>,
  text: string,
): Promise<Filter<CustomerDocument>> {
  const exact = exactIdentity(shop, text);
  if (exact !== null) return { _id: (await ownerOf(scope, exact)) ?? NOBODY };
  const folded = fold(text);
  const prefix = /\d{3}/.test(text) ? phonePrefix(text, shop.countryCode) : null;
  const owner = folded === '' ? null : await ownerOf(scope, memberIdentity(text));
  return {
    $or: [
      ...(folded === '' ? [] : [{ nameFolded: { $regex: escapeRegex(folded) } }]),
      ...(prefix === null ? [] : [{ phone: { $regex: `^${escapeRegex(prefix)}` } }]),
      { _id: owner ?? NOBODY },
    ],
  };
}

const NOBODY = '' as CustomerKey;

function exactIdentity(shop: Pick<Shop, 'countryCode'>, text: string): IdentityKey | null {
  const phone = normalisePhone(text, shop.countryCode);
  if (phone !== null) return phoneIdentity(phone);
  const email = normaliseEmail(text);
  return email === null ? null : emailIdentity(email);
}

async function ownerOf(scope: ShopStore, identity: IdentityKey): Promise<CustomerKey | null> {
  return (await scope.identities.findOne({ _id: `${scope.shop}/${identity}` }))?.customer ?? null;
}

async function memberLabel(scope: ShopStore, segmentId: string): Promise<string> {
  const segment = await getSegment(scope, segmentId);
  return labelOf(segment._id, segment.activeVersion);
}
