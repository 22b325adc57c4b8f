import type { Model } from '../rfm.ts';
import { scoresOf } from './draft.ts';

export interface Spot {
  /** Of the grid; several where F and M stand together. */
  readonly cells: readonly string[];
  /** The one label of all its cells; null: they have different ones. */
  readonly label: string | null;
}

export interface GridTable {
  /** The score of R that the whole table is of; null: its rows are. */
  readonly r: number | null;
  /** Highest first: scores of M, or of R. */
  readonly rows: readonly { readonly score: number; readonly spots: readonly Spot[] }[];
  /** Scores of F, or the mean of F and M. */
  readonly columns: readonly number[];
}

/** 27 cells as three tables, one for each R; 125 as a map of R and the mean of F and M, which is how their labels are told apart. */
export function tablesOf(model: Model): GridTable[] {
  const scores = scoresOf(model);
  const up = Array.from({ length: scores }, (_, i) => i + 1);
  const down = [...up].reverse();
  const spot = (cells: readonly string[]): Spot => {
    const labels = new Set(cells.map((cell) => model.grid[cell] ?? ''));
    const [label = null] = labels;
    return { cells, label: labels.size === 1 ? label : null };
  };
  if (scores === 3)
    return down.map((r) => ({
      r,
      columns: up,
      rows: down.map((m) => ({ score: m, spots: up.map((f) => spot([`${r}${f}${m}`])) })),
    }));
  const means = Array.from({ length: 2 * scores - 1 }, (_, i) => (i + 2) / 2);
  const cellsOf = (r: number, mean: number) =>
    up.flatMap((f) => up.filter((m) => f + m === 2 * mean).map((m) => `${r}${f}${m}`));
  return [
    {
      r: null,
      columns: means,
      rows: down.map((r) => ({ score: r, spots: means.map((mean) => spot(cellsOf(r, mean))) })),
    },
  ];
}
