import type { ShopStore } from '../store/index.ts';

const DUPLICATE_KEY = 11000;
/** The database's clock, which decides when a note is dropped, and ours may differ by this much. */
const MARGIN_MS = 3_600_000;

/** True for the first to use it, and for nobody else: the unique `_id` decides between several at once. */
export async function useOnce(
  scope: ShopStore,
  by: string,
  { jti, expiresAt }: { readonly jti: string; readonly expiresAt: number },
): Promise<boolean> {
  try {
    await scope.usedHandoffs.insert([
      { _id: `${scope.shop}/${by}:${jti}`, shop: scope.shop, expiresAt: new Date(expiresAt + MARGIN_MS) },
    ]);
    return true;
  } catch (error) {
    if ((error as { code?: number }).code === DUPLICATE_KEY) return false;
    throw error;
  }
}
