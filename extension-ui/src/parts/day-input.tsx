import '@mantine/dates/styles.css';
import 'dayjs/locale/vi';
import { DateInput, type DateInputProps, DatesProvider } from '@mantine/dates';
import { useFormats } from '../session/admin.tsx';
import { readDay } from './read-day.ts';
import { useTexts } from './texts.ts';

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
  const t = useTexts();
  const [earlier, later] = [t('earlier'), t('later')];
  return (
    <DatesProvider settings={{ locale, firstDayOfWeek: 1, weekendDays: [] }}>
      <DateInput
        value={value}
        onChange={(day) => onChange(day ?? null)}
        valueFormat="DD/MM/YYYY"
        dateParser={readDay}
        placeholder="31/12/2026"
        allowDeselect
        // Days of the months around and red Sundays are too pale to be read, and the arrows have no names of their own.
        hideOutsideDates
        clearButtonProps={{ 'aria-label': t('clearDay') }}
        popoverProps={{ withinPortal: false }}
        ariaLabels={{
          previousMonth: earlier,
          nextMonth: later,
          previousYear: earlier,
          nextYear: later,
          previousDecade: earlier,
          nextDecade: later,
        }}
        {...rest}
      />
    </DatesProvider>
  );
}
