import type { Adapter, Platform } from './adapter.ts';
import { haravan } from './haravan/index.ts';
import { pos } from './pos/index.ts';
import { sapo } from './sapo/index.ts';
import { shopify } from './shopify/index.ts';
import { woocommerce } from './woocommerce/index.ts';

/** Every platform. A new one is a folder, a line here and its fixtures; the battery then checks it. */
export const adapters: readonly Adapter[] = [shopify, woocommerce, haravan, sapo, pos];

/** Null for a platform that we do not know: its address is not found. */
export function adapterOf(platform: string): Adapter | null {
  return adapters.find((adapter) => adapter.platform === (platform as Platform)) ?? null;
}
