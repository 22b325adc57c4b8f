import { Box, Group, Stack, Text, Title } from '@mantine/core';
import { type ReactNode, useEffect } from 'react';
import { useBridge } from '../session/admin.tsx';
import { HeadingLevel } from './heading-level.ts';

interface Props {
  readonly title: ReactNode;
  /** For the tab and the host's title bar, where `title` is more than text. */
  readonly name?: string;
  readonly subtitle?: ReactNode;
  /** Buttons at the right; on a phone they go under the title. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** The frame of every page: one first-level heading, its actions, and the content under it. */
export function Page({ title, name, subtitle, actions, children }: Props) {
  const bridge = useBridge();
  const text = name ?? (typeof title === 'string' ? title : '');
  useEffect(() => {
    if (text) bridge.title(`${text} · Tessera`);
  }, [bridge, text]);
  return (
    <Stack gap="md">
      <Group justify="space-between" align="flex-start" gap="sm" mih={36}>
        <Box style={{ flex: '1 1 240px', minWidth: 0 }}>
          <Title order={1} style={{ overflowWrap: 'anywhere' }}>
            {title}
          </Title>
          {subtitle && (
            <Text c="dimmed" size="sm" component="div">
              {subtitle}
            </Text>
          )}
        </Box>
        {actions && <Group gap="xs">{actions}</Group>}
      </Group>
      <HeadingLevel value={2}>{children}</HeadingLevel>
    </Stack>
  );
}
