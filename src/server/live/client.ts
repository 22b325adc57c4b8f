import { Readable } from 'node:stream';
import type { LiveName } from './events.ts';
import type { Position } from './position.ts';
import { lastOfEach, type Told } from './recent.ts';

/** Kept for somebody who does not read. What comes beyond it they are told from {@link Recent}, when they read again. */
const BUFFER_BYTES = 64 * 1024;
/** A client that is being ended and does not take even that is cut off. */
const FAREWELL_MS = 500;

export interface LiveClientParts {
  readonly names: ReadonlySet<LiveName>;
  /** Single events in one go; beyond it a `reset`. */
  readonly batchMax: number;
  /** Called when one that had not read reads again. */
  readonly onRoom: (client: LiveClient) => void;
  readonly onSent: (events: number) => void;
}

/** The stream of one client: what it may be told, and how far it has been. */
export class LiveClient extends Readable {
  readonly #parts: LiveClientParts;
  #position: Position;
  #isFull = false;
  /** It was full at the last beat, and has not read since. */
  #isStalled = false;
  #isEnding = false;

  constructor(position: Position, parts: LiveClientParts) {
    super({ highWaterMark: BUFFER_BYTES });
    this.#position = position;
    this.#parts = parts;
  }

  /** Everything up to here was sent, or is not for this client. */
  get position(): Position {
    return this.#position;
  }

  /** What happened in its shop up to a position. */
  tell(events: readonly Told[], upTo: Position): void {
    if (this.#isFull || upTo <= this.#position) return;
    const own = events.filter(({ name, position }) => position > this.#position && this.#parts.names.has(name));
    const batch = lastOfEach(own);
    if (batch.length > this.#parts.batchMax) {
      this.reset(upTo);
      return;
    }
    this.#position = upTo;
    this.#write(batch.map(({ text }) => text).join(''));
    this.#parts.onSent(batch.length);
  }

  /** Single events are lost or too many: whoever shows something asks anew. */
  reset(upTo: Position): void {
    this.#position = upTo;
    this.#write(`event: reset\ndata: {}\nid: ${upTo}\n\n`);
    this.#parts.onSent(1);
  }

  /** Tells that it is heard, and where it stands. One that has read nothing between two beats is cut off. */
  beat(): void {
    if (!this.#isFull) this.#write(`: here\nid: ${this.#position}\n\n`);
    else if (this.#isStalled) this.destroy();
    else this.#isStalled = true;
  }

  /** Ends it properly, so that the other end sees an end and not a fault. */
  finish(): void {
    if (this.#isEnding || this.destroyed) return;
    this.#isEnding = true;
    this.push(null);
    setTimeout(() => this.destroy(), FAREWELL_MS).unref();
  }

  override _read(): void {
    this.#isStalled = false;
    if (!this.#isFull) return;
    this.#isFull = false;
    this.#parts.onRoom(this);
  }

  #write(text: string): void {
    if (text === '' || this.#isEnding || this.destroyed) return;
    this.#isFull = !this.push(text);
  }
}
