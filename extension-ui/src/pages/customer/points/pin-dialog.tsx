import { Modal } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { LinesSkeleton } from '../skeleton.tsx';
import type { Points } from './points.ts';
import { useTexts } from './texts.ts';

const PinForm = lazy(async () => ({ default: (await import('./pin-form.tsx')).PinForm }));

interface Props {
  readonly customerId: string;
  readonly points: Points;
  readonly opened: boolean;
  onClose(): void;
}

/** A tier by hand, whatever the figures say. Begins anew each time it is opened. */
export function PinDialog({ opened, onClose, ...rest }: Props) {
  const t = useTexts();
  return (
    <Modal opened={opened} onClose={onClose} title={t('pinTitle')} closeButtonProps={{ 'aria-label': t('close') }}>
      <Suspense fallback={<LinesSkeleton lines={6} />}>
        <PinForm {...rest} onClose={onClose} />
      </Suspense>
    </Modal>
  );
}
