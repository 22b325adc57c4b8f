import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { ensureMongod, mongodSources } from '../../src/server/mongod-binary.ts';

/** Whatever keeps the server from starting is one line that says what to do, and a non-zero exit. */
const ROOT = join(import.meta.dirname, '../..');

t.test('a start that cannot be is one clear line and a non-zero exit', { timeout: 120_000 }, async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'tessera-start-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, 'file'), '');
  const taken = await listening();
  t.teardown(() => taken.server.close());
  const standalone = await startStandalone(join(folder, 'standalone'));
  t.teardown(standalone.stop);

  const cases: readonly [string, Record<string, string>, RegExp][] = [
    ['a port that is no number', { PORT: 'abc' }, /^tessera: setting_invalid: PORT .*whole number/],
    ['a key of another length', { TESSERA_KEY: 'c2hvcnQ=' }, /^tessera: setting_invalid: TESSERA_KEY .*32 bytes/],
    ['an address that is none', { MONGODB_URI: 'http://x' }, /^tessera: setting_invalid: MONGODB_URI /],
    ['an unreachable MongoDB', { MONGODB_URI: 'mongodb://127.0.0.1:1/' }, /^tessera: mongodb_unreachable: /],
    ['a standalone MongoDB', { MONGODB_URI: standalone.uri }, /^tessera: mongodb_no_replica_set: .*--replSet/],
    ['a DATA_DIR below a file', { DATA_DIR: join(folder, 'file/data') }, /^tessera: data_dir_unusable: /],
    ['a port in use', { PORT: String(taken.port), DATA_DIR: join(folder, 'data') }, /^tessera: port_in_use: /],
  ];
  for (const [name, env, line] of cases) {
    const { code, lines } = await run({ DATA_DIR: folder, PORT: '0', DEMO: '0', LOG_LEVEL: 'silent', ...env });
    t.equal(code, 1, `${name}: exit code 1`);
    t.equal(lines.length, 1, `${name}: one line of complaint`);
    t.match(lines[0], line, name);
    t.notMatch(lines[0], /c2hvcnQ=/, 'a secret is not repeated');
  }
});

async function run(env: Record<string, string>): Promise<{ code: number | null; lines: string[] }> {
  const clean = { ...process.env, MONGODB_URI: '', TESSERA_KEY: '', ...env };
  const child = spawn(process.execPath, ['src/server/main.ts'], {
    cwd: ROOT,
    env: clean,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let complaint = '';
  child.stderr.on('data', (chunk) => {
    complaint += String(chunk);
  });
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, lines: complaint.split('\n').filter((line) => line !== '') };
}

async function listening(): Promise<{ server: Server; port: number }> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, port: (server.address() as { port: number }).port };
}

/** A mongod without `--replSet`, which has no transactions. */
async function startStandalone(dbPath: string): Promise<{ uri: string; stop: () => Promise<void> }> {
  await mkdir(dbPath, { recursive: true });
  const { server, port } = await listening();
  await new Promise((resolve) => server.close(resolve));
  const { path } = await ensureMongod(() => undefined, mongodSources(process.env));
  const args = ['--dbpath', dbPath, '--port', String(port), '--bind_ip', '127.0.0.1', '--nounixsocket', '--quiet'];
  const child = spawn(path, args, { stdio: 'ignore' });
  const gone = new Promise((resolve) => child.once('exit', resolve));
  return {
    uri: `mongodb://127.0.0.1:${port}/`,
    async stop() {
      child.kill('SIGKILL');
      await gone;
    },
  };
}
