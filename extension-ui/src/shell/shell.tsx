import { Box, Text } from '@mantine/core';
import { Suspense, useRef } from 'react';
import { NavLink, Outlet } from 'react-router';
import { LiveProvider } from '../api/live.tsx';
import { isStandalone } from '../bridge/standalone.ts';
import { PageSkeleton } from '../parts/page-skeleton.tsx';
import { useBridge, useMe } from '../session/admin.tsx';
import { Connection } from './connection.tsx';
import { LiveMark } from './live-mark.tsx';
import { OwnChoices } from './own-choices.tsx';
import { placesOf } from './places.ts';
import classes from './shell.module.css';
import { useTexts } from './texts.ts';
import { usePlaceInStep } from './use-place-in-step.ts';

/** What is around every page: the menu, whether it is live, and the page itself. The host's own menu is around that. */
export function Shell() {
  const t = useTexts();
  const me = useMe();
  const bridge = useBridge();
  const main = useRef<HTMLElement>(null);
  usePlaceInStep(main);
  return (
    <LiveProvider>
      <a href="#main" className={classes['skip']}>
        {t('skip')}
      </a>
      <header className={classes['header']}>
        <div className={classes['bar']}>
          <Text fw={650} size="sm" truncate hiddenFrom="sm" style={{ flex: 1 }}>
            {me.shop.name}
          </Text>
          <nav className={classes['nav']} aria-label={t('menu')}>
            {placesOf(me).map(({ path, text, icon: Icon }) => (
              <NavLink key={path} to={path} className={classes['place'] ?? ''}>
                <Icon size={18} stroke={1.7} aria-hidden />
                <span>{t(text)}</span>
              </NavLink>
            ))}
          </nav>
          <LiveMark />
          {isStandalone(bridge) && <OwnChoices bridge={bridge} />}
        </div>
      </header>
      <Box component="main" id="main" ref={main} tabIndex={-1} className={classes['main'] ?? ''}>
        <Connection />
        <Suspense fallback={<PageSkeleton />}>
          <Outlet />
        </Suspense>
      </Box>
    </LiveProvider>
  );
}
