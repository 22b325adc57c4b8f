import { Alert, Button, Group, NumberInput, Stack, Text } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { ApiError } from '../../../api/error.ts';
import { useFormats } from '../../../session/admin.tsx';
import { useQuote } from '../../till/use-quote.ts';
import { CodeMade } from './code-made.tsx';
import { useTexts } from './texts.ts';
import { usePointsText } from './use-amounts.ts';
import { useCodes } from './use-codes.ts';

/** A cart of nothing: its quote says what a point is worth and how many it takes at least, which a cashier may not read of the programme. */
const NOTHING = {
  lines: [{ quantity: 1, amountMinor: 0, isDiscounted: false }],
  shippingMinor: 0,
  taxMinor: 0,
  couponMinor: 0,
  channel: 'pos',
  location: 'online',
};
const KNOWN = ['points_insufficient', 'points_below_minimum', 'programme_off'] as const;

/** How many points, and what they are worth; then the code. */
export function CodeForm({ customerId, onClose }: { customerId: string; onClose: () => void }) {
  const t = useTexts();
  const f = useFormats();
  const pointsText = usePointsText();
  const { data: quote } = useQuote(customerId, NOTHING, 0);
  const { made } = useCodes(customerId);
  const [given, setGiven] = useState<number | string>('');
  const [isTried, setTried] = useState(false);
  if (made.data) return <CodeMade code={made.data} onClose={onClose} />;

  const points = Number(given) || 0;
  const least = Math.max(1, quote?.minimumPoints ?? 1);
  const most = quote?.availablePoints;
  const wrong =
    points < least
      ? t('codeMinimum', { points: pointsText(least) })
      : most !== undefined && points > most
        ? t('insufficient')
        : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (wrong === null && !made.isPending) made.mutate(points);
  };
  const known = KNOWN.find((code) => made.error instanceof ApiError && made.error.code === code);
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {t('codeBody')}
        </Text>
        <NumberInput
          label={t('amount')}
          description={
            quote && t('codeRange', { available: pointsText(quote.availablePoints), least: pointsText(least) })
          }
          min={0}
          max={1_000_000_000}
          allowDecimal={false}
          allowNegative={false}
          hideControls
          inputMode="numeric"
          thousandSeparator={f.locale === 'vi' ? '.' : ','}
          decimalSeparator={f.locale === 'vi' ? ',' : '.'}
          value={given}
          error={isTried && wrong}
          onChange={setGiven}
          data-autofocus
        />
        <Text size="sm" role="status" mih={22}>
          {quote && points > 0 && t('codeWorth', { amount: f.money(points * quote.pointMinor) })}
        </Text>
        {made.error && (
          <Alert color="red" role="alert">
            {known ? t(`code_${known}`) : t('failed', { message: made.error.message })}
          </Alert>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button type="submit" loading={made.isPending}>
            {t('codeMake')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
