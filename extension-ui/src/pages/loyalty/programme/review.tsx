import { ActionIcon, Button } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useId } from 'react';
import { MonthDayField } from '../../segment-builder/fields/month-day-field.tsx';
import { Choice, Figure } from './controls.tsx';
import classes from './editor.module.css';
import { useEditing } from './editor-context.ts';
import { useTexts } from './texts.ts';
import { MONTHS } from './units.ts';

/** As Sapo reviews tiers. */
const HALF_YEARS = ['06-30', '12-31'];
const DATES_MAX = 4;

/** When a tier can be lost by time alone. */
export function Review() {
  const t = useTexts();
  const { draft, set } = useEditing();
  const { review } = draft.tiers;
  const isHalves = review.kind === 'dates' && review.dates.join() === HALF_YEARS.join();
  const value = review.kind === 'dates' ? (isHalves ? 'halves' : 'dates') : review.kind;
  return (
    <>
      <div className={classes['row']}>
        <Choice
          path="tiers.review"
          label={t('review')}
          value={value}
          options={[
            { value: 'none', label: t('reviewNone'), hint: t('reviewNoneMeans') },
            { value: 'halves', label: t('reviewHalves'), hint: t('reviewMeans') },
            { value: 'dates', label: t('reviewDates'), hint: t('reviewMeans') },
            { value: 'anniversary', label: t('reviewAnniversary'), hint: t('reviewAnniversaryMeans') },
          ]}
          onChoose={(kind) =>
            set(
              'tiers.review',
              kind === 'none'
                ? { kind }
                : kind === 'anniversary'
                  ? { kind, months: 12 }
                  : { kind: 'dates', dates: kind === 'halves' ? HALF_YEARS : ['12-31'] },
            )
          }
        />
        {review.kind === 'anniversary' && (
          <Figure path="tiers.review.months" kind="number" label={t('reviewMonths')} unit={MONTHS} />
        )}
        {review.kind !== 'none' && (
          <Choice
            path="tiers.drop"
            label={t('drop')}
            options={[
              { value: 'fit', label: t('dropFit'), hint: t('dropFitMeans') },
              { value: 'one_down', label: t('dropOne'), hint: t('dropOneMeans') },
            ]}
          />
        )}
      </div>
      {review.kind === 'dates' && !isHalves && <Dates dates={review.dates} />}
    </>
  );
}

function Dates({ dates }: { dates: readonly string[] }) {
  const t = useTexts();
  const below = useId();
  const { set, problemAt } = useEditing();
  const problem = problemAt('tiers.review.dates');
  const change = (next: readonly (string | undefined)[]) => set('tiers.review.dates', next);
  return (
    <div data-path="tiers.review.dates">
      <div className={classes['row']} style={{ alignItems: 'flex-end' }}>
        {dates.map((date, index) => {
          const label = t('reviewDate', { number: index + 1 });
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a date has nothing else that stays while it is chosen
            <div key={index} className={classes['row']} style={{ alignItems: 'flex-end', gap: 4 }}>
              <MonthDayField
                field={{ name: 'date', type: 'month_day', required: true, label: { vi: label, en: label } }}
                value={date}
                label={label}
                isLabelHidden={false}
                isWrong={problemAt(`tiers.review.dates[${index}]`) !== null}
                describedBy={below}
                onChange={(next) => change(dates.map((one, at) => (at === index ? (next as string) : one)))}
              />
              {dates.length > 1 && (
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  size={36}
                  aria-label={t('removeDate', { number: index + 1 })}
                  onClick={() => change(dates.filter((_, at) => at !== index))}
                >
                  <IconTrash size={16} aria-hidden />
                </ActionIcon>
              )}
            </div>
          );
        })}
        {dates.length < DATES_MAX && (
          <Button
            variant="default"
            leftSection={<IconPlus size={16} aria-hidden />}
            onClick={() => change([...dates, '06-30'])}
          >
            {t('addDate')}
          </Button>
        )}
      </div>
      <div id={below} className={classes['below']}>
        {problem && <div data-problem>{problem}</div>}
      </div>
    </div>
  );
}
