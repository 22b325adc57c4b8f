import { z } from 'zod';
import type { ProgrammeVersion } from '../../../loyalty/index.ts';
import type { BirthDate } from '../../../model.ts';
import { levelName } from '../../loyalty/level-name.ts';
import { authorsOf } from '../../queries/authors.ts';
import { connectionNames } from '../../queries/connection-names.ts';
import { segmentNames } from '../../queries/customer-segments.ts';
import type { FieldChange, TimelineEntry } from '../../queries/timeline-entry.ts';
import type { ShopStore } from '../../store/index.ts';
import { AuthorJson, authorJson } from './change-json.ts';
import { birthText, segmentIdOf } from './customer-json.ts';
import { Currency, isoTime, Minor, Time } from './schemas.ts';
import { Words } from './segment-json.ts';

const base = {
  id: z.string().describe('Unique in this timeline.'),
  at: Time.describe('When it was true from, or happened.'),
  author: AuthorJson.nullable().describe('Who or what did it or told us; null for what orders say of themselves.'),
};
const value = z.unknown().describe('As in the profile; null for none.');

const CAUSES = ['joined', 'earned', 'adjusted', 'reversed', 'review', 'programme'] as const;

const TimelineOrder = z
  .object({
    id: z.string().describe('As in `/orders/:id`.'),
    connection: z.string(),
    platform: z.string().nullable(),
    hostId: z.string(),
    number: z.string(),
    currency: Currency,
    totalMinor: Minor,
    channel: z.string(),
    items: z.number().describe('How many pieces were ordered.'),
  })
  .meta({ id: 'TimelineOrder' });

export const TimelineEntryJson = z
  .discriminatedUnion('kind', [
    z.object({ ...base, kind: z.literal('first_seen').describe('The earliest that is known of them.') }),
    z.object({
      ...base,
      kind: z.literal('profile_changed'),
      changes: z.array(z.object({ field: z.string(), from: value, to: value })),
    }),
    z.object({
      ...base,
      kind: z.literal('consent_changed'),
      channel: z.enum(['email', 'sms']),
      from: z.string().nullable(),
      to: z.string().nullable(),
    }),
    z.object({ ...base, kind: z.literal('tags_changed'), added: z.array(z.string()), removed: z.array(z.string()) }),
    z.object({
      ...base,
      kind: z.literal('tier_changed'),
      from: Words.nullable().describe('Null: they began to collect points.'),
      to: Words,
      because: z.enum(CAUSES).nullable().describe('What changed the tier.'),
    }),
    z.object({ ...base, kind: z.literal('account_deleted'), connection: z.string(), hostId: z.string() }),
    z.object({ ...base, kind: z.literal('merged'), customerId: z.string().describe('Who was merged into them.') }),
    z.object({
      ...base,
      kind: z.literal('order_placed'),
      order: TimelineOrder,
      paid: z.boolean().describe('Paid in the same moment.'),
    }),
    z.object({
      ...base,
      kind: z.literal('order_refunded'),
      order: TimelineOrder,
      refundMinor: Minor.nullable().describe('In the order’s currency; null when the host does not say how much.'),
    }),
    z.object({
      ...base,
      kind: z.enum(['order_paid', 'order_cancelled', 'order_deleted']),
      order: TimelineOrder,
    }),
    z.object({
      ...base,
      kind: z.enum(['note_added', 'note_edited', 'note_deleted']),
      note: z.string().describe('Id of the note.'),
      text: z.string().nullable().describe('What it said then; null for a note that has been deleted since.'),
    }),
    z.object({
      ...base,
      kind: z.enum(['segment_entered', 'segment_left']),
      segment: z.object({ id: z.string(), name: z.string().nullable().describe('Null: the segment is no more.') }),
    }),
  ])
  .meta({ id: 'TimelineEntry' });

export type TimelineEntryJson = z.infer<typeof TimelineEntryJson>;

/** Entries with everybody and everything in them named. */
export async function timelineJson(
  scope: ShopStore,
  entries: readonly TimelineEntry[],
  versions: readonly ProgrammeVersion[],
): Promise<TimelineEntryJson[]> {
  const segments = entries.flatMap(({ event }) => ('segment' in event ? [event.segment] : []));
  const hasOrders = entries.some(({ event }) => 'order' in event);
  const [authorOf, nameOf, connections] = await Promise.all([
    authorsOf(
      scope,
      entries.flatMap((entry) => entry.who ?? []),
    ),
    segmentNames(scope, segments),
    hasOrders ? connectionNames(scope) : null,
  ]);
  return entries.map(({ id, at, who, event }): TimelineEntryJson => {
    const common = { id: `${at}.${id}`, at: isoTime(at), author: who === null ? null : authorJson(authorOf(who)) };
    switch (event.kind) {
      case 'first_seen':
        return { ...common, kind: event.kind };
      case 'profile_changed':
        return { ...common, kind: event.kind, changes: event.changes.map(changeJson) };
      case 'consent_changed':
        return { ...common, ...event, from: textOrNull(event.from), to: textOrNull(event.to) };
      case 'tags_changed':
        return { ...common, kind: event.kind, added: [...event.added], removed: [...event.removed] };
      case 'account_deleted':
        return { ...common, ...event };
      case 'tier_changed': {
        const { kind, from, to, because } = event;
        return {
          ...common,
          kind,
          from: from === null ? null : levelName(versions, from),
          to: levelName(versions, to),
          because: CAUSES.find((cause) => cause === because) ?? null,
        };
      }
      case 'merged':
        return { ...common, kind: event.kind, customerId: event.customer };
      case 'note_added':
      case 'note_edited':
      case 'note_deleted':
        return { ...common, ...event };
      case 'segment_entered':
      case 'segment_left': {
        const segment = { id: segmentIdOf(event.segment), name: nameOf.get(event.segment) ?? null };
        return { ...common, kind: event.kind, segment };
      }
      default: {
        const order = { ...event.order, platform: connections?.get(event.order.connection)?.platform ?? null };
        if (event.moment.kind === 'order_placed')
          return { ...common, kind: event.moment.kind, order, paid: event.moment.paid };
        if (event.moment.kind === 'order_refunded')
          return { ...common, kind: event.moment.kind, order, refundMinor: event.moment.amountMinor };
        return { ...common, kind: event.moment.kind, order };
      }
    }
  });
}

function changeJson({ field, from, to }: FieldChange): { field: string; from: unknown; to: unknown } {
  if (field !== 'birth') return { field, from, to };
  const text = (date: unknown) => (date === null ? null : birthText(date as BirthDate));
  return { field: 'birthDate', from: text(from), to: text(to) };
}

const textOrNull = (text: unknown) => (typeof text === 'string' ? text : null);
