import { Checkbox, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { type Column, DataTable } from '../../../parts/data-table.tsx';
import { useFormats } from '../../../session/admin.tsx';
import classes from '../loyalty.module.css';
import styles from './bulk.module.css';
import type { BulkRow, Outcome } from './bulk.ts';
import { useTexts } from './texts.ts';

/** Each row with whom it is about, what it makes of their balance, or why it cannot be. */
export function Rows({ outcome }: { outcome: Outcome }) {
  const t = useTexts();
  const f = useFormats();
  const [isOnlyProblems, setOnlyProblems] = useState(false);
  const { dryRun, problems, rows } = outcome;
  const canNarrow = problems > 0 && problems < rows.length;
  const stateOf = ({ problem, message, applied }: BulkRow) => ({
    isProblem: problem !== null,
    text: message?.[f.locale] ?? t(applied ? (dryRun ? 'appliedBefore' : 'applied') : 'willApply'),
  });
  const nameOf = ({ customer, phone }: BulkRow) => (customer ? (customer.name ?? phone) : t('nobody'));
  const columns: Column<BulkRow>[] = [
    { id: 'row', header: t('row'), width: '48px', align: 'end', cell: ({ row }) => f.number(row) },
    { id: 'customer', header: t('customer'), width: 'minmax(120px, 1.4fr)', cell: nameOf },
    { id: 'phone', header: t('columnPhone'), width: 'minmax(110px, 1fr)', cell: ({ phone }) => phone },
    {
      id: 'points',
      header: t('columnPoints'),
      width: 'minmax(70px, 0.6fr)',
      align: 'end',
      cell: ({ points }) => <Change points={points} />,
    },
    {
      id: 'before',
      header: t('before'),
      width: 'minmax(80px, 0.6fr)',
      align: 'end',
      cell: ({ before }) => before !== null && f.number(before),
    },
    {
      id: 'after',
      header: t('after'),
      width: 'minmax(80px, 0.6fr)',
      align: 'end',
      cell: ({ after }) => after !== null && f.number(after),
    },
    { id: 'state', header: t('state'), width: 'minmax(180px, 2fr)', cell: (row) => <State {...stateOf(row)} /> },
  ];
  return (
    <>
      {canNarrow && (
        <Checkbox
          label={t('onlyProblems')}
          checked={isOnlyProblems}
          onChange={(event) => setOnlyProblems(event.currentTarget.checked)}
        />
      )}
      <DataTable
        name={t('rowsName')}
        columns={columns}
        rows={canNarrow && isOnlyProblems ? rows.filter(({ problem }) => problem !== null) : rows}
        rowKey={({ row }) => String(row)}
        cardHeight={96}
        card={(row) => (
          <Stack gap={2}>
            <Group justify="space-between" wrap="nowrap" gap="xs">
              <Text size="sm" fw={500} truncate>
                {nameOf(row)}
              </Text>
              <Change points={row.points} />
            </Group>
            <Text size="xs" c="dimmed" truncate>
              {t('rowOf', { row: f.number(row.row), phone: row.phone })}
              {row.before !== null &&
                row.after !== null &&
                ` · ${t('balanceOf', { before: f.number(row.before), after: f.number(row.after) })}`}
            </Text>
            <Text size="xs" lineClamp={2} component="div">
              <State {...stateOf(row)} />
            </Text>
          </Stack>
        )}
        empty={null}
      />
    </>
  );
}

function State({ isProblem, text }: { isProblem: boolean; text: string }) {
  return (
    <span className={isProblem ? styles['problem'] : undefined} title={text}>
      {text}
    </span>
  );
}

function Change({ points }: { points: number | null }) {
  const f = useFormats();
  if (points === null || points === 0) return points === null ? null : f.number(points);
  return (
    <span className={classes[points < 0 ? 'minus' : 'plus']}>
      {points < 0 ? '−' : '+'}
      {f.number(Math.abs(points))}
    </span>
  );
}
