import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { got } from '../../../api/client.ts';
import { ApiError } from '../../../api/error.ts';
import { base64Of, UnreadableFile } from '../../../parts/file-base64.ts';
import { useApi } from '../../../session/admin.tsx';
import type { OneSegment } from '../segment.ts';
import type { Resolved, Wish } from './many.ts';
import { useTexts } from './texts.ts';
import { useHands } from './use-hands.ts';

/** Finds out who is meant by many lines, and then adds exactly those who were shown. */
export function useMany(segment: OneSegment) {
  const t = useTexts();
  const api = useApi();
  const { carryOut } = useHands(segment);
  const [done, setDone] = useState(0);
  const params = { path: { id: segment.id } };
  const preview = useMutation({
    mutationFn: async ({ from, pasted, file, as }: Wish): Promise<Resolved> => {
      const mode = { as, dryRun: true };
      if (from === 'paste' || !file)
        return got(api.POST('/api/v1/segments/{id}/paste', { params, body: { text: pasted, ...mode } }));
      const bytes = await base64Of(file);
      const body = /\.csv$/i.test(file.name) ? { csv: bytes, ...mode } : { xlsx: bytes, ...mode };
      return got(api.POST('/api/v1/segments/{id}/upload', { params, body }));
    },
  });
  const add = useMutation({
    mutationFn: ({ as, people }: { as: 'pin' | 'ban'; people: readonly string[] }) => carryOut(as, people, setDone),
  });
  const told = (error: Error | null): string | null => {
    if (error === null) return null;
    if (error instanceof UnreadableFile) return t('fileChanged');
    if (!(error instanceof ApiError)) return t('failed', { message: error.message });
    if (error.isOffline) return t('offline');
    if (error.code === 'payload_too_large') return t('fileTooLarge');
    if (/^(xlsx|csv)\b/.test(error.message)) return t('fileUnreadable');
    return t('failed', { message: error.message });
  };
  return {
    preview,
    add,
    done,
    problem: told(preview.error) ?? told(add.error),
    reset: () => {
      setDone(0);
      preview.reset();
      add.reset();
    },
  };
}
