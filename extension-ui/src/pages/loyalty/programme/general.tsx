import { Switch } from '@mantine/core';
import { Choice, TextField, Toggle } from './controls.tsx';
import { RANKING } from './draft.ts';
import classes from './editor.module.css';
import { useEditing } from './editor-context.ts';
import { Section } from './section.tsx';
import { useTexts } from './texts.ts';

/** Whether it runs at all, and what points are called. */
export function General() {
  const t = useTexts();
  const { draft, set } = useEditing();
  const { currencies, spends, ranks } = draft;
  const hasOwn = ranks !== spends;
  const toggleRanking = (isOwn: boolean) => {
    const kept = currencies.filter(({ id }) => id !== ranks || id === spends);
    const known = currencies.some(({ id }) => id === RANKING.id);
    set('', {
      ...draft,
      currencies: isOwn ? (known ? currencies : [...currencies, RANKING]) : kept,
      ranks: isOwn ? RANKING.id : spends,
      earning: isOwn
        ? draft.earning
        : {
            ...draft.earning,
            rules: draft.earning.rules.map((rule) => (rule.currency === ranks ? { ...rule, currency: spends } : rule)),
          },
    });
  };
  return (
    <Section title={t('general')}>
      <Toggle path="isOn" label={t('isOn')} hint={t('isOnMeans')} />
      {!draft.isOn && (
        <Choice
          path="expiryWhileOff"
          label={t('expiryWhileOff')}
          options={[
            { value: 'runs', label: t('expiryRuns'), hint: t('expiryRunsMeans') },
            { value: 'pauses', label: t('expiryPauses'), hint: t('expiryPausesMeans') },
          ]}
        />
      )}
      {currencies.map(({ id }, index) => (
        <fieldset key={id} className={classes['card']} aria-label={t('currencyOf', { number: index + 1 })}>
          <div className={classes['row']}>
            <TextField path={`currencies[${index}].name.vi`} label={t('currencyVi')} />
            <TextField path={`currencies[${index}].name.en`} label={t('currencyEn')} />
          </div>
          <div className={classes['below']}>
            {t(
              id === spends
                ? hasOwn
                  ? 'currencySpends'
                  : 'currencyBoth'
                : id === ranks
                  ? 'currencyRanks'
                  : 'currencyElse',
            )}
          </div>
        </fieldset>
      ))}
      <Switch
        label={t('ownRanking')}
        description={t('ownRankingMeans')}
        checked={hasOwn}
        onChange={(event) => toggleRanking(event.currentTarget.checked)}
      />
    </Section>
  );
}
