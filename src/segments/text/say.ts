import type { Condition } from '../condition.ts';
import type { Field, Option } from '../form.ts';
import { sameValue } from '../same-value.ts';
import { type Entry, NOWHERE, type Part, type Phrase, SIGNS, type Term } from './phrase.ts';
import { readOneOf } from './read.ts';
import {
  allFields,
  choiceOf,
  comparedIn,
  dayOfOption,
  daysOfOption,
  fieldsBeside,
  isComparison,
  isList,
  numberedName,
  optionCalled,
  type SelectField,
  windowOf,
} from './roles.ts';
import { RESERVED } from './tokens.ts';
import type { Args } from './value.ts';
import { conditionsCalled, wordOf } from './words.ts';

/**
 * A condition as one would type it: the shortest way that is read back as exactly these arguments, and where none is (a form does not show
 * all that a schema allows), the arguments as they are stored.
 */
export function phraseOf(condition: Condition, args: Args): Phrase {
  const { kind } = condition;
  const word = wordOf(condition);
  const [short, full] = [true, false].map((isShort) => new PhraseWriter(condition, args, isShort).write());
  const exact: Part[] = [{ type: 'exact', term: jsonTerm(args) }];
  const ways = [short, full, exact].flatMap((parts): Phrase[] => (parts ? [{ word, parts, ...NOWHERE }] : []));
  return ways.find((phrase) => saysThis(condition, phrase, args)) ?? { word: kind, parts: exact, ...NOWHERE };
}

function saysThis(condition: Condition, phrase: Phrase, args: Args): boolean {
  const [meant, read] = readOneOf(conditionsCalled(phrase.word), phrase) ?? [];
  return meant === condition && read?.problems.length === 0 && sameValue(read.args, args);
}

class PhraseWriter {
  readonly #args: Args;
  readonly #isShort: boolean;
  readonly #compares: boolean;
  readonly #fields: readonly Field[];
  readonly #entries: Entry[] = [];
  /** Keywords and choices, in the order of the form. */
  readonly #said: Part[] = [];
  #window: Part | undefined;
  #comparison: Part | undefined;

  constructor({ form }: Condition, args: Args, isShort: boolean) {
    this.#fields = form.fields;
    this.#args = args;
    this.#isShort = isShort;
    this.#compares = allFields(form.fields).some(isComparison);
  }

