import type { Filter } from 'mongodb';
import { fold, normalisePhone, phonePrefix } from '../../model.ts';
import { foldedWords } from '../ingest/listing.ts';
import { escapeRegex } from '../segments/saved.ts';
import type { CustomerDocument } from '../store/documents.ts';
import type { ListedShop } from './customers-request.ts';

/** One word of a search: who has a word that begins so, and the words that it may be as a whole. */
export interface SearchedWord {
  readonly filter: Filter<CustomerDocument>;
  readonly whole: readonly string[];
}

export interface Search {
  /** {@link fold} of the text: how a name begins. */
  readonly folded: string;
  readonly words: readonly SearchedWord[];
}

/** Null when the text holds nothing to search for. A number may be written with spaces, dots and the like: then it is one word. */
export function readSearch(text: string, shop: ListedShop): Search | null {
  const plain = text.normalize('NFKC');
  const folded = fold(plain);
  if (folded === '') return null;
  const isNumber = /^[\d\s().+-]*\d[\d\s().+-]*$/.test(folded);
  const given = isNumber ? [folded.replace(/[^\d+]/g, '')] : folded.split(' ');
  return { folded, words: given.map((word) => (/^\+?\d+$/.test(word) ? numberWord(word, shop) : textWord(word))) };
}

/** A whole number is that number; anything shorter may stand anywhere in one, or begin a member code. */
function numberWord(digits: string, { countryCode }: ListedShop): SearchedWord {
  const phone = normalisePhone(digits, countryCode);
  if (phone !== null) return { filter: beginning([digits], [phone]), whole: [phone, digits] };
  const isNational = digits.startsWith('0') || digits.startsWith('+');
  const begin = isNational ? phonePrefix(digits, countryCode) : `+${digits}`;
  return { filter: beginning(begin === null ? [digits] : [digits, begin]), whole: [digits] };
}

/** "lan-anh" is the beginning of a code or an address, or the words lan and anh. */
function textWord(word: string): SearchedWord {
  const parts = foldedWords(word);
  if (parts.length === 0 || (parts.length === 1 && parts[0] === word))
    return { filter: beginning([word]), whole: [word] };
  const apart = parts.map((part) => beginning([part]));
  return {
    filter: { $or: [beginning([word]), ...(apart.length === 1 ? apart : [{ $and: apart }])] },
    whole: [word, ...parts],
  };
}

function beginning(prefixes: readonly string[], whole: readonly string[] = []): Filter<CustomerDocument> {
  const values = [...whole, ...prefixes.map((prefix) => new RegExp(`^${escapeRegex(prefix)}`))];
  return { 'listing.words': values.length === 1 ? values[0] : { $in: values } };
}
