import { Paper, Skeleton, Table, Text, Title } from '@mantine/core';
import { useId } from 'react';
import { ErrorState } from '../../../parts/states.tsx';
import { useFormats } from '../../../session/admin.tsx';
import { LabelMark } from '../label-mark.tsx';
import type { Model, Version } from '../rfm.ts';
import { useTexts } from '../texts.ts';
import { useDistribution } from '../use-rfm.ts';
import { regrouped, scoresAlike } from './draft.ts';

/** How many customers each label has and would have. Other scores than those in force only the server can count, when they are saved. */
export function Preview({ version, draft }: { version: Version; draft: Model }) {
  const t = useTexts();
  const f = useFormats();
  const id = useId();
  const { data, error, refetch } = useDistribution(null);
  const isAlike = scoresAlike(version.model, draft);
  const isCounted = data?.version === version.version;
  const nameOf = (label: string) =>
    [...draft.labels, ...version.model.labels].find((one) => one.id === label) ??
    data?.labels.find((one) => one.label === label);
  return (
    <Paper component="section" aria-labelledby={id}>
      <Title order={2} id={id}>
        {t('preview')}
      </Title>
      <Text size="sm" c="dimmed" mb="xs" role="status">
        {t(isAlike ? 'previewMeans' : 'previewLater')}
      </Text>
      {error && !data ? (
        <ErrorState error={error} retry={() => void refetch()} />
      ) : !data || !isCounted ? (
        <Skeleton height={260} />
      ) : (
        <Table verticalSpacing={6} horizontalSpacing={6} fz="sm" tabularNums aria-labelledby={id}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{t('group')}</Table.Th>
              <Table.Th scope="col" ta="end">
                {t('before')}
              </Table.Th>
              <Table.Th scope="col" ta="end">
                {t('after')}
              </Table.Th>
              <Table.Th scope="col" ta="end">
                {t('difference')}
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {regrouped(version.model, draft, data).map(({ label, before, after }) => {
              const one = nameOf(label);
              const difference = after - before;
              return (
                <Table.Tr key={label}>
                  <Table.Th scope="row" fw={400}>
                    <LabelMark colour={one?.color}>{one?.name[f.locale] || label}</LabelMark>
                  </Table.Th>
                  <Table.Td ta="end">{f.number(before)}</Table.Td>
                  <Table.Td ta="end">{f.number(isAlike ? after : null)}</Table.Td>
                  <Table.Td ta="end" fw={isAlike && difference !== 0 ? 600 : 400}>
                    {!isAlike ? f.number(null) : difference > 0 ? `+${f.number(difference)}` : f.number(difference)}
                  </Table.Td>
                </Table.Tr>
              );
            })}
          </Table.Tbody>
        </Table>
      )}
    </Paper>
  );
}
