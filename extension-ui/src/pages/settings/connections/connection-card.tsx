import { Alert, Badge, Box, Button, Collapse, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconChevronDown, IconChevronUp, IconKey } from '@tabler/icons-react';
import { Link } from 'react-router';
import { CopyField } from '../../../parts/copy-field.tsx';
import { useCan, useFormats } from '../../../session/admin.tsx';
import { CONDITION_COLOURS, type Connection, conditionOf, kindsOf } from './connection.ts';
import { Figures } from './figures.tsx';
import { Kinds } from './kinds.tsx';
import { usePlatformName } from './platform-name.ts';
import { Rotate } from './rotate.tsx';
import { Steps } from './steps.tsx';
import { useTexts } from './texts.ts';
import { Topics } from './topics.tsx';

/** One place where the shop sells: whether it is heard, what has come, and what its host has to know. */
export function ConnectionCard({ connection }: { connection: Connection }) {
  const t = useTexts();
  const platformName = usePlatformName();
  const canWrite = useCan('settings:write');
  const canSeeDeliveries = useCan('deliveries:read');
  const [isRotating, rotating] = useDisclosure();
  const condition = conditionOf(connection, Date.now());
  const { id, domain, platform, webhookUrl } = connection;
  const isInUse = connection.state === 'active';
  return (
    <Paper component="section" aria-label={domain}>
      <Stack gap="md">
        <Group justify="space-between" align="flex-start" gap="xs">
          <Box style={{ minWidth: 0, flex: '1 1 200px' }}>
            <Title order={2} style={{ overflowWrap: 'anywhere' }}>
              {domain}
            </Title>
            <Text size="sm" c="dimmed">
              {platformName(platform)}
            </Text>
          </Box>
          <Badge size="lg" color={CONDITION_COLOURS[condition]}>
            {t(condition)}
          </Badge>
        </Group>
        <Advice connection={connection} />
        {connection.health.lastDeliveryAt !== null && (
          <>
            <Figures connection={connection} />
            <Kinds kinds={kindsOf(connection)} />
          </>
        )}
        {isInUse && <CopyField label={t('address')} value={webhookUrl} description={t('addressHint')} />}
        <Group gap="xs">
          {canWrite && isInUse && (
            <Button variant="default" leftSection={<IconKey size={16} aria-hidden />} onClick={rotating.open}>
              {t('rotate')}
            </Button>
          )}
          {canSeeDeliveries && connection.health.lastDeliveryAt !== null && (
            <Button component={Link} to={`/deliveries?connection=${id}`} variant="subtle">
              {t('seeAll')}
            </Button>
          )}
        </Group>
        {connection.health.topics.length > 0 && (
          <Folded name={t('topics')}>
            <Topics connection={connection} />
          </Folded>
        )}
        {isInUse && (
          <Folded name={t('steps')} isOpen={connection.health.lastDeliveryAt === null}>
            <Steps connection={connection} />
          </Folded>
        )}
      </Stack>
      {isRotating && <Rotate connection={connection} onClose={rotating.close} />}
    </Paper>
  );
}

/** What to do, when there is something. */
function Advice({ connection }: { connection: Connection }) {
  const t = useTexts();
  const f = useFormats();
  const { health, uninstalledAt } = connection;
  if (connection.state === 'uninstalled')
    return <Alert color="gray">{t('uninstalledBody', { when: f.dateTime(uninstalledAt) })}</Alert>;
  if (health.lastDeliveryAt === null) return <Alert color="blue">{t('nothingYetBody')}</Alert>;
  if (health.silentSince !== null)
    return <Alert color="red">{t('silentBody', { when: f.dateTime(health.silentSince) })}</Alert>;
  const missing = kindsOf(connection).filter(({ lastAt }) => lastAt === null);
  if (missing.length === 0) return null;
  const texts = { orders: 'noOrders', customers: 'noCustomers', products: 'noProducts' } as const;
  return <Alert color="gray">{missing.map(({ kind }) => t(texts[kind])).join(' ')}</Alert>;
}

function Folded(props: { name: string; isOpen?: boolean; children: React.ReactNode }) {
  const [isOpen, { toggle }] = useDisclosure(props.isOpen === true);
  const Icon = isOpen ? IconChevronUp : IconChevronDown;
  return (
    <Box>
      <Button
        variant="subtle"
        size="compact-sm"
        ml={-8}
        aria-expanded={isOpen}
        rightSection={<Icon size={14} aria-hidden />}
        onClick={toggle}
      >
        {props.name}
      </Button>
      <Collapse expanded={isOpen}>{isOpen && <Box pt="xs">{props.children}</Box>}</Collapse>
    </Box>
  );
}
