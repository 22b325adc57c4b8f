/**
 * One at a time for each key, in this process. Events about one order or one person would only collide in the database and be
 * run again; waiting here costs nothing. It is an economy and not a guarantee: the transaction is.
 */
export class KeyedLocks {
  readonly #tails = new Map<string, Promise<void>>();

  /** Runs `work` when no other work holds any of the keys. Keys are queued for all at once, so no two can wait for each other. */
  async hold<R>(keys: readonly string[], work: () => Promise<R>): Promise<R> {
    const distinct = [...new Set(keys)];
    const before = distinct.map((key) => this.#tails.get(key)).filter((tail) => tail !== undefined);
    let release: () => void = () => undefined;
    const tail = new Promise<void>((resolve) => {
      release = resolve;
    });
    for (const key of distinct) this.#tails.set(key, tail);
    try {
      await Promise.all(before);
      return await work();
    } finally {
      release();
      for (const key of distinct) if (this.#tails.get(key) === tail) this.#tails.delete(key);
    }
  }
}
