import type { ReactNode } from 'react';
import { TabsFrame } from '../../parts/tabs-frame.tsx';
import { useCan } from '../../session/admin.tsx';
import { useTexts } from './texts.ts';

const TABS = [
  { path: '/loyalty', text: 'tabOverview' },
  { path: '/loyalty/programme', text: 'tabProgramme' },
  { path: '/loyalty/ledger', text: 'tabLedger' },
  { path: '/loyalty/bulk', text: 'tabBulk' },
  { path: '/loyalty/back-test', text: 'tabBackTest' },
  { path: '/loyalty/till', text: 'tabTill' },
] as const;

/** Who spends points with customers and does not look at the shop's figures, a cashier, begins at the till. */
export function useIsAtTill(): boolean {
  const seesFigures = useCan('programme:read');
  return useCan('loyalty:redeem') && !seesFigures;
}

interface Props {
  /** Of the page among those of loyalty: for the tab and the host's title bar. */
  readonly name: string;
  readonly subtitle?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** What is around every page of loyalty: one heading, and the way from one to the other. */
export function LoyaltyFrame({ name, subtitle, actions, children }: Props) {
  const t = useTexts();
  const canRedeem = useCan('loyalty:redeem');
  const canWrite = useCan('loyalty:write');
  const isAtTill = useIsAtTill();
  const isThere = (path: string) =>
    path === '/loyalty/till' ? canRedeem : path === '/loyalty/bulk' ? canWrite : !isAtTill;
  const tabs = TABS.filter(({ path }) => isThere(path)).map(({ path, text }) => ({ path, text: t(text) }));
  return (
    <TabsFrame title={t('title')} name={name} label={t('tabs')} tabs={tabs} subtitle={subtitle} actions={actions}>
      {children}
    </TabsFrame>
  );
}
