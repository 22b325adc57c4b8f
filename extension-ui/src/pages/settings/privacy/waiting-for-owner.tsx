import { Alert, Button } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { got } from '../../../api/client.ts';
import { useApi, useFormats } from '../../../session/admin.tsx';
import { Decide } from './decide.tsx';
import type { PrivacyRequest } from './request.ts';
import { useTexts } from './texts.ts';
import { useAsker } from './use-asker.ts';

/** Hosts that want the whole shop gone while others are connected: nothing happens until the owner says what. */
export function WaitingForOwner() {
  const t = useTexts();
  const f = useFormats();
  const api = useApi();
  const asker = useAsker();
  const [deciding, setDeciding] = useState<PrivacyRequest | null>(null);
  const waiting = useQuery({
    queryKey: ['privacy-requests', 'waiting'],
    queryFn: async ({ signal }) =>
      (await got(api.GET('/api/v1/privacy-requests', { params: { query: { state: 'waiting_for_owner' } }, signal })))
        .items,
  });
  return (
    <>
      {waiting.data?.map((request) => (
        <Alert key={request.id} color="orange" icon={<IconAlertTriangle aria-hidden />} title={t('waitingTitle')}>
          {t('waitingBody', { host: asker(request.author), when: f.dateTime(request.at) })}
          <br />
          <Button mt="sm" variant="default" onClick={() => setDeciding(request)}>
            {t('decide')}
          </Button>
        </Alert>
      ))}
      {deciding && <Decide request={deciding} onClose={() => setDeciding(null)} />}
    </>
  );
}
