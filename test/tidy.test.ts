import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import t from 'tap';
import { CONDITIONS } from '../src/segments/conditions/index.ts';

/** The house rules that no compiler knows. Each says what to do when it is broken. */
const sources = [...filesBelow('src'), ...filesBelow('scripts'), ...filesBelow('test')]
  .filter((file) => /\.(ts|mjs)$/.test(file))
  .map((file) => ({ file, text: readFileSync(file, 'utf8') }));
const product = sources.filter(({ file }) => file.startsWith('src/'));

function filesBelow(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

/** What a file imports: paths from the repository's root for its own files, names for packages and `node:` modules. */
function importsOf({ file, text }: { file: string; text: string }): string[] {
  const names = [...text.matchAll(/(?:^|\n)\s*(?:import|export)\b[^'";]*?from\s*'([^']+)'|\bimport\(\s*'([^']+)'|(?:^|\n)import\s*'([^']+)'/g)];
  return names.map((match) => match[1] ?? match[2] ?? match[3] ?? '').map((name) => (name.startsWith('.') ? normalize(join(dirname(file), name)) : name));
}

/** Without comments and with strings left in: enough to look for calls. */
function code(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|[^:'"`])\/\/.*$/gm, '$1');
}

const model = /^src\/(model|errors)(\.ts$|\/)/;

/** Who may import whom (design §1). A file belongs to the first room that fits. */
const rooms: readonly { room: RegExp; may: readonly RegExp[] }[] = [
  { room: model, may: [model, /^zod$/, /^temporal-polyfill/, /^libphonenumber-js/, /^node:crypto$/] },
  { room: /^src\/segments\//, may: [model, /^src\/segments\//, /^zod$/, /^temporal-polyfill/] },
  { room: /^src\/loyalty\//, may: [model, /^src\/loyalty\//, /^zod$/, /^temporal-polyfill/] },
  { room: /^src\/adapters\/[^/]+\.ts$/, may: [model, /^src\/adapters\//, /^zod$/, /^temporal-polyfill/, /^(entities|lossless-json|node:crypto)$/] },
  {
    room: /^src\/adapters\/[^/]+\//,
    may: [model, /^src\/adapters\/[^/]+\.ts$/, /^zod$/, /^temporal-polyfill/, /^(entities|lossless-json|node:crypto)$/, /^@shopify\/shopify-api/],
  },
  { room: /^src\/server\//, may: [/^src\//, /^node:/, /^[@a-z]/] },
];

t.test('every room imports only what it may', async (t) => {
  let seen = 0;
  for (const source of product) {
    const house = rooms.find(({ room }) => room.test(source.file));
    t.ok(house, `${source.file} is in a room`);
    const own = /^src\/adapters\/[^/]+\//.exec(source.file)?.[0];
    for (const target of importsOf(source)) {
      seen++;
      const isAllowed = (house?.may.some((rule) => rule.test(target)) ?? false) || (own !== undefined && target.startsWith(own));
      if (!isAllowed) t.fail(`${source.file} imports ${target}`);
      if (/^(test|scripts)\//.test(target)) t.fail(`${source.file} imports ${target}, which does not ship`);
    }
  }
  t.ok(seen > 100, `${seen} imports were read`);
});

t.test('packages that ship are dependencies, and the only ones that src imports', async (t) => {
  const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
  for (const source of product) {
    for (const target of importsOf(source).filter((name) => !name.startsWith('src/') && !name.startsWith('node:'))) {
      const name = target.split('/', target.startsWith('@') ? 2 : 1).join('/');
      if (!(name in dependencies)) t.fail(`${source.file} imports ${name}, which is not in dependencies`);
    }
  }
  for (const [name, range] of Object.entries(dependencies)) t.match(range, /^\d/, `${name} is pinned`);
});

t.test('collections are opened by the store alone', async (t) => {
  const files = product.filter(({ text }) => code(text).includes('.collection(')).map(({ file }) => file);
  t.same(files.filter((file) => !file.startsWith('src/server/store/')), []);
});

t.test('the environment is read by config.ts alone', async (t) => {
  t.same(product.filter(({ text }) => code(text).includes('process.env')).map(({ file }) => file), ['src/server/config.ts']);
});

t.test('pure rooms have neither clock nor chance', async (t) => {
  const isPure = (file: string) => /^src\/(model|segments|loyalty)(\/|\.ts)/.test(file) || /^src\/adapters\/.*decode/.test(file);
  const impure = /\bDate\.now\(|\bnew Date\(\s*\)|\bTemporal\.Now\b|\bMath\.random\(|\brandomUUID\(|\brandomBytes\(|\bperformance\.now\(|\bsetTimeout\(|\bprocess\./;
  for (const { file, text } of product.filter(({ file }) => isPure(file))) {
    const found = impure.exec(code(text))?.[0];
    t.equal(found, undefined, `${file} takes time and ids as arguments`);
  }
});

t.test('every condition is a file that is in the list', async (t) => {
  const files = readdirSync('src/segments/conditions').filter((file) => file !== 'index.ts').sort();
  const listed = importsOf({ file: 'src/segments/conditions/index.ts', text: readFileSync('src/segments/conditions/index.ts', 'utf8') })
    .filter((target) => target.startsWith('src/segments/conditions/'))
    .map((target) => target.slice('src/segments/conditions/'.length));
  t.same(listed.sort(), files);
  t.equal(CONDITIONS.length, files.length, 'and one a file');
});

t.test('no leftovers', async (t) => {
  // Put together here, so that this file does not find itself.
  const leftover = new RegExp(`\\b(${['TO', 'DO'].join('')}|${['FIX', 'ME'].join('')}|${['X', 'XX'].join('')})\\b|\\bdebugger\\b`);
  for (const { file, text } of sources) t.notMatch(text, leftover, file);
});

t.test('no test is skipped, singled out or put off', async (t) => {
  const evasion = new RegExp(`\\bt\\.(${['skip', 'todo', 'only'].join('|')})\\(|\\b(${['skip', 'todo', 'only'].join('|')}):\\s*(true|'|\`)`);
  for (const { file, text } of sources.filter(({ file }) => /^test\/.*\.test\.ts$/.test(file))) t.notMatch(code(text), evasion, file);
});

t.test('files stay small: nine of ten at most 250 lines', async (t) => {
  const lengths = product.map(({ file, text }) => ({ file, lines: text.split('\n').length })).sort((a, b) => a.lines - b.lines);
  const ninth = lengths[Math.floor(lengths.length * 0.9)];
  t.ok(ninth && ninth.lines <= 250, `${ninth?.file}: ${ninth?.lines} lines`);
  t.same(lengths.filter(({ lines }) => lines > 400), [], 'and none over 400');
});
