import { Button } from '@mantine/core';
import { IconBug } from '@tabler/icons-react';
import { isRouteErrorResponse, useRouteError } from 'react-router';
import { EmptyState, MissingState } from '../parts/states.tsx';
import { useTexts } from '../parts/texts.ts';

/** A page threw, or its code could not be loaded (a new version was put up meanwhile): reloading mends the second and often the first. */
export function Crashed() {
  const t = useTexts();
  const error = useRouteError();
  if (isRouteErrorResponse(error) && error.status === 404) return <MissingState />;
  console.error(error);
  return (
    <EmptyState
      title={t('crashed')}
      icon={<IconBug />}
      action={<Button onClick={() => window.location.reload()}>{t('reload')}</Button>}
    >
      {t('crashedBody')}
    </EmptyState>
  );
}