  /** Nothing when an argument has no field. */
  write(): Part[] | undefined {
    const left = new Set(Object.keys(this.#args));
    const choice = choiceOf(this.#fields);
    const queue = [...this.#fields];
    for (let field = queue.shift(); field; field = queue.shift()) {
      const value = this.#args[field.name];
      const option = field.type === 'select' ? optionCalled(field.options, String(value)) : undefined;
      const isGiven = left.delete(field.name);
      const signed = option && isComparison(field) && !this.#comparison ? compared(option, this.#args) : undefined;
      if (signed) {
        for (const { name } of option?.fields ?? []) left.delete(name);
        this.#comparison = { type: 'comparison', term: signed };
        continue;
      }
      if (isGiven) this.#say(field, value, choice ?? choiceOf([field, ...queue]));
      if (field.type === 'select') queue.unshift(...fieldsBeside(field, value));
    }
    if (left.size > 0) return undefined;
    const entries: Part[] = [{ type: 'entries', entries: this.#entries, span: NOWHERE }];
    const rest = [this.#window, this.#comparison].filter((part) => part !== undefined);
    return [...this.#said, ...(this.#entries.length > 0 ? entries : []), ...rest];
  }

  #say(field: Field, value: unknown, choice: Field | undefined): void {
    const term = termOf(field, value);
    if (field.type === 'select' && term.type === 'name') {
      if (!this.#isShort || value !== field.default) this.#said.push({ type: 'keyword', term });
      return;
    }
    if (windowOf(field) && !this.#window && ['name', 'dated', 'range'].includes(term.type)) {
      this.#window = { type: 'window', term };
      return;
    }
    const items = term.type === 'list' ? term.items : [term];
    if (field.name === choice?.name && items.every(({ type }) => SCALARS.has(type)) && items.length > 0)
      this.#said.push(this.#choices(items));
    else this.#entries.push(entry(field.name, term));
  }

  /** `= "VIP"` where that cannot be taken for a figure. */
  #choices(items: readonly Term[]): Part {
    const [only] = items;
    if (items.length === 1 && only && !this.#compares && this.#said.length === 0)
      return { type: 'comparison', term: { type: 'comparison', op: 'eq', values: [only], ...NOWHERE } };
    return { type: 'choices', items, span: NOWHERE };
  }
}

const SCALARS: ReadonlySet<Term['type']> = new Set(['text', 'figure', 'day', 'name']);

function compared({ value, fields = [] }: Option, args: Args): (Term & { type: 'comparison' }) | undefined {
  const op = String(value);
  if (!(op in SIGNS) && op !== 'between') return undefined;
  if (fields.length !== (op === 'between' ? 2 : 1) || fields.some(({ name }) => args[name] === undefined))
    return undefined;
  return { type: 'comparison', op, values: fields.map((field) => termOf(field, args[field.name])), ...NOWHERE };
}

function termOf(field: Field, value: unknown): Term {
  if (isList(field) && Array.isArray(value))
    return { type: 'list', items: value.map((item) => oneTerm(field, item)), ...NOWHERE };
  return oneTerm(field, value);
}

function oneTerm(field: Field, value: unknown): Term {
  switch (field.type) {
    case 'select':
    case 'multi_select':
      return typeof value === 'string' && isPlain(value) ? nameTerm(value) : jsonTerm(value);
    case 'day':
    case 'month_day':
      return typeof value === 'string' && DAY.test(value) ? { type: 'day', day: value, ...NOWHERE } : jsonTerm(value);
    case 'group':
      return groupTerm(field.fields, value, windowOf(field), comparedIn(field));
    default:
      return jsonTerm(value);
  }
}

function groupTerm(
  fields: readonly Field[],
  value: unknown,
  select: SelectField | undefined,
  comparison: SelectField | undefined,
): Term {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return jsonTerm(value);
  const args = value as Args;
  const chosen = select ?? comparison;
  const option = chosen && optionCalled(chosen.options, String(args[chosen.name]));
  if (select && option) return windowTerm(select, option, args);
  const sign = comparison && option && compared(option, args);
  if (sign) return sign;
  return { type: 'object', entries: entriesOf(fields, args), ...NOWHERE };
}

function windowTerm(select: SelectField, option: Option, args: Args): Term {
  const name = String(option.value);
  const given = (field: Field) => args[field.name];
  const numbered = numberedName(option);
  if (numbered && Number.isSafeInteger(args.n) && Number(args.n) >= 0)
    return nameTerm(`${numbered.before}${Number(args.n)}${numbered.after}`);
  const day = dayOfOption(option);
  if (day && typeof given(day) === 'string' && isPlain(name))
    return { type: 'dated', name, day: String(given(day)), ...NOWHERE };
  const days = daysOfOption(option);
  if (days && option === select.options.find(daysOfOption))
    return { type: 'range', values: days.map((one) => oneTerm(one, given(one))), ...NOWHERE };
  const { [select.name]: _, ...more } = args;
  const entries = entriesOf(option.fields ?? [], more);
  if (!isPlain(name)) return { type: 'object', entries: entriesOf([select], args), ...NOWHERE };
  return entries.length === 0 ? nameTerm(name) : { type: 'name', name, entries, ...NOWHERE };
}

/** Those of known fields by their type, of others as they are stored: whether that is read back is asked at the end. */
function entriesOf(fields: readonly Field[], args: Args): Entry[] {
  const known = new Map(allFields(fields).map((field) => [field.name, field]));
  return Object.entries(args).map(([name, value]) => {
    const field = known.get(name);
    return entry(name, field ? termOf(field, value) : jsonTerm(value));
  });
}

function entry(name: string, term: Term): Entry {
  return { name, nameAt: NOWHERE, term };
}

function nameTerm(name: string): Term {
  return { type: 'name', name, ...NOWHERE };
}

function jsonTerm(value: unknown): Term {
  if (typeof value === 'string') return { type: 'text', text: value, ...NOWHERE };
  if (typeof value === 'number') {
    const image = Object.is(value, -0) ? '-0' : String(value);
    return { type: 'figure', value, image, ...NOWHERE };
  }
  if (Array.isArray(value)) return { type: 'list', items: value.map(jsonTerm), ...NOWHERE };
  if (typeof value === 'object' && value !== null)
    return { type: 'object', entries: entriesOf([], value as Args), ...NOWHERE };
  return nameTerm(String(value));
}

/** A name that the grammar does not take for something else. */
export function isPlain(name: string): boolean {
  return PLAIN.test(name) && (!RESERVED.includes(name.toLowerCase()) || name === 'all' || name === 'any');
}

const PLAIN = /^[A-Za-z_][A-Za-z0-9_]*$/;
const DAY = /^(\d{4}-\d{2}-\d{2}|\d{2}-\d{2})$/;
