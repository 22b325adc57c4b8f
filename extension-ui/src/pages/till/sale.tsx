import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { CartLines } from './cart-lines.tsx';
import { Held } from './held.tsx';
import { OtherHolds } from './other-holds.tsx';
import { QuotePanel } from './quote-panel.tsx';
import classes from './till.module.css';
import { type Basket, cartOf, EMPTY, type Quote } from './till.ts';
import { useTillPlace } from './use-till-place.ts';

/** While somebody types an amount, each digit is not asked about. */
const PAUSE_MS = 200;

/** The cart beside what it comes to. Once points are held, what is left to do with them takes the place of the quote. */
export function Sale({ customer }: { customer: string }) {
  const { hold, open } = useTillPlace();
  const [basket, setBasket] = useState<Basket>(EMPTY);
  const [agreed, setAgreed] = useState<Quote | null>(null);
  const [settled] = useDebouncedValue(basket, PAUSE_MS);
  const change = (part: Partial<Basket>) => setBasket((before) => ({ ...before, ...part }));
  return (
    <div className={classes['columns']}>
      <CartLines basket={basket} onChange={change} />
      <div className={classes['stack']}>
        {hold === null ? (
          <>
            <QuotePanel
              customer={customer}
              cart={cartOf(settled)}
              points={settled.points}
              isTyping={settled !== basket}
              onPoints={(points) => change({ points })}
              onHeld={(id, quote) => {
                setAgreed(quote);
                open(id);
              }}
            />
            <OtherHolds customer={customer} onResume={open} />
          </>
        ) : (
          <Held
            key={hold}
            customer={customer}
            id={hold}
            cart={cartOf(basket)}
            agreed={agreed}
            onAgain={() => open(null)}
            onNext={() => {
              setBasket(EMPTY);
              setAgreed(null);
              open(null);
            }}
          />
        )}
      </div>
    </div>
  );
}
