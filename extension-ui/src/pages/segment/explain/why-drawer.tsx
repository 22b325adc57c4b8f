import { Drawer, Skeleton } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { lazy, Suspense } from 'react';
import { useTexts } from './texts.ts';
import type { WhyProps } from './why.tsx';

/** With a calendar in it, which few open. */
const Why = lazy(async () => ({ default: (await import('./why.tsx')).Why }));

/** At the side; on a phone from below. Nothing is asked before it is opened. */
export function WhyDrawer({ asked, onClose }: { asked: WhyProps | null; onClose: () => void }) {
  const t = useTexts();
  const isPhone = useMediaQuery('(max-width: 767px)', window.innerWidth < 768) ?? false;
  return (
    <Drawer
      opened={asked !== null}
      onClose={onClose}
      position={isPhone ? 'bottom' : 'right'}
      size={isPhone ? '90%' : 520}
      title={t('why')}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      {asked && (
        <Suspense fallback={<Skeleton height={320} />}>
          <Why {...asked} />
        </Suspense>
      )}
    </Drawer>
  );
}
