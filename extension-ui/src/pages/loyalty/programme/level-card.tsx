import { ActionIcon } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useFormats } from '../../../session/admin.tsx';
import type { Level } from '../loyalty.ts';
import { Figure, TextField } from './controls.tsx';
import classes from './editor.module.css';
import { useEditing } from './editor-context.ts';
import { useTexts } from './texts.ts';
import { AS_ENTRY, NONE, POINTS } from './units.ts';

/** One tier: from where it is reached and what it gives. Everybody is in the first, so it has no threshold. */
export function LevelCard({ level, index, onRemove }: { level: Level; index: number; onRemove?: () => void }) {
  const t = useTexts();
  const f = useFormats();
  const { draft } = useEditing();
  const { measure, review } = draft.tiers;
  const at = `tiers.levels[${index}]`;
  const name = level.name[f.locale].trim() || t('levelNew');
  const threshold =
    measure.of === 'spend_in' ? ({ kind: 'money' } as const) : ({ kind: 'number', unit: POINTS } as const);
  const title = t('levelOf', { number: index + 1, name });
  return (
    <fieldset className={classes['card']} aria-label={title}>
      <div className={classes['cardHead']}>
        <span className={classes['cardTitle']}>{title}</span>
        {onRemove && (
          <ActionIcon variant="subtle" color="gray" aria-label={t('removeLevel', { name })} onClick={onRemove}>
            <IconTrash size={16} aria-hidden />
          </ActionIcon>
        )}
      </div>
      <div className={classes['row']}>
        <TextField path={`${at}.name.vi`} label={t('nameVi')} />
        <TextField path={`${at}.name.en`} label={t('nameEn')} />
        {index > 0 && (
          <Figure
            {...threshold}
            path={`${at}.entry`}
            label={t(draft.tiers.boundary === 'exclusive' ? 'entryAbove' : 'entryFrom')}
          />
        )}
        <Figure path={`${at}.rateMinor`} kind="money" label={t('rate')} />
        <Figure path={`${at}.discountBasisPoints`} kind="percent" label={t('discount')} />
        {index > 0 && (
          <Figure path={`${at}.entryGiftPoints`} kind="number" label={t('gift')} unit={POINTS} empty={NONE} />
        )}
        {index > 0 && review.kind !== 'none' && (
          <Figure {...threshold} path={`${at}.keep`} label={t('keep')} empty={AS_ENTRY} />
        )}
        {index > 0 && <Figure {...threshold} path={`${at}.reentry`} label={t('reentry')} empty={AS_ENTRY} />}
      </div>
    </fieldset>
  );
}
