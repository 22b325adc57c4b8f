import { Group, Paper, Text, Title } from '@mantine/core';
import { Link } from 'react-router';
import { useCan, useFormats } from '../../session/admin.tsx';
import classes from './customer.module.css';
import type { Customer } from './customer.ts';
import { useTexts } from './texts.ts';

/** The saved segments they are in now. */
export function Segments({ customer }: { customer: Customer }) {
  const t = useTexts();
  const f = useFormats();
  const canOpen = useCan('segments:read');
  const { memberships } = customer;
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
            <Text size="sm" style={{ overflowWrap: 'anywhere' }} component="span">
              {canOpen ? <Link to={`/segments/${id}`}>{name}</Link> : name}
            </Text>
            {since !== null && (
              <Text size="xs" c="dimmed" component="span" style={{ whiteSpace: 'nowrap' }}>
                {t('memberSince', { date: f.date(since) })}
              </Text>
            )}
          </Group>
        ))}
      </ul>
    </Paper>
  );
}
