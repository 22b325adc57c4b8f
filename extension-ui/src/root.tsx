import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { openApi } from './api/client.ts';
import { ApiError } from './api/error.ts';
import type { Boot } from './bridge/boot.ts';
import type { HostBridge } from './bridge/bridge.ts';
import { Drawn } from './shell/drawing.tsx';
import { Entrance, isSignedOut } from './shell/entrance.tsx';
import { readableColours, theme } from './theme.ts';

/** A failed question is asked again when the fault may pass by itself: no answer, or a server under pressure. */
const ATTEMPTS = 3;

/** Who is signed out finds it out wherever they ask; the entrance asks who they are, and shows the way in again. */
const askWhoLooks = (error: Error) => {
  if (isSignedOut(error)) void client.invalidateQueries({ queryKey: ['me'] });
};

const client = new QueryClient({
  queryCache: new QueryCache({ onError: (error, { queryKey: [what] }) => what !== 'me' && askWhoLooks(error) }),
  mutationCache: new MutationCache({ onError: askWhoLooks }),
  defaultOptions: {
    queries: {
      // Live events say when an answer is old; this is for what has none.
      staleTime: 30_000,
      refetchOnWindowFocus: false,
      retry: (count, error) =>
        count < ATTEMPTS &&
        error instanceof ApiError &&
        (error.isOffline || error.status === 429 || error.status >= 500),
    },
    mutations: { retry: false },
  },
});

export function Root({ boot, bridge }: { boot: Boot; bridge: HostBridge }) {
  const [theming, setTheming] = useState(bridge.context().theme);
  const [api] = useState(() => openApi(bridge));
  useEffect(() => bridge.onContext((context) => setTheming(context.theme)), [bridge]);
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={readableColours}
      forceColorScheme={theming}
      getStyleNonce={() => boot.styleNonce}
    >
      <QueryClientProvider client={client}>
        <Notifications position="bottom-center" zIndex={400} />
        <Entrance boot={boot} bridge={bridge} api={api} />
        <Drawn />
      </QueryClientProvider>
    </MantineProvider>
  );
}
