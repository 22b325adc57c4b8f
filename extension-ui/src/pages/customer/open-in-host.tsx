import { Button } from '@mantine/core';
import { IconExternalLink } from '@tabler/icons-react';
import type { ResourceKind } from '../../bridge/protocol.ts';
import { useBridge, useMe } from '../../session/admin.tsx';
import { usePlatformName } from './author.tsx';
import { useTexts } from './texts.ts';

/** Whether the host around us can show its own page of this. Only what came through its own connection is there. */
export function useOpens(): (kind: ResourceKind, connection: string) => boolean {
  const bridge = useBridge();
  const { host } = useMe();
  return (kind, connection) => host?.connection === connection && bridge.canOpen(kind);
}

export function OpenInHost(props: {
  kind: ResourceKind;
  connection: string;
  hostId: string;
  size?: 'compact-sm' | 'sm';
}) {
  const { kind, connection, hostId, size = 'compact-sm' } = props;
  const t = useTexts();
  const bridge = useBridge();
  const { host } = useMe();
  const platformName = usePlatformName();
  const opens = useOpens();
  if (!opens(kind, connection)) return null;
  return (
    <Button
      variant="default"
      size={size}
      leftSection={<IconExternalLink size={14} aria-hidden />}
      onClick={() => bridge.openHostResource(kind, hostId)}
    >
      {t('openInHost', { host: platformName(host?.platform ?? null) })}
    </Button>
  );
}
