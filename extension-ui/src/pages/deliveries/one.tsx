import { Alert, Anchor, Badge, Button, Group, Stack } from '@mantine/core';
import { IconAlertTriangle, IconExternalLink } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { got } from '../../api/client.ts';
import { Page } from '../../parts/page.tsx';
import { PageSkeleton } from '../../parts/page-skeleton.tsx';
import { ErrorState } from '../../parts/states.tsx';
import { useToast } from '../../parts/toast.tsx';
import { useApi, useBridge, useCan } from '../../session/admin.tsx';
import { Body } from './body.tsx';
import { type OneDelivery, STATE_COLOURS } from './delivery.ts';
import { Facts } from './facts.tsx';
import { useTexts } from './texts.ts';
import { useReplayOne } from './use-replay.ts';

/** One delivery: what came, to the letter, and what became of it. */
export function Component() {
  const t = useTexts();
  const api = useApi();
  const { id = '' } = useParams();
  const delivery = useQuery({
    queryKey: ['delivery', id, 'masked'],
    queryFn: ({ signal }) => got(api.GET('/api/v1/deliveries/{id}', { params: { path: { id } }, signal })),
  });
  if (delivery.error && !delivery.data)
    return <ErrorState error={delivery.error} retry={() => void delivery.refetch()} />;
  if (!delivery.data) return <PageSkeleton />;
  const { topic, state } = delivery.data;
  return (
    <Page
      name={topic}
      title={topic}
      subtitle={
        <Group gap="xs">
          <Anchor component={Link} to="/deliveries" size="sm" underline="always">
            {t('back')}
          </Anchor>
          <Badge color={STATE_COLOURS[state]}>{t(state)}</Badge>
        </Group>
      }
    >
      {delivery.data.parked && <Trouble delivery={delivery.data} />}
      <Facts delivery={delivery.data} />
      <Body delivery={delivery.data} />
    </Page>
  );
}

/** Why it is parked and what can be done. A deletion without a time is a question that only somebody who looks at the store can answer. */
function Trouble({ delivery }: { delivery: OneDelivery }) {
  const t = useTexts();
  const api = useApi();
  const bridge = useBridge();
  const toast = useToast();
  const client = useQueryClient();
  const canWrite = useCan('deliveries:write');
  const replay = useReplayOne(delivery);
  const resolve = useMutation({
    mutationFn: (outcome: 'deleted' | 'kept') =>
      got(api.POST('/api/v1/deliveries/{id}/resolve', { params: { path: { id: delivery.id } }, body: { outcome } })),
    onSuccess: () => {
      toast.done(t('resolved'));
      void client.invalidateQueries({ queryKey: ['delivery', delivery.id] });
      void client.invalidateQueries({ queryKey: ['deliveries'] });
    },
    onError: (error) => toast.failed(t('failedAction', { message: error.message })),
  });
  const { parked, entity } = delivery;
  if (!parked) return null;
  const isQuestion = parked.reason === 'deletion_undated';
  const order = /^order:(.+)$/.exec(entity ?? '')?.[1];
  return (
    <Alert
      color="orange"
      icon={<IconAlertTriangle aria-hidden />}
      title={isQuestion ? t('question') : t(`short_${parked.reason}`)}
      styles={{ title: { color: 'var(--mantine-color-text)' } }}
    >
      <Stack gap="xs">
        <span>{isQuestion ? t('questionBody') : t(parked.reason)}</span>
        {!isQuestion && parked.detail && <span>{t('detail', { detail: parked.detail })}</span>}
        <Group gap="xs">
          {order && bridge.canOpen('order') && (
            <Button
              variant="default"
              leftSection={<IconExternalLink size={16} aria-hidden />}
              onClick={() => bridge.openHostResource('order', order)}
            >
              {t('openOrder')}
            </Button>
          )}
          {canWrite && isQuestion && (
            <>
              <Button variant="default" loading={resolve.isPending} onClick={() => resolve.mutate('deleted')}>
                {t('wasDeleted')}
              </Button>
              <Button variant="default" loading={resolve.isPending} onClick={() => resolve.mutate('kept')}>
                {t('wasKept')}
              </Button>
            </>
          )}
          {canWrite && !isQuestion && (
            <Button loading={replay.isPending} onClick={() => replay.mutate(null)}>
              {t('replay')}
            </Button>
          )}
        </Group>
      </Stack>
    </Alert>
  );
}
