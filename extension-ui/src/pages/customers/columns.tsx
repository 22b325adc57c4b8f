import { Badge, Group } from '@mantine/core';
import { Link } from 'react-router';
import type { Column } from '../../parts/data-table.tsx';
import { useFormats } from '../../session/admin.tsx';
import type { Listed } from './list.ts';
import { useTexts } from './texts.ts';

export const DEFAULT_COLUMNS = ['name', 'phone', 'orders', 'spent', 'lastOrder', 'tags'] as const;

/** Every column there is. Which are shown, and in what order, is the person's. */
export function useColumns(): Column<Listed>[] {
  const t = useTexts();
  const f = useFormats();
  return [
    {
      id: 'name',
      header: t('name'),
      width: 'minmax(180px, 2fr)',
      sorts: ['name', '-name'],
      cell: ({ id, name }) => <Link to={`/customers/${id}`}>{name ?? t('noName')}</Link>,
    },
    {
      id: 'phone',
      header: t('phone'),
      width: 'minmax(120px, 1fr)',
      cell: ({ phoneDisplay }) => phoneDisplay ?? f.number(null),
    },
    { id: 'email', header: t('email'), width: 'minmax(160px, 1.5fr)', cell: ({ email }) => email ?? f.number(null) },
    {
      id: 'orders',
      header: t('orders'),
      width: 'minmax(80px, 0.6fr)',
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
      id: 'average',
      header: t('average'),
      width: 'minmax(120px, 1fr)',
      align: 'end',
      sorts: ['-average', 'average'],
      cell: ({ stats }) => f.money(stats.averageMinor),
    },
    {
      id: 'lastOrder',
      header: t('lastOrder'),
      width: 'minmax(120px, 0.9fr)',
      sorts: ['-lastOrder', 'lastOrder'],
      cell: ({ stats }) => f.date(stats.lastOrderAt),
    },
    {
      id: 'created',
      header: t('created'),
      width: 'minmax(110px, 0.9fr)',
      sorts: ['-created', 'created'],
      cell: ({ createdAt }) => f.date(createdAt),
    },
    {
      id: 'tier',
      header: t('tier'),
      width: 'minmax(100px, 0.8fr)',
      cell: ({ loyalty }) => (loyalty?.level ? <Badge>{loyalty.level.name[f.locale]}</Badge> : f.number(null)),
    },
    {
      id: 'points',
      header: t('points'),
      width: 'minmax(90px, 0.7fr)',
      align: 'end',
      cell: ({ loyalty }) => f.number(loyalty?.points ?? null),
    },
    { id: 'tags', header: t('tags'), width: 'minmax(120px, 1.4fr)', cell: ({ tags }) => <Tags tags={tags} /> },
    { id: 'source', header: t('source'), width: 'minmax(100px, 1fr)', cell: ({ source }) => source ?? f.number(null) },
    {
      id: 'gender',
      header: t('gender'),
      width: 'minmax(90px, 0.7fr)',
      cell: ({ gender }) => (gender ? t(gender) : f.number(null)),
    },
    {
      id: 'place',
      header: t('place'),
      width: 'minmax(120px, 1fr)',
      cell: ({ addresses }) => addresses[0]?.province ?? addresses[0]?.city ?? f.number(null),
    },
  ];
}

export function Tags({ tags }: { tags: readonly string[] }) {
  return (
    <Group gap={4} wrap="nowrap" component="span">
      {tags.map((tag) => (
        <Badge key={tag} color="gray" size="sm">
          {tag}
        </Badge>
      ))}
    </Group>
  );
}
