import { Choice, Figure } from './controls.tsx';
import classes from './editor.module.css';
import { useEditing } from './editor-context.ts';
import { Section } from './section.tsx';
import { useTexts } from './texts.ts';
import { DAYS, MINUTES, MONTHS, PERCENT, POINTS } from './units.ts';

/** How points are spent, when they are lost, and what happens when spent ones have to be taken back. */
export function Spending() {
  const t = useTexts();
  const { draft, set } = useEditing();
  const { expiry } = draft;
  return (
    <>
      <Section title={t('redeeming')} about={t('redeemingAbout')}>
        <div className={classes['row']}>
          <Figure path="redeeming.pointMinor" kind="money" label={t('pointMinor')} />
          <Figure path="redeeming.minimumPoints" kind="number" label={t('minimumPoints')} unit={POINTS} />
          <Figure path="redeeming.maxPercent" kind="number" label={t('maxPercent')} unit={PERCENT} />
          <Figure
            path="redeeming.holdMinutes"
            kind="number"
            label={t('holdMinutes')}
            unit={MINUTES}
            hint={t('holdMeans')}
          />
        </div>
        <Choice
          path="redeeming.paidAs"
          label={t('paidAs')}
          options={[
            { value: 'discount', label: t('asDiscount'), hint: t('asDiscountMeans') },
            { value: 'payment', label: t('asPayment'), hint: t('asPaymentMeans') },
          ]}
        />
      </Section>
      <Section title={t('expiry')}>
        <div className={classes['row']}>
          <Choice
            path="expiry"
            label={t('expiryKind')}
            value={expiry.kind}
            options={[
              { value: 'never', label: t('expiryNever') },
              { value: 'months', label: t('expiryMonths'), hint: t('expiryMonthsMeans') },
            ]}
            onChoose={(kind) => set('expiry', kind === 'months' ? { kind, months: 12 } : { kind: 'never' })}
          />
          {expiry.kind === 'months' && (
            <Figure path="expiry.months" kind="number" label={t('expiryAfter')} unit={MONTHS} />
          )}
          {expiry.kind === 'months' && (
            <Figure
              path="redeeming.returnedDays"
              kind="number"
              label={t('returnedDays')}
              unit={DAYS}
              hint={t('returnedMeans')}
            />
          )}
        </div>
        <Choice
          path="negative"
          label={t('negative')}
          options={[
            { value: 'allow', label: t('negativeAllow'), hint: t('negativeAllowMeans') },
            { value: 'clamp', label: t('negativeClamp'), hint: t('negativeClampMeans') },
            { value: 'write_off', label: t('negativeWriteOff'), hint: t('negativeWriteOffMeans') },
          ]}
        />
      </Section>
    </>
  );
}
