import type { Field, Form, Option } from '../../../../src/segments/form.ts';
import type { Args } from './tree.ts';

/**
 * Forms of conditions, from the server's descriptors alone: what arguments a form begins with, which fields it shows, and what
 * is still wrong. A condition is its arguments; nothing else is kept of a form, so what was filled in is what is sent.
 */

/** The arguments of a condition that was just added: what is preset, and nothing that has to be chosen. */
export function initialArgs(fields: readonly Field[]): Args {
  let args: Args = {};
  for (const field of fields) if (field.required) args = withDefault(args, field);
  return args;
}

function withDefault(args: Args, field: Field): Args {
  if (args[field.name] !== undefined) return args;
  if (field.type === 'group') return { ...args, [field.name]: initialArgs(field.fields) };
  if (field.type === 'number' && field.default !== undefined) return { ...args, [field.name]: field.default };
  if (field.type !== 'select' || field.default === undefined) return args;
  const option = field.options.find(({ value }) => value === field.default);
  return { ...initialArgs(option?.fields ?? []), ...args, [field.name]: field.default };
}

/** The option that is chosen; one that was left out is the one that it means. */
export function chosenOption(field: Extract<Field, { type: 'select' }>, args: Args): Option | undefined {
  const value = args[field.name] ?? (field.required ? field.default : undefined);
  return field.options.find((option) => option.value === value);
}

/** The fields of a group. Of one that may be left out, its choice has "left out" among the options. */
export function innerFields(group: Extract<Field, { type: 'group' }>): readonly Field[] {
  const [first, ...others] = group.fields;
  if (group.required || first?.type !== 'select') return group.fields;
  const { default: _, ...choice } = first;
  return [{ ...choice, required: false, ...(group.empty ? { empty: group.empty } : {}) }, ...others];
}

/** The fields beside each other that are to be filled in now: behind a choice come those of what is chosen. */
export function shownFields(fields: readonly Field[], args: Args): Field[] {
  return fields.flatMap((field) => [
    field,
    ...(field.type === 'select' ? shownFields(chosenOption(field, args)?.fields ?? [], args) : []),
  ]);
}

/**
 * One field filled in, or emptied with `undefined`. A choice takes the arguments of what was chosen before with it, but for those that
 * the new one has as well. What has a default and was left out is written down, since it may be needed from now on.
 */
export function setField(fields: readonly Field[], args: Args, name: string, value: unknown): Args {
  const isEmpty = value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
  const { [name]: _, ...others } = args;
  const changed: Args = isEmpty ? others : { ...args, [name]: value };
  const shown = shownFields(fields, changed);
  let next: Args = Object.fromEntries(
    Object.entries(changed).filter(([key]) => shown.some((field) => field.name === key)),
  );
  next = carried(fields, args, next, name);
  for (const field of shown)
    if (field.required && (field.name !== name || field.type === 'select')) next = withDefault(next, field);
  return next;
}

/** The figure that was typed for "at least" is not typed again for "between". */
function carried(fields: readonly Field[], before: Args, after: Args, name: string): Args {
  const field = shownFields(fields, before).find((one) => one.name === name);
  if (field?.type !== 'select') return after;
  const [from, to] = [chosenOption(field, before)?.fields?.[0], chosenOption(field, after)?.fields?.[0]];
  if (!from || !to || from.type !== to.type || after[to.name] !== undefined) return after;
  const value = before[from.name];
  return value === undefined || (to.type === 'number' && to.default !== undefined)
    ? after
    : { ...after, [to.name]: value };
}

export type Problem =
  | { readonly field: string; readonly is: 'missing' | 'whole' | 'order' | 'form' | 'one_of' | 'unknown' }
  | { readonly field: string; readonly is: 'low' | 'high' | 'many' | 'long'; readonly bound: number };

/** Everything that keeps a form from being sent, by field: `value`, `period.n`. */
export function problemsOf(form: Form, args: Args): Problem[] {
  const problems = problemsIn(form.fields, args, '');
  const { needsOneOf = [] } = form;
  if (needsOneOf.length > 0 && needsOneOf.every((name) => args[name] === undefined))
    problems.push({ field: needsOneOf[0] ?? '', is: 'one_of' });
  return problems;
}

function problemsIn(fields: readonly Field[], args: Args, prefix: string): Problem[] {
  return shownFields(fields, args).flatMap((field) => {
    const path = `${prefix}${field.name}`;
    const value = args[field.name];
    if (value === undefined) {
      const isPreset = field.type === 'select' && field.default !== undefined;
      return field.required && !isPreset ? [{ field: path, is: 'missing' as const }] : [];
    }
    if (field.type === 'group') return problemsIn(field.fields, value as Args, `${path}.`);
    const problem = problemOf(field, value) ?? orderOf(field, value, args);
    return problem ? [{ ...problem, field: path }] : [];
  });
}

/** The field that a path leads to, among those that are shown. */
export function fieldAt(fields: readonly Field[], args: Args, path: string): Field | undefined {
  const [name, ...rest] = path.split('.');
  const field = shownFields(fields, args).find((one) => one.name === name);
  if (rest.length === 0 || field?.type !== 'group') return field;
  return fieldAt(field.fields, (args[field.name] ?? {}) as Args, rest.join('.')) ?? field;
}

type Found =
  | { is: 'missing' | 'whole' | 'order' | 'form' | 'unknown' }
  | { is: 'low' | 'high' | 'many' | 'long'; bound: number };

function problemOf(field: Field, value: unknown): Found | null {
  switch (field.type) {
    case 'number':
    case 'money':
      if (typeof value !== 'number') return { is: 'form' };
      if (value < field.min) return { is: 'low', bound: field.min };
      if (value > field.max) return { is: 'high', bound: field.max };
      return field.type === 'number' && field.decimals === 0 && !Number.isInteger(value) ? { is: 'whole' } : null;
    case 'text':
      if (typeof value !== 'string' || value.trim() === '') return { is: 'missing' };
      return value.length > field.maxLength ? { is: 'long', bound: field.maxLength } : null;
    case 'texts': {
      const texts = value as readonly string[];
      if (texts.length > field.max) return { is: 'many', bound: field.max };
      if (texts.some((text) => text.length > field.maxLength)) return { is: 'long', bound: field.maxLength };
      const pattern = field.pattern === undefined ? null : new RegExp(field.pattern, 'u');
      return pattern && !texts.every((text) => pattern.test(text)) ? { is: 'form' } : null;
    }
    case 'lookup':
      return (value as readonly unknown[]).length > field.max ? { is: 'many', bound: field.max } : null;
    case 'select':
      return field.options.some((option) => option.value === value) ? null : { is: 'unknown' };
    case 'day':
      return /^\d{4}-\d{2}-\d{2}$/.test(String(value)) ? null : { is: 'form' };
    case 'month_day':
      return isDayOfYear(String(value)) ? null : { is: 'form' };
    default:
      return null;
  }
}

/** Days written year first, and numbers, both compare as they are. */
function orderOf(field: Field, value: unknown, args: Args): Found | null {
  const lower = field.notBelow === undefined ? undefined : args[field.notBelow];
  return lower !== undefined && (value as number) < (lower as number) ? { is: 'order' } : null;
}

function isDayOfYear(text: string): boolean {
  const [month = 0, day = 0] = text.split('-').map(Number);
  return day >= 1 && new Date(Date.UTC(2000, month - 1, day)).getUTCMonth() === month - 1;
}
