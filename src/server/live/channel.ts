import type { LiveClient } from './client.ts';
import type { Position } from './position.ts';
import type { Told } from './recent.ts';

/** What happens together (an order, its buyer, the segments that they enter) comes together. */
const GATHER_MS = 25;
/** While more happens than is told one by one, whoever is told `reset` asks for everything: not that often, then. */
const RESET_PAUSE_MAX_MS = 4000;

export interface ChannelParts {
  /** At most one batch in this time, */
  readonly pauseMs: number;
  /** and in it at most so many single events. */
  readonly batchMax: number;
}

/** The clients of one shop. */
export class Channel {
  readonly clients = new Set<LiveClient>();
  readonly #parts: ChannelParts;
  #waiting: Told[] = [];
  #timer: NodeJS.Timeout | undefined;
  #sentAt = Number.NEGATIVE_INFINITY;
  #pauseMs: number;

  constructor(parts: ChannelParts) {
    this.#parts = parts;
    this.#pauseMs = parts.pauseMs;
  }

  add(event: Told): void {
    this.#waiting.push(event);
    const due = Math.max(GATHER_MS, this.#sentAt + this.#pauseMs - performance.now());
    this.#timer ??= setTimeout(() => this.#send(), due);
  }

  /** Single events are lost: those who were not told up to there hear `reset`. */
  reset(position: Position): void {
    this.#forget();
    for (const client of this.clients) if (client.position < position) client.reset(position);
  }

  /** `head`: how far the change stream has been read. */
  beat(head: Position): void {
    for (const client of this.clients) {
      if (this.#waiting.length === 0) client.tell([], head);
      client.beat();
    }
  }

  close(): void {
    this.#forget();
    for (const client of this.clients) client.finish();
  }

  #send(): void {
    const events = this.#waiting;
    this.#forget();
    this.#sentAt = performance.now();
    for (const client of this.clients) client.tell(events, events.at(-1)?.position ?? '');
    const { pauseMs, batchMax } = this.#parts;
    const isTooMuch = (events.length * pauseMs) / this.#pauseMs > batchMax;
    this.#pauseMs = isTooMuch ? Math.min(2 * this.#pauseMs, RESET_PAUSE_MAX_MS) : pauseMs;
  }

  #forget(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#waiting = [];
  }
}
