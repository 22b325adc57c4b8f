import type { Platform } from '../../src/adapters/adapter.ts';
import type { EventName, Manifest, PermissionName } from './manifest.ts';

/** How one host platform is told what the manifest says. A new platform is one such file and a line in index.ts. */
export interface Host {
  readonly platform: Platform;
  /** The host's topics for each event, as it spells them; or, where it has none, how we learn of the event instead. */
  readonly topics: Readonly<Record<EventName, readonly string[] | { readonly instead: string }>>;
  /** Topics that are understood when they come but are not asked for: other spellings of the same. */
  readonly otherSpellings: readonly string[];
  /** What the host calls reading and writing each kind of data. An empty list: nothing has to be asked for. */
  readonly scopes: Readonly<
    Record<PermissionName, { readonly read: readonly string[]; readonly write: readonly string[] }>
  >;
  /** The files this host needs, by path below the repository. */
  readonly files: readonly { readonly file: string; render(manifest: Manifest, host: Host): string }[];
}

/** The topics of these events, each once, in the manifest's order. */
export function topicsOf(host: Host, manifest: Manifest, wanted: (event: EventName) => boolean = () => true): string[] {
  const events = (Object.keys(manifest.events) as EventName[]).filter(wanted);
  return [...new Set(events.flatMap((event) => listed(host.topics[event])))];
}

/** The scopes for the manifest's permissions, each once. */
export function scopesOf(host: Host, manifest: Manifest): string[] {
  const permissions = Object.entries(manifest.permissions) as [PermissionName, ('read' | 'write')[]][];
  return [...new Set(permissions.flatMap(([name, ways]) => ways.flatMap((way) => host.scopes[name][way])))];
}

/**
 * The address of the admin where the host opens it by a signed launch (src/server/admin/launch.ts), and the entries of the host's
 * menu, which open it at a page the same way.
 */
export function launchesOf(manifest: Manifest, platform: 'haravan' | 'sapo') {
  const appUrl = `${manifest.urls.app}/launch/${platform}`;
  const menu = manifest.nav.map(({ label, path }) => ({ label: label.vi, url: path.replace(/^\/app/, appUrl) }));
  return { appUrl, menu };
}

export function isPrivacy(event: EventName): boolean {
  return event.startsWith('privacy.');
}

function listed(topics: readonly string[] | { readonly instead: string }): readonly string[] {
  return 'instead' in topics ? [] : topics;
}
