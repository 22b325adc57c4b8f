import { Skeleton, Stack } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'react-router';
import { type Answer, got } from '../../api/client.ts';
import { usePages } from '../../api/pages.ts';
import { Page } from '../../parts/page.tsx';
import { ErrorState } from '../../parts/states.tsx';
import { useApi } from '../../session/admin.tsx';
import { Counts } from './counts.tsx';
import { type Delivery, PLATFORM_NAMES, type Platform, STATES, type State } from './delivery.ts';
import { Filters } from './filters.tsx';
import { List } from './list.tsx';
import { Parked } from './parked.tsx';
import { Rate } from './rate.tsx';
import { useTexts } from './texts.ts';

const isState = (text: string | null): text is State => STATES.some((state) => state === text);
const isPlatform = (text: string | null): text is Platform => text !== null && text in PLATFORM_NAMES;

/** What hosts sent and what became of it. The filters are in the address. */
export function Component() {
  const t = useTexts();
  const api = useApi();
  const [params, setParams] = useSearchParams();
  const [state, platform] = [params.get('state'), params.get('platform')];
  const [topic] = useDebouncedValue(params.get('topic')?.trim() ?? '', 300);
  const filter = {
    ...(isState(state) ? { state } : {}),
    ...(isPlatform(platform) ? { platform } : {}),
    ...(topic ? { topic } : {}),
    ...(params.get('connection') ? { connection: params.get('connection') ?? '' } : {}),
  };
  const set = (name: string, value: string) =>
    setParams(
      (before) => {
        if (value) before.set(name, value);
        else before.delete(name);
        return before;
      },
      { replace: true },
    );
  const summary = useQuery({
    queryKey: ['deliveries', 'summary'],
    queryFn: ({ signal }) => got(api.GET('/api/v1/deliveries/summary', { signal })),
  });
  const list = usePages<Delivery, Answer<'/api/v1/deliveries'>>(['deliveries', filter], (cursor, signal) =>
    got(api.GET('/api/v1/deliveries', { params: { query: { ...filter, ...(cursor ? { cursor } : {}) } }, signal })),
  );

  // What needs a look stands before the rest, and the rest must not give way when it comes.
  const isKnown = summary.data !== undefined || summary.error !== null;

  return (
    <Page title={t('title')} subtitle={t('subtitle')}>
      {summary.error && !summary.data ? (
        <ErrorState error={summary.error} retry={() => void summary.refetch()} />
      ) : (
        <Counts summary={summary.data} />
      )}
      {!isKnown && <Skeleton height={480} />}
      <Stack gap="md" display={isKnown ? 'flex' : 'none'}>
        <Parked summary={summary.data} />
        <Rate />
        <Stack gap="sm">
          <Filters
            state={filter.state ?? ''}
            platform={filter.platform ?? ''}
            topic={params.get('topic') ?? ''}
            onChange={set}
          />
          {list.error && !list.rows ? (
            <ErrorState error={list.error} retry={list.retry} />
          ) : (
            <List
              list={list}
              isFiltered={Object.keys(filter).length > 0}
              onClear={() => setParams({}, { replace: true })}
            />
          )}
        </Stack>
      </Stack>
    </Page>
  );
}
