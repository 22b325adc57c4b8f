import { Paper, Table, Text, Title } from '@mantine/core';
import { useFormats } from '../../session/admin.tsx';
import { axesOf, type Step } from './axes.ts';
import type { Version } from './rfm.ts';
import { useTexts } from './texts.ts';

/** Where each score begins: the shop's thresholds, or today's cut points among its own buyers. */
export function Scoring({ version }: { version: Version }) {
  const t = useTexts();
  const f = useFormats();
  const { model, cuts } = version;
  const axes = axesOf(model, cuts);
  const scores = Array.from({ length: axes[0]?.steps.length ?? 0 }, (_, i) => i + 1).reverse();
  const figure: Readonly<Record<string, (value: number) => string>> = {
    recency: (days) => t('days', { count: days, formatted: f.number(days) }),
    frequency: f.number,
    monetary: (amount) => f.money(amount),
  };
  const shown = (axis: string, step: Step | undefined) =>
    step === undefined || step.is === 'nobody'
      ? t('scoreNobody')
      : step.is === 'rest'
        ? t('scoreRest')
        : t(`score_${step.is}`, { value: figure[axis]?.(step.value) ?? '' });
  return (
    <Paper component="section" aria-labelledby="scoring">
      <Title order={2} id="scoring">
        {t('scoring')}
      </Title>
      <Text size="sm" c="dimmed" mb="xs">
        {model.kind === 'fixed'
          ? t('scoringFixed')
          : cuts
            ? t('scoringQuantiles', {
                count: cuts.customers,
                formatted: f.number(cuts.customers),
                day: f.day(cuts.day),
              })
            : t('scoringNone')}
      </Text>
      <Table verticalSpacing={6} horizontalSpacing={6} fz="sm" tabularNums aria-labelledby="scoring">
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t('score')}</Table.Th>
            {axes.map(({ axis }) => (
              <Table.Th key={axis} scope="col">
                {t(axis === 'frequency' && model.kind === 'fixed' ? 'axisMonthly' : `axis_${axis}`)}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {scores.map((score) => (
            <Table.Tr key={score}>
              <Table.Th scope="row">{score}</Table.Th>
              {axes.map(({ axis, steps }) => (
                <Table.Td key={axis}>{shown(axis, steps[score - 1])}</Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <Text size="xs" c="dimmed" mt="xs">
        {t(model.spentWindow === 'lifetime' ? 'spentLifetime' : 'spentYear')}
      </Text>
    </Paper>
  );
}
