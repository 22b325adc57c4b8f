import type { BirthDate } from './birth-date.ts';
import type { Consent, Gender, Place } from './commerce.ts';
import type { DayNumber, Instant } from './day.ts';
import type { IdentityKey } from './identity.ts';
import type { CustomerKey } from './ids.ts';

/**
 * A customer as stored, and as segments read them. BSON is scanned in the order of its fields, so what conditions read
 * most stands first and the long array last (performance.md). A field without a value is absent, never null: `$exists`,
 * `$nor` and the evaluator then agree on what missing means (D7).
 */
export interface Customer {
  readonly _id: CustomerKey;
  /** Lifetime figures by D2: of the qualifying orders, and derived from them. */
  readonly stats: CustomerStats;
  /** Folded names of tags, sorted: "VIP" and "víp" are one tag (C01). `tagNames` keeps how people wrote them. */
  readonly tags: readonly string[];
  readonly gender?: Gender;
  readonly birth?: StoredBirthDate;
  readonly phone?: string;
  readonly email?: string;
  readonly name?: string;
  /** {@link fold} of the name: what search and the name condition read. */
  readonly nameFolded?: string;
  readonly emailConsent?: Consent;
  readonly smsConsent?: Consent;
  /** Where they came from first (C23); `lastSource` is where they came from last. */
  readonly source?: string;
  readonly lastSource?: string;
  readonly groups?: readonly string[];
  /** Receivable balance in minor units; absent is zero (C26). */
  readonly debtMinor?: number;
  /** The company that they buy for. */
  readonly company?: string;
  /** Coded units where they live and where they work (C22, D8), every level and both divisions of Vietnam; see `area.ts`. */
  readonly homeAreas?: readonly string[];
  readonly workAreas?: readonly string[];
  /** What the shop keeps about its customers besides, by name; a name keeps the type that the shop gave it. */
  readonly attributes?: Readonly<Record<string, AttributeValue>>;
  /** Segments that somebody put them in by hand, and segments that they are kept out of, whatever their definition says. */
  readonly pins?: readonly string[];
  readonly bans?: readonly string[];
  /** `<segment id>.<version>` of every saved segment the customer is in: the materialised members. */
  readonly memberOf: readonly string[];
  readonly createdAt: Instant;
  readonly ids: readonly IdentityKey[];
  readonly addresses?: readonly Place[];
  readonly note?: string;
  readonly tagNames?: readonly TagName[];
  /** What the loyalty room says of them; absent for one who never collected. */
  readonly loyalty?: CustomerLoyalty;
  /** One element an order that counts, newest first. Cut at {@link FACTS_MAX}, and then `factsCut` is true. */
  readonly factsCut?: true;
  readonly facts: readonly PurchaseFact[];
}

/** A tag as it was written, by its folded name. */
export interface TagName {
  readonly key: string;
  readonly name: string;
  /** When it was put on them, as far as is known without a break since; absent on a document that was written before this was kept. */
  readonly since?: Instant;
}

/** A text, a number, yes or no, a calendar day ("2026-11-22"), or several texts. */
export type AttributeValue = string | number | boolean | readonly string[];

/** `monthDay` is month * 100 + day, so that a period of the year is a range of integers. */
export interface StoredBirthDate extends BirthDate {
  readonly monthDay: number;
}

export interface CustomerStats {
  /** Qualifying orders: not cancelled, not deleted, not test, paid, not fully refunded (D2). */
  readonly orders: number;
  /** Goods after discounts minus refunds, without shipping (D2), in minor units of the shop's currency. */
  readonly spentMinor: number;
  /** Days and instants of the first and last qualifying order; absent for one who never bought. */
  readonly firstDay?: DayNumber;
  readonly lastDay?: DayNumber;
  readonly firstAt?: Instant;
  readonly lastAt?: Instant;
  /** Store of the last qualifying order, or {@link ONLINE}; ties on the instant go to the greater order key (C20). */
  readonly lastLocation?: string;
  /** Coded units of where the last qualifying order went (C21), as its `u`; absent where that order tells none, whatever older ones do. */
  readonly lastAreas?: readonly string[];
  /** Every channel and every store bought at, sorted. */
  readonly channels: readonly string[];
  readonly locations: readonly string[];
}

/** Points and tier as they were booked last. Expiry and maturity since then are in the account, not here. */
export interface CustomerLoyalty {
  /** The tier in force, and since when; absent before the programme begins. */
  readonly level?: string;
  readonly levelSince?: Instant;
  /** Of the currency that pays: what can be spent minus what is owed (D3). */
  readonly points: number;
  readonly pending: number;
  /** Earned and not taken back, of the currency that ranks (D5). */
  readonly earned: number;
  readonly joinedAt: Instant;
}

/** The pseudo-location of orders without a store (C20). */
export const ONLINE = 'online';

/** Orders kept as facts on the customer. Above it, conditions on periods take the exact path over `orders`. */
export const FACTS_MAX = 1000;

/** One qualifying order, short names because a million customers repeat them. Sorted by `t`, then `o`, descending. */
export interface PurchaseFact {
  /** Calendar day in the shop's zone of `t`. */
  readonly d: DayNumber;
  /** When it was paid, or placed when the host does not tell. */
  readonly t: Instant;
  /** `<installation>/<host order id>`: the order's key without the shop. */
  readonly o: string;
  /** Net spend by D2, minor units of the shop's currency. Never negative: refunds take at most the goods. */
  readonly n: number;
  /** Channel. */
  readonly c: string;
  /** Location id, or {@link ONLINE}. */
  readonly l: string;
  /** Coded units of the address it went to, every level and both divisions of Vietnam; absent where nothing tells: no host says where a store is. */
  readonly u?: readonly string[];
  /** Offers of the loyalty programme that were used on it (C28): point holds and codes of ours; absent for none. */
  readonly r?: number;
  /** Lines with something left after returns. */
  readonly i: readonly FactLine[];
}

export interface FactLine {
  /** `<installation>:<product id>`; absent for a line without a product (custom sale). */
  readonly p?: string;
  /** `<installation>:<variant id>`. */
  readonly v?: string;
  /** `<installation>:<category id>` of categories that the order itself stated. */
  readonly k?: readonly string[];
  /** Vendor as the order named it, folded. */
  readonly m?: string;
  /** Quantity left after returns, above zero. */
  readonly q: number;
  /** Net amount, minor units of the shop's currency. */
  readonly a: number;
}
