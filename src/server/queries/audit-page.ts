import type { Filter } from 'mongodb';
import { z } from 'zod';
import type { InstallationId, Instant } from '../../model.ts';
import type { AuditDocument } from '../store/documents.ts';
import type { ShopStore } from '../store/index.ts';
import { authorsOf } from './authors.ts';
import { connectionNames } from './connection-names.ts';
import { cursorOf, type Page, pageOf } from './cursor.ts';
import { segmentNames } from './customer-segments.ts';
import { QUERY_MS } from './limits.ts';

export interface AuditRequest {
  readonly actor?: string | undefined;
  readonly action?: string | undefined;
  /** From the first on, and before the second. */
  readonly from?: Instant | undefined;
  readonly until?: Instant | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

const cursor = cursorOf('audit', z.tuple([z.number(), z.string()]));
const NEWEST = { at: -1, _id: -1 } as const;

/** Administrative acts, newest first. */
export async function auditPage(scope: ShopStore, request: AuditRequest): Promise<Page<AuditDocument>> {
  const { actor, action, from, until, limit } = request;
  const after = cursor.read(request.cursor);
  const filters: Filter<AuditDocument>[] = [];
  if (actor !== undefined) filters.push({ actor });
  if (action !== undefined) filters.push({ action });
  if (from !== undefined) filters.push({ at: { $gte: from } });
  if (until !== undefined) filters.push({ at: { $lt: until } });
  if (after !== null)
    // The first part alone bounds the index; the second decides among acts of one millisecond.
    filters.push(
      { at: { $lte: after[0] } },
      { $or: [{ at: { $lt: after[0] } }, { _id: { $lt: `${scope.shop}/${after[1]}` } }] },
    );
  const first = actor !== undefined ? { actor: 1 } : action !== undefined ? { action: 1 } : {};
  const read = await scope.audit
    .find(filters.length === 0 ? {} : { $and: filters }, {
      hint: { shop: 1, ...first, ...NEWEST },
      maxTimeMS: QUERY_MS,
    })
    .sort(NEWEST)
    .limit(limit + 1)
    .toArray();
  return pageOf(read, limit, (last) => cursor.write([last.at, last._id.slice(scope.shop.length + 1)]));
}

/** Who has done anything and what was done, to choose from. One look into an index for each, however long the log is. */
export async function auditChoices(scope: ShopStore): Promise<{ actors: string[]; actions: string[] }> {
  const [actors, actions] = await Promise.all([distinct(scope, 'actor'), distinct(scope, 'action')]);
  return { actors, actions };
}

async function distinct(scope: ShopStore, field: 'actor' | 'action'): Promise<string[]> {
  const found = await scope.audit
    .aggregate<{ _id: string }>([{ $sort: { [field]: 1, ...NEWEST } }, { $group: { _id: `$${field}` } }], {
      hint: { shop: 1, [field]: 1, ...NEWEST },
      maxTimeMS: QUERY_MS,
    })
    .toArray();
  return found.map(({ _id }) => _id).sort();
}

/** What targets of acts are called, where they have a name that is nobody's secret: not customers, whose names need a right of their own. */
export async function targetNames(scope: ShopStore, targets: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const idsOf = (kind: string) =>
    targets.flatMap((target) => (target.startsWith(`${kind} `) ? [target.slice(kind.length + 1)] : []));
  const people = targets.filter((target) => /^(staff|key) /.test(target));
  const [authorOf, segments, connections] = await Promise.all([
    authorsOf(scope, people),
    segmentNames(
      scope,
      idsOf('segment').map((id) => `${scope.shop}/${id}`),
    ),
    idsOf('connection').length === 0 ? new Map() : connectionNames(scope),
  ]);
  const nameOf = (target: string): string | null => {
    const [kind, id] = [target.slice(0, target.indexOf(' ')), target.slice(target.indexOf(' ') + 1)];
    if (kind === 'staff' || kind === 'key') return authorOf(target).name;
    if (kind === 'segment') return segments.get(`${scope.shop}/${id}`) ?? null;
    return kind === 'connection' ? (connections.get(id as InstallationId)?.domain ?? null) : null;
  };
  return new Map(targets.flatMap((target) => (nameOf(target) === null ? [] : [[target, nameOf(target) ?? '']])));
}
