import { AppError } from '../../errors.ts';
import { type CustomerId, type CustomerKey, customerIdFromKey, customerKey, isCustomerId } from '../../model.ts';
import { recordAudit } from '../audit.ts';
import { type EditParts, editCustomers } from '../customer-edit.ts';
import type { IngestContext } from '../ingest/context.ts';
import { recordEffect } from '../ingest/record-effect.ts';
import type { Workspace } from '../ingest/workspace.ts';
import type { CustomerDocument } from '../store/documents.ts';
import type { ShopStore } from '../store/index.ts';
import type { SegmentDocument } from '../store/segment-documents.ts';
import { idOf } from './live.ts';
import { type HandAct, withHand } from './pins.ts';
import { getSegment } from './saved.ts';

/** Customers changed in one transaction: each is decided against every saved segment. */
const BATCH = 50;

export interface Pinned {
  /** Of whom it was not so before. Somebody asked for by an old id is told by the one they have now. */
  readonly changed: readonly CustomerId[];
  readonly unchanged: number;
  /** Ids that nobody has, or who had them was erased. */
  readonly notFound: readonly string[];
}

/**
 * Puts customers into a segment by hand, keeps them out of it, or takes either back (A06, A07). Members are right in the same
 * transaction, and who came and went is told with who did it.
 */
export async function pinCustomers(
  parts: EditParts,
  scope: ShopStore,
  segment: SegmentDocument,
  asked: { readonly act: HandAct; readonly customers: readonly string[]; readonly actor: string },
): Promise<Pinned> {
  refuseArchived(segment);
  const { act, actor } = asked;
  const keys = [...new Set(asked.customers)].filter(isCustomerId).map((id) => customerKey(scope.shop, id));
  const notFound: string[] = asked.customers.filter((id) => !isCustomerId(id));
  const changed = new Set<CustomerKey>();
  const met = new Set<CustomerKey>();
  for (let i = 0; i < keys.length; i += BATCH) {
    const batch = keys.slice(i, i + BATCH);
    const done = await editCustomers(parts, scope.shop, actor, async (workspace, context, inside) => {
      const present = await presentCustomers(workspace, inside, batch);
      return {
        present,
        changed: [...present.values()].flatMap((customer) =>
          layHand(workspace, context, customer, idOf(segment._id), act) ? [customer._id] : [],
        ),
      };
    });
    for (const key of batch) if (!done.present.has(key)) notFound.push(customerIdFromKey(key));
    for (const { _id } of done.present.values()) met.add(_id);
    for (const key of done.changed) changed.add(key);
  }
  if (changed.size > 0)
    await recordAudit(scope, {
      at: parts.now(),
      actor,
      action: AUDITED[act],
      target: `segment ${idOf(segment._id)}`,
      details: { customers: changed.size },
    });
  return { changed: [...changed].map(customerIdFromKey), unchanged: met.size - changed.size, notFound };
}

const AUDITED = {
  pin: 'segment.customers_pinned',
  unpin: 'segment.customers_unpinned',
  ban: 'segment.customers_banned',
  unban: 'segment.customers_unbanned',
} as const satisfies Record<HandAct, string>;

/** Lays a hand on a customer in a transaction; false when it was so already. Their history keeps all pins or bans as they are then. */
export function layHand(
  workspace: Workspace,
  context: IngestContext,
  customer: CustomerDocument,
  segmentId: string,
  act: HandAct,
): boolean {
  const known = workspace.touchedCustomers().find(({ _id }) => _id === customer._id) ?? customer;
  const next = withHand(known, segmentId, act);
  if (next === known) return false;
  workspace.putCustomer(next);
  const at = context.now;
  for (const field of ['pins', 'bans'] as const)
    if ((known[field] ?? []).join() !== (next[field] ?? []).join())
      recordEffect(workspace, context, next._id, [{ field, at, value: next[field] ?? [] }]);
  return true;
}

/** Whoever these keys stand for now, by the key that was asked for: those who were merged by who was kept. Nobody who was erased. */
export async function presentCustomers(
  workspace: Workspace,
  scope: ShopStore,
  keys: readonly CustomerKey[],
): Promise<Map<CustomerKey, CustomerDocument>> {
  const present = new Map<CustomerKey, CustomerDocument>();
  for (const asked of keys) {
    let key: CustomerKey | undefined = asked;
    for (let steps = 0; key !== undefined && steps < MERGES_MAX; steps++) {
      const customer: CustomerDocument | null = await workspace.customer(key);
      if (customer) {
        if (customer.erasedAt === undefined) present.set(asked, customer);
        break;
      }
      key = (await scope.aliases.findOne({ _id: key }))?.into;
    }
  }
  return present;
}

/** Merges after merges in one chain. */
const MERGES_MAX = 100;

/** Customers whom a hand has put in or keeps out, in order of their key. */
export async function handled(
  scope: ShopStore,
  id: string,
  request: { readonly field: 'pins' | 'bans'; readonly after: CustomerKey | null; readonly limit: number },
): Promise<CustomerDocument[]> {
  const segment = await getSegment(scope, id);
  const { field, after, limit } = request;
  const place = after === null ? {} : { _id: { $gt: after } };
  return scope.customers
    .find(
      { [field]: idOf(segment._id), ...place },
      { hint: { [field]: 1, _id: 1 }, projection: { claims: 0, tagClaims: 0, facts: 0 } },
    )
    .sort({ _id: 1 })
    .limit(limit)
    .toArray();
}

/** A segment whose members are written to. */
export function refuseArchived(segment: SegmentDocument): void {
  if (segment.state === 'archived') throw new AppError('conflict', 'the segment is archived');
}
