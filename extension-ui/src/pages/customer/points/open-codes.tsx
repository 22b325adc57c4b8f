import { Button, Group, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { Confirm } from '../../../parts/confirm.tsx';
import { CopyField } from '../../../parts/copy-field.tsx';
import { useFormats } from '../../../session/admin.tsx';
import classes from '../customer.module.css';
import type { Hold } from './points.ts';
import { useTexts } from './texts.ts';
import { usePointsText } from './use-amounts.ts';
import { useCodes } from './use-codes.ts';

interface Props {
  readonly customerId: string;
  readonly codes: readonly Hold[];
  readonly canRedeem: boolean;
}

/** Codes that points became and nobody has used. Who may spend points may take one back: it is no code any more, so it asks first. */
export function OpenCodes({ customerId, codes, canRedeem }: Props) {
  const t = useTexts();
  const f = useFormats();
  const pointsText = usePointsText();
  const { taken } = useCodes(customerId);
  const [asked, setAsked] = useState<Hold | null>(null);
  const close = () => setAsked(null);
  if (codes.length === 0) return null;
  return (
    <>
      <Title order={3} size="sm" mt="sm" mb={4} id="codes-heading">
        {t('codes')}
      </Title>
      <ul className={classes['plain']} aria-labelledby="codes-heading">
        {codes.map((each) => (
          <li key={each.id}>
            <CopyField label={t('codeOf', { points: pointsText(each.points) })} value={each.code ?? ''} />
            <Group justify="space-between" gap="xs" mt={4} mb="xs">
              <Text size="xs" c="dimmed">
                {t('codeLine', { amount: f.money(each.amountMinor), date: f.date(each.heldAt) })}
              </Text>
              {canRedeem && (
                <Button
                  variant="default"
                  size="compact-xs"
                  aria-label={t('codeTakeOne', { code: each.code ?? '' })}
                  onClick={() => setAsked(each)}
                >
                  {t('codeTake')}
                </Button>
              )}
            </Group>
          </li>
        ))}
      </ul>
      <Confirm
        opened={asked !== null}
        title={t('codeTakeOne', { code: asked?.code ?? '' })}
        action={t('codeTake')}
        isBusy={taken.isPending}
        onClose={close}
        onConfirm={() => asked && taken.mutate(asked, { onSettled: close })}
      >
        {t('codeTakeBody', { points: pointsText(asked?.points ?? 0) })}
      </Confirm>
    </>
  );
}
