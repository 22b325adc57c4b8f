import type { Instant } from '../../model.ts';
import type { ShopStore } from '../store/index.ts';
import { BY_TOPIC, type Connection, DAY_MS } from './connections.ts';
import { QUERY_MS } from './limits.ts';

/** A connection that sent on {@link DAILY_DAYS} of the 14 days before its last delivery, and nothing for two days since. */
const SILENT_MS = 2 * DAY_MS;
const DAILY_DAYS = 10;
const LOOKED_AT_DAYS = 14;

/** When a host that used to send daily was last heard; null for one that is heard, or that never sent much. */
export async function silentSince(scope: ShopStore, connection: Connection, now: Instant): Promise<Instant | null> {
  const { installation, lastDeliveryAt } = connection;
  if (installation.state !== 'active' || lastDeliveryAt === null || now - lastDeliveryAt < SILENT_MS) return null;
  return (await sentDaily(scope, connection, lastDeliveryAt)) ? lastDeliveryAt : null;
}

/** One look a day: the first delivery found answers it, so a busy connection costs no more than a quiet one. */
async function sentDaily(scope: ShopStore, connection: Connection, until: Instant): Promise<boolean> {
  const topics = connection.topics.map(({ topic }) => topic);
  const days = Array.from({ length: LOOKED_AT_DAYS }, (_, index) => until - index * DAY_MS);
  const sent = await Promise.all(
    days.map((end) =>
      scope.inbox.findOne(
        {
          installation: connection.installation._id,
          topic: { $in: topics },
          receivedAt: { $gt: end - DAY_MS, $lte: end },
        },
        { hint: BY_TOPIC, projection: { _id: 1 }, maxTimeMS: QUERY_MS },
      ),
    ),
  );
  return sent.filter((delivery) => delivery !== null).length >= DAILY_DAYS;
}
