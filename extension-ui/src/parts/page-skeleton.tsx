import { Skeleton, Stack, VisuallyHidden } from '@mantine/core';
import { useTexts } from './texts.ts';

/** While a page's own code is on its way. Pages have skeletons of their own shape for their data. */
export function PageSkeleton() {
  const t = useTexts();
  return (
    <Stack gap="md" aria-busy="true">
      <VisuallyHidden role="status">{t('loading')}</VisuallyHidden>
      <Skeleton height={28} width={180} my={4} />
      <Skeleton height={320} />
    </Stack>
  );
}
