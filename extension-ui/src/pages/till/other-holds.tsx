import { Button, Paper, Stack, Title } from '@mantine/core';
import { useFormats } from '../../session/admin.tsx';
import { usePoints } from '../customer/points/points.ts';
import { useTexts } from './texts.ts';
import { usePointsText } from './use-points-text.ts';

/** Points that this customer has reserved already, at this till or another: to be gone on with. */
export function OtherHolds({ customer, onResume }: { customer: string; onResume: (id: string) => void }) {
  const t = useTexts();
  const f = useFormats();
  const pointsText = usePointsText();
  const { data } = usePoints(customer);
  const open = data?.redemptions.filter(({ kind, state }) => kind === 'checkout' && state === 'held') ?? [];
  if (open.length === 0) return null;
  return (
    <Paper component="section" aria-labelledby="holds-heading" p="sm">
      <Title order={2} size="sm" id="holds-heading" mb="xs">
        {t('otherHolds')}
      </Title>
      <Stack gap="xs" align="flex-start">
        {open.map(({ id, points, until }) => (
          <Button key={id} variant="default" size="compact-sm" onClick={() => onResume(id)}>
            {t('resume', { points: pointsText(points), time: f.time(until) })}
          </Button>
        ))}
      </Stack>
    </Paper>
  );
}
