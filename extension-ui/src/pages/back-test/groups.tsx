import { Paper, Table, Text, Title } from '@mantine/core';
import { useId } from 'react';
import { Link } from 'react-router';
import { useCan, useFormats } from '../../session/admin.tsx';
import classes from './back-test.module.css';
import { useTexts } from './texts.ts';
import type { Report } from './use-back-test.ts';

/** Winners and losers: everybody, and each saved segment. */
export function Groups({ report }: { report: Report }) {
  const t = useTexts();
  const f = useFormats();
  const id = useId();
  const canOpen = useCan('segments:read');
  const rows = [{ id: '', name: t('everybody'), ...report.everybody }, ...report.segments];
  return (
    <Paper component="section" className={classes['groups'] ?? ''} aria-labelledby={id}>
      <Title order={2} id={id}>
        {t('groups')}
      </Title>
      <Text size="sm" c="dimmed" mb="xs">
        {t(report.against ? 'groupsMeans' : 'groupsMeansAlone')}
      </Text>
      <Table verticalSpacing={8} horizontalSpacing="xs" fz="sm" tabularNums aria-labelledby={id}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t('segment')}</Table.Th>
            {(['customers', 'gaining', 'gain', 'losing', 'loss'] as const).map((name) => (
              <Table.Th key={name} scope="col" ta="end" data-aside={name !== 'gaining' && name !== 'losing'}>
                {t(name)}
              </Table.Th>
            ))}
            <Table.Th scope="col" ta="end">
              {t('net')}
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(({ id: segment, name, customers, winners, losers, gainMinor, lossMinor }) => (
            <Table.Tr key={segment} fw={segment === '' ? 600 : 400}>
              <Table.Th scope="row" fw="inherit" className={classes['name'] ?? ''}>
                {segment !== '' && canOpen ? <Link to={`/segments/${segment}`}>{name}</Link> : name}
              </Table.Th>
              <Table.Td ta="end" data-aside="true">
                {f.number(customers)}
              </Table.Td>
              <Table.Td ta="end">{f.number(winners)}</Table.Td>
              <Table.Td ta="end" data-aside="true">
                {f.money(gainMinor)}
              </Table.Td>
              <Table.Td ta="end">{f.number(losers)}</Table.Td>
              <Table.Td ta="end" data-aside="true">
                {f.money(lossMinor)}
              </Table.Td>
              <Table.Td ta="end">{f.moneyShort(gainMinor - lossMinor)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Paper>
  );
}
