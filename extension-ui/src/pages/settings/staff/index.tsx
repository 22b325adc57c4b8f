import { Button, Group, Skeleton, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { got } from '../../../api/client.ts';
import { EmptyState, ErrorState } from '../../../parts/states.tsx';
import { useApi, useCan } from '../../../session/admin.tsx';
import { byRole } from './member.ts';
import { MemberRow } from './member-row.tsx';
import { RoleWords } from './role-words.tsx';
import { useTexts } from './texts.ts';
import { useConnectionNames } from './use-connection-names.ts';
import { useRoleChanges } from './use-role-changes.ts';

/** Who gets in and what they may do. */
export function Section() {
  const t = useTexts();
  const api = useApi();
  const canWrite = useCan('staff:write');
  const [areRemovedShown, removedShown] = useDisclosure();
  const connections = useConnectionNames();
  const changes = useRoleChanges();
  const staff = useQuery({
    queryKey: ['staff'],
    queryFn: async ({ signal }) => (await got(api.GET('/api/v1/staff', { signal }))).items,
  });
  const inForce = staff.data?.filter(({ removedAt }) => removedAt === null).sort(byRole);
  const removed = staff.data?.filter(({ removedAt }) => removedAt !== null) ?? [];
  const owners = inForce?.filter(({ role }) => role === 'owner').length ?? 0;
  return (
    <Stack gap="md">
      <Text size="sm" maw={640}>
        {t('about')} {!canWrite && t('readOnly')}
      </Text>
      {staff.error && !staff.data ? (
        <ErrorState error={staff.error} retry={() => void staff.refetch()} />
      ) : !inForce ? (
        <Stack gap="xs" aria-busy>
          <Skeleton height={20} width={90} />
          <Skeleton height={74} />
          <Skeleton height={74} />
          <Skeleton height={74} />
        </Stack>
      ) : inForce.length === 0 ? (
        <EmptyState title={t('noneTitle')} />
      ) : (
        <>
          <Text size="sm" c="dimmed" role="status">
            {t('count', { count: inForce.length })}
          </Text>
          <Stack gap="xs" component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
            {inForce.map((member) => (
              <MemberRow
                key={member.id}
                member={member}
                connections={connections}
                changes={changes}
                isLastOwner={member.role === 'owner' && owners === 1}
              />
            ))}
          </Stack>
        </>
      )}
      {removed.length > 0 && (
        <Stack gap="xs">
          <Group>
            <Button
              variant="subtle"
              size="compact-sm"
              ml={-8}
              aria-expanded={areRemovedShown}
              onClick={removedShown.toggle}
            >
              {t('removedCount', { count: removed.length })}
            </Button>
          </Group>
          {areRemovedShown && (
            <Stack gap="xs" component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
              {removed.map((member) => (
                <MemberRow
                  key={member.id}
                  member={member}
                  connections={connections}
                  changes={changes}
                  isLastOwner={false}
                />
              ))}
            </Stack>
          )}
        </Stack>
      )}
      {/* Below a list whose length is not known before. */}
      {staff.data && <RoleWords />}
    </Stack>
  );
}
