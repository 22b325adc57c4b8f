import { Anchor, Code, Group, Stack, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useFormats } from '../../../session/admin.tsx';
import { useTexts } from './texts.ts';
import type { Export } from './use-group.ts';

/** A file to be downloaded: how many are in it, and a checksum by which one sees that it came whole. */
export function FileLink({ file: { name, rows, bytes, sha256, url } }: { file: Export['files'][number] }) {
  const t = useTexts();
  const f = useFormats();
  return (
    <Stack gap={2}>
      <Group gap="xs">
        {url !== null && (
          // By the server that the admin came from, which a proxy may call by another name.
          <Anchor href={new URL(url).pathname} download={name} size="sm" style={{ overflowWrap: 'anywhere' }}>
            <IconDownload size={14} aria-hidden style={{ verticalAlign: '-2px' }} /> {t('download', { name })}
          </Anchor>
        )}
        <Text size="sm">
          {t('rows', { count: rows, formatted: f.number(rows) })} ·{' '}
          {t('size', { kb: f.number(Math.ceil(bytes / 1024)) })}
        </Text>
      </Group>
      <Text size="xs" c="dimmed" component="div">
        {t('checksum')}{' '}
        <Code style={{ overflowWrap: 'anywhere' }} fz="xs">
          {sha256}
        </Code>
      </Text>
    </Stack>
  );
}
