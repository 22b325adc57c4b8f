import { Anchor, Skeleton, Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { Link, useParams, useSearchParams } from 'react-router';
import { got } from '../../api/client.ts';
import { Page } from '../../parts/page.tsx';
import { PageSkeleton } from '../../parts/page-skeleton.tsx';
import { ErrorState } from '../../parts/states.tsx';
import { useApi, useCan } from '../../session/admin.tsx';
import { SegmentActions } from './actions.tsx';
import { Archived } from './archived.tsx';
import { Definition } from './definition.tsx';
import { useDependants } from './dependants.ts';
import { Past } from './group/past.tsx';
import { UnderWay } from './group/under-way.tsx';
import { History } from './history.tsx';
import { Hands } from './list/hands.tsx';
import { Members } from './members.tsx';
import classes from './segment.module.css';
import { segmentKey } from './segment.ts';
import { Size } from './size.tsx';
import { useTexts } from './texts.ts';
import { Versions } from './versions.tsx';

const Growth = lazy(async () => ({ default: (await import('./growth/growth.tsx')).Growth }));
const Composition = lazy(async () => ({ default: (await import('./composition/composition.tsx')).Composition }));
const Calendar = lazy(async () => ({ default: (await import('./calendar/calendar.tsx')).Calendar }));

/** One saved segment: who is in it, how it grows, of whom it is made, who will come and go, and every definition that it had. */
export function Component() {
  const t = useTexts();
  const api = useApi();
  const { id = '' } = useParams();
  const segment = useQuery({
    queryKey: segmentKey(id),
    queryFn: ({ signal }) => got(api.GET('/api/v1/segments/{id}', { params: { path: { id } }, signal })),
  });
  const dependants = useDependants(id);
  const canSeeMembers = useCan('customers:read');
  const [params, setParams] = useSearchParams();

  if (segment.error && !segment.data) return <ErrorState error={segment.error} retry={() => void segment.refetch()} />;
  // Both at once, so that nothing moves when the second comes.
  if (!segment.data || dependants.isPending) return <PageSkeleton />;
  const { name, description, state, kind } = segment.data;
  const resting = dependants.data ?? [];
  const isArchived = state === 'archived';
  const tabs = {
    members: canSeeMembers && <Members segment={segment.data} />,
    growth: <Growth segment={segment.data} />,
    composition: !isArchived && <Composition id={id} />,
    calendar: !isArchived && kind !== 'fixed' && <Calendar segment={segment.data} />,
    hands: canSeeMembers && kind === 'conditional' && <Hands segment={segment.data} />,
    group: <Past id={id} />,
    history: <History id={id} />,
    versions: <Versions segment={segment.data} />,
  };
  const shown = TABS.filter(([tab]) => tabs[tab]);
  const tab = shown.find(([tab]) => tab === params.get('tab'))?.[0] ?? shown[0]?.[0] ?? 'versions';
  return (
    <Page
      name={name}
      title={name}
      subtitle={
        <>
          <Anchor component={Link} to="/segments" size="sm" underline="always">
            {t('segments')}
          </Anchor>
          {description && ` · ${description}`}
        </>
      }
      actions={<SegmentActions segment={segment.data} />}
    >
      {isArchived ? <Archived segment={segment.data} dependants={resting} /> : <Size segment={segment.data} />}
      <Definition segment={segment.data} dependants={isArchived ? [] : resting} />
      <UnderWay id={id} />
      <Tabs
        value={tab}
        onChange={(value) => setParams(value === 'members' ? {} : { tab: value ?? '' }, { replace: true })}
        keepMounted={false}
      >
        <Tabs.List mb="md" className={classes['tabs'] ?? ''} aria-label={t('tabs')} data-scrolls>
          {shown.map(([tab, text]) => (
            <Tabs.Tab key={tab} value={tab}>
              {t(text)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value={tab}>
          <Suspense fallback={<Skeleton height={320} />}>{tabs[tab]}</Suspense>
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}

const TABS = [
  ['members', 'tabMembers'],
  ['growth', 'tabGrowth'],
  ['composition', 'tabComposition'],
  ['calendar', 'tabCalendar'],
  ['hands', 'tabHands'],
  ['group', 'tabGroup'],
  ['history', 'tabHistory'],
  ['versions', 'tabVersions'],
] as const;
