import { Skeleton, Stack } from '@mantine/core';
import { ErrorState } from '../../../parts/states.tsx';
import { useModel } from '../use-rfm.ts';
import { ModelEditor } from './editor.tsx';

/** How the shop scores and groups its customers, to be changed. */
export function ModelTab() {
  const model = useModel();
  if (model.error && !model.data) return <ErrorState error={model.error} retry={() => void model.refetch()} />;
  if (!model.data)
    return (
      <Stack gap="md">
        <Skeleton height={360} />
        <Skeleton height={420} />
      </Stack>
    );
  return <ModelEditor version={model.data} />;
}
