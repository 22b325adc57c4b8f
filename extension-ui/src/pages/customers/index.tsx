import { PageSkeleton } from '../../parts/page-skeleton.tsx';

export function Component() {
  return <PageSkeleton />;
}
