import { Paper, Table, Title } from '@mantine/core';
import { useId } from 'react';
import { useFormats } from '../../session/admin.tsx';
import classes from './back-test.module.css';
import { useTexts } from './texts.ts';
import type { Report, Side } from './use-back-test.ts';

/** Who is in which tier at the end, and how many months went up and down; the other programme beside it. */
export function Tiers({ report }: { report: Report }) {
  const t = useTexts();
  const f = useFormats();
  const id = useId();
  const sides: [string, Side][] = [[t('here'), report.programme]];
  if (report.against) sides.push([t('there'), report.against]);
  return (
    <Paper component="section" aria-labelledby={id}>
      <Title order={2} id={id} mb="xs">
        {t('tiers')}
      </Title>
      <div className={classes['sides']}>
        {sides.map(([name, side]) => (
          <Table
            key={name}
            verticalSpacing={6}
            horizontalSpacing="xs"
            fz="sm"
            tabularNums
            aria-label={`${t('tiersTable')}: ${name}`}
          >
            <Table.Thead>
              <Table.Tr>
                <Table.Th scope="col">{sides.length > 1 ? name : t('tier')}</Table.Th>
                <Table.Th scope="col" ta="end">
                  {t('customers')}
                </Table.Th>
                <Table.Td className={classes['share'] ?? ''} aria-hidden />
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {side.levels.map((level) => (
                <Table.Tr key={level.id}>
                  <Table.Th scope="row" fw={400}>
                    {level.name[f.locale]}
                  </Table.Th>
                  <Table.Td ta="end">{f.number(level.customers)}</Table.Td>
                  <Table.Td className={classes['share'] ?? ''} aria-hidden>
                    <span
                      className={classes['bar']}
                      style={{ width: `${report.customers === 0 ? 0 : (100 * level.customers) / report.customers}%` }}
                    />
                  </Table.Td>
                </Table.Tr>
              ))}
              {(['upgrades', 'downgrades'] as const).map((field) => (
                <Table.Tr key={field}>
                  <Table.Th scope="row" fw={400} c="dimmed">
                    {t(field)}
                  </Table.Th>
                  <Table.Td ta="end">{f.number(side.months.reduce((sum, month) => sum + month[field], 0))}</Table.Td>
                  <Table.Td aria-hidden />
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        ))}
      </div>
    </Paper>
  );
}
