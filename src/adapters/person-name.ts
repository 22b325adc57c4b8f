import { cleanText } from '../model.ts';

/** Letters that only Vietnamese writes: with a hook, a dot below, a horn, or đ. à, é, ô and the like are French too. */
const VIETNAMESE = /[ăđơưảẻỉỏủỷạẹịọụỵằắẳẵặầấẩẫậềếểễệồốổỗộờớởỡợừứửữự]/iu;

/**
 * One name from a host's two fields. Vietnamese names are said family name first: the host asks for "first name" and gets
 * the given name ("Lan"), "last name" gets the rest ("Nguyễn Thị"), and the person is Nguyễn Thị Lan. Elsewhere the fields
 * are in the order of speech. The address's country decides; without one, the letters do. A name in Vietnam
 * without Vietnamese letters ("John Smith") may be a foreigner's or typed without accents; the country still decides,
 * since nearly all of them are the latter. Null when both are empty.
 */
export function fullName(first: unknown, last: unknown, countryCode: string | null): string | null {
  const given = cleanText(first);
  const family = cleanText(last);
  const parts = isVietnamese(`${given} ${family}`, countryCode) ? [family, given] : [given, family];
  return cleanText(parts.filter((part) => part !== null).join(' '));
}

function isVietnamese(name: string, countryCode: string | null): boolean {
  return countryCode === null
    ? VIETNAMESE.test(name.normalize('NFC'))
    : countryCode.toUpperCase() === 'VN' || VIETNAMESE.test(name.normalize('NFC'));
}
