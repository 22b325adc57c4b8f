import type { Form } from '../../../../src/segments/form.ts';
import type { Formats } from '../../format/formats.ts';
import { fieldAt, type Problem } from './form-args.ts';
import type { Say } from './texts.ts';
import type { Args } from './tree.ts';

/** What is wrong with a field, with its name and the bound it breaks. */
export function problemText(problem: Problem, form: Form, args: Args, t: Say, f: Formats): string {
  if (problem.is === 'one_of') {
    const names = (form.needsOneOf ?? []).map((name) => fieldAt(form.fields, args, name)?.label[f.locale] ?? name);
    return t('problem_one_of', { fields: names.join(', ') });
  }
  const found = fieldAt(form.fields, args, problem.field);
  const field = found?.label[f.locale] ?? problem.field;
  if (!('bound' in problem)) return t(`problem_${problem.is}`, { field });
  const bound = found?.type === 'money' ? f.money(problem.bound) : f.number(problem.bound);
  return t(`problem_${problem.is}`, { field, bound });
}
