import { Group, NativeSelect, SegmentedControl, Stack, TagsInput } from '@mantine/core';
import type { FieldsProps } from './filter-groups.ts';
import type { Several } from './list.ts';
import { useLookup, useSegments } from './lookup.ts';
import { useTexts } from './texts.ts';

export function Tags({ address }: FieldsProps) {
  const t = useTexts();
  return (
    <Stack gap="xs">
      <Values name="tag" what="tags" label={t('tags')} hint={t('tagsHint')} address={address} />
      {address.params.getAll('tag').length > 1 && (
        <SegmentedControl
          size="xs"
          aria-label={t('tagMode')}
          value={address.value('tagMode') || 'any'}
          onChange={(mode) => address.set('tagMode', mode === 'any' ? '' : mode)}
          data={[
            { value: 'any', label: t('tagAny') },
            { value: 'all', label: t('tagAll') },
          ]}
        />
      )}
    </Stack>
  );
}

export function Segment({ address }: FieldsProps) {
  const t = useTexts();
  const segments = useSegments();
  const chosen = address.value('segment');
  const isKnown = chosen === '' || segments.some(({ value }) => value === chosen);
  return (
    <NativeSelect
      label={t('segment')}
      value={chosen}
      onChange={(event) => address.set('segment', event.currentTarget.value)}
      data={[
        { value: '', label: t('anySegment') },
        ...segments,
        ...(isKnown ? [] : [{ value: chosen, label: chosen }]),
      ]}
    />
  );
}

export function Contact({ address }: FieldsProps) {
  const t = useTexts();
  const has = (name: 'hasPhone' | 'hasEmail', label: string) => (
    <NativeSelect
      label={label}
      value={address.value(name)}
      onChange={(event) => address.set(name, event.currentTarget.value)}
      data={[
        { value: '', label: t('anything') },
        { value: 'true', label: t('has') },
        { value: 'false', label: t('hasNot') },
      ]}
    />
  );
  return (
    <Stack gap="xs">
      <Group grow>
        {has('hasPhone', t('phone'))}
        {has('hasEmail', t('email'))}
      </Group>
      <NativeSelect
        label={t('gender')}
        value={address.params.get('gender') ?? ''}
        onChange={({ currentTarget: { value } }) => address.setSeveral('gender', value ? [value] : [])}
        data={[
          { value: '', label: t('anything') },
          ...(['female', 'male', 'other', 'unknown'] as const).map((gender) => ({ value: gender, label: t(gender) })),
        ]}
      />
    </Stack>
  );
}

export function Places({ address }: FieldsProps) {
  const t = useTexts();
  return <Values name="place" what="cities" label={t('places')} hint={t('placesHint')} address={address} />;
}

export function Origin({ address }: FieldsProps) {
  const t = useTexts();
  return (
    <Stack gap="xs">
      <Values name="channel" what="channels" label={t('channel')} hint={t('valuesHint')} address={address} />
      <Values name="source" what="sources" label={t('source')} hint={t('valuesHint')} address={address} />
    </Stack>
  );
}

/** Several values, of which each is enough: chosen from what the shop has, or typed. */
function Values(
  props: FieldsProps & { name: Several; what: Parameters<typeof useLookup>[0]; label: string; hint: string },
) {
  const { name, what, label, hint, address } = props;
  const known = useLookup(what);
  const values = address.params.getAll(name);
  return (
    <TagsInput
      label={label}
      placeholder={values.length === 0 ? hint : ''}
      data={known}
      value={values}
      onChange={(chosen) => address.setSeveral(name, chosen)}
      splitChars={[',', ';']}
      acceptValueOnBlur
      comboboxProps={{ withinPortal: false }}
    />
  );
}
