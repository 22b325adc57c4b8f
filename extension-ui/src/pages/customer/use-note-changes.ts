import { useMutation } from '@tanstack/react-query';
import { got } from '../../api/client.ts';
import { useToast } from '../../parts/toast.tsx';
import { useApi } from '../../session/admin.tsx';
import { type Note, useChanged } from './customer.ts';
import { useTexts } from './texts.ts';

/** Writing, changing, and deleting notes with Undo. */
export function useNoteChanges(id: string) {
  const t = useTexts();
  const api = useApi();
  const toast = useToast();
  const changed = useChanged(id);
  const onError = (error: Error) => toast.failed(t('failed', { message: error.message }));
  const pathOf = (note: string) => ({ path: { id, note } });
  // What follows is said to the mutations themselves: a note that is deleted takes its own component away before the Undo.
  const added = useMutation({
    mutationFn: (text: string) =>
      got(api.POST('/api/v1/customers/{id}/notes', { params: { path: { id } }, body: { text } })),
    onSuccess: () => {
      changed();
      toast.done(t('noteSaved'));
    },
    onError,
  });
  const edited = useMutation({
    mutationFn: ({ note, text }: { note: string; text: string; isUndo: boolean }) =>
      got(api.PATCH('/api/v1/customers/{id}/notes/{note}', { params: pathOf(note), body: { text } })),
    onSuccess: (_note, { isUndo }) => {
      changed();
      toast.done(t(isUndo ? 'noteRestored' : 'noteSaved'));
    },
    onError,
  });
  const deleted = useMutation({
    mutationFn: (note: Note) => got(api.DELETE('/api/v1/customers/{id}/notes/{note}', { params: pathOf(note.id) })),
    onSuccess: (_note, { id: note, text }) => {
      changed();
      toast.done(t('noteDeleted'), () => edited.mutate({ note, text: text ?? '', isUndo: true }));
    },
    onError,
  });
  return {
    isAdding: added.isPending,
    isEditing: edited.isPending,
    add: (text: string, onDone: () => void) => added.mutate(text, { onSuccess: onDone }),
    edit: (note: string, text: string, onDone: () => void) =>
      edited.mutate({ note, text, isUndo: false }, { onSuccess: onDone }),
    remove: (note: Note) => deleted.mutate(note),
  };
}
