import type { AttributeDefinition } from './attribute.ts';
import type { DayNumber, Instant } from './day.ts';
import type { ShopId } from './ids.ts';

/** A shop of ours, with the settings that decide how its orders are read. Changing one rebuilds what is derived from it. */
export interface Shop {
  readonly _id: ShopId;
  readonly name: string;
  /** ISO 4217; all figures of the shop are in its minor units. */
  readonly currency: string;
  /** IANA zone: every day, window and birthday of the shop is in it (D1). */
  readonly timeZone: string;
  /** ISO 3166: how national phone numbers are read. */
  readonly countryCode: string;
  /** Language of the admin; absent: by the country, see {@link localeOf}. */
  readonly locale?: Locale;
  readonly settings: ShopSettings;
  readonly createdAt: number;
  /** Of the demo shop: what it was made from, and whether it is whole. One that is not is finished at the next start. */
  readonly demo?: DemoOrigin;
  /** The last local day for which segments that midnight can change were built again. */
  readonly segmentsDay?: number;
  /** The last local day for which RFM cut points and snapshots were made. */
  readonly rfmDay?: number;
  /** The last local day on which a share of the books of points was checked, and which share. */
  readonly pointsChecked?: { readonly day: number; readonly share: number };
  /** The last time settings changed what is derived from orders, and how far bringing it up to date has come. */
  readonly rebuild?: ShopRebuild;
  /** {@link FACTS_SHAPE} that its facts were computed by, or are being; absent: an older one. */
  readonly factsShape?: number;
}

/**
 * Counted up when a release derives more from an order than the one before. The first start of that release then computes every shop's
 * figures again. 2: areas, offers used, vendors.
 */
export const FACTS_SHAPE = 2;

/** Languages that the admin has. */
export const LOCALES = ['vi', 'en'] as const;
export type Locale = (typeof LOCALES)[number];

export function localeOf({ locale, countryCode }: Pick<Shop, 'locale' | 'countryCode'>): Locale {
  return locale ?? (countryCode === 'VN' ? 'vi' : 'en');
}

/** All facts, figures and memberships of a shop computed again from its orders. */
export interface ShopRebuild {
  /** Names this rebuild: a later change of settings begins another, and the one before gives up. */
  readonly id: string;
  readonly state: 'running' | 'done';
  readonly phase: 'orders' | 'customers';
  /** `_id` of the last document of the phase that is done: where it goes on after a stop. */
  readonly after: string;
  /** Documents done in this phase, of about so many. */
  readonly done: number;
  readonly total: number;
  readonly requestedAt: Instant;
  readonly finishedAt?: Instant;
  /** Until when other processes leave it alone. */
  readonly leaseUntil: Instant;
}

export interface DemoOrigin {
  readonly seed: number;
  readonly customers: number;
  readonly until: DayNumber;
  readonly complete: boolean;
}

export interface ShopSettings {
  /** What "spend" adds to goods after discounts (D2). Both off is what the seeds mean. */
  readonly spend: { readonly includeTax: boolean; readonly includeShipping: boolean };
  /** Units of the shop's currency for one unit of another, as decimal text: {"USD": "25400"}. */
  readonly exchangeRates: Readonly<Record<string, string>>;
  /** Phones and e-mails that belong to nobody (a counter's own number typed for walk-ins): they identify no one. */
  readonly sharedContacts: readonly string[];
  /** What the shop keeps about customers besides; absent: nothing. */
  readonly attributes?: readonly AttributeDefinition[];
}

export const DEFAULT_SETTINGS: ShopSettings = {
  spend: { includeTax: false, includeShipping: false },
  exchangeRates: {},
  sharedContacts: [],
};
