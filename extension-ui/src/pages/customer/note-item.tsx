import { ActionIcon, Button, Collapse, Group, Stack, Text, Textarea, Tooltip, UnstyledButton } from '@mantine/core';
import { IconPencil, IconTrash } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { When } from '../../parts/when.tsx';
import { useCan } from '../../session/admin.tsx';
import { useAuthorName } from './author.tsx';
import classes from './customer.module.css';
import type { Note } from './customer.ts';
import { useTexts } from './texts.ts';
import { useNoteChanges } from './use-note-changes.ts';

/** One note with its author; what it said before is a press away. */
export function NoteItem({ note, customerId }: { note: Note; customerId: string }) {
  const t = useTexts();
  const canWrite = useCan('customers:write');
  const authorName = useAuthorName();
  const { edit, remove, isEditing } = useNoteChanges(customerId);
  const [draft, setDraft] = useState<string | null>(null);
  const [isOpen, setOpen] = useState(false);
  const pencil = useRef<HTMLButtonElement>(null);
  const close = () => {
    setDraft(null);
    requestAnimationFrame(() => pencil.current?.focus());
  };
  if (draft !== null)
    return (
      <li>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (draft.trim() !== '') edit(note.id, draft.trim(), close);
          }}
        >
          <Textarea
            aria-label={t('noteText')}
            autosize
            minRows={2}
            maxRows={12}
            maxLength={4000}
            autoFocus
            value={draft}
            onChange={(event) => setDraft(event.currentTarget.value)}
            onKeyDown={(event) => event.key === 'Escape' && close()}
          />
          <Group justify="flex-end" gap="xs" mt={6}>
            <Button variant="default" size="compact-sm" onClick={close}>
              {t('cancel')}
            </Button>
            <Button type="submit" size="compact-sm" loading={isEditing} disabled={draft.trim() === ''}>
              {t('saveNote')}
            </Button>
          </Group>
        </form>
      </li>
    );
  return (
    <li>
      <Group gap="xs" wrap="nowrap" align="flex-start">
        <div style={{ flex: 1, minWidth: 0 }}>
          <Text size="sm" className={classes['text'] ?? ''}>
            {note.text}
          </Text>
          <Text size="xs" c="dimmed" component="div">
            {authorName(note.author)} · <When time={note.at} />
            {note.editedAt !== null && (
              <>
                {' · '}
                <UnstyledButton
                  fz="xs"
                  td="underline"
                  aria-expanded={isOpen}
                  aria-label={t('noteHistory')}
                  onClick={() => setOpen(!isOpen)}
                >
                  {t('edited')}
                </UnstyledButton>
              </>
            )}
          </Text>
        </div>
        {canWrite && (
          <Group gap={2} wrap="nowrap">
            <Tooltip label={t('editNote')}>
              <ActionIcon
                ref={pencil}
                variant="subtle"
                color="gray"
                aria-label={t('editNote')}
                onClick={() => setDraft(note.text ?? '')}
              >
                <IconPencil size={16} aria-hidden />
              </ActionIcon>
            </Tooltip>
            <Tooltip label={t('deleteNote')}>
              <ActionIcon variant="subtle" color="gray" aria-label={t('deleteNote')} onClick={() => remove(note)}>
                <IconTrash size={16} aria-hidden />
              </ActionIcon>
            </Tooltip>
          </Group>
        )}
      </Group>
      <Collapse expanded={isOpen}>
        <History note={note} />
      </Collapse>
    </li>
  );
}

function History({ note }: { note: Note }) {
  const t = useTexts();
  const authorName = useAuthorName();
  return (
    <Stack component="ol" gap={6} mt={6} pl="sm" className={classes['plain'] ?? ''} aria-label={t('noteHistory')}>
      {note.versions.slice(1).map(({ text, at, author }) => (
        <li key={at}>
          <Text size="xs" c="dimmed" className={classes['text'] ?? ''}>
            {text ?? t('noteGone')}
          </Text>
          <Text size="xs" c="dimmed" component="div">
            {authorName(author)} · <When time={at} />
          </Text>
        </li>
      ))}
    </Stack>
  );
}
