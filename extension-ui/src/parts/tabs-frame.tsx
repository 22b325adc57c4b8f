import { Stack } from '@mantine/core';
import { type ReactNode, useEffect, useRef } from 'react';
import { NavLink } from 'react-router';
import { Page } from './page.tsx';
import classes from './tabs-frame.module.css';

/** More do not fit beside each other on a phone unless they move together. */
const FEW = 3;

interface Props {
  /** Of all the pages together: their one heading. */
  readonly title: string;
  /** Of the page among them: for the tab of the browser and the host's title bar. */
  readonly name: string;
  /** What the tabs are called as a whole. */
  readonly label: string;
  readonly tabs: readonly { readonly path: string; readonly text: string }[];
  readonly subtitle?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** What is around every page of a room that has several: one heading, and the way from one to the other. */
export function TabsFrame({ title, name, label, tabs, subtitle, actions, children }: Props) {
  const list = useRef<HTMLElement>(null);
  // On a phone not all tabs are in view: the one that is open is. Sideways only, so that a page that was scrolled down stays so.
  useEffect(() => {
    const open = list.current?.querySelector('[aria-current=page]');
    if (list.current && open)
      list.current.scrollLeft += Math.max(
        0,
        open.getBoundingClientRect().right - list.current.getBoundingClientRect().right,
      );
  }, []);
  const many = tabs.length > FEW ? classes['many'] : '';
  return (
    <Page title={title} name={name === title ? title : `${name} · ${title}`} subtitle={subtitle} actions={actions}>
      <nav ref={list} aria-label={label} className={`${classes['tabs']} ${many}`} data-scrolls>
        {tabs.map(({ path, text }) => (
          <NavLink key={path} to={path} end className={classes['tab'] ?? ''}>
            {text}
          </NavLink>
        ))}
      </nav>
      <Stack gap="md">{children}</Stack>
    </Page>
  );
}
