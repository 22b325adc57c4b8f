import { Alert } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useTexts } from './texts.ts';

/** Said before it is saved: what follows takes minutes and touches every customer. */
export function Recompute() {
  const t = useTexts();
  return (
    <Alert color="blue" icon={<IconRefresh aria-hidden />} title={t('recompute')} role="status">
      {t('recomputeBody')}
    </Alert>
  );
}
