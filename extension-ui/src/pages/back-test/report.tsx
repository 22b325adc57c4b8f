import { Group, Text, Title, VisuallyHidden } from '@mantine/core';
import { useId } from 'react';
import { useFormats } from '../../session/admin.tsx';
import { Groups } from './groups.tsx';
import { MonthsCard } from './months-card.tsx';
import { Moves } from './moves.tsx';
import { useTexts } from './texts.ts';
import { Tiers } from './tiers.tsx';
import { Tiles } from './tiles.tsx';
import type { BackTest, Report } from './use-back-test.ts';

/** The whole answer, and first of all what it rests on. */
export function ReportView({ backTest, report }: { backTest: BackTest; report: Report }) {
  const t = useTexts();
  const f = useFormats();
  const id = useId();
  const { redeemPercent, redeemAfterDays } = backTest;
  return (
    <>
      <section aria-labelledby={id}>
        <Group justify="space-between" gap="xs" mb={4}>
          <Title order={2} id={id}>
            {t('report')}
          </Title>
        </Group>
        <VisuallyHidden role="status">{t('done', { cost: f.money(report.programme.totals.costMinor) })}</VisuallyHidden>
        <Text size="sm" mb={4}>
          {t('basis', {
            customers: f.number(report.customers),
            orders: f.number(report.orders),
            days: f.days(f.dayOf(report.from), f.dayOf(report.to)),
          })}
        </Text>
        <Text size="sm" c="dimmed" mb="sm">
          {t('assumed', { percent: f.percent(redeemPercent / 100), days: f.number(redeemAfterDays) })}
        </Text>
        <Tiles report={report} />
      </section>
      <MonthsCard report={report} />
      <Tiers report={report} />
      {report.against && report.moves && (
        <Moves mine={report.programme.levels} theirs={report.against.levels} moves={report.moves} />
      )}
      <Groups report={report} />
    </>
  );
}
