import { Alert, Anchor, Paper, Progress, Skeleton, Stack, Tabs, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams, useSearchParams } from 'react-router';
import { got } from '../../api/client.ts';
import { Page } from '../../parts/page.tsx';
import { PageSkeleton } from '../../parts/page-skeleton.tsx';
import { ErrorState } from '../../parts/states.tsx';
import { useApi, useCan, useFormats } from '../../session/admin.tsx';
import { SegmentActions } from './actions.tsx';
import { Definition } from './definition.tsx';
import { History } from './history.tsx';
import { Members } from './members.tsx';
import { type OneSegment, segmentKey } from './segment.ts';
import { useTexts } from './texts.ts';
import { Versions } from './versions.tsx';

/** One saved segment: who is in it, who came and went, and every definition that it had. */
export function Component() {
  const t = useTexts();
  const api = useApi();
  const { id = '' } = useParams();
  const segment = useQuery({
    queryKey: segmentKey(id),
    queryFn: ({ signal }) => got(api.GET('/api/v1/segments/{id}', { params: { path: { id } }, signal })),
  });
  const canSeeMembers = useCan('customers:read');
  const [params, setParams] = useSearchParams();
  const tab = params.get('tab') ?? (canSeeMembers ? 'members' : 'versions');

  if (segment.error && !segment.data) return <ErrorState error={segment.error} retry={() => void segment.refetch()} />;
  if (!segment.data) return <PageSkeleton />;
  const { name, description, state } = segment.data;
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
      {state === 'archived' ? <Alert color="gray">{t('archivedNote')}</Alert> : <Size segment={segment.data} />}
      <Definition segment={segment.data} />
      <Tabs
        value={tab}
        onChange={(value) => setParams(value === 'members' ? {} : { tab: value ?? '' }, { replace: true })}
        keepMounted={false}
      >
        <Tabs.List mb="md">
          {canSeeMembers && <Tabs.Tab value="members">{t('tabMembers')}</Tabs.Tab>}
          <Tabs.Tab value="history">{t('tabHistory')}</Tabs.Tab>
          <Tabs.Tab value="versions">{t('tabVersions')}</Tabs.Tab>
        </Tabs.List>
        {canSeeMembers && (
          <Tabs.Panel value="members">
            <Members segment={segment.data} />
          </Tabs.Panel>
        )}
        <Tabs.Panel value="history">
          <History id={id} />
        </Tabs.Panel>
        <Tabs.Panel value="versions">
          <Versions segment={segment.data} />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}

/** How many, and how far the count of a newer version has come. */
function Size({ segment }: { segment: OneSegment }) {
  const t = useTexts();
  const f = useFormats();
  const { size, computedAt, state, progress, version, shownVersion, timeDependent, error } = segment;
  const percent = f.percent(progress);
  return (
    <Paper>
      <Stack gap={6} aria-live="polite">
        <Text size="xl" fw={650} lh={1.3} component="div">
          {size === null ? (
            <Skeleton height={24} width={140} />
          ) : (
            t('members', { count: size, formatted: f.number(size) })
          )}
        </Text>
        {state === 'building' && (
          <>
            <Progress value={progress * 100} aria-label={t('building', { percent })} />
            <Text size="sm">
              {shownVersion > 0 && shownVersion !== version
                ? t('buildingNew', { version, percent, shown: shownVersion })
                : t('building', { percent })}
            </Text>
          </>
        )}
        {state === 'queued' && <Text size="sm">{t('queued')}</Text>}
        {state === 'failed' && <Alert color="red">{t('failed', { error: error ?? '' })}</Alert>}
        {state === 'ready' && computedAt && (
          <Text size="sm" c="dimmed">
            {t('updated', { when: f.ago(computedAt) })}
            {timeDependent && ` · ${t('timeDependent')}`}
          </Text>
        )}
      </Stack>
    </Paper>
  );
}
