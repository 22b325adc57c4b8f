import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import t from 'tap';
import { runningMongod } from '../../src/server/mongod.ts';
import { openStore } from '../../src/server/store/index.ts';
import { checkTills, ONE_TIER, Tills } from '../support/loyalty/tills.ts';
import { seeded } from '../support/seeded.ts';
import { freePort, gone, output, pause, startProcess } from '../support/server-process.ts';

/**
 * The real server, which is also the runner of jobs, is killed with -9 at random moments, every third time together with its MongoDB, while tills
 * sell, hold points, spend them and let them go. In the end everybody has what a few lines of arithmetic say.
 */
const KILLS = Number(process.env.KILLS ?? 30);
/** Many, for whose request was killed waits a minute until its key is free again. */
const CUSTOMERS = 20;

t.test(
  `killed ${KILLS} times: no point that was answered for is lost, none is spent twice`,
  { timeout: 600_000 },
  async (t) => {
    const random = seeded();
    t.comment(`SEED=${random.seed}`);
    const dataDir = await mkdtemp(join(tmpdir(), 'tessera-points-kill-'));
    const port = await freePort();
    const env = {
      ...process.env,
      ...{
        DATA_DIR: dataDir,
        PORT: String(port),
        DEMO: '0',
        LOG_LEVEL: 'silent',
        MONGODB_URI: '',
        RATE_LIMIT_PER_MINUTE: '0',
      },
    };
    let server: Awaited<ReturnType<typeof startProcess>> | null = null;
    t.teardown(async () => {
      server?.kill('SIGKILL');
      const left = runningMongod(dataDir);
      if (left) process.kill(left.pid, 'SIGKILL');
      await rm(dataDir, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    });
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
    server = await startProcess(env, port);

    const connected = async () => {
      const client = await new MongoClient(runningMongod(dataDir)?.uri ?? '').connect();
      const store = await openStore(client, 'tessera');
      return { client, store, scope: store.forShop(shop.shopId) };
    };
    const { client, scope } = await connected();
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
    await client.close();

    let isOver = false;
    const running = tills.run(() => isOver);
    running.catch(() => undefined); // told below, when it is waited for
    for (let kill = 0; kill < KILLS; kill++) {
      await pause(100 + random.below(900));
      const mongod = kill % 3 === 2 ? runningMongod(dataDir) : null;
      server.kill('SIGKILL');
      if (mongod) process.kill(mongod.pid, 'SIGKILL');
      await gone(server);
      server = await startProcess(env, port);
    }
    isOver = true;
    const rounds = await running;
    t.comment(`${rounds} rounds, ${tills.answered} requests answered, ${tills.unanswered} not`);
    t.ok(tills.unanswered > 0, 'the kills were felt');

    const after = await connected();
    await checkTills(t, tills, after.store, after.scope);
    await after.client.close();
    const report = JSON.parse(await output(['src/server/cli.ts', 'verify', '--json'], env));
    t.same(
      { differences: report.differences, accounts: report.accounts },
      { differences: [], accounts: CUSTOMERS },
      'crm verify finds nothing',
    );
    server.kill('SIGTERM');
    t.equal(await gone(server), 0);
    server = null;
  },
);
