import { isSignedHex } from '../bytes.ts';
import { type LaunchReader, launchPairs, launchTime, launchValue, signedTexts } from '../launch.ts';

/**
 * Haravan opens an app with `?orgid&shop&timestamp&hmac`: hex HMAC-SHA256 over the other parameters in the order in which they stand,
 * not sorted (hosts.md §3.3, from apps in production). It names the organisation and the store, and nobody in person.
 */
export const haravanLaunch: LaunchReader = {
  identify(query) {
    const pairs = launchPairs(query);
    if (!pairs) return null;
    const orgId = launchValue(pairs, 'orgid');
    const handle = storeHandle(launchValue(pairs, 'shop'));
    const at = launchTime(launchValue(pairs, 'timestamp'));
    const signature = launchValue(pairs, 'hmac');
    if (orgId === null || !/^[1-9]\d{0,19}$/.test(orgId) || at === null || !signature) return null;
    const domain = handle && `${handle}.myharavan.com`;
    return {
      shops: domain === null ? [orgId] : [orgId, domain],
      adminOrigin: domain && `https://${domain}`,
      at,
      signature: signature.toLowerCase(),
    };
  },

  verify(query, secrets) {
    const pairs = launchPairs(query);
    const signature = pairs && launchValue(pairs, 'hmac');
    if (!pairs || !signature) return false;
    return signedTexts(pairs.filter(({ key }) => key !== 'hmac')).some((text) => isSignedHex(text, signature, secrets));
  },
};

/** "tiem-mau" of "tiem-mau.myharavan.com"; both spellings are met. */
function storeHandle(shop: string | null): string | null {
  return /^([a-z0-9][a-z0-9-]{0,62})(\.myharavan\.com)?$/.exec(shop?.toLowerCase() ?? '')?.[1] ?? null;
}
