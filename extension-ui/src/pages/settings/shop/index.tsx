import { Skeleton, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { got } from '../../../api/client.ts';
import { ErrorState } from '../../../parts/states.tsx';
import { useApi, useCan } from '../../../session/admin.tsx';
import { RebuildProgress } from './rebuild-progress.tsx';
import { ShopForm } from './shop-form.tsx';
import { ShopShown } from './shop-shown.tsx';

/** What the shop's figures mean: its name, zone, what counts, rates. */
export function Section() {
  const api = useApi();
  const canWrite = useCan('settings:write');
  const settings = useQuery({
    queryKey: ['settings'],
    queryFn: ({ signal }) => got(api.GET('/api/v1/settings', { signal })),
  });
  if (settings.error && !settings.data)
    return <ErrorState error={settings.error} retry={() => void settings.refetch()} />;
  if (!settings.data)
    return (
      <Stack gap="md" aria-busy>
        <Skeleton height={380} />
        <Skeleton height={340} />
        <Skeleton height={140} />
        <Skeleton height={140} />
      </Stack>
    );
  return (
    <Stack gap="md">
      <RebuildProgress />
      {canWrite ? <ShopForm settings={settings.data} /> : <ShopShown settings={settings.data} />}
    </Stack>
  );
}
