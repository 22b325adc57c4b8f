import type { DayNumber, Gender, Shop } from '../../model.ts';

/** What a list of customers is narrowed by. Several values of one filter are alternatives; filters narrow each other. */
export interface CustomersFilters {
  /** Words of the name, parts of a phone, the beginning of an e-mail address or a member code; all of them have to be found. */
  readonly search?: string | undefined;
  readonly tags?: readonly string[] | undefined;
  /** Whether one of the tags is enough (C02, C03). Default `any`. */
  readonly tagMode?: 'any' | 'all' | undefined;
  /** Id of a saved segment. */
  readonly segment?: string | undefined;
  readonly hasPhone?: boolean | undefined;
  readonly hasEmail?: boolean | undefined;
  readonly genders?: readonly (Gender | 'unknown')[] | undefined;
  readonly spentMinor?: Range | undefined;
  readonly orders?: Range | undefined;
  /** Calendar days in the shop's zone, both included. */
  readonly lastOrderDays?: Range<DayNumber> | undefined;
  readonly createdDays?: Range<DayNumber> | undefined;
  /** Cities or provinces, as people write them. */
  readonly places?: readonly string[] | undefined;
  readonly channels?: readonly string[] | undefined;
  readonly sources?: readonly string[] | undefined;
}

export interface CustomersRequest extends CustomersFilters {
  readonly sort?: CustomersSort | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/** Closed (D15). */
export interface Range<Value extends number = number> {
  readonly from?: Value | undefined;
  readonly to?: Value | undefined;
}

export type ListedShop = Pick<Shop, 'countryCode' | 'timeZone'>;

/** `-` is the greatest first. `relevance` is for a search: whose name begins so, then whole words, then the rest, each by name. */
export const CUSTOMERS_SORTS = [
  'relevance',
  'name',
  '-name',
  'spent',
  '-spent',
  'orders',
  '-orders',
  'average',
  '-average',
  'lastOrder',
  '-lastOrder',
  'created',
  '-created',
] as const;
export type CustomersSort = (typeof CUSTOMERS_SORTS)[number];
