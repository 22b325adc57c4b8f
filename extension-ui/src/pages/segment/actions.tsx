import { ActionIcon, Button, Menu } from '@mantine/core';
import { IconArchive, IconArchiveOff, IconDots, IconPencil, IconRefresh } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from 'react-router';
import { got } from '../../api/client.ts';
import { ApiError } from '../../api/error.ts';
import { useToast } from '../../parts/toast.tsx';
import { useApi, useCan } from '../../session/admin.tsx';
import { type OneSegment, segmentKey } from './segment.ts';
import { useTexts } from './texts.ts';

/** What can be done with a segment. Archiving is done at once and can be taken back. */
export function SegmentActions({ segment }: { segment: OneSegment }) {
  const t = useTexts();
  const api = useApi();
  const toast = useToast();
  const client = useQueryClient();
  const canWrite = useCan('segments:write');
  const { id, name, state } = segment;
  const params = { path: { id } };
  const settled = {
    onSuccess: (changed: OneSegment) => {
      client.setQueryData(segmentKey(id), changed);
      void client.invalidateQueries({ queryKey: segmentKey(id) });
      void client.invalidateQueries({ queryKey: ['segments'] });
    },
    onError: (error: Error) =>
      toast.failed(
        error instanceof ApiError && error.code === 'name_taken'
          ? t('nameTaken', { name })
          : t('failedAction', { message: error.message }),
      ),
  };
  const restore = useMutation({
    mutationFn: () => got(api.POST('/api/v1/segments/{id}/restore', { params })),
    ...settled,
  });
  const archive = useMutation({
    mutationFn: () => got(api.DELETE('/api/v1/segments/{id}', { params })),
    ...settled,
  });
  const rebuild = useMutation({
    mutationFn: () => got(api.POST('/api/v1/segments/{id}/rebuild', { params })) as Promise<OneSegment>,
    ...settled,
  });

  if (!canWrite) return null;
  const takeBack = () => restore.mutate(undefined, { onSuccess: () => toast.done(t('restored', { name })) });
  if (state === 'archived')
    return (
      <Button leftSection={<IconArchiveOff size={16} aria-hidden />} loading={restore.isPending} onClick={takeBack}>
        {t('restore')}
      </Button>
    );
  return (
    <>
      <Button component={Link} to={`/segments/${id}/edit`} leftSection={<IconPencil size={16} aria-hidden />}>
        {t('edit')}
      </Button>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="default" size={36} aria-label={t('more')}>
            <IconDots size={18} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={<IconRefresh size={16} aria-hidden />}
            onClick={() => rebuild.mutate(undefined, { onSuccess: () => toast.done(t('rebuildStarted', { name })) })}
          >
            {t('rebuild')}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconArchive size={16} aria-hidden />}
            onClick={() =>
              archive.mutate(undefined, { onSuccess: () => toast.done(t('archived', { name }), takeBack) })
            }
          >
            {t('archive')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </>
  );
}
