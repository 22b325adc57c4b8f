import { Badge, Group, Stack, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Link, useSearchParams } from 'react-router';
import { got } from '../../../api/client.ts';
import { useLive } from '../../../api/live.tsx';
import { usePages } from '../../../api/pages.ts';
import { type Column, DataTable } from '../../../parts/data-table.tsx';
import { EmptyState, ErrorState } from '../../../parts/states.tsx';
import { useApi, useFormats } from '../../../session/admin.tsx';
import { Details } from './details.tsx';
import { type PrivacyPage, type PrivacyRequest, STATE_COLOURS } from './request.ts';
import { useTexts } from './texts.ts';
import { useAsker } from './use-asker.ts';
import { WaitingForOwner } from './waiting-for-owner.tsx';

/** What people asked about their data, and that it was done. The one that is open is in the address. */
export function Section() {
  const t = useTexts();
  const f = useFormats();
  const api = useApi();
  const asker = useAsker();
  const client = useQueryClient();
  const [params, setParams] = useSearchParams();
  const list = usePages<PrivacyRequest, PrivacyPage>(['privacy-requests', 'list'], (cursor, signal) =>
    got(api.GET('/api/v1/privacy-requests', { params: { query: cursor ? { cursor } : {} }, signal })),
  );
  // A host asks by a delivery, and nothing else tells of that.
  useLive((event) => {
    if (event.name === 'delivery' && event.data.state === 'done')
      void client.invalidateQueries({ queryKey: ['privacy-requests'] });
  });

  const pathOf = ({ id }: PrivacyRequest) => `/settings/privacy?request=${id}`;
  const kind = (request: PrivacyRequest) => t(request.kind);
  const state = ({ state }: PrivacyRequest) => <Badge color={STATE_COLOURS[state]}>{t(state)}</Badge>;
  const people = ({ kind, customers }: PrivacyRequest) =>
    kind === 'erase_shop'
      ? t('everybody')
      : customers.length === 0
        ? t('nobody')
        : t('customersCount', { count: customers.length });
  const columns: Column<PrivacyRequest>[] = [
    {
      id: 'kind',
      header: t('kind'),
      width: 'minmax(140px, 1.4fr)',
      cell: (request) => <Link to={pathOf(request)}>{kind(request)}</Link>,
    },
    { id: 'state', header: t('state'), width: 'minmax(150px, 1.2fr)', cell: state },
    { id: 'people', header: t('people'), width: 'minmax(110px, 1fr)', cell: people },
    { id: 'by', header: t('by'), width: 'minmax(110px, 1.2fr)', cell: ({ author }) => asker(author) },
    { id: 'at', header: t('at'), width: 'minmax(150px, 1.2fr)', cell: ({ at }) => f.dateTime(at) },
  ];
  const opened = params.get('request');
  return (
    <Stack gap="md">
      <Text size="sm" maw={640}>
        {t('about')}
      </Text>
      <WaitingForOwner />
      {list.error && !list.rows ? (
        <ErrorState error={list.error} retry={list.retry} />
      ) : (
        <DataTable
          name={t('list')}
          columns={columns}
          rows={list.rows}
          hasMore={list.hasMore}
          isLoadingMore={list.isLoadingMore}
          onMore={list.more}
          rowKey={({ id }) => id}
          rowPath={pathOf}
          cardHeight={76}
          card={(request) => (
            <Stack gap={4}>
              <Group justify="space-between" wrap="nowrap" gap="xs">
                <Text size="sm" fw={500} truncate component={Link} to={pathOf(request)}>
                  {kind(request)}
                </Text>
                {state(request)}
              </Group>
              <Text size="xs" c="dimmed" truncate>
                {[people(request), asker(request.author), f.dateTime(request.at)].join(' · ')}
              </Text>
            </Stack>
          )}
          empty={<EmptyState title={t('noneTitle')}>{t('noneBody')}</EmptyState>}
        />
      )}
      {opened !== null && (
        <Details
          id={opened}
          known={list.rows?.find(({ id }) => id === opened)}
          onClose={() => setParams({}, { replace: true })}
        />
      )}
    </Stack>
  );
}
