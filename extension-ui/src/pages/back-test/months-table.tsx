import { Table } from '@mantine/core';
import { useFormats } from '../../session/admin.tsx';
import charts from '../loyalty/loyalty.module.css';
import { columnsOf, type View } from './month-columns.ts';
import { useTexts } from './texts.ts';
import type { Month } from './use-back-test.ts';

/** Every figure of every month. On a phone some columns are left out. */
export function MonthsTable({ months, view }: { months: readonly Month[]; view: View }) {
  const t = useTexts();
  const f = useFormats();
  const columns = columnsOf(view);
  const label = t('table', { name: t(view) });
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard
    <section className={charts['scroll']} tabIndex={0} aria-label={label}>
      <Table stickyHeader verticalSpacing={6} horizontalSpacing="xs" fz="sm" tabularNums aria-label={label}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t('month')}</Table.Th>
            {columns.map(({ field, text, isAside }) => (
              <Table.Th key={field} scope="col" ta="end" data-aside={isAside}>
                {t(text)}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {months.map((month) => (
            <Table.Tr key={month.month}>
              <Table.Th scope="row" fw={400}>
                {f.monthShort(`${month.month}-01`)}
              </Table.Th>
              {columns.map(({ field, isMoney, isAside }) => (
                <Table.Td key={field} ta="end" data-aside={isAside}>
                  {isMoney ? f.money(month[field]) : f.number(month[field])}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  );
}
