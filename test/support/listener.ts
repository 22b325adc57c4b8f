/** One message of an event stream, as it came. */
export interface Heard {
  readonly event: string;
  readonly data: any;
  readonly id: string;
}

/** Somebody who listens to `GET /api/v1/events`, with nothing between them and the bytes. */
export class Listener {
  readonly heard: Heard[] = [];
  /** Everything, also comments. */
  text = '';
  /** Of the last message that came whole, or of a comment. */
  lastId: string | undefined;
  /** Resolves when the stream is over, with whether it ended in order. */
  readonly over: Promise<boolean>;
  readonly #hangUp: AbortController;
  #waiting: (() => void)[] = [];
  #rest = '';

  private constructor(response: Response, hangUp: AbortController) {
    this.#hangUp = hangUp;
    this.over = this.#listen(response).then(
      () => true,
      () => false,
    );
    void this.over.then(() => this.#wake());
  }

  static async open(port: number, headers: Record<string, string>, lastId?: string): Promise<Listener> {
    const hangUp = new AbortController();
    const response = await fetch(`http://127.0.0.1:${port}/api/v1/events`, {
      headers: { ...headers, ...(lastId === undefined ? {} : { 'last-event-id': lastId }) },
      signal: hangUp.signal,
    });
    if (response.status !== 200) throw new Refused(response.status, response.headers, await response.json());
    return new Listener(response, hangUp);
  }

  /** The first message that fits, past or to come; throws when the stream ends without. */
  async until(fits: (heard: Heard) => boolean): Promise<Heard> {
    let isOver = false;
    void this.over.then(() => {
      isOver = true;
    });
    for (;;) {
      const found = this.heard.find(fits);
      if (found) return found;
      if (isOver) throw new Error(`the stream ended after ${this.heard.map(({ event }) => event).join(' ')}`);
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  names(): string[] {
    return [...new Set(this.heard.map(({ event }) => event))].sort();
  }

  /** Drops the connection without a word. */
  hangUp(): void {
    this.#hangUp.abort();
  }

  async #listen(response: Response): Promise<void> {
    const decoder = new TextDecoder();
    for await (const bytes of response.body as AsyncIterable<Uint8Array>) {
      const text = decoder.decode(bytes, { stream: true });
      this.text += text;
      const messages = (this.#rest + text).split('\n\n');
      this.#rest = messages.pop() ?? '';
      for (const message of messages) this.#read(message);
      this.#wake();
    }
  }

  #read(message: string): void {
    const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(message)?.[1];
    const id = field('id');
    const event = field('event');
    if (id !== undefined) this.lastId = id;
    if (event !== undefined) this.heard.push({ event, data: JSON.parse(field('data') ?? ''), id: id ?? '' });
  }

  #wake(): void {
    for (const wake of this.#waiting.splice(0)) wake();
  }
}

/** An answer that is no stream. */
export class Refused extends Error {
  readonly status: number;
  readonly headers: Headers;
  readonly body: any;

  constructor(status: number, headers: Headers, body: unknown) {
    super(`refused with ${status}`);
    this.status = status;
    this.headers = headers;
    this.body = body;
  }
}
