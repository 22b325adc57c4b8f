/**
 * A condition as it is typed: a word and parts, before anybody asks which fields they fill. Reading and printing both go by way
 * of it, so that printing can ask the reader whether it would understand the same.
 */
export interface Phrase extends Span {
  readonly word: string;
  readonly parts: readonly Part[];
}

/** Offsets into the text, `to` behind the last character; 0 in what is printed. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export type Part =
  /** `all`, `this_month` */
  | { readonly type: 'keyword'; readonly term: Term }
  /** `in this_month`, `since 2026-01-01`, `from … to …` */
  | { readonly type: 'window'; readonly term: Term }
  /** `>= 5`, `between 1 and 3`, and `= "VIP"` */
  | { readonly type: 'comparison'; readonly term: Comparing }
  /** `in ("VIP", "Sỉ")` */
  | { readonly type: 'choices'; readonly items: readonly Term[]; readonly span: Span }
  /** `(products: ["p1"], quantity >= 2)` */
  | { readonly type: 'entries'; readonly entries: readonly Entry[]; readonly span: Span }
  /** `{"op": "gte", "value": 5}`: the arguments as they are stored, for what has no words. */
  | { readonly type: 'exact'; readonly term: Term };

export interface Entry {
  readonly name: string;
  readonly nameAt: Span;
  readonly term: Term;
}

export type Comparing = Span & { readonly type: 'comparison'; readonly op: string; readonly values: readonly Term[] };

export type Term = Span &
  (
    | { readonly type: 'text'; readonly text: string }
    /** `image` is how it was typed: "091" is text where a text is wanted. */
    | { readonly type: 'figure'; readonly value: number; readonly image: string }
    | { readonly type: 'day'; readonly day: string }
    | { readonly type: 'name'; readonly name: string; readonly entries?: readonly Entry[] }
    | { readonly type: 'dated'; readonly name: string; readonly day: string }
    | { readonly type: 'range'; readonly values: readonly Term[] }
    | { readonly type: 'list'; readonly items: readonly Term[] }
    | { readonly type: 'object'; readonly entries: readonly Entry[] }
    | { readonly type: 'comparison'; readonly op: string; readonly values: readonly Term[] }
  );

export const NOWHERE: Span = { from: 0, to: 0 };

/** The values of `select` fields that compare, and their signs. */
export const SIGNS: Readonly<Record<string, string>> = {
  gte: '>=',
  gt: '>',
  lte: '<=',
  lt: '<',
  eq: '=',
  ne: '!=',
};
export const OPS: ReadonlyMap<string, string> = new Map(Object.entries(SIGNS).map(([op, sign]) => [sign, op]));
