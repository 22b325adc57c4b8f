import { Badge, Group, Paper, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { got } from '../../api/client.ts';
import { ErrorState } from '../../parts/states.tsx';
import { useApi, useFormats } from '../../session/admin.tsx';
import { type OneSegment, segmentKey } from './segment.ts';
import { useTexts } from './texts.ts';
import { useWho } from './who.ts';

/** Every definition that it had, newest first: what it said, since when, and who wrote it. */
export function Versions({ segment: { id, version, shownVersion } }: { segment: OneSegment }) {
  const t = useTexts();
  const f = useFormats();
  const api = useApi();
  const who = useWho();
  const versions = useQuery({
    queryKey: [...segmentKey(id), 'versions', version],
    queryFn: async ({ signal }) =>
      (await got(api.GET('/api/v1/segments/{id}/versions', { params: { path: { id } }, signal }))).items,
  });
  if (versions.error && !versions.data)
    return <ErrorState error={versions.error} retry={() => void versions.refetch()} />;
  if (!versions.data) return <Skeleton height={96} />;
  return (
    <Stack gap="sm">
      {versions.data.map((one) => (
        <Paper key={one.version} component="article">
          <Group gap="xs" mb={4}>
            <Title order={3} size="sm">
              {t('version', { version: one.version })}
            </Title>
            {one.version === shownVersion && <Badge>{t('current')}</Badge>}
            {one.version === version && version !== shownVersion && <Badge color="blue">{t('pending')}</Badge>}
          </Group>
          <Text size="sm">{one.sentence[f.locale]}</Text>
          <Text size="xs" c="dimmed">
            {t('byWho', { when: f.dateTime(one.at), who: who(one.author) })}
          </Text>
        </Paper>
      ))}
    </Stack>
  );
}
