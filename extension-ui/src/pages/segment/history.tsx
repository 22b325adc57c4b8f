import { Badge, Group, Stack, Text } from '@mantine/core';
import { Link } from 'react-router';
import { type Answer, got } from '../../api/client.ts';
import { usePages } from '../../api/pages.ts';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { EmptyState, ErrorState } from '../../parts/states.tsx';
import { useApi, useFormats } from '../../session/admin.tsx';
import { segmentKey } from './segment.ts';
import { useTexts } from './texts.ts';
import { useWho } from './who.ts';

type Event = Answer<'/api/v1/segments/{id}/events'>['items'][number];

/** Who entered and left, newest first, and because of what. */
export function History({ id }: { id: string }) {
  const t = useTexts();
  const f = useFormats();
  const api = useApi();
  const who = useWho();
  const events = usePages<Event, Answer<'/api/v1/segments/{id}/events'>>(
    [...segmentKey(id), 'events'],
    (cursor, signal) =>
      got(
        api.GET('/api/v1/segments/{id}/events', {
          params: { path: { id }, query: cursor ? { cursor } : {} },
          signal,
        }),
      ),
  );
  const person = ({ customerId, customerName }: Event) => (
    <Link to={`/customers/${customerId}`}>{customerName ?? t('noName')}</Link>
  );
  const kind = (event: Event) => <Badge color={event.kind === 'entered' ? 'glaze' : 'gray'}>{t(event.kind)}</Badge>;
  const columns: Column<Event>[] = [
    { id: 'name', header: t('name'), width: 'minmax(180px, 2fr)', cell: person },
    { id: 'what', header: t('what'), width: 'minmax(80px, 0.6fr)', cell: kind },
    { id: 'cause', header: t('cause'), width: 'minmax(200px, 2fr)', cell: ({ author }) => who(author) },
    { id: 'when', header: t('when'), width: 'minmax(150px, 1fr)', cell: ({ at }) => f.dateTime(at) },
  ];
  if (events.error && !events.rows) return <ErrorState error={events.error} retry={events.retry} />;
  return (
    <DataTable
      name={t('tabHistory')}
      columns={columns}
      rows={events.rows}
      hasMore={events.hasMore}
      isLoadingMore={events.isLoadingMore}
      rowKey={({ customerId, kind, at }) => `${at} ${kind} ${customerId}`}
      cardHeight={84}
      card={(event) => (
        <Stack gap={2}>
          <Group justify="space-between" wrap="nowrap" gap="xs">
            <Text size="sm" truncate component="div">
              {person(event)}
            </Text>
            {kind(event)}
          </Group>
          <Text size="xs" c="dimmed" truncate>
            {who(event.author)}
          </Text>
          <Text size="xs" c="dimmed">
            {f.dateTime(event.at)}
          </Text>
        </Stack>
      )}
      onMore={events.more}
      empty={<EmptyState title={t('noHistoryTitle')}>{t('noHistoryBody')}</EmptyState>}
    />
  );
}
