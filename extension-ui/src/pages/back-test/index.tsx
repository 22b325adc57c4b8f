import { Skeleton, Text } from '@mantine/core';
import { useLocation, useSearchParams } from 'react-router';
import { ErrorState } from '../../parts/states.tsx';
import { LoyaltyFrame } from '../loyalty/frame.tsx';
import type { Programme } from '../loyalty/loyalty.ts';
import { useProgramme } from '../loyalty/use-programme.ts';
import { Form } from './form.tsx';
import { Outcome } from './outcome.tsx';
import { Past } from './past.tsx';
import { useTexts } from './texts.ts';
import { useBackTest, useStart } from './use-back-test.ts';

/** What a programme would have cost (moonshot 7). The back-test that is shown is in the address; a draft comes with the way here. */
export function Component() {
  const t = useTexts();
  const location = useLocation();
  const [params, setParams] = useSearchParams();
  const id = params.get('id');
  const draft = (location.state as { programme?: Programme } | null)?.programme ?? null;
  const show = (id: string) => setParams({ id }, { replace: true, state: location.state });
  const programmes = useProgramme();
  const start = useStart(show);
  const backTest = useBackTest(id);
  const { data: list, error } = programmes;
  return (
    <LoyaltyFrame name={t('title')}>
      <Text size="sm" c="dimmed">
        {t('intro')}
      </Text>
      {error && !list ? (
        <ErrorState error={error} retry={() => void programmes.refetch()} />
      ) : !list ? (
        <>
          <Skeleton height={190} />
          <Skeleton height={220} />
        </>
      ) : (
        <>
          <Form
            list={list}
            draft={draft}
            isStarting={start.isPending}
            problem={start.error?.message ?? null}
            onStart={start.mutate}
          />
          <Outcome id={id} backTest={backTest} />
          <Past shown={id} state={backTest.data?.state} onShow={show} />
        </>
      )}
    </LoyaltyFrame>
  );
}
