import { Alert, Button, Group, Stack, Text, Title } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { CopyField } from '../../parts/copy-field.tsx';
import { useFormats } from '../../session/admin.tsx';
import { Bill } from './bill.tsx';
import { Countdown } from './countdown.tsx';
import type { HeldProps } from './held.tsx';
import { useTexts } from './texts.ts';
import classes from './till.module.css';
import type { Hold } from './till.ts';
import { useHoldEnd } from './use-hold-end.ts';
import { useIntoView } from './use-into-view.ts';
import { usePointsText } from './use-points-text.ts';

/** Until the money is there: spent when it is, let go when it is not, and by itself when the time is over. */
export function HoldOpen(props: HeldProps & { readonly hold: Hold; onRunOut(): void }) {
  const { customer, hold, cart, agreed, onAgain, onRunOut } = props;
  const t = useTexts();
  const f = useFormats();
  const pointsText = usePointsText();
  const { capture, release, isBusy, changedTo, problem } = useHoldEnd(customer, hold.id);
  const told = useIntoView<HTMLDivElement>(changedTo !== null || problem !== null);
  const paid = () => {
    if (!isBusy) capture(cart);
  };
  useHotkeys([['mod+Enter', paid]], []);
  return (
    <Stack gap="sm">
      <Group justify="space-between" gap="xs">
        <Title order={2}>
          {t('heldTitle', { points: pointsText(hold.points), amount: f.money(hold.amountMinor) })}
        </Title>
        <Countdown until={hold.until} onOver={onRunOut} />
      </Group>
      {agreed && <Bill quote={agreed} />}
      <div role="alert" ref={told} className={classes['shown'] ?? ''}>
        {changedTo !== null && (
          <Alert color="orange" title={t('changedTitle')}>
            <Stack gap="xs" align="flex-start">
              <Text size="sm">{t('changedHold', { amount: f.money(changedTo) })}</Text>
              <Button variant="default" size="compact-sm" loading={isBusy} onClick={() => release(onAgain)}>
                {t('holdAnew')}
              </Button>
            </Stack>
          </Alert>
        )}
        {problem && <Alert color="red">{problem}</Alert>}
      </div>
      <Group gap="xs" grow>
        <Button loading={isBusy} onClick={paid} data-autofocus>
          {t('paid')}
        </Button>
        <Button variant="default" disabled={isBusy} onClick={() => release()}>
          {t('release')}
        </Button>
      </Group>
      <CopyField label={t('holdId')} description={t('holdIdHint')} value={hold.id} />
    </Stack>
  );
}
