import { Group, Select, Text } from '@mantine/core';
import { useEffect, useMemo, useState } from 'react';
import { fold } from '../../../format/fold.ts';
import { formats } from '../../../format/formats.ts';
import { zones } from '../../../format/zones.ts';
import { useFormats } from '../../../session/admin.tsx';
import { useTexts } from './texts.ts';

/** Searched by city or country, with or without accents. What day and time it is there tells whether it is the right one. */
export function TimeZoneField({ value, onChange }: { value: string; onChange: (zone: string) => void }) {
  const t = useTexts();
  const f = useFormats();
  const [own] = useState(value);
  const now = useMinutes();
  const all = useMemo(() => zones(f.locale, own), [f.locale, own]);
  const byId = useMemo(() => new Map(all.map((zone) => [zone.id, zone])), [all]);
  const data = useMemo(() => all.map(({ id }) => ({ value: id, label: id.replaceAll('_', ' ') })), [all]);
  const there = useMemo(() => formats(f.locale, { timeZone: value, currency: f.currency }), [f, value]);
  return (
    <Select
      label={t('timeZone')}
      description={`${t('timeZoneNow', { when: there.dateTime(new Date(now).toISOString()) })}. ${t('timeZoneWhy')}`}
      inputWrapperOrder={['label', 'input', 'description']}
      styles={{ wrapper: { maxWidth: 420 } }}
      searchable
      allowDeselect={false}
      limit={50}
      maxDropdownHeight={280}
      nothingFoundMessage={t('timeZoneNone')}
      data={data}
      value={value}
      onFocus={(event) => event.currentTarget.select()}
      onChange={(zone) => zone !== null && onChange(zone)}
      filter={({ options, search }) => {
        const words = fold(search).split(' ').filter(Boolean);
        const isFound = (id: string) => words.every((word) => byId.get(id)?.words.includes(word));
        return options.filter((option) => 'value' in option && isFound(String(option.value)));
      }}
      renderOption={({ option }) => (
        <Group justify="space-between" wrap="nowrap" gap="sm" flex={1}>
          <span>{option.label}</span>
          <Text size="xs" c="dimmed" component="span">
            {byId.get(option.value)?.offset}
          </Text>
        </Group>
      )}
    />
  );
}

/** The time, looked at every half a minute. */
function useMinutes(): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 30_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}
