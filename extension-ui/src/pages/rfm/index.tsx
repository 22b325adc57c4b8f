import { Tabs } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useSearchParams } from 'react-router';
import { useCan } from '../../session/admin.tsx';
import { SegmentsFrame } from '../segments/frame.tsx';
import { ModelTab } from './model/index.tsx';
import { Months } from './months.tsx';
import { Moves } from './moves/index.tsx';
import { Overview } from './overview.tsx';
import classes from './rfm.module.css';
import { useTexts } from './texts.ts';

const VIEWS = ['groups', 'moves', 'months', 'model'] as const;
type View = (typeof VIEWS)[number];
const SHOWS: Readonly<Record<View, () => ReactNode>> = {
  groups: Overview,
  moves: Moves,
  months: Months,
  model: ModelTab,
};

/** Customers by recency, frequency and money (spec §4): which groups there are, who moved between them, and what makes them. */
export function Component() {
  const t = useTexts();
  const canWrite = useCan('segments:write');
  const [params, setParams] = useSearchParams();
  const views = VIEWS.filter((view) => view !== 'model' || canWrite);
  const view = views.find((view) => view === params.get('view')) ?? 'groups';
  // What is edited there is not lost while another view is looked at.
  const [isModelKept, keepModel] = useState(view === 'model');
  if (view === 'model' && !isModelKept) keepModel(true);
  return (
    <SegmentsFrame name={t('title')}>
      <Tabs
        value={view}
        onChange={(next) => setParams(next === null || next === 'groups' ? {} : { view: next }, { replace: true })}
        keepMounted={false}
        variant="pills"
      >
        <Tabs.List mb="md" aria-label={t('views')} className={classes['tabs'] ?? ''} data-scrolls>
          {views.map((view) => (
            <Tabs.Tab key={view} value={view}>
              {t(`view_${view}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {views.map((view) => {
          const Shown = SHOWS[view];
          return (
            <Tabs.Panel key={view} value={view} keepMounted={view === 'model' && isModelKept}>
              <Shown />
            </Tabs.Panel>
          );
        })}
      </Tabs>
    </SegmentsFrame>
  );
}
