import type { Condition } from '../condition.ts';
import type { Field } from '../form.ts';
import type { Entry, Phrase, Span, Term } from './phrase.ts';
import { problem, shown, some, type TextProblem } from './problem.ts';
import { allFields, choiceOf, fieldsBeside, isComparison, optionCalled, type SelectField, windowOf } from './roles.ts';
import { schemaProblems } from './schema-problem.ts';
import { type Args, exactValue, type Resolve, ValueReader } from './value.ts';

export interface Reading {
  readonly resolve?: Resolve | undefined;
  /** The condition as one would type it, for who typed it otherwise; asked only where there is a problem to tell. */
  readonly example?: (condition: Condition) => string;
}

export interface Read {
  readonly args: Args;
  readonly problems: readonly TextProblem[];
  /** Parts for which the condition has no place. */
  readonly unused: number;
}

/**
 * What a typed condition says. What has a default and is left out stays out where the condition allows that, and gets its default where
 * not; one value alone is a list of one, unless the condition wants it bare. So each text has one meaning, which printing relies on.
 */
export function readPhrase(condition: Condition, phrase: Phrase, reading: Reading = {}): Read {
  const [exact, ...others] = phrase.parts;
  if (others.length >= PARTS_MAX) {
    const many = problem(
      phrase,
      'Điều kiện này có quá nhiều phần; thiếu “and” hoặc “or”?',
      'This condition has too many parts; is “and” or “or” missing?',
      ['and', 'or'],
    );
    return { args: {}, problems: [many], unused: others.length };
  }
  if (exact?.type === 'exact' && others.length === 0) {
    const args = exactValue(exact.term) as Args;
    const parsed = condition.args.safeParse(args);
    return { args, problems: parsed.success ? [] : schemaProblems(parsed.error, exact.term, new Map()), unused: 0 };
  }
  let last: Read | null = null;
  for (const { defaults, lists } of WAYS) {
    const reader = new PhraseReader(condition, phrase, { defaults, lists }, reading);
    const read = reader.read();
    if (read.problems.length === 0) return read;
    last ??= read;
    if (defaults && lists) last = read;
  }
  return last ?? { args: {}, problems: [], unused: 0 };
}

/** The condition that is meant of those with this word, and what is said of it: the first that has a place for everything. */
export function readOneOf(
  conditions: readonly Condition[],
  phrase: Phrase,
  reading: Reading = {},
): [Condition, Read] | undefined {
  let best: [Condition, Read] | undefined;
  for (const condition of conditions) {
    const read = readPhrase(condition, phrase, reading);
    if (read.problems.length === 0) return [condition, read];
    const isBetter = !best || read.unused < best[1].unused;
    if (isBetter) best = [condition, read];
  }
  return best;
}

/** No form has as many fields; an endless row of parts would be read for each condition of the word. */
const PARTS_MAX = 100;

/** Those that are tried, in this order. */
const WAYS = [
  { defaults: false, lists: true },
  { defaults: true, lists: true },
  { defaults: false, lists: false },
  { defaults: true, lists: false },
];

class PhraseReader {
  readonly #condition: Condition;
  readonly #phrase: Phrase;
  readonly #way: { readonly defaults: boolean; readonly lists: boolean };
  readonly #reading: Reading;
  readonly #values: ValueReader;
  readonly #keywords: (Term & { type: 'name' })[] = [];
  readonly #entries: Entry[] = [];
  readonly #missing: Field[] = [];
  #comparison: (Term & { type: 'comparison' }) | undefined;
  #window: Term | undefined;
  #choices: { readonly items: readonly Term[]; readonly span: Span } | undefined;

  constructor(
    condition: Condition,
    phrase: Phrase,
    way: { readonly defaults: boolean; readonly lists: boolean },
    reading: Reading,
  ) {
    this.#condition = condition;
    this.#phrase = phrase;
    this.#way = way;
    this.#reading = reading;
    this.#values = new ValueReader(way.lists, reading.resolve);
  }

