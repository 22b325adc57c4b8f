import { SegmentedControl, Text } from '@mantine/core';
import { IconAward } from '@tabler/icons-react';
import { useState } from 'react';
import { EmptyState, ForbiddenState } from '../../parts/states.tsx';
import { useCan } from '../../session/admin.tsx';
import { LoyaltyFrame } from '../loyalty/frame.tsx';
import { useProgramme } from '../loyalty/use-programme.ts';
import { ChosenCustomer } from './chosen-customer.tsx';
import { FindCustomer } from './find-customer.tsx';
import { Refund } from './refund.tsx';
import { Sale } from './sale.tsx';
import { useTexts } from './texts.ts';
import classes from './till.module.css';
import { useTillPlace } from './use-till-place.ts';

/** What a till does with the API, done by hand: L12–L17 and the refund preview (moonshot 8). Who it is for is in the address. */
export function Component() {
  const t = useTexts();
  const canFind = useCan('customers:read');
  const { data: programme } = useProgramme();
  const { customer, choose } = useTillPlace();
  const [mode, setMode] = useState<'sale' | 'returns'>('sale');
  if (!canFind) return <ForbiddenState />;
  return (
    <LoyaltyFrame name={t('title')}>
      {programme?.versions.length === 0 ? (
        <EmptyState title={t('offTitle')} icon={<IconAward aria-hidden />}>
          {t('offBody')}
        </EmptyState>
      ) : (
        <>
          <Text size="sm" c="dimmed">
            {t('subtitle')}
          </Text>
          {customer === null ? (
            <>
              <FindCustomer onChoose={choose} />
              <Text size="sm" c="dimmed">
                {t('chooseCustomer')}
              </Text>
            </>
          ) : (
            <>
              <ChosenCustomer id={customer} onAnother={() => choose(null)} />
              <SegmentedControl
                className={classes['mode'] ?? ''}
                aria-label={t('mode')}
                value={mode}
                onChange={setMode}
                data={[
                  { value: 'sale', label: t('sale') },
                  { value: 'returns', label: t('returns') },
                ]}
              />
              {mode === 'sale' ? (
                <Sale key={customer} customer={customer} />
              ) : (
                <Refund key={customer} customer={customer} />
              )}
            </>
          )}
        </>
      )}
    </LoyaltyFrame>
  );
}
