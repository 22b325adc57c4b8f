import { z } from 'zod';
import { AppError } from '../../errors.ts';

/**
 * Where a list goes on. A cursor holds the place of the last item, not a count of items, so a page is found as quickly as the first
 * and nothing is repeated or left out when others come in between. It names the list it belongs to, and it never holds
 * the shop: whose list it is the key decides.
 */
export interface CursorOf<Place> {
  write(place: Place): string;
  /** Null for the beginning. */
  read(cursor: string | undefined): Place | null;
}

/** One page, and where the next begins: null at the end. */
export interface Page<Item> {
  readonly items: Item[];
  readonly nextCursor: string | null;
}

export function cursorOf<Place>(list: string, place: z.ZodType<Place>): CursorOf<Place> {
  const schema = z.tuple([z.literal(list), place]);
  return {
    write: (position) => Buffer.from(JSON.stringify([list, position])).toString('base64url'),
    read(cursor) {
      if (cursor === undefined) return null;
      const read = schema.safeParse(parsed(cursor));
      if (!read.success)
        throw new AppError(
          'bad_request',
          'cursor: not one of this list; take `nextCursor` as it was given, with the same parameters',
        );
      return read.data[1];
    },
  };
}

/** Cuts what was read with one more than the limit into a page. */
export function pageOf<Item>(read: readonly Item[], limit: number, cursorAfter: (last: Item) => string): Page<Item> {
  const items = read.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: read.length > limit && last !== undefined ? cursorAfter(last) : null };
}

function parsed(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
}
