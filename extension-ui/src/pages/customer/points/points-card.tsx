import { Button, Group, Paper, Text, Title } from '@mantine/core';
import { Link } from 'react-router';
import { ErrorState } from '../../../parts/states.tsx';
import { useCan } from '../../../session/admin.tsx';
import type { Customer } from '../customer.ts';
import { LinesSkeleton } from '../skeleton.tsx';
import { AdjustDialog } from './adjust-dialog.tsx';
import { Amounts } from './amounts.tsx';
import { CodeDialog } from './code-dialog.tsx';
import { Expiries } from './expiries.tsx';
import { OpenCodes } from './open-codes.tsx';
import { OpenHolds } from './open-holds.tsx';
import { PinDialog } from './pin-dialog.tsx';
import { hasPoints, isOpenCode, type Points, usePoints } from './points.ts';
import { useTexts } from './texts.ts';
import { Tier } from './tier.tsx';
import { useDialog } from './use-dialog.ts';

/** Tier and points of now (V05–V07). Nothing at all where the shop has no programme. */
export function PointsCard({ customer }: { customer: Customer }) {
  const t = useTexts();
  const canRead = useCan('loyalty:read');
  const { data, error, refetch } = usePoints(customer.id);
  // Only who collects keeps a place free: a card that came and went would move the page.
  if (!canRead || (data ? !hasPoints(data) : customer.loyalty === null)) return null;
  return (
    <Paper component="section" aria-labelledby="points-heading">
      <Title order={2} id="points-heading" mb="xs">
        {t('title')}
      </Title>
      {data ? (
        <Content customer={customer} points={data} />
      ) : error ? (
        <ErrorState error={error} retry={() => void refetch()} />
      ) : (
        <LinesSkeleton lines={6} />
      )}
    </Paper>
  );
}

function Content({ customer, points }: { customer: Customer; points: Points }) {
  const t = useTexts();
  const canWrite = useCan('loyalty:write') && customer.erasedAt === null && points.programmeIsOn;
  const canRedeem = useCan('loyalty:redeem') && customer.erasedAt === null && points.programmeIsOn;
  const [dialog, open, close] = useDialog<'adjust' | 'pin' | 'code'>();
  return (
    <>
      {!points.programmeIsOn && (
        <Text size="sm" c="dimmed" mb="xs">
          {t('isOff')}
        </Text>
      )}
      {points.joinedAt === null ? (
        <Text size="sm" c="dimmed">
          {t('notJoined')}
        </Text>
      ) : (
        <>
          <Tier customerId={customer.id} points={points} canWrite={canWrite} />
          <Amounts points={points} />
          <Expiries currencies={points.currencies} />
          <OpenHolds holds={points.redemptions.filter(({ kind }) => kind === 'checkout')} />
          <OpenCodes customerId={customer.id} codes={points.redemptions.filter(isOpenCode)} canRedeem={canRedeem} />
        </>
      )}
      <Group gap="xs" mt="sm">
        {points.joinedAt !== null && (
          <Button
            component={Link}
            to={`/customers/${customer.id}?tab=points`}
            replace
            preventScrollReset
            variant="default"
            size="compact-sm"
          >
            {t('seeStatement')}
          </Button>
        )}
        {canRedeem && (
          <Button component={Link} to={`/loyalty/till?customer=${customer.id}`} variant="default" size="compact-sm">
            {t('checkOut')}
          </Button>
        )}
        {canRedeem && points.joinedAt !== null && (
          <Button variant="default" size="compact-sm" onClick={() => open('code')}>
            {t('toCode')}
          </Button>
        )}
        {canWrite && (
          <>
            <Button variant="default" size="compact-sm" onClick={() => open('adjust')}>
              {t('adjust')}
            </Button>
            <Button variant="default" size="compact-sm" onClick={() => open('pin')}>
              {t('pin')}
            </Button>
          </>
        )}
      </Group>
      <AdjustDialog customerId={customer.id} points={points} opened={dialog === 'adjust'} onClose={close} />
      <CodeDialog customerId={customer.id} opened={dialog === 'code'} onClose={close} />
      <PinDialog customerId={customer.id} points={points} opened={dialog === 'pin'} onClose={close} />
    </>
  );
}
