import { Group, NativeSelect, SegmentedControl, Stack, TagsInput } from '@mantine/core';
import type { Several, Single } from './list.ts';
import { useLookup, useSegments } from './lookup.ts';
import { AmountField, CountField, DayField } from './range-fields.tsx';
import { useTexts } from './texts.ts';
import type { Address } from './use-address.ts';

/** Ways to narrow the list that belong together, each with its names in the address and its fields. */
export const FILTER_GROUPS = [
  { id: 'tags', names: ['tag'], Fields: Tags },
  { id: 'segment', names: ['segment'], Fields: Segment },
  { id: 'spent', names: ['spentFrom', 'spentTo'], Fields: Spent },
  { id: 'orders', names: ['ordersFrom', 'ordersTo'], Fields: Orders },
  {
    id: 'lastOrder',
    names: ['lastOrderFrom', 'lastOrderTo', 'daysSinceOrderFrom', 'daysSinceOrderTo'],
    Fields: LastOrder,
  },
  { id: 'created', names: ['createdFrom', 'createdTo'], Fields: Created },
  { id: 'contact', names: ['hasPhone', 'hasEmail', 'gender'], Fields: Contact },
  { id: 'places', names: ['place'], Fields: Places },
  { id: 'origin', names: ['channel', 'source'], Fields: Origin },
] as const satisfies readonly FilterGroup[];

export interface FilterGroup {
  readonly id: string;
  readonly names: readonly (Several | Single)[];
  readonly Fields: (props: FieldsProps) => React.ReactNode;
}

interface FieldsProps {
  readonly address: Address;
}

function Tags({ address }: FieldsProps) {
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

function Segment({ address }: FieldsProps) {
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

function Spent({ address }: FieldsProps) {
  const t = useTexts();
  return (
    <Pair title={t('spent')}>
      <AmountField name="spentFrom" label={t('from')} address={address} />
      <AmountField name="spentTo" label={t('to')} address={address} />
    </Pair>
  );
}

function Orders({ address }: FieldsProps) {
  const t = useTexts();
  return (
    <Pair title={t('orders')}>
      <CountField name="ordersFrom" label={t('from')} address={address} />
      <CountField name="ordersTo" label={t('to')} address={address} />
    </Pair>
  );
}

const RECENT = [7, 30, 90];
const SILENT = [30, 60, 90, 180, 365];

/** Days counted back from today stay right in a saved view; days of the calendar do not move. */
function LastOrder({ address }: FieldsProps) {
  const t = useTexts();
  const [within, silent] = [address.value('daysSinceOrderTo'), address.value('daysSinceOrderFrom')];
  const chosen = within ? `to:${within}` : silent ? `from:${silent}` : '';
  const choices = [
    ...RECENT.map((days) => ({ value: `to:${days}`, label: t('boughtWithin', { count: days }) })),
    ...SILENT.map((days) => ({ value: `from:${days}`, label: t('silentFor', { count: days }) })),
  ];
  const other = chosen !== '' && !choices.some(({ value }) => value === chosen);
  return (
    <Stack gap="xs">
      <NativeSelect
        label={t('lastOrder')}
        value={chosen}
        onChange={({ currentTarget: { value } }) => {
          const [end, days = ''] = value.split(':');
          address.edit((now) => {
            now.delete('daysSinceOrderFrom');
            now.delete('daysSinceOrderTo');
            if (days) now.set(end === 'to' ? 'daysSinceOrderTo' : 'daysSinceOrderFrom', days);
          });
        }}
        data={[
          { value: '', label: t('anyTime') },
          ...choices,
          ...(other
            ? [
                {
                  value: chosen,
                  label: within
                    ? t('boughtWithin', { count: Number(within) })
                    : t('silentFor', { count: Number(silent) }),
                },
              ]
            : []),
        ]}
      />
      <Pair title={t('lastOrder')}>
        <DayField name="lastOrderFrom" label={t('fromDay')} address={address} />
        <DayField name="lastOrderTo" label={t('toDay')} address={address} />
      </Pair>
    </Stack>
  );
}

function Created({ address }: FieldsProps) {
  const t = useTexts();
  return (
    <Pair title={t('created')}>
      <DayField name="createdFrom" label={t('fromDay')} address={address} />
      <DayField name="createdTo" label={t('toDay')} address={address} />
    </Pair>
  );
}

function Contact({ address }: FieldsProps) {
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

function Places({ address }: FieldsProps) {
  const t = useTexts();
  return <Values name="place" what="cities" label={t('places')} hint={t('placesHint')} address={address} />;
}

function Origin({ address }: FieldsProps) {
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

function Pair({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <Group grow align="flex-start" role="group" aria-label={title}>
      {children}
    </Group>
  );
}
