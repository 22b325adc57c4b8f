import { createHmac } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import t from 'tap';
import { runningMongod } from '../../src/server/mongod.ts';
import { openStore } from '../../src/server/store/index.ts';
import { seeded } from '../support/seeded.ts';
import { freePort, gone, output, pause, startProcess } from '../support/server-process.ts';

/**
 * The real server with its embedded MongoDB is killed with -9 at random moments, every third time together with its MongoDB, while
 * a host sends deliveries, repeated and out of order, and sends again what was not answered 200. In the end every answered
 * delivery is there and done, and every figure is what a few lines of arithmetic say.
 */
const KILLS = Number(process.env.KILLS ?? 30);
const DELIVERIES = 3000;
const ORDERS = 600;
const CUSTOMERS = 150;

t.test(`killed ${KILLS} times: nothing acknowledged is missing or counted twice`, { timeout: 600_000 }, async (t) => {
  const { seed, below, shuffle, random } = seeded();
  t.comment(`SEED=${seed}`);
  const dataDir = await mkdtemp(join(tmpdir(), 'tessera-kill-'));
  const port = await freePort();
  const env = {
    ...process.env,
    DATA_DIR: dataDir,
    PORT: String(port),
    DEMO: '0',
    LOG_LEVEL: 'silent',
    MONGODB_URI: '',
  };
  t.teardown(async () => {
    const left = runningMongod(dataDir);
    if (left) process.kill(left.pid, 'SIGKILL');
    await rm(dataDir, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  });
  const shop = JSON.parse(
    await output(
      [
        'src/server/cli.ts',
        'shops',
        'add',
        '--platform',
        'pos',
        '--domain',
        'tills',
        '--currency',
        'VND',
        '--time-zone',
        'Asia/Ho_Chi_Minh',
        '--json',
      ],
      env,
    ),
  );
  const path = new URL(shop.webhookUrl).pathname;

  const sequence = shuffle(Array.from({ length: DELIVERIES }, (_, i) => version(i % ORDERS, Math.floor(i / ORDERS))));
  const unanswered = sequence.flatMap((delivery) => (random() < 0.2 ? [delivery, delivery] : [delivery]));
  let server = await startProcess(env, port);
  let isOver = false;
  let answered = 0;
  const send = async () => {
    for (let delivery = unanswered.shift(); delivery; delivery = unanswered.shift()) {
      if (await post(port, path, shop.webhookSecret, delivery)) answered++;
      else unanswered.push(delivery);
      // Ten senders, spread over all the kills: what is left waits its turn.
      await pause(isOver ? 0 : below(120));
    }
  };
  const senders = Promise.all(Array.from({ length: 10 }, send));
  for (let kill = 0; kill < KILLS; kill++) {
    await pause(100 + below(900));
    const mongod = kill % 3 === 2 ? runningMongod(dataDir) : null;
    server.kill('SIGKILL');
    if (mongod) process.kill(mongod.pid, 'SIGKILL');
    await gone(server);
    server = await startProcess(env, port);
  }
  isOver = true;
  await senders;
  t.comment(`${answered} answers 200 for ${DELIVERIES} deliveries`);

  const uri = runningMongod(dataDir)?.uri;
  if (uri === undefined) throw new Error('MongoDB is not running');
  const client = await new MongoClient(uri).connect();
  const store = await openStore(client, 'tessera');
  const scope = store.forShop(shop.shopId);
  for (let waited = 0; waited < 60_000 && (await scope.inbox.count({ state: 'pending' })) > 0; waited += 100)
    await pause(100);
  t.same(
    { done: await scope.inbox.count({ state: 'done' }), all: await scope.inbox.count() },
    { done: DELIVERIES, all: DELIVERIES },
    'every delivery is there once, and done',
  );
  t.equal(await scope.orders.count(), ORDERS);

  const customers = await scope.customers.find().toArray();
  const figures = Object.fromEntries(
    customers.map((customer) => [customer.phone, { orders: customer.stats.orders, spent: customer.stats.spentMinor }]),
  );
  t.same(figures, expectedFigures(), 'orders and spend of every customer');
  await client.close();

  const report = JSON.parse(await output(['src/server/cli.ts', 'verify', '--json'], env));
  t.same(
    { differences: report.differences, customers: report.customers },
    { differences: [], customers: CUSTOMERS },
    'crm verify finds nothing',
  );

  const stopping = Date.now();
  server.kill('SIGTERM');
  t.equal(await gone(server), 0, 'SIGTERM ends it with 0');
  t.comment(`stopped in ${Date.now() - stopping} ms`);
  t.equal(runningMongod(dataDir), null, 'and its MongoDB with it');
});

interface Delivery {
  readonly id: string;
  readonly body: string;
}

/** Five versions of each order: placed, paid, paid with a correction, one piece returned, and for every tenth order cancelled. */
function version(order: number, step: number): Delivery {
  const at = new Date(Date.UTC(2026, 9, 1) + order * 60_000 + step * 1000).toISOString();
  const amount = amountOf(order, step);
  const body = JSON.stringify({
    id: `HD${order}`,
    number: `HD${order}`,
    updatedAt: at,
    placedAt: new Date(Date.UTC(2026, 9, 1) + order * 60_000).toISOString(),
    paidAt: step === 0 ? null : at,
    status: step === 0 ? 'open' : step === 4 && order % 10 === 0 ? 'cancelled' : 'paid',
    currency: 'VND',
    store: { id: 'CH1', name: 'Cửa hàng' },
    customer: { phone: phoneOf(order) },
    items: [{ id: '1', productId: 'SP1', name: 'Áo', quantity: 2, amount: String(amount) }],
    totals: { goods: String(amount), total: String(amount) },
    returns:
      step < 3
        ? []
        : [{ id: 'TH1', at, amount: '10000', goods: '10000', items: [{ itemId: '1', quantity: 1, amount: '10000' }] }],
  });
  return { id: `d-${order}-${step}`, body };
}

const amountOf = (order: number, step: number) => 100_000 + (order % 7) * 10_000 + (step >= 2 ? 5000 : 0);
const phoneOf = (order: number) => `+849${String(10_000_000 + (order % CUSTOMERS)).padStart(8, '0')}`;

function expectedFigures(): Record<string, { orders: number; spent: number }> {
  const figures: Record<string, { orders: number; spent: number }> = {};
  for (let order = 0; order < ORDERS; order++) {
    const known = figures[phoneOf(order)] ?? { orders: 0, spent: 0 };
    figures[phoneOf(order)] = known;
    if (order % 10 === 0) continue;
    known.orders += 1;
    known.spent += amountOf(order, 4) - 10_000;
  }
  return figures;
}

async function post(port: number, path: string, secret: string, delivery: Delivery): Promise<boolean> {
  const signature = createHmac('sha256', secret).update(delivery.body).digest('base64');
  const headers = {
    'content-type': 'application/json',
    'x-tessera-topic': 'invoice.saved',
    'x-tessera-delivery': delivery.id,
    'x-tessera-signature': signature,
  };
  try {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      method: 'POST',
      headers,
      body: delivery.body,
      signal: AbortSignal.timeout(5000),
    });
    await response.arrayBuffer();
    if (response.status === 401) throw new Error('refused');
    return response.status === 200;
  } catch (error) {
    if ((error as Error).message === 'refused') throw error;
    await pause(50); // nobody there, or killed while answering: a host sends it again
    return false;
  }
}
