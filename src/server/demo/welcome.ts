import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dayOf } from '../../model.ts';
import { createApiKey } from '../api-keys.ts';
import type { Config } from '../config.ts';
import { hashKey } from '../secrets.ts';
import { createSegment } from '../segments/saved.ts';
import type { Server } from '../server.ts';
import { type DemoHost, startDemoHost } from './host/index.ts';
import { DEMO_SHOP, makeDemoShop } from './index.ts';
import { DEMO_SEGMENTS } from './segments.ts';

/** What a newcomer sees: the demo shop made once, a key to it, and lines to try. Then the server says that it is ready. */
export async function welcome(
  server: Server,
  config: Config,
  say: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const wantsDemo = server.isEmbedded && config.demo && (await isEmptyOrDemo(server));
  if (wantsDemo) await makeDemo(server, say, signal);
  if (signal.aborted) return;
  const host = wantsDemo ? await demoHost(server, config, say) : null;
  signal.addEventListener('abort', () => void host?.stop());
  server.ready();
  say(`ready at ${server.url}`);
  if (wantsDemo) showLines(server, host, await demoKey(server, config), say);
  else
    say(
      'add a shop: npm run crm -- shops add --platform woocommerce --domain shop.example --currency VND --time-zone Asia/Ho_Chi_Minh',
    );
}

/** A database with a shop of its own wants no demo beside it. */
async function isEmptyOrDemo({ store }: Server): Promise<boolean> {
  const shops = await store.system.shops
    .find({}, { projection: { _id: 1 } })
    .limit(2)
    .toArray();
  return shops.length === 0 || shops.some((shop) => shop._id === DEMO_SHOP.id);
}

async function makeDemo(server: Server, say: (line: string) => void, signal: AbortSignal): Promise<void> {
  const { store, box, states, reception, builder } = server;
  const until = dayOf(Date.now(), DEMO_SHOP.timeZone);
  const { shopId } = await makeDemoShop({ store, box, states, reception, now: Date.now, log: say, until, signal });
  const scope = store.forShop(shopId);
  for (const segment of DEMO_SEGMENTS) {
    if (await scope.segments.findOne({ name: segment.name })) continue;
    const made = await createSegment(scope, { ...segment, by: 'demo', now: Date.now() });
    builder.requestBuild(shopId, made._id);
  }
}

/** The demo store's page; a server without it still serves, so what keeps it from starting is said and no more. */
async function demoHost(server: Server, config: Config, say: (line: string) => void): Promise<DemoHost | null> {
  const { url, store, box } = server;
  const { id: shop, name: shopName } = DEMO_SHOP;
  const next = config.port === 0 || config.port === 65_535 ? 0 : config.port + 1;
  const ports = config.demoHostPort === null ? [next, 0] : [config.demoHostPort];
  for (const port of ports) {
    try {
      const host = await startDemoHost({ url, store, box, shop, shopName, port, now: Date.now });
      server.showDemoHost(host.url);
      return host;
    } catch (error) {
      const { code = 'error' } = error as { code?: string };
      if (port === ports.at(-1))
        say(`the demo store's page could not start (${code}): set DEMO_HOST_PORT to a free port`);
    }
  }
  return null;
}

/** Kept in DATA_DIR beside the database it opens, readable by its owner only; a new one when it no longer fits. */
async function demoKey({ store }: Server, config: Config): Promise<string> {
  const path = join(config.dataDir, 'demo-api-key');
  const scope = store.forShop(DEMO_SHOP.id);
  if (existsSync(path)) {
    const key = readFileSync(path, 'utf8').trim();
    if (await scope.apiKeys.findOne({ hash: hashKey(key), revokedAt: { $exists: false } })) return key;
  }
  const { key } = await createApiKey(scope, { name: 'demo', scopes: ['*'] }, Date.now());
  writeFileSync(path, `${key}\n`, { mode: 0o600 });
  return key;
}

function showLines({ url }: Server, host: DemoHost | null, key: string, say: (line: string) => void): void {
  const definition = JSON.stringify({
    definition: {
      include: [{ all: [{ kind: 'total_spent', op: 'gte', value: 5_000_000 }] }],
      exclude: [{ all: [{ kind: 'has_tag', mode: 'any', tags: ['VIP'] }] }],
    },
    mode: 'exact',
  });
  if (host) console.log(`\n  Open ${host.url}   the demo shop "${DEMO_SHOP.name}", with the admin inside its store\n`);
  say('the API, for the same shop:');
  console.log(`
  curl -s -H 'Authorization: Bearer ${key}' '${url}/api/v1/customers?limit=5'

  curl -s -H 'Authorization: Bearer ${key}' -H 'Content-Type: application/json' \\
    -d '${definition}' \\
    '${url}/api/v1/segments/preview'

  API ${url}/api/v1/docs · the admin on its own ${url}/app · stop with Ctrl-C
`);
}
