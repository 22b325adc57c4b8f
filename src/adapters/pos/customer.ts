import { type CustomerRecord, parseAmount } from '../../model.ts';
import type { Fields, Noted } from '../fields.ts';
import { parseGender } from '../gender.ts';
import type { Member } from './format.ts';
import { readPlace } from './place.ts';

/** A till's customer card. Missing and empty text say nothing; null says "has none" and takes the value away. */
export function readMember(sent: Member, body: Fields, shopCurrency: string): Noted | CustomerEvents {
  const gender = sent.gender ? parseGender(sent.gender) : sent.gender === null ? null : undefined;
  const customer: CustomerRecord = {
    hostId: sent.id ?? null,
    version: { at: sent.updatedAt, rank: 0 },
    ...said('createdAt', sent.createdAt),
    ...said('memberCode', sent.memberCode),
    ...said('phone', sent.phone),
    ...said('email', sent.email),
    ...said('name', sent.name),
    ...said('gender', gender),
    ...said('birthDate', sent.birthDate),
    ...said('tags', listOf(sent.tags)),
    ...said('groups', listOf(sent.groups)),
    ...said('note', sent.note),
    ...said('source', sent.source?.toLowerCase() ?? sent.source),
    ...said('company', sent.company),
    ...said('emailConsent', sent.consents?.email),
    ...said('smsConsent', sent.consents?.sms),
    ...said('addresses', sent.addresses === null ? [] : sent.addresses?.flatMap((address) => readPlace(address) ?? [])),
    ...said(
      'debtMinor',
      sent.debt === undefined
        ? undefined
        : (parseAmount(sent.debt ?? 0, shopCurrency) ?? body.fail('debt', 'amount out of range')),
    ),
  };
  const events: CustomerEvents = [{ type: 'customer_changed', customer }];
  return sent.gender && gender === null
    ? { events, note: 'gender: a word that is not known; taken as unknown.' }
    : events;
}

type CustomerEvents = readonly [{ readonly type: 'customer_changed'; readonly customer: CustomerRecord }];

/** Null, like an empty list, says that there are none. */
function listOf(texts: readonly string[] | null | undefined): readonly string[] | undefined {
  return texts === null ? [] : texts?.filter((text) => text !== '');
}

/** `{name: value}`, or nothing for what was not said. */
function said<Name extends string, Value>(name: Name, value: Value): { [K in Name]?: Exclude<Value, undefined | ''> } {
  return (value === undefined || value === '' ? {} : { [name]: value }) as {
    [K in Name]?: Exclude<Value, undefined | ''>;
  };
}
