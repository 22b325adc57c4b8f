import type { Consent, CustomerRecord, Instant } from '../../model.ts';
import type { Fields } from '../fields.ts';
import { readAccount } from '../rest-customer.ts';

/** A whole account outranks a message about its consent alone when both carry one time: it tells the consent too. */
const WHOLE_RECORD = 1;
const CONSENT_ONLY = 0;

const CONSENTS: Readonly<Record<string, Consent>> = {
  subscribed: 'subscribed',
  unsubscribed: 'unsubscribed',
  not_subscribed: 'not_subscribed',
  pending: 'pending',
  redacted: 'redacted',
  invalid: 'not_subscribed',
};

/**
 * An account. Shopify sends null for phone, e-mail and names both when there are none and when the app may not see them
 * (protected customer data), so null says nothing there and never takes away what is known. Tags and note are not
 * protected: empty means empty. Shopify has neither birth date nor gender.
 */
export function readCustomer(body: Fields, countryCode: string): CustomerRecord {
  return {
    ...readAccount(body, countryCode),
    version: { at: body.instant('updated_at'), rank: WHOLE_RECORD },
    ...(body.has('email_marketing_consent') && {
      emailConsent: consentOf(body.objectOrNull('email_marketing_consent')),
    }),
    ...(body.has('sms_marketing_consent') && { smsConsent: consentOf(body.objectOrNull('sms_marketing_consent')) }),
  };
}

/** `customers_email_marketing_consent/update`: the account's id and nothing else of it. */
export function readEmailConsent(body: Fields, sentAt: Instant): CustomerRecord {
  const consent = body.object('email_marketing_consent');
  return { hostId: body.id('customer_id'), version: consentVersion(consent, sentAt), emailConsent: consentOf(consent) };
}

/** `customers_marketing_consent/update` is about SMS, whatever its name says. */
export function readSmsConsent(body: Fields, sentAt: Instant): CustomerRecord {
  const consent = body.object('sms_marketing_consent');
  return { hostId: body.id('id'), version: consentVersion(consent, sentAt), smsConsent: consentOf(consent) };
}

function consentVersion(consent: Fields, sentAt: Instant) {
  return { at: consent.instantOrNull('consent_updated_at') ?? sentAt, rank: CONSENT_ONLY };
}

/** A state we do not know gives no permission. */
function consentOf(consent: Fields | null): Consent | null {
  const state = consent?.textOrNull('state')?.toLowerCase() ?? null;
  return state === null ? null : ((Object.hasOwn(CONSENTS, state) ? CONSENTS[state] : undefined) ?? 'not_subscribed');
}
