import { fold, type Gender } from '../model.ts';

/** What tills and import sheets write, folded (C04). Forms of address count: a cashier types "chị", not "female". */
const WORDS: Readonly<Record<Gender, readonly string[]>> = {
  male: ['male', 'm', 'man', 'nam', 'anh', 'ong', 'chu', 'trai', 'mr'],
  female: ['female', 'f', 'woman', 'nu', 'chi', 'co', 'ba', 'gai', 'ms', 'mrs'],
  other: ['other', 'khac', 'x'],
};

/** Null when the word is none we know: the gender is unknown then, never guessed from the name. */
export function parseGender(text: string): Gender | null {
  const word = fold(text).replace(/\.$/, '');
  for (const gender of ['male', 'female', 'other'] as const) if (WORDS[gender].includes(word)) return gender;
  return null;
}
