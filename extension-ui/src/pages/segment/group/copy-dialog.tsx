import { SegmentedControl, Select, Text, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { got } from '../../../api/client.ts';
import { ApiError } from '../../../api/error.ts';
import { useApi, useFormats } from '../../../session/admin.tsx';
import type { OneSegment } from '../segment.ts';
import { GroupDialog } from './dialog.tsx';
import { useTexts } from './texts.ts';
import { type Action, useSettled } from './use-group.ts';

interface Props {
  readonly segment: OneSegment;
  readonly opened: boolean;
  onClose(): void;
}

/** Those who are in the segment now, kept on a fixed list: a new one, or one that is there. */
export function CopyDialog({ segment, opened, onClose }: Props) {
  const t = useTexts();
  const f = useFormats();
  const api = useApi();
  const client = useQueryClient();
  const { id, size } = segment;
  const [to, setTo] = useState<'new' | 'old'>('new');
  const [name, setName] = useState(() =>
    t('listNameOf', { name: segment.name.slice(0, 170), date: f.day(f.dayOf(Date.now())) }),
  );
  const [into, setInto] = useState<string | null>(null);
  const [problem, setProblem] = useState<'nameMissing' | 'listMissing' | 'nameTaken' | null>(null);
  const settled = useSettled(id);
  const lists = useQuery({
    queryKey: ['segments', 'lists'],
    enabled: opened,
    queryFn: async ({ signal }) =>
      (await got(api.GET('/api/v1/segments', { signal }))).items.filter((one) => one.kind === 'fixed' && one.id !== id),
  });
  const start = useMutation({
    mutationFn: () => {
      const body = to === 'new' ? { name: name.trim() } : { into: into ?? '' };
      return got(
        api.POST('/api/v1/segments/{id}/copy', { params: { path: { id } }, body }) as Promise<{ data?: Action }>,
      );
    },
    ...settled,
    onError: (error) => {
      if (error instanceof ApiError && error.code === 'name_taken') setProblem('nameTaken');
      else settled.onError(error);
    },
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['segments'] });
      onClose();
    },
  });
  const submit = () => {
    const missing = to === 'new' ? name.trim() === '' : into === null;
    setProblem(missing ? (to === 'new' ? 'nameMissing' : 'listMissing') : null);
    if (!missing) start.mutate();
  };
  return (
    <GroupDialog
      title={t('copyTitle')}
      opened={opened}
      action={t('copyAll', { count: size ?? 0, formatted: f.number(size ?? 0) })}
      isBusy={start.isPending}
      onClose={onClose}
      onSubmit={submit}
    >
      <SegmentedControl
        aria-label={t('copyTo')}
        value={to}
        onChange={(value) => {
          setTo(value);
          setProblem(null);
        }}
        data={[
          { value: 'new', label: t('newList') },
          { value: 'old', label: t('oldList') },
        ]}
      />
      {to === 'new' ? (
        <TextInput
          label={t('listName')}
          maxLength={200}
          autoComplete="off"
          value={name}
          error={problem && t(problem)}
          onChange={(event) => {
            setName(event.currentTarget.value);
            setProblem(null);
          }}
        />
      ) : (
        <Select
          label={t('list')}
          placeholder={t('chooseList')}
          searchable
          nothingFoundMessage={t('noLists')}
          data={(lists.data ?? []).map((one) => ({ value: one.id, label: one.name }))}
          value={into}
          error={problem && t(problem)}
          onChange={(value) => {
            setInto(value);
            setProblem(null);
          }}
        />
      )}
      <Text size="sm" c="dimmed">
        {t('frozen')}
      </Text>
    </GroupDialog>
  );
}
