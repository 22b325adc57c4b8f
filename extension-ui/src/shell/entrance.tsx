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
import { speak } from '../texts/i18n.ts';
import { SignIn } from './sign-in.tsx';
import { useTexts } from './texts.ts';

/** Finds out who looks before anything is shown. Nobody, also of a sudden: the way in; a fault: what it is. */
export function Entrance({ boot, bridge, api }: { boot: Boot; bridge: HostBridge; api: Api }) {
  const t = useTexts();
  const me = useQuery({
    queryKey: ['me'],
    queryFn: async ({ signal }) => {
      await bridge.ready();
      const answer = await got(api.GET('/api/v1/me', { signal }));
      if (isStandalone(bridge)) {
        bridge.preferLocale(answer.shop.locale);
        speak(bridge.context().locale);
      }
      return answer;
    },
  });
  const isOut = isSignedOut(me.error);
  if (me.data && !isOut)
    return (
      <AdminProvider bridge={bridge} api={api} me={me.data}>
        <App base={boot.base} />
      </AdminProvider>
    );
  if (isOut && isStandalone(bridge)) return <SignIn bridge={bridge} onSignedIn={() => void me.refetch()} />;
  return (
    <Container size={1280} py="md" component="main">
      {isOut ? (
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

export function isSignedOut(error: Error | null): boolean {
  return error instanceof SignedOut || (error instanceof ApiError && error.status === 401);
}
