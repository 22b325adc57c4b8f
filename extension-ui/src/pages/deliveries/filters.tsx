import { Group, NativeSelect, TextInput } from '@mantine/core';
import { useTyped } from '../../parts/use-typed.ts';
import { PLATFORM_NAMES, STATES } from './delivery.ts';
import { useTexts } from './texts.ts';

interface Props {
  readonly state: string;
  readonly platform: string;
  readonly topic: string;
  onChange(name: string, value: string): void;
}

export function Filters({ state, platform, topic, onChange }: Props) {
  const t = useTexts();
  const [typed, type] = useTyped(topic, (text) => onChange('topic', text));
  return (
    <Group gap="sm" align="flex-end">
      <NativeSelect
        label={t('state')}
        value={state}
        onChange={(event) => onChange('state', event.currentTarget.value)}
        data={[{ value: '', label: t('anyState') }, ...STATES.map((value) => ({ value, label: t(value) }))]}
        style={{ flex: '1 1 150px', maxWidth: 220 }}
      />
      <NativeSelect
        label={t('platform')}
        value={platform}
        onChange={(event) => onChange('platform', event.currentTarget.value)}
        data={[
          { value: '', label: t('anyPlatform') },
          ...Object.entries(PLATFORM_NAMES).map(([value, label]) => ({ value, label })),
        ]}
        style={{ flex: '1 1 150px', maxWidth: 220 }}
      />
      <TextInput
        label={t('topic')}
        placeholder={t('topicHint')}
        value={typed}
        onChange={(event) => type(event.currentTarget.value)}
        style={{ flex: '1 1 200px', maxWidth: 320 }}
      />
    </Group>
  );
}
