import { isSignedBase64, isSignedHex } from '../bytes.ts';
import { type LaunchReader, launchPairs, launchTime, launchValue, signedTexts } from '../launch.ts';
import { storeDomain } from './store-domain.ts';

/**
 * Sapo signs the parameters sorted by name. Base 64 by its documentation, hex in code that runs (hosts.md §4): both are taken. It
 * names the store and nobody in person.
 */
export const sapoLaunch: LaunchReader = {
  identify(query) {
    const pairs = launchPairs(query);
    if (!pairs) return null;
    const domain = storeDomain(launchValue(pairs, 'store') ?? launchValue(pairs, 'shop'));
    const at = launchTime(launchValue(pairs, 'timestamp'));
    const signature = launchValue(pairs, 'hmac');
    if (domain === null || at === null || !signature) return null;
    // A store of Bizweb's time may be connected under either of its domains.
    const handle = domain.slice(0, domain.indexOf('.'));
    const shops = [`${handle}.mysapo.net`, `${handle}.bizwebvietnam.net`];
    return { shops, adminOrigin: `https://${domain}`, at, signature: inHex(signature) };
  },

  verify(query, secrets) {
    const pairs = launchPairs(query);
    const signature = pairs && launchValue(pairs, 'hmac');
    if (!pairs || !signature) return false;
    const sorted = pairs
      .filter(({ key }) => key !== 'hmac')
      .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
    return signedTexts(sorted).some(
      (text) => isSignedBase64(text, signature, secrets) || isSignedHex(text, signature, secrets),
    );
  },
};

/** One signature can be written in several ways, and must not count as another launch in each. */
function inHex(signature: string): string {
  return /^[0-9a-f]{64}$/i.test(signature) ? signature.toLowerCase() : Buffer.from(signature, 'base64').toString('hex');
}
