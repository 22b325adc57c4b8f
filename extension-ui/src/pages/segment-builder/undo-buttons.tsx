import { ActionIcon, Tooltip } from '@mantine/core';
import { IconArrowBackUp, IconArrowForwardUp } from '@tabler/icons-react';
import { useTexts } from './texts.ts';

/** Back and forth through all edits. They keep their places, so that nothing moves when one becomes possible. */
export function UndoButtons({ onUndo, onRedo }: { onUndo: (() => void) | null; onRedo: (() => void) | null }) {
  const t = useTexts();
  const buttons = [
    { label: t('undo'), keys: 'Control+Z', Icon: IconArrowBackUp, run: onUndo },
    { label: t('redo'), keys: 'Control+Shift+Z', Icon: IconArrowForwardUp, run: onRedo },
  ];
  return buttons.map(({ label, keys, Icon, run }) => (
    <Tooltip key={keys} label={`${label} (${keys.replaceAll('Control', 'Ctrl')})`}>
      <ActionIcon
        size={36}
        variant="default"
        aria-label={label}
        aria-keyshortcuts={keys}
        {...(run === null ? { 'data-disabled': true, 'aria-disabled': true } : {})}
        onClick={() => run?.()}
      >
        <Icon size={18} aria-hidden />
      </ActionIcon>
    </Tooltip>
  ));
}
