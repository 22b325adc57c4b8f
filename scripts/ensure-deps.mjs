// Installs what is missing before `npm start`, `npm test` and the others. It runs on the machine's own Node (20 or later)
// before anything is installed: Node's built-ins only, and plain JavaScript.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { takeTurn } from './turn.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const lockFolder = join(root, '.installing');

/** Everything the installed state depends on. The lock repeats the ranges of package.json, whose scripts may change freely. */
const inputs = ['package-lock.json', '.taprc', 'extension-ui/package-lock.json'].filter((name) =>
  existsSync(join(root, name)),
);
const wanted = inputs
  .reduce((hash, name) => hash.update(name).update(readFileSync(join(root, name))), createHash('sha256'))
  .digest('hex');
const stamp = join(root, 'node_modules', '.ready');

const isReady = () => existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted;

if (!isReady()) {
  const onWait = () => say('another command is installing the dependencies: waiting for it');
  const release = await takeTurn(lockFolder, onWait).catch((error) =>
    fail(`${root} cannot be written (${error.code}).`),
  );
  try {
    if (!isReady()) await install();
  } finally {
    release();
  }
}

async function install() {
  if (Number(process.versions.node.split('.')[0]) < 20)
    fail(`Node ${process.versions.node} is too old: install Node 20 or later.`);
  say('installing the dependencies of package-lock.json (about 350 MB on disk; once)');
  await npm(['ci']);
  if (inputs.includes('extension-ui/package-lock.json')) {
    say('installing the dependencies of extension-ui');
    await npm(['ci', '--prefix', 'extension-ui']);
  }
  say('preparing the test runner');
  await npm(['exec', '--offline', '--no', '--', 'tap', 'build']);
  writeFileSync(stamp, wanted);
  say('dependencies are ready');
}

/** npm as it was called: by path under `npm run`, by name otherwise. Says every 10 s that it is still at work. */
async function npm(args) {
  const path = process.env.npm_execpath;
  const [program, first] = path?.endsWith('.js') ? [process.execPath, [path]] : ['npm', []];
  const startedAt = Date.now();
  const timer = setInterval(() => say(`npm ${args[0]}: ${Math.round((Date.now() - startedAt) / 1000)} s …`), 10_000);
  const child = spawn(program, [...first, '--no-audit', '--no-fund', '--loglevel=error', ...args], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const code = await new Promise((settle) =>
    child.once('error', () => settle(127)).once('exit', (exit) => settle(exit ?? 1)),
  );
  clearInterval(timer);
  if (code !== 0) {
    fail(
      `\`npm ${args.join(' ')}\` failed (exit ${code}). Its own message is above. Is the package registry reachable from here ` +
        '(`npm ping`; behind a proxy set `npm config set proxy …`)? Then run the same command again.',
    );
  }
}

function say(line) {
  console.error(`set-up: ${line}`);
}

function fail(line) {
  rmSync(lockFolder, { recursive: true, force: true });
  console.error(`set-up: ${line}`);
  process.exit(1);
}
