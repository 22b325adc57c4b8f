// `npm test [-- file…]`: one real replica set for the whole run, tap, and one closing line that tells the outcome.
// On a terminal tap draws its own picture; in a log there is a line for each file, and all of a file that failed.
import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { temporaryReplicaSet } from '../test/support/mongo.ts';

const REPORT = '.tap/last.tap';

const isTerminal = process.stdout.isTTY === true;
const given = process.env.TESSERA_TEST_MONGODB_URI;
const mongo = given ? { uri: given, stop: async () => {} } : await temporaryReplicaSet((line) => console.error(line));

mkdirSync('.tap', { recursive: true });
const sums = { pass: 0, fail: 0, skip: 0, todo: 0 };
let code = 0;
let isStopped = false;
for (const files of passes(process.argv.slice(2))) {
  if (isStopped) break;
  code = (await run(files)) || code;
  const found = totals();
  for (const name of Object.keys(sums)) sums[name] += found[name] ?? 0;
}
await mongo.stop();

const { pass, fail, skip, todo } = sums;
const isEmpty = pass + fail === 0;
if (isEmpty) console.error('No test ran.');
console.log(`${pass} passed, ${fail} failed${skip + todo > 0 ? `, ${skip + todo} skipped` : ''}`);
process.exit(isEmpty ? 1 : code);

/**
 * What tap is called with, once for each pass. Pages keep both cores of a build machine busy with two files at a time (.taprc); the others wait for
 * databases, and for processes that are killed and come back, so that three of them take no more.
 */
function passes(asked) {
  if (asked.length > 0) return [asked];
  const files = readdirSync('test', { recursive: true })
    .map((name) => join('test', name))
    .filter((name) => name.endsWith('.test.ts'))
    .sort();
  const isPage = (name) => name.startsWith(join('test', 'e2e'));
  return [files.filter(isPage), ['--jobs=3', ...files.filter((name) => !isPage(name))]];
}

async function run(args) {
  rmSync(REPORT, { force: true });
  const report = isTerminal ? ['--reporter=base', `--output-file=${REPORT}`] : ['--reporter=tap'];
  const tap = spawn('tap', [...report, '--disable-coverage', ...args], {
    stdio: ['ignore', isTerminal ? 'inherit' : 'pipe', 'inherit'],
    // Every test, and every server that one starts, is a program of its own: compiled once, they start in half the time.
    env: { NODE_COMPILE_CACHE: resolve('.tap/compiled'), ...process.env, TESSERA_TEST_MONGODB_URI: mongo.uri },
  });
  for (const signal of ['SIGINT', 'SIGTERM'])
    process.once(signal, () => {
      isStopped = true;
      tap.kill(signal);
    });
  const ended = new Promise((settle) => {
    tap.once('error', (error) => {
      console.error(`tap could not be started: ${error.message}. Run this as \`npm test\`.`);
      settle(1);
    });
    tap.once('exit', (code) => settle(code ?? 1));
  });
  if (tap.stdout) await follow(tap.stdout);
  return ended;
}

/** Files are the outermost points of tap's report; what is indented before such a line belongs to it. */
async function follow(output) {
  const lines = [];
  let detail = [];
  let isFailing = false;
  for await (const line of createInterface({ input: output })) {
    lines.push(line);
    if (/^(not )?ok /.test(line)) {
      isFailing = line.startsWith('not ');
      if (isFailing) console.log(detail.join('\n'));
      console.log(line);
      detail = [];
    } else if (isFailing && line.startsWith('  ')) {
      console.log(line);
    } else {
      isFailing = false;
      detail.push(line);
      if (/^\s*# .*\bseed\b/i.test(line)) console.log(line.trim());
    }
  }
  writeFileSync(REPORT, lines.join('\n'));
}

/** tap's own totals, from its last line: `# { total: 15, pass: 12, fail: 1, todo: 1, skip: 1 }`. */
function totals() {
  try {
    const line =
      readFileSync(REPORT, 'utf8')
        .match(/^# \{ (total: .*) \}$/gm)
        ?.at(-1) ?? '';
    return Object.fromEntries([...line.matchAll(/(\w+): (\d+)/g)].map(([, name, count]) => [name, Number(count)]));
  } catch {
    return {};
  }
}
