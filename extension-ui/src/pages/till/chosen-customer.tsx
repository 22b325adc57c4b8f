import { Badge, Button, Group, Paper, Skeleton, Text } from '@mantine/core';
import { Link } from 'react-router';
import { ErrorState } from '../../parts/states.tsx';
import { nameOf, useCustomer } from '../customer/customer.ts';
import { usePoints, useWords } from '../customer/points/points.ts';
import { useTexts } from './texts.ts';
import { usePointsText } from './use-points-text.ts';

/** Who stands at the till: that it is the right one, their tier, and what they can spend. */
export function ChosenCustomer({ id, onAnother }: { id: string; onAnother: () => void }) {
  const t = useTexts();
  const words = useWords();
  const pointsText = usePointsText();
  const { data: customer, error, refetch } = useCustomer(id);
  const { data: points } = usePoints(id);
  const own = points?.currencies.find(({ currency }) => currency === points.spends);
  if (error && !customer) return <ErrorState error={error} retry={() => void refetch()} />;
  return (
    <Paper component="section" aria-label={t('customer')} p="sm">
      <Group justify="space-between" gap="xs">
        {customer ? (
          <div style={{ minWidth: 0 }}>
            <Group gap="xs">
              <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
                {customer.erasedAt ? t('erased') : (nameOf(customer) ?? t('nameless'))}
              </Text>
              {points?.level && <Badge>{words(points.level.name)}</Badge>}
            </Group>
            <Text size="sm" c="dimmed">
              {[
                customer.phoneDisplay,
                points &&
                  (points.joinedAt === null
                    ? t('notJoined')
                    : own && t('available', { points: pointsText(own.available) })),
              ]
                .filter(Boolean)
                .join(' · ')}
            </Text>
          </div>
        ) : (
          <Skeleton height={42} width={220} />
        )}
        <Group gap="xs">
          <Button component={Link} to={`/customers/${id}`} variant="subtle" size="compact-sm">
            {t('profile')}
          </Button>
          <Button variant="default" size="compact-sm" onClick={onAnother}>
            {t('another')}
          </Button>
        </Group>
      </Group>
    </Paper>
  );
}
