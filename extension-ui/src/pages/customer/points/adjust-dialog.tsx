import { Modal } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { LinesSkeleton } from '../skeleton.tsx';
import type { Points } from './points.ts';
import { useTexts } from './texts.ts';

const AdjustForm = lazy(async () => ({ default: (await import('./adjust-form.tsx')).AdjustForm }));

interface Props {
  readonly customerId: string;
  readonly points: Points;
  readonly opened: boolean;
  onClose(): void;
}

/** Begins anew each time it is opened. */
export function AdjustDialog({ customerId, points, opened, onClose }: Props) {
  const t = useTexts();
  return (
    <Modal opened={opened} onClose={onClose} title={t('adjustTitle')} closeButtonProps={{ 'aria-label': t('close') }}>
      <Suspense fallback={<LinesSkeleton lines={8} />}>
        <AdjustForm customerId={customerId} points={points} onClose={onClose} />
      </Suspense>
    </Modal>
  );
}
