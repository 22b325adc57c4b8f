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
import { personName } from '../rest-buyer.ts';
import { readPlace, splitTags } from '../rest-shape.ts';
import { isNobodys } from './nobody.ts';

/**
 * An account. Null says nothing about phone, e-mail, name, gender and birthday: Haravan writes it for what nobody has filled
 * in, and must not take away what a till knows. Tags and group are lists that Haravan owns: null is an empty one.
 */
export function readCustomer(
  body: Fields,
  shop: { readonly countryCode: string; readonly timeZone: string },
): CustomerRecord {
  const phone = body.textOrNull('phone');
  const email = body.textOrNull('email');
  const isOwnEmail = email !== null && !isNobodys(email);
  const name = personName(body, shop.countryCode);
  const gender = readGender(body.raw('gender'));
  const birthDate = readBirthDate(body.textOrNull('birthday'), shop.timeZone);
  const group = body.textOrNull('group_name');
  const places = body.objects('addresses').flatMap((address) => readPlace(address) ?? []);
  return {
    hostId: body.id('id'),
    version: { at: body.instant('updated_at'), rank: 0 },
    ...(body.has('created_at') && { createdAt: body.instantOrNull('created_at') }),
    ...(phone !== null && { phone }),
    ...(isOwnEmail && { email }),
    ...(name !== null && { name }),
    ...(gender !== null && { gender }),
    ...(birthDate !== null && { birthDate }),
    ...(places.length > 0 && { addresses: places }),
    ...(body.has('tags') && { tags: splitTags(body.textOrNull('tags')) }),
    ...(body.has('group_name') && { groups: group === null ? [] : [group] }),
    ...(body.has('note') && { note: body.textOrNull('note') }),
    ...(body.has('accepts_marketing') && {
      emailConsent: body.flag('accepts_marketing') ? 'subscribed' : 'not_subscribed',
    }),
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
