import { Button, Group, Skeleton, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { got } from '../../../api/client.ts';
import { EmptyState, ErrorState } from '../../../parts/states.tsx';
import { useApi } from '../../../session/admin.tsx';
import { CreateKey } from './create-key.tsx';
import { KeyRow } from './key-row.tsx';
import { RevokeKey } from './revoke-key.tsx';
import type { ApiKey } from './scopes.ts';
import { useTexts } from './texts.ts';

/** Keys for other software. Whoever may see them may also make and revoke them. */
export function Section() {
  const t = useTexts();
  const api = useApi();
  const [isCreating, creating] = useDisclosure();
  const [revoking, setRevoking] = useState<ApiKey | null>(null);
  const [areRevokedShown, revokedShown] = useDisclosure();
  const keys = useQuery({
    queryKey: ['api-keys'],
    queryFn: async ({ signal }) => (await got(api.GET('/api/v1/api-keys', { signal }))).items,
  });
  const inForce = keys.data?.filter(({ revokedAt }) => revokedAt === null);
  const revoked = keys.data?.filter(({ revokedAt }) => revokedAt !== null) ?? [];
  const create = (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={creating.open}>
      {t('create')}
    </Button>
  );
  return (
    <Stack gap="md">
      <Text size="sm" maw={640}>
        {t('about')}
      </Text>
      {keys.error && !keys.data ? (
        <ErrorState error={keys.error} retry={() => void keys.refetch()} />
      ) : !inForce ? (
        <Stack gap="xs" aria-busy>
          <Skeleton height={36} />
          <Skeleton height={96} />
          <Skeleton height={96} />
        </Stack>
      ) : inForce.length === 0 ? (
        <EmptyState title={t('noneTitle')} action={create} />
      ) : (
        <>
          <Group justify="space-between">
            <Text size="sm" c="dimmed" role="status">
              {t('inForce', { count: inForce.length })}
            </Text>
            {create}
          </Group>
          <Stack gap="xs" component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
            {inForce.map((key) => (
              <KeyRow key={key.id} apiKey={key} onRevoke={() => setRevoking(key)} />
            ))}
          </Stack>
        </>
      )}
      {revoked.length > 0 && (
        <Stack gap="xs">
          <Group>
            <Button
              variant="subtle"
              size="compact-sm"
              ml={-8}
              aria-expanded={areRevokedShown}
              onClick={revokedShown.toggle}
            >
              {t('revokedCount', { count: revoked.length })}
            </Button>
          </Group>
          {areRevokedShown && (
            <Stack gap="xs" component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
              {revoked.map((key) => (
                <KeyRow key={key.id} apiKey={key} />
              ))}
            </Stack>
          )}
        </Stack>
      )}
      {isCreating && <CreateKey onClose={creating.close} />}
      <RevokeKey apiKey={revoking} onClose={() => setRevoking(null)} />
    </Stack>
  );
}
