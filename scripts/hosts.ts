// `npm run hosts -- https://crm.example.com`: the host descriptors for one server, under dist/hosts.
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { descriptors } from './manifest/index.ts';
import { APP_URL } from './manifest/manifest.ts';

const address = process.argv[2]?.replace(/\/+$/, '');
if (address === undefined || !/^https:\/\/[^/\s]+/.test(address)) {
  console.error(
    'Give the address of your Tessera server, which hosts reach by https: npm run hosts -- https://crm.example.com',
  );
  process.exit(1);
}
cpSync('hosts', 'dist/hosts', { recursive: true });
for (const { file, render } of descriptors()) {
  const target = join('dist', file);
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, render().replaceAll(APP_URL, address));
  console.log(target);
}
