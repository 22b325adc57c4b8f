import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { got } from '../../../api/client.ts';
import { Confirm } from '../../../parts/confirm.tsx';
import { useToast } from '../../../parts/toast.tsx';
import { useApi, useFormats } from '../../../session/admin.tsx';
import type { ApiKey } from './scopes.ts';
import { useTexts } from './texts.ts';

/** Asked first: a key that was revoked cannot be had back. */
export function RevokeKey({ apiKey, onClose }: { apiKey: ApiKey | null; onClose: () => void }) {
  const t = useTexts();
  const f = useFormats();
  const api = useApi();
  const toast = useToast();
  const client = useQueryClient();
  // Its name stays while the dialog fades out.
  const shown = useRef(apiKey);
  if (apiKey) shown.current = apiKey;
  const { id = '', name = '', lastUsedAt = null } = shown.current ?? {};
  const revoke = useMutation({
    mutationFn: () => got(api.DELETE('/api/v1/api-keys/{id}', { params: { path: { id } } })),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['api-keys'] });
      toast.done(t('revoked', { name }));
      onClose();
    },
    onError: (error) => toast.failed(t('failed', { message: error.message })),
  });
  return (
    <Confirm
      opened={apiKey !== null}
      title={t('revokeTitle', { name })}
      action={t('revoke')}
      isBusy={revoke.isPending}
      onClose={onClose}
      onConfirm={() => revoke.mutate()}
    >
      {t('revokeBody')} {lastUsedAt === null ? t('revokeUnused') : t('revokeUsed', { when: f.ago(lastUsedAt) })}
    </Confirm>
  );
}
