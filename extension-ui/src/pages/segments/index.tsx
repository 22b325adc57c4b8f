import { Badge, Button, Checkbox, Group, NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconListDetails, IconPlus, IconSearch } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { got } from '../../api/client.ts';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { EmptyState, ErrorState } from '../../parts/states.tsx';
import { useTyped } from '../../parts/use-typed.ts';
import { When } from '../../parts/when.tsx';
import { useApi, useCan, useFormats } from '../../session/admin.tsx';
import { ListDialog } from '../segment/list/list-form.tsx';
import { SegmentsFrame } from './frame.tsx';
import { type Segment, SegmentState } from './segment-state.tsx';
import { useTexts } from './texts.ts';

/** All saved segments: how large each is, and as of when. The search is in the address, so that coming back finds it. */
export function Component() {
  const t = useTexts();
  const f = useFormats();
  const api = useApi();
  const canWrite = useCan('segments:write');
  const [params, setParams] = useSearchParams();
  const search = params.get('search') ?? '';
  const archived = params.get('archived') === '1';
  const kind = params.get('kind') ?? '';
  const [isMaking, setMaking] = useState(false);
  const [asked] = useDebouncedValue(search, 150);
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
  const segments = useQuery({
    queryKey: ['segments', { search: asked, archived }],
    queryFn: async ({ signal }) => {
      const query = { ...(asked ? { search: asked } : {}), ...(archived ? { archived: 'true' as const } : {}) };
      return (await got(api.GET('/api/v1/segments', { params: { query }, signal }))).items;
    },
    placeholderData: keepPreviousData,
  });

  const rows = segments.data?.filter((segment) => kind === '' || segment.kind === kind);

  const columns: Column<Segment>[] = [
    {
      id: 'name',
      header: t('name'),
      width: 'minmax(200px, 3fr)',
      cell: ({ id, name }) => <Link to={`/segments/${id}`}>{name}</Link>,
    },
    {
      id: 'kind',
      header: t('kind'),
      width: 'minmax(140px, 1fr)',
      cell: ({ kind }) => t(kind),
    },
    {
      id: 'size',
      header: t('size'),
      width: 'minmax(90px, 1fr)',
      align: 'end',
      cell: ({ size }) => f.number(size),
    },
    {
      id: 'freshness',
      header: t('freshness'),
      width: 'minmax(120px, 1fr)',
      cell: ({ computedAt }) => (computedAt ? <When time={computedAt} /> : f.number(null)),
    },
    {
      id: 'state',
      header: t('state'),
      width: 'minmax(120px, 1fr)',
      cell: (segment) => <SegmentState segment={segment} />,
    },
  ];

  const create = canWrite && (
    <>
      <Button component={Link} to="/segments/new" leftSection={<IconPlus size={16} aria-hidden />}>
        {t('create')}
      </Button>
      <Button variant="default" leftSection={<IconListDetails size={16} aria-hidden />} onClick={() => setMaking(true)}>
        {t('createList')}
      </Button>
    </>
  );
  return (
    <SegmentsFrame name={t('title')} actions={create}>
      <Group gap="sm">
        <TextInput
          aria-label={t('search')}
          placeholder={t('search')}
          leftSection={<IconSearch size={16} aria-hidden />}
          value={typed}
          onChange={(event) => type(event.currentTarget.value)}
          style={{ flex: '1 1 220px', maxWidth: 360 }}
        />
        <NativeSelect
          aria-label={t('kind')}
          value={kind}
          onChange={(event) => set('kind', event.currentTarget.value)}
          data={[
            { value: '', label: t('anyKind') },
            { value: 'conditional', label: t('conditional') },
            { value: 'fixed', label: t('fixed') },
          ]}
        />
        <Checkbox
          label={t('withArchived')}
          checked={archived}
          onChange={(event) => set('archived', event.currentTarget.checked ? '1' : '')}
        />
        {/* Its place is kept: on a phone it has a line of its own, which must not come with it. */}
        <Text size="sm" c="dimmed" role="status" miw={100} mih={22}>
          {rows && t('count', { count: rows.length })}
        </Text>
      </Group>
      {segments.error && !segments.data ? (
        <ErrorState error={segments.error} retry={() => void segments.refetch()} />
      ) : (
        <DataTable
          name={t('title')}
          columns={columns}
          rows={rows}
          total={rows?.length ?? null}
          rowKey={({ id }) => id}
          rowPath={({ id }) => `/segments/${id}`}
          cardHeight={76}
          card={(segment) => (
            <Stack gap={4}>
              <Group justify="space-between" wrap="nowrap" gap="xs">
                <Text size="sm" fw={500} truncate component={Link} to={`/segments/${segment.id}`}>
                  {segment.name}
                </Text>
                <Text size="sm">{f.number(segment.size)}</Text>
              </Group>
              <Group gap="xs">
                <SegmentState segment={segment} />
                {segment.kind === 'fixed' && <Badge color="gray">{t('fixed')}</Badge>}
                {segment.computedAt && (
                  <Text size="xs" c="dimmed" component="span">
                    <When time={segment.computedAt} />
                  </Text>
                )}
              </Group>
            </Stack>
          )}
          empty={
            search ? (
              <EmptyState title={t('noneTitle', { search })}>{t('noneBody')}</EmptyState>
            ) : kind !== '' && segments.data?.length !== 0 ? (
              <EmptyState title={t('noneOfKind')}>{t('noneOfKindBody')}</EmptyState>
            ) : (
              <EmptyState title={t('emptyTitle')} action={create && <Group justify="center">{create}</Group>}>
                {t('emptyBody')}
              </EmptyState>
            )
          }
        />
      )}
      <ListDialog list={null} opened={isMaking} onClose={() => setMaking(false)} />
    </SegmentsFrame>
  );
}
