import { Modal } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Answer } from '../../../api/client.ts';
import { useToast } from '../../../parts/toast.tsx';
import { useApi } from '../../../session/admin.tsx';
import { ConnectForm, type NewConnection } from './connect-form.tsx';
import { SecretOnce } from './secret-once.tsx';
import { useTexts } from './texts.ts';

/** First what is connected, then what its host has to be given. */
export function Connect({ onClose }: { onClose: () => void }) {
  const t = useTexts();
  const api = useApi();
  const toast = useToast();
  const client = useQueryClient();
  const connect = useMutation({
    mutationFn: async (body: NewConnection) => {
      const { data } = await api.POST('/api/v1/connections', { body });
      return data as Answer<'/api/v1/connections/{id}/rotate', 'post'>;
    },
    onSuccess: () => void client.invalidateQueries({ queryKey: ['connections'] }),
    onError: (error: Error & { code?: string }) => {
      if (error.code !== 'name_taken') toast.failed(t('failed', { message: error.message }));
    },
  });
  const made = connect.data;
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={made ? t('connected', { domain: made.domain }) : t('connectTitle')}
      closeOnClickOutside={!made}
      closeOnEscape={!made}
      withCloseButton={!made}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      {made ? (
        <SecretOnce
          connection={made}
          secret={made.secret}
          isOwn={connect.variables?.secret !== undefined}
          onClose={onClose}
        />
      ) : (
        <ConnectForm
          isBusy={connect.isPending}
          isTaken={(connect.error as { code?: string } | null)?.code === 'name_taken'}
          onCancel={onClose}
          onSubmit={(body) => connect.mutate(body)}
        />
      )}
    </Modal>
  );
}
