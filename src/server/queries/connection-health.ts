import { adapterOf } from '../../adapters/index.ts';
import type { Instant } from '../../model.ts';
import type { ShopStore } from '../store/index.ts';
import { BY_TOPIC, type Connection, DAY_MS } from './connections.ts';
import { QUERY_MS } from './limits.ts';
import { silentSince } from './silence.ts';
import { canonicalTopic, type TopicKind, topicKind } from './topic-kind.ts';

export interface ConnectionHealth {
  /** When a host that used to send daily was last heard. Null: it is heard, or never sent much. */
  readonly silentSince: Instant | null;
  readonly receivedLastDay: number;
  /** Of those: applied, or nothing to do. */
  readonly doneLastDay: number;
  /** What has come, each topic in one spelling. */
  readonly topics: readonly TopicHealth[];
}

export interface TopicHealth {
  readonly topic: string;
  readonly kind: TopicKind;
  readonly lastAt: Instant;
  readonly lastDay: number;
}

/** What a merchant has to know about a connection beside what all of them together tell. */
export async function connectionHealth(
  scope: ShopStore,
  connection: Connection,
  now: Instant,
): Promise<ConnectionHealth> {
  const [counts, silent] = await Promise.all([
    countsOf(scope, connection, now - DAY_MS),
    silentSince(scope, connection, now),
  ]);
  const received = [...counts.values()].reduce((sum, count) => sum + count, 0);
  return {
    silentSince: silent,
    receivedLastDay: received,
    doneLastDay: Math.max(0, received - connection.parkedLastDay - connection.pendingLastDay),
    topics: merged(connection, counts),
  };
}

/** From the index alone, and only of the last day. */
async function countsOf(scope: ShopStore, connection: Connection, since: Instant): Promise<Map<string, number>> {
  const topics = connection.topics.filter(({ lastAt }) => lastAt >= since).map(({ topic }) => topic);
  if (topics.length === 0) return new Map();
  const match = { installation: connection.installation._id, topic: { $in: topics }, receivedAt: { $gte: since } };
  const found = await scope.inbox
    .aggregate<{ _id: string; count: number }>([{ $match: match }, { $group: { _id: '$topic', count: { $sum: 1 } } }], {
      hint: BY_TOPIC,
      maxTimeMS: QUERY_MS,
    })
    .toArray();
  return new Map(found.map(({ _id, count }) => [_id, count]));
}

function merged({ installation, topics }: Connection, counts: ReadonlyMap<string, number>): TopicHealth[] {
  const adapter = adapterOf(installation.platform);
  const seen = new Map<string, TopicHealth>();
  for (const { topic, lastAt } of topics) {
    const name = canonicalTopic(adapter, topic);
    const before = seen.get(name);
    seen.set(name, {
      topic: name,
      kind: topicKind(name),
      lastAt: Math.max(lastAt, before?.lastAt ?? lastAt),
      lastDay: (counts.get(topic) ?? 0) + (before?.lastDay ?? 0),
    });
  }
  return [...seen.values()].sort((a, b) => (a.topic < b.topic ? -1 : 1));
}
