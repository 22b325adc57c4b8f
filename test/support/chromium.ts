import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import sparticuz from '@sparticuz/chromium';
import { type Browser, chromium, type Page } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/**
 * The browser that comes as a package (Linux on x64 only), else the machine's own. The package is the same everywhere, and without windows: a whole
 * browser draws them although nobody looks, which takes more than half of the time of a page.
 */
async function browserPath(): Promise<string> {
  const packaged = process.platform === 'linux' && process.arch === 'x64' ? await unpacked() : undefined;
  if (packaged !== undefined && answers(packaged)) return packaged;
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const own = folders.flatMap((folder) => NAMES.map((name) => join(folder, name))).find((path) => existsSync(path));
  if (own !== undefined && answers(own)) return own;
  throw new Error('Tests of pages need Chromium: install one, or the libraries that the packaged one lacks (libnss3).');
}

function answers(path: string): boolean {
  try {
    return execFileSync(path, ['--version', '--no-sandbox'], { encoding: 'utf8', stdio: 'pipe' }).includes('Chrom');
  } catch {
    return false;
  }
}

/** Unpacked once for each version. The package itself would hand out a file that another test is still writing: a folder comes here whole. */
async function unpacked(): Promise<string> {
  const folder = join(tmpdir(), `tessera-chromium-${packageVersion()}`);
  if (!existsSync(folder)) {
    const own = mkdtempSync(`${folder}-`);
    await unpackInto(own);
    try {
      renameSync(own, folder);
    } catch {
      // Somebody else was quicker.
      rmSync(own, { recursive: true });
    }
  }
  return join(folder, 'chromium');
}

/** The package asks for the folder of temporary files, and for nothing else. */
async function unpackInto(folder: string): Promise<void> {
  const usual = process.env['TMPDIR'];
  process.env['TMPDIR'] = folder;
  try {
    await sparticuz.executablePath();
  } finally {
    if (usual === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = usual;
  }
}

function packageVersion(): string {
  const manifest = new URL('../package.json', import.meta.resolve('@sparticuz/chromium'));
  return (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version;
}

/** A real Chromium. `--no-sandbox` because build machines run as root. */
export async function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: await browserPath(),
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'],
  });
}

/** As people's browsers do: the admin in its frame must do without. */
export async function refuseThirdPartyCookies(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.setCookieControls', { enableThirdPartyCookieRestriction: true });
}
