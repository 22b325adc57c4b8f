import { Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useCan } from '../../../session/admin.tsx';
import { ActionItem } from './action-item.tsx';
import { ExportItem } from './export-item.tsx';
import { useTexts } from './texts.ts';
import { type Action, type Export, isOpen, useActions, useExports } from './use-group.ts';

/**
 * What is being done to everybody right now, and what came of whatever began while somebody looks, however quickly it ended: it is stopped,
 * undone or fetched from here. What had ended before is in its tab.
 */
export function UnderWay({ id }: { id: string }) {
  const t = useTexts();
  const canExport = useCan('segments:export');
  const actions = useActions(id).data;
  const exports = useExports(id).data?.items;
  const all = [...(actions ?? []), ...(exports ?? [])];
  const isLoaded = actions !== undefined && (exports !== undefined || !canExport);
  const [hidden, setHidden] = useState<ReadonlySet<string> | null>(null);
  if (isLoaded && hidden === null) setHidden(new Set(all.filter((one) => !isOpen(one)).map((one) => one.id)));
  const hide = (one: string) => () => setHidden((before) => new Set([...(before ?? []), one]));
  const isShown = (one: Action | Export) => isOpen(one) || (hidden !== null && !hidden.has(one.id));
  const shownActions = actions?.filter(isShown) ?? [];
  const shownExports = exports?.filter(isShown) ?? [];
  return (
    <div role="status" aria-label={t('underWay')} aria-live="polite">
      {shownActions.length + shownExports.length > 0 && (
        <Stack gap="xs">
          {shownActions.map((action) => (
            <ActionItem key={action.id} action={action} onHide={hide(action.id)} />
          ))}
          {shownExports.map((made) => (
            <ExportItem key={made.id} made={made} onHide={hide(made.id)} />
          ))}
          {all.some(isOpen) && (
            <Text size="xs" c="dimmed">
              {t('leaveNote')}
            </Text>
          )}
        </Stack>
      )}
    </div>
  );
}
