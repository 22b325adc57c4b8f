import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { VERSION } from './shop.ts';

/** What runs keep for later ones, by version and size. Deleting it costs the time to make it again and nothing else. */
export function keptFolder(customers: number, name: string): string {
  const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
  const folder = join(cache, 'tessera', 'bench-segments', `v${VERSION}-${customers}`, name);
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** Makes what is in a folder, unless an earlier run has made all of it; one that was killed in the middle begins anew. */
export async function made(folder: string, make: () => Promise<void>): Promise<void> {
  const mark = join(folder, 'made');
  if (existsSync(mark)) return;
  await make();
  writeFileSync(mark, '');
}
