import { Button, Group, Modal, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { got } from '../../api/client.ts';
import { saveFile } from '../../parts/save-file.ts';
import { useToast } from '../../parts/toast.tsx';
import { useApi } from '../../session/admin.tsx';
import type { Customer } from './customer.ts';
import { useTexts } from './texts.ts';

interface Props {
  readonly customer: Customer;
  readonly name: string;
  readonly opened: boolean;
  onClose(): void;
}

/** All that is kept about somebody, as a file. Asked first because it is written down that it was handed out. */
export function ExportDialog({ customer, name, opened, onClose }: Props) {
  const t = useTexts();
  const api = useApi();
  const toast = useToast();
  const { id } = customer;
  const exported = useMutation({
    mutationFn: () => got(api.GET('/api/v1/customers/{id}/export', { params: { path: { id } } })),
    onSuccess: (data) => {
      saveFile(`customer-${id}.json`, JSON.stringify(data, null, 2));
      toast.done(t('exported'));
      onClose();
    },
    onError: (error) => toast.failed(t('failed', { message: error.message })),
  });
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('exportTitle', { name })}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <Text size="sm">{t('exportBody')}</Text>
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={onClose}>
          {t('cancel')}
        </Button>
        <Button loading={exported.isPending} onClick={() => exported.mutate()} data-autofocus>
          {t('exportAction')}
        </Button>
      </Group>
    </Modal>
  );
}
