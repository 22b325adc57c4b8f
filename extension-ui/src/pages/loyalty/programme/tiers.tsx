import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useToast } from '../../../parts/toast.tsx';
import { Choice } from './controls.tsx';
import { newLevel } from './draft.ts';
import { useEditing } from './editor-context.ts';
import { LevelCard } from './level-card.tsx';
import { Measure } from './measure.tsx';
import { Review } from './review.tsx';
import { Section } from './section.tsx';
import { useTexts } from './texts.ts';

const LEVELS_MAX = 12;

/** Tiers: by what one gets there, what keeps one there, and what each gives. */
export function Tiers() {
  const t = useTexts();
  const toast = useToast();
  const { draft, set } = useEditing();
  const { levels } = draft.tiers;
  const remove = (index: number) => {
    set(
      'tiers.levels',
      levels.filter((_, at) => at !== index),
    );
    toast.done(t('levelRemoved'), () => set('tiers.levels', levels));
  };
  return (
    <Section title={t('tiers')} about={t('tiersAbout')}>
      <Measure />
      <Choice
        path="tiers.boundary"
        label={t('boundary')}
        options={[
          { value: 'exclusive', label: t('exclusive'), hint: t('exclusiveMeans') },
          { value: 'inclusive', label: t('inclusive'), hint: t('inclusiveMeans') },
        ]}
      />
      {levels.map((level, index) => (
        <LevelCard
          key={level.id}
          level={level}
          index={index}
          {...(index > 0 ? { onRemove: () => remove(index) } : {})}
        />
      ))}
      {levels.length < LEVELS_MAX && (
        <Button
          variant="default"
          leftSection={<IconPlus size={16} aria-hidden />}
          style={{ alignSelf: 'flex-start' }}
          onClick={() => {
            set('tiers.levels', [...levels, newLevel(levels)]);
            setTimeout(() => {
              document
                .querySelector<HTMLElement>(`[data-path="tiers.levels[${levels.length}].name.vi"] input`)
                ?.focus();
            }, 60);
          }}
        >
          {t('addLevel')}
        </Button>
      )}
      <Review />
    </Section>
  );
}
