import type { Logger } from 'pino';
import { AppError } from '../../errors.ts';
import { dayOf, fold, formatDay, type Instant } from '../../model.ts';
import type { Mail } from '../mail.ts';
import type { SecretBox } from '../secrets.ts';
import type { ShopStates } from '../shop-state.ts';
import type { BulkActionDocument, ExportFile } from '../store/bulk-action-document.ts';
import type { ShopStore } from '../store/index.ts';
import { type Cell, headOf } from './export-columns.ts';
import { writeFile } from './export-file.ts';
import { linkToken } from './export-link.ts';
import { exportRows } from './export-rows.ts';

export interface ExportParts {
  readonly states: ShopStates;
  readonly logger: Logger;
  readonly now: () => number;
  readonly box: SecretBox;
  /** Null: no SMTP_URL, no mail. */
  readonly mail: Mail | null;
  /** How this server is reached, without a slash at the end. */
  readonly publicUrl: string;
  /** Customers in one file. Default: as many rows as Excel has, less the one that names the columns. */
  readonly rowsMax?: number;
}

/** Personal data are not left lying about: links and files are gone after a week. */
export const LINK_MS = 7 * 86_400_000;
const EXCEL_ROWS = 1_048_576;
/** Whoever is at it says so this often. */
const BEAT_MS = 2000;

export type ExportEnd = Pick<BulkActionDocument, 'files' | 'linksUntil' | 'mail'>;

/**
 * Writes the files of an export. An archive cannot be gone on with in the middle, so after a crash it begins again from the frozen set; what an
 * earlier try has written is under its own number and is never served. Null when it was cancelled or taken over (`isOurs`).
 */
export async function runExport(
  parts: ExportParts,
  scope: ShopStore,
  action: BulkActionDocument,
  isOurs: (done: number) => Promise<boolean>,
): Promise<ExportEnd | null> {
  const { asked } = action;
  if (asked.type !== 'export') return null;
  const state = await parts.states.get(scope.shop);
  if (!state) throw new AppError('not_found', 'the shop is no more');
  await scope.exportChunks.deleteMany({ action: action._id });
  const rowsMax = parts.rowsMax ?? EXCEL_ROWS - 1;
  const { total } = action.progress;
  const count = Math.max(1, Math.ceil(total / rowsMax));
  const format = count > 1 ? 'csv' : asked.format; // what one sheet cannot hold comes as CSV in parts
  const linksUntil = parts.now() + LINK_MS;
  const name = fileName(action.name, formatDay(dayOf(action.at, state.shop.timeZone)));
  const rows = exportRows(scope, action._id, asked, state);
  const beating = beat(parts, isOurs);
  const files: ExportFile[] = [];
  try {
    for (let number = 0; number < count; number++) {
      const part = count > 1 ? `-${number + 1}` : '';
      const place = { name: `${name}${part}.${format}`, number, expiresAt: new Date(linksUntil) };
      const content = {
        format,
        head: headOf(asked.columns, asked.language),
        rows: taking(rows, rowsMax, beating.count),
      };
      files.push(await writeFile(scope, action, place, content));
    }
  } catch (error) {
    if (beating.isLost()) return null;
    throw error;
  } finally {
    await rows.return(undefined);
  }
  const isMailed = asked.email !== undefined;
  return {
    files,
    linksUntil,
    ...(isMailed ? { mail: { state: parts.mail === null ? 'not_configured' : 'pending' } } : {}),
  };
}

/** Tells now and then how far it is, and ends it when it is nobody's or another's by now. */
function beat({ now }: Pick<ExportParts, 'now'>, isOurs: (done: number) => Promise<boolean>) {
  let [done, last, isLost]: [number, Instant, boolean] = [0, now(), false];
  return {
    isLost: () => isLost,
    async count() {
      done++;
      if (done % 1000 !== 0 || now() - last < BEAT_MS) return;
      last = now();
      if (await isOurs(done)) return;
      isLost = true;
      throw new AppError('conflict', 'the export was ended');
    },
  };
}

/** The next rows, and no more: the others are the next file's. */
async function* taking(
  rows: AsyncGenerator<readonly Cell[]>,
  most: number,
  count: () => Promise<void>,
): AsyncGenerator<readonly Cell[]> {
  for (let taken = 0; taken < most; taken++) {
    const next = await rows.next();
    if (next.done) return;
    await count();
    yield next.value;
  }
}

/** Letters and digits: "Khách VIP" on 2026-11-22 is khach-vip-2026-11-22. */
function fileName(segment: string, day: string): string {
  const plain = fold(segment)
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 60);
  return `${plain === '' ? 'segment' : plain}-${day}`;
}

/** Where each file can be fetched; none once they are gone. */
export function linksOf(
  { box, publicUrl, now }: Pick<ExportParts, 'box' | 'publicUrl' | 'now'>,
  action: BulkActionDocument,
): string[] | null {
  const { files = [], linksUntil, deletedAt, state } = action;
  if (state !== 'done' || linksUntil === undefined || linksUntil <= now() || deletedAt !== undefined) return null;
  return files.map((_, file) => `${publicUrl}/exports/${linkToken(box, action, file, linksUntil)}`);
}

/** Sends the links; sent twice rather than never, if this process dies in between. */
export async function mailExport(parts: ExportParts, scope: ShopStore, action: BulkActionDocument): Promise<void> {
  const { asked, _id } = action;
  const links = linksOf(parts, action);
  if (asked.type !== 'export' || asked.email === undefined) return;
  let state: NonNullable<BulkActionDocument['mail']>['state'] = 'failed';
  try {
    const shop = await parts.states.get(scope.shop);
    if (links && shop && parts.mail) {
      await parts.mail.send({ to: asked.email, ...letterOf(action, links, asked.language, shop.shop.timeZone) });
      state = 'sent';
    }
  } catch (error) {
    const { code } = error as { code?: string };
    parts.logger.error({ action: _id, code }, 'the mail of an export could not be sent');
  }
  await scope.bulkActions.updateOne({ _id }, { $set: { mail: { state, at: parts.now() } }, $unset: { lease: '' } });
}

function letterOf(
  { name, files = [], linksUntil = 0 }: BulkActionDocument,
  links: readonly string[],
  language: 'vi' | 'en',
  timeZone: string,
): { subject: string; text: string } {
  const isVietnamese = language === 'vi';
  const until = new Intl.DateTimeFormat(isVietnamese ? 'vi' : 'en-GB', {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone,
  }).format(linksUntil);
  const blocks = files.map(({ name: file, rows, sha256 }, index) =>
    [file, `${isVietnamese ? 'Số dòng' : 'Rows'}: ${rows}`, `SHA-256: ${sha256}`, links[index]].join('\n'),
  );
  const [before, after] = isVietnamese
    ? [
        `Tệp xuất của phân khúc “${name}” đã sẵn sàng.`,
        `Liên kết có hiệu lực đến ${until}. Tệp chứa dữ liệu cá nhân: đừng chuyển tiếp thư này.`,
      ]
    : [
        `The export of the segment “${name}” is ready.`,
        `The link works until ${until}. The file holds personal data: do not pass this mail on.`,
      ];
  const subject = isVietnamese ? `Tệp xuất: ${name}` : `Export: ${name}`;
  return { subject, text: [before, ...blocks, after].join('\n\n') };
}
