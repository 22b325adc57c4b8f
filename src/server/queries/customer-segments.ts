import type { Instant } from '../../model.ts';
import type { CustomerDocument } from '../store/documents.ts';
import type { ShopStore } from '../store/index.ts';
import { keysOf } from './customer.ts';
import { QUERY_MS } from './limits.ts';

/** A saved segment that somebody is in. */
export interface Membership {
  /** `<shop>/<segment id>`. */
  readonly segment: string;
  readonly name: string;
  /** When they last entered it; null when that was not written down. */
  readonly since: Instant | null;
}

/** The saved segments a customer is in, by name. `shown` are the keys of those whose members are shown. */
export async function membershipsOf(
  scope: ShopStore,
  customer: Pick<CustomerDocument, '_id'>,
  shown: readonly string[],
): Promise<Membership[]> {
  if (shown.length === 0) return [];
  const [segments, entered] = await Promise.all([
    scope.segments.find({ _id: { $in: [...shown] } }, { projection: { name: 1, nameFolded: 1 } }).toArray(),
    lastEntered(scope, customer, shown),
  ]);
  return segments
    .sort((a, b) => (a.nameFolded < b.nameFolded ? -1 : 1))
    .map(({ _id, name }) => ({ segment: _id, name, since: entered.get(_id) ?? null }));
}

async function lastEntered(
  scope: ShopStore,
  customer: Pick<CustomerDocument, '_id'>,
  segments: readonly string[],
): Promise<Map<string, Instant>> {
  const events = scope.membershipEvents.aggregate<{ _id: string; at: Instant }>(
    [
      {
        $match: {
          customer: { $in: await keysOf(scope, customer._id) },
          segment: { $in: [...segments] },
          kind: 'entered',
        },
      },
      { $group: { _id: '$segment', at: { $max: '$at' } } },
    ],
    { hint: { customer: 1, at: 1 }, maxTimeMS: QUERY_MS },
  );
  return new Map((await events.toArray()).map(({ _id, at }) => [_id, at]));
}

/** What segments are called, by key; archived ones too. */
export async function segmentNames(scope: ShopStore, segments: readonly string[]): Promise<Map<string, string>> {
  if (segments.length === 0) return new Map();
  const found = await scope.segments
    .find({ _id: { $in: [...new Set(segments)] } }, { projection: { name: 1 } })
    .toArray();
  return new Map(found.map(({ _id, name }) => [_id, name]));
}
