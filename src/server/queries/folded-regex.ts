import { fold } from '../../model.ts';

/**
 * A pattern for what {@link fold} finds, over text that is stored as people wrote it: "ao thun" finds "Áo  Thun". For lists
 * that are too small to keep a folded form of each name. Understood by PCRE and by JavaScript with the flags `iu`.
 */
export function foldedRegex(search: string): string {
  return Array.from(fold(search), (letter) => (letter === ' ' ? '\\s+' : `${anyFormOf(letter)}\\p{M}*`)).join('');
}

function anyFormOf(letter: string): string {
  const forms = FORMS.get(letter);
  return forms ? `[${letter}${forms.join('')}]` : letter.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}

/** Letters of the Latin blocks, Vietnamese ones among them, by what they fold to. */
const FORMS: ReadonlyMap<string, readonly string[]> = (() => {
  const forms = new Map<string, string[]>();
  const blocks = [
    [0x41, 0x5a],
    [0xc0, 0x24f],
    [0x1e00, 0x1eff],
  ] as const;
  for (const [first, last] of blocks) {
    for (let code = first; code <= last; code++) {
      const letter = String.fromCodePoint(code);
      const folded = fold(letter);
      if (/^[a-z]$/.test(folded)) forms.set(folded, [...(forms.get(folded) ?? []), letter]);
    }
  }
  return forms;
})();
