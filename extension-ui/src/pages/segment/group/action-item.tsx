import { Button, Text } from '@mantine/core';
import { IconArrowBackUp, IconPlayerStop } from '@tabler/icons-react';
import { Link } from 'react-router';
import { useCan, useFormats } from '../../../session/admin.tsx';
import { Item } from './item.tsx';
import { useTexts } from './texts.ts';
import { type Action, useActionChanges } from './use-group.ts';

/** A tag for everybody, or a copy to a list: it can be stopped while it runs and undone when it has ended. */
export function ActionItem({ action, onHide }: { action: Action; onHide?: () => void }) {
  const t = useTexts();
  const f = useFormats();
  const { stop, undo } = useActionChanges(action.segment);
  const canWrite = useCan('segments:write');
  const canUndo = useCan('customers:write') && canWrite && action.canUndo;
  const { id, type, tag, into, state, changed } = action;
  const title = type === 'copy' ? t('copied') : t(type, { tag: tag ?? '' });
  const canStop = canWrite && (state === 'queued' || state === 'running');
  return (
    <Item
      of={action}
      title={title}
      onHide={onHide}
      buttons={
        <>
          {into !== null && state !== 'undone' && (
            <Button component={Link} to={`/segments/${into}`} variant="default" size="compact-sm">
              {t('openList')}
            </Button>
          )}
          {canStop && (
            <Button
              variant="default"
              size="compact-sm"
              leftSection={<IconPlayerStop size={14} aria-hidden />}
              aria-label={t('stopWhat', { what: title })}
              loading={stop.isPending}
              onClick={() => stop.mutate(id)}
            >
              {t('stop')}
            </Button>
          )}
          {canUndo && (
            <Button
              variant="default"
              size="compact-sm"
              leftSection={<IconArrowBackUp size={14} aria-hidden />}
              aria-label={t('undoWhat', { what: title })}
              loading={undo.isPending}
              onClick={() => undo.mutate(id)}
            >
              {t('undo')}
            </Button>
          )}
        </>
      }
    >
      {['done', 'failed', 'cancelled'].includes(state) && (
        <Text size="sm">{t('changed', { count: changed, formatted: f.number(changed) })}</Text>
      )}
    </Item>
  );
}
