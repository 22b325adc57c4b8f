import '@mantine/dates/styles.css';
import 'dayjs/locale/vi';
import { Group, NativeSelect } from '@mantine/core';
import { DatePickerInput, DatesProvider } from '@mantine/dates';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { got } from '../../../api/client.ts';
import { useApi, useFormats } from '../../../session/admin.tsx';
import { useTexts } from './texts.ts';
import { useWords } from './use-words.ts';

interface Filter {
  readonly actor?: string;
  readonly action?: string;
  readonly from?: string;
  readonly to?: string;
}

/** By who and what there is in the log, and by days of the shop's calendar. */
export function Filters({ filter, onChange }: { filter: Filter; onChange: (change: Filter) => void }) {
  const t = useTexts();
  const f = useFormats();
  const api = useApi();
  const words = useWords();
  const [begun, setBegun] = useState<[string | null, string | null] | null>(null);
  const choices = useQuery({
    queryKey: ['audit', 'choices'],
    queryFn: ({ signal }) => got(api.GET('/api/v1/audit/choices', { signal })),
  });
  const byLabel = (a: { label: string }, b: { label: string }) => a.label.localeCompare(b.label, f.locale);
  const actors = (choices.data?.actors ?? []).map(({ actor, author }) => ({ value: actor, label: words.who(author) }));
  const actions = (choices.data?.actions ?? []).map((value) => ({ value, label: words.what(value) }));
  // What the address asks for is shown chosen, also before the choices are there.
  const withChosen = (items: typeof actions, chosen: string | undefined) =>
    chosen === undefined || items.some(({ value }) => value === chosen)
      ? items
      : [...items, { value: chosen, label: chosen }];
  const style = { flex: '1 1 180px', maxWidth: 260 };
  return (
    <Group gap="sm" align="flex-end">
      <NativeSelect
        label={t('who')}
        style={style}
        value={filter.actor ?? ''}
        onChange={(event) => onChange({ actor: event.currentTarget.value })}
        data={[{ value: '', label: t('anybody') }, ...withChosen(actors.sort(byLabel), filter.actor)]}
      />
      <NativeSelect
        label={t('what')}
        style={style}
        value={filter.action ?? ''}
        onChange={(event) => onChange({ action: event.currentTarget.value })}
        data={[{ value: '', label: t('anything') }, ...withChosen(actions.sort(byLabel), filter.action)]}
      />
      <DatesProvider settings={{ locale: f.locale, firstDayOfWeek: 1 }}>
        <DatePickerInput
          type="range"
          label={t('days')}
          placeholder={t('daysAny')}
          valueFormat="DD/MM/YYYY"
          clearable
          allowSingleDateInRange
          style={style}
          maxDate={f.dayOf(Date.now())}
          value={begun ?? [filter.from ?? null, filter.to ?? null]}
          onChange={([from, to]) => {
            const isWhole = (from === null) === (to === null);
            setBegun(isWhole ? null : [from, to]);
            if (isWhole) onChange({ from: from ?? '', to: to ?? '' });
          }}
          popoverProps={{ onClose: () => setBegun(null) }}
        />
      </DatesProvider>
    </Group>
  );
}
