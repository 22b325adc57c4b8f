import { Modal } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { LinesSkeleton } from '../skeleton.tsx';
import { useTexts } from './texts.ts';

const CodeForm = lazy(async () => ({ default: (await import('./code-form.tsx')).CodeForm }));

interface Props {
  readonly customerId: string;
  readonly opened: boolean;
  onClose(): void;
}

/** Begins anew each time it is opened. */
export function CodeDialog({ customerId, opened, onClose }: Props) {
  const t = useTexts();
  return (
    <Modal opened={opened} onClose={onClose} title={t('codeTitle')} closeButtonProps={{ 'aria-label': t('close') }}>
      <Suspense fallback={<LinesSkeleton lines={5} />}>
        <CodeForm customerId={customerId} onClose={onClose} />
      </Suspense>
    </Modal>
  );
}
