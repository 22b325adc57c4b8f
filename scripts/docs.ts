// `npm run docs` writes everything that is generated; `-- --check` only compares and fails on a difference.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { posReference } from '../src/adapters/pos/reference.ts';
import { loyaltyReference } from '../src/loyalty/reference.ts';
import { segmentsReference } from '../src/segments/reference.ts';
import { settingsReference } from '../src/server/config.ts';
import { openApiDocument } from '../src/server/openapi.ts';
import { apiTypes } from './api-types.ts';
import { errorsReference } from './errors-reference.ts';
import { descriptors } from './manifest/index.ts';
import { segmentRowsReference } from './segment-rows.ts';

/** Every generated file. It is complete: what is not in this list is written by hand. */
const documents: readonly { file: string; render(): string | Promise<string> }[] = [
  { file: 'docs/errors.md', render: errorsReference },
  { file: 'docs/settings.md', render: settingsReference },
  { file: 'docs/segments.md', render: segmentsReference },
  { file: 'docs/segment-rows.md', render: segmentRowsReference },
  { file: 'docs/loyalty.md', render: loyaltyReference },
  { file: 'docs/pos.md', render: posReference },
  { file: 'docs/openapi.json', render: async () => `${JSON.stringify(await openApiDocument(), null, 2)}\n` },
  { file: 'extension-ui/src/api/schema.d.ts', render: async () => apiTypes(await openApiDocument()) },
  ...descriptors(),
];

const isCheck = process.argv.includes('--check');
const stale: string[] = [];

for (const { file, render } of documents) {
  const text = await render();
  if (present(file) === text) continue;
  stale.push(file);
  if (isCheck) continue;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

if (isCheck && stale.length > 0) {
  console.error(`Not as generated: ${stale.join(', ')}. Run \`npm run docs\` and commit.`);
  process.exit(1);
}
console.log(`${documents.length} generated files, ${stale.length} ${isCheck ? 'differ' : 'written'}`);

function present(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
