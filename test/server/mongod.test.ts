import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import t, { type Test } from 'tap';
import { AppError } from '../../src/errors.ts';
import { type Mongod, runningMongod, startMongod } from '../../src/server/mongod.ts';
import { ensureMongod, mongodSources } from '../../src/server/mongod-binary.ts';

const silent = () => {};
const { path: binary } = await ensureMongod(silent, mongodSources(process.env));

function newDataDir(t: Test): string {
  const dataDir = mkdtempSync(join(tmpdir(), 'tessera-mongod-'));
  t.teardown(() => rmSync(dataDir, { recursive: true, force: true }));
  return dataDir;
}

async function start(t: Test, dataDir: string, port?: number): Promise<Mongod> {
  const mongod = await startMongod({
    binary,
    dataDir,
    cacheGb: 0.25,
    log: silent,
    ...(port === undefined ? {} : { port }),
  });
  t.teardown(() => mongod.stop());
  return mongod;
}

async function withClient<T>(uri: string, work: (client: MongoClient) => Promise<T>): Promise<T> {
  const client = await new MongoClient(uri, { serverSelectionTimeoutMS: 5_000 }).connect();
  try {
    return await work(client);
  } finally {
    await client.close();
  }
}

const marks = (client: MongoClient) => client.db('house').collection('marks');

async function refusal(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  return error instanceof AppError ? `${error.code}: ${error.message}` : `no AppError: ${String(error)}`;
}

t.test('it takes transactions, and keeps what was written when it is started again', async (t) => {
  const dataDir = newDataDir(t);
  const first = await start(t, dataDir);
  await withClient(first.uri, (client) =>
    client.withSession((session) => session.withTransaction(() => marks(client).insertOne({ mark: 1 }, { session }))),
  );
  t.same(runningMongod(dataDir), { uri: first.uri, pid: first.pid });
  await first.stop();
  t.match(await first.exited, { expected: true });
  t.equal(runningMongod(dataDir), null);
  const second = await start(t, dataDir);
  t.equal(second.port, first.port, 'on the port of last time');
  t.equal(await withClient(second.uri, (client) => marks(client).countDocuments()), 1);
});

t.test('the same files start on another port when theirs is taken', async (t) => {
  const dataDir = newDataDir(t);
  const first = await start(t, dataDir);
  await withClient(first.uri, (client) => marks(client).insertOne({ mark: 1 }));
  await first.stop();
  const other = createServer((socket) => socket.destroy()).listen(first.port, '127.0.0.1');
  await once(other, 'listening');
  t.teardown(() => other.close());
  const second = await start(t, dataDir);
  t.not(second.port, first.port);
  t.equal(await withClient(second.uri, (client) => marks(client).countDocuments()), 1);
  t.match(
    await refusal(startMongod({ binary, dataDir: newDataDir(t), port: first.port, log: silent })),
    /^mongod_failed: Port \d+/,
  );
});

t.test('a mongod that was killed is told, and starts again with what was acknowledged', async (t) => {
  const dataDir = newDataDir(t);
  const first = await start(t, dataDir);
  await withClient(first.uri, (client) => marks(client).insertOne({ mark: 1 }, { writeConcern: { w: 'majority' } }));
  process.kill(first.pid, 'SIGKILL');
  t.match(await first.exited, { expected: false, detail: /SIGKILL; see .*mongod\.log/ });
  await first.stop();
  const second = await start(t, dataDir);
  t.equal(await withClient(second.uri, (client) => marks(client).countDocuments()), 1);
});

t.test('the mongod of a server that was killed is taken over, and stopped by the one that took it', async (t) => {
  const dataDir = newDataDir(t);
  const program = `
    import { startMongod } from ${JSON.stringify(new URL('../../src/server/mongod.ts', import.meta.url).href)};
    const mongod = await startMongod({ binary: process.argv[1], dataDir: process.argv[2], cacheGb: 0.25, log: () => {} });
    console.log(mongod.pid);
    setInterval(() => {}, 1000);`;
  const server = spawn(process.execPath, ['--input-type=module', '-e', program, binary, dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [pid] = (await once(server.stdout, 'data')) as [Buffer];
  t.match(
    await refusal(startMongod({ binary, dataDir, log: silent })),
    new RegExp(`^data_dir_in_use: .*pid ${server.pid}`),
  );
  server.kill('SIGKILL');
  await once(server, 'exit');
  const second = await start(t, dataDir);
  t.match(second, { adopted: true, pid: Number(pid.toString()) });
  await second.stop();
  t.match(await second.exited, { expected: true });
  t.equal(runningMongod(dataDir), null);
});

t.test('one DATA_DIR serves one at a time', async (t) => {
  const dataDir = newDataDir(t);
  const outcomes = await Promise.allSettled(
    [1, 2, 3].map(() => startMongod({ binary, dataDir, cacheGb: 0.25, log: silent })),
  );
  const started = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
  t.teardown(() => Promise.all(started.map((mongod) => mongod.stop())));
  t.equal(started.length, 1);
  const codes = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason.code] : []));
  t.same(codes, ['data_dir_in_use', 'data_dir_in_use']);
});

t.test('a lock whose process is gone, or whose id belongs to another by now, does not count', async (t) => {
  const dataDir = newDataDir(t);
  for (const stale of ['999999999 17\n', `${process.pid} 17\n`, '']) {
    writeFileSync(join(dataDir, 'server.lock'), stale);
    const mongod = await start(t, dataDir);
    t.equal(mongod.adopted, false, JSON.stringify(stale));
    await mongod.stop();
  }
});

t.test('a DATA_DIR that cannot be used is named', async (t) => {
  const folder = newDataDir(t);
  const file = join(folder, 'file');
  writeFileSync(file, '');
  t.match(await refusal(startMongod({ binary, dataDir: file, log: silent })), /^data_dir_unusable: .*file/);
  t.match(await refusal(startMongod({ binary, dataDir: join(file, 'below'), log: silent })), /^data_dir_unusable/);
});

t.test('files that MongoDB cannot read end the start with the name of its log, and free the DATA_DIR', async (t) => {
  const dataDir = newDataDir(t);
  mkdirSync(join(dataDir, 'db'));
  writeFileSync(join(dataDir, 'db', 'WiredTiger'), 'not a database');
  writeFileSync(join(dataDir, 'db', 'WiredTiger.turtle'), 'nor this');
  const failing = () => startMongod({ binary, dataDir, log: silent });
  t.match(await refusal(failing()), /^mongod_failed: MongoDB .*mongod\.log/);
  t.match(await refusal(failing()), /^mongod_failed/, 'the lock was given back');
  t.match(
    await refusal(startMongod({ binary: '/nonexistent/mongod', dataDir: newDataDir(t), log: silent })),
    /^mongod_failed: MongoDB did not start/,
  );
});
