import { Paper, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { EmptyState, ErrorState } from '../../../parts/states.tsx';
import { useFormats } from '../../../session/admin.tsx';
import type { Matrix, Move } from '../rfm.ts';
import { useTexts } from '../texts.ts';
import { useMatrix, useModel, useSnapshots } from '../use-rfm.ts';
import { daysOf } from './days.ts';
import { DaysForm } from './days-form.tsx';
import { MatrixTable } from './matrix-table.tsx';
import { MoveDialog } from './move-dialog.tsx';
import classes from './moves.module.css';
import { movedOf } from './moves.ts';
import { Pairs } from './pairs.tsx';

/** Who moved from which label to which between two days. The days are in the address. */
export function Moves() {
  const t = useTexts();
  const f = useFormats();
  const [params, setParams] = useSearchParams();
  const today = f.dayOf(Date.now());
  const days = daysOf(params, today);
  const isOrdered = days.from < days.to;
  const snapshots = useSnapshots();
  const model = useModel();
  const matrix = useMatrix(days, isOrdered);
  const [opened, setOpened] = useState<Move | null>(null);
  const kept = snapshots.data?.map(({ day }) => day) ?? [];
  const { data, error } = matrix;
  const colourOf = (label: string) => model.data?.model.labels.find(({ id }) => id === label)?.color;
  return (
    <Stack gap="md">
      <DaysForm
        days={days}
        today={today}
        kept={kept}
        onChange={(next) => setParams({ view: 'moves', ...next }, { replace: true })}
      />
      {!isOrdered ? null : error && !data ? (
        <ErrorState error={error} retry={() => void matrix.refetch()} />
      ) : !data ? (
        <Skeleton height={560} />
      ) : data.customers === 0 ? (
        <EmptyState title={t('emptyTitle')}>{t('emptyBody')}</EmptyState>
      ) : (
        <Paper component="section" aria-labelledby="moves" aria-busy={matrix.isPlaceholderData}>
          <Title order={2} id="moves">
            {t('movesTitle', { days: f.days(data.from, data.to) })}
          </Title>
          <Summary matrix={data} />
          <div className={classes['wide']}>
            <MatrixTable matrix={data} colourOf={colourOf} onOpen={setOpened} />
          </div>
          <div className={classes['narrow']}>
            <Pairs matrix={data} colourOf={colourOf} onOpen={setOpened} />
          </div>
          <Text size="xs" c="dimmed" mt="sm">
            {t('movesMeans')}
          </Text>
        </Paper>
      )}
      {data && opened && <MoveDialog matrix={data} move={opened} colourOf={colourOf} onClose={() => setOpened(null)} />}
    </Stack>
  );
}

function Summary({ matrix }: { matrix: Matrix }) {
  const t = useTexts();
  const f = useFormats();
  const { moved, stayed, isNew } = movedOf(matrix);
  const before = moved + stayed;
  return (
    <Text size="sm" mb="sm" role="status">
      {t('movesSummary', {
        customers: f.number(matrix.customers),
        moved: f.number(moved),
        share: f.percent(before === 0 ? 0 : moved / before),
        fresh: f.number(isNew),
        spent: f.money(matrix.spentMinor),
      })}
    </Text>
  );
}
