import { Alert, Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { got } from '../../api/client.ts';
import { ApiError } from '../../api/error.ts';
import type { components } from '../../api/schema.d.ts';
import { useTexts as usePartTexts } from '../../parts/texts.ts';
import { useToast } from '../../parts/toast.tsx';
import { useApi } from '../../session/admin.tsx';
import { useTexts } from './texts.ts';

type Added = components['schemas']['AddedCustomer'];
const FIELDS = ['phone', 'name', 'email'] as const;
type Field = (typeof FIELDS)[number];
const LABELS = { phone: 'phoneLabel', name: 'nameLabel', email: 'emailLabel' } as const;
const TYPES = { phone: 'tel', name: 'text', email: 'email' } as const;

/** Somebody stands at the till (K01): the phone first, Enter, done. Whoever is known already is shown, not made twice. */
export function QuickAdd({ opened, phone: given, onClose }: { opened: boolean; phone: string; onClose: () => void }) {
  const t = useTexts();
  const close = usePartTexts()('close');
  return (
    <Modal opened={opened} onClose={onClose} title={t('addTitle')} closeButtonProps={{ 'aria-label': close }}>
      <Form given={given} onClose={onClose} />
    </Modal>
  );
}

function Form({ given, onClose }: { given: string; onClose: () => void }) {
  const t = useTexts();
  const api = useApi();
  const toast = useToast();
  const navigate = useNavigate();
  const client = useQueryClient();
  const [fields, setFields] = useState({ phone: given, name: '', email: '' });
  const [missing, setMissing] = useState(false);
  const add = useMutation({
    mutationFn: () => {
      const body = Object.fromEntries(Object.entries(fields).filter(([, value]) => value.trim() !== ''));
      return got<Added>(api.POST('/api/v1/customers', { body }));
    },
    onSuccess: (customer) => {
      if (!customer.created) return;
      void client.invalidateQueries({ queryKey: ['customers'] });
      toast.done(t('added', { name: customer.name ?? customer.phoneDisplay ?? customer.email ?? t('thisCustomer') }));
      onClose();
      void navigate(`/customers/${customer.id}`);
    },
  });
  const wrong = missing ? ({ field: 'phone', text: t('needContact') } as const) : add.error && problemOf(add.error, t);
  const existing = add.data?.created === false ? add.data : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const isReachable = fields.phone.trim() !== '' || fields.email.trim() !== '';
    setMissing(!isReachable);
    if (isReachable && !add.isPending) add.mutate();
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {t('addHint')}
        </Text>
        {FIELDS.map((field) => (
          <TextInput
            key={field}
            label={t(LABELS[field])}
            type={TYPES[field]}
            autoComplete="off"
            maxLength={200}
            value={fields[field]}
            error={wrong?.field === field && wrong.text}
            onChange={(event) => {
              setFields({ ...fields, [field]: event.currentTarget.value });
              setMissing(false);
              add.reset();
            }}
            {...(field === 'phone' ? { 'data-autofocus': true } : {})}
          />
        ))}
        <div role="alert">
          {wrong && !wrong.field && (
            <Text size="sm" c="var(--mantine-color-error)">
              {wrong.text}
            </Text>
          )}
          {existing && (
            <Alert color="gray" title={t('existsTitle')}>
              {t('existsBody', { name: existing.name ?? t('thisCustomer') })}{' '}
              <Link to={`/customers/${existing.id}`} onClick={onClose}>
                {t('openCustomer')}
              </Link>
            </Alert>
          )}
        </div>
        <Group justify="flex-end">
          <Button type="submit" loading={add.isPending}>
            {t('save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** What the server says is in English; which field it is about stands first in it. */
function problemOf(error: Error, t: ReturnType<typeof useTexts>): { field: Field | null; text: string } {
  const { code, message } = error instanceof ApiError ? error : { code: '', message: error.message };
  if (code === 'invalid' && /^(body\.)?phone\b/.test(message)) return { field: 'phone', text: t('badPhone') };
  if (code === 'invalid' && /^(body\.)?email\b/.test(message)) return { field: 'email', text: t('badEmail') };
  if (code === 'conflict') return { field: null, text: t('twoCustomers') };
  return { field: null, text: t('failed', { message }) };
}
