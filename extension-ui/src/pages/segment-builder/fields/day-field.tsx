import '@mantine/dates/styles.css';
import 'dayjs/locale/vi';
import { DateInput, DatesProvider } from '@mantine/dates';
import { useFormats } from '../../../session/admin.tsx';
import { type FieldProps, labelled, marked } from './field-props.ts';

/** A calendar day: typed as day/month/year in both languages, or chosen from the calendar. */
export function DayField(props: FieldProps<'day'>) {
  const { value, atLeast, onChange } = props;
  const { locale } = useFormats();
  return (
    <DatesProvider settings={{ locale, firstDayOfWeek: 1, weekendDays: [0] }}>
      <DateInput
        {...labelled(props)}
        {...marked(props)}
        value={(value ?? null) as string | null}
        onChange={(day) => onChange(day ?? undefined)}
        valueFormat="DD/MM/YYYY"
        dateParser={readDay}
        {...(typeof atLeast === 'string' ? { minDate: atLeast } : {})}
        placeholder="31/12/2026"
        clearable={!props.field.required}
        allowDeselect
        w={150}
      />
    </DatesProvider>
  );
}

/** `5/3/2026`, `05-03-2026`, `2026-03-05` → the day; null for what is none. */
export function readDay(text: string): string | null {
  const match = /^\s*(\d{1,2})[/.\-\s](\d{1,2})[/.\-\s](\d{4})\s*$/.exec(text);
  const iso = /^\s*(\d{4})-(\d{2})-(\d{2})\s*$/.exec(text);
  const [year, month, day] = iso ? iso.slice(1, 4) : match ? [match[3], match[2], match[1]] : [];
  if (!year || !month || !day) return null;
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return date.getUTCMonth() === Number(month) - 1 ? date.toISOString().slice(0, 10) : null;
}
