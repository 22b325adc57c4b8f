import { Button, Group, Skeleton, Stack, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { got } from '../../../api/client.ts';
import { EmptyState, ErrorState } from '../../../parts/states.tsx';
import { useApi, useCan } from '../../../session/admin.tsx';
import { Connect } from './connect.tsx';
import { ConnectionCard } from './connection-card.tsx';
import { useTexts } from './texts.ts';

/** Where the shop sells, whether all of it arrives, and how to connect more. */
export function Section() {
  const t = useTexts();
  const api = useApi();
  const canWrite = useCan('settings:write');
  const [isConnecting, setConnecting] = useState(false);
  const connections = useQuery({
    queryKey: ['connections'],
    queryFn: async ({ signal }) => (await got(api.GET('/api/v1/connections', { signal }))).items,
  });
  const { data, error } = connections;
  const connect = canWrite && (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setConnecting(true)}>
      {t('connect')}
    </Button>
  );
  return (
    <Stack gap="md">
      {error && !data ? (
        <ErrorState error={error} retry={() => void connections.refetch()} />
      ) : !data ? (
        <Stack gap="md" aria-busy>
          <Skeleton height={36} width={160} />
          <Skeleton height={330} />
          <Skeleton height={330} />
        </Stack>
      ) : data.length === 0 ? (
        <EmptyState title={t('noneTitle')} action={connect}>
          {t('noneBody')}
        </EmptyState>
      ) : (
        <>
          <Group>
            {connect || (
              <Text size="sm" c="dimmed">
                {t('readOnly')}
              </Text>
            )}
          </Group>
          {data.map((connection) => (
            <ConnectionCard key={connection.id} connection={connection} />
          ))}
        </>
      )}
      {isConnecting && <Connect onClose={() => setConnecting(false)} />}
    </Stack>
  );
}
