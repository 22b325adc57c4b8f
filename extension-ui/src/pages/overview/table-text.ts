/** A table as text, for a file and for the clipboard. */
export interface PlainTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number | null)[])[];
}

/** RFC 4180 with a byte order mark, by which spreadsheets know that it is UTF-8. */
export function csvOf({ columns, rows }: PlainTable): string {
  return `\uFEFF${[columns, ...rows].map((row) => row.map(csvField).join(',')).join('\r\n')}\r\n`;
}

/** Cells as spreadsheets paste them. */
export function pasteOf({ columns, rows }: PlainTable): string {
  return [columns, ...rows]
    .map((row) => row.map((cell) => harmless(cell).replace(/[\t\r\n]/g, ' ')).join('\t'))
    .join('\n');
}

function csvField(cell: string | number | null): string {
  const text = harmless(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A text that begins like a formula would be run by the spreadsheet: names of channels come from outside. */
function harmless(cell: string | number | null): string {
  if (typeof cell !== 'string') return cell === null ? '' : String(cell);
  return /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
}