  read(): Read {
    const { problems, places } = this.#values;
    for (const part of this.#phrase.parts) this.#sort(part);
    const args = this.#fields(this.#condition.form.fields);
    const unused = this.#tellUnused();
    if (problems.length > 0) return { args, problems, unused };
    const parsed = this.#condition.args.safeParse(args);
    if (parsed.success) return { args, problems, unused };
    const lacking = this.#lacking(args);
    return { args, problems: lacking ? [lacking] : schemaProblems(parsed.error, this.#phrase, places), unused };
  }

  #sort(part: Phrase['parts'][number]): void {
    switch (part.type) {
      case 'keyword':
        if (part.term.type === 'name') this.#keywords.push(part.term);
        return;
      case 'entries':
        this.#entries.push(...part.entries);
        return;
      case 'comparison':
        if (this.#comparison) this.#twice(part.term);
        this.#comparison = part.term;
        return;
      case 'window':
        if (this.#window) this.#twice(part.term);
        this.#window = part.term;
        return;
      case 'choices':
        if (this.#choices) this.#twice(part.span);
        this.#choices = part;
        return;
      case 'exact':
        this.#tell(
          part.term,
          'Phần trong { } phải đứng một mình sau điều kiện.',
          'What is in { } has to stand alone behind the condition.',
        );
    }
  }

  #fields(fields: readonly Field[]): Args {
    const args: Map<string, unknown> = new Map();
    const choice = choiceOf(fields);
    const queue = [...fields];
    for (let field = queue.shift(); field; field = queue.shift()) {
      const value = this.#entryOf(field) ?? this.#ownPlace(field, choice ?? choiceOf([field, ...queue]));
      if (value !== undefined) for (const [name, one] of Object.entries(value)) args.set(name, one);
      else if (field.required) this.#missing.push(field);
      if (field.type === 'select' && !(isComparison(field) && value && Object.keys(value).length > 1))
        queue.unshift(...fieldsBeside(field, value?.[field.name]));
    }
    return Object.fromEntries(args);
  }

  /** From the named arguments. */
  #entryOf(field: Field): Args | undefined {
    const at = this.#entries.findIndex(({ name }) => name === field.name);
    const [entry] = at === -1 ? [] : this.#entries.splice(at, 1);
    if (!entry) return undefined;
    this.#values.places.set(field.name, entry.term);
    return { [field.name]: this.#values.read(field, entry.term, field.name) };
  }

  /** From the signs and places that are the field's own. */
  #ownPlace(field: Field, choice: Field | undefined): Args | undefined {
    if (isComparison(field)) return this.#compared(field);
    if (field.type === 'select') return this.#selected(field);
    if (windowOf(field)) return this.#within(field);
    if (field.name === choice?.name) return this.#chosen(field);
    return undefined;
  }

  #compared(field: SelectField): Args | undefined {
    const term = this.#comparison;
    if (!term) return undefined;
    this.#comparison = undefined;
    return this.#values.comparison(field, term, '');
  }

  #selected(field: SelectField): Args | undefined {
    const at = this.#keywords.findIndex(({ name }) => optionCalled(field.options, name));
    const [keyword] = at === -1 ? [] : this.#keywords.splice(at, 1);
    if (keyword?.entries) this.#entries.push(...keyword.entries);
    if (keyword) this.#values.places.set(field.name, keyword);
    const option = keyword && optionCalled(field.options, keyword.name);
    const value = option?.value ?? (this.#way.defaults && field.required ? field.default : undefined);
    return value === undefined ? undefined : { [field.name]: value };
  }

  #within(field: Field): Args | undefined {
    const select = windowOf(field);
    const at = this.#keywords.findIndex((keyword) => select && this.#values.isWindow(select, keyword));
    const term = this.#window ?? (at === -1 ? undefined : this.#keywords.splice(at, 1)[0]);
    if (!term) return undefined;
    if (term === this.#window) this.#window = undefined;
    this.#values.places.set(field.name, term);
    return { [field.name]: this.#values.read(field, term, field.name) };
  }

  #chosen(field: Field): Args | undefined {
    if (this.#choices) {
      const { items, span } = this.#choices;
      this.#choices = undefined;
      this.#values.places.set(field.name, span);
      const [only] = items;
      const term: Term = items.length === 1 && only ? only : { type: 'list', items, ...span };
      return { [field.name]: this.#values.read(field, term, field.name) };
    }
    const compared = allFields(this.#condition.form.fields).some(isComparison);
    const [value] = this.#comparison?.values ?? [];
    if (compared || this.#comparison?.op !== 'eq' || !value) return undefined;
    this.#comparison = undefined;
    this.#values.places.set(field.name, value);
    return { [field.name]: this.#values.read(field, value, field.name) };
  }

  #tellUnused(): number {
    const word = shown(this.#phrase.word);
    const fields = allFields(this.#condition.form.fields);
    const names = [...new Set(fields.map(({ name }) => name))];
    for (const { name, nameAt } of this.#entries)
      this.#tell(
        nameAt,
        `${word} không có tham số ${shown(name)} ở đây; có: ${some(names)}.`,
        `${word} has no argument ${shown(name)} here; it has ${some(names)}.`,
        names,
      );
    const options = fields.flatMap((field) =>
      field.type === 'select' && !isComparison(field) ? field.options.map(({ value }) => String(value)) : [],
    );
    for (const keyword of this.#keywords)
      this.#tell(
        keyword,
        `${word} không có lựa chọn ${shown(keyword.name)}${options.length > 0 ? `; có: ${some(options)}` : ''}. Thiếu “and” hoặc “or” ở trước?`,
        `${word} has no choice ${shown(keyword.name)}${options.length > 0 ? `; it has ${some(options)}` : ''}. Is “and” or “or” missing before it?`,
        [...options, 'and', 'or'],
      );
    const unused = [this.#comparison, this.#window, this.#choices?.span].filter((part) => part !== undefined);
    const how = unused.length > 0 ? this.#example() : '';
    for (const part of unused)
      this.#tell(
        part,
        `${word} không nhận phần này; hãy viết như: ${how}.`,
        `${word} does not take this; write it as in: ${how}.`,
        [how],
      );
    return this.#entries.length + this.#keywords.length + unused.length;
  }

  /** Without something that has to be there, that is what is told, and not the schema's words for nothing. */
  #lacking(args: Args): TextProblem | undefined {
    const { form } = this.#condition;
    const oneOf = form.needsOneOf?.every((name) => args[name] === undefined)
      ? allFields(form.fields).filter(({ name }) => form.needsOneOf?.includes(name))
      : [];
    const lacking = this.#missing.filter(
      (field) => !(field.type === 'select' && field.default !== undefined && !isComparison(field)),
    );
    if (lacking.length === 0 && oneOf.length === 0) return undefined;
    const names = (language: 'vi' | 'en') => [
      ...lacking.map(({ label }) => label[language]),
      ...(oneOf.length > 0 ? [oneOf.map(({ label }) => label[language]).join(' / ')] : []),
    ];
    const how = this.#example();
    return problem(
      this.#phrase,
      `${shown(this.#phrase.word)} còn thiếu: ${names('vi').join(', ')}. Ví dụ: ${how}`,
      `${shown(this.#phrase.word)} lacks: ${names('en').join(', ')}. For example: ${how}`,
      [how],
    );
  }

  #example(): string {
    return this.#reading.example?.(this.#condition) ?? '';
  }

  #twice(at: Span): void {
    this.#tell(
      at,
      'Phần này có hai lần trong một điều kiện; hãy thêm “and” giữa hai điều kiện.',
      'This stands twice in one condition; put “and” between two conditions.',
      ['and', 'or'],
    );
  }

  #tell(at: Span, vi: string, en: string, expected: readonly string[] = []): void {
    this.#values.problems.push(problem(at, vi, en, expected));
  }
}
