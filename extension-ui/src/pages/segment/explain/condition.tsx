import { Badge, Group, Text, ThemeIcon } from '@mantine/core';
import { IconCheck, IconX } from '@tabler/icons-react';
import { useFormats } from '../../../session/admin.tsx';
import classes from './explain.module.css';
import type { Node } from './explained.ts';
import { useTexts } from './texts.ts';

/**
 * One condition: what it asks, what it finds, whether that is enough, the least that would turn it, and when time alone does.
 * `isMarked`: it stands in the whole definition, where its place says on which side it is.
 */
export function Condition({ node, isMarked = false }: { node: Node; isMarked?: boolean }) {
  const t = useTexts();
  const { locale, day } = useFormats();
  const { holds, sentence, reading, flipsOn, decides, path } = node;
  return (
    <div className={classes['condition']}>
      <Verdict holds={holds} />
      <div className={classes['body']}>
        <Group gap={6} mb={2}>
          <Text size="xs" fw={600}>
            {t(holds ? 'met' : 'notMet')}
          </Text>
          {!isMarked && path.startsWith('exclude') && (
            <Badge size="sm" color="gray">
              {t('excludeOnly')}
            </Badge>
          )}
          {isMarked && decides && <Badge size="sm">{t('decides')}</Badge>}
        </Group>
        <Text size="sm" className={classes['sentence'] ?? ''}>
          {sentence?.[locale]}
        </Text>
        {(reading || flipsOn) && (
          <dl className={classes['facts']}>
            {reading && (
              <>
                <dt>{t('actual')}</dt>
                <dd>{reading.shown[locale]}</dd>
              </>
            )}
            {reading?.change && (
              <>
                <dt>{t('least')}</dt>
                <dd>{reading.change.text[locale]}</dd>
              </>
            )}
            {flipsOn && (
              <>
                <dt>{t('byTime')}</dt>
                <dd>{t('onDay', { day: day(flipsOn) })}</dd>
              </>
            )}
          </dl>
        )}
      </div>
    </div>
  );
}

/** A sign beside the words that say the same. */
export function Verdict({ holds }: { holds: boolean }) {
  const Icon = holds ? IconCheck : IconX;
  return (
    <ThemeIcon size={24} radius="xl" variant="light" color={holds ? 'glaze' : 'gray'} aria-hidden>
      <Icon size={16} />
    </ThemeIcon>
  );
}
