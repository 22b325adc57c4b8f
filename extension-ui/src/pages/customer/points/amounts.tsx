import { Text } from '@mantine/core';
import { useFormats } from '../../../session/admin.tsx';
import classes from './points.module.css';
import { type Balance, type Points, useWords } from './points.ts';
import { useTexts } from './texts.ts';

/** What can be spent, what cannot yet and why, and what was earned in all (V06, V07). */
export function Amounts({ points }: { points: Points }) {
  const t = useTexts();
  const f = useFormats();
  const { currencies, earnedPoints, measure } = points;
  const name = measure.of === 'spend_in' ? 'spentMeasure' : 'pointsMeasure';
  return (
    <>
      {currencies.map((balance) => (
        <Currency key={balance.currency} balance={balance} isOnly={currencies.length === 1} />
      ))}
      <dl className={classes['amounts']}>
        {(measure.of === 'spend_in' || measure.of === 'points_in') && (
          <Amount
            label={t(name)}
            value={measure.of === 'spend_in' ? f.money(measure.value) : f.number(measure.value)}
          />
        )}
        <Amount label={t('earned')} value={f.number(earnedPoints)} hint={t('earnedHint')} />
      </dl>
    </>
  );
}

const WAITING = ['pending', 'held', 'owed'] as const;

function Currency({ balance, isOnly }: { balance: Balance; isOnly: boolean }) {
  const t = useTexts();
  const f = useFormats();
  const words = useWords();
  return (
    <div className={classes['currency']}>
      <Text size="xs" c="dimmed">
        {isOnly ? t('available') : `${words(balance.name)}: ${t('available')}`}
      </Text>
      <Text fz="xl" fw={650} lh="30px" style={{ fontVariantNumeric: 'tabular-nums' }}>
        {f.number(balance.available)}
      </Text>
      <dl className={classes['amounts']}>
        {WAITING.filter((kind) => balance[kind] !== 0).map((kind) => (
          <Amount key={kind} label={t(kind)} value={f.number(balance[kind])} hint={t(`${kind}Hint`)} />
        ))}
      </dl>
    </div>
  );
}

function Amount({ label, value, hint }: { label: string; value: string; hint?: string }) {
  return (
    <div className={classes['amount']}>
      <dt>
        {label}
        {hint && (
          <Text size="xs" c="dimmed" component="span" display="block">
            {hint}
          </Text>
        )}
      </dt>
      <dd>{value}</dd>
    </div>
  );
}
