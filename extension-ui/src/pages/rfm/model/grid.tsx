import { Paper, Radio, Text, Title } from '@mantine/core';
import { useId, useState } from 'react';
import { useFormats } from '../../../session/admin.tsx';
import { LabelMark } from '../label-mark.tsx';
import { useTexts } from '../texts.ts';
import { painted, scoresOf } from './draft.ts';
import type { Edited } from './edited.ts';
import { tablesOf } from './grid-map.ts';
import { GridPart } from './grid-part.tsx';
import classes from './model.module.css';

/** Which cell has which label: one chooses a label and presses the cells that get it, so that none is ever without. */
export function Grid({ model, onChange }: Edited) {
  const t = useTexts();
  const f = useFormats();
  const id = useId();
  const [wanted, setWanted] = useState<string | null>(null);
  const brush = model.labels.find((label) => label.id === wanted) ?? model.labels[0];
  const nameOf = (label: string | null) => {
    const index = model.labels.findIndex((one) => one.id === label);
    return model.labels[index]?.name[f.locale] || t('labelOf', { number: index + 1 });
  };
  if (!brush) return null;
  return (
    <Paper component="section" aria-labelledby={id}>
      <Title order={2} id={id}>
        {t('grid')}
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        {t(scoresOf(model) === 3 ? 'gridMeans' : 'gridMeansFm')}
      </Text>
      <Radio.Group label={t('brush')} value={brush.id} onChange={setWanted} mb="md">
        <div className={classes['brushes']}>
          {model.labels.map(({ id, color }, index) => (
            <Radio key={id} value={id} label={<LabelMark colour={color}>{`${index + 1}. ${nameOf(id)}`}</LabelMark>} />
          ))}
        </div>
      </Radio.Group>
      <div className={classes['tables']}>
        {tablesOf(model).map((table) => (
          <GridPart
            key={table.r ?? 'all'}
            table={table}
            model={model}
            nameOf={nameOf}
            onPress={(cells) => onChange(painted(model, cells, brush.id))}
          />
        ))}
      </div>
    </Paper>
  );
}
