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
  const names = [
    ...text.matchAll(
      /(?:^|\n)\s*(?:import|export)\b[^'";]*?from\s*'([^']+)'|\bimport\(\s*'([^']+)'|(?:^|\n)import\s*'([^']+)'/g,
    ),
  ];
  return names
    .map((match) => match[1] ?? match[2] ?? match[3] ?? '')
    .map((name) => (name.startsWith('.') ? normalize(join(dirname(file), name)) : name));
}

/** Without comments and with strings left in: enough to look for calls. */
function code(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|[^:'"`])\/\/.*$/gm, '$1');
}

/** The files in which something is found; by default in their code, not in their comments. */
function filesWith(files: readonly { file: string; text: string }[], what: RegExp, read = code): string[] {
  return files.filter(({ text }) => what.test(read(text))).map(({ file }) => file);
}

const model = /^src\/(model|errors)(\.ts$|\/)/;

/** Who may import whom (design §1). A file belongs to the first room that fits. */
const rooms: readonly { room: RegExp; may: readonly RegExp[] }[] = [
  { room: model, may: [model, /^zod$/, /^temporal-polyfill/, /^libphonenumber-js/, /^node:crypto$/] },
  { room: /^src\/segments\//, may: [model, /^src\/segments\//, /^zod$/, /^temporal-polyfill/, /^chevrotain$/] },
  { room: /^src\/loyalty\//, may: [model, /^src\/loyalty\//, /^zod$/, /^temporal-polyfill/] },
  {
    room: /^src\/adapters\/[^/]+\.ts$/,
    may: [model, /^src\/adapters\//, /^zod$/, /^temporal-polyfill/, /^(entities|lossless-json|node:crypto)$/],
  },
  {
    room: /^src\/adapters\/[^/]+\//,
    may: [
      model,
      /^src\/adapters\/[^/]+\.ts$/,
      /^zod$/,
      /^temporal-polyfill/,
      /^(entities|lossless-json|node:crypto)$/,
      /^@shopify\/shopify-api/,
    ],
  },
  { room: /^src\/server\//, may: [/^src\//, /^node:/, /^[@a-z]/] },
];

t.test('every room imports only what it may', async (t) => {
  const faults: string[] = [];
  let seen = 0;
  for (const source of product) {
    const house = rooms.find(({ room }) => room.test(source.file));
    if (!house) faults.push(`${source.file} is in no room`);
    const own = /^src\/adapters\/[^/]+\//.exec(source.file)?.[0];
    for (const target of importsOf(source)) {
      seen++;
      const isOwn = own !== undefined && target.startsWith(own);
      if (!isOwn && !house?.may.some((rule) => rule.test(target))) faults.push(`${source.file} imports ${target}`);
    }
  }
  t.same(faults, []);
  t.ok(seen > 100, `${seen} imports were read`);
});

t.test('src imports packages that ship, each at one exact version', async (t) => {
  const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
  const packages = product.flatMap((source) => importsOf(source).filter((name) => !/^(src\/|node:)/.test(name)));
  const names = new Set(packages.map((name) => name.split('/', name.startsWith('@') ? 2 : 1).join('/')));
  t.same(
    [...names].filter((name) => !(name in dependencies)),
    [],
  );
  t.same(
    Object.entries(dependencies).filter(([, range]) => !/^\d/.test(String(range))),
    [],
  );
});

t.test('collections are opened by the store alone', async (t) => {
  const rest = product.filter(({ file }) => !file.startsWith('src/server/store/'));
  t.same(filesWith(rest, /\.collection\(/), []);
});

t.test('the environment is read by config.ts alone', async (t) => {
  t.same(filesWith(product, /process\.env/), ['src/server/config.ts']);
});

t.test('pure rooms have neither clock nor chance: time and ids are arguments', async (t) => {
  const isPure = (file: string) =>
    /^src\/(model|segments|loyalty)(\/|\.ts)/.test(file) || /^src\/adapters\/.*decode/.test(file);
  const impure =
    /\b(Date\.now|Math\.random|randomUUID|randomBytes|performance\.now|setTimeout)\(|\bnew Date\(\s*\)|\bTemporal\.Now\b|\bprocess\./;
  const pure = product.filter(({ file }) => isPure(file));
  t.ok(pure.length > 20, `${pure.length} pure files`);
  t.same(filesWith(pure, impure), []);
});

t.test('every condition is a file that is in the list', async (t) => {
  const files = readdirSync('src/segments/conditions')
    .filter((file) => file !== 'index.ts')
    .sort();
  const listed = importsOf({
    file: 'src/segments/conditions/index.ts',
    text: readFileSync('src/segments/conditions/index.ts', 'utf8'),
  })
    .filter((target) => target.startsWith('src/segments/conditions/'))
    .map((target) => target.slice('src/segments/conditions/'.length));
  t.same(listed.sort(), files);
  t.equal(CONDITIONS.length, files.length, 'and one a file');
});

t.test('no leftovers', async (t) => {
  // Put together here, so that this file does not find itself.
  const words = [
    ['TO', 'DO'],
    ['FIX', 'ME'],
    ['debug', 'ger'],
  ].map((halves) => halves.join(''));
  t.same(
    filesWith(sources, new RegExp(`\\b(${words.join('|')})\\b`), (text) => text),
    [],
  );
});

t.test('no test is skipped, singled out or put off', async (t) => {
  const ways = ['skip', 'todo', 'only'].join('|');
  const evasion = new RegExp(`\\bt\\.(${ways})\\(|[{,]\\s*(${ways}):`);
  t.same(
    filesWith(
      sources.filter(({ file }) => file.endsWith('.test.ts')),
      evasion,
    ),
    [],
  );
});

t.test('files stay small: nine of ten at most 250 lines', async (t) => {
  const lengths = product
    .map(({ file, text }) => ({ file, lines: text.split('\n').length }))
    .sort((a, b) => a.lines - b.lines);
  const ninth = lengths[Math.floor(lengths.length * 0.9)];
  t.ok(ninth && ninth.lines <= 250, `${ninth?.file}: ${ninth?.lines} lines`);
  t.same(
    lengths.filter(({ lines }) => lines > 400),
    [],
    'and none over 400',
  );
});

const admin = filesBelow('extension-ui/src')
  .filter((file) => /\.tsx?$/.test(file) && !file.endsWith('.d.ts'))
  .map((file) => ({ file, text: readFileSync(file, 'utf8') }));

t.test('the admin knows the server by its API and its types alone', async (t) => {
  t.ok(admin.length > 50, `${admin.length} files`);
  // Types leave nothing in what is built; anything else of the server's would be sent to browsers.
  const withoutTypes = ({ file, text }: { file: string; text: string }) => ({
    file,
    text: text.replaceAll(/(^|\n)(import|export) type [^;]*;/g, '\n'),
  });
  const foreign = admin.flatMap((source) =>
    importsOf(withoutTypes(source))
      .filter((target) => /^(src|test|scripts)\/|^node:/.test(target))
      .map((target) => `${source.file} imports ${target}`),
  );
  t.same(foreign, []);
});

t.test('the admin asks the server through one client, and keeps no token', async (t) => {
  const own = [
    'extension-ui/src/api/client.ts',
    'extension-ui/src/api/live-stream.ts',
    'extension-ui/src/bridge/session.ts',
  ];
  t.same(
    filesWith(admin, /\bfetch\(/).filter((file) => !own.includes(file)),
    [],
  );
  t.same(filesWith(admin, /\b(localStorage|indexedDB)\b|document\.cookie/), []);
  // Of drafts only, and only where the browser has it.
  t.same(
    filesWith(admin, /\bsessionStorage\b/),
    filesWith(admin, /\bsessionStorage\b[\s\S]*catch|catch[\s\S]*\bsessionStorage\b/),
  );
});

t.test('files of the admin stay small too', async (t) => {
  const lengths = admin
    .filter(({ file }) => !/texts\.ts$/.test(file))
    .map(({ file, text }) => ({ file, lines: text.split('\n').length }))
    .sort((a, b) => a.lines - b.lines);
  const ninth = lengths[Math.floor(lengths.length * 0.9)];
  t.ok(ninth && ninth.lines <= 200, `${ninth?.file}: ${ninth?.lines} lines`);
  t.same(
    lengths.filter(({ lines }) => lines > 300),
    [],
    'and none over 300',
  );
});
