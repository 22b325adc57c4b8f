import type { CustomerId, InstallationId, Instant } from '../../model.ts';
import type { ChangeCause } from '../store/documents.ts';
import type { OrderMoment } from './order-moments.ts';

/** One thing that happened to a customer. */
export interface TimelineEntry {
  /**
   * Unique within a customer's timeline and the same at every reading. Of entries of one instant the greater comes first, so the
   * first character ranks kinds: an order is paid after it is placed, and puts its buyer into a segment after that.
   */
  readonly id: string;
  readonly at: Instant;
  /** A cause, an actor such as `staff <id>`, or null for what orders say of themselves. */
  readonly who: ChangeCause | string | null;
  readonly event: TimelineEvent;
}

export type TimelineEvent =
  | { readonly kind: 'first_seen' }
  | { readonly kind: 'profile_changed'; readonly changes: readonly FieldChange[] }
  | {
      readonly kind: 'consent_changed';
      readonly channel: 'email' | 'sms';
      readonly from: unknown;
      readonly to: unknown;
    }
  | {
      readonly kind: 'tags_changed';
      readonly source: string;
      readonly added: readonly string[];
      readonly removed: readonly string[];
    }
  /** Ids of tiers; `from` null: they began to collect. */
  | {
      readonly kind: 'tier_changed';
      readonly from: string | null;
      readonly to: string;
      readonly because: string | null;
    }
  | { readonly kind: 'account_deleted'; readonly connection: InstallationId; readonly hostId: string }
  | { readonly kind: 'merged'; readonly customer: CustomerId }
  | { readonly kind: OrderMoment['kind']; readonly order: TimelineOrder; readonly moment: OrderMoment }
  | {
      readonly kind: 'note_added' | 'note_edited' | 'note_deleted';
      readonly note: string;
      /** Null for a note that has been deleted since: its text is in the history of the note. */
      readonly text: string | null;
    }
  | { readonly kind: 'segment_entered' | 'segment_left'; readonly segment: string };

/** The value before and after; null for none. */
export interface FieldChange {
  readonly field: string;
  readonly from: unknown;
  readonly to: unknown;
}

export interface TimelineOrder {
  readonly id: string;
  readonly connection: InstallationId;
  readonly hostId: string;
  readonly number: string;
  readonly currency: string;
  readonly totalMinor: number;
  readonly channel: string;
  readonly items: number;
}

/** What a timeline can be narrowed to. */
export const TIMELINE_GROUPS = [
  'orders',
  'profile',
  'consent',
  'tags',
  'segments',
  'tiers',
  'notes',
  'merges',
] as const;
export type TimelineGroup = (typeof TIMELINE_GROUPS)[number];

export const GROUP_OF: Readonly<Record<TimelineEvent['kind'], TimelineGroup>> = {
  first_seen: 'profile',
  profile_changed: 'profile',
  account_deleted: 'profile',
  consent_changed: 'consent',
  tags_changed: 'tags',
  merged: 'merges',
  order_placed: 'orders',
  order_paid: 'orders',
  order_refunded: 'orders',
  order_cancelled: 'orders',
  order_deleted: 'orders',
  note_added: 'notes',
  note_edited: 'notes',
  note_deleted: 'notes',
  segment_entered: 'segments',
  segment_left: 'segments',
  tier_changed: 'tiers',
};

/** Of one instant, what is told first (see {@link TimelineEntry.id}). */
const RANKS = [
  'first_seen',
  'profile_changed',
  'consent_changed',
  'tags_changed',
  'account_deleted',
  'merged',
  'order_placed',
  'order_paid',
  'order_refunded',
  'order_cancelled',
  'order_deleted',
  'note_added',
  'note_edited',
  'note_deleted',
  'tier_changed',
] as const satisfies readonly TimelineEvent['kind'][];

/** Both kinds of segment entries share one rank: they are read in the order in which they lie. */
export function entryId(kind: TimelineEvent['kind'], rest: string): string {
  const rank = kind === 'segment_entered' || kind === 'segment_left' ? RANKS.length : RANKS.indexOf(kind);
  return `${rank.toString(16)}${rest}`;
}

/** Newest first. */
export function compareEntries(a: Pick<TimelineEntry, 'at' | 'id'>, b: Pick<TimelineEntry, 'at' | 'id'>): number {
  return b.at - a.at || (a.id < b.id ? 1 : a.id > b.id ? -1 : 0);
}
