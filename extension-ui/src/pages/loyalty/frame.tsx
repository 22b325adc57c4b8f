import { Stack } from '@mantine/core';
import { type ReactNode, useEffect, useRef } from 'react';
import { NavLink } from 'react-router';
import { Page } from '../../parts/page.tsx';
import { useCan } from '../../session/admin.tsx';
import classes from './loyalty.module.css';
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
  const tabs = useRef<HTMLElement>(null);
  // On a phone not all tabs are in view: the one that is open is. Sideways only, so that a page that was scrolled down stays so.
  useEffect(() => {
    const open = tabs.current?.querySelector('[aria-current=page]');
    if (tabs.current && open)
      tabs.current.scrollLeft += Math.max(
        0,
        open.getBoundingClientRect().right - tabs.current.getBoundingClientRect().right,
      );
  }, []);
  const isThere = (path: string) =>
    path === '/loyalty/till' ? canRedeem : path === '/loyalty/bulk' ? canWrite : !isAtTill;
  return (
    <Page title={t('title')} name={`${name} · ${t('title')}`} subtitle={subtitle} actions={actions}>
      <nav ref={tabs} aria-label={t('tabs')} className={classes['tabs']} data-scrolls>
        {TABS.filter(({ path }) => isThere(path)).map(({ path, text }) => (
          <NavLink key={path} to={path} end className={classes['tab'] ?? ''}>
            {t(text)}
          </NavLink>
        ))}
      </nav>
      <Stack gap="md">{children}</Stack>
    </Page>
  );
}
