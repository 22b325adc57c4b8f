import type { Platform } from '../../adapters/adapter.ts';
import type { InstallationId } from '../../model.ts';
import type { ChangeCause } from '../store/documents.ts';
import type { ShopStore } from '../store/index.ts';
import { type ConnectionName, connectionNames } from './connection-names.ts';
import { deliveryIdOf } from './deliveries-page.ts';

/** Who or what changed something, as people read it. */
export interface Author {
  readonly kind: 'staff' | 'key' | 'host' | 'job' | 'system';
  /** Of a host the delivery that told us. */
  readonly id: string;
  /** A person's or key's name, a host's domain. Null: not known, or no longer. */
  readonly name: string | null;
  readonly connection: InstallationId | null;
  readonly platform: Platform | null;
}

export type AuthorOf = (who: ChangeCause | string) => Author;

/** Names whoever changed something: causes of changes, and actors such as `staff <id>`. Asks once for all of them. */
export async function authorsOf(scope: ShopStore, whos: Iterable<ChangeCause | string>): Promise<AuthorOf> {
  const authors = [...whos].map(plain);
  const idsOf = (kind: Author['kind']) => [
    ...new Set(authors.flatMap((author) => (author.kind === kind ? [`${scope.shop}/${author.id}`] : []))),
  ];
  const [staff, keys, connections] = await Promise.all([
    names(scope, 'staff', idsOf('staff')),
    names(scope, 'apiKeys', idsOf('key')),
    authors.some((author) => author.connection !== null) ? connectionNames(scope) : NO_CONNECTIONS,
  ]);
  return (who) => {
    const author = plain(who);
    const connection = author.connection === null ? undefined : connections.get(author.connection);
    if (connection) return { ...author, name: connection.domain, platform: connection.platform };
    const known = author.kind === 'staff' ? staff : author.kind === 'key' ? keys : null;
    return { ...author, name: known?.get(`${scope.shop}/${author.id}`) ?? null };
  };
}

const NO_CONNECTIONS: ReadonlyMap<InstallationId, ConnectionName> = new Map();

function plain(who: ChangeCause | string): Author {
  const nobody = { name: null, connection: null, platform: null };
  if (typeof who !== 'string') {
    if (who.kind === 'job') return { kind: 'job', id: who.id, ...nobody };
    if (who.kind === 'delivery') {
      const connection = who.id.split('/')[1] as InstallationId;
      return { ...nobody, kind: 'host', id: deliveryIdOf(who.id), connection };
    }
  }
  const actor = typeof who === 'string' ? who : who.id;
  const [, kind, id] = /^(staff|key) (.+)$/.exec(actor) ?? [];
  return kind && id ? { ...nobody, kind: kind as 'staff' | 'key', id } : { ...nobody, kind: 'system', id: actor };
}

async function names(
  scope: ShopStore,
  collection: 'staff' | 'apiKeys',
  ids: readonly string[],
): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const wanted = { _id: { $in: [...ids] } };
  const options = { projection: { name: 1 } };
  const found =
    collection === 'staff'
      ? await scope.staff.find(wanted, options).toArray()
      : await scope.apiKeys.find(wanted, options).toArray();
  return new Map(found.flatMap(({ _id, name }) => (name === '' ? [] : [[_id, name]])));
}
