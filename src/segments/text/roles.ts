import type { Field, Option } from '../form.ts';

/** Which fields of a form have a sign or a place of their own in the text; all others are named arguments. */

type OfType<Type extends Field['type']> = Extract<Field, { type: Type }>;
export type SelectField = OfType<'select'>;
type ComparisonField = SelectField & { readonly as: 'comparison' };

/** Filled by `>= 5`. */
export function isComparison(field: Field): field is ComparisonField {
  return field.type === 'select' && field.as === 'comparison';
}

/** A group that is one choice: filled by `in this_month`, `since 2026-01-01`, `from … to …`. */
export function windowOf(field: Field): SelectField | undefined {
  if (field.type !== 'group' || field.fields.length !== 1) return undefined;
  const [only] = field.fields;
  return only?.type === 'select' && !isComparison(only) ? only : undefined;
}

/** A group that is one comparison: `quantity >= 2` among named arguments. */
export function comparedIn(field: Field): SelectField | undefined {
  if (field.type !== 'group' || field.fields.length !== 1) return undefined;
  const [only] = field.fields;
  return only && isComparison(only) ? only : undefined;
}

/** The field of `= "VIP"`: the first that has to be filled in, or else the first that can. */
export function choiceOf(fields: readonly Field[]): Field | undefined {
  const choices = fields.filter(({ type }) => ['lookup', 'multi_select', 'texts', 'text'].includes(type));
  return choices.find((field) => field.required) ?? choices[0];
}

/** Several values, though one can stand alone in the text. */
export function isList(field: Field): boolean {
  return field.type === 'lookup' || field.type === 'multi_select' || field.type === 'texts';
}

export function optionCalled(options: readonly Omit<Option, 'fields'>[], typed: string): Option | undefined {
  return (
    options.find(({ value }) => String(value) === typed) ??
    options.find(({ value }) => String(value).toLowerCase() === typed.toLowerCase())
  );
}

/** A choice that asks for one number `n` has it in its name: `last_n_days` is `last_90_days`, `next_days` is `next_7_days`. */
export function numberedName({
  value,
  fields,
}: Option): { readonly before: string; readonly after: string } | undefined {
  const [n, ...others] = fields ?? [];
  if (n?.type !== 'number' || n.name !== 'n' || others.length > 0) return undefined;
  const name = String(value);
  const [, before, after] = /^(.+_)n(_.+)$/.exec(name) ?? /^(.+)(_[^_]+)$/.exec(name) ?? [];
  if (before === undefined || after === undefined) return undefined;
  return { before: before.endsWith('_') ? before : `${before}_`, after };
}

/** The field of a choice that is one day: `since 2026-01-01`. */
export function dayOfOption({ fields }: Option): Field | undefined {
  const [day, ...others] = fields ?? [];
  return day?.type === 'day' && others.length === 0 ? day : undefined;
}

/** The two fields of a choice from one day to another. */
export function daysOfOption({ fields }: Option): readonly [Field, Field] | undefined {
  const [from, to, ...others] = fields ?? [];
  const isDay = (field: Field | undefined) => field?.type === 'day' || field?.type === 'month_day';
  return from && to && isDay(from) && isDay(to) && others.length === 0 ? [from, to] : undefined;
}

/** Every field beside the others, those of all choices among them. */
export function allFields(fields: readonly Field[]): Field[] {
  return fields.flatMap((field) =>
    field.type === 'select' ? [field, ...field.options.flatMap((option) => allFields(option.fields ?? []))] : [field],
  );
}

/** What stands beside a select: the fields of what is chosen, or of its default, which then need not be filled in. */
export function fieldsBeside({ options, default: preset }: SelectField, value: unknown): readonly Field[] {
  if (value !== undefined) return options.find((option) => option.value === value)?.fields ?? [];
  const fields = preset === undefined ? [] : (optionCalled(options, preset)?.fields ?? []);
  return fields.map((field) => ({ ...field, required: false }));
}
