import { Skeleton } from '@mantine/core';

/** As large as the field that is on its way, so that nothing moves when it comes. */
export function DaySkeleton() {
  return <Skeleton w={150} h={36} />;
}
