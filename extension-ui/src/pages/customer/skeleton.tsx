import { Group, Paper, Skeleton, Stack, VisuallyHidden } from '@mantine/core';
import { StatTile } from '../../parts/stat-tile.tsx';
import classes from './customer.module.css';
import { useTexts } from './texts.ts';

/** The page in its final shape while the customer is on their way. */
export function CustomerSkeleton() {
  const t = useTexts();
  return (
    <Stack gap="md" aria-busy="true">
      <div role="status">
        <VisuallyHidden component="h1">{t('loadingCustomer')}</VisuallyHidden>
      </div>
      <Stack gap={8} mih={56}>
        <Skeleton height={26} width={220} />
        <Skeleton height={14} width="min(420px, 90%)" />
      </Stack>
      <Group gap={6} h={26}>
        <Skeleton height={24} width={64} />
        <Skeleton height={24} width={96} />
      </Group>
      <div className={classes['tiles']}>
        {(['spent', 'orderCount', 'average', 'lastOrder'] as const).map((label) => (
          <StatTile key={label} label={t(label)} value={undefined} hint="" />
        ))}
      </div>
      <div className={classes['columns']}>
        <Paper>
          <LinesSkeleton lines={8} />
        </Paper>
        <Paper visibleFrom="md">
          <LinesSkeleton lines={6} />
        </Paper>
      </div>
    </Stack>
  );
}

/** Lines of text that are on their way. */
export function LinesSkeleton({ lines }: { lines: number }) {
  return (
    <Stack gap="sm" aria-busy="true">
      {WIDTHS.slice(0, lines).map((width) => (
        <Skeleton key={width} height={16} width={width} />
      ))}
    </Stack>
  );
}

const WIDTHS = ['90%', '73%', '96%', '61%', '82%', '68%', '93%', '57%'];
