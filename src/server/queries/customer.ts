import { z } from 'zod';
import { AppError } from '../../errors.ts';
import { type CustomerId, type CustomerKey, customerKey, isCustomerId } from '../../model.ts';
import type { AliasDocument, ChangeDocument, CustomerDocument } from '../store/documents.ts';
import type { ShopStore } from '../store/index.ts';
import { cursorOf, type Page, pageOf } from './cursor.ts';
import { QUERY_MS } from './limits.ts';

export interface FoundCustomer {
  readonly customer: CustomerDocument;
  /** The id that was asked for, when its customer has since been merged into this one. */
  readonly mergedFrom: CustomerId | null;
}

/** The customer of an id. Ids given out keep meaning somebody: that of a merged customer leads to the one who was kept. */
export async function findCustomer(scope: ShopStore, id: string): Promise<FoundCustomer> {
  if (!isCustomerId(id)) throw noCustomer(id);
  const asked = customerKey(scope.shop, id);
  let key: CustomerKey = asked;
  for (let steps = 0; steps < MERGES_MAX; steps++) {
    const customer = await scope.customers.findOne({ _id: key });
    if (customer) return { customer, mergedFrom: key === asked ? null : id };
    const alias = await scope.aliases.findOne({ _id: key });
    if (!alias) break;
    key = alias.into;
  }
  throw noCustomer(id);
}

/** Merges after merges in one chain; each needs a record that names two people. */
const MERGES_MAX = 100;

const noCustomer = (id: string) =>
  new AppError('not_found', `there is no customer ${isCustomerId(id) ? id : 'with this id'}`);

/** A customer's key and those of everybody merged into them, directly or by way of another. */
export async function keysOf(scope: ShopStore, key: CustomerKey): Promise<CustomerKey[]> {
  const keys = [key];
  for (let next: CustomerKey[] = keys; next.length > 0 && keys.length < 10_000; ) {
    const aliases = await scope.aliases.find({ into: { $in: next } }, { projection: { _id: 1 } }).toArray();
    next = aliases.map((alias) => alias._id).filter((merged) => !keys.includes(merged));
    keys.push(...next);
  }
  return keys;
}

/** Everybody who was merged into a customer, directly or by way of another, the last first. */
export async function mergesInto(scope: ShopStore, key: CustomerKey): Promise<AliasDocument[]> {
  const [, ...merged] = await keysOf(scope, key);
  if (merged.length === 0) return [];
  return scope.aliases
    .find({ _id: { $in: merged } })
    .sort({ at: -1, _id: 1 })
    .toArray();
}

const changesCursor = cursorOf('changes', z.tuple([z.number(), z.string()]));

/** What changed about a customer, newest first: dated by when it was true. Changes of those merged into them are theirs too. */
export async function changesPage(
  scope: ShopStore,
  customer: CustomerKey,
  request: { readonly cursor?: string | undefined; readonly limit: number },
): Promise<Page<ChangeDocument>> {
  const after = changesCursor.read(request.cursor);
  const keys = await keysOf(scope, customer);
  const older =
    after === null
      ? {}
      : { $or: [{ at: { $lt: after[0] } }, { at: after[0], _id: { $lt: `${scope.shop}/${after[1]}` } }] };
  const read = await scope.changes
    .find({ customer: { $in: keys }, ...older }, { maxTimeMS: QUERY_MS })
    .sort({ at: -1, _id: -1 })
    .limit(request.limit + 1)
    .toArray();
  return pageOf(read, request.limit, (last) => changesCursor.write([last.at, last._id.slice(scope.shop.length + 1)]));
}
