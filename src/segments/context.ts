import { type DayNumber, dayOf, type Instant } from '../model.ts';

/**
 * What a definition needs to know besides the customer. Made once an evaluation, so that include and exclude clauses,
 * compiler and evaluator all stand at the same instant (C42).
 */
export interface SegmentContext {
  readonly asOf: Instant;
  readonly timeZone: string;
  /** The calendar day of `asOf` in the shop's zone (D1). */
  readonly today: DayNumber;
  readonly currency: string;
  /** ISO 3166, "VN": it reads national phone prefixes. */
  readonly countryCode: string;
  readonly catalogue: Catalogue;
}

/** The shop's products, as far as conditions ask. */
export interface Catalogue {
  /** Products of a category and of those below it; none for an unknown category. */
  productsInCategory(categoryId: string): readonly string[];
}

export const EMPTY_CATALOGUE: Catalogue = { productsInCategory: () => [] };

export function segmentContext(given: Omit<SegmentContext, 'today'>): SegmentContext {
  return { ...given, today: dayOf(given.asOf, given.timeZone) };
}

/** Names for sentences. Without one, the id stands in for it. */
export interface Names {
  product?(id: string): string | undefined;
  variant?(id: string): string | undefined;
  category?(id: string): string | undefined;
  location?(id: string): string | undefined;
}
