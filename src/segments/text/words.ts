import { fold } from '../../model.ts';
import type { Condition } from '../condition.ts';
import { CONDITIONS } from '../conditions/index.ts';

/** What the text form calls a condition: its word, or its kind, which is always understood too. */
export function wordOf({ word, kind }: Condition): string {
  return word ?? kind;
}

/** Made at the first use: the list of conditions may still be loading when this file is. */
let byWord: Map<string, Condition[]> | null = null;

/** Two conditions can share a word, "spent" ever and in a period: what follows tells them apart. */
export function conditionsCalled(word: string): readonly Condition[] {
  byWord ??= Map.groupBy([...CONDITIONS], wordOf);
  const called = word.toLowerCase();
  return byWord.get(called) ?? CONDITIONS.filter(({ kind }) => kind === called);
}

/** Conditions that somebody who types this may mean, likeliest first: by their word, then by their name in both languages. */
export function conditionsLike(typed: string): Condition[] {
  const asked = fold(typed).replaceAll('_', ' ');
  const ranked = CONDITIONS.map((condition) => ({ condition, rank: rankOf(condition, asked) }));
  return ranked
    .filter(({ rank }) => rank < NOT_LIKE)
    .sort((a, b) => a.rank - b.rank)
    .map(({ condition }) => condition);
}

const NOT_LIKE = 9;

function rankOf(condition: Condition, asked: string): number {
  const names = [wordOf(condition), condition.kind].map((name) => name.replaceAll('_', ' '));
  const labels = [condition.form.label.vi, condition.form.label.en].map(fold);
  if (names.includes(asked)) return 0;
  if (names.some((name) => name.startsWith(asked))) return 1;
  if (labels.some((label) => label.startsWith(asked))) return 2;
  if ([...names, ...labels].some((label) => label.includes(` ${asked}`))) return 3;
  const parts = asked.split(' ');
  return [...names, ...labels].some((label) => parts.every((part) => label.includes(part))) ? 4 : NOT_LIKE;
}
