import { Stack, Table, Text } from '@mantine/core';
import { When } from '../../../parts/when.tsx';
import { useFormats } from '../../../session/admin.tsx';
import { type Connection, missingTopics } from './connection.ts';
import { useTexts } from './texts.ts';

/** As the host spells them: for whoever sets webhooks up there. */
export function Topics({ connection }: { connection: Connection }) {
  const t = useTexts();
  const f = useFormats();
  const missing = missingTopics(connection);
  const known = new Set(connection.topics.map(({ topic }) => topic));
  return (
    <Stack gap="xs">
      <Table verticalSpacing={4} maw={520} aria-label={t('topics')}>
        <Table.Tbody>
          {connection.health.topics.map(({ topic, lastAt, lastDay }) => (
            <Table.Tr key={topic}>
              <Table.Td style={{ overflowWrap: 'anywhere' }}>
                {topic}
                {!known.has(topic) && (
                  <Text size="xs" c="dimmed" component="span">
                    {' '}
                    {t('topicUnused')}
                  </Text>
                )}
              </Table.Td>
              <Table.Td>
                <When time={lastAt} />
              </Table.Td>
              <Table.Td ta="end">{f.number(lastDay)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {missing.length > 0 && (
        <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          {t('topicsMissing', { topics: missing.join(', ') })} {t('topicsMissingWhy')}
        </Text>
      )}
    </Stack>
  );
}
