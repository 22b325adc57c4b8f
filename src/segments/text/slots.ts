import type { IToken } from 'chevrotain';
import type { Condition } from '../condition.ts';
import type { Field, Option, Text } from '../form.ts';
import type { Completion } from './complete.ts';
import { SIGNS } from './phrase.ts';
import { CLOSING, OPENING } from './place.ts';
import {
  allFields,
  choiceOf,
  comparedIn,
  dayOfOption,
  daysOfOption,
  isComparison,
  isList,
  numberedName,
  optionCalled,
  type SelectField,
  windowOf,
} from './roles.ts';
import { isPlain } from './say.ts';
import { nameInText } from './value.ts';

/** What can come next inside of a condition, from its form and its tokens so far. */
export function slotsIn(condition: Condition, tokens: readonly IToken[], typed: string): Completion[] {
  const all = allFields(condition.form.fields);
  const { scope, opened } = openBrackets(all, tokens);
  const last = tokens.at(-1);
  const name = last?.tokenType.name ?? '';
  if (!opened) return partSlots(all, tokens, typed);
  if (scope.type === 'values') return name === 'Comma' || last === opened ? valuesOf(scope.field, typed) : [];
  if (name === 'Colon' || isSign(last)) {
    const field = namedBefore(scope.fields, tokens);
    if (!field) return [];
    const compared = comparedIn(field);
    return compared ? figures(compared, last) : valuesOf(field, typed);
  }
  return name === 'Comma' || last === opened ? argumentNames(scope.fields) : [];
}

/** Tokens in front of a bracket that tell what it holds: `in tet(`. */
const NEAR = 4;

type Scope =
  | { readonly type: 'names'; readonly fields: readonly Field[] }
  | { readonly type: 'values'; readonly field: Field | undefined };

/** What the innermost bracket that is open holds. */
function openBrackets(all: readonly Field[], tokens: readonly IToken[]): { scope: Scope; opened: IToken | undefined } {
  const open: { readonly scope: Scope; readonly opened: IToken }[] = [];
  const outer = (): Scope => open.at(-1)?.scope ?? { type: 'names', fields: all };
  for (const [index, token] of tokens.entries()) {
    if (CLOSING.has(token.tokenType.name)) open.pop();
    if (!OPENING.has(token.tokenType.name)) continue;
    open.push({
      opened: token,
      scope: scopeOf(token, tokens.slice(Math.max(0, index - NEAR), index), outer(), all, tokens[index + 2]),
    });
  }
  const innermost = open.at(-1);
  return { scope: innermost?.scope ?? { type: 'names', fields: all }, opened: innermost?.opened };
}

function scopeOf(
  bracket: IToken,
  before: readonly IToken[],
  outer: Scope,
  all: readonly Field[],
  second: IToken | undefined,
): Scope {
  const [behind, last] = [before.at(-2), before.at(-1)];
  const fields = outer.type === 'names' ? outer.fields : all;
  const field = namedBefore(fields, before);
  if (last?.tokenType.name === 'Colon')
    return bracket.tokenType.name === 'LCurly' && field?.type === 'group'
      ? { type: 'names', fields: allFields(field.fields) }
      : { type: 'values', field };
  if (last?.tokenType.name === 'In') return { type: 'values', field: choiceOf(all) };
  const isWindow = behind?.tokenType.name === 'In' || behind?.tokenType.name === 'Colon';
  const window =
    isWindow && (behind?.tokenType.name === 'In' ? all.find(windowOf) : namedBefore(fields, before.slice(0, -1)));
  const select = window ? windowOf(window) : undefined;
  if (select && last)
    return { type: 'names', fields: allFields(optionCalled(select.options, last.image)?.fields ?? []) };
  const isValues = second?.tokenType.name === 'Comma' && before.length > 1;
  return isValues ? { type: 'values', field: choiceOf(all) } : { type: 'names', fields: all };
}

/** The field of `name:` at the end. */
function namedBefore(fields: readonly Field[], tokens: readonly IToken[]): Field | undefined {
  const named = tokens.at(-2)?.image;
  return fields.find((field) => field.name === named);
}

function partSlots(all: readonly Field[], tokens: readonly IToken[], typed: string): Completion[] {
  const [behind, last] = [tokens.at(-2), tokens.at(-1)];
  const name = last?.tokenType.name ?? '';
  const comparison = all.find(isComparison);
  const window = all.map(windowOf).find((select) => select !== undefined);
  const choice = choiceOf(all);
  if (isSign(last)) return comparison ? figures(comparison, last) : valuesOf(choice, typed);
  if (name === 'In') return [...(window ? windowNames(window) : []), ...(choice && !window ? [LIST] : [])];
  if (name === 'Between') return figures(comparison, last);
  if (behind?.tokenType.name === 'Between') return [keyword('and', 'đến', 'and')];
  if (name === 'From') return [];
  if (behind?.tokenType.name === 'From') return [keyword('to', 'đến', 'to')];
  const used = new Set(
    tokens.slice(1).map(({ tokenType, image }) => (tokenType.name === 'Identifier' ? image : tokenType.name)),
  );
  const isCompared = [...used].some((one) => COMPARING.has(one));
  const isChosen = used.has('Quoted') || used.has('LParen');
  const hasWindow =
    used.has('From') ||
    used.has('Day') ||
    tokens.some((token, at) => token.tokenType.name === 'In' && tokens[at + 1]?.tokenType.name !== 'LParen');
  return [
    ...(comparison && !isCompared ? signs(comparison) : []),
    ...(choice && !isChosen && !isCompared
      ? choiceStarts(choice, comparison !== undefined, tokens.length === 1, typed)
      : []),
    ...all.flatMap((field) => (field.type === 'select' && !isComparison(field) ? keywords(field, used) : [])),
    ...(window && !hasWindow ? windowStarts(window) : []),
    ...(isChosen && used.has('LParen') ? [] : argumentsStart(all, choice)),
  ];
}

