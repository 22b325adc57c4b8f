import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'smol-toml';
import t from 'tap';
import { parse as parseYaml } from 'yaml';
import { scopesOf, topicsOf } from '../scripts/manifest/host.ts';
import { descriptors, hosts } from '../scripts/manifest/index.ts';
import { type EventName, type PermissionName, readManifest } from '../scripts/manifest/manifest.ts';
import { adapters } from '../src/adapters/index.ts';

const manifest = readManifest();
const packageJson = JSON.parse(readFileSync('package.json', 'utf8'));

t.test('every platform that is adapted has its descriptors, and no other', async (t) => {
  const platforms = adapters.map((adapter) => adapter.platform).sort();
  t.same(hosts.map((host) => host.platform).sort(), platforms);
  t.same(Object.keys(manifest.hosts).sort(), platforms);
});

t.test('an adapter decodes exactly the topics that the manifest asks for, and their other spellings', async (t) => {
  for (const adapter of adapters) {
    const host = hosts.find(({ platform }) => platform === adapter.platform);
    if (!host) continue;
    const declared = new Set([...topicsOf(host, manifest), ...host.otherSpellings]);
    t.same([...adapter.topics].sort(), [...declared].sort(), adapter.platform);
  }
});

t.test('every event reaches us from every host, by a topic or in a way that is stated', async (t) => {
  for (const host of hosts) {
    for (const event of Object.keys(manifest.events) as EventName[]) {
      const way = host.topics[event];
      t.ok('instead' in way ? way.instead.length > 10 : way.length > 0, `${host.platform}: ${event}`);
    }
  }
});

t.test('uninstalling and the privacy requests have topics wherever the host has them', async (t) => {
  const topics = Object.fromEntries(hosts.map((host) => [host.platform, topicsOf(host, manifest)]));
  for (const topic of ['customers/data_request', 'customers/redact', 'shop/redact', 'app/uninstalled']) {
    t.ok(topics['shopify']?.includes(topic), `Shopify demands ${topic}`);
  }
  for (const name of ['uninstalled', 'privacy_export', 'privacy_erase']) {
    t.ok(topics['woocommerce']?.includes(`action.tessera_${name}`));
  }
  t.ok(topics['haravan']?.includes('app/uninstalled'));
  t.ok(topics['sapo']?.includes('app/uninstalled'));
});

t.test('every permission is a scope on every host that has scopes', async (t) => {
  for (const host of hosts.filter(({ platform }) => platform !== 'pos')) {
    for (const [name, ways] of Object.entries(manifest.permissions) as [PermissionName, ('read' | 'write')[]][]) {
      for (const way of ways) t.ok(host.scopes[name][way].length > 0, `${host.platform}: ${way} ${name}`);
    }
    t.ok(scopesOf(host, manifest).length > 0);
  }
});

t.test('every host opens the admin, inside its own where it has one', async (t) => {
  const read = (file: string) => JSON.parse(readFileSync(file, 'utf8'));
  const { app } = manifest.urls;
  t.equal(app, '${APP_URL}/app');
  t.match(parse(readFileSync('hosts/shopify/shopify.app.toml', 'utf8')), { application_url: app, embedded: true });
  t.match(read('hosts/haravan/app.json'), { appUrl: `${app}/launch/haravan`, embeddedApp: 'Enable' });
  t.match(read('hosts/sapo/app.json'), { appUrl: `${app}/launch/sapo` });
  t.match(read('hosts/pos/connection.json'), { adminUrl: app });
  t.match(readFileSync('hosts/woocommerce/tessera/tessera.php', 'utf8'), "const TESSERA_APP_PATH = '/app';");
  for (const platform of ['haravan', 'sapo']) {
    const { menu } = read(`hosts/${platform}/app.json`);
    t.same(
      menu.map(({ label, url }: { label: string; url: string }) => [
        label,
        url.replace(`/app/launch/${platform}`, '/app'),
      ]),
      manifest.nav.map(({ label, path }) => [label.vi, `\${APP_URL}${path}`]),
      `${platform}: the menu opens by signed launches too`,
    );
  }
});

t.test('the menu leads to pages that the admin has', async (t) => {
  const routes = readFileSync('extension-ui/src/app.tsx', 'utf8');
  for (const { path } of manifest.nav.filter(({ path }) => path !== '/app'))
    t.match(routes, `path: '${path.replace('/app/', '')}'`, path);
  t.equal(new Set(manifest.nav.map(({ path }) => path)).size, manifest.nav.length);
});

t.test('name, version and licence are the package’s', async (t) => {
  t.equal(manifest.id, packageJson.name);
  t.equal(manifest.version, packageJson.version);
  t.equal(manifest.license, packageJson.license);
  t.equal(manifest.compat.node, packageJson.engines.node);
});

t.test('the committed descriptors are what the manifest gives', async (t) => {
  for (const { file, render } of descriptors()) {
    t.equal(existsSync(file) ? readFileSync(file, 'utf8') : null, render(), `${file}: run \`npm run docs\``);
  }
});

t.test('Shopify can read its descriptor, and every address in it is ours', async (t) => {
  const toml = parse(readFileSync('hosts/shopify/shopify.app.toml', 'utf8'));
  t.match(toml, { application_url: manifest.urls.app, webhooks: { api_version: manifest.compat.shopifyApi } });
  const { subscriptions } = toml['webhooks'] as {
    subscriptions: { uri: string; topics?: string[]; compliance_topics?: string[] }[];
  };
  t.same([...new Set(subscriptions.map(({ uri }) => uri))], [`${manifest.urls.webhooks}/shopify`]);
  t.equal(subscriptions.flatMap((one) => one.compliance_topics ?? []).length, 3);
});

t.test('the WordPress plugin has its header, its parts and no webhook that WooCommerce does not know', async (t) => {
  const folder = 'hosts/woocommerce/tessera';
  const php = readFileSync(`${folder}/tessera.php`, 'utf8');
  for (const line of [`Version: ${manifest.version}`, 'Requires Plugins: woocommerce', 'Text Domain: tessera']) {
    t.match(php, ` * ${line}\n`);
  }
  for (const [, part = ''] of php.matchAll(/require __DIR__ \. '(.+)';/g)) t.ok(existsSync(`${folder}${part}`), part);
  const webhooks = [...php.matchAll(/^\t'(.+)',$/gm)].map(([, topic]) => topic ?? '');
  t.ok(webhooks.length > 0);
  for (const topic of webhooks) t.match(topic, /^(order|customer|product)\.(created|updated|deleted|restored)$/);
  const parts =
    readFileSync(`${folder}/includes/privacy.php`, 'utf8') + readFileSync(`${folder}/includes/lifecycle.php`, 'utf8');
  const sent = [...parts.matchAll(/tessera_send\( '([^']+)'/g)].map(([, topic]) => topic ?? '');
  const woocommerce = adapters.find(({ platform }) => platform === 'woocommerce');
  t.same(
    sent.sort(),
    woocommerce?.topics.filter((topic) => topic.startsWith('action.')).sort(),
    'what it sends itself is decoded',
  );
});

t.test('the compose file is YAML, with a replica set that the application waits for', async (t) => {
  const { services } = parseYaml(readFileSync('compose.yaml', 'utf8'));
  t.match(services.mongo, { command: /--replSet/, healthcheck: { test: Array } });
  t.match(services.app, {
    depends_on: { mongo: { condition: 'service_healthy' } },
    environment: { MONGODB_URI: /replicaSet=/ },
  });
});
