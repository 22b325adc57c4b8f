import { SimpleGrid } from '@mantine/core';
import { StatTile } from '../../parts/stat-tile.tsx';
import { useFormats } from '../../session/admin.tsx';
import type { Summary } from './delivery.ts';
import { useTexts } from './texts.ts';

/** How the inbox stands, in four figures. */
export function Counts({ summary }: { summary: Summary | undefined }) {
  const t = useTexts();
  const f = useFormats();
  const { pending, parked, doneLastDay, ignoredLastDay, oldestPendingAt } = summary ?? {};
  const shown = (count: number | undefined) => (count === undefined ? undefined : f.number(count));
  return (
    <SimpleGrid cols={{ base: 2, md: 4 }} spacing="sm">
      <StatTile
        label={t('pending')}
        value={shown(pending)}
        hint={oldestPendingAt ? t('oldest', { when: f.ago(oldestPendingAt) }) : t('nothingWaits')}
      />
      <StatTile label={t('parked')} value={shown(parked)} hint={parked ? t('attention') : t('nothingParked')} />
      <StatTile label={t('done')} value={shown(doneLastDay)} hint={t('lastDay')} />
      <StatTile label={t('ignored')} value={shown(ignoredLastDay)} hint={t('lastDay')} />
    </SimpleGrid>
  );
}
