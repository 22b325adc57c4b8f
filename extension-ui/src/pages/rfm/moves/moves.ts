import { type Matrix, type Move, sum } from '../rfm.ts';

/** Rows and columns that somebody is in: labels of a shop without anybody would only push the others together. */
export function margins({ rows, columns }: Matrix) {
  const isThere = ({ customers }: { customers: number }) => customers > 0;
  return { rows: rows.filter(isThere), columns: columns.filter(isThere) };
}

export function movesBy({ cells }: Matrix): (from: string, to: string) => Move | undefined {
  const byKey = new Map(cells.map((cell) => [`${cell.from} ${cell.to}`, cell]));
  return (from, to) => byKey.get(`${from} ${to}`);
}

/** Of those who were customers at both days, how many have another label; new ones have not moved. */
export function movedOf({ cells }: Matrix): {
  readonly moved: number;
  readonly stayed: number;
  readonly isNew: number;
} {
  const count = (is: (cell: Move) => boolean) => sum(cells.filter(is).map(({ customers }) => customers));
  return {
    moved: count(({ from, to }) => from !== 'not_known' && from !== to),
    stayed: count(({ from, to }) => from === to),
    isNew: count(({ from }) => from === 'not_known'),
  };
}

export const HEATS = 5;

/** How strongly a cell is coloured by its share of the row: 0 not at all, to {@link HEATS}. */
export function heatOf(share: number): number {
  return Math.ceil(Math.min(1, Math.max(0, share)) * HEATS);
}

/** The moves that most customers made; who stayed comes after all of them. */
export function sorted({ cells }: Matrix): Move[] {
  const stays = ({ from, to }: Move) => (from === to ? 1 : 0);
  return [...cells].sort((a, b) => stays(a) - stays(b) || b.customers - a.customers);
}
