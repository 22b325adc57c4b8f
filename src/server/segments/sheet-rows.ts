import { readSheet } from 'read-excel-file/node';
import { AppError } from '../../errors.ts';
import { fold } from '../../model.ts';
import { isHarmlessArchive } from '../loyalty/sheet-archive.ts';
import { LINES_MAX, type PastedLine } from './paste.ts';

const FILE_MAX_BYTES = 5 << 20;

/** What columns that tell who somebody is are called, folded. */
const COLUMNS: readonly string[] = [
  ...['phone', 'phone number', 'mobile', 'sdt', 'so dien thoai', 'dien thoai', 'di dong'],
  ...['email', 'e-mail', 'mail', 'thu dien tu'],
  ...['member code', 'code', 'ma khach hang', 'ma the', 'ma thanh vien', 'ma'],
  ...['name', 'customer', 'ten', 'ho ten', 'ho va ten', 'ten khach hang', 'khach hang'],
];

/** Rows of the first sheet of an XLSX file. */
export async function xlsxLines(base64: string): Promise<PastedLine[]> {
  const file = bytesOf(base64);
  const unreadable = (cause?: unknown) => new AppError('invalid', 'xlsx: not an XLSX file that can be read', { cause });
  if (!(await isHarmlessArchive(file))) throw unreadable();
  const rows = await readSheet(file).catch((cause: unknown) => {
    throw unreadable(cause);
  });
  return linesOf(rows.map((cells) => cells.map((cell) => (cell === null ? '' : String(cell)))));
}

/** Rows of a CSV file in UTF-8, with commas, semicolons or tabs. */
export function csvLines(base64: string): PastedLine[] {
  return linesOf(
    cellsOf(
      bytesOf(base64)
        .toString('utf8')
        .replace(/^\uFEFF/, ''),
    ),
  );
}

function bytesOf(base64: string): Buffer {
  const file = Buffer.from(base64, 'base64');
  if (file.length > FILE_MAX_BYTES) throw new AppError('payload_too_large', 'file: at most 5 MB');
  return file;
}

/** With a row that names columns only those tell who somebody is: a number of points is no member code. Without one, all do. */
function linesOf(rows: readonly (readonly string[])[]): PastedLine[] {
  const head = rows.findIndex((cells) => cells.some((cell) => cell.trim() !== ''));
  const named = (rows[head] ?? []).flatMap((cell, column) => (COLUMNS.includes(fold(cell).trim()) ? [column] : []));
  const first = named.length > 0 ? head + 1 : Math.max(head, 0);
  const lines = rows.slice(first).flatMap((cells, index): PastedLine[] => {
    const told = (named.length > 0 ? named.map((column) => cells[column] ?? '') : cells)
      .map((cell) => cell.trim().slice(0, 200))
      .filter((cell) => cell !== '');
    return told.length === 0 ? [] : [{ line: first + index + 1, cells: told }];
  });
  if (lines.length > LINES_MAX) throw new AppError('invalid', `file: at most ${LINES_MAX} rows`);
  return lines;
}

/** RFC 4180, and what Excel writes where the comma is a decimal point. */
function cellsOf(text: string): string[][] {
  const separator = [';', '\t'].find((mark) => (text.split('\n')[0] ?? '').includes(mark)) ?? ',';
  const rows: string[][] = [];
  const row: string[] = [];
  let cell = '';
  let isQuoted = false;
  for (let at = 0; at < text.length; at++) {
    const letter = text[at] as string;
    if (isQuoted) {
      if (letter !== '"') cell += letter;
      else if (text[at + 1] === '"') cell += text[++at];
      else isQuoted = false;
    } else if (letter === '"' && cell === '') isQuoted = true;
    else if (letter === separator || letter === '\n') {
      row.push(cell);
      cell = '';
      if (letter === '\n') rows.push(row.splice(0));
    } else if (letter !== '\r') cell += letter;
  }
  return cell === '' && row.length === 0 ? rows : [...rows, [...row, cell]];
}
