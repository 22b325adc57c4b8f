import { versionAt } from '../../loyalty/index.ts';
import type { ProgrammeDocument } from '../store/documents.ts';
import type { ShopStore, Store } from '../store/index.ts';

export interface ProgrammeList {
  /** The newest first. */
  readonly documents: readonly ProgrammeDocument[];
  readonly current: number | null;
  /** How far accounts are brought in line with a version that has begun. */
  readonly rebuild: { readonly done: number; readonly total: number } | null;
}

/** Every version of the shop's programme, past the short memory of the shop's state: who has just published one sees it. */
export async function programmeList(
  { system }: Pick<Store, 'system'>,
  scope: ShopStore,
  now: number,
): Promise<ProgrammeList> {
  const [documents, shop] = await Promise.all([
    scope.programmes.find({}).sort({ shop: 1, version: -1 }).toArray(),
    system.shops.findOne({ _id: scope.shop }, { projection: { rebuild: 1 } }),
  ]);
  const rebuild = shop?.rebuild?.state === 'running' ? { done: shop.rebuild.done, total: shop.rebuild.total } : null;
  const inForce = versionAt(documents.toReversed(), now);
  return { documents, current: inForce?.version ?? null, rebuild };
}
