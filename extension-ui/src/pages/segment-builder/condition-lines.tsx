import { useContext } from 'react';
import type { Form } from '../../../../src/segments/form.ts';
import { useFormats } from '../../session/admin.tsx';
import classes from './builder.module.css';
import { MarksContext } from './builder-context.ts';
import type { Problem } from './form-args.ts';
import { problemText } from './problem-text.ts';
import { useTexts } from './texts.ts';
import type { Args } from './tree.ts';
import { type Days, usePeriodDays } from './use-period-days.ts';

interface Props {
  readonly id: string;
  readonly form: Form;
  readonly args: Args;
  readonly problems: readonly Problem[];
  readonly node: number;
}

/** What stands under a form: what is wrong with it, the days it means now, and of whom it knows nothing. Its fields refer to it. */
export function ConditionLines({ id, form, args, problems, node }: Props) {
  const mark = useContext(MarksContext).get(node);
  const t = useTexts();
  const f = useFormats();
  const periods = form.fields.flatMap((field) =>
    field.as === 'period' && args[field.name] !== undefined && !problems.some((one) => one.field.startsWith(field.name))
      ? [{ name: field.name, period: args[field.name] }]
      : [],
  );
  const asked = usePeriodDays(periods.map(({ period }) => period));
  const told = mark?.periods.filter(({ field }) => !periods.some(({ name }) => name === field)) ?? [];
  const days = [...periods.flatMap(({ name }, i) => (asked[i] ? [{ field: name, ...asked[i] }] : [])), ...told];
  const inWords = ({ from, to }: Days) => {
    const words = { from: f.day(from), to: f.day(to), zone: zoneName(f.locale, f.timeZone) };
    return t(from > to ? 'datesNone' : from === to ? 'datesOneDay' : 'datesNow', words);
  };
  return (
    <ul id={id} className={classes['lines']}>
      {problems.map((problem) => (
        <li key={`${problem.field} ${problem.is}`} data-wrong>
          {problemText(problem, form, args, t, f)}
        </li>
      ))}
      {mark?.isRefused && <li data-wrong>{t('refused')}</li>}
      {days.map((one) => (
        <li key={one.field}>{inWords(one)}</li>
      ))}
      {mark?.missing && (
        <li>
          {t(mark.missing.isIn ? 'missingIn' : 'missingOut', {
            label: mark.missing.label[f.locale],
            customers: f.number(mark.missing.customers),
          })}
        </li>
      )}
    </ul>
  );
}

/** "Giờ Đông Dương": whose days they are. */
function zoneName(locale: string, timeZone: string): string {
  const parts = new Intl.DateTimeFormat(locale, { timeZone, timeZoneName: 'long' }).formatToParts();
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? timeZone;
}
