import { useMemo, useRef, useState } from 'react';
import { useFormats } from '../../../session/admin.tsx';
import type { Programme } from '../loyalty.ts';
import type { RuleForm } from './draft.ts';
import type { Editing } from './editor-context.ts';
import { type Path, valueAt, withValue } from './paths.ts';
import { problemText } from './problem-text.ts';
import { useTexts } from './texts.ts';
import { type ExampleOrder, useCheck, useExample } from './use-check.ts';
import { sentencesOf } from './use-facts.ts';

/** The programme as it is being written: what its fields read and write, what is wrong with it, and an order by it. */
export function useDraft(begin: Programme, forms: ReadonlyMap<string, RuleForm>) {
  const t = useTexts();
  const f = useFormats();
  const [draft, setDraft] = useState<Programme>(begin);
  const [order, setOrder] = useState<ExampleOrder>({ goodsMinor: 1_250_000, ordinal: 2, isBirthday: false });
  const [left, setLeft] = useState<ReadonlySet<Path>>(new Set());
  const [isAllShown, setAllShown] = useState(false);

  const { check, isCurrent, valid } = useCheck(draft);
  // The last draft that was in order: its example stays while the next is being typed.
  const lastValid = useRef<Programme | null>(null);
  if (valid) lastValid.current = valid;
  const { data: example } = useExample(lastValid.current, order);

  const sentences = useMemo(() => sentencesOf(example), [example]);
  const editing = useMemo<Editing>(() => {
    const problems = (check?.problems ?? []).flatMap((problem) => {
      const value = valueAt(draft, problem.path);
      const isMissing = value === undefined || value === '';
      if (isMissing && !isAllShown && !left.has(problem.path)) return [];
      return [{ path: problem.path, text: problemText(problem, value, t, f) }];
    });
    return {
      draft,
      forms,
      sentences,
      isAllShown,
      set: (path, value) => setDraft((before) => withValue(before, path, value)),
      problemAt: (path) => problems.find((problem) => problem.path === path)?.text ?? null,
      problemsBelow: (path) => problems.filter((problem) => problem.path.startsWith(path)),
      leave: (path) => setLeft((before) => (before.has(path) ? before : new Set([...before, path]))),
    };
  }, [draft, forms, sentences, isAllShown, check, left, t, f]);
  return {
    draft,
    setDraft,
    order,
    setOrder,
    setAllShown,
    check,
    example,
    editing,
    lastValid: lastValid.current,
    /** What stands beside the fields is of before: the draft has problems. */
    isOld: isCurrent && valid === null,
  };
}
