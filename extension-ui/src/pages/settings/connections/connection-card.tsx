import { Alert, Badge, Box, Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
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
  const hasSent = connection.health.lastDeliveryAt !== null;
  const [isSetUpOpen, setUp] = useDisclosure(!hasSent);
  const [areTopicsOpen, topics] = useDisclosure();
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
        {hasSent && (
          <>
            <Figures connection={connection} />
            <Kinds kinds={kindsOf(connection)} />
          </>
        )}
        <Group gap="xs" ml={-8}>
          {isInUse && <Fold name={t('setUp')} isOpen={isSetUpOpen} onToggle={setUp.toggle} />}
          {hasSent && <Fold name={t('topics')} isOpen={areTopicsOpen} onToggle={topics.toggle} />}
          {hasSent && canSeeDeliveries && (
            <Button component={Link} to={`/deliveries?connection=${id}`} variant="subtle" size="compact-sm">
              {t('seeAll')}
            </Button>
          )}
        </Group>
        {areTopicsOpen && <Topics connection={connection} />}
        {isSetUpOpen && isInUse && (
          <Stack gap="sm">
            <CopyField label={t('address')} value={webhookUrl} description={t('addressHint')} />
            {canWrite && (
              <Group>
                <Button variant="default" leftSection={<IconKey size={16} aria-hidden />} onClick={rotating.open}>
                  {t('rotate')}
                </Button>
              </Group>
            )}
            <Steps connection={connection} />
          </Stack>
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

function Fold({ name, isOpen, onToggle }: { name: string; isOpen: boolean; onToggle: () => void }) {
  const Icon = isOpen ? IconChevronUp : IconChevronDown;
  return (
    <Button
      variant="subtle"
      size="compact-sm"
      aria-expanded={isOpen}
      rightSection={<Icon size={14} aria-hidden />}
      onClick={onToggle}
    >
      {name}
    </Button>
  );
}
