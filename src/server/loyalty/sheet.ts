import { readSheet } from 'read-excel-file/node';
import { AppError } from '../../errors.ts';
import { fold } from '../../model.ts';
import { isHarmlessArchive } from './sheet-archive.ts';

/** A row of points to give or take, as somebody wrote it. */
export interface SheetRow {
  /** In the file, the first being 1. */
  readonly row: number;
  readonly phone: string;
  /** Null: not a whole number. */
  readonly points: number | null;
  readonly reason: string;
}

const SHEET_MAX_BYTES = 5 << 20;
export const SHEET_ROWS_MAX = 5000;

/** What columns are called, folded. */
const COLUMNS = {
  phone: ['phone', 'phone number', 'mobile', 'sdt', 'so dien thoai', 'dien thoai', 'di dong'],
  points: ['points', 'diem', 'so diem'],
  reason: ['reason', 'note', 'ly do', 'ghi chu'],
} as const;

/** The rows of an XLSX file in base64: its first sheet, whose first row that is not empty names the columns. */
export async function readRows(base64: string): Promise<SheetRow[]> {
  const file = Buffer.from(base64, 'base64');
  if (file.length > SHEET_MAX_BYTES) throw new AppError('payload_too_large', 'xlsx: at most 5 MB');
  if (!(await isHarmlessArchive(file))) throw noSheet();
  const data = await readSheet(file).catch((cause: unknown) => {
    throw noSheet(cause);
  });
  const head = data.findIndex((cells) => cells.some((cell) => cell !== null));
  const names = (data[head] ?? []).map((cell) => fold(String(cell ?? '')).trim());
  const columnOf = (what: keyof typeof COLUMNS) =>
    names.findIndex((name) => (COLUMNS[what] as readonly string[]).includes(name));
  const [phone, points, reason] = [columnOf('phone'), columnOf('points'), columnOf('reason')];
  if (phone < 0 || points < 0)
    throw new AppError('invalid', 'xlsx: the first row has to name the columns phone and points, and may name reason');
  const rows = data.slice(head + 1).flatMap((cells, index): SheetRow[] => {
    if (cells.every((cell) => cell === null)) return [];
    const text = (column: number) => (column < 0 ? '' : String(cells[column] ?? '').trim());
    return [
      {
        row: head + 2 + index,
        phone: text(phone).slice(0, 200),
        points: wholeNumber(text(points)),
        reason: text(reason).slice(0, 200),
      },
    ];
  });
  if (rows.length > SHEET_ROWS_MAX) throw new AppError('invalid', `xlsx: at most ${SHEET_ROWS_MAX} rows`);
  return rows;
}

const wholeNumber = (text: string): number | null => (/^[+-]?\d{1,10}$/.test(text) ? Number(text) : null);

const noSheet = (cause?: unknown) => new AppError('invalid', 'xlsx: not an XLSX file that can be read', { cause });
