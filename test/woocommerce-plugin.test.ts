import { execFile, spawnSync } from 'node:child_process';
import { createHmac, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import t from 'tap';
import { woocommerce } from '../src/adapters/woocommerce/index.ts';
import type { InstallationId } from '../src/model.ts';
import { newSecret, SecretBox } from '../src/server/secrets.ts';
import { readHandoff } from '../src/server/staff/handoff.ts';

/** The WordPress plugin. What it prints and signs is looked at where there is a PHP to run it; its text everywhere. */
const PLUGIN = 'hosts/woocommerce/tessera';
const SECRET = newSecret();
const CONNECTED = { tessera_webhook_url: 'https://crm.example/webhooks/woocommerce/ab12', tessera_secret: SECRET };
const LAN = { ID: 7, display_name: 'Nguyễn Thị "Lan" </script>', user_email: 'lan@shop.example' };

t.test('no file of the plugin does anything when it is opened by itself, and all output is escaped', async (t) => {
  const files = [
    join(PLUGIN, 'tessera.php'),
    ...readdirSync(join(PLUGIN, 'includes')).map((name) => join(PLUGIN, 'includes', name)),
  ];
  t.ok(files.length >= 7);
  for (const file of files) {
    const text = readFileSync(file, 'utf8');
    t.match(text, "defined( 'ABSPATH' ) || exit;", file);
    const echoed = [...text.matchAll(/\becho ([^;]+);/g)].map(([, what]) => what ?? '');
    for (const what of echoed) t.match(what, /^'[^$]*'$|^esc_(attr|url|html)\( /, `${file}: echo ${what}`);
    t.notMatch(text, /\beval\(|\bunserialize\(|<\?=/);
  }
  const page =
    readFileSync(join(PLUGIN, 'includes/page.php'), 'utf8') +
    readFileSync(join(PLUGIN, 'includes/handoff.php'), 'utf8');
  t.match(page, "const TESSERA_CAPABILITY = 'manage_woocommerce';");
  t.match(page, /add_submenu_page\( .*TESSERA_CAPABILITY/);
  t.match(page, /function tessera_answer_handoff\(\) \{\s+check_ajax_referer\(/, 'the nonce is looked at first');
});

const PHP = process.env['PHP_BINARY'] ?? 'php';
const hasPhp = spawnSync(PHP, ['-v']).status === 0;
if (!hasPhp) t.comment('no php on PATH, and no PHP_BINARY: the plugin was read and not run');

interface Ran {
  readonly printed: string;
  readonly status: number;
  readonly json: { readonly handoff: string } | null;
  readonly enqueued: readonly string[];
  readonly menu?: readonly string[];
  readonly saved?: Readonly<Record<string, unknown>>;
  readonly webhooks?: readonly { readonly set_secret: string }[];
}

async function run(call: string, given: object = {}): Promise<Ran> {
  const input = {
    plugin: join(process.cwd(), PLUGIN),
    options: CONNECTED,
    user: LAN,
    capabilities: ['manage_woocommerce'],
    call,
    ...given,
  };
  const { stdout } = await promisify(execFile)(PHP, [
    'test/fixtures/woocommerce-plugin/run.php',
    JSON.stringify(input),
  ]);
  return JSON.parse(stdout);
}

/** The attributes of the box that assets/page.js reads, as a browser would. */
function dataOf(printed: string): Record<string, string> {
  const decode = (text: string) =>
    text.replace(
      /&(quot|lt|gt|amp|#039);/g,
      (_, name) => ({ quot: '"', lt: '<', gt: '>', amp: '&', '#039': "'" })[name as string] ?? '',
    );
  return Object.fromEntries(
    [...printed.matchAll(/ data-(\w+)="([^"]*)"/g)].map(([, name, value]) => [name, decode(value ?? '')]),
  );
}

function reader() {
  const box = new SecretBox(randomBytes(32));
  const _id = 'ab12' as InstallationId;
  const installation = { _id, domain: 'shop.example/vi', secrets: [box.seal(SECRET, _id)] };
  return (token: string) => readHandoff(box, installation, token, Date.now());
}

if (hasPhp) {
  t.test('the server takes the handoffs that the plugin makes', async (t) => {
    const read = reader();
    const { printed } = await run('tessera_print_page');
    const handoff = dataOf(printed)['handoff'] ?? '';
    t.match(JSON.parse(Buffer.from(handoff.split('.')[0] ?? '', 'base64url').toString()), {
      alg: 'HS256',
      kid: 'ab12',
    });
    t.match(await read(handoff), { userId: '7', name: LAN.display_name, email: LAN.user_email, isAdmin: false });
    const asked = {
      post: { nonce: 'nonce-of-tessera_handoff' },
      capabilities: ['manage_woocommerce', 'manage_options'],
    };
    const fresh = (await run('wp_ajax_tessera_handoff', asked)).json?.handoff ?? '';
    t.match(await read(fresh), { userId: '7', isAdmin: true });
    t.not((await read(fresh))?.jti, (await read(handoff))?.jti, 'each is another');
    t.equal(await read(`${fresh.slice(0, -4)}AAAA`), null);
    const other = await run('tessera_print_page', { options: { ...CONNECTED, tessera_secret: newSecret() } });
    t.equal(await read(dataOf(other.printed)['handoff'] ?? ''), null, 'by another secret it is none');
  });

  t.test('handoffs are for who may manage the store, in a request of the page’s own', async (t) => {
    t.match(await run('wp_ajax_tessera_handoff'), { status: 403, json: null });
    const nonce = { post: { nonce: 'nonce-of-tessera_handoff' } };
    t.match(await run('wp_ajax_tessera_handoff', { ...nonce, capabilities: ['read'] }), { status: 403, json: null });
    t.match(await run('wp_ajax_tessera_handoff', { ...nonce, options: {} }), { status: 403, json: null });
    const short = { ...CONNECTED, tessera_secret: 'short-secret' };
    t.match(await run('wp_ajax_tessera_handoff', { ...nonce, options: short }), { status: 403, json: null });
    t.match(await run('wp_ajax_tessera_handoff', nonce), { status: 200, json: { handoff: String } });
    t.same((await run('admin_menu')).menu, ['woocommerce', 'manage_woocommerce', 'tessera']);
  });

  t.test('the page opens the connection’s admin where it is asked to', async (t) => {
    const paths: readonly [given: unknown, shown: string][] = [
      [undefined, '/'],
      ['/customers/ab12?sort=name&q=lan', '/customers/ab12?sort=name&q=lan'],
      ['/khách', '/khách'],
      ['//evil.example', '/'],
      ['https://evil.example', '/'],
      ['/x"><script>alert(1)</script>', '/'],
      ['/a#handoff=b', '/'],
      ['/a\n', '/'],
      [['/a'], '/'],
    ];
    for (const [path, shown] of paths) {
      const { printed } = await run('tessera_print_page', { get: path === undefined ? {} : { path } });
      t.match(dataOf(printed), { path: shown, address: 'https://crm.example/app/at/ab12', locale: 'vi' }, String(path));
      t.notMatch(printed, '<script');
    }
    t.equal(dataOf((await run('tessera_print_page', { locale: 'en_GB' })).printed)['locale'], 'en');
    const enqueued = async (hook: string, given = {}) =>
      (await run('admin_enqueue_scripts', { arguments: [hook], ...given })).enqueued;
    t.same(await enqueued('woocommerce_page_tessera'), ['tessera-page', 'tessera-host-frame', 'tessera-page']);
    t.same(await enqueued('index.php'), [], 'nothing is loaded on other pages');
    t.same(await enqueued('woocommerce_page_tessera', { options: {} }), []);
  });

  t.test('without a connection, and when asked for, the settings stand there', async (t) => {
    const cases: readonly object[] = [
      { options: {} },
      { options: { tessera_webhook_url: 'https://crm.example/webhooks/woocommerce', tessera_secret: SECRET } },
      { options: { ...CONNECTED, tessera_secret: 'short-secret' } },
      { get: { view: 'connection' } },
    ];
    for (const given of cases) {
      const { printed } = await run('tessera_print_page', given);
      t.match(printed, /<form method="post"/);
      t.notMatch(printed, 'data-handoff');
      t.notMatch(printed, SECRET, 'the secret is never shown');
    }
  });

  /** A merchant saves the settings with this address and secret. */
  const connect = (address: string, secret: string) =>
    run('admin_post_tessera_connect', {
      post: { _wpnonce: 'nonce-of-tessera_connect', tessera_webhook_url: address, tessera_secret: secret },
    });

  t.test('another server is not signed to with the secret of this one', async (t) => {
    const { tessera_webhook_url: address } = CONNECTED;
    const elsewhere = 'https://evil.example/webhooks/woocommerce/ab12';
    t.equal((await connect(elsewhere, '')).saved, undefined, 'it would be given handoffs that are good here');
    t.match((await connect(elsewhere, newSecret())).saved, { tessera_webhook_url: elsewhere });
    t.match((await connect(address, '')).saved, { tessera_webhook_url: address, tessera_secret: SECRET });
  });

  t.test('WooCommerce, which shows the secrets of webhooks, is not told the one that signs people in', async (t) => {
    const { webhooks = [] } = await connect(CONNECTED.tessera_webhook_url, '');
    t.equal(webhooks.length, 11);
    const [shown = ''] = new Set(webhooks.map((webhook) => webhook.set_secret));
    t.not(shown, SECRET);
    const rawBody = Buffer.from('{"id":1}');
    const signature = createHmac('sha256', shown).update(rawBody).digest('base64');
    const delivery = { method: 'POST', headers: { 'x-wc-webhook-signature': signature }, rawBody, query: {} } as const;
    t.ok(woocommerce.verify(delivery, [SECRET]), 'the server takes what WooCommerce signs with it');
    t.notOk(woocommerce.verify(delivery, [newSecret()]));
    const forged = await run('tessera_print_page', { options: { ...CONNECTED, tessera_secret: shown } });
    t.equal(await reader()(dataOf(forged.printed)['handoff'] ?? ''), null, 'and no handoff');
  });
}
