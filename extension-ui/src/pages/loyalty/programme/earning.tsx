import { Stack, Title } from '@mantine/core';
import { Choice, Figure, Several, Toggle } from './controls.tsx';
import classes from './editor.module.css';
import { useEditing } from './editor-context.ts';
import { Section } from './section.tsx';
import { useTexts } from './texts.ts';
import { DAYS, NO_LIMIT, POINTS } from './units.ts';

const EXCLUDED = ['products', 'categories', 'channels', 'locations', 'segments'] as const;

/** What of an order counts, when the points can be spent, and what earns nothing. */
export function Earning() {
  const t = useTexts();
  const { draft, set } = useEditing();
  const { pending } = draft.earning;
  return (
    <>
      <Section title={t('base')} about={t('baseAbout')}>
        <Toggle path="earning.includeTax" label={t('includeTax')} />
        <Toggle path="earning.includeShipping" label={t('includeShipping')} />
        <Choice
          path="earning.rounding"
          label={t('rounding')}
          options={[
            { value: 'floor', label: t('floor'), hint: t('floorMeans') },
            { value: 'half_up', label: t('halfUp'), hint: t('halfUpMeans') },
          ]}
        />
        <div className={classes['row']}>
          <Choice
            path="earning.pending"
            label={t('pending')}
            value={pending.until}
            options={[
              { value: 'paid', label: t('untilPaid'), hint: t('untilPaidMeans') },
              { value: 'fulfilled', label: t('untilFulfilled'), hint: t('pendingMeans') },
              { value: 'days', label: t('untilDays'), hint: t('pendingMeans') },
            ]}
            onChoose={(until) => set('earning.pending', until === 'paid' ? { until } : { until, days: 7 })}
          />
          {pending.until !== 'paid' && (
            <Figure
              path="earning.pending.days"
              kind="number"
              label={t(pending.until === 'fulfilled' ? 'daysAfterDelivery' : 'daysAfterPayment')}
              unit={DAYS}
            />
          )}
        </div>
      </Section>
      <Section title={t('limits')} about={t('limitsAbout')}>
        <div className={classes['row']}>
          <Figure path="earning.caps.orderPoints" kind="number" label={t('capOrder')} unit={POINTS} empty={NO_LIMIT} />
          <Figure path="earning.caps.dayPoints" kind="number" label={t('capDay')} unit={POINTS} empty={NO_LIMIT} />
          <Figure path="earning.caps.monthPoints" kind="number" label={t('capMonth')} unit={POINTS} empty={NO_LIMIT} />
        </div>
        <Title order={3} size="h5">
          {t('exclude')}
        </Title>
        <Stack gap="sm">
          {EXCLUDED.map((of) => (
            <Several key={of} path={`earning.exclude.${of}`} of={of} label={t(`exclude_${of}`)} />
          ))}
        </Stack>
        <Toggle
          path="earning.exclude.discountedLines"
          label={t('excludeDiscounted')}
          hint={t('excludeDiscountedMeans')}
        />
      </Section>
    </>
  );
}
