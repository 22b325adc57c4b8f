import { Table } from '@mantine/core';
import classes from './chart.module.css';
import type { Series } from './series.ts';

/** Names so short stand on one line beside their figures. */
const SHORT_LENGTH = 15;

/** The figures of a chart as a table, which scrolls within the place of the chart. On a phone some columns are left out. */
export function ChartTable<Row>(props: {
  label: string;
  heading: string;
  rows: readonly { readonly key: string; readonly name: string; readonly row: Row }[];
  columns: readonly Series<Row>[];
}) {
  const { label, heading, rows, columns } = props;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard
    <section className={classes['scroll']} tabIndex={0} aria-label={label}>
      <Table stickyHeader verticalSpacing={6} horizontalSpacing="xs" fz="sm" tabularNums aria-label={label}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{heading}</Table.Th>
            {columns.map((column) => (
              <Table.Th key={column.key} scope="col" ta="end" data-aside={column.isAside === true}>
                {column.name}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(({ key, name, row }) => (
            <Table.Tr key={key}>
              <Table.Th scope="row" fw={400} data-short={name.length <= SHORT_LENGTH}>
                {name}
              </Table.Th>
              {columns.map((column) => (
                <Table.Td key={column.key} ta="end" data-aside={column.isAside === true}>
                  {column.shown(row)}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  );
}
