import { Skeleton, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { ErrorState } from '../../../parts/states.tsx';
import { useCan } from '../../../session/admin.tsx';
import { ActionItem } from './action-item.tsx';
import { ExportItem } from './export-item.tsx';
import { useTexts } from './texts.ts';
import { useActions, useExports } from './use-group.ts';

/** Everything that was done to everybody in the segment within thirty days, by whom, and the files that were made of it. */
export function Past({ id }: { id: string }) {
  const t = useTexts();
  const canExport = useCan('segments:export');
  const actions = useActions(id);
  const exports = useExports(id);
  return (
    <Stack gap="lg">
      <Section title={t('actions')} none={t('noActions')} of={actions} count={actions.data?.length}>
        {actions.data?.map((action) => (
          <ActionItem key={action.id} action={action} />
        ))}
      </Section>
      {canExport && (
        <Section title={t('exports')} none={t('noExports')} of={exports} count={exports.data?.items.length}>
          {exports.data?.items.map((made) => (
            <ExportItem key={made.id} made={made} />
          ))}
        </Section>
      )}
    </Stack>
  );
}

function Section(props: {
  title: string;
  none: string;
  of: { error: Error | null; refetch: () => unknown };
  count: number | undefined;
  children: ReactNode;
}) {
  const { title, none, of, count, children } = props;
  return (
    <Stack component="section" gap="xs" aria-label={title}>
      <Title order={2}>{title}</Title>
      {of.error && count === undefined ? (
        <ErrorState error={of.error} retry={() => void of.refetch()} />
      ) : count === undefined ? (
        <Skeleton height={88} />
      ) : count === 0 ? (
        <Text size="sm" c="dimmed">
          {none}
        </Text>
      ) : (
        children
      )}
    </Stack>
  );
}
