import type { Figures, Overview } from './use-figures.ts';

export type Kind = 'money' | 'count' | 'rate';

/** A figure as a column of a table, or as what a chart draws. */
export interface FigureColumn {
  readonly name: string;
  readonly field: keyof Figures;
  readonly kind: Kind;
  /** Left out of the table on a phone. */
  readonly isAside?: boolean;
}

export interface Line {
  readonly from: string;
  readonly to: string;
  readonly values: readonly (number | null)[];
}

export function linesOf({ series }: Pick<Overview, 'series'>, columns: readonly FigureColumn[]): Line[] {
  return series.map(({ from, to, figures }) => ({ from, to, values: columns.map(({ field }) => figures[field]) }));
}

/** As a spreadsheet takes it: money in whole currency, rates as shares of one. */
export function plainValue(value: number | null, kind: Kind, minorDigits: number): number | null {
  return value === null || kind !== 'money' ? value : value / 10 ** minorDigits;
}
