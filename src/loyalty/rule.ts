import type { z } from 'zod';
import type { BirthDate, DayNumber, Field, Instant, Lookup, Text } from '../model.ts';
import type { LoyaltyLine, LoyaltyOrder } from './history.ts';

/**
 * An earning rule, whole, in one file of `rules/`: `rules/index.ts` lists it, and the API, the form, the documents and the tests take everything
 * from here. Each rule that gives something makes a lot of its own, so that a return takes back exactly what it gave.
 */
export interface Rule<Kind extends string = string, Args extends object = object> {
  /** On the wire; snake_case, and never renamed. */
  readonly kind: Kind;
  /** The rows of the specification that it carries out. */
  readonly specRows: readonly string[];
  readonly args: z.ZodType<Args>;
  readonly label: Text;
  readonly fields: readonly Field[];
  /** Names of optional fields of which at least one has to be filled in. */
  readonly needsOneOf?: readonly string[];
  /** Two sentences in each language: what it gives, and what may surprise. */
  readonly docs: Text;
  readonly examples: readonly RuleExample<NoInfer<Args>>[];
  /** What it gives for a paid order, before caps; null when nothing. */
  onOrder?(args: Args, order: EarningOrder, context: EarningContext): Earned | null;
  /** What it gives without an order, by the day on which it is given; `key` names the occasion, which comes once. */
  onDays?(args: Args, member: Member, until: DayNumber, context: { readonly timeZone: string }): readonly Occasion[];
  /** What follows "Khách hàng nhận" and "Customers get". */
  sentence(args: Args, words: RuleWords): string;
}

/** An order as rules see it: what may earn has been sorted out already. */
export interface EarningOrder extends LoyaltyOrder {
  /** Lines that earn: not excluded. Indices are those of the order's lines. */
  readonly earning: readonly { readonly index: number; readonly line: LoyaltyLine }[];
  /** What earns: the amounts of those lines, and tax and shipping where the programme says so. */
  readonly baseMinor: number;
  /** Which standing order of the customer it is, counting from 1 by time of payment. */
  readonly ordinal: number;
  /** The local day of payment. */
  readonly day: DayNumber;
}

export interface EarningContext {
  readonly timeZone: string;
  /** Spend for one point in the customer's tier when the order was paid (L06). */
  readonly rateMinor: number;
  /** The tier's id. */
  readonly level: string;
  readonly birth?: BirthDate;
  /** `numerator / denominator` as whole points, as the programme rounds (L02). Exact at any size: products that may leave the safe integers are made of bigints. */
  round(numerator: number | bigint, denominator: number | bigint): number;
}

export interface Earned {
  readonly points: number;
  /** Indices of the lines whose return takes it back in proportion; `order`: everything that earns. */
  readonly of: readonly number[] | 'order';
}

export interface Member {
  readonly joinedAt: Instant;
  readonly birth?: BirthDate;
}

export interface Occasion {
  readonly key: string;
  readonly at: Instant;
  readonly points: number;
}

/** Documentation and test vector in one: an order of the shop in đồng, and the points by this rule alone. */
export interface RuleExample<Args> {
  readonly args: Args;
  readonly order?: {
    readonly goodsMinor?: number;
    readonly lines?: readonly {
      readonly product?: string;
      readonly variant?: string;
      readonly categories?: readonly string[];
      readonly quantity?: number;
      readonly amountMinor: number;
    }[];
    readonly ordinal?: number;
    readonly at?: string;
    readonly channel?: string;
    readonly location?: string;
    readonly level?: string;
    readonly rateMinor?: number;
    readonly birth?: BirthDate;
  };
  readonly member?: { readonly joinedAt: string; readonly birth?: BirthDate; readonly until: string };
  readonly points: number;
}

/** How amounts and days are written in the reader's language. */
export interface RuleWords {
  say(vi: string, en: string): string;
  points(points: number): string;
  money(amountMinor: number): string;
  day(day: DayNumber): string;
  /** "A, B hoặc C" */
  or(items: readonly string[]): string;
  /** What the shop calls things that were chosen, in quotes with "or" between; ids of those without a name. */
  chosen(of: Lookup | 'tiers', ids: readonly string[]): string;
}

export function defineRule<const Kind extends string, Args extends object>(rule: Rule<Kind, Args>): Rule<Kind, Args> {
  return rule;
}
