import { Skeleton, Stack, VisuallyHidden } from '@mantine/core';
import { useContext } from 'react';
import { HeadingLevel } from './heading-level.ts';
import { useTexts } from './texts.ts';

/** While a page's own code is on its way. Pages have skeletons of their own shape for their data. */
export function PageSkeleton() {
  const t = useTexts();
  const level = useContext(HeadingLevel);
  return (
    <Stack gap="md" aria-busy="true">
      <div role="status">
        <VisuallyHidden component={level === 1 ? 'h1' : 'span'}>{t('loading')}</VisuallyHidden>
      </div>
      <Skeleton height={28} width={180} my={4} />
      <Skeleton height={320} />
    </Stack>
  );
}
