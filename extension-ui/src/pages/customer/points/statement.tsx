import { Alert, Button, Paper, Select, Stack, Text } from '@mantine/core';
import { IconListDetails, IconShieldCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { got } from '../../../api/client.ts';
import { usePages } from '../../../api/pages.ts';
import { DayInput } from '../../../parts/day-input.tsx';
import { EmptyState, ErrorState } from '../../../parts/states.tsx';
import { useApi, useFormats } from '../../../session/admin.tsx';
import { type Customer, customerKey } from '../customer.ts';
import { LinesSkeleton } from '../skeleton.tsx';
import { AsOf } from './as-of.tsx';
import classes from './points.module.css';
import type { Reason } from './points.ts';
import { PostingsTable } from './postings-table.tsx';
import { Proved, useProof } from './prove.tsx';
import { StatementFile } from './statement-file.tsx';
import { useTexts } from './texts.ts';

const REASONS = [
  'earned',
  'redeemed',
  'returned',
  'reversed',
  'expired',
  'adjusted',
  'opened',
  'matured',
  'deferred',
  'revived',
  'held',
  'let_go',
  'covered',
  'written_off',
  'recovered',
  'merged',
  'unmerged',
] as const satisfies readonly Reason[];

/** Every posting with its cause and the balance after it, newest first (V15); and the proof of them. */
export function Statement({ customer }: { customer: Customer }) {
  const t = useTexts();
  const f = useFormats();
  const api = useApi();
  const [reason, setReason] = useState<Reason | null>(null);
  const [day, setDay] = useState<string | null>(null);
  const { id } = customer;
  const proof = useProof(id);
  const { rows, error, hasMore, isLoadingMore, isOld, more, retry } = usePages(
    customerKey(id, 'postings', reason),
    (cursor, signal) => {
      const query = { limit: 50, ...(reason === null ? {} : { reason }), ...(cursor ? { cursor } : {}) };
      return got(api.GET('/api/v1/customers/{id}/loyalty/postings', { params: { path: { id }, query }, signal }));
    },
  );
  return (
    <Stack gap="sm">
      <div className={classes['tools']}>
        <Select
          label={t('filter')}
          data={REASONS.map((each) => ({ value: each, label: t(`${each}_reason`) }))}
          placeholder={t('allReasons')}
          clearable
          clearButtonProps={{ 'aria-label': t('clearFilter') }}
          value={reason}
          onChange={(value) => setReason(REASONS.find((each) => each === value) ?? null)}
        />
        <DayInput
          label={t('asOf')}
          title={t('asOfHint')}
          clearable
          clearButtonProps={{ 'aria-label': t('asOfClear') }}
          maxDate={f.dayOf(Date.now())}
          value={day}
          onChange={setDay}
        />
        <StatementFile id={id} />
        <Button
          variant="default"
          leftSection={<IconShieldCheck size={16} aria-hidden />}
          loading={proof.isPending}
          onClick={() => proof.mutate()}
        >
          {t('prove')}
        </Button>
      </div>
      <Proved proof={proof.data} error={proof.error} retry={() => proof.mutate()} />
      {day !== null && <AsOf id={id} day={day} />}
      {error && !rows && <ErrorState error={error} retry={retry} />}
      {!rows && !error && <LinesSkeleton lines={8} />}
      {rows?.length === 0 && reason === null && (
        <EmptyState title={t('noPostingsTitle')} icon={<IconListDetails aria-hidden />}>
          {t('noPostingsBody')}
        </EmptyState>
      )}
      {rows?.length === 0 && reason !== null && <Alert color="gray">{t('noneOfReason')}</Alert>}
      {rows && rows.length > 0 && (
        <Paper aria-busy={isOld}>
          <Text size="xs" c="dimmed" role="status" mb={4}>
            {t('postings', { count: rows.length })}
          </Text>
          <PostingsTable postings={rows} />
        </Paper>
      )}
      {hasMore && (
        <Button variant="default" loading={isLoadingMore} onClick={more} style={{ alignSelf: 'center' }}>
          {t('more')}
        </Button>
      )}
    </Stack>
  );
}
