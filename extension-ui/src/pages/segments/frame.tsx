import type { ReactNode } from 'react';
import { TabsFrame } from '../../parts/tabs-frame.tsx';
import { useTexts } from './texts.ts';

const TABS = [
  { path: '/segments', text: 'tabList' },
  { path: '/segments/rfm', text: 'tabRfm' },
] as const;

/** Around the list of segments and the groups that RFM makes by itself. */
export function SegmentsFrame(props: { name: string; actions?: ReactNode; children: ReactNode }) {
  const t = useTexts();
  const tabs = TABS.map(({ path, text }) => ({ path, text: t(text) }));
  return <TabsFrame title={t('title')} label={t('tabs')} tabs={tabs} {...props} />;
}
