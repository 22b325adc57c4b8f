import '@mantine/dates/styles.css';
import 'dayjs/locale/vi';
import { DatePickerInput, DatesProvider } from '@mantine/dates';
import { useState } from 'react';
import { useFormats } from '../../session/admin.tsx';
import type { Days } from './period.ts';
import { useTexts } from './texts.ts';

/** The first and the last day, in a calendar. Nothing changes until both are chosen. */
export function CustomDays(props: { days: Days; today: string; onChange: (days: Days) => void }) {
  const { days, today, onChange } = props;
  const t = useTexts();
  const { locale } = useFormats();
  const [begun, setBegun] = useState<[string | null, string | null] | null>(null);
  return (
    <DatesProvider settings={{ locale, firstDayOfWeek: 1 }}>
      <DatePickerInput
        type="range"
        aria-label={`${t('customDays')}: ${shown(days.from)} – ${shown(days.to)}`}
        valueFormat="DD/MM/YYYY"
        value={begun ?? [days.from, days.to]}
        maxDate={today}
        hideOutsideDates
        weekendDays={[]}
        allowSingleDateInRange
        miw={230}
        onChange={([from, to]) => {
          setBegun(to === null ? [from, to] : null);
          if (from !== null && to !== null) onChange({ from, to });
        }}
        ariaLabels={{
          previousMonth: t('previousMonth'),
          nextMonth: t('nextMonth'),
          previousYear: t('previousYear'),
          nextYear: t('nextYear'),
          previousDecade: t('previousYears'),
          nextDecade: t('nextYears'),
        }}
        // Within the page's landmark; the field names what opens, which needs no name of its own.
        popoverProps={{ onClose: () => setBegun(null), withinPortal: false, withRoles: false }}
      />
    </DatesProvider>
  );
}

/** As `valueFormat` writes it. */
const shown = (day: string) => day.split('-').reverse().join('/');
