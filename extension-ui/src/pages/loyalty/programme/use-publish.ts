import { useMutation, useQueryClient } from '@tanstack/react-query';
import { got } from '../../../api/client.ts';
import { ApiError } from '../../../api/error.ts';
import { useToast } from '../../../parts/toast.tsx';
import { useApi } from '../../../session/admin.tsx';
import type { Programme } from '../loyalty.ts';
import { PROGRAMME } from '../use-programme.ts';
import { useTexts } from './texts.ts';

interface Given {
  readonly programme: Programme;
  readonly after: number;
  readonly from?: string;
  readonly note?: string;
}

/** Makes the draft the newest version. Its key makes a press that is repeated one publication. */
export function usePublish(onPublished: () => void) {
  const t = useTexts();
  const api = useApi();
  const toast = useToast();
  const client = useQueryClient();
  const { mutate, isPending, error, reset } = useMutation({
    mutationFn: ({ programme, ...given }: Given) =>
      got(api.POST('/api/v1/loyalty/programme', { body: { ...given, programme: programme as never } })),
    onSuccess: async (version) => {
      await client.invalidateQueries({ queryKey: PROGRAMME });
      onPublished();
      toast.done(t('published', { version: version?.version ?? '' }));
    },
  });
  const code = error instanceof ApiError ? error.code : null;
  const refused = error
    ? code === 'conflict'
      ? t('publishConflict')
      : t('publishFailed', { message: error.message })
    : null;
  return { publish: mutate, isBusy: isPending, refused, reset };
}
