import type { ObjectId } from 'mongodb';
import type { Instant, ShopId } from '../../model.ts';

/** As Agenda keeps its jobs, of which it has one document each. Of the server, not of a shop. */
export interface JobDocument {
  _id: ObjectId;
  name: string;
  type?: 'single' | 'normal';
  /** "1 minute". */
  repeatInterval?: string | number | null;
  nextRunAt: Date | null;
  /** Held by the process that runs it, which moves it on while it does. */
  lockedAt?: Date | null;
  lastRunAt?: Date | null;
  lastFinishedAt?: Date | null;
  failedAt?: Date | null;
  /** Failures in a row: 0 after a run that went well. */
  failCount?: number | null;
  /** A code, never a text of the database: that may hold keys, and keys hold phone numbers. */
  failReason?: string | null;
  progress?: number | null;
  /** The process that has touched it last. */
  lastModifiedBy?: string | null;
  // Ours; Agenda leaves them alone.
  /** Somebody wants it to run now. Until that run has ended. */
  asked?: JobAsked;
  /** How long the last runs took, in milliseconds, the last at the end. */
  recent?: number[];
  lastFailure?: { at: Instant; code: string };
}

/** Who has a job run by hand. */
export interface JobAsked {
  /** Random. */
  id: string;
  shop: ShopId;
  actor: string;
  at: Instant;
}

/** A run of a job that is worth telling. Of the server, not of a shop. */
export interface JobRunDocument {
  _id: ObjectId;
  name: string;
  startedAt: Instant;
  finishedAt: Instant;
  durationMs: number;
  outcome: 'ok' | 'failed';
  /** Why it failed; never a text of the database. */
  code?: string;
  started: 'schedule' | 'hand';
  /** Told to nobody but that shop, and taken out when it is erased. */
  asked?: { shop: ShopId; actor: string };
  /** How many things it dealt with. */
  done: number;
  expiresAt: Date;
}
