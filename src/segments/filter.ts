/**
 * A MongoDB filter over one customer document, as a plain value. The room knows no driver; the server puts the filter
 * into a `$match` behind a range of `_id`. What a merchant typed is only ever a value in it: never a key, never an
 * operator, never part of an expression.
 */
export type Filter = { readonly [key: string]: unknown };

/** Matches every customer. */
export const EVERYBODY: Filter = {};
/** Matches no customer. */
export const NOBODY: Filter = { $nor: [{}] };

/** The exact complement, customers without a value included (D7). `$nor`, because `$not` takes no whole filter. */
export function complement(...filters: readonly Filter[]): Filter {
  return { $nor: filters };
}

/**
 * The same filter, asked after its neighbours. MongoDB does not keep the order in which an AND is written: it asks $or and
 * $elemMatch first, then comparisons by path ("facts" before "stats"), and $nor behind all of them. Without this, what
 * stands in front of the facts to spare them is asked after them (measured on 50,000 customers: 71 ms instead of 45).
 */
export function late(filter: Filter): Filter {
  return complement(complement(filter));
}

export function both(filters: readonly Filter[]): Filter {
  const [first, ...rest] = filters;
  if (first === undefined) return EVERYBODY;
  return rest.length === 0 ? first : { $and: filters };
}

export function either(filters: readonly Filter[]): Filter {
  const [first, ...rest] = filters;
  if (first === undefined) return NOBODY;
  return rest.length === 0 ? first : { $or: filters };
}
