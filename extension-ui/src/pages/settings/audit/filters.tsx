import { Group, NativeSelect, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
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
  const style = { flex: '1 1 150px', maxWidth: 240 };
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
      <Day name={t('fromDay')} value={filter.from} max={filter.to} onChange={(from) => onChange({ from })} />
      <Day name={t('toDay')} value={filter.to} min={filter.from} onChange={(to) => onChange({ to })} />
    </Group>
  );
}

interface DayProps {
  readonly name: string;
  readonly value: string | undefined;
  readonly min?: string | undefined;
  readonly max?: string | undefined;
  onChange(day: string): void;
}

/** The browser's own calendar: known to people from everywhere else, and whole by keyboard and on phones. */
function Day({ name, value = '', min, max, onChange }: DayProps) {
  const f = useFormats();
  return (
    <TextInput
      type="date"
      label={name}
      value={value}
      min={min}
      max={max ?? f.dayOf(Date.now())}
      style={{ flex: '1 1 130px', maxWidth: 170 }}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
