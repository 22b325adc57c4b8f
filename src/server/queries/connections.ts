import { MongoServerError } from 'mongodb';
import { AppError } from '../../errors.ts';
import type { InstallationId, Instant } from '../../model.ts';
import type { InstallationDocument } from '../store/documents.ts';
import type { ShopStore } from '../store/index.ts';
import { DELIVERY_STATES } from './deliveries-page.ts';

export interface Connection {
  readonly installation: InstallationDocument;
  /** Null: nothing came yet, or so long ago that it cannot be told quickly. */
  readonly lastDeliveryAt: Instant | null;
  readonly parked: number;
  readonly pending: number;
}

/** The shop's connections to its hosts, and how each does. */
export async function connections(scope: ShopStore): Promise<Connection[]> {
  const installations = await scope.installations.find({}).sort({ installedAt: 1 }).toArray();
  const counts = await scope.inbox
    .aggregate<{ _id: { installation: InstallationId; state: string }; count: number }>([
      { $match: { state: { $in: ['parked', 'pending'] } } },
      { $group: { _id: { installation: '$installation', state: '$state' }, count: { $sum: 1 } } },
    ])
    .toArray();
  const countOf = (id: InstallationId, state: string) =>
    counts.find((row) => row._id.installation === id && row._id.state === state)?.count ?? 0;
  return Promise.all(
    installations.map(async (installation) => ({
      installation,
      lastDeliveryAt: await lastDeliveryAt(scope, installation._id),
      parked: countOf(installation._id, 'parked'),
      pending: countOf(installation._id, 'pending'),
    })),
  );
}

export async function findConnection(scope: ShopStore, id: string): Promise<InstallationDocument> {
  const installation = await scope.installations.findOne({ _id: id as InstallationId });
  if (!installation) throw new AppError('not_found', 'there is no connection with this id');
  return installation;
}

/** Newest first until the first of this connection: at once for one that is in use, and given up for one long silent. */
async function lastDeliveryAt(scope: ShopStore, installation: InstallationId): Promise<Instant | null> {
  try {
    const [last] = await scope.inbox
      .find(
        { installation, state: { $in: [...DELIVERY_STATES] } },
        { hint: { shop: 1, state: 1, receivedAt: -1, _id: -1 }, projection: { receivedAt: 1 }, maxTimeMS: SEARCH_MS },
      )
      .sort({ receivedAt: -1 })
      .limit(1)
      .toArray();
    return last?.receivedAt ?? null;
  } catch (error) {
    if (error instanceof MongoServerError && error.codeName === 'MaxTimeMSExpired') return null;
    throw error;
  }
}

const SEARCH_MS = 300;
