import { Badge, Box, Button, Group, NativeSelect, Paper, Text } from '@mantine/core';
import { useState } from 'react';
import { useCan, useFormats, useMe } from '../../../session/admin.tsx';
import { GiveUp } from './give-up.tsx';
import { type Member, ROLES, type Role } from './member.ts';
import { useTexts } from './texts.ts';
import type { RoleChanges } from './use-role-changes.ts';

interface Props {
  readonly member: Member;
  readonly connections: ReadonlyMap<string, string> | undefined;
  readonly isLastOwner: boolean;
  readonly changes: RoleChanges;
}

/** Somebody with their role. Changes are done at once and can be taken back, but for those that take away one's own right to. */
export function MemberRow({ member, connections, isLastOwner, changes }: Props) {
  const t = useTexts();
  const f = useFormats();
  const { principal } = useMe();
  const canWrite = useCan('staff:write');
  const isBusy = changes.busy === member.id;
  const change = (to: Role | 'removed') => changes.change(member, to);
  const [givingUp, setGivingUp] = useState<Role | 'removed' | null>(null);
  const { id, name, email, role, connection, lastSeenAt, removedAt } = member;
  const isYou = principal.kind === 'staff' && principal.id === id;
  const via =
    connection === null
      ? t('viaLink')
      : connections &&
        (connections.has(connection) ? t('via', { domain: connections.get(connection) ?? '' }) : t('viaGone'));
  const about = [
    email,
    via,
    removedAt === null ? t('seen', { when: f.ago(lastSeenAt) }) : t('removedAt', { when: f.dateTime(removedAt) }),
  ];
  return (
    <Paper component="li" p="sm">
      <Group justify="space-between" gap="sm">
        <Box style={{ minWidth: 0, flex: '1 1 220px' }}>
          <Group gap={6}>
            <Text fw={600} size="sm" style={{ overflowWrap: 'anywhere' }}>
              {name}
            </Text>
            {isYou && <Badge>{t('you')}</Badge>}
          </Group>
          <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
            {about.filter(Boolean).join(' · ')}
          </Text>
          {isLastOwner && canWrite && <Text size="xs">{t('lastOwner')}</Text>}
        </Box>
        {!canWrite || isLastOwner ? (
          <Text size="sm">{t(role)}</Text>
        ) : removedAt !== null ? (
          <Button
            variant="default"
            size="xs"
            loading={isBusy}
            aria-label={t('letInWho', { name })}
            onClick={() => change(role)}
          >
            {t('letIn')}
          </Button>
        ) : (
          <Group gap="xs" wrap="nowrap">
            <NativeSelect
              aria-label={t('roleOf', { name })}
              disabled={isBusy}
              value={role}
              onChange={(event) => {
                const next = event.currentTarget.value as Role;
                if (isYou) setGivingUp(next);
                else change(next);
              }}
              data={ROLES.map((value) => ({ value, label: t(value) }))}
            />
            <Button
              variant="default"
              disabled={isBusy}
              aria-label={t('removeWho', { name })}
              onClick={() => (isYou ? setGivingUp('removed') : change('removed'))}
            >
              {t('remove')}
            </Button>
          </Group>
        )}
      </Group>
      <GiveUp
        to={givingUp}
        isBusy={isBusy}
        onClose={() => setGivingUp(null)}
        onConfirm={() => {
          setGivingUp(null);
          if (givingUp !== null) change(givingUp);
        }}
      />
    </Paper>
  );
}
