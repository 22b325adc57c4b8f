import { Alert, Button, Group, Stack } from '@mantine/core';
import { IconEyeExclamation } from '@tabler/icons-react';
import { CopyField } from '../../../parts/copy-field.tsx';
import type { Connection } from './connection.ts';
import { Steps } from './steps.tsx';
import { useTexts } from './texts.ts';

interface Props {
  readonly connection: Pick<Connection, 'platform' | 'topics' | 'webhookUrl'>;
  readonly secret: string;
  /** The merchant brought it, so there is nothing to keep. */
  readonly isOwn: boolean;
  onClose(): void;
}

/** What the host has to be given. It is closed by its button only: a click beside it must not lose the secret. */
export function SecretOnce({ connection, secret, isOwn, onClose }: Props) {
  const t = useTexts();
  return (
    <Stack gap="md">
      {!isOwn && (
        <Alert color="orange" icon={<IconEyeExclamation aria-hidden />}>
          {t('once')}
        </Alert>
      )}
      <CopyField label={t('address')} value={connection.webhookUrl} isFirst={isOwn} />
      {!isOwn && <CopyField label={t('secret')} value={secret} isFirst />}
      <Steps connection={connection} />
      <Group justify="flex-end">
        <Button onClick={onClose}>{t(isOwn ? 'finish' : 'done')}</Button>
      </Group>
    </Stack>
  );
}
