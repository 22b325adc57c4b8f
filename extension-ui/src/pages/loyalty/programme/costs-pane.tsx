import { Alert, Paper, Skeleton, Stack, Table, Text, Title } from '@mantine/core';
import { useFormats } from '../../../session/admin.tsx';
import type { Programme } from '../loyalty.ts';
import { Figure } from './controls.tsx';
import { useTexts } from './texts.ts';
import type { Check } from './use-check.ts';

/** What each tier gives back of each đồng, and whether that is more than the shop meant to (D14). */
export function CostsPane({ draft, check }: { draft: Programme; check: Check | undefined }) {
  const t = useTexts();
  const f = useFormats();
  const nameOf = (level: string) => draft.tiers.levels.find(({ id }) => id === level)?.name[f.locale] ?? level;
  const share = (basisPoints: number) => f.percent(basisPoints / 10_000, 2);
  const costs = check?.costs ?? [];
  const high = costs.filter(({ isAboveLimit }) => isAboveLimit);
  return (
    <Paper component="section" aria-labelledby="costs">
      <Stack gap="sm">
        <div>
          <Title order={2} id="costs">
            {t('costs')}
          </Title>
          <Text size="xs" c="dimmed">
            {t('costsAbout')}
          </Text>
        </div>
        {!check ? (
          <Skeleton height={140} />
        ) : costs.length === 0 ? (
          <Text size="sm" c="dimmed">
            {t('costsWait')}
          </Text>
        ) : (
          <Table verticalSpacing={4} horizontalSpacing={4} fz="sm" tabularNums aria-labelledby="costs">
            <Table.Thead>
              <Table.Tr>
                <Table.Th scope="col">{t('costTier')}</Table.Th>
                <Table.Th scope="col" ta="end">
                  {t('costPoints')}
                </Table.Th>
                <Table.Th scope="col" ta="end">
                  {t('costDiscount')}
                </Table.Th>
                <Table.Th scope="col" ta="end">
                  {t('costBoth')}
                </Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {costs.map(({ level, pointsBasisPoints, discountBasisPoints, isAboveLimit }) => (
                <Table.Tr key={level}>
                  <Table.Th scope="row" fw={400}>
                    {nameOf(level)}
                  </Table.Th>
                  <Table.Td ta="end">{share(pointsBasisPoints)}</Table.Td>
                  <Table.Td ta="end">{share(discountBasisPoints)}</Table.Td>
                  <Table.Td ta="end" fw={600} {...(isAboveLimit ? { c: 'var(--mantine-color-error)' } : {})}>
                    {share(pointsBasisPoints + discountBasisPoints)}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        )}
        <Figure path="costLimitBasisPoints" kind="percent" label={t('costLimit')} />
        <div role="status">
          {high.length > 0 && (
            <Alert color="orange" p="xs">
              {t('costHigh', {
                tiers: f.list(high.map(({ level }) => nameOf(level))),
                limit: share(draft.costLimitBasisPoints),
              })}
            </Alert>
          )}
        </div>
      </Stack>
    </Paper>
  );
}
