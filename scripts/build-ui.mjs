// Builds the admin (extension-ui) when what it is built from has changed, and compresses its files, so that the server sends
// them as they lie. Called before `npm start`, `npm test`, `npm run check` and `npm run build`.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';
import { takeTurn } from './turn.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const ui = join(root, 'extension-ui');
const dist = join(ui, 'dist');
const stamp = join(dist, '.built');
const compressed = { '.br': promisify(brotliCompress), '.gz': promisify(gzip) };

const wanted = inputsHash();
const isBuilt = () => existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted;

if (!existsSync(join(ui, 'index.html'))) {
  say('there is no extension-ui/index.html: nothing to build');
} else if (!isBuilt()) {
  const onWait = () => say('another command is building the admin: waiting for it');
  try {
    const release = await takeTurn(join(ui, '.building'), onWait);
    try {
      if (!isBuilt()) await build();
    } finally {
      release();
    }
  } catch (error) {
    say(`building the admin failed: ${error.message}`);
    process.exitCode = 1;
  }
}

/** Everything in extension-ui that is not made by npm or by this script. */
function inputsHash() {
  const made = /^(node_modules|dist|dist\.\w+|\.building)(\/|$)/;
  const files = walk(ui, '').filter((name) => !made.test(name));
  const hash = createHash('sha256').update(readFileSync(fileURLToPath(import.meta.url)));
  for (const name of files.sort()) hash.update(`\0${name}\0`).update(readFileSync(join(ui, name)));
  return hash.digest('hex');

  function walk(folder, below) {
    return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
      const name = below + entry.name;
      if (entry.isDirectory()) return made.test(name) ? [] : walk(join(folder, entry.name), `${name}/`);
      return entry.isFile() ? [name] : [];
    });
  }
}

/** Into a folder of its own, which takes the place of the old one when it is whole: a server may be reading that. */
async function build() {
  say('building the admin (extension-ui)');
  const startedAt = Date.now();
  const next = join(ui, 'dist.next');
  const old = join(ui, 'dist.old');
  for (const folder of [next, old]) rmSync(folder, { recursive: true, force: true });
  await vite(['build', '--outDir', 'dist.next', '--emptyOutDir', '--logLevel', 'warn']);
  const assets = join(next, 'assets');
  mkdirSync(assets, { recursive: true });
  await Promise.all(
    readdirSync(assets)
      .filter((name) => /\.(js|css|svg|json|map|txt|wasm|ttf)$/.test(name))
      .map((name) => compress(join(assets, name))),
  );
  writeFileSync(join(next, '.built'), wanted);
  if (existsSync(dist)) renameSync(dist, old);
  renameSync(next, dist);
  rmSync(old, { recursive: true, force: true });
  say(`the admin is built (${((Date.now() - startedAt) / 1000).toFixed(1)} s)`);
}

/** A file that does not get smaller is sent as it is. */
async function compress(path) {
  const bytes = readFileSync(path);
  for (const [extension, pack] of Object.entries(compressed)) {
    const packed = await pack(bytes);
    if (packed.length < bytes.length) writeFileSync(path + extension, packed);
  }
}

/** On the Node among the dependencies: the machine's own may be too old for it, and a shell that ran that one before goes on using it. */
async function vite(args) {
  const own = join(root, 'node_modules', '.bin', 'node');
  const child = spawn(
    existsSync(own) ? own : process.execPath,
    [join(ui, 'node_modules', 'vite', 'bin', 'vite.js'), ...args],
    {
      cwd: ui,
      stdio: ['ignore', 'inherit', 'inherit'],
    },
  );
  const code = await new Promise((settle) =>
    child.once('error', () => settle(127)).once('exit', (exit) => settle(exit ?? 1)),
  );
  if (code !== 0) throw new Error(`vite ended with ${code}; its own message is above`);
}

function say(line) {
  console.error(`set-up: ${line}`);
}
