import type { Buyer } from '../model.ts';
import type { Fields } from './fields.ts';
import { fullName } from './person-name.ts';
import { companyOf, countryOf } from './rest-shape.ts';

/**
 * Who bought, in the REST shape of Shopify, Haravan and Sapo. Phone and e-mail join people, so an account answers with its own first,
 * and the phone of a delivery address counts for guests only: a gift goes to somebody else. Where the host hides personal
 * data from us they are all null, and the account's id must do. `isNobodys` tells e-mail addresses that the host itself fills in.
 */
export function readBuyer(
  order: Fields,
  account: Fields | null,
  {
    countryCode,
    source,
    isNobodys = () => false,
  }: { countryCode: string; source: string | null; isNobodys?: (email: string) => boolean },
): Buyer {
  const billing = order.objectOrNull('billing_address');
  const shipping = account === null ? order.objectOrNull('shipping_address') : null;
  const company = companyOf([billing, account?.objectOrNull('default_address'), shipping]);
  const emails = [account?.textOrNull('email'), order.textOrNull('email'), order.textOrNull('contact_email')];
  return {
    hostId: account?.idOrNull('id') ?? null,
    memberCode: null,
    phone:
      account?.textOrNull('phone') ??
      order.textOrNull('phone') ??
      billing?.textOrNull('phone') ??
      shipping?.textOrNull('phone') ??
      null,
    email: emails.find((email) => email && !isNobodys(email)) ?? null,
    name: personName(account, countryCode) ?? personName(billing, countryCode) ?? personName(shipping, countryCode),
    source,
    ...(company !== null && { company }),
  };
}

/** An account or an address. The shop's country stands in where no address says one. */
export function personName(person: Fields | null, countryCode: string): string | null {
  if (person === null) return null;
  const address = person.objectOrNull('default_address') ?? person;
  return fullName(person.textOrNull('first_name'), person.textOrNull('last_name'), countryOf(address) ?? countryCode);
}
