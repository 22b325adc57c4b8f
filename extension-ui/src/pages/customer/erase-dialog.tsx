import { List } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { got } from '../../api/client.ts';
import { Confirm } from '../../parts/confirm.tsx';
import { useToast } from '../../parts/toast.tsx';
import { useApi } from '../../session/admin.tsx';
import { type Customer, useErased } from './customer.ts';
import { useTexts } from './texts.ts';

interface Props {
  readonly customer: Customer;
  readonly name: string;
  readonly opened: boolean;
  onClose(): void;
}

/** Cannot be undone, so it says what goes and what stays, and the name has to be typed. */
export function EraseDialog({ customer, name, opened, onClose }: Props) {
  const t = useTexts();
  const api = useApi();
  const toast = useToast();
  const { id } = customer;
  const forget = useErased(id);
  const erased = useMutation({
    mutationFn: () => got(api.POST('/api/v1/customers/{id}/erase', { params: { path: { id } } })),
    onSuccess: (answer) => {
      forget(answer);
      toast.done(t('erased'));
      onClose();
    },
    onError: (error) => toast.failed(t('failed', { message: error.message })),
  });
  return (
    <Confirm
      key={String(opened)}
      opened={opened}
      title={t('eraseTitle', { name })}
      action={t('eraseAction')}
      isBusy={erased.isPending}
      typed={{ label: t('eraseType', { text: name }), text: name }}
      onClose={onClose}
      onConfirm={() => erased.mutate()}
    >
      <List size="sm" spacing={6}>
        <List.Item>{t('eraseGone')}</List.Item>
        <List.Item>{t('eraseKept')}</List.Item>
        <List.Item>{t('eraseFinal')}</List.Item>
      </List>
    </Confirm>
  );
}
