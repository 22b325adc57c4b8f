import { Badge, Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { IconDeviceMobile, IconIdBadge2, IconMail, IconUserCircle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { got } from '../../api/client.ts';
import { ErrorState } from '../../parts/states.tsx';
import { useApi, useFormats } from '../../session/admin.tsx';
import { useAuthorName, usePlatformName } from './author.tsx';
import classes from './customer.module.css';
import { type Customer, customerKey, type KnownBy } from './customer.ts';
import { EmailText } from './email-text.tsx';
import { OpenInHost } from './open-in-host.tsx';
import { LinesSkeleton } from './skeleton.tsx';
import { useTexts } from './texts.ts';

const ICONS = { phone: IconDeviceMobile, email: IconMail, account: IconUserCircle, member_code: IconIdBadge2 };

/** What they are known by, where from and since when; former ones on demand. */
export function Identities({ customer }: { customer: Customer }) {
  const t = useTexts();
  const api = useApi();
  const [isOpen, setOpen] = useState(false);
  const { data, error, refetch } = useQuery({
    queryKey: customerKey(customer.id, 'identities'),
    queryFn: ({ signal }) =>
      got(api.GET('/api/v1/customers/{id}/identities', { params: { path: { id: customer.id } }, signal })),
  });
  const former = data?.items.filter(({ current }) => !current) ?? [];
  const shown = isOpen ? (data?.items ?? []) : (data?.items.filter(({ current }) => current) ?? []);
  return (
    <Paper component="section" aria-labelledby="identities-heading">
      <Title order={2} id="identities-heading">
        {t('identities')}
      </Title>
      <Text size="xs" c="dimmed" mb="xs">
        {t('identitiesHint')}
      </Text>
      {error && !data && <ErrorState error={error} retry={() => void refetch()} />}
      {!data && !error && <LinesSkeleton lines={3} />}
      <Stack component="ul" gap="xs" className={classes['plain'] ?? ''}>
        {shown.map((identity) => (
          <Identity
            key={`${identity.kind}${identity.connection}${identity.value}`}
            identity={identity}
            customer={customer}
          />
        ))}
      </Stack>
      {former.length > 0 && (
        <Button variant="subtle" size="compact-sm" mt="xs" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {isOpen ? t('fewerIdentities') : t('moreIdentities', { count: former.length })}
        </Button>
      )}
      {customer.merges.length > 0 && (
        <Text size="xs" c="dimmed" mt="xs">
          {t('mergedHere', { count: customer.merges.length })}
        </Text>
      )}
    </Paper>
  );
}

function Identity({ identity, customer }: { identity: KnownBy; customer: Customer }) {
  const t = useTexts();
  const f = useFormats();
  const authorName = useAuthorName();
  const platformName = usePlatformName();
  const { kind, value, connection, platform, gone, current, since, until, author } = identity;
  const Icon = ICONS[kind];
  const label = kind === 'account' ? t('accountAt', { host: platformName(platform) }) : t(kind);
  const state = gone
    ? t('goneAccount', { host: platformName(platform) })
    : !current && t(kind === 'email' ? 'formerEmail' : 'formerPhone');
  const facts = [
    since !== null && t('knownSince', { date: f.date(since) }),
    until !== null && t('replacedOn', { date: f.date(until) }),
    author !== null && t('knownBy', { author: authorName(author) }),
  ].filter((fact) => fact !== false);
  return (
    <Group component="li" gap="xs" wrap="nowrap" align="flex-start">
      <Icon size={18} stroke={1.6} aria-hidden style={{ flex: 'none', marginTop: 2 }} />
      <div style={{ minWidth: 0, flex: 1 }}>
        <Text size="xs" c="dimmed">
          {label}
        </Text>
        <Group gap={6}>
          <Text size="sm" style={{ overflowWrap: 'anywhere' }} {...(current ? {} : { c: 'dimmed' })}>
            {kind === 'email' ? <EmailText email={value} /> : value === customer.phone ? customer.phoneDisplay : value}
          </Text>
          {state && <Badge color="gray">{state}</Badge>}
          {kind === 'account' && connection !== null && !gone && (
            <OpenInHost kind="customer" connection={connection} hostId={value} />
          )}
        </Group>
        <Text size="xs" c="dimmed">
          {facts.join(' · ')}
        </Text>
      </div>
    </Group>
  );
}
