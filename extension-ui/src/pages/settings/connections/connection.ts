import type { Answer } from '../../../api/client.ts';

export type Connection = Answer<'/api/v1/connections'>['items'][number];
export type Platform = Connection['platform'];
type Kind = Connection['topics'][number]['kind'];

/** Names of their own, the same in every language; tills have none. */
export const PLATFORM_NAMES: Readonly<Record<Platform, string | null>> = {
  shopify: 'Shopify',
  woocommerce: 'WooCommerce',
  haravan: 'Haravan',
  sapo: 'Sapo',
  pos: null,
};
export const PLATFORMS = Object.keys(PLATFORM_NAMES) as Platform[];

/** Platforms that make the secret themselves: the merchant brings it here. For the others we make it. */
export const BRINGS_SECRET: ReadonlySet<Platform> = new Set<Platform>(['shopify', 'haravan', 'sapo']);

export type Condition = 'good' | 'nothingYet' | 'silent' | 'look' | 'waiting' | 'uninstalled';

/** The one word for how it does. What loses sales comes before what waits for somebody. */
export function conditionOf({ state, health }: Connection, now: number): Condition {
  if (state === 'uninstalled') return 'uninstalled';
  if (health.lastDeliveryAt === null) return 'nothingYet';
  if (health.silentSince !== null) return 'silent';
  if (health.parked > 0) return 'look';
  const isBehind = health.pending > 0 && now - Date.parse(health.lastDeliveryAt) > BEHIND_MS;
  return isBehind ? 'waiting' : 'good';
}

/** Deliveries are applied within a second or two: what waits longer is told. */
const BEHIND_MS = 15_000;

export const CONDITION_COLOURS: Readonly<Record<Condition, string>> = {
  good: 'glaze',
  nothingYet: 'blue',
  silent: 'red',
  look: 'orange',
  waiting: 'blue',
  uninstalled: 'gray',
};

/** What a merchant cares about; privacy and removal come seldom and are no sign of anything. */
export const KINDS = ['orders', 'customers', 'products'] as const satisfies readonly Kind[];

export interface KindSeen {
  readonly kind: (typeof KINDS)[number];
  readonly lastAt: string | null;
  readonly lastDay: number;
}

export function kindsOf({ health }: Connection): KindSeen[] {
  return KINDS.map((kind) => {
    const topics = health.topics.filter((topic) => topic.kind === kind);
    const times = topics.map(({ lastAt }) => lastAt).sort();
    return { kind, lastAt: times.at(-1) ?? null, lastDay: topics.reduce((sum, { lastDay }) => sum + lastDay, 0) };
  });
}

/** Topics of these kinds that have never come. */
export function missingTopics({ topics, health }: Connection): string[] {
  const seen = new Set(health.topics.map(({ topic }) => topic));
  return topics
    .filter(({ topic, kind }) => KINDS.some((known) => known === kind) && !seen.has(topic))
    .map(({ topic }) => topic);
}

/** Of what came in a day and is finished, how much went through; null when nothing did. */
export function shareDone({ health }: Connection): number | null {
  const { done, parked } = health.lastDay;
  return done + parked === 0 ? null : done / (done + parked);
}
