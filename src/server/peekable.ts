/** Documents of a cursor that comes in order of a key, taken a key at a time. */
export interface Peekable<T, Key> {
  /** Of the next document; null at the end. */
  key(): Promise<Key | null>;
  /** All documents of a key that come next. */
  takeAll(key: Key): Promise<T[]>;
}

export function peekable<T, Key>(cursor: { next(): Promise<T | null> }, keyOf: (document: T) => Key): Peekable<T, Key> {
  let head: T | null | undefined;
  const peek = async (): Promise<T | null> => {
    if (head === undefined) head = await cursor.next();
    return head;
  };
  return {
    async key() {
      const next = await peek();
      return next === null ? null : keyOf(next);
    },
    async takeAll(key) {
      const taken: T[] = [];
      for (let next = await peek(); next !== null && keyOf(next) === key; next = await peek()) {
        taken.push(next);
        head = undefined;
      }
      return taken;
    },
  };
}
