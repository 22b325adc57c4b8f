import { Badge, Drawer, Skeleton, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { got } from '../../../api/client.ts';
import { ErrorState } from '../../../parts/states.tsx';
import { useApi, useCan, useFormats } from '../../../session/admin.tsx';
import { Facts } from '../facts.tsx';
import { Exported } from './exported.tsx';
import { type PrivacyRequest, STATE_COLOURS } from './request.ts';
import { useTexts } from './texts.ts';
import { useAsker } from './use-asker.ts';

interface Props {
  readonly id: string;
  /** From the list, where it is in it: asking for one by itself is a look at what was collected. */
  readonly known: PrivacyRequest | undefined;
  onClose(): void;
}

export function Details({ id, known, onClose }: Props) {
  const t = useTexts();
  const f = useFormats();
  const api = useApi();
  const asker = useAsker();
  const canSeeCustomers = useCan('customers:read');
  // Not below 'privacy-requests', which each audit entry makes stale: that would ask, and be written down, without end.
  const asked = useQuery({
    queryKey: ['privacy-request', id],
    queryFn: ({ signal }) => got(api.GET('/api/v1/privacy-requests/{id}', { params: { path: { id } }, signal })),
    enabled: known === undefined,
    gcTime: 0,
  });
  const request: PrivacyRequest | undefined = known ?? asked.data;
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size="lg"
      title={request ? t('title', { when: f.date(request.at) }) : t('list')}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      {!request ? (
        asked.error ? (
          <ErrorState error={asked.error} retry={() => void asked.refetch()} />
        ) : (
          <Skeleton height={240} />
        )
      ) : (
        <Stack gap="md">
          <Facts
            rows={[
              [t('kind'), t(request.kind)],
              [
                t('state'),
                <Badge key="state" color={STATE_COLOURS[request.state]}>
                  {t(request.state)}
                </Badge>,
              ],
              [t('by'), asker(request.author)],
              [t('at'), f.dateTime(request.at)],
              [t('doneAt'), request.state === 'done' ? f.dateTime(request.doneAt) : f.date(null)],
              ...(request.hostRequestId === null ? [] : [[t('hostId'), request.hostRequestId] as const]),
              [
                t('people'),
                request.customers.length === 0 ? (
                  t(request.kind === 'erase_shop' ? 'everybody' : 'nobody')
                ) : (
                  <Stack key="people" gap={2}>
                    {request.customers.map((customer) =>
                      canSeeCustomers ? (
                        <Link key={customer} to={`/customers/${customer}`}>
                          {t('customer', { id: customer })}
                        </Link>
                      ) : (
                        <span key={customer}>{t('customer', { id: customer })}</span>
                      ),
                    )}
                  </Stack>
                ),
              ],
              ...(request.exportExpiresAt === null ? [] : [[t('expires'), f.date(request.exportExpiresAt)] as const]),
            ]}
          />
          {request.kind === 'export' && request.exportExpiresAt !== null && <Exported id={id} />}
        </Stack>
      )}
    </Drawer>
  );
}
