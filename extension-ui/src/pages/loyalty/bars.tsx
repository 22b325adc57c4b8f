import { Paper, Table, Text, Title } from '@mantine/core';
import { useId } from 'react';
import { useFormats } from '../../session/admin.tsx';
import classes from './loyalty.module.css';

interface Props {
  readonly title: string;
  readonly nameHeading: string;
  readonly valueHeading: string;
  readonly rows: readonly { readonly key: string; readonly name: string; readonly value: number }[];
  readonly empty: string;
}

/** A short table whose figures are drawn beside them, so that it is its own chart. */
export function Bars({ title, nameHeading, valueHeading, rows, empty }: Props) {
  const f = useFormats();
  const id = useId();
  const most = Math.max(1, ...rows.map(({ value }) => value));
  return (
    <Paper component="section" aria-labelledby={id}>
      <Title order={2} id={id} mb="xs">
        {title}
      </Title>
      {rows.length === 0 ? (
        <Text size="sm" c="dimmed">
          {empty}
        </Text>
      ) : (
        <Table verticalSpacing={6} horizontalSpacing="xs" fz="sm" tabularNums aria-labelledby={id}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{nameHeading}</Table.Th>
              <Table.Th scope="col" ta="end">
                {valueHeading}
              </Table.Th>
              <Table.Td className={classes['share'] ?? ''} aria-hidden />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map(({ key, name, value }) => (
              <Table.Tr key={key}>
                <Table.Th scope="row" fw={400}>
                  {name}
                </Table.Th>
                <Table.Td ta="end">{f.number(value)}</Table.Td>
                <Table.Td className={classes['share'] ?? ''} aria-hidden>
                  <span className={classes['bar']} style={{ width: `${(100 * value) / most}%` }} />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </Paper>
  );
}
