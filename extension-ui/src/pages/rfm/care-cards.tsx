import { Badge, Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { useCan, useFormats } from '../../session/admin.tsx';
import { CareDialog } from './care-dialog.tsx';
import { LabelMark } from './label-mark.tsx';
import classes from './rfm.module.css';
import {
  CARES,
  type Distribution,
  flaggedOf,
  type Label,
  type LabelCount,
  labelDefinition,
  type Version,
} from './rfm.ts';
import { useTexts } from './texts.ts';
import { useOpenAsSegment } from './use-rfm.ts';

interface Props {
  readonly distribution: Distribution;
  readonly version: Version;
  /** In the shop's zone. */
  readonly today: string;
}

/** What to do for the customers of each label (R15), and the way to them. */
export function CareCards({ distribution, version, today }: Props) {
  const t = useTexts();
  const [edited, setEdited] = useState<Label | null>(null);
  return (
    <Stack gap="sm" component="section" aria-labelledby="care">
      <div>
        <Title order={2} id="care">
          {t('care')}
        </Title>
        <Text size="sm" c="dimmed">
          {t('careMeans')}
        </Text>
      </div>
      <div className={classes['cards']}>
        {distribution.labels.map((count) => (
          <CareCard
            key={count.label}
            count={count}
            label={version.model.labels.find(({ id }) => id === count.label)}
            distribution={distribution}
            today={today}
            onEdit={setEdited}
          />
        ))}
      </div>
      {edited && <CareDialog label={edited} version={version} onClose={() => setEdited(null)} />}
    </Stack>
  );
}

interface CardProps {
  readonly count: LabelCount;
  /** None for those outside of the grid. */
  readonly label: Label | undefined;
  readonly distribution: Distribution;
  readonly today: string;
  onEdit(label: Label): void;
}

function CareCard({ count, label, distribution, today, onEdit }: CardProps) {
  const t = useTexts();
  const f = useFormats();
  const canWrite = useCan('segments:write');
  const open = useOpenAsSegment();
  const { saveFirst, isNew } = flaggedOf(count.label, distribution.cells);
  const name = count.name[f.locale];
  const said = CARES.flatMap((field) => {
    const text = label?.care[field][f.locale];
    return text ? [{ field, text }] : [];
  });
  return (
    <Paper component="article" aria-label={name} className={classes['card'] ?? ''}>
      <Group justify="space-between" wrap="nowrap" gap="xs" align="baseline">
        <Title order={3} size="sm">
          <LabelMark colour={count.color}>{name}</LabelMark>
        </Title>
        <Text size="sm" fw={600} style={{ fontVariantNumeric: 'tabular-nums' }}>
          {t('customersOf', { count: count.customers, formatted: f.number(count.customers) })}
        </Text>
      </Group>
      {(saveFirst > 0 || isNew > 0) && (
        <Group gap="xs">
          {saveFirst > 0 && <Badge color="orange">{t('saveFirst', { customers: f.number(saveFirst) })}</Badge>}
          {isNew > 0 && <Badge color="blue">{t('isNew', { customers: f.number(isNew) })}</Badge>}
        </Group>
      )}
      <dl className={classes['play']}>
        {said.map(({ field, text }) => (
          <div key={field} style={{ display: 'contents' }}>
            <dt>{t(`care_${field}`)}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      {said.length === 0 && (
        <Text size="sm" c="dimmed">
          {t(label ? 'careNone' : 'careOutside')}
        </Text>
      )}
      {canWrite && (
        <Group gap="xs">
          <Button
            size="xs"
            variant="light"
            loading={open.isPending}
            aria-label={t('openOf', { name })}
            onClick={() => open.mutate(labelDefinition(count.label, distribution.day, today))}
          >
            {t('open')}
          </Button>
          {label && (
            <Button size="xs" variant="default" aria-label={t('careEditOf', { name })} onClick={() => onEdit(label)}>
              {t('careEdit')}
            </Button>
          )}
        </Group>
      )}
    </Paper>
  );
}
