import { createParser } from 'eventsource-parser';
import type { components } from './schema.d.ts';
import { Silence, unlessAborted } from './silence.ts';

type Message = components['schemas']['LiveEvent'];
type Named<M> = M extends { event: infer Name; data: infer Data }
  ? { readonly name: Name; readonly data: Data }
  : never;

/** What has happened. `reset`: more than is told one by one, or than is known; ask for everything that is shown. */
export type LiveEvent = Named<Message>;

/** `waiting` until the first answer and while reconnecting, `down` when that has failed for long. Trying never ends. */
export type LiveState = 'live' | 'waiting' | 'down';

export interface LiveGiven {
  readonly url: string;
  /** `refused`: a token that the server does not take any more. */
  readonly token: (refused?: string) => Promise<string>;
  readonly onEvent: (event: LiveEvent) => void;
  readonly onState: (state: LiveState) => void;
  readonly times?: Partial<typeof TIMES>;
}

/** What a page has and a test has not. */
interface Browser extends Partial<Pick<EventTarget, 'addEventListener' | 'removeEventListener'>> {
  readonly document?: EventTarget & { readonly visibilityState: string };
}
const browser = globalThis as Browser;

const TIMES = {
  /** The server is heard every 15 s: by then two beats have not come. */
  silenceMs: 40_000,
  pauseMinMs: 500,
  pauseMaxMs: 30_000,
  /** A stream that has lasted so long was a good one, and its end no failure: the server restarts, or the token has run out. */
  goodMs: 5000,
  downMs: 20_000,
  /** A server that is not told what was heard last begins a little longer ago than this. */
  backMs: 4000,
};

/** Listens from now on, whatever happens to connection, token and server. What it returns ends that. */
export function openLive(given: LiveGiven): () => void {
  const stream = new LiveStream(given);
  void stream.run();
  return () => stream.close();
}

/** How an attempt ended. */
interface Ended {
  /** Until then events came; 0: not even an answer that promises them. */
  readonly livedMs: number;
  /** The server ended it in order. */
  readonly isProper: boolean;
  /** The server says when to come back. */
  readonly retryMs?: number;
}

class LiveStream {
  readonly #given: LiveGiven;
  readonly #times: typeof TIMES;
  readonly #openedAt = Date.now();
  #isClosed = false;
  #state: LiveState = 'waiting';
  #liveAt = Date.now();
  #lastId = '';
  #failures = 0;
  #attempt = new AbortController();
  #isHurried = false;
  #endPause = () => {};

  constructor(given: LiveGiven) {
    this.#given = given;
    this.#times = { ...TIMES, ...given.times };
  }

  async run(): Promise<void> {
    browser.addEventListener?.('online', this.#onOnline);
    browser.document?.addEventListener('visibilitychange', this.#onVisible);
    while (!this.#isClosed) {
      const ended = await this.#connect();
      if (ended.livedMs > 0) this.#liveAt = Date.now();
      const wasGood = ended.livedMs >= this.#times.goodMs;
      if (wasGood) this.#failures = 0;
      await this.#pause(wasGood && ended.isProper ? this.#spread() : this.#failed(ended));
    }
  }

  close(): void {
    this.#isClosed = true;
    browser.removeEventListener?.('online', this.#onOnline);
    browser.document?.removeEventListener('visibilitychange', this.#onVisible);
    this.#attempt.abort();
    this.#endPause();
  }

  async #connect(): Promise<Ended> {
    this.#isHurried = false;
    this.#attempt = new AbortController();
    const { signal } = this.#attempt;
    const listening = new Silence(this.#times.silenceMs, () => this.#attempt.abort());
    let liveSince = Number.POSITIVE_INFINITY;
    const lived = () => Math.max(0, Date.now() - liveSince);
    try {
      const response = await unlessAborted(this.#ask(signal), signal);
      const isStream = response.ok && response.headers.get('content-type')?.startsWith('text/event-stream') === true;
      if (!isStream || !response.body) {
        await response.body?.cancel();
        return { livedMs: 0, isProper: false, ...retryOf(response) };
      }
      liveSince = Date.now() - 1; // so that the shortest life is one
      if (this.#lastId === '' && Date.now() - this.#openedAt > this.#times.backMs) this.#tell(RESET);
      this.#be('live');
      const parser = createParser({
        onId: (id) => {
          this.#lastId = id;
        },
        onEvent: ({ event, data }) => this.#tell(read(event, data)),
      });
      const reader = response.body.getReader();
      const decoder = new TextDecoder();
      for (;;) {
        const { value, done } = await reader.read();
        if (done) return { livedMs: lived(), isProper: true };
        listening.heard();
        parser.feed(decoder.decode(value, { stream: true }));
      }
    } catch {
      return { livedMs: lived(), isProper: false };
    } finally {
      listening.stop();
      this.#attempt.abort(); // lets go of a connection that broke on our side
    }
  }

  /** A token may have ended on its way: once more with a fresh one. */
  async #ask(signal: AbortSignal): Promise<Response> {
    const token = await this.#given.token();
    const response = await this.#askWith(token, signal);
    if (response.status !== 401) return response;
    await response.body?.cancel();
    return this.#askWith(await this.#given.token(token), signal);
  }

  #askWith(token: string, signal: AbortSignal): Promise<Response> {
    const headers = new Headers({ accept: 'text/event-stream', authorization: `Bearer ${token}` });
    if (this.#lastId !== '') headers.set('last-event-id', this.#lastId);
    return fetch(this.#given.url, { headers, signal, cache: 'no-store', credentials: 'omit' });
  }

  /** Says that it failed, and how long to wait: longer each time, and not all clients equally long. */
  #failed({ retryMs }: Ended): number {
    const { pauseMinMs, pauseMaxMs, downMs } = this.#times;
    this.#be(Date.now() - this.#liveAt >= downMs ? 'down' : 'waiting');
    const pauseMs = Math.min(pauseMaxMs, pauseMinMs * 2 ** this.#failures++);
    return Math.max(pauseMs * (0.5 + Math.random() / 2), (retryMs ?? 0) + this.#spread());
  }

  #spread(): number {
    return Math.random() * this.#times.pauseMinMs;
  }

  async #pause(milliseconds: number): Promise<void> {
    if (this.#isClosed || this.#isHurried) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.#endPause = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  #be(state: LiveState): void {
    if (state === this.#state || this.#isClosed) return;
    this.#state = state;
    this.#given.onState(state);
  }

  #tell(event: LiveEvent): void {
    if (!this.#isClosed) this.#given.onEvent(event);
  }

  /** The network was away, and with it the connection, even if nobody has noticed yet. */
  readonly #onOnline = () => {
    this.#failures = 0;
    this.#isHurried = true;
    this.#attempt.abort();
    this.#endPause();
  };

  readonly #onVisible = () => {
    if (browser.document?.visibilityState === 'visible') this.#endPause();
  };
}

const RESET: LiveEvent = { name: 'reset', data: {} };

/** What cannot be read is not guessed at. */
function read(name: string | undefined, data: string): LiveEvent {
  try {
    return { name, data: JSON.parse(data) } as LiveEvent;
  } catch {
    return RESET;
  }
}

function retryOf(response: Response): { retryMs?: number } {
  const seconds = Number(response.headers.get('retry-after'));
  return seconds > 0 ? { retryMs: seconds * 1000 } : {};
}
