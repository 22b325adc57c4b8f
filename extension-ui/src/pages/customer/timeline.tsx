import { Alert, Button, Chip, Group, Stack, Text } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { got } from '../../api/client.ts';
import { usePages } from '../../api/pages.ts';
import { EmptyState, ErrorState } from '../../parts/states.tsx';
import { useApi, useCan, useFormats } from '../../session/admin.tsx';
import classes from './customer.module.css';
import { type Customer, customerKey } from './customer.ts';
import { LinesSkeleton } from './skeleton.tsx';
import { useTexts } from './texts.ts';
import { TimelineItem } from './timeline-item.tsx';

const KINDS = ['orders', 'profile', 'consent', 'tags', 'segments', 'tiers', 'notes', 'merges'] as const;
type Kind = (typeof KINDS)[number];

/** Everything that happened, newest first, by days; the next page comes when its end is near. */
export function Timeline({ customer }: { customer: Customer }) {
  const t = useTexts();
  const f = useFormats();
  const api = useApi();
  const seesOrders = useCan('orders:read');
  const [kinds, setKinds] = useState<readonly Kind[]>([]);
  const { id } = customer;
  const { rows, first, error, hasMore, isLoadingMore, more, retry } = usePages(
    customerKey(id, 'timeline', kinds),
    (cursor, signal) => {
      const query = { limit: 30, ...(kinds.length === 0 ? {} : { kinds: [...kinds] }), ...(cursor ? { cursor } : {}) };
      return got(api.GET('/api/v1/customers/{id}/timeline', { params: { path: { id }, query }, signal }));
    },
  );
  const days = Map.groupBy(rows ?? [], (entry) => f.dayOf(entry.at));
  return (
    <Stack gap="sm">
      <Chip.Group
        multiple
        value={[...kinds]}
        onChange={(next) => setKinds(KINDS.filter((kind) => next.includes(kind)))}
      >
        <Group gap={6} role="group" aria-label={t('filter')}>
          {KINDS.filter((kind) => seesOrders || kind !== 'orders').map((kind) => (
            <Chip key={kind} value={kind} size="xs" variant="outline">
              {t(`kind_${kind}`)}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
      {error && !rows && <ErrorState error={error} retry={retry} />}
      {!rows && !error && <LinesSkeleton lines={8} />}
      {rows?.length === 0 && (
        <EmptyState
          title={t('noEntriesTitle')}
          icon={<IconHistory aria-hidden />}
          action={
            <Button variant="default" onClick={() => setKinds([])}>
              {t('clearFilter')}
            </Button>
          }
        >
          {t('noEntriesBody')}
        </EmptyState>
      )}
      {first?.ordersSince && <Alert color="gray">{t('ordersSince', { date: f.date(first.ordersSince) })}</Alert>}
      <section aria-label={t('timeline')}>
        {[...days].map(([day, entries]) => (
          <div key={day}>
            <DayHeading day={day} />
            <ul className={classes['entries']}>
              {entries.map((entry) => (
                <TimelineItem key={entry.id} entry={entry} />
              ))}
            </ul>
          </div>
        ))}
      </section>
      {hasMore && <More key={rows?.length} isLoading={isLoadingMore} onMore={more} />}
      {rows && rows.length > 0 && !hasMore && (
        <Text size="xs" c="dimmed" ta="center">
          {t('endOfTimeline')}
        </Text>
      )}
    </Stack>
  );
}

function DayHeading({ day }: { day: string }) {
  const t = useTexts();
  const f = useFormats();
  const now = Date.now();
  const text = f.day(day);
  const heading =
    day === f.dayOf(now)
      ? t('todayHeading', { day: text })
      : day === f.dayOf(now - 86_400_000)
        ? t('yesterdayHeading', { day: text })
        : text;
  return <h2 className={classes['day']}>{heading}</h2>;
}

/** Asks for more when it comes near the window, and by a button for who does not scroll. */
function More({ isLoading, onMore }: { isLoading: boolean; onMore: () => void }) {
  const t = useTexts();
  const button = useRef<HTMLButtonElement>(null);
  const latest = useRef(onMore);
  latest.current = onMore;
  // Looked for again when loading has ended: news of this customer may have cut the request short.
  useEffect(() => {
    if (isLoading) return;
    const seen = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) latest.current();
      },
      // In a frame of another site the margin holds only for a root that is named.
      { root: document, rootMargin: '400px' },
    );
    if (button.current) seen.observe(button.current);
    return () => seen.disconnect();
  }, [isLoading]);
  return (
    <Button ref={button} variant="default" loading={isLoading} onClick={onMore} style={{ alignSelf: 'center' }}>
      {t('moreEntries')}
    </Button>
  );
}
