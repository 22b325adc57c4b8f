import {
  type BirthDate,
  type CustomerRecord,
  dayOf,
  formatDay,
  type Gender,
  parseBirthDate,
  parseInstant,
} from '../../model.ts';
import type { Fields } from '../fields.ts';
import { marketingConsent, readAccount } from '../rest-customer.ts';
import { isNobodys } from './nobody.ts';

/**
 * An account. Null says nothing about gender and birthday, as about name and contacts; the group is Haravan's own, and null is none.
 */
export function readCustomer(
  body: Fields,
  shop: { readonly countryCode: string; readonly timeZone: string },
): CustomerRecord {
  const gender = readGender(body.raw('gender'));
  const birthDate = readBirthDate(body.textOrNull('birthday'), shop.timeZone);
  const group = body.textOrNull('group_name');
  return {
    ...readAccount(body, shop.countryCode, { isNobodys }),
    ...(gender !== null && { gender }),
    ...(birthDate !== null && { birthDate }),
    ...(body.has('group_name') && { groups: group === null ? [] : [group] }),
    ...marketingConsent(body),
  };
}

/** 1 is male, 0 is female, null is not told. */
function readGender(value: unknown): Gender | null {
  if (value === 1 || value === '1') return 'male';
  return value === 0 || value === '0' ? 'female' : null;
}

/**
 * `birthday` is an instant in UTC. At midnight UTC it is the date as written; at another time it is the shop's midnight of
 * the birthday (17 May in Vietnam is `05-16T17:00:00Z`), and reading the date part alone would be a day early.
 */
function readBirthDate(text: string | null, timeZone: string): BirthDate | null {
  const instant = parseInstant(text);
  if (instant === null || instant % 86_400_000 === 0) return parseBirthDate(text);
  return parseBirthDate(formatDay(dayOf(instant, timeZone)));
}
