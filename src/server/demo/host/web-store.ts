import type { InstallationId, ShopId } from '../../../model.ts';
import { connect } from '../../installations.ts';
import type { SecretBox } from '../../secrets.ts';
import type { InstallationDocument } from '../../store/documents.ts';
import type { Store } from '../../store/index.ts';

/** The demo shop's web store, beside its tills: the store whose admin the demo host plays. */
export const WEB_STORE = { id: 'w00c0m' as InstallationId, domain: 'tiem-mau.example' } as const;

/**
 * The connection of the web store, made once, with `embedOrigin` as the origin of its admin. That is set at every start, since the
 * demo host may get another port. Another process may make it at the same moment: then its connection is taken.
 */
export async function webStore(
  store: Store,
  box: SecretBox,
  shop: ShopId,
  embedOrigin: string,
  now: number,
): Promise<InstallationDocument> {
  const { installations } = store.forShop(shop);
  const find = () => installations.findOne({ _id: WEB_STORE.id });
  if (!(await find())) {
    const given = { platform: 'woocommerce', domain: WEB_STORE.domain, installationId: WEB_STORE.id } as const;
    await connect(store, box, shop, given, now).catch(async (error: unknown) => {
      if (!(await find())) throw error;
    });
  }
  await installations.updateOne({ _id: WEB_STORE.id }, { $set: { embedOrigin } });
  return (await find()) as InstallationDocument;
}
