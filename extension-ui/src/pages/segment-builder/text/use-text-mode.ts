import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useMemo, useState } from 'react';
import { type Answer, got } from '../../../api/client.ts';
import { useApi } from '../../../session/admin.tsx';
import { type Draft, EMPTY } from '../tree.ts';
import { fromDefinition, toDefinition } from '../wire.ts';

export type TextProblem = Answer<'/api/v1/segments/text/parse', 'post'>['problems'][number];

/** A draft as it is typed. What was printed and not touched is the draft that it was printed from, to the last bit. */
interface Written {
  readonly text: string;
  readonly printed: string | null;
  readonly from: Draft;
}

/** So long nothing is typed before the text is read. */
const TYPING_MS = 250;

/**
 * The text form of the draft, while somebody types it. Whatever can be read becomes the draft at once, so that preview, undo and saving know
 * nothing of text; what cannot leaves the draft as it was, and `isRead` says so. `text` is null while the form is shown.
 */
export function useTextMode(draft: Draft, typed: string | null, write: (draft: Draft) => void) {
  const api = useApi();
  const client = useQueryClient();
  const [written, setWritten] = useState<Written | null>(
    typed === null ? null : { text: typed, printed: null, from: draft },
  );
  const [isOpening, setOpening] = useState(false);
  const text = written?.text ?? null;
  const isBlank = text?.trim() === '';
  const isUntouched = written !== null && text === written.printed;
  const [wanted] = useDebouncedValue(text, TYPING_MS);
  const question = (asked: string) => ({
    queryKey: ['segment-text', asked],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }: { signal: AbortSignal }) =>
      got(api.POST('/api/v1/segments/text/parse', { body: { text: asked }, signal })),
  });
  const reading = useQuery({
    ...question(text ?? ''),
    enabled: text !== null && !isBlank && !isUntouched && wanted === text,
    placeholderData: keepPreviousData,
  });
  const isAnswered = reading.data !== undefined && !reading.isPlaceholderData;
  const definition = isAnswered ? reading.data?.definition : null;

  const read = useMemo(() => {
    if (written === null) return null;
    if (written.text === written.printed) return written.from;
    if (written.text.trim() === '') return EMPTY;
    return definition ? fromDefinition(definition) : null;
  }, [written, definition]);
  const take = useEffectEvent(() => {
    if (read && JSON.stringify(toDefinition(read)) !== JSON.stringify(toDefinition(draft))) write(read);
  });
  useEffect(() => {
    if (read) take();
  }, [read]);

  const isEmpty = written === null || isBlank || isUntouched;
  return {
    text,
    /** The draft is what the text says. */
    isRead: written === null || read !== null,
    /** Those of the text as it was read last: while it is typed they may be behind. */
    problems: isEmpty ? [] : (reading.data?.problems ?? []),
    isAnswered: !isEmpty && isAnswered,
    error: isEmpty ? null : reading.error,
    retry: () => void reading.refetch(),
    isOpening,
    type: (next: string) => setWritten((before) => before && { ...before, text: next }),
    /** Shows a draft, whose conditions are whole, as text. */
    async open(): Promise<void> {
      setOpening(true);
      try {
        const body = { definition: toDefinition(draft) as never };
        const isNothing = draft.include.length + draft.exclude.length === 0;
        const printed = isNothing ? '' : (await got(api.POST('/api/v1/segments/text/print', { body }))).text;
        setWritten({ text: printed, printed, from: draft });
      } finally {
        setOpening(false);
      }
    },
    /** Back to the form; false when the text says nothing that it could show. */
    async close(): Promise<boolean> {
      if (text !== null && read === null) {
        const answer = await client.fetchQuery(question(text));
        if (!answer.definition) return false;
        write(fromDefinition(answer.definition));
      }
      setWritten(null);
      return true;
    },
    /** Back to the form as it was before the text could not be read. */
    discard: () => setWritten(null),
    /** The text again that was discarded. */
    resume: (before: string) => setWritten({ text: before, printed: null, from: draft }),
  };
}

export type TextMode = ReturnType<typeof useTextMode>;
