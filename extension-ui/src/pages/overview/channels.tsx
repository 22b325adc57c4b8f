import { Group, Paper, Table, Title } from '@mantine/core';
import { useId } from 'react';
import { useFormats } from '../../session/admin.tsx';
import { changeOf } from './change.ts';
import { channelName } from './channel-name.ts';
import classes from './overview.module.css';
import { TakeAway } from './take-away.tsx';
import { useTexts } from './texts.ts';
import { ChangeText } from './tiles.tsx';
import type { Overview } from './use-figures.ts';

/** Each channel beside the others: a table whose shares are drawn as well. All channels, also when one is chosen above. */
export function Channels({ overview }: { overview: Overview }) {
  const t = useTexts();
  const f = useFormats();
  const id = useId();
  const { channels, allChannels, period } = overview;
  if (channels.length === 0) return null;
  const all = { name: t('total'), key: '', ...allChannels };
  const rows = [...channels.map((row) => ({ ...row, key: row.channel, name: channelName(row.channel, t) })), all];
  const shareOf = (revenueMinor: number) =>
    allChannels.sales.revenueMinor === 0 ? null : revenueMinor / allChannels.sales.revenueMinor;
  const major = (amountMinor: number) => amountMinor / 10 ** f.minorDigits();
  return (
    <Paper component="section" aria-labelledby={id}>
      <Group justify="space-between" gap="xs" mb="xs">
        <Title order={2} id={id}>
          {t('byChannel')}
        </Title>
        <Group gap="xs">
          <TakeAway
            name={`${t('byChannel')} ${period.from} ${period.to}`}
            table={() => ({
              columns: [
                t('channel'),
                t('revenue'),
                t('share'),
                t('orders'),
                t('buyers'),
                t('newBuyers'),
                t('refunded'),
              ],
              rows: rows.map(({ name, sales }) => [
                name,
                major(sales.revenueMinor),
                shareOf(sales.revenueMinor),
                sales.orders,
                sales.buyers,
                sales.newBuyers,
                major(sales.refundedMinor),
              ]),
            })}
          />
        </Group>
      </Group>
      <Table verticalSpacing={8} horizontalSpacing="xs" tabularNums aria-labelledby={id}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t('channel')}</Table.Th>
            <Table.Th scope="col" ta="end">
              {t('revenue')}
            </Table.Th>
            <Table.Th scope="col" data-aside="true">
              {t('share')}
            </Table.Th>
            <Table.Th scope="col" ta="end">
              {t('orders')}
            </Table.Th>
            <Table.Th scope="col" ta="end" data-aside="true">
              {t('buyers')}
            </Table.Th>
            <Table.Th scope="col" ta="end" data-aside="true">
              {t('change')}
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(({ key, name, sales, before }) => {
            const share = shareOf(sales.revenueMinor);
            return (
              <Table.Tr key={key} fw={key === '' ? 600 : 400}>
                <Table.Th scope="row" fw="inherit" style={{ overflowWrap: 'anywhere' }}>
                  {name}
                </Table.Th>
                <Table.Td ta="end">{f.money(sales.revenueMinor)}</Table.Td>
                <Table.Td data-aside="true" className={classes['share']}>
                  <span className={classes['bar']} aria-hidden>
                    <span style={{ width: `${(share ?? 0) * 100}%` }} />
                  </span>
                  {f.percent(share, 1)}
                </Table.Td>
                <Table.Td ta="end">{f.number(sales.orders)}</Table.Td>
                <Table.Td ta="end" data-aside="true">
                  {f.number(sales.buyers)}
                </Table.Td>
                <Table.Td ta="end" data-aside="true">
                  <ChangeText change={changeOf(sales.revenueMinor, before.revenueMinor)} />
                </Table.Td>
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </Table>
    </Paper>
  );
}
