import type { Field, Lookup } from '../form.ts';
import type { Entry, Span, Term } from './phrase.ts';
import { problem, shown, some, type TextProblem } from './problem.ts';
import {
  comparedIn,
  dayOfOption,
  daysOfOption,
  isList,
  numberedName,
  optionCalled,
  type SelectField,
  windowOf,
} from './roles.ts';

export type Args = Readonly<Record<string, unknown>>;

/** The ids of what is called so in the shop; none when it is an id itself or is not known. */
export type Resolve = (of: Lookup, name: string) => readonly string[];

/** Typed values as the values of fields, with the place of each for what the schema refuses later. */
export class ValueReader {
  readonly problems: TextProblem[] = [];
  /** `period.from` → where it stands. */
  readonly places = new Map<string, Span>();
  readonly #lists: boolean;
  readonly #resolve: Resolve | undefined;

  constructor(lists: boolean, resolve?: Resolve) {
    this.#lists = lists;
    this.#resolve = resolve;
  }

  read(field: Field, term: Term, path: string): unknown {
    this.places.set(path, term);
    if (isList(field)) {
      if (term.type === 'list') return term.items.map((item, index) => this.#one(field, item, `${path}.${index}`));
      const one = this.#one(field, term, `${path}.0`);
      return this.#lists ? [one] : one;
    }
    return this.#one(field, term, path);
  }

  /** `>= 5`: the option of the sign, and its figure or figures in their order. */
  comparison(field: SelectField, term: Term & { type: 'comparison' }, path: string): Args {
    const option = optionCalled(field.options, term.op);
    const fields = option?.fields ?? [];
    this.places.set(join(path, field.name), term);
    if (!option || fields.length !== term.values.length) {
      const ops = field.options.map(({ value }) => String(value));
      this.#tell(
        term,
        `So sánh này không dùng được ở đây; có: ${some(ops)}.`,
        `This comparison does not fit here; there are ${some(ops)}.`,
        ops,
      );
      return {};
    }
    const values = fields.map((one, index) => {
      const value = term.values[index];
      return [one.name, value && this.read(one, value, join(path, one.name))] as const;
    });
    return { [field.name]: option.value, ...Object.fromEntries(values) };
  }

  isWindow(select: SelectField, term: Term): boolean {
    return this.#window(select, term, '', true) !== undefined;
  }

