import { promisify } from 'node:util';
import { inflateRaw } from 'node:zlib';

/** A sheet of five thousand rows unpacks to about a megabyte, styles and all. */
const UNPACKED_MAX_BYTES = 40 << 20;
const ENTRIES_MAX = 200;
/** Between two entries there is at most what describes the one before. */
const GAP_MAX_BYTES = 24;

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;

/**
 * Whether an archive is what it says it is and unpacks to no more than a sheet does. Five megabytes can be made to unpack to gigabytes, and the
 * reader of sheets would: so every entry is unpacked here first, into a bounded buffer, and nothing may lie between entries.
 */
export async function isHarmlessArchive(file: Buffer): Promise<boolean> {
  const found = entriesOf(file);
  if (found === null) return false;
  let [left, at] = [UNPACKED_MAX_BYTES, 0];
  for (const { offset, method, size } of found.entries) {
    if (offset < at || offset - at > GAP_MAX_BYTES || offset + 30 > file.length || file.readUInt32LE(offset) !== LOCAL)
      return false;
    const start = offset + 30 + file.readUInt16LE(offset + 26) + file.readUInt16LE(offset + 28);
    at = start + size;
    if (at > file.length) return false;
    const unpacked = await unpackedSize(file.subarray(start, at), method, left);
    if (unpacked === null) return false;
    left -= unpacked;
  }
  return found.directory >= at && found.directory - at <= GAP_MAX_BYTES;
}

interface Entry {
  readonly offset: number;
  readonly method: number;
  /** As it lies in the file. */
  readonly size: number;
}

/** In the order in which they lie, by the directory at the end; null when there is none that can be read. */
function entriesOf(file: Buffer): { readonly entries: readonly Entry[]; readonly directory: number } | null {
  const end = file.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end < 0 || end + 22 > file.length || file.readUInt32LE(end) !== END) return null;
  const count = file.readUInt16LE(end + 10);
  if (count === 0 || count > ENTRIES_MAX) return null;
  const entries: Entry[] = [];
  const directory = file.readUInt32LE(end + 16);
  let at = directory;
  for (let i = 0; i < count; i++) {
    if (at + 46 > end || file.readUInt32LE(at) !== ENTRY) return null;
    entries.push({
      method: file.readUInt16LE(at + 10),
      size: file.readUInt32LE(at + 20),
      offset: file.readUInt32LE(at + 42),
    });
    at += 46 + file.readUInt16LE(at + 28) + file.readUInt16LE(at + 30) + file.readUInt16LE(at + 32);
  }
  return { entries: entries.sort((a, b) => a.offset - b.offset), directory };
}

const inflate = promisify<Buffer, { maxOutputLength: number }, Buffer>(inflateRaw);

/** Null: more than there is room for, or not packed in a way that sheets are. */
async function unpackedSize(bytes: Buffer, method: number, most: number): Promise<number | null> {
  if (method === 0) return bytes.length > most ? null : bytes.length;
  if (method !== 8 || most <= 0) return null;
  return inflate(bytes, { maxOutputLength: most }).then(
    (unpacked) => unpacked.length,
    () => null,
  );
}
