import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Binary } from 'mongodb';
import { ZipFile } from 'yazl';
import type { BulkActionDocument, ExportChunkDocument, ExportFile } from '../store/bulk-action-document.ts';
import type { ShopStore } from '../store/index.ts';
import { CSV_BEGIN, csvRows, SHEET_BEGIN, SHEET_END, sheetRow, XLSX_PARTS } from './export-cells.ts';
import type { Cell } from './export-columns.ts';

/** A document of MongoDB holds 16 MB; of larger pieces more would be in memory at a time. */
const CHUNK_BYTES = 1 << 20;
/** Rows that are turned into text at a time. */
const ROWS = 200;
/** Quick: a file is written once and downloaded once or twice. */
const COMPRESSION = 3;

/** Rows of one file, without the names of the columns. */
export type Rows = AsyncIterable<readonly Cell[]>;

/** Writes a file into the database as its rows come: of rows and of bytes only some hundred kilobytes are in memory. */
export async function writeFile(
  scope: ShopStore,
  action: BulkActionDocument,
  place: { readonly name: string; readonly number: number; readonly expiresAt: Date },
  content: { readonly format: 'xlsx' | 'csv'; readonly head: readonly string[]; readonly rows: Rows },
): Promise<ExportFile> {
  const sink = new ChunkSink(scope, action, place);
  let count = 0;
  const counted = async function* () {
    for await (const row of content.rows) {
      count++;
      yield row;
    }
  };
  const { format, head } = content;
  if (format === 'csv') await pipeline(Readable.from(csvText(head, counted())), sink.take);
  else await writeArchive(Readable.from(sheetText(head, counted())), sink);
  return { name: place.name, format, rows: count, ...sink.sum() };
}

async function writeArchive(sheet: Readable, sink: ChunkSink): Promise<void> {
  const zip = new ZipFile();
  const output = zip.outputStream as Readable;
  // What goes wrong while rows are read is told by the archive and not by its output.
  sheet.on('error', (error) => output.destroy(error));
  zip.on('error', (error: Error) => output.destroy(error));
  for (const [path, text] of Object.entries(XLSX_PARTS)) zip.addBuffer(Buffer.from(text), path);
  zip.addReadStream(sheet, 'xl/worksheets/sheet1.xml', { compressionLevel: COMPRESSION });
  zip.end();
  try {
    await pipeline(output, sink.take);
  } finally {
    sheet.destroy();
  }
}

async function* sheetText(head: readonly string[], rows: Rows): AsyncGenerator<Buffer> {
  let text = SHEET_BEGIN + sheetRow(head, 1);
  let number = 1;
  for await (const row of rows) {
    text += sheetRow(row, ++number);
    if (number % ROWS !== 0) continue;
    yield Buffer.from(text);
    text = '';
  }
  yield Buffer.from(text + SHEET_END);
}

async function* csvText(head: readonly string[], rows: Rows): AsyncGenerator<Buffer> {
  yield Buffer.from(CSV_BEGIN + csvRows([head]));
  let batch: (readonly Cell[])[] = [];
  for await (const row of rows) {
    batch.push(row);
    if (batch.length < ROWS) continue;
    yield Buffer.from(csvRows(batch));
    batch = [];
  }
  if (batch.length > 0) yield Buffer.from(csvRows(batch));
}

/** Cuts what is written into documents, one after the other. */
class ChunkSink {
  readonly #scope: ShopStore;
  readonly #document: (number: number, data: Buffer) => ExportChunkDocument;
  readonly #hash = createHash('sha256');
  #parts: Buffer[] = [];
  #size = 0;
  #bytes = 0;
  #number = 0;

  constructor(
    scope: ShopStore,
    { _id, attempt }: Pick<BulkActionDocument, '_id' | 'attempt'>,
    { number: file, expiresAt }: { readonly number: number; readonly expiresAt: Date },
  ) {
    this.#scope = scope;
    this.#document = (number, data) => ({
      _id: `${chunksOf(_id, attempt, file)}${String(number).padStart(6, '0')}`,
      shop: scope.shop,
      action: _id,
      data: new Binary(data),
      expiresAt,
    });
  }

  sum(): Pick<ExportFile, 'bytes' | 'sha256'> {
    return { bytes: this.#bytes, sha256: this.#hash.digest('hex') };
  }

  /** The last step of a pipeline: what comes faster than it is stored waits. */
  readonly take = async (bytes: AsyncIterable<Buffer>): Promise<void> => {
    for await (const chunk of bytes) {
      this.#hash.update(chunk);
      this.#bytes += chunk.length;
      this.#parts.push(chunk);
      this.#size += chunk.length;
      if (this.#size >= CHUNK_BYTES) await this.#store();
    }
    await this.#store();
  };

  async #store(): Promise<void> {
    if (this.#size === 0) return;
    const data = Buffer.concat(this.#parts);
    this.#parts = [];
    this.#size = 0;
    await this.#scope.exportChunks.insert([this.#document(this.#number++, data)]);
  }
}

/** What the pieces of a file are called, up to their numbers. */
const chunksOf = (action: string, attempt: number | undefined, file: number) => `${action}/${attempt}.${file}/`;

/** The bytes of a file that is whole, piece by piece. */
export async function* readChunks(
  scope: ShopStore,
  { _id, attempt }: Pick<BulkActionDocument, '_id' | 'attempt'>,
  file: number,
): AsyncGenerator<Buffer> {
  const name = chunksOf(_id, attempt, file);
  const chunks = scope.exportChunks.find(
    { action: _id, _id: { $gt: name, $lt: `${name}:` } }, // a colon comes after every digit
    { hint: { action: 1, _id: 1 }, batchSize: 2 },
  );
  for await (const { data } of chunks.sort({ _id: 1 })) yield Buffer.from(data.buffer);
}
