import type { Filter } from 'mongodb';
import { z } from 'zod';
import { AppError } from '../../errors.ts';
import type { ChangeCause, PrivacyRequestDocument } from '../store/documents.ts';
import type { ShopStore } from '../store/index.ts';
import { cursorOf, type Page, pageOf } from './cursor.ts';
import { QUERY_MS } from './limits.ts';

export const PRIVACY_STATES = [
  'pending',
  'waiting_for_owner',
  'done',
  'declined',
  'nobody_found',
] as const satisfies readonly PrivacyRequestDocument['state'][];

export interface PrivacyRequestsRequest {
  readonly state?: PrivacyRequestDocument['state'] | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

const cursor = cursorOf('privacy', z.tuple([z.number(), z.string()]));

/** Privacy requests, newest first; without what was collected. A shop has few, so the state needs no index. */
export async function privacyRequestsPage(
  scope: ShopStore,
  { state, limit, ...request }: PrivacyRequestsRequest,
): Promise<Page<PrivacyRequestDocument>> {
  const after = cursor.read(request.cursor);
  const filters: Filter<PrivacyRequestDocument>[] = [];
  if (state !== undefined) filters.push({ state });
  if (after !== null)
    filters.push({ $or: [{ at: { $lt: after[0] } }, { at: after[0], _id: { $lt: `${scope.shop}/${after[1]}` } }] });
  const read = await scope.privacyRequests
    .find(filters.length === 0 ? {} : { $and: filters }, {
      hint: { shop: 1, at: -1, _id: -1 },
      maxTimeMS: QUERY_MS,
      projection: { export: 0 },
    })
    .sort({ at: -1, _id: -1 })
    .limit(limit + 1)
    .toArray();
  return pageOf(read, limit, (last) => cursor.write([last.at, last._id.slice(scope.shop.length + 1)]));
}

export async function findPrivacyRequest(scope: ShopStore, id: string): Promise<PrivacyRequestDocument> {
  const request = await scope.privacyRequests.findOne({ _id: `${scope.shop}/${id}` });
  if (!request) throw new AppError('not_found', 'there is no privacy request with this id');
  return request;
}

/** Who asked: a host by a delivery, or somebody at the shop. */
export function askedBy({ source, shop }: Pick<PrivacyRequestDocument, 'source' | 'shop'>): ChangeCause | string {
  return source.startsWith(`${shop}/`) ? { kind: 'delivery', id: source } : source;
}
