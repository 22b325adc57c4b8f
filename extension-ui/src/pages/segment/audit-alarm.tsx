import { Alert, Button, Stack, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { got } from '../../api/client.ts';
import { useToast } from '../../parts/toast.tsx';
import { useApi, useCan } from '../../session/admin.tsx';
import { type OneSegment, segmentKey } from './segment.ts';
import { useTexts } from './texts.ts';

/**
 * A sample of each count is decided again in another way. They disagreed, and neither is taken for right: what is shown is said to be
 * in doubt, until a new count agrees.
 */
export function AuditAlarm({ segment: { id, name, version, shownVersion } }: { segment: OneSegment }) {
  const t = useTexts();
  const api = useApi();
  const toast = useToast();
  const client = useQueryClient();
  const canWrite = useCan('segments:write');
  const again = useMutation({
    mutationFn: () =>
      got(api.POST('/api/v1/segments/{id}/rebuild', { params: { path: { id } } })) as Promise<OneSegment>,
    onSuccess: (segment) => {
      client.setQueryData(segmentKey(id), segment);
      void client.invalidateQueries({ queryKey: ['attention'] });
      toast.done(t('rebuildStarted', { name }));
    },
    onError: (error) => toast.failed(t('failedAction', { message: error.message })),
  });
  return (
    <Alert color="red" icon={<IconAlertTriangle aria-hidden />} title={t('auditTitle')}>
      <Stack gap="xs" align="flex-start">
        <Text size="sm">{t('auditBody')}</Text>
        {shownVersion > 0 && (
          <Text size="sm">{shownVersion === version ? t('auditSame') : t('auditOlder', { shown: shownVersion })}</Text>
        )}
        <Text size="sm">{t('auditTodo')}</Text>
        {canWrite && (
          <Button size="xs" variant="default" loading={again.isPending} onClick={() => again.mutate()}>
            {t('rebuild')}
          </Button>
        )}
      </Stack>
    </Alert>
  );
}
