import type { FastifyRequest } from 'fastify';
import { haravanLaunch } from '../../adapters/haravan/launch.ts';
import { isLaunchFresh, type LaunchClaim, type LaunchReader, launchEnds } from '../../adapters/launch.ts';
import { sapoLaunch } from '../../adapters/sapo/launch.ts';
import type { App, AppParts } from '../app-parts.ts';
import type { RateLimits } from '../http/rate-limit.ts';
import { mintHandoff } from '../staff/handoff.ts';
import { useOnce } from '../staff/used-handoffs.ts';
import type { InstallationDocument } from '../store/documents.ts';
import { sendNotice } from './notice.ts';
import { adminOriginOf } from './place.ts';

/** Hosts that open us by a signed address, and whose admin has no plugin of ours that could make a handoff. */
const LAUNCHES = {
  haravan: { reader: haravanLaunch, displayName: 'Haravan' },
  sapo: { reader: sapoLaunch, displayName: 'Sapo' },
} as const satisfies Record<string, { reader: LaunchReader; displayName: string }>;

/**
 * The host says which store is opened and not by whom. So all whom it lets open us are one member of staff, who is treated as any other
 * who is new: owner where nobody was before, else a viewer until an owner gives them more.
 */
const LAUNCH_USER = 'launch';

/** `/app/launch/<host>`, with the page to open behind it: from the host's signature to a handoff for that store's admin. */
export function answerLaunches(app: App, parts: AppParts, limits: RateLimits): void {
  const { store, box, now } = parts;
  for (const [platform, { reader, displayName }] of Object.entries(LAUNCHES)) {
    for (const url of [`/app/launch/${platform}`, `/app/launch/${platform}/*`]) {
      app.get<{ Params: { '*'?: string } }>(url, { schema: { hide: true } }, async (request, reply) => {
        const query = queryOf(request);
        const claim = reader.identify(query);
        const connection = claim && (await signedConnection(parts, platform, reader, query, claim));
        if (!claim || !connection) {
          await limits.countStranger(request, reply);
          return sendNotice(reply, 'refused');
        }
        const { _id, shop } = connection;
        const scope = store.forShop(shop);
        const once = { jti: claim.signature, expiresAt: launchEnds(claim) };
        // By a name that no connection has, so that no handoff of its plugin can stand in the way.
        if (!isLaunchFresh(claim, now()) || !(await useOnce(scope, `launch.${_id}`, once))) {
          const origin = adminOriginOf(connection);
          return sendNotice(reply, 'used', origin === null ? [] : [origin]);
        }
        if (claim.adminOrigin !== null && claim.adminOrigin !== adminOriginOf(connection))
          await scope.installations.updateOne({ _id }, { $set: { embedOrigin: claim.adminOrigin } });
        const user = { sub: LAUNCH_USER, name: displayName };
        const handoff = await mintHandoff(box, connection, user, now());
        const path = (request.params['*'] ?? '').split('/').map(encodeURIComponent).join('/');
        return reply
          .header('cache-control', 'no-store')
          .redirect(`/app/at/${_id}${path && `/${path}`}#handoff=${handoff}`, 302);
      });
    }
  }
}

/** The connection that the launch names, by whichever of the shop's names, if its secret signed it. */
async function signedConnection(
  { store, box }: AppParts,
  platform: string,
  reader: LaunchReader,
  query: string,
  { shops }: LaunchClaim,
): Promise<InstallationDocument | null> {
  const named = store.system.installations.find({
    platform: platform as InstallationDocument['platform'],
    domain: { $in: [...shops] },
    state: 'active',
  });
  for (const connection of await named.toArray()) {
    const secrets = connection.secrets.map((secret) => box.open(secret, connection._id));
    if (reader.verify(query, secrets)) return connection;
  }
  return null;
}

/** As it came: what was signed is characters, and parsing does not keep them. */
function queryOf({ raw }: FastifyRequest): string {
  const url = raw.url ?? '';
  const at = url.indexOf('?');
  return at < 0 ? '' : url.slice(at + 1);
}
