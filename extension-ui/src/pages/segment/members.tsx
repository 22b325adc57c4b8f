import { Group, NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { type Answer, got } from '../../api/client.ts';
import { usePages } from '../../api/pages.ts';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { EmptyState, ErrorState } from '../../parts/states.tsx';
import { useTyped } from '../../parts/use-typed.ts';
import { useApi, useCan, useFormats } from '../../session/admin.tsx';
import { WhyButton } from './explain/why-button.tsx';
import { WhyDrawer } from './explain/why-drawer.tsx';
import { EmptyList } from './list/empty-list.tsx';
import { ListBar } from './list/list-bar.tsx';
import { MemberHand } from './list/member-hand.tsx';
import { type OneSegment, segmentKey } from './segment.ts';
import { useTexts } from './texts.ts';

type Member = Answer<'/api/v1/customers'>['items'][number];

const SORTS = { name: 'sortName', '-spent': 'sortSpent', '-orders': 'sortOrders', '-lastOrder': 'sortLast' } as const;
const isSort = (text: string): text is Sort => /^-?(name|spent|orders|lastOrder)$/.test(text);
type Sort = keyof typeof SORTS | '-name' | 'spent' | 'orders' | 'lastOrder';

/** Who is in it now: the list of customers with this segment as its filter, so it searches and sorts as that does. */
export function Members({ segment }: { segment: OneSegment }) {
  const t = useTexts();
  const f = useFormats();
  const api = useApi();
  const [params, setParams] = useSearchParams();
  const search = params.get('search') ?? '';
  const given = params.get('sort') ?? '';
  const sort: Sort = isSort(given) ? given : '-spent';
  const [asked] = useDebouncedValue(search, 150);
  const { id } = segment;
  const [doubted, setDoubted] = useState<{ id: string; name: string } | null>(null);
  const why = ({ id, name }: Member) => {
    const named = name ?? t('noName');
    return <WhyButton segment={segment.name} customer={named} onClick={() => setDoubted({ id, name: named })} />;
  };
  const canHand = useCan('segments:write') && segment.state !== 'archived';
  const hand = (member: Member) => canHand && <MemberHand segment={segment} customer={member} />;
  const set = (name: string, value: string) =>
    setParams(
      (before) => {
        if (value) before.set(name, value);
        else before.delete(name);
        return before;
      },
      { replace: true },
    );
  const [typed, type] = useTyped(search, (text) => set('search', text));
  const { rows, first, error, hasMore, isLoadingMore, more, retry } = usePages<Member, Answer<'/api/v1/customers'>>(
    [...segmentKey(id), 'members', { asked, sort }],
    (cursor, signal) => {
      const query = { segment: id, sort, ...(asked ? { search: asked } : {}), ...(cursor ? { cursor } : {}) };
      return got(api.GET('/api/v1/customers', { params: { query }, signal }));
    },
  );

  const columns: Column<Member>[] = [
    {
      id: 'name',
      header: t('name'),
      width: 'minmax(180px, 2fr)',
      sorts: ['name', '-name'],
      cell: ({ id, name }) => <Link to={`/customers/${id}`}>{name ?? t('noName')}</Link>,
    },
    { id: 'phone', header: t('phone'), width: 'minmax(130px, 1fr)', cell: ({ phoneDisplay }) => phoneDisplay },
    {
      id: 'orders',
      header: t('orders'),
      width: 'minmax(90px, 0.7fr)',
      align: 'end',
      sorts: ['-orders', 'orders'],
      cell: ({ stats }) => f.number(stats.orders),
    },
    {
      id: 'spent',
      header: t('spent'),
      width: 'minmax(120px, 1fr)',
      align: 'end',
      sorts: ['-spent', 'spent'],
      cell: ({ stats }) => f.money(stats.spentMinor),
    },
    {
      id: 'lastOrder',
      header: t('lastOrder'),
      width: 'minmax(120px, 1fr)',
      sorts: ['-lastOrder', 'lastOrder'],
      cell: ({ stats }) => f.date(stats.lastOrderAt),
    },
    {
      id: 'why',
      header: t('whyIn'),
      width: canHand ? '132px' : '96px',
      cell: (member) => (
        <Group gap={4} wrap="nowrap">
          {why(member)}
          {hand(member)}
        </Group>
      ),
    },
  ];
  const total = first?.total?.value ?? null;

  if (error && !rows) return <ErrorState error={error} retry={retry} />;
  return (
    <Stack gap="sm">
      <ListBar segment={segment} />
      <Group gap="sm">
        <TextInput
          aria-label={t('searchMembers')}
          placeholder={t('searchMembers')}
          leftSection={<IconSearch size={16} aria-hidden />}
          value={typed}
          onChange={(event) => type(event.currentTarget.value)}
          style={{ flex: '1 1 240px', maxWidth: 420 }}
        />
        <NativeSelect
          hiddenFrom="sm"
          aria-label={t('sort')}
          value={sort}
          onChange={(event) => set('sort', event.currentTarget.value)}
          data={Object.entries(SORTS).map(([value, text]) => ({ value, label: t(text) }))}
        />
        <Text size="sm" c="dimmed" role="status">
          {total !== null && t('found', { count: total, formatted: f.number(total) })}
        </Text>
      </Group>
      <DataTable
        name={segment.name}
        columns={columns}
        rows={rows}
        total={total}
        sort={sort}
        hasMore={hasMore}
        isLoadingMore={isLoadingMore}
        rowKey={({ id }) => id}
        rowPath={({ id }) => `/customers/${id}`}
        cardHeight={80}
        card={(member) => (
          <Stack gap={2}>
            <Group justify="space-between" wrap="nowrap" gap="xs">
              <Text size="sm" fw={500} truncate component={Link} to={`/customers/${member.id}`}>
                {member.name ?? t('noName')}
              </Text>
              <Text size="sm" style={{ whiteSpace: 'nowrap' }}>
                {f.money(member.stats.spentMinor)}
              </Text>
            </Group>
            <Group justify="space-between" wrap="nowrap" gap="xs">
              <Text size="xs" c="dimmed" truncate>
                {[member.phoneDisplay, f.date(member.stats.lastOrderAt)].filter(Boolean).join(' · ')}
              </Text>
              <Group gap={4} wrap="nowrap">
                {why(member)}
                {hand(member)}
              </Group>
            </Group>
          </Stack>
        )}
        onSort={(to) => set('sort', to)}
        onMore={more}
        empty={
          asked ? (
            <EmptyState title={t('noneFoundTitle', { search: asked })}>{t('noneFoundBody')}</EmptyState>
          ) : segment.state === 'archived' ? (
            <EmptyState title={t('noneKeptTitle')}>{t('noneKeptBody')}</EmptyState>
          ) : segment.kind === 'fixed' ? (
            <EmptyList />
          ) : (
            <EmptyState title={t('noMembersTitle')}>{t('noMembersBody')}</EmptyState>
          )
        }
      />
      <WhyDrawer
        asked={doubted && { segment: { id, name: segment.name }, customer: doubted }}
        onClose={() => setDoubted(null)}
      />
    </Stack>
  );
}
