import { useRef } from 'react';
import { Confirm } from '../../../parts/confirm.tsx';
import type { Role } from './member.ts';
import { useTexts } from './texts.ts';

interface Props {
  readonly to: Role | 'removed' | null;
  readonly isBusy: boolean;
  onClose(): void;
  onConfirm(): void;
}

/** Asked before somebody takes the right to change roles from themselves: their Undo would be refused. */
export function GiveUp({ to, isBusy, onClose, onConfirm }: Props) {
  const t = useTexts();
  // What it says stays while the dialog fades out.
  const last = useRef(to);
  if (to !== null) last.current = to;
  const shown = last.current ?? 'viewer';
  const isRemoval = shown === 'removed';
  return (
    <Confirm
      opened={to !== null}
      title={t(isRemoval ? 'selfRemoveTitle' : 'selfTitle')}
      action={t(isRemoval ? 'selfRemoveAction' : 'selfAction')}
      isBusy={isBusy}
      onClose={onClose}
      onConfirm={onConfirm}
    >
      {isRemoval ? t('selfRemoveBody') : t('selfBody', { role: t(shown) })}
    </Confirm>
  );
}
