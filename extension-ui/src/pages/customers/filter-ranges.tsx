import { Group, NativeSelect, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import type { FieldsProps } from './filter-groups.ts';
import { AmountField, CountField, DayField } from './range-fields.tsx';
import { useTexts } from './texts.ts';

export function Spent({ address }: FieldsProps) {
  const t = useTexts();
  return (
    <Pair title={t('spent')}>
      <AmountField name="spentFrom" label={t('from')} address={address} />
      <AmountField name="spentTo" label={t('to')} address={address} />
    </Pair>
  );
}

export function Orders({ address }: FieldsProps) {
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
export function LastOrder({ address }: FieldsProps) {
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
        label={t('sinceToday')}
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

export function Created({ address }: FieldsProps) {
  const t = useTexts();
  return (
    <Pair title={t('created')}>
      <DayField name="createdFrom" label={t('fromDay')} address={address} />
      <DayField name="createdTo" label={t('toDay')} address={address} />
    </Pair>
  );
}

function Pair({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Group grow align="flex-start" role="group" aria-label={title}>
      {children}
    </Group>
  );
}
