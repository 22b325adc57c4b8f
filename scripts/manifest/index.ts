import { haravan } from './haravan.ts';
import type { Host } from './host.ts';
import { readManifest } from './manifest.ts';
import { pos } from './pos.ts';
import { sapo } from './sapo.ts';
import { shopify } from './shopify.ts';
import { woocommerce } from './woocommerce.ts';

/** Every host; test/manifest.test.ts holds the list and the adapters together. */
export const hosts: readonly Host[] = [shopify, woocommerce, haravan, sapo, pos];

/** The descriptors of all hosts as they are committed, with the server's address left open. */
export function descriptors(): { file: string; render(): string }[] {
  const manifest = readManifest();
  return hosts.flatMap((host) =>
    host.files.map(({ file, render }) => ({ file, render: () => render(manifest, host) })),
  );
}
