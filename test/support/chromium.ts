import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import sparticuz from '@sparticuz/chromium';
import { type Browser, chromium } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** The machine's own browser, else the one that comes as a package (Linux on x64 only). */
async function browserPath(): Promise<string> {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const own = folders.flatMap((folder) => NAMES.map((name) => join(folder, name))).find((path) => existsSync(path));
  if (own !== undefined && answers(own)) return own;
  return sparticuz.executablePath();
}

function answers(path: string): boolean {
  try {
    return execFileSync(path, ['--version', '--no-sandbox'], { encoding: 'utf8' }).includes('Chrom');
  } catch {
    return false;
  }
}

/**
 * A real Chromium. Third-party cookies and storage are refused, as they are in people's browsers: the admin in its frame must
 * do without. `--no-sandbox` because build machines run as root.
 */
export async function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: await browserPath(),
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu', '--test-third-party-cookie-phaseout'],
  });
}
