import type { CustomerKey, DayNumber, Instant, ShopId } from '../../model.ts';
import type { SegmentDefinition } from '../../segments/index.ts';
import type { ChangeCause } from './documents.ts';

/** Segments, their versions, who came and went, and how they stood on days past. */

export interface SegmentDocument {
  /** `<shop>/<segment id>`. */
  _id: string;
  shop: ShopId;
  /** A fixed list has no definition but `NOBODY_BY_DEFINITION` (pins.ts): people fill it. Absent: conditional. */
  kind?: 'conditional' | 'fixed';
  name: string;
  nameFolded: string;
  description: string;
  definition: SegmentDefinition;
  /** The version whose members are shown; 0 until the first build is ready. */
  activeVersion: number;
  /** The newest version; being built while it differs from `activeVersion`. */
  version: number;
  state: 'queued' | 'building' | 'ready' | 'failed' | 'archived';
  progress: number;
  /** Members at the last count, and when that was. */
  size?: number;
  computedAt?: Instant;
  timeDependent: boolean;
  createdAt: Instant;
  createdBy: string;
  error?: string;
  /** The last back-fill of its growth that was asked for. */
  backfill?: SegmentBackfill;
  /** Which process builds it and until when others leave it alone. */
  lease?: { owner: string; until: Instant };
}

export interface SegmentVersionDocument {
  /** `<shop>/<segment id>/<version>`. */
  _id: string;
  shop: ShopId;
  segment: string;
  version: number;
  definition: SegmentDefinition;
  /** The segments that it names, directly or through others, as they were when it was made; absent: it names none. */
  references?: Pick<SegmentDocument, '_id' | 'definition' | 'kind'>[];
  at: Instant;
  by: string;
}

export interface MembershipEventDocument {
  _id: string;
  shop: ShopId;
  segment: string;
  customer: CustomerKey;
  kind: 'entered' | 'left';
  at: Instant;
  cause: ChangeCause;
}

/** How a segment stood on a day that was over before it was told of: from history, by the definition of `version`. */
export interface SegmentDayDocument {
  /** `<shop>/<segment id>/<day>`. */
  _id: string;
  shop: ShopId;
  /** `<shop>/<segment id>`. */
  segment: string;
  day: DayNumber;
  version: number;
  /** At the end of the day, and who was in then and not at the end of the day before, and the other way round. */
  size: number;
  entered: number;
  left: number;
}

/** A back-fill of a segment's days: how far it has come, and what was counted so far. */
export interface SegmentBackfill {
  /** Names this one: another asked for meanwhile begins anew, and this one gives up. */
  readonly id: string;
  readonly state: 'running' | 'done' | 'failed';
  readonly version: number;
  readonly fromDay: DayNumber;
  /** The last one. */
  readonly toDay: DayNumber;
  /** Parts of the shop that are counted, of so many. */
  readonly done: number;
  readonly parts: number;
  /** Of each day, in order. */
  readonly counts: readonly { readonly size: number; readonly entered: number; readonly left: number }[];
  readonly requestedAt: Instant;
  readonly finishedAt?: Instant;
  /** Until when other processes leave it alone. */
  readonly leaseUntil: Instant;
}
