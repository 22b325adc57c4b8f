import { setTimeout as sleep } from 'node:timers/promises';
import {
  type ChangeStream,
  type ChangeStreamDocument,
  type MongoError,
  MongoNetworkError,
  MongoServerSelectionError,
  type ResumeToken,
  type Timestamp,
} from 'mongodb';
import type { Logger } from 'pino';
import type { Store } from '../store/index.ts';
import { CHANGES } from './changes.ts';
import { type Position, Positions, positionOf } from './position.ts';

/**
 * Between two reads. The database answers a read as soon as there is one change: while much happens, that would be a round trip for
 * each, of which ingest would feel every one.
 */
const READ_PAUSE_MS = 50;
const PAUSE_MIN_MS = 100;
const PAUSE_MAX_MS = 5000;

export interface FeedParts {
  readonly store: Store;
  readonly logger: Logger;
  readonly from: Timestamp;
  /** Where to begin if `from` is no longer in the database's log. */
  readonly otherwise: Timestamp;
  /** Must not fail: the next is read all the same. */
  readonly onChange: (change: ChangeStreamDocument, position: Position) => void | Promise<void>;
  /** What happened before this position is lost. */
  readonly onGap: (position: Position) => void;
}

/** Where to go on: after a change that was read, or at a time. */
type Place = { readonly resumeAfter: ResumeToken } | { readonly startAtOperationTime: Timestamp };

/** The one change stream of a process. It outlives elections and restarts of the database, and says so when it cannot. */
export class Feed {
  readonly #parts: FeedParts;
  readonly #positions = new Positions();
  readonly #closing = new AbortController();
  readonly #running: Promise<void>;
  #stream: ChangeStream | undefined;

  /** Begins to read. */
  constructor(parts: FeedParts) {
    this.#parts = parts;
    this.#running = this.#run(parts.from);
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#stream?.close().catch(() => undefined);
    await this.#running;
  }

  async #run(from: Timestamp): Promise<void> {
    let place: Place = { startAtOperationTime: from };
    let pauseMs = PAUSE_MIN_MS;
    /** Where a fault of the stream's own happened last. One that happens again at the same place would go on for ever. */
    let failedAt: unknown = null;
    let fallback: Timestamp | null = this.#parts.otherwise;
    /** Told when the new start is known to work: telling it is expensive for everybody. */
    let gap: Position | null = null;
    while (!this.#closing.signal.aborted) {
      const stream: ChangeStream = this.#parts.store.db.watch([...CHANGES], { ...place });
      this.#stream = stream;
      try {
        let change: ChangeStreamDocument | null = await stream.tryNext();
        if (gap !== null) this.#parts.onGap(gap);
        gap = null;
        fallback = null;
        for (;;) {
          pauseMs = PAUSE_MIN_MS;
          if (change) await this.#parts.onChange(change, this.#positions.next(change.clusterTime as Timestamp));
          if (stream.bufferedCount() === 0) await sleep(READ_PAUSE_MS, null, { signal: this.#closing.signal });
          change = await stream.next();
        }
      } catch (error) {
        // Also where nothing of ours has happened for long, and the place of the last change has left the database's log.
        if (stream.resumeToken) place = { resumeAfter: stream.resumeToken };
        await stream.close().catch(() => undefined);
        if (this.#closing.signal.aborted) return;
        const token = (stream.resumeToken as { readonly _data?: unknown } | undefined)?._data;
        const isStuck = !isPassing(error) && failedAt === token;
        failedAt = token;
        this.#parts.logger.warn({ code: codeOf(error), isStuck }, 'the change stream broke off');
        await sleep(pauseMs, null, { signal: this.#closing.signal, ref: false }).catch(() => undefined);
        pauseMs = Math.min(pauseMs * 2, PAUSE_MAX_MS);
        if (!isStuck) continue;
        const start: Timestamp | null = fallback ?? (await clusterTime(this.#parts.store).catch(() => null));
        fallback = null;
        if (!start) continue; // not even this is answered: the same again
        place = { startAtOperationTime: start };
        gap = positionOf(start, 0);
      }
    }
  }
}

/** What the database has done last, in the time by which its changes are ordered. */
export async function clusterTime({ db }: Store): Promise<Timestamp> {
  const { operationTime } = await db.command({ ping: 1 });
  return operationTime as Timestamp;
}

/** Not the stream's own fault: another primary is being elected, a connection was lost. */
function isPassing(error: unknown): boolean {
  if (error instanceof MongoNetworkError || error instanceof MongoServerSelectionError) return true;
  const { hasErrorLabel } = error as Partial<MongoError>;
  return typeof hasErrorLabel === 'function' && hasErrorLabel.call(error, 'ResumableChangeStreamError');
}

function codeOf(error: unknown): string {
  const { codeName, code, name } = error as { codeName?: string; code?: number | string; name?: string };
  return String(codeName ?? code ?? name);
}
