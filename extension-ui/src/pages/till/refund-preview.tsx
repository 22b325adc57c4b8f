import { Alert, Badge, Paper, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { got } from '../../api/client.ts';
import { ErrorState } from '../../parts/states.tsx';
import { useApi, useFormats } from '../../session/admin.tsx';
import { customerKey } from '../customer/customer.ts';
import { useWords } from '../customer/points/points.ts';
import { type Returned, returnedLines } from './returned.ts';
import { useTexts } from './texts.ts';
import classes from './till.module.css';
import type { Preview } from './till.ts';
import { usePointsText } from './use-points-text.ts';

/** What a return takes and gives, and that exactly this happens. */
export function RefundPreview({ customer, order, returned }: { customer: string; order: string; returned: Returned }) {
  const t = useTexts();
  const api = useApi();
  const [settled] = useDebouncedValue(returned, 200);
  const lines = returnedLines(settled);
  const { data, error, isPlaceholderData, refetch } = useQuery({
    queryKey: customerKey(customer, 'refund', order, lines),
    enabled: lines.length > 0,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      got(api.POST('/api/v1/loyalty/refund-preview', { body: { customer, order, lines }, signal })),
  });
  return (
    <Paper component="section" aria-labelledby="preview-heading" aria-busy={isPlaceholderData || settled !== returned}>
      <Title order={2} id="preview-heading" mb="xs">
        {t('preview')}
      </Title>
      {lines.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t('chooseLines')}
        </Text>
      ) : error && !data ? (
        <ErrorState error={error} retry={() => void refetch()} />
      ) : data ? (
        <Previewed preview={data} />
      ) : (
        <Skeleton height={160} />
      )}
    </Paper>
  );
}

function Previewed({ preview }: { preview: Preview }) {
  const t = useTexts();
  const f = useFormats();
  const words = useWords();
  const pointsText = usePointsText();
  const { goodsMinor, takes, returns, balanceBefore, balanceAfter, levelBefore, levelAfter } = preview;
  const { pendingBefore, pendingAfter } = preview;
  const isOther = levelBefore !== null && levelAfter !== null && levelBefore.id !== levelAfter.id;
  return (
    <Stack gap="sm">
      <table className={classes['bill']} aria-label={t('preview')}>
        <tbody>
          <Row label={t('comesBack')} value={f.money(goodsMinor)} />
          <Row label={t('takes')} value={takes === 0 ? f.number(0) : `−${pointsText(takes)}`} />
          {pendingBefore !== pendingAfter && (
            <Row
              label={t('pending')}
              value={t('fromTo', { from: f.number(pendingBefore), to: f.number(pendingAfter) })}
            />
          )}
          <Row label={t('returnsPoints')} value={returns === 0 ? f.number(0) : `+${pointsText(returns)}`} />
        </tbody>
        <tfoot>
          <Row
            label={t('balance')}
            value={t('fromTo', { from: f.number(balanceBefore), to: f.number(balanceAfter) })}
          />
        </tfoot>
      </table>
      {isOther ? (
        <Alert color="orange" title={t('levelDrops')}>
          <Badge>{words(levelBefore.name)}</Badge> → <Badge>{words(levelAfter.name)}</Badge>
        </Alert>
      ) : (
        levelAfter && <Text size="sm">{t('levelStays', { level: words(levelAfter.name) })}</Text>
      )}
      <Text size="sm" c="dimmed">
        {t('exactly')}
      </Text>
    </Stack>
  );
}

function Row({ label, value }: { label: string; value: string }) {
  return (
    <tr>
      <th scope="row">{label}</th>
      <td>{value}</td>
    </tr>
  );
}
