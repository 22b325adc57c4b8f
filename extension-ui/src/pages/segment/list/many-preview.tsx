import { Button, Checkbox, Group, Progress, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { StatTile } from '../../../parts/stat-tile.tsx';
import { useFormats } from '../../../session/admin.tsx';
import { type Chosen, peopleOf, type Resolved } from './many.ts';
import { ManyRows } from './many-rows.tsx';
import { useTexts } from './texts.ts';

interface Props {
  readonly resolved: Resolved;
  readonly as: 'pin' | 'ban';
  /** How many have been added so far; null while nothing is. */
  readonly done: number | null;
  onAdd(people: readonly string[]): void;
}

/** Who is meant by each line, before anybody is added. */
export function ManyPreview({ resolved, as, done, onAdd }: Props) {
  const t = useTexts();
  const f = useFormats();
  const heading = useRef<HTMLHeadingElement>(null);
  const [chosen, setChosen] = useState<Chosen>({});
  const [isOnlyProblems, setOnlyProblems] = useState(false);
  // What has come is read from its heading on, with eyes and with a screen reader.
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
    heading.current?.scrollIntoView({ block: 'start' });
  }, []);
  const { lines, counts } = resolved;
  const people = peopleOf(lines, chosen);
  const count = { count: people.length, formatted: f.number(people.length) };
  const problems = lines.filter(({ outcome }) => outcome === 'ambiguous' || outcome === 'not_found');
  const canNarrow = problems.length > 0 && problems.length < lines.length;
  return (
    <Stack component="section" gap="sm" aria-labelledby="many-preview">
      <Title
        order={2}
        id="many-preview"
        ref={heading}
        tabIndex={-1}
        // Below the bar that stays on top.
        style={{ scrollMarginTop: 64, outline: 'none' }}
      >
        {t('previewTitle')}
      </Title>
      <SimpleGrid cols={{ base: 2, sm: 4 }} spacing="sm">
        <StatTile label={t('countFound')} value={f.number(counts.found)} />
        <StatTile label={t('countAmbiguous')} value={f.number(counts.ambiguous)} />
        <StatTile label={t('countTwice')} value={f.number(counts.twice)} />
        <StatTile label={t('countNotFound')} value={f.number(counts.notFound)} />
      </SimpleGrid>
      {people.length > 0 ? (
        <Group gap="sm">
          <Button loading={done !== null} onClick={() => onAdd(people)}>
            {t(as === 'ban' ? 'banMany' : 'add', count)}
          </Button>
          <Text size="sm" c="dimmed" style={{ flex: '1 1 220px' }}>
            {t('nothingYet')}
          </Text>
        </Group>
      ) : (
        <Text size="sm">{t('nobody')}</Text>
      )}
      {done !== null && (
        <Stack gap={4} aria-live="polite">
          <Text size="sm">{t('adding', { done: f.number(done), total: f.number(people.length) })}</Text>
          <Progress value={(done / Math.max(1, people.length)) * 100} aria-label={t('previewTitle')} />
        </Stack>
      )}
      {canNarrow && (
        <Checkbox
          label={t('onlyProblems')}
          checked={isOnlyProblems}
          onChange={(event) => setOnlyProblems(event.currentTarget.checked)}
        />
      )}
      <ManyRows
        lines={canNarrow && isOnlyProblems ? problems : lines}
        as={as}
        chosen={chosen}
        onChoose={(line, id) => setChosen({ ...chosen, [line]: id })}
      />
    </Stack>
  );
}
