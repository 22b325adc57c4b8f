import { Button } from '@mantine/core';
import { IconArchive, IconListDetails } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { got } from '../../api/client.ts';
import { Page } from '../../parts/page.tsx';
import { EmptyState, ErrorState, ForbiddenState } from '../../parts/states.tsx';
import { useApi, useCan } from '../../session/admin.tsx';
import { BuilderSkeleton } from './builder-skeleton.tsx';
import { useCatalogue } from './catalogue.ts';
import { SegmentBuilder } from './segment-builder.tsx';
import { useTexts } from './texts.ts';
import { conditionsOf } from './tree.ts';
import { fromDefinition } from './wire.ts';

/** A new segment, or a saved one to be changed. */
export function Component() {
  const t = useTexts();
  const { id } = useParams();
  const api = useApi();
  const canWrite = useCan('segments:write');
  const catalogue = useCatalogue();
  const saved = useQuery({
    queryKey: ['segment', id, 'edited'],
    enabled: id !== undefined && canWrite,
    // What is edited must not change under the hands, and must be new each time one begins.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    queryFn: async ({ signal }) =>
      got(api.GET('/api/v1/segments/{id}', { params: { path: { id: id ?? '' } }, signal })),
  });
  const title = t(id === undefined ? 'createTitle' : 'editTitle');
  const framed = (content: React.ReactNode) => <Page title={title}>{content}</Page>;
  if (!canWrite) return framed(<ForbiddenState />);
  const failed = [catalogue, ...(id === undefined ? [] : [saved])].find(({ error, data }) => error && !data);
  if (failed) return framed(<ErrorState error={failed.error} retry={() => void failed.refetch()} />);
  if (!catalogue.data || (id !== undefined && !saved.data)) return framed(<BuilderSkeleton />);
  if (saved.data?.state === 'archived')
    return framed(
      <EmptyState
        title={t('archivedTitle')}
        icon={<IconArchive />}
        action={
          <Button component={Link} to="/segments/new">
            {t('createTitle')}
          </Button>
        }
      >
        {t('archivedBody')}
      </EmptyState>,
    );
  if (saved.data?.kind === 'fixed')
    return framed(
      <EmptyState
        title={t('fixedTitle')}
        icon={<IconListDetails />}
        action={
          <Button component={Link} to={`/segments/${saved.data.id}`}>
            {t('backToSegment')}
          </Button>
        }
      >
        {t('fixedBody')}
      </EmptyState>,
    );
  const { kinds } = catalogue.data;
  const isKnown = (definition: object) => conditionsOf(fromDefinition(definition)).every(({ kind }) => kinds.has(kind));
  if (saved.data && !isKnown(saved.data.definition ?? {}))
    return framed(<EmptyState title={t('unknownTitle')}>{t('unknownBody')}</EmptyState>);
  return <SegmentBuilder key={id ?? 'new'} catalogue={catalogue.data} saved={saved.data ?? null} />;
}
