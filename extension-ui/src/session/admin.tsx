import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import type { Answer, Api } from '../api/client.ts';
import type { HostBridge } from '../bridge/bridge.ts';
import { type Formats, formats } from '../format/formats.ts';
import { speak } from '../texts/i18n.ts';

/** Who looks, at which shop, in which host: `GET /me`. */
export type Me = Answer<'/api/v1/me'>;
export type Scope = Me['principal']['scopes'][number];

interface Admin {
  readonly bridge: HostBridge;
  readonly api: Api;
  readonly me: Me;
  readonly formats: Formats;
}

const Context = createContext<Admin | null>(null);

export function AdminProvider(props: { bridge: HostBridge; api: Api; me: Me; children: ReactNode }) {
  const { bridge, api, me, children } = props;
  const [locale, setLocale] = useState(bridge.context().locale);
  useEffect(
    () =>
      bridge.onContext((context) => {
        speak(context.locale);
        setLocale(context.locale);
      }),
    [bridge],
  );
  const { timeZone, currency } = me.shop;
  const admin = useMemo(
    () => ({ bridge, api, me, formats: formats(locale, { timeZone, currency }) }),
    [bridge, api, me, locale, timeZone, currency],
  );
  return <Context value={admin}>{children}</Context>;
}

function useAdmin(): Admin {
  const admin = useContext(Context);
  if (!admin) throw new Error('outside of the admin');
  return admin;
}

export const useBridge = () => useAdmin().bridge;
export const useApi = () => useAdmin().api;
export const useMe = () => useAdmin().me;
/** Numbers, money and dates in the host's language and the shop's zone. */
export const useFormats = () => useAdmin().formats;

/** Whether the person may do it. What they may not do is left out of the page, not greyed; the server refuses it in any case. */
export function useCan(scope: Scope): boolean {
  const { scopes } = useAdmin().me.principal;
  return scopes.includes(scope) || scopes.includes('*');
}
