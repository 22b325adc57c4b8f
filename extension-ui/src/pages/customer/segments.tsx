import { Group, Paper, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import { useCan, useFormats } from '../../session/admin.tsx';
import { WhyButton } from '../segment/explain/why-button.tsx';
import { WhyDrawer } from '../segment/explain/why-drawer.tsx';
import classes from './customer.module.css';
import { type Customer, nameOf } from './customer.ts';
import { useTexts } from './texts.ts';
import { WhyOther } from './why.tsx';

/** The saved segments they are in now; and why they are in one, or not in another. */
export function Segments({ customer }: { customer: Customer }) {
  const t = useTexts();
  const f = useFormats();
  const canOpen = useCan('segments:read');
  const [doubted, setDoubted] = useState<{ id: string; name: string } | null>(null);
  const { memberships } = customer;
  const canAsk = canOpen && customer.erasedAt === null;
  const named = nameOf(customer) ?? t('nameless');
  return (
    <Paper component="section" aria-labelledby="segments-heading">
      <Title order={2} id="segments-heading" mb="xs">
        {t('segments')}
      </Title>
      {memberships.length === 0 && (
        <Text size="sm" c="dimmed">
          {t('noSegments')}
        </Text>
      )}
      <ul className={classes['plain']}>
        {memberships.map(({ id, name, since }) => (
          <Group key={id} component="li" justify="space-between" gap="xs" py={2} wrap="nowrap">
            <div>
              <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
                {canOpen ? <Link to={`/segments/${id}`}>{name}</Link> : name}
              </Text>
              {since !== null && (
                <Text size="xs" c="dimmed">
                  {t('memberSince', { date: f.date(since) })}
                </Text>
              )}
            </div>
            {canAsk && <WhyButton segment={name} customer={named} onClick={() => setDoubted({ id, name })} />}
          </Group>
        ))}
      </ul>
      {canAsk && <WhyOther members={memberships} onChoose={setDoubted} />}
      <WhyDrawer
        asked={doubted && { segment: doubted, customer: { id: customer.id, name: named } }}
        onClose={() => setDoubted(null)}
      />
    </Paper>
  );
}
