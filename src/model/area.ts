import type { Place } from './commerce.ts';
import type { Language } from './form.ts';
import { fold } from './text.ts';
import { OLD_UNITS, UNITS } from './vietnam-units.ts';

/**
 * Places as coded units (C21, C22, D8): `vn`, `vn.<code>` since July 2025, `vn63.<code>` before it, and `<country>` and
 * `<country>.<province code>` elsewhere, all in lower case. The statistical office used its codes again (24 is Bắc Ninh now and was
 * Bắc Giang), hence two kinds.
 *
 * Every code that a place belongs to, sorted; none where nothing is known. The old unit where it is known, always with the new one
 * that it went into. Names decide before codes, because hosts number provinces as they like (Sapo's 2 is Hồ Chí Minh).
 * A name or code of both divisions means the old unit when the place also names a district or a city of a province, which are gone
 * since the reform, or writes a code that only the old unit has; without that it means the new unit alone, unless that is a single
 * old one. Without a country a Vietnamese name, or a code of two digits, is taken for Vietnam.
 */
export function areasOf(place: Place): string[] {
  const stated = place.countryCode?.trim().toLowerCase() ?? '';
  const country = stated === 'vnm' ? 'vn' : stated;
  if (country === 'vn' || country === '') {
    const unit = vietnameseUnit(place);
    if (unit === null) return country === 'vn' ? ['vn'] : [];
    return ['vn', `vn.${unit.now}`, ...(unit.old === undefined ? [] : [`vn63.${unit.old}`])];
  }
  if (!/^[a-z]{2}$/.test(country)) return [];
  const province = place.provinceCode?.trim().toLowerCase().replace(`${country}-`, '') ?? '';
  return /^[a-z0-9-]{1,10}$/.test(province) ? [country, `${country}.${province}`] : [country];
}

/** {@link areasOf} of several places, sorted, each once. */
export function areasOfAll(places: readonly Place[]): string[] {
  return [...new Set(places.flatMap(areasOf))].sort();
}

/** Vietnam and all its units: those of today first, then the old ones, each by code. */
export const VIETNAMESE_AREAS: readonly string[] = [
  'vn',
  ...Object.keys(UNITS)
    .sort()
    .map((code) => `vn.${code}`),
  ...Object.keys(OLD_UNITS)
    .sort()
    .map((code) => `vn63.${code}`),
];

/** A unit that is no more since July 2025. */
export const isOldArea = (area: string): boolean => area.startsWith('vn63.');

/** The name of a code for people; a code of nothing is its own name. */
export function areaLabel(area: string, language: Language): string {
  const dot = area.indexOf('.');
  const [country, code] = dot === -1 ? [area, ''] : [area.slice(0, dot), area.slice(dot + 1)];
  if (country === 'vn' && Object.hasOwn(UNITS, code)) return UNITS[code]?.name ?? area;
  if (country === 'vn63' && Object.hasOwn(OLD_UNITS, code))
    return `${OLD_UNITS[code]?.name} ${language === 'vi' ? '(trước 07/2025)' : '(before July 2025)'}`;
  if (!/^[a-z]{2}$/.test(country)) return area;
  const name = new Intl.DisplayNames(language, { type: 'region' }).of(country.toUpperCase()) ?? area;
  return code === '' ? name : `${name} – ${code.toUpperCase()}`;
}

/** A unit of today, and the old one when it is known. */
interface Unit {
  readonly now: string;
  readonly old?: string;
}

/** What a name or a code can mean: a unit of today, one of before, or either. */
interface Meaning {
  readonly now?: string;
  readonly old?: string;
}

