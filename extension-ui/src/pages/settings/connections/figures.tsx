import { SimpleGrid, Text, VisuallyHidden } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { When } from '../../../parts/when.tsx';
import { useCan, useFormats } from '../../../session/admin.tsx';
import { type Connection, shareDone } from './connection.ts';
import { useTexts } from './texts.ts';

/** Last heard, the last day, what waits and what needs somebody. */
export function Figures({ connection }: { connection: Connection }) {
  const t = useTexts();
  const f = useFormats();
  const canSee = useCan('deliveries:read');
  const { id, domain, health } = connection;
  const share = shareDone(connection);
  return (
    <SimpleGrid cols={{ base: 2, sm: 4 }} spacing="md" verticalSpacing="sm">
      <Figure name={t('last')} value={health.lastDeliveryAt ? <When time={health.lastDeliveryAt} /> : t('never')} />
      <Figure
        name={t('lastDay')}
        value={f.number(health.lastDay.received)}
        hint={share !== null && t('share', { percent: f.percent(share, share < 1 ? 1 : 0) })}
      />
      <Figure name={t('pending')} value={f.number(health.pending)} />
      <Figure
        name={t('parked')}
        value={
          health.parked > 0 && canSee ? (
            <Link to={`/deliveries?connection=${id}&state=parked`}>
              {f.number(health.parked)}
              <VisuallyHidden> {t('seeParked', { domain })}</VisuallyHidden>
            </Link>
          ) : (
            f.number(health.parked)
          )
        }
      />
    </SimpleGrid>
  );
}

function Figure({ name, value, hint }: { name: string; value: ReactNode; hint?: ReactNode }) {
  return (
    <div>
      <Text size="xs" c="dimmed">
        {name}
      </Text>
      <Text size="lg" fw={600} component="div" style={{ fontVariantNumeric: 'tabular-nums' }}>
        {value}
      </Text>
      {hint && (
        <Text size="xs" c="dimmed">
          {hint}
        </Text>
      )}
    </div>
  );
}
