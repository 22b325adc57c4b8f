import type { CustomerRecord } from '../model.ts';
import type { Fields } from './fields.ts';
import { personName } from './rest-buyer.ts';
import { AT, companyOf, readPlace, splitTags, type TimeNames } from './rest-shape.ts';

/**
 * An account, as far as all hosts of this shape tell it alike. Null says nothing about phone, e-mail, name, company and addresses: hosts
 * write it for what nobody has filled in and for what an app may not see, and it must not take away what a till knows. Tags
 * and note are the host's own: null is an empty one. `isNobodys` tells e-mail addresses that the host itself fills in.
 */
export function readAccount(
  body: Fields,
  countryCode: string,
  { times = AT, isNobodys = () => false }: { times?: TimeNames; isNobodys?: (email: string) => boolean } = {},
): CustomerRecord {
  const phone = body.textOrNull('phone');
  const email = body.textOrNull('email');
  const name = personName(body, countryCode);
  const company = companyOf([body.objectOrNull('default_address'), ...body.objects('addresses')]);
  const places = body.objects('addresses').flatMap((address) => readPlace(address) ?? []);
  return {
    hostId: body.id('id'),
    version: { at: body.instant(times.updated), rank: 0 },
    ...(body.has(times.created) && { createdAt: body.instantOrNull(times.created) }),
    ...(phone !== null && { phone }),
    ...(email !== null && !isNobodys(email) && { email }),
    ...(name !== null && { name }),
    ...(company !== null && { company }),
    ...(places.length > 0 && { addresses: places }),
    ...(body.has('tags') && { tags: splitTags(body.textOrNull('tags')) }),
    ...(body.has('note') && { note: body.textOrNull('note') }),
  };
}

/** The one tick box of Haravan and Sapo. Not ticked is no refusal: it is how an account begins. */
export function marketingConsent(body: Fields): Pick<CustomerRecord, 'emailConsent'> {
  if (!body.has('accepts_marketing')) return {};
  return { emailConsent: body.flag('accepts_marketing') ? 'subscribed' : 'not_subscribed' };
}
