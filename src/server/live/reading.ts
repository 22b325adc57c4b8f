import { type ChangeStreamDocument, Timestamp } from 'mongodb';
import type { Logger } from 'pino';
import type { ShopId } from '../../model.ts';
import { errorFields } from '../logger.ts';
import type { Store } from '../store/index.ts';
import { type Happened, happenedBy, subjectOf } from './changes.ts';
import { clusterTime, Feed } from './feed.ts';
import { LiveJobs } from './jobs.ts';
import { endOf, isPosition, type Position, positionOf, secondsBefore } from './position.ts';
import { Recent, type Told } from './recent.ts';

/**
 * Read from before the first client came: clients of a server that has just been restarted, or of another one that is gone, then find
 * what they missed. Longer than a restart takes.
 */
const OVERLAP_SECONDS = 30;

/** A page asks for what it shows while it opens the stream: what changes between the two is told twice and not never. */
const BACK_SECONDS = 5;

export interface ReadingParts {
  readonly store: Store;
  readonly logger: Logger;
  readonly recentMax: number;
  readonly recentMs: number;
  readonly beatMs: number;
  readonly onTold: (event: Told) => void;
  /** What happened before this position, and was not told yet, is lost. */
  readonly onGap: (position: Position) => void;
  readonly onBeat: (reading: Reading) => void;
}

/** What a process knows while its change stream is open. */
export class Reading {
  readonly #parts: ReadingParts;
  readonly #jobs: LiveJobs;
  readonly #feed: Feed;
  readonly #beat: NodeJS.Timeout;
  #recent: Recent;
  #head: Position;
  #newest: Position;

  /** Fails when the database does not answer. */
  static async open(parts: ReadingParts): Promise<Reading> {
    const jobs = new LiveJobs(parts.store);
    const [now] = await Promise.all([clusterTime(parts.store), jobs.load()]);
    return new Reading(parts, jobs, now);
  }

  private constructor(parts: ReadingParts, jobs: LiveJobs, now: Timestamp) {
    const from = new Timestamp({ t: now.t - OVERLAP_SECONDS, i: 0 });
    this.#parts = parts;
    this.#jobs = jobs;
    this.#head = positionOf(from, 0);
    this.#newest = positionOf(now, 0);
    this.#recent = new Recent(this.#head, parts.recentMax);
    this.#feed = new Feed({
      store: parts.store,
      logger: parts.logger,
      from,
      otherwise: now,
      onChange: (change, position) => this.#hear(change, position),
      onGap: (position) => this.#miss(position),
    });
    this.#beat = setInterval(() => {
      this.#recent.dropBefore(Date.now() - parts.recentMs);
      parts.onBeat(this);
    }, parts.beatMs);
  }

  /** How far it has been read. */
  get head(): Position {
    return this.#head;
  }

  /** The same, or when it was opened: from there on nothing is missed. */
  get newest(): Position {
    return this.#newest;
  }

  /** Where a client begins that has heard nothing yet. */
  get start(): Position {
    return secondsBefore(this.#newest, BACK_SECONDS);
  }

  /** Whether this is something that a client of this or another process can have heard last. */
  async isKnown(id: string): Promise<boolean> {
    if (!isPosition(id)) return false;
    // Another process may have read further than this one. What has not happened at all is nobody's id.
    return id <= this.#newest || id <= endOf(await clusterTime(this.#parts.store));
  }

  /** What a shop was told after a position; null when that is not known any more. */
  since(position: Position, shop: ShopId): readonly Told[] | null {
    return this.#recent.since(position, shop);
  }

  async close(): Promise<void> {
    clearInterval(this.#beat);
    await this.#feed.close();
  }

  async #hear(change: ChangeStreamDocument, position: Position): Promise<void> {
    try {
      const isJob = 'ns' in change && 'coll' in change.ns && change.ns.coll === 'jobs';
      const happened = isJob ? await this.#jobs.happenedBy(change) : happenedBy(change);
      if (happened) this.#tell(happened, position);
    } catch (error) {
      this.#parts.logger.error({ error: errorFields(error) }, 'a change could not be told');
      this.#miss(position);
    }
    this.#advance(position);
  }

  #tell(happened: Happened, position: Position): void {
    const { name, shop, data } = happened;
    const text = `event: ${name}\ndata: ${JSON.stringify(data)}\nid: ${position}\n\n`;
    const told = { position, shop, name, subject: subjectOf(happened), text, readAt: Date.now() };
    this.#recent.add(told);
    this.#parts.onTold(told);
  }

  #miss(position: Position): void {
    this.#recent = new Recent(position, this.#parts.recentMax);
    this.#advance(position);
    this.#parts.onGap(position);
  }

  #advance(position: Position): void {
    this.#head = position;
    if (position > this.#newest) this.#newest = position;
  }
}
