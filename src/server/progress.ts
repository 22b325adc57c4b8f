import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** How often a long step says that it is alive. */
const EVERY_MS = 2_000;

/**
 * Says what starts, then every two seconds how long it has taken and, when `folder` is given, how many bytes lie there:
 * a reader can tell slow from stuck.
 */
export async function withProgress<T>(
  log: (line: string) => void,
  what: string,
  work: Promise<T>,
  folder?: string,
): Promise<T> {
  const startedAt = performance.now();
  log(`${what} …`);
  const timer = setInterval(async () => {
    const seconds = Math.round((performance.now() - startedAt) / 1_000);
    const bytes = folder === undefined ? null : await bytesIn(folder);
    log(`${what} … ${seconds} s${bytes === null ? '' : `, ${(bytes / 1e6).toFixed(0)} MB`}`);
  }, EVERY_MS);
  timer.unref();
  try {
    return await work;
  } finally {
    clearInterval(timer);
  }
}

/** Files come and go while they are fetched; one that has just gone counts nothing. */
async function bytesIn(folder: string): Promise<number> {
  let total = 0;
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])) {
    if (entry.isFile()) total += (await stat(join(entry.parentPath, entry.name)).catch(() => ({ size: 0 }))).size;
  }
  return total;
}
