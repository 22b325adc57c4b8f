import { Button, Group, Modal, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useNavigate } from 'react-router';
import { got } from '../../../api/client.ts';
import { ApiError } from '../../../api/error.ts';
import { useToast } from '../../../parts/toast.tsx';
import { useApi } from '../../../session/admin.tsx';
import { type OneSegment, segmentKey } from '../segment.ts';
import { useTexts } from './texts.ts';

interface Props {
  /** The list to be edited; null makes a new one. */
  readonly list: OneSegment | null;
  readonly opened: boolean;
  onClose(): void;
}

/** What a fixed list is called. There is nothing else to say about one. */
export function ListDialog({ list, opened, onClose }: Props) {
  const t = useTexts();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t(list ? 'editTitle' : 'createTitle')}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <Form list={list} onClose={onClose} />
    </Modal>
  );
}

function Form({ list, onClose }: Pick<Props, 'list' | 'onClose'>) {
  const t = useTexts();
  const api = useApi();
  const toast = useToast();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [name, setName] = useState(list?.name ?? '');
  const [description, setDescription] = useState(list?.description ?? '');
  const [problem, setProblem] = useState<'nameMissing' | 'nameTaken' | null>(null);
  const save = useMutation({
    mutationFn: (): Promise<OneSegment> => {
      const body = { name: name.trim(), description: description.trim(), acceptCost: false };
      if (!list) return got(api.POST('/api/v1/segments', { body: { ...body, kind: 'fixed' } }));
      const params = { path: { id: list.id } };
      return got(api.PATCH('/api/v1/segments/{id}', { params, body: { ...body, version: list.version } }));
    },
    onSuccess: (saved) => {
      void client.invalidateQueries({ queryKey: ['segments'] });
      client.setQueryData(segmentKey(saved.id), saved);
      toast.done(t(list ? 'saved' : 'created', { name: saved.name }));
      onClose();
      if (!list) void navigate(`/segments/${saved.id}`);
    },
    onError: (error) => {
      const { code } = error instanceof ApiError ? error : { code: '' };
      if (code === 'name_taken') return setProblem('nameTaken');
      toast.failed(code === 'conflict' ? t('changed') : t('failed', { message: error.message }));
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() === '') setProblem('nameMissing');
    else if (!save.isPending) save.mutate();
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        {!list && (
          <Text size="sm" c="dimmed">
            {t('createHint')}
          </Text>
        )}
        <TextInput
          label={t('name')}
          required
          maxLength={200}
          autoComplete="off"
          data-autofocus
          value={name}
          error={problem && t(problem)}
          onChange={(event) => {
            setName(event.currentTarget.value);
            setProblem(null);
          }}
        />
        <Textarea
          label={t('description')}
          autosize
          minRows={1}
          maxRows={4}
          maxLength={4000}
          value={description}
          onChange={(event) => setDescription(event.currentTarget.value)}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button type="submit" loading={save.isPending}>
            {t(list ? 'save' : 'create')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