const COMPARING: ReadonlySet<string> = new Set([
  'Between',
  'GreaterOrEqual',
  'LessOrEqual',
  'NotEqual',
  'Greater',
  'Less',
  'Equal',
]);

function isSign(token: IToken | undefined): boolean {
  return token !== undefined && token.tokenType.name !== 'Between' && COMPARING.has(token.tokenType.name);
}

function signs(field: SelectField): Completion[] {
  return field.options.map(({ value, label }) => ({ text: SIGNS[String(value)] ?? String(value), label }));
}

function figures(field: SelectField | undefined, sign: IToken | undefined): Completion[] {
  const option = field?.options.find(({ value }) => (SIGNS[String(value)] ?? value) === sign?.image.toLowerCase());
  return suggested(option?.fields?.[0]);
}

function suggested(field: Field | undefined): Completion[] {
  if (field?.type !== 'number') return [];
  const unit = (language: 'vi' | 'en') => (field.unit ? ` ${field.unit[language]}` : '');
  return (field.suggestions ?? []).map((n) => ({
    text: String(n),
    label: { vi: `${n}${unit('vi')}`, en: `${n}${unit('en')}` },
  }));
}

function choiceStarts(choice: Field, compares: boolean, isFirst: boolean, typed: string): Completion[] {
  if (compares || !isFirst) return choice.type === 'lookup' ? valuesOf(choice, typed) : [];
  const equal: Completion = { text: '=', label: choice.label };
  return isList(choice) ? [equal, { text: 'in (', label: choice.label }] : [equal];
}

function keywords(field: SelectField, used: ReadonlySet<string>): Completion[] {
  const names = field.options.filter(({ value }) => typeof value === 'string' && isPlain(value));
  if (names.some(({ value }) => used.has(String(value)))) return [];
  return names.map((option) => ({ text: String(option.value), label: option.label, detail: field.label }));
}

function windowStarts(select: SelectField): Completion[] {
  const starts = select.options.flatMap((option): Completion[] => {
    if (dayOfOption(option)) return [{ text: String(option.value), label: option.label }];
    return daysOfOption(option) ? [{ text: 'from', label: option.label }] : [];
  });
  return [{ text: 'in', label: select.label }, ...starts];
}

/** As they stand behind `in`: those with suggested numbers once for each. */
function windowNames(select: SelectField): Completion[] {
  return select.options.flatMap((option) => {
    if (dayOfOption(option) || daysOfOption(option)) return [];
    const [n] = option.fields ?? [];
    if (numberedName(option) && n?.type === 'number') return numbers(option, n.suggestions ?? [n.default ?? n.min]);
    const text = (option.fields ?? []).length > 0 ? `${option.value}(` : String(option.value);
    return [{ text, label: option.label }];
  });
}

function numbers(option: Option, ns: readonly number[]): Completion[] {
  const said = (label: Text, n: number): Text => ({
    vi: label.vi.replace('…', String(n)),
    en: label.en.replace('…', String(n)),
  });
  return ns.map((n) => ({ text: nameInText(option, n), label: said(option.label, n) }));
}

function valuesOf(field: Field | undefined, typed: string): Completion[] {
  switch (field?.type) {
    case 'lookup':
      return [{ text: '', label: field.label, lookup: { of: field.of, search: typed } }];
    case 'select':
    case 'multi_select':
      return field.options.map(({ value, label }) => ({
        text: typeof value === 'string' && !isPlain(value) ? JSON.stringify(value) : String(value),
        label,
      }));
    case 'switch':
      return [keyword('true', 'có', 'yes'), keyword('false', 'không', 'no')];
    case 'number':
      return suggested(field);
    case 'group': {
      const select = windowOf(field);
      return select ? windowNames(select) : [];
    }
    default:
      return [];
  }
}

function argumentNames(fields: readonly Field[]): Completion[] {
  return fields
    .filter((field) => !isComparison(field))
    .map((field) => ({ text: comparedIn(field) ? field.name : `${field.name}:`, label: field.label }));
}

function argumentsStart(all: readonly Field[], choice: Field | undefined): Completion[] {
  const named = all.filter(
    (field) => field !== choice && field.type !== 'select' && !windowOf(field) && !isFigure(field, all),
  );
  return named.map(({ name, label }) => ({ text: `(${name}:`, label }));
}

/** Filled by a sign. */
function isFigure(field: Field, all: readonly Field[]): boolean {
  return all.some(
    (one) => isComparison(one) && one.options.some(({ fields }) => fields?.some(({ name }) => name === field.name)),
  );
}

function keyword(text: string, vi: string, en: string): Completion {
  return { text, label: { vi, en } };
}

const LIST: Completion = { text: '(', label: { vi: 'một trong nhiều', en: 'one of several' } };
