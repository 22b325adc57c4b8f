import type { Answer } from '../../../api/client.ts';
import type { components } from '../../../api/schema.d.ts';
import { base64Of } from '../../../parts/file-base64.ts';
import { pastedRows } from './pasted-rows.ts';

export type Asked = Omit<components['schemas']['LoyaltyBulkGivenInput'], 'dryRun'>;
export type Outcome = Answer<'/api/v1/loyalty/bulk-adjustments', 'post'>;
export type BulkRow = Outcome['rows'][number];

/** What stands in the form. */
export interface Wish {
  readonly from: 'file' | 'paste';
  readonly file: File | null;
  readonly pasted: string;
  readonly kind: Asked['kind'];
  readonly currency: string | null;
  readonly ranks: boolean;
  readonly reason: string;
  readonly lastDay: string | null;
}

export const FIRST_WISH: Wish = {
  from: 'file',
  file: null,
  pasted: '',
  kind: 'adjusted',
  currency: null,
  ranks: false,
  reason: '',
  lastDay: null,
};

/** As the server has them. */
const FILE_MAX_BYTES = 5 << 20;
const ROWS_MAX = 5000;

export type Fault = 'noFile' | 'notXlsx' | 'fileTooLarge' | 'noRows' | 'tooManyRows' | { readonly unreadable: number };

/** Why the wish cannot be sent. */
export function faultOf({ from, file, pasted }: Wish): Fault | null {
  if (from === 'file') {
    if (file === null) return 'noFile';
    if (!/\.xlsx$/i.test(file.name)) return 'notXlsx';
    return file.size > FILE_MAX_BYTES ? 'fileTooLarge' : null;
  }
  const read = pastedRows(pasted);
  if ('unreadable' in read) return read;
  if (read.rows.length === 0) return 'noRows';
  return read.rows.length > ROWS_MAX ? 'tooManyRows' : null;
}

/** The wish as the server takes it. Fails when the file has changed or gone since it was chosen. */
export async function askedOf({ from, file, pasted, kind, currency, ranks, reason, lastDay }: Wish): Promise<Asked> {
  const read = pastedRows(pasted);
  return {
    ...(from === 'paste' ? { rows: 'rows' in read ? read.rows : [] } : { xlsx: file ? await base64Of(file) : '' }),
    kind,
    ranks,
    ...(currency === null ? {} : { currency }),
    ...(reason.trim() === '' ? {} : { reason: reason.trim() }),
    ...(lastDay === null ? {} : { lastDay }),
  };
}

/** What would be, or was, carried out. */
export function countsOf({ rows }: Outcome) {
  const ready = rows.filter(({ problem, applied }) => problem === null && !applied);
  const sum = (sign: 1 | -1) => ready.reduce((all, { points }) => all + Math.max(0, sign * (points ?? 0)), 0);
  return { ready: ready.length, given: sum(1), taken: sum(-1) };
}