function vietnameseUnit(place: Place): Unit | null {
  const city = meaningOfName(place.city);
  const named = meaningOfName(place.province) ?? city;
  const meaning = named ?? meaningOfCode(place.provinceCode);
  if (meaning === undefined) return null;
  if (meaning.now === undefined) return oldUnit(meaning.old);
  // The city names an old province, or a city of one, inside of this unit.
  if (city !== undefined && city.now === undefined && successor(city.old) === meaning.now) return oldUnit(city.old);
  if (meaning.old !== undefined && isOld(place, meaning, named !== undefined)) return oldUnit(meaning.old);
  const parts = UNITS[meaning.now]?.of ?? [];
  return parts.length === 1 ? oldUnit(parts[0]) : { now: meaning.now };
}

/** Whether the old one of two meanings is meant. A code tells when the name has another one in the other division. */
function isOld(place: Place, { now, old }: Meaning, isNamed: boolean): boolean {
  if (place.district !== null || place.districtCode !== null || isDistrict(place.city)) return true;
  if (!isNamed) return false;
  const code = meaningOfCode(place.provinceCode);
  return code?.old === old && code?.now !== now;
}

const oldUnit = (old: string | undefined): Unit | null => {
  const now = successor(old);
  return old === undefined || now === undefined ? null : { now, old };
};

/** Buyers write it into the field of the city where a host has none for it: "Quận 1", "Q.7", "Huyện Nhà Bè". */
function isDistrict(city: string | null): boolean {
  return city !== null && /^(?:(?:quan|huyen|thi xa|tx) \S|q ?\d|(?:[qh]|tx)\. ?\S)/.test(fold(city));
}

/** The new unit that each old one went into. */
const SUCCESSORS = new Map(Object.entries(UNITS).flatMap(([now, { of }]) => of.map((old) => [old, now])));
const successor = (old: string | undefined) => (old === undefined ? undefined : SUCCESSORS.get(old));

const MEANINGS: ReadonlyMap<string, Meaning> = meanings();

function meanings(): Map<string, Meaning> {
  const found = new Map<string, Meaning>();
  for (const [old, { name, also, cities }] of Object.entries(OLD_UNITS)) {
    const isName = (spelling: string) => spelling === name || also.includes(spelling);
    for (const spelling of [name, ...also, ...cities]) {
      const now = Object.entries(UNITS).find(([, unit]) => letters(unit.name) === letters(name))?.[0];
      // A city of a province is gone since the reform, so it tells the old unit, even where today's unit is called like the old one.
      found.set(letters(spelling), now !== undefined && isName(spelling) ? { now, old } : { old });
    }
  }
  for (const [now, { name }] of Object.entries(UNITS)) if (!found.has(letters(name))) found.set(letters(name), { now });
  return found;
}

function meaningOfName(name: string | null): Meaning | undefined {
  return name === null ? undefined : MEANINGS.get(letters(name));
}

/** The letters of a name without what it is called around it: "Tp. Hà Nội" and "Ha Noi City" are "hanoi". */
function letters(name: string): string {
  const words = fold(name)
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
  const bare = words
    .replace(/ (?:viet nam|vietnam)$/, '')
    .replace(/^(?:thanh pho|tp|t p|tinh) (?=.)/, '')
    .replace(/ (?:city|province)$/, '');
  return bare.replaceAll(' ', '');
}

/** `VN-44` is ISO 3166-2 and means what the name means; two digits alone are of the statistical office, of either division. */
function meaningOfCode(given: string | null): Meaning | undefined {
  const code = given?.trim().toUpperCase() ?? '';
  const iso = BY_ISO.get(code.replace(/^VN-/, ''));
  if (iso !== undefined && (code.startsWith('VN-') || /^[A-Z]+$/.test(code))) return MEANINGS.get(letters(iso));
  if (!/^\d\d$/.test(code)) return meaningOfName(code); // WooCommerce plugins: "HANOI"
  const [now, old] = [Object.hasOwn(UNITS, code), Object.hasOwn(OLD_UNITS, code)];
  return now || old ? { ...(now && { now: code }), ...(old && { old: code }) } : undefined;
}

const BY_ISO = new Map(Object.values(OLD_UNITS).map(({ iso, name }) => [iso, name]));
