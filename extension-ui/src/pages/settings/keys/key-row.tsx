import { Badge, Box, Button, Group, Paper, Text } from '@mantine/core';
import { useFormats, useMe } from '../../../session/admin.tsx';
import type { ApiKey } from './scopes.ts';
import { textOf } from './scopes.ts';
import { useTexts } from './texts.ts';

export function KeyRow({ apiKey, onRevoke }: { apiKey: ApiKey; onRevoke?: () => void }) {
  const t = useTexts();
  const f = useFormats();
  const { principal } = useMe();
  const { id, name, scopes, createdAt, lastUsedAt, revokedAt } = apiKey;
  const isOwn = principal.kind === 'key' && principal.id === id;
  const rights = scopes.map((scope) => {
    const text = textOf(scope);
    return scope === '*' ? t('everything') : text === null ? scope : t(text);
  });
  const times = [
    lastUsedAt === null ? t('unused') : t('used', { when: f.ago(lastUsedAt) }),
    t('created', { when: f.date(createdAt) }),
    ...(revokedAt === null ? [] : [t('revokedAt', { when: f.dateTime(revokedAt) })]),
  ];
  return (
    <Paper component="li" p="sm">
      <Group justify="space-between" align="flex-start" wrap="nowrap" gap="sm">
        <Box style={{ minWidth: 0 }}>
          <Group gap={6}>
            <Text fw={600} size="sm" style={{ overflowWrap: 'anywhere' }}>
              {name}
            </Text>
            {isOwn && <Badge>{t('thisOne')}</Badge>}
          </Group>
          <Text size="sm">{f.list(rights)}</Text>
          <Text size="xs" c="dimmed">
            {times.join(' · ')}
          </Text>
        </Box>
        {onRevoke && (
          <Button
            variant="default"
            size="xs"
            style={{ flexShrink: 0 }}
            aria-label={t('revokeWhich', { name })}
            onClick={onRevoke}
          >
            {t('revoke')}
          </Button>
        )}
      </Group>
    </Paper>
  );
}
