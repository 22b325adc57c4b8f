import { Button, Group, Skeleton, Stack, Text } from '@mantine/core';
import { Link } from 'react-router';
import { type Answer, got } from '../../../api/client.ts';
import { usePages } from '../../../api/pages.ts';
import { ErrorState } from '../../../parts/states.tsx';
import { useApi, useFormats } from '../../../session/admin.tsx';
import classes from './calendar.module.css';
import { useTexts } from './texts.ts';

export interface PeopleOf {
  readonly id: string;
  readonly day: string;
  readonly kind: 'enters' | 'leaves';
}

type Page = Answer<'/api/v1/segments/{id}/calendar/people'>;

/** Who comes or goes on a day. */
export function People({ of: { id, day, kind } }: { of: PeopleOf }) {
  const t = useTexts();
  const f = useFormats();
  const api = useApi();
  const people = usePages<Page['items'][number], Page>(
    ['segment-calendar', id, 'people', day, kind],
    (cursor, signal) => {
      const query = { day, kind, ...(cursor ? { cursor } : {}) };
      return got(api.GET('/api/v1/segments/{id}/calendar/people', { params: { path: { id }, query }, signal }));
    },
  );
  const { rows, error, hasMore, isLoadingMore, more, retry } = people;
  if (error && !rows) return <ErrorState error={error} retry={retry} />;
  if (!rows) return <Skeleton height={160} />;
  if (rows.length === 0) return <Text size="sm">{t('nobodyLeft')}</Text>;
  return (
    <Stack gap="sm">
      <ul className={classes['days']}>
        {rows.map(({ id, name, phoneDisplay, stats }) => (
          <Group key={id} component="li" justify="space-between" gap="xs" py={6} wrap="nowrap">
            <div style={{ minWidth: 0 }}>
              <Text size="sm" fw={500} truncate component={Link} to={`/customers/${id}`} display="block">
                {name ?? t('noName')}
              </Text>
              <Text size="xs" c="dimmed">
                {phoneDisplay}
              </Text>
            </div>
            <Text size="sm" style={{ whiteSpace: 'nowrap' }}>
              {f.money(stats.spentMinor)}
            </Text>
          </Group>
        ))}
      </ul>
      {hasMore && (
        <Button variant="default" loading={isLoadingMore} onClick={more}>
          {t('more')}
        </Button>
      )}
    </Stack>
  );
}
