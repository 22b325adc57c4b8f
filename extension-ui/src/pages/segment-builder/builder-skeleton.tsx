import { Paper, Skeleton, Stack } from '@mantine/core';
import classes from './builder.module.css';

/** The shape of the builder while conditions and segment are on their way. */
export function BuilderSkeleton() {
  return (
    <div className={classes['columns']} aria-busy="true">
      <Stack gap="md">
        <Paper>
          <Skeleton h={14} w={120} mb={8} />
          <Skeleton h={36} mb={16} />
          <Skeleton h={14} w={120} mb={8} />
          <Skeleton h={36} />
        </Paper>
        <Skeleton h={22} w={90} />
        <Skeleton h={150} />
      </Stack>
      <Paper className={classes['onlyWide'] ?? ''}>
        <Skeleton h={22} w={120} mb={16} />
        <Skeleton h={14} mb={10} />
        <Skeleton h={14} w="80%" />
      </Paper>
    </div>
  );
}
