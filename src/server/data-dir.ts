import { existsSync, mkdirSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { AppError } from '../errors.ts';

/** MongoDB writes two journal files of 100 MB before it answers; with less than that it dies half-way through. */
const NEEDED_BYTES = 300_000_000;

/**
 * Makes the folder and proves that it can be written, so that a read-only or full disk is one clear line here
 * instead of a crash of MongoDB later.
 */
export function prepareDataDir(dataDir: string): void {
  const probe = join(dataDir, `.probe-${process.pid}`);
  let free: number;
  try {
    makeFolder(dataDir);
    writeFileSync(probe, 'x', { flush: true });
    rmSync(probe);
    const disk = statfsSync(dataDir);
    free = disk.bavail * disk.bsize;
  } catch (cause) {
    throw new AppError('data_dir_unusable', `DATA_DIR ${dataDir} cannot be written (${codeOf(cause)}).`, { cause });
  }
  if (free < NEEDED_BYTES) {
    throw new AppError(
      'data_dir_unusable',
      `DATA_DIR ${dataDir} has ${megabytes(free)} MB left; ${megabytes(NEEDED_BYTES)} are needed.`,
    );
  }
}

/** With its parents, one by one: Node's own `recursive` never returns where making fails with ENOENT (under /proc). */
export function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  try {
    mkdirSync(path);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error; // another process was faster
  }
}

/**
 * Takes the folder for this process until the returned function is called. A lock whose process is gone (kill -9) is
 * taken over. MongoDB's own lock on its files stands behind this one, also between containers that share a volume.
 */
export function lockDataDir(dataDir: string): () => void {
  const path = join(dataDir, 'server.lock');
  const mine = `${process.pid} ${startOf(process.pid)}\n`;
  for (let attempt = 0; attempt < 5; attempt++) {
    try {
      writeFileSync(path, mine, { flag: 'wx' });
      return () => {
        if (contentOf(path) === mine) rmSync(path, { force: true });
      };
    } catch (cause) {
      if (codeOf(cause) !== 'EEXIST')
        throw new AppError('data_dir_unusable', `${path} cannot be written (${codeOf(cause)}).`, { cause });
    }
    const [pid = '0', start = ''] = contentOf(path).trim().split(' ');
    if (isHeld(Number(pid), start)) {
      throw new AppError('data_dir_in_use', `DATA_DIR ${dataDir} is in use by another Tessera process (pid ${pid}).`);
    }
    rmSync(path, { force: true });
  }
  throw new AppError('data_dir_in_use', `DATA_DIR ${dataDir} is being taken by several processes at once.`);
}

/**
 * A process id is used again after a while, and in a container it is always 1: only the same id *and* the same start
 * time mean the process that wrote the lock.
 */
function isHeld(pid: number, start: string): boolean {
  return pid > 0 && isAlive(pid) && startOf(pid) === start;
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/^State:\s+[ZX]/m.test(contentOf(`/proc/${pid}/status`)); // a zombie has ended, whoever forgot to collect it
  } catch (error) {
    return codeOf(error) === 'EPERM'; // somebody else's process is alive too
  }
}

/** Ticks after boot at which the process started; empty where there is no /proc (then the id alone decides). */
function startOf(pid: number): string {
  // The name in parentheses may hold spaces: fields are counted behind it. Field 22 is the start time.
  return contentOf(`/proc/${pid}/stat`).split(') ').at(-1)?.split(' ')[19] ?? '';
}

function contentOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}

function megabytes(bytes: number): number {
  return Math.floor(bytes / 1e6);
}
