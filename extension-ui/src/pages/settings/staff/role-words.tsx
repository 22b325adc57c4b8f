import { Paper, Stack, Title } from '@mantine/core';
import { Facts } from '../facts.tsx';
import { ROLES } from './member.ts';
import { useTexts } from './texts.ts';

export function RoleWords() {
  const t = useTexts();
  return (
    <Paper component="section">
      <Stack gap="sm">
        <Title order={2}>{t('roles')}</Title>
        <Facts rows={ROLES.map((role) => [t(role), t(`${role}May`)] as const)} />
      </Stack>
    </Paper>
  );
}
