import { Alert, Stack, Text } from '@mantine/core';
import { IconShieldCheck, IconShieldX } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { got } from '../../../api/client.ts';
import { CopyField } from '../../../parts/copy-field.tsx';
import { ErrorState } from '../../../parts/states.tsx';
import { useApi, useFormats } from '../../../session/admin.tsx';
import { type Proof, useWords } from './points.ts';
import { useTexts } from './texts.ts';

/** Verifies the chain and the sums when it is asked to (moonshot 6). */
export function useProof(id: string) {
  const api = useApi();
  return useMutation({
    mutationFn: () => got(api.GET('/api/v1/customers/{id}/loyalty/proof', { params: { path: { id } } })),
  });
}

/** In words, what was found. */
export function Proved({ proof, error, retry }: { proof: Proof | undefined; error: Error | null; retry: () => void }) {
  return (
    <>
      <div role="status">{proof && (proof.ok ? <Proven proof={proof} /> : <Broken proof={proof} />)}</div>
      {error && <ErrorState error={error} retry={retry} />}
    </>
  );
}

function Proven({ proof: { postings, head, checkedAt } }: { proof: Proof }) {
  const t = useTexts();
  const f = useFormats();
  const time = f.dateTime(checkedAt);
  return (
    <Alert color="glaze" icon={<IconShieldCheck aria-hidden />} title={t('provenTitle')}>
      <Stack gap="xs">
        <Text size="sm">
          {postings === 0 ? t('provenEmpty', { time }) : t('provenBody', { count: postings, time })}
        </Text>
        {head !== '' && <CopyField label={t('head')} description={t('headHint')} value={head} />}
      </Stack>
    </Alert>
  );
}

function Broken({ proof: { mismatch } }: { proof: Proof }) {
  const t = useTexts();
  const words = useWords();
  return (
    <Alert color="red" icon={<IconShieldX aria-hidden />} title={t('brokenTitle')}>
      {mismatch && <Text size="sm">{words(mismatch.message)}</Text>}
      {mismatch && (
        <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          {mismatch.detail}
        </Text>
      )}
      <Text size="sm">{t('brokenBody')}</Text>
    </Alert>
  );
}
