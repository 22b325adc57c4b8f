import { Table } from '@mantine/core';
import { useFormats } from '../../session/admin.tsx';
import classes from './overview.module.css';
import type { FigureColumn, Kind, Line } from './plain-rows.ts';

/** The figures of a chart as a table, which scrolls within the place of the chart. On a phone some columns are left out. */
export function FigureTable(props: {
  label: string;
  partHeading: string;
  columns: readonly FigureColumn[];
  lines: readonly (Line & { readonly name: string })[];
}) {
  const { label, partHeading, columns, lines } = props;
  const show = useShow();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard
    <section className={classes['scroll']} tabIndex={0} aria-label={label}>
      <Table stickyHeader verticalSpacing={6} horizontalSpacing="xs" fz="sm" tabularNums aria-label={label}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{partHeading}</Table.Th>
            {columns.map((column) => (
              <Table.Th key={column.field} scope="col" ta="end" data-aside={column.isAside === true}>
                {column.name}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {lines.map(({ from, name, values }) => (
            <Table.Tr key={from}>
              <Table.Th scope="row" fw={400} data-short={name.length <= 15}>
                {name}
              </Table.Th>
              {columns.map((column, index) => (
                <Table.Td key={column.field} ta="end" data-aside={column.isAside === true}>
                  {show(values[index] ?? null, column.kind)}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  );
}

/** A figure as people read it. */
export function useShow(): (value: number | null, kind: Kind) => string {
  const f = useFormats();
  return (value, kind) => (kind === 'money' ? f.money(value) : kind === 'rate' ? f.percent(value, 1) : f.number(value));
}
