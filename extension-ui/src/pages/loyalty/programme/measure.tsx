import { Choice, Figure } from './controls.tsx';
import classes from './editor.module.css';
import { useEditing } from './editor-context.ts';
import { useTexts } from './texts.ts';
import { MONTHS } from './units.ts';

/** By which figure of a customer the tier is told. */
export function Measure() {
  const t = useTexts();
  const { draft, set } = useEditing();
  const { measure } = draft.tiers;
  const window = measure.of === 'points' ? null : measure.window;
  return (
    <div className={classes['row']}>
      <Choice
        path="tiers.measure"
        label={t('measure')}
        value={measure.of}
        options={[
          { value: 'points', label: t('byPoints'), hint: t('byPointsMeans') },
          { value: 'points_in', label: t('byPointsIn'), hint: t('byWindowMeans') },
          { value: 'spend_in', label: t('bySpendIn'), hint: t('byWindowMeans') },
        ]}
        onChoose={(of) =>
          set('tiers.measure', of === 'points' ? { of } : { of, window: window ?? { kind: 'rolling', months: 12 } })
        }
      />
      {window && (
        <Choice
          path="tiers.measure.window"
          label={t('window')}
          value={window.kind}
          options={[
            { value: 'rolling', label: t('rolling') },
            { value: 'calendar_year', label: t('calendarYear') },
          ]}
          onChoose={(kind) =>
            set('tiers.measure.window', kind === 'rolling' ? { kind, months: 12 } : { kind: 'calendar_year' })
          }
        />
      )}
      {window?.kind === 'rolling' && (
        <Figure path="tiers.measure.window.months" kind="number" label={t('windowMonths')} unit={MONTHS} />
      )}
    </div>
  );
}
