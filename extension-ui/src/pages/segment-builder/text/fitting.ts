import type { Answer } from '../../../api/client.ts';
import { fold } from '../../../format/fold.ts';

export type Completions = Answer<'/api/v1/segments/text/complete', 'post'>;
export type Completion = Completions['items'][number];

export const NONE: Completions = { from: 0, to: 0, items: [] };

/** An answer for one place of one text, at another: by what has been typed since. */
export function fitting(
  answer: Completions & { readonly text: string; readonly offset: number },
  text: string,
  offset: number,
): Completions {
  const { from, items } = answer;
  const begun = fold(text.slice(from, offset));
  const starts = ({ text: one }: Completion) => fold(one).startsWith(begun);
  if (answer.text !== text || answer.offset !== offset) {
    const isSameAround =
      offset > from &&
      text.slice(0, from) === answer.text.slice(0, from) &&
      text.slice(offset) === answer.text.slice(answer.to);
    return isSameAround ? { from, to: offset, items: items.filter(starts) } : NONE;
  }
  // What stands there already is no suggestion; what begins as it was typed comes before what is only called so.
  const [only] = items;
  if (items.length === 1 && only?.text === text.slice(from, answer.to)) return NONE;
  return { from, to: answer.to, items: items.toSorted((a, b) => Number(starts(b)) - Number(starts(a))) };
}
