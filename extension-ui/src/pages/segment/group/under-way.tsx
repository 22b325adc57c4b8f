import { Stack, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import { ActionItem } from './action-item.tsx';
import { ExportItem } from './export-item.tsx';
import { useTexts } from './texts.ts';
import { isOpen, useActions, useExports } from './use-group.ts';

/** What is being done to everybody right now, and what came of it while somebody looks: it is stopped, undone or fetched from here. */
export function UnderWay({ id }: { id: string }) {
  const t = useTexts();
  const actions = useActions(id).data ?? [];
  const exports = useExports(id).data?.items ?? [];
  const [seen, setSeen] = useState<ReadonlySet<string>>(new Set());
  const open = [...actions, ...exports].filter(isOpen).map((one) => one.id);
  const isNew = open.some((one) => !seen.has(one));
  useEffect(() => {
    if (isNew) setSeen((before) => new Set([...before, ...open]));
  }, [isNew, open]);
  const hide = (one: string) => () => setSeen((before) => new Set([...before].filter((other) => other !== one)));
  const isShown = (one: { id: string }) => seen.has(one.id) || open.includes(one.id);
  const [shownActions, shownExports] = [actions.filter(isShown), exports.filter(isShown)];
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
          {open.length > 0 && (
            <Text size="xs" c="dimmed">
              {t('leaveNote')}
            </Text>
          )}
        </Stack>
      )}
    </div>
  );
}