  #one(field: Field, term: Term, path: string): unknown {
    this.places.set(path, term);
    switch (field.type) {
      case 'lookup':
        return this.#found(field.of, textOf(term), term) ?? this.#wrong(term, 'chữ trong dấu "…"', 'text in "…"');
      case 'text':
      case 'texts':
        return textOf(term) ?? this.#wrong(term, 'chữ trong dấu "…"', 'text in "…"');
      case 'select':
      case 'multi_select':
        return this.#option(field, term);
      case 'number':
        if (term.type === 'figure') return term.value;
        return this.#wrong(term, 'một số', 'a number');
      case 'money':
        if (term.type === 'figure') return term.value;
        return this.#wrong(
          term,
          'một số tiền không có dấu chấm, như 1500000',
          'an amount in minor units, such as 1500000',
        );
      case 'day':
        if (term.type === 'day' || term.type === 'text') return textOf(term);
        return this.#wrong(term, 'một ngày như 2026-03-31', 'a day such as 2026-03-31');
      case 'month_day':
        if (term.type === 'day' || term.type === 'text') return textOf(term);
        return this.#wrong(term, 'tháng và ngày như 12-20', 'a month and a day such as 12-20');
      case 'switch':
        if (term.type === 'name' && /^(true|false)$/i.test(term.name)) return term.name.toLowerCase() === 'true';
        return this.#wrong(term, '“true” hoặc “false”', '“true” or “false”', ['true', 'false']);
      case 'group':
        return this.#group(field.fields, field, term, path);
    }
  }

  #group(fields: readonly Field[], field: Field, term: Term, path: string): unknown {
    const [select, compared] = [windowOf(field), comparedIn(field)];
    if (compared && term.type === 'comparison') return this.comparison(compared, term, path);
    if (select && term.type !== 'object') {
      const value = this.#window(select, term, path, false);
      if (value) return value;
      const names = select.options.map((option) => nameInText(option));
      return this.#wrong(term, `một trong: ${some(names)}`, `one of ${some(names)}`, names);
    }
    if (term.type === 'object') return this.#entries(fields, term.entries, path);
    return this.#wrong(term, '{ tên: giá trị, … }', '{ name: value, … }', ['{']);
  }

  #window(select: SelectField, term: Term, path: string, isTrial: boolean): Args | undefined {
    const of = (option: { readonly value: string | number }, more: Args = {}) => ({
      [select.name]: option.value,
      ...more,
    });
    if (term.type === 'dated') {
      const option = optionCalled(select.options, term.name);
      const day = option && dayOfOption(option);
      if (!day) return undefined;
      this.places.set(join(path, day.name), term);
      return of(option, { [day.name]: term.day });
    }
    if (term.type === 'range') {
      const option = select.options.find(daysOfOption);
      const days = option && daysOfOption(option);
      if (!days) return undefined;
      const values = days.map((day, index) => {
        const value = term.values[index];
        return [day.name, value && this.#one(day, value, join(path, day.name))] as const;
      });
      return of(option, Object.fromEntries(values));
    }
    if (term.type !== 'name') return undefined;
    const option = optionCalled(select.options, term.name);
    if (option) {
      if (isTrial) return of(option);
      return of(option, this.#entries(option.fields ?? [], term.entries ?? [], path));
    }
    for (const numbered of select.options) {
      const name = numberedName(numbered);
      const typed = term.name.toLowerCase();
      if (!name || term.entries || !typed.startsWith(name.before) || !typed.endsWith(name.after)) continue;
      const n = typed.slice(name.before.length, typed.length - name.after.length);
      if (!/^\d{1,9}$/.test(n)) continue;
      this.places.set(join(path, 'n'), term);
      return of(numbered, { n: Number(n) });
    }
    return undefined;
  }

  #entries(fields: readonly Field[], entries: readonly Entry[], path: string): Args {
    const left = [...entries];
    const values = new Map<string, unknown>();
    const queue = [...fields];
    for (let field = queue.shift(); field; field = queue.shift()) {
      const { name } = field;
      const at = left.findIndex((one) => one.name === name);
      const [entry] = at === -1 ? [] : left.splice(at, 1);
      if (!entry) continue;
      const value = this.read(field, entry.term, join(path, name));
      values.set(name, value);
      if (field.type === 'select') queue.unshift(...(optionCalled(field.options, String(value))?.fields ?? []));
    }
    const names = fields.map(({ name }) => name);
    for (const { name, nameAt } of left)
      this.#tell(
        nameAt,
        `Ở đây không có tham số ${shown(name)}${names.length > 0 ? `; có: ${some(names)}` : ''}.`,
        `There is no argument ${shown(name)} here${names.length > 0 ? `; there are ${some(names)}` : ''}.`,
        names,
      );
    return Object.fromEntries(values);
  }

  #option(field: Extract<Field, { type: 'select' | 'multi_select' }>, term: Term): unknown {
    const typed = textOf(term);
    const option = typed === undefined ? undefined : optionCalled(field.options, typed);
    if (option) return option.value;
    const names = field.options.map(({ value }) => String(value));
    return this.#wrong(term, `một trong: ${some(names)}`, `one of ${some(names)}`, names);
  }

  #found(of: Lookup, typed: string | undefined, at: Span): string | undefined {
    if (typed === undefined) return undefined;
    const ids = this.#resolve?.(of, typed) ?? [];
    const [id, ...others] = ids;
    if (others.length > 0)
      this.#tell(
        at,
        `Có nhiều mục tên ${shown(typed)}; hãy dùng mã: ${some(ids)}.`,
        `Several are called ${shown(typed)}; use the id: ${some(ids)}.`,
        ids.map((one) => JSON.stringify(one)),
      );
    return id ?? typed;
  }

  #wrong(at: Span, vi: string, en: string, expected: readonly string[] = []): undefined {
    this.#tell(at, `Ở đây cần ${vi}.`, `Here has to stand ${en}.`, expected);
    return undefined;
  }

  #tell(at: Span, vi: string, en: string, expected: readonly string[]): void {
    this.problems.push(problem(at, vi, en, expected));
  }
}

/** What is typed as text, a number and a name too: "091", VIP. */
function textOf(term: Term): string | undefined {
  if (term.type === 'text') return term.text;
  if (term.type === 'figure') return term.image;
  if (term.type === 'day') return term.day;
  return term.type === 'name' && !term.entries ? term.name : undefined;
}

/** `last_n_days` with an n that people will understand to be one. */
export function nameInText(option: SelectField['options'][number], n = 30): string {
  const name = numberedName(option);
  return name ? `${name.before}${n}${name.after}` : String(option.value);
}

/** The values of `{…}`, as JSON has them. */
export function exactValue(term: Term): unknown {
  switch (term.type) {
    case 'list':
      return term.items.map(exactValue);
    case 'object':
      return Object.fromEntries(term.entries.map(({ name, term: value }) => [name, exactValue(value)]));
    case 'figure':
      return term.value;
    case 'name':
      return LITERALS.has(term.name) ? LITERALS.get(term.name) : term.name;
    default:
      return textOf(term);
  }
}

const LITERALS: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ['true', true],
  ['false', false],
  ['null', null],
]);

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}
