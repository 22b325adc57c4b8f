import { execFile, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { totalmem, userInfo } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Sql } from './duckdb.ts';
import { keptFolder } from './kept.ts';
import { VERSION } from './shop.ts';
import { csvOf, TABLE_NAMES, TABLES } from './tables.ts';

const run = promisify(execFile);

/** What the questions ask is in an index with all that they read of it, where PostgreSQL can use one. */
const INDEXES = [
  'orders (customer, day) INCLUDE (net, channel, location)',
  'orders (day) INCLUDE (customer, net, channel, location)',
  'orders (location, day) INCLUDE (customer)',
  'orders (channel, day) INCLUDE (customer)',
  'orders (id) INCLUDE (customer, day)',
  'lines (product) INCLUDE (order_id, quantity, amount)',
  'lines (category) INCLUDE (order_id, quantity, amount)',
  'tags (customer, tag)',
  'customers (gender, tier) INCLUDE (id, birth_year, birth_month, birth_day)',
  'customers (birth_month) INCLUDE (id, phone)',
  'customers (email_consent) INCLUDE (id, email)',
  'customers (source, points) INCLUDE (id)',
  'customers (id) INCLUDE (gender, phone, tier, source, points)',
  'customers USING gin (name_folded gin_trgm_ops)',
];

/** PostgreSQL from the distribution, on files of its own, with what it needs to do its best. Null when this machine has none. */
export async function openPostgres(
  customers: number,
  csv: string,
  say: (line: string) => void,
): Promise<(Sql & { readonly version: string }) | null> {
  const programs = findPrograms();
  if (!programs) {
    say('PostgreSQL is not installed: without its column (apt-get install postgresql)');
    return null;
  }
  const { folder, identity } = await home(customers);
  const data = join(folder, 'data');
  const mark = join(folder, 'made');
  if (!existsSync(mark)) {
    say('filling PostgreSQL');
    rmSync(data, { recursive: true, force: true });
    await run(join(programs, 'initdb'), ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C'], {
      ...identity,
      cwd: folder,
    });
  }
  const port = await freePort();
  const gigabytes = Math.max(1, Math.min(4, Math.floor(totalmem() / 2 ** 32)));
  const settings = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    shared_buffers: `${gigabytes}GB`,
    effective_cache_size: `${gigabytes * 2}GB`,
    work_mem: '256MB',
    maintenance_work_mem: '1GB',
    max_parallel_workers_per_gather: 2,
    max_parallel_workers: 4,
    random_page_cost: 1.1,
    jit: 'off', // slower for all but the longest of these
    fsync: 'off', // nothing is written while it is measured
    max_wal_size: '8GB',
    autovacuum: 'off',
  };
  const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const server = spawn(join(programs, 'postgres'), ['-D', data, ...args], {
    ...identity,
    cwd: folder,
    stdio: 'ignore',
  });
  const ended = new Promise<void>((settle) => server.once('exit', () => settle()));
  const psql = (...commands: string[]) => askPsql(join(programs, 'psql'), port, commands);
  const close = async () => {
    server.kill('SIGINT'); // its "fast" stop: sessions are ended, files are left whole
    await ended;
  };
  try {
    for (let tries = 0; ; tries++) {
      const isThere = await psql('SELECT 1').then(
        () => true,
        () => false,
      );
      if (isThere) break;
      if (server.exitCode !== null || tries > 300) throw new Error('PostgreSQL does not start');
      await pause(100);
    }
    if (!existsSync(mark)) {
      await psql('CREATE EXTENSION IF NOT EXISTS pg_trgm');
      for (const table of TABLE_NAMES) {
        await psql(`CREATE TABLE ${table} (${TABLES[table]})`);
        await psql(`\\copy ${table} FROM '${csvOf(csv, table)}' (FORMAT csv, NULL '')`);
      }
      for (const index of INDEXES) await psql(`CREATE INDEX ON ${index}`);
      for (const table of TABLE_NAMES) await psql(`VACUUM (ANALYZE, FREEZE) ${table}`);
      writeFileSync(mark, '');
    }
    const version = (await psql('SHOW server_version')).trim();
    return {
      version,
      async count(sql, rounds) {
        const asked = Array.from({ length: rounds + 1 }, () => sql);
        const printed = await psql('\\timing on', ...asked);
        const counts = [...printed.matchAll(/^(\d+)$/gm)].map(([, count]) => Number(count));
        const ms = [...printed.matchAll(/^Time: ([\d.]+) ms/gm)].map(([, time]) => Number(time));
        if (counts.length !== asked.length || ms.length !== asked.length) throw new Error(`psql said: ${printed}`);
        const [count = -1] = counts;
        return { count, ms: ms.slice(1) };
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** One connection for all of them. */
async function askPsql(program: string, port: number, commands: readonly string[]): Promise<string> {
  const connection = [
    '-h',
    '127.0.0.1',
    '-p',
    String(port),
    '-U',
    'postgres',
    '-d',
    'postgres',
    '-X',
    '-q',
    '-A',
    '-t',
  ];
  const asked = commands.flatMap((command) => ['-c', command]);
  const { stdout } = await run(program, [...connection, '-v', 'ON_ERROR_STOP=1', ...asked], { maxBuffer: 1 << 24 });
  return stdout;
}

/** On the path, or where Debian puts them, the newest. */
function findPrograms(): string | null {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [
    ...(process.env.PATH ?? '').split(delimiter),
    ...versions.map((version) => join(debian, version, 'bin')),
  ];
  return (
    folders.find((folder) => ['postgres', 'initdb', 'psql'].every((name) => existsSync(join(folder, name)))) ?? null
  );
}

/** PostgreSQL does not run as root: then it is its own user's, on files in a place that this one can reach. */
async function home(customers: number): Promise<{ folder: string; identity: { uid?: number; gid?: number } }> {
  if (userInfo().uid !== 0) return { folder: keptFolder(customers, 'postgresql'), identity: {} };
  const idOf = async (flag: string) => Number((await run('id', [flag, 'postgres'])).stdout);
  const [uid, gid] = [await idOf('-u'), await idOf('-g')];
  const folder = `/var/tmp/tessera-bench-segments-v${VERSION}-${customers}`;
  mkdirSync(folder, { recursive: true });
  chownSync(folder, uid, gid);
  return { folder, identity: { uid, gid } };
}

function freePort(): Promise<number> {
  return new Promise((settle, fail) => {
    const server = createServer();
    server.once('error', fail);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => settle(port));
    });
  });
}
