import { randomBytes } from 'node:crypto';
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../errors.ts';
import type { Config } from './config.ts';
import { makeFolder } from './data-dir.ts';

/**
 * The key that encrypts host secrets: TESSERA_KEY, else the one in `DATA_DIR/key`, which is made once with mode 600.
 * `isNew` tells the caller that it was made now: a database that already holds encrypted secrets belongs to another key.
 */
export function encryptionKey(config: Pick<Config, 'key' | 'dataDir'>): { key: Buffer; isNew: boolean } {
  if (config.key !== null) return { key: config.key, isNew: false };
  const path = join(config.dataDir, 'key');
  const isNew = makeKey(config.dataDir, path);
  const key = Buffer.from(readFileSync(path, 'utf8').trim(), 'base64');
  if (key.length !== 32) throw new AppError('key_missing', `${path} does not hold a key of 32 bytes in base 64.`);
  return { key, isNew };
}

/** By way of a finished file and a link: a kill between leaves no half key, and two makers end with one. */
function makeKey(dataDir: string, path: string): boolean {
  const draft = `${path}.${process.pid}`;
  try {
    makeFolder(dataDir);
    writeFileSync(draft, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600, flush: true });
    linkSync(draft, path);
    return true;
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'EEXIST') return false;
    throw new AppError('data_dir_unusable', `${path} cannot be written.`, { cause });
  } finally {
    rmSync(draft, { force: true });
  }
}
