import { Text } from '@mantine/core';
import { useFormats } from '../../../session/admin.tsx';
import type { Job } from './job.ts';
import { useTexts } from './texts.ts';

/** What is wrong and what to do about it; of what is well again, only that it was. */
export function JobFailure({ job }: { job: Job }) {
  const t = useTexts();
  const f = useFormats();
  const { failure, failures, failedAt, lastFailure, state } = job;
  if (state === 'late') return <Text size="sm">{t('lateBody')}</Text>;
  if (failure !== null)
    return (
      <>
        <Text size="sm" c="var(--mantine-color-error)">
          {failedAt === null
            ? t('failedOnce', { code: failure })
            : t('failures', { count: failures, when: f.ago(failedAt), code: failure })}
        </Text>
        {lastFailure && <Text size="sm">{lastFailure.advice[f.locale]}</Text>}
      </>
    );
  if (!lastFailure) return null;
  return (
    <Text size="xs" c="dimmed">
      {t('failedBefore', { when: f.ago(lastFailure.at), code: lastFailure.code })}
    </Text>
  );
}
