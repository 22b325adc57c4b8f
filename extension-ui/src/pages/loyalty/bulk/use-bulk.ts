import { useMutation, useQueryClient } from '@tanstack/react-query';
import { got } from '../../../api/client.ts';
import { ApiError } from '../../../api/error.ts';
import { UnreadableFile } from '../../../parts/file-base64.ts';
import { useApi } from '../../../session/admin.tsx';
import { type Asked, askedOf, type Wish } from './bulk.ts';
import { useTexts } from './texts.ts';

/**
 * Shows what a list would do, then does exactly that: what is carried out is what was read for the preview, whatever became of the file
 * since. The server names an upload by its content, so that sent again after a lost answer it gives nothing twice.
 */
export function useBulk() {
  const t = useTexts();
  const api = useApi();
  const client = useQueryClient();
  const post = (asked: Asked, dryRun: boolean) =>
    got(api.POST('/api/v1/loyalty/bulk-adjustments', { body: { ...asked, dryRun } }));
  const preview = useMutation({
    mutationFn: async (wish: Wish) => {
      const asked = await askedOf(wish);
      return { asked, outcome: await post(asked, true) };
    },
  });
  const apply = useMutation({
    mutationFn: (asked: Asked) => post(asked, false),
    onSettled: () => {
      void client.invalidateQueries({ queryKey: ['loyalty'] });
      void client.invalidateQueries({ queryKey: ['customer'] });
    },
  });
  const told = (error: Error | null, isApplying: boolean): string | null => {
    if (error === null) return null;
    if (error instanceof UnreadableFile) return t('fileChanged');
    if (!(error instanceof ApiError)) return t('failed', { message: error.message });
    if (error.isOffline) return t(isApplying ? 'lost' : 'offline');
    if (error.code === 'payload_too_large') return t('fileTooLarge');
    if (error.code === 'programme_off') return t('programmeOff');
    if (error.message.startsWith('xlsx')) return t('fileUnreadable');
    return t('failed', { message: error.message });
  };
  return {
    preview,
    apply,
    problem: told(preview.error, false) ?? told(apply.error, true),
    reset: () => {
      preview.reset();
      apply.reset();
    },
  };
}
