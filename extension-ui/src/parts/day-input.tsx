import '@mantine/dates/styles.css';
import 'dayjs/locale/vi';
import { DateInput, type DateInputProps, DatesProvider } from '@mantine/dates';
import { useFormats } from '../session/admin.tsx';
import { readDay } from './read-day.ts';

type Props = Omit<DateInputProps, 'value' | 'onChange' | 'valueFormat' | 'dateParser'> & {
  /** `2026-12-31`, or null for none. */
  readonly value: string | null;
  onChange(day: string | null): void;
};

/**
 * A calendar day: typed as day/month/year in both languages, or chosen from the calendar. A browser's own date field would be in the
 * browser's language, not in the host's.
 */
export function DayInput({ value, onChange, ...rest }: Props) {
  const { locale } = useFormats();
  return (
    <DatesProvider settings={{ locale, firstDayOfWeek: 1, weekendDays: [0] }}>
      <DateInput
        value={value}
        onChange={(day) => onChange(day ?? null)}
        valueFormat="DD/MM/YYYY"
        dateParser={readDay}
        placeholder="31/12/2026"
        allowDeselect
        {...rest}
      />
    </DatesProvider>
  );
}
