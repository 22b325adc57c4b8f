import { Button, Group, Stack, Text } from '@mantine/core';
import { useSearchParams } from 'react-router';
import { type Answer, got } from '../../../api/client.ts';
import { usePages } from '../../../api/pages.ts';
import { type Column, DataTable } from '../../../parts/data-table.tsx';
import { EmptyState, ErrorState } from '../../../parts/states.tsx';
import { When } from '../../../parts/when.tsx';
import { useApi, useFormats } from '../../../session/admin.tsx';
import type { Entry } from './entry.ts';
import { Filters } from './filters.tsx';
import { Target } from './target.tsx';
import { useTexts } from './texts.ts';
import { useWords } from './use-words.ts';

const NAMES = ['actor', 'action', 'from', 'to'] as const;

/** Who did what, newest first. The filters are in the address. */
export function Section() {
  const t = useTexts();
  const f = useFormats();
  const api = useApi();
  const words = useWords();
  const [params, setParams] = useSearchParams();
  const filter = Object.fromEntries(
    NAMES.flatMap((name) => (params.get(name) ? [[name, params.get(name) ?? '']] : [])),
  ) as Partial<Record<(typeof NAMES)[number], string>>;
  const set = (change: Partial<Record<(typeof NAMES)[number], string>>) =>
    setParams(
      (before) => {
        for (const [name, value] of Object.entries(change)) {
          if (value) before.set(name, value);
          else before.delete(name);
        }
        return before;
      },
      { replace: true },
    );
  const list = usePages<Entry, Answer<'/api/v1/audit'>>(['audit', filter], (cursor, signal) =>
    got(api.GET('/api/v1/audit', { params: { query: { ...filter, ...(cursor ? { cursor } : {}) } }, signal })),
  );
  const isFiltered = Object.keys(filter).length > 0;
  const what = (entry: Entry) => [words.what(entry.action), words.details(entry)].filter(Boolean).join(': ');

  const columns: Column<Entry>[] = [
    { id: 'at', header: t('when'), width: 'minmax(150px, 0.8fr)', cell: ({ at }) => f.dateTime(at) },
    { id: 'who', header: t('who'), width: 'minmax(120px, 1fr)', cell: ({ author }) => words.who(author) },
    {
      id: 'what',
      header: t('what'),
      width: 'minmax(220px, 2fr)',
      cell: (entry) => <span title={what(entry)}>{what(entry)}</span>,
    },
    { id: 'target', header: t('target'), width: 'minmax(140px, 1.3fr)', cell: (entry) => <Target entry={entry} /> },
  ];
  return (
    <Stack gap="sm">
      <Filters filter={filter} onChange={set} />
      {list.error && !list.rows ? (
        <ErrorState error={list.error} retry={list.retry} />
      ) : (
        <DataTable
          name={t('entries')}
          columns={columns}
          rows={list.rows}
          hasMore={list.hasMore}
          isLoadingMore={list.isLoadingMore}
          onMore={list.more}
          rowKey={({ id }) => id}
          cardHeight={92}
          card={(entry) => (
            <Stack gap={2}>
              <Text size="sm" fw={500} truncate>
                {what(entry)}
              </Text>
              <Text size="sm" truncate component="div">
                <Target entry={entry} />
              </Text>
              <Group gap={4} wrap="nowrap">
                <Text size="xs" c="dimmed" truncate>
                  {words.who(entry.author)}
                </Text>
                <Text size="xs" c="dimmed" component="span">
                  · <When time={entry.at} />
                </Text>
              </Group>
            </Stack>
          )}
          empty={
            isFiltered ? (
              <EmptyState
                title={t('noMatchTitle')}
                action={
                  <Button variant="default" onClick={() => set({ actor: '', action: '', from: '', to: '' })}>
                    {t('clear')}
                  </Button>
                }
              >
                {t('noMatchBody')}
              </EmptyState>
            ) : (
              <EmptyState title={t('noneTitle')}>{t('noneBody')}</EmptyState>
            )
          }
        />
      )}
    </Stack>
  );
}
