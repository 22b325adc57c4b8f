import { Alert, Text } from '@mantine/core';
import { IconClockExclamation } from '@tabler/icons-react';
import { useFormats } from '../../session/admin.tsx';
import { useBuilderContext } from './builder-context.ts';
import { useTexts } from './texts.ts';
import { type Draft, nodeOf } from './tree.ts';
import type { Preview } from './use-preview.ts';
import { placeOfPath } from './wire.ts';

export type Cost = Preview['cost'];

/** A warning, with the conditions that are to blame. */
export function SlowNote({ cost, draft }: { cost: Cost; draft: Draft }) {
  const t = useTexts();
  return (
    <Alert color="orange" variant="light" p="xs" icon={<IconClockExclamation aria-hidden />} title={t('costSlow')}>
      <CostReasons cost={cost} draft={draft} />
    </Alert>
  );
}

/** Below a tenth of a second a figure would only be noise. */
const INSTANT_MS = 100;

/** How long it takes to count the definition once. */
export function CostTime({ cost: { milliseconds } }: { cost: Cost }) {
  const t = useTexts();
  const f = useFormats();
  if (milliseconds < INSTANT_MS) return t('costInstant');
  return t('costTime', { seconds: f.number(Math.round(milliseconds / 100) / 10) });
}

/** How long it takes, how many it reads, and which conditions make it so. */
export function CostReasons({ cost, draft }: { cost: Cost; draft: Draft }) {
  const t = useTexts();
  const f = useFormats();
  const { catalogue } = useBuilderContext();
  const nameOf = (path: string) => {
    const place = placeOfPath(draft, path);
    const node = place && nodeOf(draft, place.id);
    const kind = node?.type === 'condition' ? catalogue.kinds.get(node.kind) : undefined;
    return kind?.form.label[f.locale] ?? path;
  };
  return (
    <>
      <Text size="sm">
        <CostTime cost={cost} /> {t('costReads', { customers: f.number(cost.documents) })}
      </Text>
      <ul style={{ margin: '4px 0 0', paddingInlineStart: 18, fontSize: 'var(--mantine-font-size-sm)' }}>
        {cost.why.map(({ path, reasons }) => (
          <li key={path}>
            {t('costWhy', { name: nameOf(path), reasons: f.list(reasons.map((reason) => t(`cost_${reason}`))) })}
          </li>
        ))}
      </ul>
    </>
  );
}
