import type { CustomerRecord, Instant } from '../../model.ts';
import type { Fields } from '../fields.ts';
import { fullName } from '../person-name.ts';
import { MEMBER_CODE } from './order.ts';
import { meta, nameOf, placeOf, plainText, readGmt } from './parts.ts';

/**
 * An account. WooCommerce writes `""` both for what nobody filled in and for what somebody cleared; many accounts are made
 * with an e-mail alone. So empty says nothing here, and never takes away a phone or name known from elsewhere.
 * It has no tags, gender or birth date. `date_modified_gmt` is null until the first change.
 */
export function readCustomer(body: Fields, receivedAt: Instant): CustomerRecord {
  const billing = body.objectOrNull('billing');
  const createdAt = readGmt(body, 'date_created_gmt');
  const memberCode = meta(body, MEMBER_CODE);
  const phone = billing?.textOrNull('phone') ?? null;
  const email = body.textOrNull('email') ?? billing?.textOrNull('email') ?? null;
  const name = accountName(body, billing);
  const company = billing === null ? null : plainText(billing, 'company');
  const place = placeOf(billing);
  return {
    hostId: body.id('id'),
    version: { at: readGmt(body, 'date_modified_gmt') ?? createdAt ?? receivedAt, rank: 0 },
    ...(createdAt !== null && { createdAt }),
    ...(memberCode !== null && { memberCode }),
    ...(phone !== null && { phone }),
    ...(email !== null && { email }),
    ...(name !== null && { name }),
    ...(company !== null && { company }),
    ...(place !== null && { addresses: [place] }),
  };
}

/** The account's own name has no country beside it; the billing address tells how it is said. */
function accountName(body: Fields, billing: Fields | null): string | null {
  const country = billing?.textOrNull('country') ?? null;
  return fullName(plainText(body, 'first_name'), plainText(body, 'last_name'), country) ?? nameOf(billing);
}
