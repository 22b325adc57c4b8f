import type { Asked } from './bulk.ts';

type Rows = NonNullable<Asked['rows']>;
/** The rows, or the first line (from 1) that is not a phone and a number of points. */
export type Pasted = { readonly rows: Rows } | { readonly unreadable: number };

/** What the server takes of a text, and what it cuts a cell of a file at. */
const TEXT_MAX = 200;
const POINTS = /^[+\-−]?(?:\d{1,9}|\d{1,3}(?:[.,\u00a0\u202f ]\d{3}){1,2})$/;

/**
 * Rows as somebody pasted them: phone, points, reason, with tabs between as spreadsheets copy them, or semicolons. Not commas: `1,000` is a
 * thousand to many. A first line without a figure is the headings.
 */
export function pastedRows(text: string): Pasted {
  const rows: Rows = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const [phone = '', points = '', ...reason] = line.split(/[\t;]/).map((cell) => cell.trim());
    if (line.trim() === '' || (rows.length === 0 && !/\d/.test(line))) continue;
    if (!/\d/.test(phone) || !POINTS.test(points)) return { unreadable: index + 1 };
    const why = reason.filter((cell) => cell !== '').join('; ');
    rows.push({
      phone: phone.slice(0, TEXT_MAX),
      points: Number(points.replace('−', '-').replaceAll(/[^\d-]/g, '')),
      ...(why === '' ? {} : { reason: why.slice(0, TEXT_MAX) }),
    });
  }
  return { rows };
}
