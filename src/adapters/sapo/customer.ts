import { type CustomerRecord, type Gender, parseBirthDate } from '../../model.ts';
import type { Fields } from '../fields.ts';
import { parseGender } from '../gender.ts';
import { marketingConsent, readAccount } from '../rest-customer.ts';
import { ON } from './times.ts';

/** An account. Its `dob` is a date, without a time to shift it. Customer groups are numbers without names, and are not read. */
export function readCustomer(body: Fields, countryCode: string): CustomerRecord {
  const gender = readGender(body.textOrNull('gender'));
  const birthDate = parseBirthDate(body.textOrNull('dob'));
  return {
    ...readAccount(body, countryCode, { times: ON }),
    ...(gender !== null && { gender }),
    ...(birthDate !== null && { birthDate }),
    ...marketingConsent(body),
  };
}

/**
 * "Male", "Female" or "Other", in either case. Sapo writes "other" for accounts about which nobody has said anything (made from an
 * order, by an app), so it says as little as null and must not take away what a till knows.
 */
function readGender(text: string | null): Gender | null {
  const gender = text === null ? null : parseGender(text);
  return gender === 'other' ? null : gender;
}
