import { useMutation, useQueryClient } from '@tanstack/react-query';
import { got } from '../../../api/client.ts';
import { ApiError } from '../../../api/error.ts';
import { useToast } from '../../../parts/toast.tsx';
import { useApi, useMe } from '../../../session/admin.tsx';
import type { Member, Role } from './member.ts';
import { useTexts } from './texts.ts';

interface Change {
  readonly member: Member;
  readonly to: Role | 'removed';
  /** It takes another change back, and is not itself offered an Undo. */
  readonly isUndo?: true;
}

export interface RoleChanges {
  /** Id of the one whose change is on its way. */
  readonly busy: string | null;
  change(member: Member, to: Role | 'removed'): void;
}

/** Roles, removal and their Undo. A role lets somebody in again who was removed, so it undoes a removal as well. */
export function useRoleChanges(): RoleChanges {
  const t = useTexts();
  const api = useApi();
  const toast = useToast();
  const client = useQueryClient();
  const { principal } = useMe();
  const isYou = ({ id }: Member) => principal.kind === 'staff' && principal.id === id;
  const mutation = useMutation({
    mutationFn: async ({ member, to }: Change) => {
      const params = { path: { id: member.id } };
      if (to === 'removed') await got(api.DELETE('/api/v1/staff/{id}', { params }));
      else await got(api.PATCH('/api/v1/staff/{id}', { params, body: { role: to } }));
    },
    onSuccess: (_answer, { member, to, isUndo }) => {
      const { name, role, removedAt } = member;
      const message =
        to === 'removed'
          ? t('removed', { name })
          : removedAt !== null && !isUndo
            ? t('letInDone', { name, role: t(to) })
            : t(isUndo ? 'takenBack' : 'changed', { name, role: t(to) });
      const back = removedAt === null ? role : 'removed';
      // Who has no right to it any more is not offered an Undo.
      if (isUndo || isYou(member)) toast.done(message);
      else toast.done(message, () => mutation.mutate({ member, to: back, isUndo: true }));
    },
    onError: (error) =>
      toast.failed(
        error instanceof ApiError && error.code === 'last_owner'
          ? t('failedLastOwner')
          : t('failed', { message: error.message }),
      ),
    onSettled: (_answer, _error, { member }) => {
      void client.invalidateQueries({ queryKey: ['staff'] });
      if (isYou(member)) void client.invalidateQueries({ queryKey: ['me'] });
    },
  });
  return {
    busy: mutation.isPending ? mutation.variables.member.id : null,
    change: (member, to) => mutation.mutate({ member, to }),
  };
}
