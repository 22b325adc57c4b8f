import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Where `npm run build` puts the admin: beside the sources here, and at the same place beside the compiled server. */
export const ADMIN_BUILD_DIR = join(import.meta.dirname, '../../../extension-ui/dist');

/** The page that the build made, and which build that was. */
export interface BuiltPage {
  readonly html: string;
  /** The first characters of the hash of everything it was built from. */
  readonly version: string;
}

/**
 * Reads the built page, again when it has changed: a build while the server runs changes the names of the files that the page asks for. Null
 * when there is none.
 */
export function builtPages(dir: string): () => BuiltPage | null {
  const path = join(dir, 'index.html');
  let known: { readonly changedAt: number; readonly page: BuiltPage } | null = null;
  return () => {
    const changedAt = statSync(path, { throwIfNoEntry: false })?.mtimeMs;
    // Gone for a moment, while a new build takes the place of the old one.
    if (changedAt === undefined) return known?.page ?? null;
    if (known?.changedAt !== changedAt) known = { changedAt, page: read(dir, path) };
    return known.page;
  };
}

function read(dir: string, path: string): BuiltPage {
  return { html: readFileSync(path, 'utf8'), version: versionOf(join(dir, '.built')) };
}

/** `scripts/build-ui.mjs` writes it; a build by hand has none. */
function versionOf(stamp: string): string {
  return statSync(stamp, { throwIfNoEntry: false }) ? readFileSync(stamp, 'utf8').slice(0, 12) : 'dev';
}
