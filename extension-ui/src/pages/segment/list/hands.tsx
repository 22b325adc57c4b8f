import { ActionIcon, Button, Group, SegmentedControl, Stack, Text } from '@mantine/core';
import { IconUsersPlus, IconX } from '@tabler/icons-react';
import { Link, useSearchParams } from 'react-router';
import { type Answer, got } from '../../../api/client.ts';
import { usePages } from '../../../api/pages.ts';
import { type Column, DataTable } from '../../../parts/data-table.tsx';
import { EmptyState, ErrorState } from '../../../parts/states.tsx';
import { useApi, useCan, useFormats } from '../../../session/admin.tsx';
import { type OneSegment, segmentKey } from '../segment.ts';
import { FindCustomer } from './find-customer.tsx';
import type { Handled } from './hands.ts';
import { useTexts } from './texts.ts';
import { useHands } from './use-hands.ts';

type Page = Answer<'/api/v1/segments/{id}/pins'>;

/** Of a conditional segment: who is in it, or kept out of it, whatever the conditions say (A06, A07). */
export function Hands({ segment }: { segment: OneSegment }) {
  const t = useTexts();
  const f = useFormats();
  const api = useApi();
  const { id, state } = segment;
  const canWrite = useCan('segments:write') && state !== 'archived';
  const { lay } = useHands(segment);
  const [params, setParams] = useSearchParams();
  const of = params.get('of') === 'bans' ? 'bans' : 'pins';
  const isBan = of === 'bans';
  const { rows, error, hasMore, isLoadingMore, more, retry } = usePages<Handled, Page>(
    [...segmentKey(id), of],
    (cursor, signal) => {
      const asked = { params: { path: { id }, query: cursor ? { cursor } : {} }, signal };
      return got(isBan ? api.GET('/api/v1/segments/{id}/bans', asked) : api.GET('/api/v1/segments/{id}/pins', asked));
    },
  );
  const nameOf = ({ name }: Handled) => name ?? t('noName');
  const release = (customer: Handled) =>
    canWrite && (
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={t('release', { name: nameOf(customer) })}
        onClick={() => lay(isBan ? 'unban' : 'unpin', customer)}
      >
        <IconX size={16} aria-hidden />
      </ActionIcon>
    );
  const person = (customer: Handled) => <Link to={`/customers/${customer.id}`}>{nameOf(customer)}</Link>;
  const columns: Column<Handled>[] = [
    { id: 'name', header: t('customer'), width: 'minmax(180px, 2fr)', cell: person },
    { id: 'phone', header: t('phone'), width: 'minmax(120px, 1fr)', cell: ({ phoneDisplay }) => phoneDisplay },
    {
      id: 'orders',
      header: t('orders'),
      width: 'minmax(80px, 0.6fr)',
      align: 'end',
      cell: ({ stats }) => f.number(stats.orders),
    },
    {
      id: 'spent',
      header: t('spent'),
      width: 'minmax(110px, 1fr)',
      align: 'end',
      cell: ({ stats }) => f.money(stats.spentMinor),
    },
    ...(canWrite ? [{ id: 'release', header: t('actions'), width: '68px', align: 'end', cell: release } as const] : []),
  ];
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        {t('handsAbout')}
      </Text>
      <Group>
        <SegmentedControl
          aria-label={t('hands')}
          value={of}
          onChange={(to) =>
            setParams(
              (before) => {
                before.set('of', to);
                return before;
              },
              { replace: true },
            )
          }
          data={[
            { value: 'pins', label: t('pins') },
            { value: 'bans', label: t('bans') },
          ]}
        />
      </Group>
      {canWrite && (
        <Group gap="sm">
          <FindCustomer
            key={of}
            label={t(isBan ? 'findBan' : 'findPin')}
            onChoose={(customer) => lay(isBan ? 'ban' : 'pin', customer)}
          />
          <Button
            component={Link}
            to={`/segments/${id}/add${isBan ? '?as=ban' : ''}`}
            variant="default"
            leftSection={<IconUsersPlus size={16} aria-hidden />}
          >
            {t('addMany')}
          </Button>
        </Group>
      )}
      {error && !rows ? (
        <ErrorState error={error} retry={retry} />
      ) : (
        <DataTable
          name={t(of)}
          columns={columns}
          rows={rows}
          hasMore={hasMore}
          isLoadingMore={isLoadingMore}
          rowKey={(customer) => customer.id}
          rowPath={(customer) => `/customers/${customer.id}`}
          cardHeight={64}
          card={(customer) => (
            <Group justify="space-between" wrap="nowrap" gap="xs">
              <Stack gap={0} style={{ minWidth: 0 }}>
                <Text size="sm" fw={500} truncate component="div">
                  {person(customer)}
                </Text>
                <Text size="xs" c="dimmed">
                  {customer.phoneDisplay}
                </Text>
              </Stack>
              {release(customer)}
            </Group>
          )}
          onMore={more}
          empty={
            <EmptyState title={t(isBan ? 'noBansTitle' : 'noPinsTitle')}>
              {t(isBan ? 'noBansBody' : 'noPinsBody')}
            </EmptyState>
          }
        />
      )}
    </Stack>
  );
}
