import { ActionIcon, Button, Menu } from '@mantine/core';
import { IconArchive, IconArchiveOff, IconDots, IconPencil, IconRefresh } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { got } from '../../api/client.ts';
import { ApiError } from '../../api/error.ts';
import { useToast } from '../../parts/toast.tsx';
import { useApi, useCan } from '../../session/admin.tsx';
import { ArchiveDialog } from './archive-dialog.tsx';
import { useDependants } from './dependants.ts';
import { CopyDialog } from './group/copy-dialog.tsx';
import { ExportDialog } from './group/export-dialog.tsx';
import { type GroupAct, GroupItems, useGroupActs } from './group/menu-items.tsx';
import { TagDialog } from './group/tag-dialog.tsx';
import { ListDialog } from './list/list-form.tsx';
import { type OneSegment, segmentKey } from './segment.ts';
import { useTexts } from './texts.ts';
import { useCount } from './use-count.ts';

/** What can be done with a segment and with everybody in it. What can be taken back is done at once. */
export function SegmentActions({ segment }: { segment: OneSegment }) {
  const canWrite = useCan('segments:write');
  const acts = useGroupActs();
  // Here and not below: an Undo is pressed when what it was offered by is no longer drawn.
  const changes = useChanges(segment);
  if (segment.state === 'archived') return canWrite && <Restore changes={changes} />;
  return (
    <>
      {canWrite && <Edit segment={segment} />}
      {(canWrite || acts.length > 0) && <More segment={segment} changes={changes} />}
    </>
  );
}

interface Props {
  readonly segment: OneSegment;
  readonly changes: ReturnType<typeof useChanges>;
}

function useChanges({ id, name }: OneSegment) {
  const { again } = useCount({ id, name });
  const t = useTexts();
  const api = useApi();
  const toast = useToast();
  const client = useQueryClient();
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
  const takeBack = () => restore.mutate(undefined, { onSuccess: () => toast.done(t('restored', { name })) });
  return {
    takeBack,
    isTakingBack: restore.isPending,
    archive: () => archive.mutate(undefined, { onSuccess: () => toast.done(t('archived', { name }), takeBack) }),
    rebuild: () => again.mutate(),
  };
}

/** A list has no conditions to edit, only what it is called. */
function Edit({ segment }: { segment: OneSegment }) {
  const t = useTexts();
  const [isOpen, setOpen] = useState(false);
  const pencil = <IconPencil size={16} aria-hidden />;
  if (segment.kind === 'conditional')
    return (
      <Button component={Link} to={`/segments/${segment.id}/edit`} leftSection={pencil}>
        {t('edit')}
      </Button>
    );
  return (
    <>
      <Button variant="default" leftSection={pencil} onClick={() => setOpen(true)}>
        {t('edit')}
      </Button>
      <ListDialog list={segment} opened={isOpen} onClose={() => setOpen(false)} />
    </>
  );
}

function More({ segment, changes: { archive, rebuild } }: Props) {
  const t = useTexts();
  const canWrite = useCan('segments:write');
  const hasActs = useGroupActs().length > 0;
  const dependants = useDependants(segment.id).data ?? [];
  const [isArchiving, setArchiving] = useState(false);
  const [act, setAct] = useState<GroupAct | null>(null);
  const dialog = (of: GroupAct) => ({ segment, opened: act === of, onClose: () => setAct(null) });
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="default" size={36} aria-label={t('more')}>
            <IconDots size={18} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <GroupItems onChoose={setAct} />
          {hasActs && canWrite && <Menu.Divider />}
          {canWrite && segment.kind === 'conditional' && (
            <Menu.Item leftSection={<IconRefresh size={16} aria-hidden />} onClick={rebuild}>
              {t('rebuild')}
            </Menu.Item>
          )}
          {canWrite && (
            <Menu.Item
              leftSection={<IconArchive size={16} aria-hidden />}
              onClick={() => (dependants.length > 0 ? setArchiving(true) : archive())}
            >
              {t('archive')}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      <ArchiveDialog
        opened={isArchiving}
        name={segment.name}
        dependants={dependants}
        onClose={() => setArchiving(false)}
        onConfirm={() => {
          setArchiving(false);
          archive();
        }}
      />
      <TagDialog {...dialog('tag')} />
      <CopyDialog {...dialog('copy')} />
      <ExportDialog {...dialog('export')} />
    </>
  );
}

function Restore({ changes: { takeBack, isTakingBack } }: Pick<Props, 'changes'>) {
  const t = useTexts();
  return (
    <Button leftSection={<IconArchiveOff size={16} aria-hidden />} loading={isTakingBack} onClick={takeBack}>
      {t('restore')}
    </Button>
  );
}
