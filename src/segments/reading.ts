import { type Comparison, holds } from './comparison.ts';

/** What a condition finds of one customer: the "actual" of an explanation, whose threshold is the condition's own sentence. */
export interface Reading {
  /** For programs: minor units, a count, days, an id or several; null where nothing is known. */
  readonly value: number | string | boolean | readonly string[] | null;
  /** For people: "8.200.000 ₫", "42 ngày", "VIP, Sỉ", "chưa có ngày sinh". */
  readonly shown: string;
  /** The least that would turn the verdict; null where only time can, or nothing that somebody does. */
  readonly change: Change | null;
}

export interface Change {
  /** Of a figure: what has to be added to it, negative to be taken away. Null where it is no figure. */
  readonly by: number | null;
  /** "chi thêm 1.800.000 ₫", "thêm thẻ “VIP”". */
  readonly text: string;
}

/** The least `by` for which the verdict about `figure + by` is another one; null when no figure from `min` on gives another. */
export function leastChange(figure: number, comparison: Comparison, min = 0): number | null {
  const bounds = comparison.op === 'between' ? [comparison.from, comparison.to] : [comparison.value];
  const candidates = bounds.flatMap((bound) => [bound - 1, bound, bound + 1]).filter((at) => at >= min);
  const now = holds(figure, comparison);
  const turning = candidates.filter((at) => holds(at, comparison) !== now).map((at) => at - figure);
  return turning.reduce<number | null>(
    (least, by) => (least === null || Math.abs(by) < Math.abs(least) ? by : least),
    null,
  );
}

/** The reading of an integer figure that is compared. `more` and `less` say the change with the figure and its unit. */
export function figureReading(
  figure: number,
  comparison: Comparison,
  words: {
    readonly shown: (figure: number) => string;
    readonly more: (by: number) => string;
    readonly less: (by: number) => string;
    /** The least that the figure can be; 0 unless told. */
    readonly min?: number;
  },
): Reading {
  const by = leastChange(figure, comparison, words.min);
  const text = by === null ? null : by > 0 ? words.more(by) : words.less(-by);
  return {
    value: figure,
    shown: words.shown(figure),
    change: by === null || text === null ? null : { by, text },
  };
}

/** Nothing is known of the customer. */
export function unknownReading(shown: string, change: string | null = null): Reading {
  return { value: null, shown, change: change === null ? null : { by: null, text: change } };
}
