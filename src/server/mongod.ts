import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '../errors.ts';
import { isAlive, lockDataDir, prepareDataDir } from './data-dir.ts';
import { MongodFolder, Overtaken } from './mongod-folder.ts';
import { becomePrimary } from './replica-set.ts';

/** How long SIGTERM may take before SIGKILL, which the journal makes safe. The whole server has 10 s to stop. */
const STOP_GRACE_MS = 6_000;
/** Recovery after a crash replays the journal: seconds, but on a slow disk and a large database more. */
const READY_TIMEOUT_MS = 180_000;
/** A mongod that was left behind answers at once, unless it is stuck or still recovering; then it is restarted. */
const ADOPT_TIMEOUT_MS = 5_000;

export interface MongodOptions {
  /** See {@link ensureMongod}. */
  readonly binary: string;
  /** Holds `db/`, `logs/mongod.log`, `mongod.port` and `server.lock`. */
  readonly dataDir: string;
  /** Default: the port of last time if it is free, else any free one. */
  readonly port?: number;
  /** Default 0.5 GB: MongoDB would take half of the machine's memory. */
  readonly cacheGb?: number;
  readonly log: (line: string) => void;
}

export interface Mongod {
  readonly uri: string;
  readonly pid: number;
  readonly port: number;
  /** True when a mongod that outlived a killed server was taken over. */
  readonly adopted: boolean;
  /** In order (SIGTERM), then releases DATA_DIR. Calling it again waits for the same stop. */
  stop(): Promise<void>;
  /** Resolves when mongod ends for whatever reason; unexpected unless `stop` was called. */
  readonly exited: Promise<MongodExit>;
}

export interface MongodExit {
  readonly expected: boolean;
  /** One line for the log: how it ended and where MongoDB's log is. */
  readonly detail: string;
}

/**
 * Starts a single-node replica set on 127.0.0.1 with its files under `dataDir`, or takes over the one that is still
 * running there after its server was killed. Resolves when it is primary.
 */
export async function startMongod(options: MongodOptions): Promise<Mongod> {
  const folder = new MongodFolder(options.dataDir);
  prepareDataDir(folder.dataDir);
  const unlock = lockDataDir(folder.dataDir);
  try {
    return handleOf(await obtain(folder, options), folder, unlock);
  } catch (error) {
    unlock();
    throw error;
  }
}

/** The mongod that runs on this DATA_DIR now, for a command beside a running server; null when there is none. */
export function runningMongod(dataDir: string): { uri: string; pid: number } | null {
  const found = new MongodFolder(dataDir).running();
  return found && { uri: uriOf(found.port), pid: found.pid };
}

/** A mongod, ours or adopted. `ended` resolves with how it ended. */
interface MongodProcess {
  readonly pid: number;
  readonly port: number;
  readonly adopted: boolean;
  readonly ended: Promise<string>;
}

async function obtain(folder: MongodFolder, options: MongodOptions): Promise<MongodProcess> {
  for (let attempt = 1; ; attempt++) {
    const found = await adopt(folder, options.log);
    if (found !== null) return found;
    try {
      return await launch(folder, options);
    } catch (error) {
      // Between our look and mongod's own, another program took the port, or the mongod of a server that was killed in the
      // middle of starting took the files. Both show on a second look.
      if (!(error instanceof Overtaken) || attempt === 6) throw error;
      await sleep(attempt * 200);
    }
  }
}

async function adopt(folder: MongodFolder, log: (line: string) => void): Promise<MongodProcess | null> {
  const found = folder.running();
  if (found === null) return null;
  log(`MongoDB of an earlier run is still there (pid ${found.pid}): taking it over`);
  try {
    await becomePrimary(found.port, AbortSignal.timeout(ADOPT_TIMEOUT_MS));
    return { ...found, adopted: true, ended: goneOf(found.pid).then(() => 'ended') };
  } catch {
    log('it does not answer: stopping it');
    await end(found.pid, goneOf(found.pid));
    return null;
  }
}

