import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import t, { type Test } from 'tap';

/** A folder with the build script, a page to build, and a vite that writes down that it ran; it fails while `broken` exists. */
function newCheckout(t: Test) {
  const folder = mkdtempSync(join(tmpdir(), 'tessera-ui-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  const ui = join(folder, 'extension-ui');
  for (const made of ['scripts', 'extension-ui/src', 'extension-ui/node_modules/vite/bin'])
    mkdirSync(join(folder, made), { recursive: true });
  for (const script of ['build-ui.mjs', 'turn.mjs'])
    cpSync(new URL(`../scripts/${script}`, import.meta.url), join(folder, 'scripts', script));
  writeFileSync(join(ui, 'index.html'), '<html></html>');
  writeFileSync(join(ui, 'src/main.tsx'), 'first');
  writeFileSync(
    join(ui, 'node_modules/vite/bin/vite.js'),
    `const fs = require('node:fs');
    fs.appendFileSync('../ran', 'x');
    if (fs.existsSync('../broken')) { console.error('broken'); process.exit(1); }
    const out = process.argv[process.argv.indexOf('--outDir') + 1];
    fs.mkdirSync(out + '/assets', { recursive: true });
    fs.writeFileSync(out + '/index.html', fs.readFileSync('src/main.tsx'));
    setTimeout(() => fs.writeFileSync(out + '/assets/main-Ab.js', fs.readFileSync('src/main.tsx', 'utf8').repeat(200)), 300);
    fs.writeFileSync(out + '/assets/photo-Cd.png', 'png');`,
  );
  const build = async () => {
    const child = spawn(process.execPath, [join(folder, 'scripts/build-ui.mjs')], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => (said += chunk));
    const code = await new Promise<number | null>((settle) => child.once('close', settle));
    return { code, said };
  };
  const runs = () => (existsSync(join(folder, 'ran')) ? readFileSync(join(folder, 'ran'), 'utf8').length : 0);
  return { folder, ui, build, runs };
}

t.test('the admin is built once, and again when anything it is built from changes', async (t) => {
  const { ui, build, runs } = newCheckout(t);
  t.match(await build(), { code: 0, said: /building the admin.*is built/s });
  const assets = join(ui, 'dist/assets');
  t.same(readdirSync(assets).sort(), ['main-Ab.js', 'main-Ab.js.br', 'main-Ab.js.gz', 'photo-Cd.png']);
  const plain = readFileSync(join(assets, 'main-Ab.js'), 'utf8');
  t.equal(brotliDecompressSync(readFileSync(join(assets, 'main-Ab.js.br'))).toString(), plain);
  t.equal(gunzipSync(readFileSync(join(assets, 'main-Ab.js.gz'))).toString(), plain);
  t.same(await build(), { code: 0, said: '' }, 'nothing to do, nothing said');
  t.equal(runs(), 1);
  for (const [file, text] of [
    ['src/main.tsx', 'second'],
    ['vite.config.ts', 'x'],
    ['package-lock.json', '{}'],
  ] as const) {
    const before = runs();
    writeFileSync(join(ui, file), text);
    await build();
    t.equal(runs(), before + 1, file);
  }
  t.equal(readFileSync(join(ui, 'dist/index.html'), 'utf8'), 'second');
  t.same(
    readdirSync(ui).filter((name) => /^dist\.|building/.test(name)),
    [],
    'nothing is left lying about',
  );
});

t.test('two commands at the same moment build once', async (t) => {
  const { build, runs } = newCheckout(t);
  t.same(
    (await Promise.all([build(), build()])).map(({ code }) => code),
    [0, 0],
  );
  t.equal(runs(), 1);
});

t.test('a build that fails says so, and leaves the one before', async (t) => {
  const { folder, ui, build } = newCheckout(t);
  await build();
  writeFileSync(join(ui, 'src/main.tsx'), 'second');
  writeFileSync(join(folder, 'broken'), '');
  t.match(await build(), { code: 1, said: /broken\n.*building the admin failed: vite ended with 1/s });
  t.equal(readFileSync(join(ui, 'dist/index.html'), 'utf8'), 'first');
  rmSync(join(folder, 'broken'));
  t.equal((await build()).code, 0);
  t.equal(readFileSync(join(ui, 'dist/index.html'), 'utf8'), 'second');
});

t.test('a build that was killed does not hold up the next one', async (t) => {
  const { ui, build } = newCheckout(t);
  mkdirSync(join(ui, '.building'));
  mkdirSync(join(ui, 'dist.next/assets'), { recursive: true });
  writeFileSync(join(ui, '.building/pid'), '999999999');
  writeFileSync(join(ui, 'dist.next/assets/half.js'), '');
  t.equal((await build()).code, 0);
  t.same(
    readdirSync(ui).filter((name) => /^dist\.|building/.test(name)),
    [],
  );
});
