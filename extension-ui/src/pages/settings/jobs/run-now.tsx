import { Button } from '@mantine/core';
import { IconPlayerPlay } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { got } from '../../../api/client.ts';
import { useToast } from '../../../parts/toast.tsx';
import { useApi, useFormats } from '../../../session/admin.tsx';
import type { Job } from './job.ts';
import { useTexts } from './texts.ts';

/** Has a job run now. Nothing is lost by it, so nothing is asked first: each job only does what is there to do. */
export function RunNow({ job }: { job: Job }) {
  const t = useTexts();
  const { locale } = useFormats();
  const api = useApi();
  const client = useQueryClient();
  const toast = useToast();
  const name = job.title[locale];
  const run = useMutation({
    mutationFn: () => got(api.POST('/api/v1/jobs/{name}/run', { params: { path: { name: job.name } } })),
    onSuccess: ({ isNew }) => toast.done(isNew ? t('asked', { name }) : t('askedAlready', { name })),
    onError: (error) => toast.failed(t('notAsked', { message: error.message })),
    onSettled: () => client.invalidateQueries({ queryKey: ['jobs'] }),
  });
  const isOn = job.state === 'queued' || job.state === 'running' || run.isPending;
  // Stays where it is while the job runs: what disappears takes the focus with it.
  return (
    <Button
      variant="default"
      size="xs"
      leftSection={<IconPlayerPlay size={14} aria-hidden />}
      aria-label={t('runNowWhat', { name })}
      aria-disabled={isOn}
      {...(isOn ? { 'data-disabled': true } : {})}
      onClick={() => !isOn && run.mutate()}
    >
      {t('runNow')}
    </Button>
  );
}
