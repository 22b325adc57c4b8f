import { Group, MultiSelect, NativeSelect, Paper, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { got } from '../../../api/client.ts';
import { EmptyState, ErrorState } from '../../../parts/states.tsx';
import { useApi } from '../../../session/admin.tsx';
import { BY, type By, OTHERS_MAX, useCompared } from './compared.ts';
import { Overlaps } from './overlaps.tsx';
import { ShareTable } from './share-table.tsx';
import { useTexts } from './texts.ts';

/** Of whom the segment is made; beside others, and how many are in both. */
export function Composition({ id }: { id: string }) {
  const t = useTexts();
  const api = useApi();
  const heading = useId();
  const [by, setBy] = useState<By>('gender');
  const [others, setOthers] = useState<string[]>([]);
  const compared = useCompared([id, ...others], by);
  const segments = useQuery({
    queryKey: ['segments', { search: '', archived: false }],
    queryFn: async ({ signal }) => (await got(api.GET('/api/v1/segments', { params: { query: {} }, signal }))).items,
  });
  const { data, error } = compared;
  if (error && !data) return <ErrorState error={error} retry={() => void compared.refetch()} />;
  if (data && others.length === 0 && data.inAny === 0)
    return <EmptyState title={t('emptyTitle')}>{t('emptyBody')}</EmptyState>;
  const choices = (segments.data ?? []).filter((segment) => segment.id !== id);
  return (
    <Stack gap="md" aria-busy={compared.isFetching}>
      <Group gap="sm" align="flex-end">
        <NativeSelect
          label={t('by')}
          value={by}
          data={BY.map((value) => ({ value, label: t(value) }))}
          onChange={(event) => setBy(BY.find((known) => known === event.currentTarget.value) ?? 'gender')}
        />
        <MultiSelect
          label={t('compareWith')}
          placeholder={others.length === 0 ? t('compareHint', { count: OTHERS_MAX }) : ''}
          data={choices.map(({ id, name }) => ({ value: id, label: name }))}
          value={others}
          onChange={setOthers}
          maxValues={OTHERS_MAX}
          searchable
          nothingFoundMessage={t('noOther')}
          style={{ flex: '1 1 260px', maxWidth: 560 }}
        />
      </Group>
      <Paper component="section" aria-labelledby={heading}>
        <Title order={2} id={heading} mb="xs">
          {t('title')}
        </Title>
        {data ? <ShareTable key={data.by} compared={data} /> : <Skeleton height={220} />}
        {data && (data.by === 'area' || data.by === 'channel') && (
          <Text size="xs" c="dimmed" mt="xs">
            {t('several')}
          </Text>
        )}
      </Paper>
      {data && data.overlaps.length > 0 && <Overlaps compared={data} />}
    </Stack>
  );
}
