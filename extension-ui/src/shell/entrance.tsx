import { Container } from '@mantine/core';
import { IconDoorExit } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type Api, got } from '../api/client.ts';
import { ApiError } from '../api/error.ts';
import { App } from '../app.tsx';
import type { Boot } from '../bridge/boot.ts';
import { type HostBridge, SignedOut } from '../bridge/bridge.ts';
import { isStandalone } from '../bridge/standalone.ts';
import { PageSkeleton } from '../parts/page-skeleton.tsx';
import { EmptyState, ErrorState } from '../parts/states.tsx';
import { AdminProvider } from '../session/admin.tsx';
import { SignIn } from './sign-in.tsx';
import { useTexts } from './texts.ts';

/** Finds out who looks before anything is shown. Nobody: the way in; a fault: what it is. */
export function Entrance({ boot, bridge, api }: { boot: Boot; bridge: HostBridge; api: Api }) {
  const t = useTexts();
  const me = useQuery({
    queryKey: ['me'],
    queryFn: async ({ signal }) => {
      await bridge.ready();
      return got(api.GET('/api/v1/me', { signal }));
    },
  });
  if (me.data)
    return (
      <AdminProvider bridge={bridge} api={api} me={me.data}>
        <App base={boot.base} />
      </AdminProvider>
    );
  const isSignedOut = me.error instanceof SignedOut || (me.error instanceof ApiError && me.error.status === 401);
  if (isSignedOut && isStandalone(bridge)) return <SignIn bridge={bridge} onSignedIn={() => void me.refetch()} />;
  return (
    <Container size={1280} py="md" component="main">
      {isSignedOut ? (
        <EmptyState title={t('signedOutTitle')} icon={<IconDoorExit />}>
          {t('signedOutBody')}
        </EmptyState>
      ) : me.error ? (
        <ErrorState error={me.error} retry={() => void me.refetch()} />
      ) : (
        <PageSkeleton />
      )}
    </Container>
  );
}
