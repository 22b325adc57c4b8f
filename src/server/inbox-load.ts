import type { Store } from './store/index.ts';

/** How old the count may be; a flood overshoots the limit by what comes in within this time. */
const FRESH_MS = 1000;

/** How many deliveries wait. Counted in the background, at most once a second, and only while somebody asks. */
export class InboxLoad {
  readonly #store: Store;
  readonly #limit: number;
  readonly #now: () => number;
  #pending = 0;
  #countedAt = Number.NEGATIVE_INFINITY;
  #counting: Promise<number> | undefined;

  /** Counting stops above `limit`: how much above makes no difference. */
  constructor(store: Store, limit: number, now: () => number) {
    this.#store = store;
    this.#limit = limit;
    this.#now = now;
  }

  /** At once, by the last count. */
  isFull(): boolean {
    if (this.#now() - this.#countedAt >= FRESH_MS) this.count().catch(() => undefined); // then the database answers the delivery itself
    return this.#pending > this.#limit;
  }

  /** Those asking at the same time share one count. */
  count(): Promise<number> {
    this.#counting ??= this.#store.system.inbox
      .countDocuments({ state: 'pending' }, { hint: 'pending', limit: this.#limit + 1 })
      .then((pending) => {
        this.#countedAt = this.#now();
        this.#pending = pending;
        return pending;
      })
      .finally(() => {
        this.#counting = undefined;
      });
    return this.#counting;
  }
}
