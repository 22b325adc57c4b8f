import { Button, Group, Modal, PasswordInput, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { got } from '../../../api/client.ts';
import { useToast } from '../../../parts/toast.tsx';
import { useApi } from '../../../session/admin.tsx';
import { BRINGS_SECRET, type Connection } from './connection.ts';
import { usePlatformName } from './platform-name.ts';
import { SecretOnce } from './secret-once.tsx';
import { useTexts } from './texts.ts';

/** A new secret: said what happens first, since the old one cannot be had back. */
export function Rotate({ connection, onClose }: { connection: Connection; onClose: () => void }) {
  const t = useTexts();
  const api = useApi();
  const toast = useToast();
  const platformName = usePlatformName();
  const [given, setGiven] = useState('');
  const [isChecked, setChecked] = useState(false);
  const { id, domain, platform } = connection;
  const secret = given.trim();
  const isBrought = BRINGS_SECRET.has(platform);
  const wrong = secret === '' ? (isBrought ? t('secretMissing') : null) : secret.length < 8 ? t('secretShort') : null;
  const rotate = useMutation({
    mutationFn: () =>
      got(
        api.POST('/api/v1/connections/{id}/rotate', {
          params: { path: { id } },
          body: secret === '' ? {} : { secret },
        }),
      ),
    onError: (error) => toast.failed(t('failed', { message: error.message })),
  });
  const made = rotate.data;
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={made ? t('rotated') : t('rotateTitle', { domain })}
      closeOnClickOutside={!made}
      closeOnEscape={!made}
      withCloseButton={!made}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      {made ? (
        <SecretOnce connection={made} secret={made.secret} isOwn={secret !== ''} onClose={onClose} />
      ) : (
        <Stack gap="sm">
          <Text size="sm">{t('rotateBody', { platform: platformName(platform) })}</Text>
          <Text size="sm">{t('rotateTwice')}</Text>
          <PasswordInput
            label={t('secret')}
            description={t(`secretOwn_${platform}`)}
            required={isBrought}
            maxLength={200}
            autoComplete="off"
            value={given}
            error={isChecked && wrong}
            onChange={(event) => setGiven(event.currentTarget.value)}
          />
          <Group justify="flex-end" mt="xs">
            <Button variant="default" onClick={onClose} data-autofocus>
              {t('cancel')}
            </Button>
            <Button loading={rotate.isPending} onClick={() => (wrong === null ? rotate.mutate() : setChecked(true))}>
              {t('rotateAction')}
            </Button>
          </Group>
        </Stack>
      )}
    </Modal>
  );
}
