import { ApiError } from '../../api/error.ts';
import type { components } from '../../api/schema.d.ts';
import type { Customer, Place } from './customer.ts';

/** What is being typed into the profile, as text: only a whole draft becomes an edit. */
export interface ProfileDraft {
  readonly name: string;
  readonly phone: string;
  readonly email: string;
  /** One more; those that they have stay. */
  readonly memberCode: string;
  readonly gender: '' | 'male' | 'female' | 'other';
  readonly birthDate: string;
  readonly groups: readonly string[];
  readonly emailConsent: Consent | '';
  readonly smsConsent: Consent | '';
  readonly addresses: readonly Place[];
}

export const CONSENTS = ['subscribed', 'unsubscribed', 'pending', 'not_subscribed'] as const;
export type Consent = (typeof CONSENTS)[number];
export type Edit = components['schemas']['CustomerEditInput'];

const PLACE_FIELDS = ['address', 'ward', 'district', 'city', 'province'] as const;
export type PlaceField = (typeof PLACE_FIELDS)[number];

export const EMPTY_PLACE: Place = {
  address: null,
  ward: null,
  wardCode: null,
  district: null,
  districtCode: null,
  city: null,
  province: null,
  provinceCode: null,
  countryCode: null,
};

export function draftOf(customer: Customer): ProfileDraft {
  return {
    name: customer.name ?? '',
    phone: customer.phoneDisplay ?? '',
    email: customer.email ?? '',
    memberCode: '',
    gender: customer.gender ?? '',
    birthDate: customer.birthDate === null ? '' : writtenBirthDate(customer.birthDate),
    groups: customer.groups,
    emailConsent: consentOf(customer.emailConsent),
    smsConsent: consentOf(customer.smsConsent),
    addresses: customer.addresses,
  };
}

const consentOf = (consent: string | null) => CONSENTS.find((known) => known === consent) ?? '';

/** What differs from the customer. Null for a date that there is not. Untouched fields stay whatever the host says meanwhile. */
export function editOf(draft: ProfileDraft, before: ProfileDraft): Edit | null {
  const birthDate = draft.birthDate.trim() === '' ? null : readBirthDate(draft.birthDate);
  if (birthDate === undefined) return null;
  const addresses = draft.addresses.filter((place) => PLACE_FIELDS.some((field) => place[field] !== null));
  return {
    ...(draft.name === before.name ? {} : { name: textOrNull(draft.name) }),
    ...(draft.phone === before.phone ? {} : { phone: textOrNull(draft.phone) }),
    ...(draft.email === before.email ? {} : { email: textOrNull(draft.email) }),
    ...(draft.memberCode.trim() === '' ? {} : { memberCode: draft.memberCode.trim() }),
    ...(draft.gender === before.gender ? {} : { gender: draft.gender === '' ? null : draft.gender }),
    ...(draft.birthDate === before.birthDate ? {} : { birthDate }),
    ...(isSame(draft.groups, before.groups) ? {} : { groups: [...draft.groups] }),
    ...(draft.emailConsent === before.emailConsent ? {} : { emailConsent: draft.emailConsent || null }),
    ...(draft.smsConsent === before.smsConsent ? {} : { smsConsent: draft.smsConsent || null }),
    ...(isSame(draft.addresses, before.addresses) ? {} : { addresses: addresses.map((place) => ({ ...place })) }),
  };
}

const textOrNull = (text: string) => (text.trim() === '' ? null : text.trim());
export const isSame = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/** `--05-17` → `17/5`, `1990-05-17` → `17/5/1990`: days first, as in Vietnam and in British English. */
export function writtenBirthDate(iso: string): string {
  const [, year, month, day] = /^(\d{4}|-)-(\d{2})-(\d{2})$/.exec(iso) ?? [];
  const parts = [Number(day), Number(month)];
  return (year === '-' ? parts : [...parts, year]).join('/');
}

/** Undefined for what is no date. Whether there is such a day the server says. */
export function readBirthDate(text: string): string | undefined {
  const [, day, month, year] = /^\s*(\d{1,2})\s*[/.-]\s*(\d{1,2})(?:\s*[/.-]\s*(\d{4}))?\s*$/.exec(text) ?? [];
  if (day === undefined || month === undefined) return undefined;
  return `${year ?? '-'}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

/** What the server found wrong, by field: a text key, and for what another customer has, who that is. */
export interface FieldFault {
  readonly text: 'phoneInvalid' | 'emailInvalid' | 'birthInvalid' | 'fieldInvalid' | 'taken';
  readonly customer?: string;
}
export type Faults = Readonly<Record<string, FieldFault>>;

/** Null when the error is not about fields. */
export function faultsOf(error: unknown): Faults | null {
  if (!(error instanceof ApiError)) return null;
  const { taken, issues } = (error.details ?? {}) as {
    taken?: { field: string; customer: string }[];
    issues?: { field: string }[];
  };
  if (error.code === 'identity_taken' && taken)
    return Object.fromEntries(taken.map(({ field, customer }) => [field, { text: 'taken', customer }]));
  if (error.code !== 'invalid' || !issues) return null;
  return Object.fromEntries(
    issues.map(({ field }): [string, FieldFault] => {
      const [, name = ''] = field.split('.');
      return [name, { text: TEXTS[name] ?? 'fieldInvalid' }];
    }),
  );
}

const TEXTS: Readonly<Record<string, FieldFault['text']>> = {
  phone: 'phoneInvalid',
  email: 'emailInvalid',
  birthDate: 'birthInvalid',
};
