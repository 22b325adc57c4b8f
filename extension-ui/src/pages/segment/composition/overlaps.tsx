import { Paper, Table, Text, Title } from '@mantine/core';
import { useId } from 'react';
import { useFormats } from '../../../session/admin.tsx';
import type { Compared } from './compared.ts';
import { useTexts } from './texts.ts';

/** Of each two segments, how many are in both, and how much of either that is. */
export function Overlaps({ compared: { items, overlaps, inAny } }: { compared: Compared }) {
  const t = useTexts();
  const f = useFormats();
  const id = useId();
  const of = (segment: string) => items.find((item) => item.id === segment);
  const share = (segment: string, customers: number) => {
    const { name = '', size = 0 } = of(segment) ?? {};
    return t('overlapShare', { percent: f.percent(size === 0 ? 0 : customers / size), name });
  };
  return (
    <Paper component="section" aria-labelledby={id}>
      <Title order={2} id={id} mb="xs">
        {t('overlap')}
      </Title>
      <Table verticalSpacing={6} horizontalSpacing="xs" fz="sm" tabularNums aria-labelledby={id}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t('overlapIn')}</Table.Th>
            <Table.Th scope="col" ta="end">
              {t('overlapCount')}
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {overlaps.map(({ segments: [one = '', other = ''], customers }) => (
            <Table.Tr key={`${one} ${other}`}>
              <Table.Th scope="row" fw={400}>
                {t('both', { one: of(one)?.name ?? '', other: of(other)?.name ?? '' })}
                <Text size="xs" c="dimmed">
                  {f.list([share(one, customers), share(other, customers)])}
                </Text>
              </Table.Th>
              <Table.Td ta="end">{f.number(customers)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <Text size="sm" mt="xs">
        {t('inAny', { count: f.number(inAny) })}
      </Text>
    </Paper>
  );
}
