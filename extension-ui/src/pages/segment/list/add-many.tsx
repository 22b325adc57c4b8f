import { Alert, Anchor, Skeleton, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useNavigate, useParams, useSearchParams } from 'react-router';
import { got } from '../../../api/client.ts';
import { Page } from '../../../parts/page.tsx';
import { ErrorState, ForbiddenState } from '../../../parts/states.tsx';
import { useToast } from '../../../parts/toast.tsx';
import { useApi, useCan, useFormats } from '../../../session/admin.tsx';
import { type OneSegment, segmentKey } from '../segment.ts';
import type { Wish } from './many.ts';
import { ManyForm } from './many-form.tsx';
import { ManyPreview } from './many-preview.tsx';
import { useTexts } from './texts.ts';
import { useHands } from './use-hands.ts';
import { useMany } from './use-many.ts';

/** Many customers into a list at once, or into a segment by hand, or out of it: by lines or a file, shown first. */
export function Component() {
  const t = useTexts();
  const api = useApi();
  const { id = '' } = useParams();
  const [params] = useSearchParams();
  const canRead = useCan('customers:read');
  const segment = useQuery({
    queryKey: segmentKey(id),
    queryFn: ({ signal }) => got(api.GET('/api/v1/segments/{id}', { params: { path: { id } }, signal })),
  });
  const as = params.get('as') === 'ban' && segment.data?.kind !== 'fixed' ? 'ban' : 'pin';
  const title = t(as === 'ban' ? 'manyTitleBan' : 'manyTitle');
  return (
    <Page
      title={title}
      subtitle={
        segment.data ? (
          <Anchor component={Link} to={`/segments/${id}`} size="sm" underline="always">
            {segment.data.name}
          </Anchor>
        ) : (
          <Skeleton height={20} width={160} />
        )
      }
    >
      {!canRead ? (
        <ForbiddenState />
      ) : segment.error && !segment.data ? (
        <ErrorState error={segment.error} retry={() => void segment.refetch()} />
      ) : segment.data ? (
        <AddMany segment={segment.data} as={as} />
      ) : (
        <>
          <Skeleton height={20} />
          <Skeleton height={320} />
        </>
      )}
    </Page>
  );
}

function AddMany({ segment, as }: { segment: OneSegment; as: Wish['as'] }) {
  const t = useTexts();
  const f = useFormats();
  const toast = useToast();
  const navigate = useNavigate();
  const [wish, setWish] = useState<Wish>({ from: 'paste', pasted: '', file: null, as });
  const { preview, add, done, problem, reset } = useMany(segment);
  const { undo } = useHands(segment);
  const { id, kind } = segment;
  const addAll = (people: readonly string[]) =>
    add.mutate(
      { as: wish.as, people },
      {
        onSuccess: ({ changed }) => {
          const count = { count: changed.length, formatted: f.number(changed.length) };
          const said = t(wish.as === 'ban' ? 'bannedMany' : 'addedMany', count);
          if (changed.length > 0) toast.done(said, () => undo(wish.as === 'ban' ? 'unban' : 'unpin', changed));
          else toast.done(t('alreadyMany', { count: people.length, formatted: f.number(people.length) }));
          void navigate(kind === 'fixed' ? `/segments/${id}` : `/segments/${id}?tab=hands&of=${wish.as}s`);
        },
      },
    );
  return (
    <>
      <Text size="sm" c="dimmed">
        {t('manyAbout')}
      </Text>
      <ManyForm
        wish={wish}
        canBan={kind !== 'fixed'}
        isBusy={preview.isPending}
        isFrozen={add.isPending}
        onChange={(change) => {
          setWish({ ...wish, ...change });
          // What was shown is not what this would do.
          reset();
        }}
        onPreview={() => preview.mutate(wish)}
      />
      {problem !== null && (
        <Alert color="red" role="alert">
          {problem}
        </Alert>
      )}
      {preview.data && (
        <ManyPreview
          key={preview.submittedAt}
          resolved={preview.data}
          as={wish.as}
          done={add.isPending ? done : null}
          onAdd={addAll}
        />
      )}
    </>
  );
}
