import { useFormats } from '../../../session/admin.tsx';
import type { Programme, Words } from '../loyalty.ts';
import type { RuleForm } from './draft.ts';
import { type Fact, factsOf } from './facts.ts';
import { useTexts } from './texts.ts';
import { type ExampleOrder, useExample } from './use-check.ts';

const ANY_ORDER: ExampleOrder = { goodsMinor: 1_000_000, ordinal: 2, isBirthday: false };

/** A programme in words; null gives nothing. Its rules are said by the server, which knows what things are called. */
export function useFacts(programme: Programme | null, forms: ReadonlyMap<string, RuleForm>): Fact[] {
  const t = useTexts();
  const f = useFormats();
  const { data } = useExample(programme, ANY_ORDER);
  return programme ? factsOf(programme, { t, f, forms, sentences: sentencesOf(data) }) : [];
}

export function sentencesOf(
  example: { readonly sentences: readonly { readonly rule: string; readonly sentence: Words }[] } | undefined,
): ReadonlyMap<string, Words> {
  return new Map((example?.sentences ?? []).map(({ rule, sentence }) => [rule, sentence]));
}
