import { Button, Group, Modal, Text } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useBlocker } from 'react-router';
import { useBridge } from '../session/admin.tsx';
import { useTexts } from './texts.ts';

/**
 * While `isDirty`, shows the host's save bar and asks before the page is left. Renders the question: put it anywhere in the page.
 */
export function SaveBar(props: { isDirty: boolean; isSaving?: boolean; onSave: () => void; onDiscard: () => void }) {
  const { isDirty, isSaving = false } = props;
  const bridge = useBridge();
  const t = useTexts();
  const latest = useRef(props);
  latest.current = props;
  useEffect(() => {
    if (!isDirty) return;
    bridge.saveBar({ isSaving, onSave: () => latest.current.onSave(), onDiscard: () => latest.current.onDiscard() });
    return () => bridge.saveBar(null);
  }, [bridge, isDirty, isSaving]);

  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) => isDirty && !isSaving && currentLocation.pathname !== nextLocation.pathname,
  );
  return (
    <Modal
      opened={blocker.state === 'blocked'}
      onClose={() => blocker.reset?.()}
      title={t('leaveTitle')}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <Text size="sm">{t('leaveBody')}</Text>
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={() => blocker.reset?.()} data-autofocus>
          {t('stay')}
        </Button>
        <Button color="red.9" onClick={() => blocker.proceed?.()}>
          {t('leave')}
        </Button>
      </Group>
    </Modal>
  );
}
