import type { Adapter } from '../../adapters/adapter.ts';

/** What a topic is about, in the words of a merchant. `connection`: that the host was disconnected. */
export const TOPIC_KINDS = ['orders', 'customers', 'products', 'connection', 'privacy', 'other'] as const;
export type TopicKind = (typeof TOPIC_KINDS)[number];

/** The first that matches: Shopify's `customers/redact` is about privacy before it is about customers. */
const KINDS: readonly (readonly [RegExp, TopicKind])[] = [
  [/privacy|data_request|redact/, 'privacy'],
  [/uninstalled$|^connection\./, 'connection'],
  [/^(orders?|invoice|refunds?)[./]/, 'orders'],
  [/^customers?[./_]/, 'customers'],
  [/^products?[./]/, 'products'],
];

export function topicKind(topic: string): TopicKind {
  return KINDS.find(([pattern]) => pattern.test(topic))?.[1] ?? 'other';
}

/** What the host should send: each topic once, however many spellings it has. */
export function expectedTopics(adapter: Adapter): string[] {
  return [...new Set(adapter.topics.map((topic) => canonicalTopic(adapter, topic)))];
}

export function canonicalTopic(adapter: Adapter | null, topic: string): string {
  return adapter?.canonicalTopic?.(topic) ?? topic;
}
