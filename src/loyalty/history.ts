import type { BirthDate, DayNumber, Instant } from '../model.ts';

/**
 * What happened to one customer, as far as points and tiers depend on it. It is a set and not a sequence: the same things heard in another order
 * are the same history, and so the same points.
 */
export interface History {
  /** When the customer joined the programme: first known, or the programme's first day if that is later (C29). */
  readonly joinedAt: Instant;
  readonly birth?: BirthDate;
  /** Orders for which money was taken, in any order; see `loyalty-order.ts`. */
  readonly orders: readonly LoyaltyOrder[];
  readonly adjustments: readonly Adjustment[];
  readonly pins: readonly TierPin[];
  /** What points paid of orders, minor units by order. */
  readonly paidByPoints?: Readonly<Record<string, number>>;
}

/** An order that was paid, with all amounts in minor units of the shop's currency. Short names: a customer holds one for each order. */
export interface LoyaltyOrder {
  /** `<installation>/<host order id>`. */
  readonly o: string;
  /** When it was paid, or placed when the host does not tell (ADR 6). */
  readonly t: Instant;
  /** When the goods were handed over; absent while they were not. */
  readonly f?: Instant;
  /** When it stopped standing (cancelled, deleted, wholly refunded); absent while it stands. */
  readonly end?: Instant;
  /** Channel, and location or `online`. */
  readonly c: string;
  readonly l: string;
  /** Lines before returns; their amounts add up to the goods after discounts. */
  readonly i: readonly LoyaltyLine[];
  readonly tax: number;
  readonly ship: number;
  /** Goods that came back, oldest first. */
  readonly back?: readonly Return[];
  /** Holds of points that the host says paid for it, and its voucher codes in lower case. */
  readonly holds?: readonly string[];
  readonly codes?: readonly string[];
  /** The customer was in a segment that earns nothing when the order was first settled. */
  readonly barred?: true;
}

export interface LoyaltyLine {
  /** `<installation>:<id>` of product, variant and the categories that the order stated or the catalogue held. */
  readonly p?: string;
  readonly v?: string;
  readonly k?: readonly string[];
  readonly q: number;
  /** After discounts. */
  readonly a: number;
  /** It was discounted. */
  readonly x?: true;
}

export interface Return {
  readonly t: Instant;
  /** What came back of each line, in the order of the order's lines. */
  readonly a: readonly number[];
  /** What was given back of tax and shipping. */
  readonly e: number;
}

/** Points that a person gave or took, or the balance that a customer brought along. */
export interface Adjustment {
  readonly id: string;
  readonly at: Instant;
  readonly currency: string;
  /** Positive gives, negative takes. */
  readonly points: number;
  /** Counts towards the tier as if earned. */
  readonly ranks: boolean;
  readonly reason: string;
  readonly by: string;
  /** The last day on which given points can be spent; absent: as the programme says. */
  readonly lastDay?: DayNumber;
  readonly kind: 'adjusted' | 'opened';
}

/** A tier set by hand: exactly this one, neither a floor nor a ceiling, until it ends (complaint 31). */
export interface TierPin {
  readonly id: string;
  readonly level: string;
  readonly from: Instant;
  readonly until: Instant | null;
  readonly reason: string;
  readonly by: string;
}
