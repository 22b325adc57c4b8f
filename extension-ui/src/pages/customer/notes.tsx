import { Button, Group, Paper, Stack, Text, Textarea, Title } from '@mantine/core';
import { useState } from 'react';
import { got } from '../../api/client.ts';
import { usePages } from '../../api/pages.ts';
import { ErrorState } from '../../parts/states.tsx';
import { useApi, useCan } from '../../session/admin.tsx';
import classes from './customer.module.css';
import { type Customer, customerKey } from './customer.ts';
import { NoteItem } from './note-item.tsx';
import { LinesSkeleton } from './skeleton.tsx';
import { useTexts } from './texts.ts';
import { useNoteChanges } from './use-note-changes.ts';

/** What people at the shop write for each other (V17). */
export function Notes({ customer }: { customer: Customer }) {
  const t = useTexts();
  const api = useApi();
  const canWrite = useCan('customers:write');
  const { id } = customer;
  const { rows, error, hasMore, isLoadingMore, more, retry } = usePages(customerKey(id, 'notes'), (cursor, signal) =>
    got(
      api.GET('/api/v1/customers/{id}/notes', {
        params: { path: { id }, query: { limit: 10, ...(cursor === undefined ? {} : { cursor }) } },
        signal,
      }),
    ),
  );
  return (
    <Paper component="section" aria-labelledby="notes-heading">
      <Title order={2} id="notes-heading" mb="xs">
        {t('notes')}
      </Title>
      {canWrite && <NewNote id={id} />}
      {error && !rows && <ErrorState error={error} retry={retry} />}
      {!rows && !error && <LinesSkeleton lines={2} />}
      {rows?.length === 0 && (
        <Text size="sm" c="dimmed" mt={canWrite ? 'xs' : 0}>
          {t(canWrite ? 'noNotes' : 'noNotesToRead')}
        </Text>
      )}
      <Stack component="ul" gap="sm" mt={rows && rows.length > 0 ? 'sm' : 0} className={classes['plain'] ?? ''}>
        {rows?.map((note) => (
          <NoteItem key={note.id} note={note} customerId={id} />
        ))}
      </Stack>
      {hasMore && (
        <Button variant="subtle" size="compact-sm" mt="xs" loading={isLoadingMore} onClick={more}>
          {t('moreNotes')}
        </Button>
      )}
    </Paper>
  );
}

function NewNote({ id }: { id: string }) {
  const t = useTexts();
  const { add, isAdding } = useNoteChanges(id);
  const [text, setText] = useState('');
  const save = () => {
    if (text.trim() !== '' && !isAdding) add(text.trim(), () => setText(''));
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <Textarea
        aria-label={t('addNote')}
        placeholder={t('writeNote')}
        autosize
        minRows={1}
        maxRows={8}
        maxLength={4000}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) save();
        }}
      />
      {text.trim() !== '' && (
        <Group justify="flex-end" gap="xs" mt={6}>
          <Button variant="default" size="compact-sm" onClick={() => setText('')}>
            {t('cancel')}
          </Button>
          <Button type="submit" size="compact-sm" loading={isAdding}>
            {t('saveNote')}
          </Button>
        </Group>
      )}
    </form>
  );
}
