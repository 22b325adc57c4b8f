import { Button, Checkbox, Group, SegmentedControl, SimpleGrid, Skeleton, Text, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { got } from '../../../api/client.ts';
import { ApiError } from '../../../api/error.ts';
import { ErrorState } from '../../../parts/states.tsx';
import { useApi, useFormats } from '../../../session/admin.tsx';
import type { OneSegment } from '../segment.ts';
import { GroupDialog } from './dialog.tsx';
import { type ColumnId, FIRST_COLUMNS, useExportSets } from './export-sets.ts';
import { SetChooser } from './set-chooser.tsx';
import { useTexts } from './texts.ts';
import { type Export, useExports, useSettled } from './use-group.ts';

interface Props {
  readonly segment: OneSegment;
  readonly opened: boolean;
  onClose(): void;
}

/** Everybody in the segment as a file (A04): which columns, of which kind, and to whom the link is sent. */
export function ExportDialog({ segment, opened, onClose }: Props) {
  const t = useTexts();
  const f = useFormats();
  const api = useApi();
  const { id, size } = segment;
  const { preferences, keep } = useExportSets();
  const [format, setFormat] = useState(preferences.format ?? 'xlsx');
  const [columns, setColumns] = useState<readonly ColumnId[]>(preferences.columns ?? FIRST_COLUMNS);
  const [email, setEmail] = useState('');
  const [problem, setProblem] = useState<'columnsMissing' | 'emailWrong' | null>(null);
  const heading = useId();
  const exports = useExports(id);
  const settled = useSettled(id);
  // In the order in which they are offered, whatever was pressed first; what the server no longer has is left out.
  const offered = exports.data?.columns ?? [];
  const chosen = offered.flatMap((column) => (columns.includes(column.id) ? [column.id] : []));
  const start = useMutation({
    mutationFn: () => {
      const to = email.trim() === '' ? {} : { email: email.trim() };
      const body = { format, columns: chosen, language: f.locale, ...to };
      return got(
        api.POST('/api/v1/segments/{id}/export', { params: { path: { id } }, body }) as Promise<{ data?: Export }>,
      );
    },
    ...settled,
    onError: (error) => {
      if (error instanceof ApiError && error.code === 'invalid' && /email/.test(error.message))
        setProblem('emailWrong');
      else settled.onError(error);
    },
    onSuccess: () => {
      keep({ columns: chosen, format });
      onClose();
    },
  });
  const choose = (to: readonly ColumnId[]) => {
    setColumns(to);
    setProblem(null);
  };
  return (
    <GroupDialog
      title={t('exportTitle')}
      opened={opened}
      isWide
      action={t('exportAll', { count: size ?? 0, formatted: f.number(size ?? 0) })}
      isBusy={start.isPending}
      onClose={onClose}
      onSubmit={() => {
        if (!exports.data) return;
        if (chosen.length === 0) setProblem('columnsMissing');
        else start.mutate();
      }}
    >
      <SegmentedControl
        aria-label={t('format')}
        value={format}
        onChange={setFormat}
        data={[
          { value: 'xlsx', label: 'Excel (XLSX)' },
          { value: 'csv', label: 'CSV' },
        ]}
      />
      <SetChooser columns={chosen} onChange={choose} />
      <Group justify="space-between" gap="xs">
        <Text size="sm" fw={500} id={heading}>
          {t('columns')}
        </Text>
        <Group gap={4}>
          <Button variant="subtle" size="compact-sm" onClick={() => choose(offered.map((column) => column.id))}>
            {t('all')}
          </Button>
          <Button variant="subtle" size="compact-sm" onClick={() => choose([])}>
            {t('none')}
          </Button>
        </Group>
      </Group>
      {exports.error && !exports.data ? (
        <ErrorState error={exports.error} retry={() => void exports.refetch()} />
      ) : exports.data ? (
        <SimpleGrid cols={{ base: 2, xs: 3 }} spacing="xs" verticalSpacing={8} role="group" aria-labelledby={heading}>
          {offered.map(({ id: column, title }) => (
            <Checkbox
              key={column}
              size="sm"
              label={title[f.locale]}
              checked={columns.includes(column)}
              onChange={(event) =>
                choose(event.currentTarget.checked ? [...columns, column] : columns.filter((one) => one !== column))
              }
            />
          ))}
        </SimpleGrid>
      ) : (
        <Skeleton height={260} />
      )}
      {problem === 'columnsMissing' && (
        <Text size="sm" role="alert" c="var(--mantine-color-error)">
          {t('columnsMissing')}
        </Text>
      )}
      {exports.data?.hasMail && (
        <TextInput
          label={t('email')}
          description={t('emailHint')}
          type="email"
          maxLength={200}
          value={email}
          error={problem === 'emailWrong' && t('emailWrong')}
          onChange={(event) => {
            setEmail(event.currentTarget.value);
            setProblem(null);
          }}
        />
      )}
      <Text size="sm" c="dimmed">
        {t('exportHint')}
      </Text>
    </GroupDialog>
  );
}
