// `npm run check`: everything that must hold before a change is taken in. The first step that fails ends it.
import { spawn } from 'node:child_process';

/** In the order of their cost: a wrong type is known after a second, a failing test after minutes. */
const steps = [
  { name: 'types', command: 'tsc', args: ['-p', 'tsconfig.json'] },
  { name: 'types of the admin', command: 'tsc', args: ['-p', 'extension-ui/tsconfig.json'] },
  { name: 'types of browser tests', command: 'tsc', args: ['-p', 'tsconfig.browser.json'] },
  { name: 'format and lint', command: 'biome', args: ['check', '--error-on-warnings', '.'] },
  {
    name: 'lint with types',
    command: 'oxlint',
    args: ['--type-aware', '--deny-warnings', 'src', 'test', 'scripts', 'extension-ui/src'],
  },
  {
    name: 'dependency rules',
    command: 'depcruise',
    args: ['src', 'test', 'scripts', 'extension-ui/src'],
    check: modulesWereRead,
  },
  { name: 'dead code', command: 'knip', args: [] },
  { name: 'generated files', command: 'node', args: ['scripts/docs.ts', '--check'] },
  { name: 'tests', command: 'node', args: ['scripts/run-tests.mjs'] },
];

for (const { name, command, args, check } of steps) {
  const startedAt = performance.now();
  console.log(`── ${name}`);
  const { code, output } = await run(command, args, check !== undefined);
  const problem = code !== 0 ? `exit ${code}` : (check?.(output) ?? null);
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  // The tests end with their own line, "N passed, N failed", which is to stay the last one.
  if (problem === null && name !== 'tests') console.log(`   ${seconds} s`);
  if (problem !== null) {
    console.error(`check: ${name} failed after ${seconds} s (${problem}): ${[command, ...args].join(' ')}`);
    process.exit(1);
  }
}

function run(command, args, isCaptured) {
  // Under `npm run` the tools are on PATH. What they print is shown as it comes.
  const child = spawn(command, args, { stdio: ['ignore', isCaptured ? 'pipe' : 'inherit', 'inherit'] });
  let output = '';
  child.stdout?.on('data', (chunk) => {
    output += chunk;
    process.stdout.write(chunk);
  });
  return new Promise((settle) => {
    child.once('error', (error) => settle({ code: `${error.message}; call this as \`npm run check\``, output }));
    child.once('close', (code) => settle({ code: code ?? 1, output }));
  });
}

/** dependency-cruiser that cannot read TypeScript finds no module, hence no fault, and ends with 0. */
function modulesWereRead(output) {
  const count = Number(/(\d+) modules/.exec(output)?.[1] ?? 0);
  return count > 0 ? null : 'no module was read';
}
