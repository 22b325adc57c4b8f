import { z } from 'zod';
import { AppError } from '../../errors.ts';
import type { AuditDocument, PrivacyRequestDocument } from '../store/documents.ts';
import type { ShopStore } from '../store/index.ts';
import { cursorOf, type Page, pageOf } from './cursor.ts';
import { QUERY_MS } from './limits.ts';

interface LogRequest {
  readonly cursor?: string | undefined;
  readonly limit: number;
}

const place = z.tuple([z.number(), z.string()]);
const NEWEST = { hint: { shop: 1, at: -1, _id: -1 }, maxTimeMS: QUERY_MS } as const;
const auditCursor = cursorOf('audit', place);
const privacyCursor = cursorOf('privacy', place);

/** Administrative acts, newest first. */
export async function auditPage(scope: ShopStore, request: LogRequest): Promise<Page<AuditDocument>> {
  const filter = olderThan(scope, auditCursor.read(request.cursor));
  const read = await scope.audit
    .find(filter, NEWEST)
    .sort({ at: -1, _id: -1 })
    .limit(request.limit + 1)
    .toArray();
  return pageOf(read, request.limit, (last) => auditCursor.write(placeOf(scope, last)));
}

/** Privacy requests, newest first; without what was collected. */
export async function privacyRequestsPage(
  scope: ShopStore,
  request: LogRequest,
): Promise<Page<PrivacyRequestDocument>> {
  const filter = olderThan(scope, privacyCursor.read(request.cursor));
  const read = await scope.privacyRequests
    .find(filter, { ...NEWEST, projection: { export: 0 } })
    .sort({ at: -1, _id: -1 })
    .limit(request.limit + 1)
    .toArray();
  return pageOf(read, request.limit, (last) => privacyCursor.write(placeOf(scope, last)));
}

export async function findPrivacyRequest(scope: ShopStore, id: string): Promise<PrivacyRequestDocument> {
  const request = await scope.privacyRequests.findOne({ _id: `${scope.shop}/${id}` });
  if (!request) throw new AppError('not_found', 'there is no privacy request with this id');
  return request;
}

function olderThan(scope: ShopStore, after: readonly [number, string] | null) {
  if (after === null) return {};
  return { $or: [{ at: { $lt: after[0] } }, { at: after[0], _id: { $lt: `${scope.shop}/${after[1]}` } }] };
}

function placeOf(scope: ShopStore, { at, _id }: { readonly at: number; readonly _id: string }): [number, string] {
  return [at, _id.slice(scope.shop.length + 1)];
}
