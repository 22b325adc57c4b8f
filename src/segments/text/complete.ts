import type { IToken } from 'chevrotain';
import { fold } from '../../model.ts';
import type { Condition } from '../condition.ts';
import { GROUPS, type Lookup, type Text } from '../form.ts';
import { hastyGrammar } from './grammar.ts';
import { placeBehind } from './place.ts';
import { printExample } from './print.ts';
import { readOneOf } from './read.ts';
import { slotsIn } from './slots.ts';
import { tokensOf } from './tokens.ts';
import { tooDeep } from './too-deep.ts';
import { TreeReader } from './tree.ts';
import { conditionsCalled, conditionsLike, wordOf } from './words.ts';

export interface Completion {
  /** Put in place of what stands between `from` and `to`. */
  readonly text: string;
  readonly label: Text;
  readonly detail?: Text;
  /** In place of `text`: the values are the shop's, and whoever shows them looks these up. */
  readonly lookup?: { readonly of: Lookup; readonly search: string };
}

export interface Completions {
  readonly from: number;
  readonly to: number;
  readonly items: readonly Completion[];
}

/** More than anybody reads. */
const ITEMS_MAX = 60;

/** What could be typed at the offset: the word that is begun there is completed, in the text's words or in those of a label. */
export function completionsAt(text: string, offset: number): Completions {
  const at = Math.min(Math.max(0, Math.trunc(offset) || 0), text.length);
  const { before, begun } = cut(tokensOf(text).tokens, at);
  const place = placeBehind(before);
  const from = begun?.startOffset ?? at;
  const to = begun && begun.tokenType.name !== 'Unclosed' ? Math.max(at, endOf(begun)) : at;
  const typed = text.slice(from, at).replace(/^["“]/, '');
  const isText = begun !== undefined && TEXTS.has(begun.tokenType.name);
  const shownAs = (found: readonly Completion[], start = from): Completions => ({
    from: start,
    to,
    items: unique(found).slice(0, ITEMS_MAX),
  });
  if (place.at === 'operand') return shownAs(isText ? [] : operands(typed, place.isStart));
  if (place.at === 'end') return shownAs(isText ? [] : fitting(ends(place.isInBrackets), typed));

  const [word] = place.tokens;
  const conditions = word ? conditionsCalled(word.image) : [];
  if (!word || conditions.length === 0) {
    // "chi tieu": several words of a label, each of them no condition.
    const isLabel = !isText && place.tokens.every(({ tokenType }) => tokenType.name === 'Identifier');
    return isLabel && word ? shownAs(operands(text.slice(word.startOffset, at), false), word.startOffset) : shownAs([]);
  }
  const slots = conditions.flatMap((condition) => slotsIn(condition, place.tokens, typed));
  const behind = !isText && isWhole(conditions, place.tokens) ? ends(place.isInBrackets) : [];
  const fits = fitting([...slots, ...behind], typed);
  return shownAs(fits.filter(({ text: one, lookup }) => !isText || lookup || one.startsWith('"')));
}

const TEXTS: ReadonlySet<string> = new Set(['Quoted', 'Unclosed']);
const BEGUN: ReadonlySet<string> = new Set([...TEXTS, 'Figure', 'Day']);

/** The tokens in front of the cursor, and the one that it touches: that is still being typed. */
function cut(tokens: readonly IToken[], at: number): { before: IToken[]; begun: IToken | undefined } {
  const before = tokens.filter((token) => token.startOffset < at);
  const last = before.at(-1);
  if (!last || endOf(last) < at) return { before, begun: undefined };
  const isClosed = last.tokenType.name === 'Quoted' && endOf(last) === at;
  const isName = /^[\p{L}_]/u.test(last.image);
  if (isClosed || !(isName || BEGUN.has(last.tokenType.name))) return { before, begun: undefined };
  return { before: before.slice(0, -1), begun: last };
}

function endOf(token: IToken): number {
  return token.startOffset + token.image.length;
}

function operands(typed: string, isStart: boolean): Completion[] {
  const conditions = conditionsLike(typed).map(
    (condition): Completion => ({
      text: wordOf(condition),
      label: condition.form.label,
      detail: detailOf(condition),
    }),
  );
  return [...conditions, ...fitting(isStart ? [...STARTS, ...SECTIONS] : STARTS, typed)];
}

function detailOf(condition: Condition): Text {
  const group = GROUPS[condition.form.group];
  const example = printExample(condition);
  return { vi: `${group.vi} · ${example}`, en: `${group.en} · ${example}` };
}

function isWhole(conditions: readonly Condition[], tokens: readonly IToken[]): boolean {
  if (tooDeep(tokens)) return false;
  hastyGrammar.input = [...tokens];
  const reader = new TreeReader();
  const cst = hastyGrammar.definition();
  if (!cst) return false;
  reader.sections(cst);
  const [phrase, ...others] = reader.phrases;
  if (!phrase || others.length > 0 || hastyGrammar.errors.length > 0 || reader.problems.length > 0) return false;
  return readOneOf(conditions, phrase)?.[1].problems.length === 0;
}

function ends(isInBrackets: boolean): Completion[] {
  return [...GLUE, ...(isInBrackets ? [CLOSE] : SECTIONS)];
}

/** What begins with what is typed, or has it in its label. */
function fitting(items: readonly Completion[], typed: string): Completion[] {
  const asked = fold(typed);
  if (asked === '') return [...items];
  const begins = (item: Completion) => fold(item.text.replace(/^"/, '')).startsWith(asked);
  const says = (item: Completion) => [item.label.vi, item.label.en].some((label) => fold(label).includes(asked));
  return [
    ...items.filter((item) => item.lookup || begins(item)),
    ...items.filter((item) => !item.lookup && !begins(item) && says(item)),
  ];
}

/** Two conditions of one word are two lines; the same choice of both is one. */
function unique(items: readonly Completion[]): Completion[] {
  const seen = new Map(items.map((item) => [JSON.stringify([item.text, item.label, item.lookup]), item]));
  return [...seen.values()];
}

const GLUE: readonly Completion[] = [
  { text: 'and', label: { vi: 'và', en: 'and' } },
  { text: 'or', label: { vi: 'hoặc', en: 'or' } },
];
const CLOSE: Completion = { text: ')', label: { vi: 'đóng ngoặc', en: 'close the brackets' } };
const STARTS: readonly Completion[] = [
  { text: 'not', label: { vi: 'không', en: 'not' } },
  { text: '(', label: { vi: 'mở ngoặc', en: 'open brackets' } },
];
const SECTIONS: readonly Completion[] = [
  { text: 'include', label: { vi: 'cùng với những người', en: 'together with those who' } },
  { text: 'exclude', label: { vi: 'trừ những người', en: 'except those who' } },
];
