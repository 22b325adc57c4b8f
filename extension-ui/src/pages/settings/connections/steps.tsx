import { Code, Group, List, Stack, Text } from '@mantine/core';
import { BRINGS_SECRET, type Connection } from './connection.ts';
import { useTexts } from './texts.ts';

/** What to do at the host, in words. Where webhooks are made by hand, the topics to make them for. */
export function Steps({ connection }: { connection: Pick<Connection, 'platform' | 'topics'> }) {
  const t = useTexts();
  const { platform, topics } = connection;
  return (
    <Stack gap="sm">
      <List type="ordered" size="sm" spacing={6} pr="md">
        <List.Item>{t(`step_${platform}_1`)}</List.Item>
        <List.Item>{t(`step_${platform}_2`)}</List.Item>
        <List.Item>{t(`step_${platform}_3`)}</List.Item>
      </List>
      {BRINGS_SECRET.has(platform) && (
        <div>
          <Text size="xs" c="dimmed" mb={4}>
            {t('topicsToSend')}
          </Text>
          <Group gap={4}>
            {topics.map(({ topic }) => (
              <Code key={topic}>{topic}</Code>
            ))}
          </Group>
        </div>
      )}
    </Stack>
  );
}
