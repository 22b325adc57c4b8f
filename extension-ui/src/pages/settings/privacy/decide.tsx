import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { got } from '../../../api/client.ts';
import { Confirm } from '../../../parts/confirm.tsx';
import { useToast } from '../../../parts/toast.tsx';
import { useApi, useMe } from '../../../session/admin.tsx';
import type { PrivacyRequest } from './request.ts';
import { useTexts } from './texts.ts';

/** Keep or erase. Neither can be taken back, and erasing wants the shop's name typed. */
export function Decide({ request, onClose }: { request: PrivacyRequest; onClose: () => void }) {
  const t = useTexts();
  const api = useApi();
  const toast = useToast();
  const client = useQueryClient();
  const { shop } = useMe();
  const [isErasing, setErasing] = useState(false);
  const decide = useMutation({
    mutationFn: (decision: 'erase' | 'keep') =>
      got(
        api.POST('/api/v1/privacy-requests/{id}/decide', {
          params: { path: { id: request.id } },
          body: { decision },
        }),
      ),
    onSuccess: (_decided, decision) => {
      void client.invalidateQueries({ queryKey: ['privacy-requests'] });
      toast.done(t(decision === 'keep' ? 'kept' : 'erasing'));
      onClose();
    },
    onError: (error) => toast.failed(t('failed', { message: error.message })),
  });
  if (isErasing)
    return (
      <Confirm
        opened
        title={t('decideTitle')}
        action={t('eraseShop')}
        isBusy={decide.isPending}
        typed={{ label: t('typeName', { name: shop.name }), text: shop.name }}
        onClose={onClose}
        onConfirm={() => decide.mutate('erase')}
      >
        {t('decideErase')}
      </Confirm>
    );
  return (
    <Modal opened onClose={onClose} title={t('decideTitle')} closeButtonProps={{ 'aria-label': t('close') }}>
      <Stack gap="sm">
        <Text size="sm">{t('decideKeep')}</Text>
        <Text size="sm">{t('decideErase')}</Text>
        <Group justify="flex-end" mt="xs">
          <Button variant="default" onClick={onClose} data-autofocus>
            {t('cancel')}
          </Button>
          <Button color="red.9" variant="outline" onClick={() => setErasing(true)}>
            {t('eraseShop')}
          </Button>
          <Button loading={decide.isPending} onClick={() => decide.mutate('keep')}>
            {t('keep')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
