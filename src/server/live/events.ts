import { z } from 'zod';
import { holds, type Scope } from '../api-keys.ts';

const id = z.string();

/**
 * What may be told while it happens. An event names what has changed and never says how: whoever shows it asks the API again, with
 * the rights that it then has. So one that comes twice or late does no harm.
 */
export const LIVE_EVENTS = {
  customer: { scope: 'customers:read', data: z.object({ id }) },
  order: {
    scope: 'orders:read',
    data: z.object({
      id: z.string().describe('`<connection>.<host order id>`.'),
      customer: z.string().nullable().describe('Null: of nobody, or this change did not touch whose it is.'),
    }),
  },
  member: {
    scope: 'segments:read',
    data: z.object({
      segment: id,
      customer: id,
      kind: z.enum(['entered', 'left']),
      at: z.string().meta({ format: 'date-time' }),
    }),
  },
  segment: { scope: 'segments:read', data: z.object({ id }) },
  delivery: {
    scope: 'deliveries:read',
    data: z.object({
      id: z.string().describe('`<connection>.<hash>`.'),
      state: z.enum(['pending', 'done', 'ignored', 'parked']),
    }),
  },
  job: { scope: 'jobs:read', data: z.object({ name: z.string() }) },
  settings: { scope: 'settings:read', data: z.object({}) },
  staff: { scope: 'staff:read', data: z.object({}) },
  /** An administrative act was written down: of keys, connections and privacy requests it is the only news. */
  audit: { scope: 'settings:read', data: z.object({}) },
} as const satisfies Record<string, { readonly scope: Scope; readonly data: z.ZodType }>;

export type LiveName = keyof typeof LIVE_EVENTS;
export type LiveData<N extends LiveName> = z.infer<(typeof LIVE_EVENTS)[N]['data']>;

const named = <N extends string, D extends z.ZodType>(event: N, data: D) => z.object({ event: z.literal(event), data });

/** As the API describes them: the `event:` and the `data:` of each. */
export const LiveEvent = z
  .discriminatedUnion('event', [
    named('customer', LIVE_EVENTS.customer.data),
    named('order', LIVE_EVENTS.order.data),
    named('member', LIVE_EVENTS.member.data),
    named('segment', LIVE_EVENTS.segment.data),
    named('delivery', LIVE_EVENTS.delivery.data),
    named('job', LIVE_EVENTS.job.data),
    named('settings', LIVE_EVENTS.settings.data),
    named('staff', LIVE_EVENTS.staff.data),
    named('audit', LIVE_EVENTS.audit.data),
    named('reset', z.object({}).describe('More happened than is told one by one, or some of it is lost: ask anew.')),
  ])
  .meta({ id: 'LiveEvent', description: 'One message: `event` is its `event:`, `data` is the JSON of its `data:`.' });

/** The names of what somebody with these scopes may be told. */
export function readable(scopes: readonly string[]): ReadonlySet<LiveName> {
  const names = Object.keys(LIVE_EVENTS) as LiveName[];
  return new Set(names.filter((name) => holds(scopes, LIVE_EVENTS[name].scope)));
}
