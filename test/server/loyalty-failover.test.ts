import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import t from 'tap';
import { openStore } from '../../src/server/store/index.ts';
import { checkTills, ONE_TIER, Tills } from '../support/loyalty/tills.ts';
import { replicaSetOfThree } from '../support/replica-set.ts';
import { seeded } from '../support/seeded.ts';
import { freePort, gone, output, pause, startProcess } from '../support/server-process.ts';

/** The primary of a replica set of three is killed with -9 while tills sell, hold points and spend them. The server lives on. */
const KILLS = Number(process.env.KILLS ?? 10);
const CUSTOMERS = 20;

t.test(
  `the primary killed ${KILLS} times: nothing that was answered is lost or there twice`,
  { timeout: 600_000 },
  async (t) => {
    const random = seeded();
    t.comment(`SEED=${random.seed}`);
    const set = await replicaSetOfThree(t);
    const dataDir = await mkdtemp(join(tmpdir(), 'tessera-failover-'));
    const port = await freePort();
    const env = {
      ...process.env,
      ...{
        DATA_DIR: dataDir,
        PORT: String(port),
        DEMO: '0',
        LOG_LEVEL: 'silent',
        MONGODB_URI: set.uri,
        RATE_LIMIT_PER_MINUTE: '0',
      },
    };
    const about = [
      '--platform',
      'pos',
      '--domain',
      'tills',
      '--currency',
      'VND',
      '--time-zone',
      'Asia/Ho_Chi_Minh',
      '--json',
    ];
    const shop = JSON.parse(await output(['src/server/cli.ts', 'shops', 'add', ...about], env));
    const { apiKey } = JSON.parse(await output(['src/server/cli.ts', 'keys', 'add', '--json'], env));
    const server = await startProcess(env, port);
    const client = await new MongoClient(set.uri, { serverSelectionTimeoutMS: 30_000 }).connect();
    t.teardown(async () => {
      server.kill('SIGKILL');
      await client.close();
      await rm(dataDir, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    });
    const store = await openStore(client, 'tessera');
    const scope = store.forShop(shop.shopId);
    const from = Date.parse('2026-01-01T00:00:00Z');
    await scope.programmes.insert([
      {
        _id: `${shop.shopId}/1`,
        shop: shop.shopId,
        version: 1,
        from,
        programme: ONE_TIER,
        at: from,
        by: 'key test',
        applied: true,
      },
    ]);
    await pause(1000); // by then the server has seen it
    const url = `http://127.0.0.1:${port}`;
    const webhookPath = new URL(shop.webhookUrl).pathname;
    const tills = new Tills(
      { url: () => url, webhookPath, webhookSecret: shop.webhookSecret, apiKey },
      random,
      CUSTOMERS,
    );
    await tills.open(scope);

    let isOver = false;
    const running = tills.run(() => isOver);
    running.catch(() => undefined); // told below, when it is waited for
    const without: number[] = [];
    for (let kill = 0; kill < KILLS; kill++) {
      await pause(500 + random.below(1500));
      without.push(await set.killPrimary());
    }
    isOver = true;
    const rounds = await running;
    t.comment(
      `${rounds} rounds, ${tills.answered} requests answered, ${tills.unanswered} not; without a primary for ${without.join(', ')} ms`,
    );

    await checkTills(t, tills, store, scope);
    const report = JSON.parse(await output(['src/server/cli.ts', 'verify', '--json'], env));
    t.same(
      { differences: report.differences, accounts: report.accounts },
      { differences: [], accounts: CUSTOMERS },
      'crm verify finds nothing',
    );
    t.equal(server.exitCode, null, 'the server has lived through all of it');
    server.kill('SIGTERM');
    t.equal(await gone(server), 0);
  },
);
