import { Alert, Button, Paper, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { useEffect } from 'react';
import { ErrorState } from '../../parts/states.tsx';
import { useFormats } from '../../session/admin.tsx';
import { Bill } from './bill.tsx';
import { Earns } from './earns.tsx';
import { PointsChoice } from './points-choice.tsx';
import { useTexts } from './texts.ts';
import classes from './till.module.css';
import { type Cart, fitting, type Quote } from './till.ts';
import { useHolding } from './use-holding.ts';
import { useIntoView } from './use-into-view.ts';
import { useQuote } from './use-quote.ts';

interface Props {
  readonly customer: string;
  readonly cart: Cart | null;
  readonly points: number;
  /** What is typed is further than what is quoted. */
  readonly isTyping: boolean;
  onPoints(points: number): void;
  onHeld(id: string, quote: Quote | null): void;
}

/** What the cart comes to, step by step, and how many points are spent on it (L12–L16). */
export function QuotePanel({ customer, cart, points, isTyping, onPoints, onHeld }: Props) {
  const t = useTexts();
  const f = useFormats();
  const { data, error, isPlaceholderData, refetch } = useQuote(customer, cart, points);
  const quote = cart === null ? undefined : data;
  const isOld = isTyping || isPlaceholderData;
  const { hold, isBusy, isChanged, problem } = useHolding(customer, onHeld);
  const told = useIntoView<HTMLDivElement>(isChanged || problem !== null);
  const isReady = quote !== undefined && cart !== null && !isOld && points > 0 && quote.refused === null;
  const take = () => {
    if (isReady && !isBusy) hold({ cart, points, quoteHash: quote.hash });
  };
  useHotkeys([['mod+Enter', take]], []);
  // A cart that became smaller takes fewer points than were wanted.
  const most = quote && !isOld && points > quote.usablePoints ? fitting(points, quote) : null;
  useEffect(() => {
    if (most !== null) onPoints(most);
  }, [most, onPoints]);
  return (
    <Paper component="section" aria-labelledby="quote-heading" aria-busy={isOld}>
      <Title order={2} id="quote-heading" mb="xs">
        {t('quote')}
      </Title>
      {cart === null ? (
        <Text size="sm" c="dimmed">
          {t('cartHint')}
        </Text>
      ) : error && !quote ? (
        <ErrorState error={error} retry={() => void refetch()} />
      ) : !quote ? (
        <Skeleton height={180} />
      ) : (
        <Stack gap="sm">
          <PointsChoice quote={quote} points={points} onPoints={onPoints} onEnter={take} />
          {quote.refused !== null && quote.refused !== 'points_below_minimum' && points > 0 && !isOld && (
            <Alert color="orange">{t(quote.refused)}</Alert>
          )}
          <Bill quote={quote} />
          <Earns quote={quote} />
          <div role="alert" ref={told} className={classes['shown'] ?? ''}>
            {isChanged && (
              <Alert color="orange" title={t('changedTitle')}>
                {t('changedBody', { amount: f.money(quote.payableMinor) })}
              </Alert>
            )}
            {problem && <Alert color="red">{problem}</Alert>}
          </div>
          {points > 0 ? (
            <Button disabled={!isReady} loading={isBusy} onClick={take}>
              {t('hold')}
            </Button>
          ) : (
            <Text size="sm" c="dimmed">
              {t('noHold', { amount: f.money(quote.payableMinor) })}
            </Text>
          )}
        </Stack>
      )}
    </Paper>
  );
}
