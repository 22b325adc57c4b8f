import { AppError } from '../../errors.ts';
import type { InstallationId, Instant } from '../../model.ts';
import type { InstallationDocument } from '../store/documents.ts';
import type { ShopStore } from '../store/index.ts';
import { QUERY_MS } from './limits.ts';

export interface Connection {
  readonly installation: InstallationDocument;
  /** Null: nothing came yet. */
  readonly lastDeliveryAt: Instant | null;
  readonly parked: number;
  readonly pending: number;
  /** Of those that came within a day. */
  readonly parkedLastDay: number;
  readonly pendingLastDay: number;
  /** Everything it has ever sent, as the host spells it, and when last. */
  readonly topics: readonly TopicSeen[];
}

export interface TopicSeen {
  readonly topic: string;
  readonly lastAt: Instant;
}

/** The index that holds what is asked about a connection, in the order of its fields. */
export const BY_TOPIC = { shop: 1, installation: 1, topic: 1, receivedAt: -1 } as const;
export const DAY_MS = 86_400_000;
const BY_STATE = { shop: 1, state: 1, receivedAt: -1, _id: -1 } as const;

/** The shop's connections to its hosts, and how each does. */
export async function connections(scope: ShopStore, now: Instant): Promise<Connection[]> {
  const installations = await scope.installations.find({}).sort({ installedAt: 1 }).toArray();
  const [unfinished, topics] = await Promise.all([
    unfinishedOf(scope, now - DAY_MS),
    Promise.all(installations.map(({ _id }) => topicsOf(scope, _id))),
  ]);
  return installations.map((installation, index) => {
    const seen = topics[index] ?? [];
    const of = (state: Unfinished['_id']['state']) =>
      unfinished.find(({ _id }) => _id.installation === installation._id && _id.state === state);
    return {
      installation,
      lastDeliveryAt: seen.length === 0 ? null : Math.max(...seen.map(({ lastAt }) => lastAt)),
      parked: of('parked')?.count ?? 0,
      pending: of('pending')?.count ?? 0,
      parkedLastDay: of('parked')?.recent ?? 0,
      pendingLastDay: of('pending')?.recent ?? 0,
      topics: seen,
    };
  });
}

export async function findConnection(scope: ShopStore, id: string): Promise<InstallationDocument> {
  const installation = await scope.installations.findOne({ _id: id as InstallationId });
  if (!installation) throw new AppError('not_found', 'there is no connection with this id');
  return installation;
}

interface Unfinished {
  readonly _id: { readonly installation: InstallationId; readonly state: 'parked' | 'pending' };
  readonly count: number;
  readonly recent: number;
}

/** From the index alone: which connection a delivery came by is a part of its id. */
function unfinishedOf(scope: ShopStore, since: Instant): Promise<Unfinished[]> {
  return scope.inbox
    .aggregate<Unfinished>(
      [
        { $match: { state: { $in: ['parked', 'pending'] } } },
        {
          $group: {
            _id: { installation: { $arrayElemAt: [{ $split: ['$_id', '/'] }, 1] }, state: '$state' },
            count: { $sum: 1 },
            recent: { $sum: { $cond: [{ $gte: ['$receivedAt', since] }, 1, 0] } },
          },
        },
      ],
      { hint: BY_STATE, maxTimeMS: QUERY_MS },
    )
    .toArray();
}

/** One look into the index a topic, whatever number of deliveries there are. */
async function topicsOf(scope: ShopStore, installation: InstallationId): Promise<TopicSeen[]> {
  const found = await scope.inbox
    .aggregate<{ _id: string; lastAt: Instant }>(
      [
        { $match: { installation } },
        { $sort: { topic: 1, receivedAt: -1 } },
        { $group: { _id: '$topic', lastAt: { $first: '$receivedAt' } } },
      ],
      { hint: BY_TOPIC, maxTimeMS: QUERY_MS },
    )
    .toArray();
  return found.map(({ _id, lastAt }) => ({ topic: _id, lastAt })).sort((a, b) => (a.topic < b.topic ? -1 : 1));
}
