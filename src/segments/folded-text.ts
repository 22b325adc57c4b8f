import { fold } from '../model.ts';
import { text } from './fields.ts';
import { literally } from './literal.ts';

/**
 * Search without accents and case in text that is stored as people wrote it: "hen goi" finds "Hẹn  Gọi". Names have a folded copy,
 * because lists search them too; notes, companies and attributes need none. It folds letter by letter, so that a pattern can say
 * the same: like {@link fold}, but letters of other scripts than Latin, Greek and Cyrillic stand for themselves.
 */

/** Longer ones would come near the 64 kB that PCRE allows a pattern. */
export const SOUGHT_LENGTH_MAX = 100;

export const soughtText = text
  .max(SOUGHT_LENGTH_MAX)
  .refine((value) => folded(value) !== '', 'must hold more than spaces and accents');

/** Combining accents, of every Unicode version alike; and what JavaScript takes for a space. */
const MARKS = '\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f';
const SPACES = '\t\n\v\f\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff';
const MARK = new RegExp(`[${MARKS}]`, 'gu');
const SPACE = new RegExp(`[${SPACES}]+`, 'gu');

/** Latin, Greek and Cyrillic, and the letterlike signs for ohm, kelvin and ångström. */
const BLOCKS = [
  [0x41, 0x5a],
  [0xc0, 0x2ff],
  [0x370, 0x52f],
  [0x1e00, 0x1fff],
  [0x2126, 0x212b],
] as const;

const FOLDED: ReadonlyMap<string, string> = new Map(
  BLOCKS.flatMap(([first, last]) =>
    Array.from({ length: last - first + 1 }, (_, index): [string, string] => {
      const letter = String.fromCodePoint(first + index);
      return [letter, fold(letter).replace('ς', 'σ')];
    }),
  ).filter(([letter, plain]) => plain !== letter && Array.from(plain).length === 1),
);

const FORMS: ReadonlyMap<string, readonly string[]> = Map.groupBy(
  FOLDED.keys(),
  (letter) => FOLDED.get(letter) ?? letter,
);

/** For the evaluator. */
export function holdsFolded(stored: string, sought: string): boolean {
  return folded(stored).includes(folded(sought.normalize('NFC')));
}

/** For the compiler: a pattern for PCRE. */
export function foldedPattern(sought: string): string {
  return Array.from(folded(sought.normalize('NFC')), (letter) => {
    if (letter === ' ') return `[${SPACES}][${SPACES}${MARKS}]*`;
    const forms = FORMS.get(letter);
    const written = forms ? `[${[letter, ...forms].map(literally).join('')}]` : literally(letter);
    return `${written}[${MARKS}]*`;
  }).join('');
}

function folded(value: string): string {
  return Array.from(value.replace(MARK, ''), (letter) => FOLDED.get(letter) ?? letter)
    .join('')
    .replace(SPACE, ' ')
    .trim();
}
