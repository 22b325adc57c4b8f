import { Choice, Figure, Toggle } from './controls.tsx';
import classes from './editor.module.css';
import { useEditing } from './editor-context.ts';
import { Section } from './section.tsx';
import { useTexts } from './texts.ts';
import { DAYS, NO_LIMIT, PERCENT } from './units.ts';

/** A voucher for each birthday, given some days before. */
export function Birthday() {
  const t = useTexts();
  const { draft, set } = useEditing();
  const { isOn, benefit, validDays } = draft.birthday;
  return (
    <Section title={t('birthday')} about={t('birthdayAbout')}>
      <Toggle path="birthday.isOn" label={t('birthdayOn')} />
      {isOn && (
        <>
          <div className={classes['row']}>
            <Choice
              path="birthday.benefit"
              label={t('benefit')}
              value={benefit.kind}
              options={[
                { value: 'percent', label: t('benefitPercent') },
                { value: 'amount', label: t('benefitAmount') },
              ]}
              onChoose={(kind) =>
                set('birthday.benefit', kind === 'percent' ? { kind, percent: 10 } : { kind, amountMinor: undefined })
              }
            />
            {benefit.kind === 'percent' ? (
              <>
                <Figure path="birthday.benefit.percent" kind="number" label={t('benefitPercentOf')} unit={PERCENT} />
                <Figure path="birthday.benefit.maxMinor" kind="money" label={t('benefitMax')} empty={NO_LIMIT} />
              </>
            ) : (
              <Figure path="birthday.benefit.amountMinor" kind="money" label={t('benefitAmountOf')} />
            )}
            <Figure path="birthday.minimumMinor" kind="money" label={t('benefitMinimum')} />
          </div>
          <div className={classes['row']}>
            <Figure path="birthday.leadDays" kind="number" label={t('leadDays')} unit={DAYS} />
            <Choice
              path="birthday.validDays"
              label={t('valid')}
              value={validDays === null ? 'month' : 'days'}
              options={[
                { value: 'month', label: t('validMonth') },
                { value: 'days', label: t('validSome') },
              ]}
              onChoose={(kind) => set('birthday.validDays', kind === 'month' ? null : 7)}
            />
            {validDays !== null && (
              <Figure path="birthday.validDays" kind="number" label={t('validDays')} unit={DAYS} />
            )}
          </div>
        </>
      )}
    </Section>
  );
}