async function launch(folder: MongodFolder, options: MongodOptions): Promise<MongodProcess> {
  const port = await freePort(options.port ?? folder.storedPort());
  if (options.port !== undefined && port !== options.port)
    throw new AppError('mongod_failed', `Port ${options.port} for MongoDB is taken.`);
  const logStart = folder.prepare();
  const child = spawnMongod(port, folder, options);
  const ended = new Promise<string>((settle) => {
    child.once('error', (error) => settle(`did not start: ${error.message}`));
    child.once('exit', (code, signal) =>
      settle(signal === null ? `ended with code ${code}` : `was ended by ${signal}`),
    );
  });
  const giveUp = AbortSignal.timeout(READY_TIMEOUT_MS);
  const early = new AbortController();
  void ended.then(() => early.abort());
  const said = setInterval(() => options.log('MongoDB is not ready yet (it may be recovering its files) …'), 5_000);
  try {
    await becomePrimary(port, AbortSignal.any([giveUp, early.signal]));
  } catch (cause) {
    if (child.pid !== undefined && !early.signal.aborted) await end(child.pid, ended);
    throw folder.failure(await ended, logStart, cause);
  } finally {
    clearInterval(said);
  }
  folder.storePort(port);
  return { pid: child.pid as number, port, adopted: false, ended };
}

function spawnMongod(port: number, folder: MongodFolder, options: MongodOptions): ChildProcess {
  const args = ['--dbpath', folder.dbPath, '--port', String(port), '--bind_ip', '127.0.0.1', '--nounixsocket'];
  args.push('--replSet', 'rs0', '--oplogSize', '512', '--wiredTigerCacheSizeGB', String(options.cacheGb ?? 0.5));
  args.push('--setParameter', 'diagnosticDataCollectionEnabled=false', '--quiet');
  // MongoDB writes to the file through our descriptor, so that complaints before its logging starts are kept too.
  const out = openSync(folder.logPath, 'a');
  try {
    // A process group of its own: Ctrl-C reaches the server alone, which then stops MongoDB in order.
    return spawn(options.binary, args, { detached: true, stdio: ['ignore', out, out] });
  } finally {
    closeSync(out);
  }
}

function handleOf(mongod: MongodProcess, folder: MongodFolder, unlock: () => void): Mongod {
  let stopping: Promise<void> | null = null;
  const exited = mongod.ended.then((how) => ({
    expected: stopping !== null,
    detail: `MongoDB ${how}; see ${folder.logPath}`,
  }));
  return {
    uri: uriOf(mongod.port),
    pid: mongod.pid,
    port: mongod.port,
    adopted: mongod.adopted,
    exited,
    stop() {
      stopping ??= end(mongod.pid, mongod.ended).finally(unlock);
      return stopping;
    },
  };
}

async function end(pid: number, ended: Promise<unknown>): Promise<void> {
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    if (isAlive(pid)) process.kill(pid, signal);
    const timer = new AbortController();
    const late = sleep(STOP_GRACE_MS, true, { signal: timer.signal }).catch(() => false);
    const isLate = await Promise.race([ended.then(() => false), late]);
    timer.abort();
    if (!isLate) return;
  }
}

/** A process that is not our child sends no event when it ends: it is looked for instead. */
async function goneOf(pid: number): Promise<void> {
  while (isAlive(pid)) await sleep(200, undefined, { ref: false });
}

/** The wished port if nothing listens there, else any free one. */
async function freePort(wished: number | null): Promise<number> {
  for (const port of wished === null ? [0] : [wished, 0]) {
    const server = createServer();
    const found = await new Promise<number | null>((settle) => {
      server.once('error', () => settle(null));
      server.listen(port, '127.0.0.1', () => settle((server.address() as { port: number }).port));
    });
    await new Promise((closed) => server.close(closed));
    if (found !== null) return found;
  }
  throw new AppError('mongod_failed', 'No free port on 127.0.0.1.');
}

function uriOf(port: number): string {
  return `mongodb://127.0.0.1:${port}/?replicaSet=rs0`;
}
