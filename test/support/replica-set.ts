import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import type { Test } from 'tap';
import { ensureMongod, mongodSources } from '../../src/server/mongod-binary.ts';
import { freePort, gone, pause } from './server-process.ts';

/** A replica set of three, of which any can be killed and started again. */
export interface ReplicaSetOfThree {
  readonly uri: string;
  /** Kills the primary with -9, waits until another is, and starts the killed one again. How long there was none, in milliseconds. */
  killPrimary(): Promise<number>;
}

interface Member {
  readonly port: number;
  readonly dbPath: string;
  process: ChildProcess;
}

export async function replicaSetOfThree(t: Test): Promise<ReplicaSetOfThree> {
  const folder = await mkdtemp(join(tmpdir(), 'tessera-three-'));
  const binary = await ensureMongod(() => {}, mongodSources(process.env));
  const start = (port: number, dbPath: string) =>
    spawn(
      binary.path,
      [
        ...[
          '--dbpath',
          dbPath,
          '--port',
          String(port),
          '--bind_ip',
          '127.0.0.1',
          '--nounixsocket',
          '--replSet',
          'three',
        ],
        ...['--oplogSize', '128', '--wiredTigerCacheSizeGB', '0.25', '--quiet'],
        ...['--setParameter', 'diagnosticDataCollectionEnabled=false'],
      ],
      { stdio: 'ignore' },
    );
  const members: Member[] = [];
  t.teardown(async () => {
    for (const member of members) member.process.kill('SIGKILL');
    for (const member of members) await gone(member.process);
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  });
  for (let i = 0; i < 3; i++) {
    const [port, dbPath] = [await freePort(), join(folder, String(i))];
    await mkdir(dbPath);
    members.push({ port, dbPath, process: start(port, dbPath) });
  }
  const uri = `mongodb://${members.map(({ port }) => `127.0.0.1:${port}`).join(',')}/?replicaSet=three`;
  // Elections within about a second: three processes of one machine need no more patience.
  const settings = { electionTimeoutMillis: 1000, heartbeatIntervalMillis: 300 };
  await initiate(members, {
    _id: 'three',
    members: members.map(({ port }, _id) => ({ _id, host: `127.0.0.1:${port}` })),
    settings,
  });
  const client = new MongoClient(uri, { serverSelectionTimeoutMS: 30_000 });
  t.teardown(() => client.close());
  await client.connect();
  const primaryPort = async () =>
    Number(String((await client.db('admin').command({ hello: 1 })).primary).split(':')[1]);
  /** Until every member is up and has what the others have: only then can one be lost without a word being lost with it. */
  const whole = async () => {
    for (;;) {
      const status = await client
        .db('admin')
        .command({ replSetGetStatus: 1 })
        .catch(() => null);
      const states = ((status?.members ?? []) as { state: number }[]).map(({ state }) => state);
      if (states.length === 3 && states.every((state) => state === 1 || state === 2) && states.includes(1)) return;
      await pause(100);
    }
  };
  await whole();
  return {
    uri,
    async killPrimary() {
      await whole();
      const port = await primaryPort();
      const member = members.find((each) => each.port === port);
      if (!member) throw new Error(`nobody is on port ${port}`);
      const killedAt = Date.now();
      member.process.kill('SIGKILL');
      await gone(member.process);
      for (;;) {
        const found = await primaryPort().catch(() => port);
        if (found !== port && Number.isInteger(found)) break;
        await pause(50);
      }
      const without = Date.now() - killedAt;
      member.process = start(member.port, member.dbPath);
      return without;
    },
  };
}

async function initiate([first]: readonly Member[], config: object): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    const client = new MongoClient(`mongodb://127.0.0.1:${first?.port}/?directConnection=true`, {
      serverSelectionTimeoutMS: 1000,
    });
    try {
      await client.connect();
      await client.db('admin').command({ replSetInitiate: config });
      return;
    } catch (error) {
      // The others may not listen yet.
      if (attempt === 60) throw error;
      await pause(500);
    } finally {
      await client.close();
    }
  }
}
