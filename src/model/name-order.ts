/**
 * A text by whose code units names stand in the order of the Vietnamese alphabet: a ă â b c d đ e ê … o ô ơ … u ư; names of equal
 * letters by the tones of their syllables, in the order of dictionaries. Case and spare spaces do not count. With it MongoDB needs no
 * collation, which every query and every cursor would have to name as well.
 *
 * A letter with a mark of its own is its base and a sign that stands behind `z` ("â" is "a|"), so it comes after every word that
 * goes on with the bare letter. Tones stand at the end, where they decide only between equal letters. Signs beyond the first
 * 65,536 (emoji) are left out: JavaScript and MongoDB would disagree about where they stand.
 */
export function nameOrder(name: string): string {
  const syllables = plain(name).normalize('NFD').toLowerCase().replace(/đ/g, 'd}').trim().split(/\s+/);
  const letters = syllables
    .map((syllable) => syllable.replace(/\p{M}/gu, (mark) => LETTER_MARKS[mark] ?? ''))
    .join(' ');
  const tones = syllables.map((syllable) => TONES.indexOf(syllable.match(TONE)?.[0] ?? '') + 1).join('');
  const marked = tones.replace(/0+$/, '');
  return marked === '' ? letters : `${letters}\u0001${marked}`;
}

/** Breve, circumflex and horn make another letter. */
const LETTER_MARKS: Readonly<Record<string, string>> = { '\u0306': '{', '\u0302': '|', '\u031b': '}' };
/** Huyền, hỏi, ngã, sắc, nặng; level is 0. */
const TONES = ['\u0300', '\u0309', '\u0303', '\u0301', '\u0323'];
const TONE = new RegExp(`[${TONES.join('')}]`);

const plain = (text: string) => text.replace(/[\u{10000}-\u{10ffff}]/gu, '');
