import { Paper, Table, Text, Title } from '@mantine/core';
import { useId } from 'react';
import { useFormats } from '../../session/admin.tsx';
import classes from './back-test.module.css';
import { useTexts } from './texts.ts';
import type { Side } from './use-back-test.ts';

interface Props {
  readonly mine: Side['levels'];
  readonly theirs: Side['levels'];
  /** A row for each of `mine`, a column for each of `theirs`. */
  readonly moves: readonly (readonly number[])[];
}

/** Customers by the tier that they have in each of the two programmes. */
export function Moves({ mine, theirs, moves }: Props) {
  const t = useTexts();
  const f = useFormats();
  const id = useId();
  return (
    <Paper component="section" aria-labelledby={id}>
      <Title order={2} id={id}>
        {t('moves')}
      </Title>
      <Text size="sm" c="dimmed" mb="xs">
        {t('movesMeans')}
      </Text>
      <Pairs mine={mine} theirs={theirs} moves={moves} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard */}
      <section className={classes['matrix']} tabIndex={0} aria-label={t('movesTable')}>
        <Table verticalSpacing={6} horizontalSpacing="xs" fz="sm" tabularNums aria-label={t('movesTable')}>
          <Table.Thead>
            <Table.Tr>
              <Table.Td aria-hidden />
              {theirs.map((level) => (
                <Table.Th key={level.id} scope="col" ta="end">
                  {t('tierColumn', { name: level.name[f.locale] })}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {mine.map((level, row) => (
              <Table.Tr key={level.id}>
                <Table.Th scope="row" fw={600}>
                  {t('tierRow', { name: level.name[f.locale] })}
                </Table.Th>
                {theirs.map((other, column) => {
                  const customers = moves[row]?.[column] ?? 0;
                  const isMove = customers > 0 && other.id !== level.id;
                  return (
                    <Table.Td key={other.id} ta="end" className={isMove ? (classes['moved'] ?? '') : ''}>
                      {f.number(customers)}
                    </Table.Td>
                  );
                })}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </section>
    </Paper>
  );
}

/** On a phone, which the matrix is too wide for: the pairs that somebody is in. */
function Pairs({ mine, theirs, moves }: Props) {
  const t = useTexts();
  const f = useFormats();
  const pairs = mine.flatMap((level, row) =>
    theirs.flatMap((other, column) => {
      const customers = moves[row]?.[column] ?? 0;
      return customers === 0 ? [] : [{ level, other, customers }];
    }),
  );
  return (
    <div className={classes['pairs']}>
      <Table verticalSpacing={6} horizontalSpacing={4} fz="sm" tabularNums aria-label={t('movesTable')}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t('here')}</Table.Th>
            <Table.Th scope="col">{t('there')}</Table.Th>
            <Table.Th scope="col" ta="end">
              {t('customers')}
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {pairs.map(({ level, other, customers }) => (
            <Table.Tr key={`${level.id} ${other.id}`}>
              <Table.Td>{level.name[f.locale]}</Table.Td>
              <Table.Td>{other.name[f.locale]}</Table.Td>
              <Table.Td ta="end">{f.number(customers)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}
