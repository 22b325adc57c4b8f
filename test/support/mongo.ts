import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Db, MongoClient } from 'mongodb';
import type { Test } from 'tap';
import { startMongod } from '../../src/server/mongod.ts';
import { ensureMongod, mongodSources } from '../../src/server/mongod-binary.ts';

/** Set by scripts/run-tests.mjs, which starts one replica set for the whole run. */
const GIVEN_URI = process.env.TESSERA_TEST_MONGODB_URI;

export interface TestMongo {
  readonly uri: string;
  readonly client: MongoClient;
  readonly db: Db;
}

/** An empty database with a random name on a real replica set; dropped when `t` ends. */
export async function testDatabase(t: Test): Promise<Db> {
  return (await testMongo(t)).db;
}

/** The same with its client, for sessions and change streams, and the address for a program under test. */
export async function testMongo(t: Test): Promise<TestMongo> {
  const server = GIVEN_URI === undefined ? await temporaryReplicaSet() : { uri: GIVEN_URI, stop: async () => {} };
  const client = await new MongoClient(server.uri, { serverSelectionTimeoutMS: 10_000 }).connect();
  const db = client.db(`test_${randomBytes(6).toString('hex')}`);
  t.teardown(async () => {
    await db.dropDatabase();
    await client.close();
    await server.stop();
  });
  return { uri: server.uri, client, db };
}

export interface TemporaryReplicaSet {
  readonly uri: string;
  stop(): Promise<void>;
}

/** A replica set in a folder of its own, removed by `stop`. 1 GB of cache, so that no test waits for a disk. `isSynced`: as a shop's would, for what is measured. */
export async function temporaryReplicaSet(
  log: (line: string) => void = () => {},
  { isSynced = false } = {},
): Promise<TemporaryReplicaSet> {
  const dataDir = await mkdtemp(join(tmpdir(), 'tessera-test-'));
  const binary = await ensureMongod(log, mongodSources(process.env));
  const mongod = await startMongod({ binary: binary.path, dataDir, cacheGb: 1, log });
  const guard = guardOf(mongod.pid, dataDir);
  if (!isSynced) await fitForTests(mongod.uri);
  return {
    uri: mongod.uri,
    async stop() {
      guard.kill();
      await mongod.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/**
 * Fit for tests. Each has a database of its own, of a hundred and fifty files, which MongoDB keeps open for ten minutes after it was dropped: a
 * whole run would come to the limit of open files, and the server would end. What a killed program has left open ends after twenty seconds
 * instead of a minute. And since this server is never killed while its data are wanted, "majority" need not wait for its disk, which is
 * half the time of a small write.
 */
async function fitForTests(uri: string): Promise<void> {
  const client = await new MongoClient(uri).connect();
  try {
    const admin = client.db('admin');
    await admin.command({
      setParameter: 1,
      wiredTigerEngineRuntimeConfig: 'file_manager=(close_idle_time=5,close_scan_interval=2,close_handle_minimum=50)',
    });
    await admin.command({ setParameter: 1, transactionLifetimeLimitSeconds: 20 });
    const { config } = await admin.command({ replSetGetConfig: 1 });
    await admin.command({
      replSetReconfig: { ...config, version: config.version + 1, writeConcernMajorityJournalDefault: false },
    });
  } finally {
    await client.close();
  }
}

/**
 * A run that is killed cannot stop its mongod. This shell holds the other end of a pipe from us; when we are gone the pipe
 * closes, and it stops that mongod and removes its folder.
 */
function guardOf(pid: number, dataDir: string) {
  const script =
    'cat > /dev/null; kill "$1"; for i in 1 2 3 4 5; do kill -0 "$1" 2> /dev/null && sleep 1; done; rm -rf "$2"';
  return spawn('sh', ['-c', script, 'guard', String(pid), dataDir], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
}
