import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import t from 'tap';

/** The page around the admin, as the demo host and the WordPress plugin load it, in a window that only remembers. */
const FRAME = readFileSync('src/server/demo/host/host-frame.js', 'utf8');
const PLUGIN_PAGE = readFileSync('hosts/woocommerce/tessera/assets/page.js', 'utf8');
const ADMIN = 'https://crm.example/app/at/ab12';
const ORIGIN = 'https://crm.example';

type Listener = (event: object) => unknown;

function newWindow() {
  const listeners: Record<string, Listener[]> = {};
  const posted: { message: Record<string, unknown>; origin: string }[] = [];
  const contentWindow = {
    postMessage: (message: Record<string, unknown>, origin: string) => posted.push({ message: { ...message }, origin }),
  };
  const frame = { src: '', allow: '', contentWindow };
  const timers: (() => void)[] = [];
  const replaced: string[] = [];
  const location = {
    href: 'https://shop.example/wp-admin/admin.php?page=tessera',
    assigned: '',
    assign: (url: string) => (location.assigned = url),
  };
  const window: Record<string, unknown> = {
    addEventListener: (name: string, listener: Listener) => {
      listeners[name] = [...(listeners[name] ?? []), listener];
    },
    history: { replaceState: (_state: unknown, _title: string, url: URL) => replaced.push(String(url)) },
    location,
  };
  const setTimeout = (run: () => void) => timers.push(run);
  const globals = {
    window,
    URL,
    URLSearchParams,
    Object,
    String,
    setTimeout,
    document: {},
    fetch: undefined as unknown,
  };
  /** What the admin in the frame says; by default from its window and its origin. */
  const hear = async (message: unknown, from: { origin?: string; source?: unknown } = {}) => {
    for (const listener of listeners['message'] ?? [])
      listener({ data: message, origin: ORIGIN, source: contentWindow, ...from });
    await settled();
  };
  const said = () => posted.splice(0).map(({ message }) => message);
  return { window, globals, frame, listeners, posted, timers, replaced, location, hear, said };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

/** A frame with everything that can be asked of it written down. */
async function opened(options: object = {}) {
  const around = newWindow();
  const heard: unknown[][] = [];
  const note =
    (name: string) =>
    (...values: unknown[]) =>
      void heard.push([name, ...values]);
  const handoffs = ['first', 'second'];
  runInNewContext(FRAME, around.globals);
  const control = (
    around.window['tesseraFrame'] as (options: object) => { go(path: string): void; setContext(context: object): void }
  )({
    frame: around.frame,
    address: ADMIN,
    path: '/customers?sort=name',
    context: { locale: 'vi', theme: 'light', opens: ['order'] },
    askHandoff: async () => handoffs.shift() ?? null,
    onPlace: note('place'),
    onOpen: note('open'),
    onTitle: note('title'),
    onLoading: note('loading'),
    onModal: note('modal'),
    onSilent: note('silent'),
    ...options,
  });
  await settled();
  return { ...around, heard, control };
}

const say = (type: string, rest: object = {}) => ({ tessera: 1, type, ...rest });

t.test('the frame opens where the page was, with a handoff behind the #', async (t) => {
  const { frame } = await opened();
  t.equal(frame.src, `${ADMIN}/customers?sort=name#locale=vi&theme=light&handoff=first`);
  for (const path of ['//evil.example', 'https://evil.example', 'customers', null])
    t.match((await opened({ path })).frame.src, `${ADMIN}/#locale`, `not at ${path}`);
  const signedOut = await opened({ askHandoff: async () => null });
  t.equal(signedOut.frame.src, `${ADMIN}/customers?sort=name#locale=vi&theme=light`);
  const offline = await opened({ askHandoff: () => Promise.reject(new Error('offline')) });
  t.notMatch(offline.frame.src, 'handoff', 'the admin asks again itself');
});

t.test('what the admin says is passed on, and answered to its origin', async (t) => {
  const { hear, said, posted, heard, control } = await opened();
  control.go('/segments');
  t.same(said(), [], 'nothing is said before it hears');
  await hear(say('ready'));
  t.same(
    posted.map(({ origin }) => origin),
    [ORIGIN, ORIGIN],
  );
  t.same(said(), [
    say('context', { locale: 'vi', theme: 'light', opens: ['order'] }),
    say('navigate', { path: '/segments' }),
  ]);
  await hear(say('handoff-request', { id: '7' }));
  await hear(say('handoff-request', { id: '8' }));
  t.same(said(), [say('handoff', { id: '7', handoff: 'second' }), say('handoff', { id: '8', handoff: null })]);
  control.setContext({ locale: 'en' });
  control.go('/');
  t.same(said(), [say('context', { locale: 'en', theme: 'light', opens: ['order'] }), say('navigate', { path: '/' })]);
  await hear(say('navigated', { path: '/customers/ab12', replace: false }));
  await hear(say('open', { kind: 'order', hostId: 16 }));
  await hear(say('title', { text: 'Khách hàng' }));
  await hear(say('loading', { on: true }));
  await hear(say('modal', { on: 'yes' }));
  t.same(heard, [
    ['place', '/customers/ab12'],
    ['open', 'order', '16'],
    ['title', 'Khách hàng'],
    ['loading', true],
    ['modal', false],
  ]);
});

t.test('what somebody else says is not heard', async (t) => {
  const { hear, said, heard } = await opened();
  const asks = say('handoff-request', { id: '1' });
  await hear(asks, { origin: 'https://evil.example' });
  await hear(asks, { origin: 'https://crm.example.evil.example' });
  await hear(asks, { source: {} });
  await hear(asks, { source: null });
  for (const message of [
    null,
    'ready',
    { type: 'ready' },
    { tessera: 2, type: 'ready' },
    say('constructor'),
    say('__proto__'),
    say('newer'),
  ])
    await hear(message);
  for (const path of ['//evil.example', 'javascript:alert(1)', '', 7]) await hear(say('navigated', { path }));
  await hear(say('open', { kind: 'customer', hostId: '1' }));
  t.same(said(), []);
  t.same(heard, [], 'nor is what this host cannot show');
});

t.test('unsaved edits ask before the page goes, and silence is told', async (t) => {
  const { hear, listeners, timers, heard } = await opened();
  const leave = () => {
    let asked = false;
    for (const listener of listeners['beforeunload'] ?? []) listener({ preventDefault: () => (asked = true) });
    return asked;
  };
  t.notOk(leave());
  await hear(say('unsaved', { on: true }));
  t.ok(leave());
  await hear(say('unsaved', { on: false }));
  t.notOk(leave());
  for (const timer of timers) timer();
  t.same(heard, [['silent']]);
  const answering = await opened();
  await answering.hear(say('ready'));
  for (const timer of answering.timers) timer();
  t.same(answering.heard, []);
});

t.test('the WordPress page asks for further handoffs, keeps the place and opens WooCommerce’s own pages', async (t) => {
  const around = newWindow();
  const notice = { hidden: true };
  const box = {
    dataset: {
      address: ADMIN,
      path: '/segments',
      locale: 'vi',
      handoff: 'printed',
      ajax: 'https://shop.example/wp-admin/admin-ajax.php',
      nonce: 'n0nce',
      order: 'https://shop.example/wp-admin/admin.php?page=wc-orders&action=edit&id={id}',
    },
    querySelector: (selector: string) => (selector === 'iframe' ? around.frame : notice),
  };
  const answers = [
    { success: true, data: { handoff: 'fresh' } },
    { success: false, data: null },
  ];
  const asked: string[] = [];
  const fetch = async (url: string, { body, credentials }: { body: URLSearchParams; credentials: string }) => {
    asked.push(`${url} ${credentials} ${body.toString()}`);
    const answer = answers.shift();
    return { ok: answer !== undefined, json: async () => answer };
  };
  const document = { getElementById: () => box, title: '' };
  const globals = { ...around.globals, document, fetch, encodeURIComponent };
  runInNewContext(FRAME, globals);
  runInNewContext(PLUGIN_PAGE, globals);
  await settled();
  t.equal(around.frame.src, `${ADMIN}/segments#locale=vi&theme=light&handoff=printed`);
  for (const id of ['1', '2', '3']) await around.hear(say('handoff-request', { id }));
  t.same(
    around.said().map(({ handoff }) => handoff),
    ['fresh', null, null],
    'null: signed out, or the request failed',
  );
  t.equal(asked[0], `${box.dataset.ajax} same-origin action=tessera_handoff&nonce=n0nce`);
  await around.hear(say('navigated', { path: '/customers?q=lan&sort=name', replace: false }));
  t.same(around.replaced, [
    'https://shop.example/wp-admin/admin.php?page=tessera&path=%2Fcustomers%3Fq%3Dlan%26sort%3Dname',
  ]);
  await around.hear(say('open', { kind: 'order', hostId: '16&x=1' }));
  t.equal(around.location.assigned, box.dataset.order.replace('{id}', '16%26x%3D1'));
  await around.hear(say('title', { text: 'Phân khúc' }));
  t.equal(document.title, 'Phân khúc');
  for (const timer of around.timers) timer();
  t.equal(notice.hidden, false);
});
