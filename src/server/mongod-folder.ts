import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { AppError } from '../errors.ts';
import { isAlive } from './data-dir.ts';

/** At a start the log above this size becomes mongod.log.1; the one before that goes. */
const LOG_LIMIT_BYTES = 20_000_000;

/** Where the embedded MongoDB keeps its files, and what they tell about the one that ran or runs there. */
export class MongodFolder {
  readonly dataDir: string;
  readonly dbPath: string;
  readonly logPath: string;
  readonly portPath: string;

  constructor(dataDir: string) {
    this.dataDir = resolve(dataDir);
    this.dbPath = join(this.dataDir, 'db');
    this.logPath = join(this.dataDir, 'logs', 'mongod.log');
    this.portPath = join(this.dataDir, 'mongod.port');
  }

  /** By the process id in MongoDB's own lock, believed only if that process's arguments name this folder. */
  running(): { pid: number; port: number } | null {
    const pid = Number(read(join(this.dbPath, 'mongod.lock')).trim());
    if (!Number.isInteger(pid) || pid <= 0 || !isAlive(pid)) return null;
    const args = read(`/proc/${pid}/cmdline`).split('\0');
    const port = Number(args[args.indexOf('--port') + 1]);
    return args.includes(this.dbPath) && port > 0 ? { pid, port } : null;
  }

  storedPort(): number | null {
    const port = Number(read(this.portPath).trim());
    return Number.isInteger(port) && port > 1_023 && port < 65_536 ? port : null;
  }

  storePort(port: number): void {
    writeFileSync(this.portPath, `${port}\n`);
  }

  /** Makes the folders and gives the size of the log, behind which this run's lines begin. */
  prepare(): number {
    mkdirSync(this.dbPath, { recursive: true });
    mkdirSync(dirname(this.logPath), { recursive: true });
    if (sizeOf(this.logPath) > LOG_LIMIT_BYTES) renameSync(this.logPath, `${this.logPath}.1`);
    return sizeOf(this.logPath);
  }

  /** What this run of MongoDB left in its log, as one line with the code that tells what to do. */
  failure(how: string, logStart: number, cause: unknown): AppError {
    const said = readFileSync(this.logPath).subarray(logStart).toString();
    const see = `see ${this.logPath}`;
    if (/Address already in use/.test(said))
      return new Overtaken('mongod_failed', `The port for MongoDB is taken; ${see}.`);
    if (/DBPathInUse/.test(said)) return new Overtaken('data_dir_in_use', `Another MongoDB runs on ${this.dbPath}.`);
    if (/No space left on device|Read-only file system|Permission denied/.test(said)) {
      return new AppError('data_dir_unusable', `MongoDB cannot write to ${this.dbPath}; ${see}.`, { cause });
    }
    return new AppError('mongod_failed', `MongoDB ${how} before it was ready; ${see}.`, { cause });
  }
}

/** An error that looking again may cure. */
export class Overtaken extends AppError {}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
