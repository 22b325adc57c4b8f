import { type DayNumber, dayOf, type Instant } from '../model.ts';
import type { SegmentDefinition } from './ast.ts';
import type { Text } from './form.ts';
import { fixedModel, type Rfm } from './rfm/index.ts';

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
  readonly references: References;
  /** Tiers of the loyalty programme from the lowest to the highest, by id; none without a programme (C25). */
  readonly tiers: readonly string[];
  /** How the shop scores by recency, frequency and money; the preset of its currency until it says otherwise (R14). */
  readonly rfm: Rfm;
}

/** The shop's products, as far as conditions ask. */
export interface Catalogue {
  /** Products of a category and of those below it; none for an unknown category. */
  productsInCategory(categoryId: string): readonly string[];
}

/**
 * The shop's other segments, as far as a definition names them. A named segment is put in place of its name, so all of them stand at
 * the same instant whatever their stored members are; that none names itself, over however many others, is seen to on saving.
 */
export interface References {
  /** Null for a list that people fill by hand: it has its pins only. Undefined for one that is not there: nobody is in it. */
  definitionOf(segment: string): SegmentDefinition | null | undefined;
}

export const EMPTY_CATALOGUE: Catalogue = { productsInCategory: () => [] };
export const NO_REFERENCES: References = { definitionOf: () => undefined };

type Defaulted = 'references' | 'tiers' | 'rfm';
type Given = Omit<SegmentContext, 'today' | Defaulted> & Partial<Pick<SegmentContext, Defaulted>>;

export function segmentContext(given: Given): SegmentContext {
  const rfm = given.rfm ?? { model: fixedModel(given.currency), cutsOn: () => null };
  return { references: NO_REFERENCES, tiers: [], ...given, rfm, today: dayOf(given.asOf, given.timeZone) };
}

/** Names for sentences. Without one, the id stands in for it. */
export interface Names {
  product?(id: string): string | undefined;
  variant?(id: string): string | undefined;
  category?(id: string): string | undefined;
  location?(id: string): string | undefined;
  segment?(id: string): string | undefined;
  /** In both languages: the programme names its tiers so. */
  tier?(id: string): Text | undefined;
}
