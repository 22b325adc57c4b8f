import type { Platform } from '../../adapters/adapter.ts';
import type { InstallationId } from '../../model.ts';
import type { ShopStore } from '../store/index.ts';

export interface ConnectionName {
  readonly platform: Platform;
  readonly domain: string;
}

/** What the shop's connections are called. A shop has few. */
export async function connectionNames(scope: ShopStore): Promise<ReadonlyMap<InstallationId, ConnectionName>> {
  const found = await scope.installations.find({}, { projection: { platform: 1, domain: 1 } }).toArray();
  return new Map(found.map(({ _id, platform, domain }) => [_id, { platform, domain }]));
}
