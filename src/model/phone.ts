import { AsYouType, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/max';

/**
 * Vietnam moved its eleven-digit mobile numbers to ten digits between 15 Sep and 14 Nov 2018. Old exports still
 * hold the old ones, and libphonenumber calls them invalid; this is the ministry's table, old prefix → new.
 */
const VIETNAM_2018: Readonly<Record<string, string>> = {
  '0120': '070',
  '0121': '079',
  '0122': '077',
  '0126': '076',
  '0128': '078',
  '0123': '083',
  '0124': '084',
  '0125': '085',
  '0127': '081',
  '0129': '082',
  '0162': '032',
  '0163': '033',
  '0164': '034',
  '0165': '035',
  '0166': '036',
  '0167': '037',
  '0168': '038',
  '0169': '039',
  '0186': '056',
  '0188': '058',
  '0199': '059',
};

/**
 * A phone number in E.164 ("+84912345678"), or null when it is not a number somebody can have.
 * `region` is the shop's country (ISO 3166, "VN"): it reads national forms such as "0912 345 678".
 */
export function normalisePhone(value: unknown, region: string): string | null {
  if (typeof value !== 'string' && typeof value !== 'number') return null;
  const text = String(value).normalize('NFKC').trim();
  if (text.length < 6 || text.length > 40) return null;
  const key = `${region} ${text}`;
  const known = readBefore.get(key);
  if (known !== undefined) return known;
  if (readBefore.size >= 10_000) readBefore.clear();
  const phone = read(text, region);
  readBefore.set(key, phone);
  return phone;
}

/** One event asks for its phone several times, and reading one takes 60 µs. */
const readBefore = new Map<string, string | null>();

function read(text: string, region: string): string | null {
  const country = isSupportedCountry(region) ? region : undefined;
  const parsed = parsePhoneNumberFromString(
    migrateVietnamese(text, region),
    country ? { defaultCountry: country, extract: false } : { extract: false },
  );
  if (!parsed?.isValid() || isPlaceholder(parsed.nationalNumber)) return null;
  return parsed.number;
}

function migrateVietnamese(text: string, region: string): string {
  const digits = text.replace(/\D/g, '');
  const national =
    digits.startsWith('84') && digits.length === 12 ? `0${digits.slice(2)}` : region === 'VN' ? digits : '';
  const prefix = national.length === 11 ? VIETNAM_2018[national.slice(0, 4)] : undefined;
  return prefix === undefined ? text : `+84${prefix.slice(1)}${national.slice(4)}`;
}

/** 0999999999 and the like pass as valid but are what a cashier types to get past a required field. */
function isPlaceholder(nationalNumber: string): boolean {
  return /^(\d)\1+$/.test(nationalNumber);
}

/**
 * The beginning of a number as it begins in E.164: `091`, `0912 3` and `+8491` in Vietnam → `+8491…`. Null when it holds
 * no digit or anything besides digits and the usual separators. Nothing is validated: a prefix is no number yet.
 */
export function phonePrefix(text: string, region: string): string | null {
  const digits = text.normalize('NFKC').replace(/[\s().-]/g, '');
  if (!/^\+?\d{1,15}$/.test(digits)) return null;
  const typed = isSupportedCountry(region) ? new AsYouType(region) : new AsYouType();
  typed.input(digits);
  return typed.getNumberValue() ?? null;
}

/** A number as people write it: `0912 345 678` at home in the shop's country, `+1 212 555 0123` from elsewhere. */
export function displayPhone(e164: string, region: string): string {
  const parsed = parsePhoneNumberFromString(e164);
  if (!parsed) return e164;
  return parsed.country === region ? parsed.formatNational() : parsed.formatInternational();
}
