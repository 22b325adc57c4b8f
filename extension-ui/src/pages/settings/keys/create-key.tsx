import { Alert, Button, Group, Modal, Stack } from '@mantine/core';
import { IconEyeExclamation } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { CopyField } from '../../../parts/copy-field.tsx';
import { useToast } from '../../../parts/toast.tsx';
import { useApi } from '../../../session/admin.tsx';
import { KeyForm, type NewKey } from './key-form.tsx';
import { useTexts } from './texts.ts';

/** First what it may do, then the key itself, once. That is closed by its button only. */
export function CreateKey({ onClose }: { onClose: () => void }) {
  const t = useTexts();
  const api = useApi();
  const toast = useToast();
  const client = useQueryClient();
  const create = useMutation({
    mutationFn: async (body: NewKey) => (await api.POST('/api/v1/api-keys', { body })).data,
    onSuccess: () => void client.invalidateQueries({ queryKey: ['api-keys'] }),
    onError: (error) => toast.failed(t('failed', { message: error.message })),
  });
  const made = create.data;
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={made ? t('madeTitle', { name: create.variables?.name ?? '' }) : t('createTitle')}
      closeOnClickOutside={!made}
      closeOnEscape={!made}
      withCloseButton={!made}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      {made ? (
        <Stack gap="md">
          <Alert color="orange" icon={<IconEyeExclamation aria-hidden />}>
            {t('once')}
          </Alert>
          <CopyField label={t('key')} value={made.key} isFirst />
          <CopyField label={t('server')} value={`${window.location.origin}/api/v1`} />
          <Group justify="flex-end">
            <Button onClick={onClose}>{t('done')}</Button>
          </Group>
        </Stack>
      ) : (
        <KeyForm isBusy={create.isPending} onCancel={onClose} onSubmit={(key) => create.mutate(key)} />
      )}
    </Modal>
  );
}
