import type { Answer } from '../../../api/client.ts';

export type Entry = Answer<'/api/v1/audit'>['items'][number];
export type Author = Entry['author'];

/** Acts that have words. What is not here, from a newer server, is shown as its code. */
export const ACTIONS = [
  'settings.changed',
  'connection.created',
  'connection.rotated',
  'api_key.created',
  'api_key.revoked',
  'staff.joined',
  'staff.role_changed',
  'staff.removed',
  'staff.let_in_again',
  'segment.created',
  'segment.changed',
  'segment.archived',
  'segment.restored',
  'segment.rebuilt',
  'segment.called_off',
  'delivery.read',
  'delivery.replayed',
  'delivery.resolved',
  'customer.exported',
  'customer.erased',
  'privacy_export.read',
  'shop_erasure.decided',
  'job.started',
] as const;

type Worded = (typeof ACTIONS)[number];
type Underscored<Text extends string> = Text extends `${infer A}.${infer B}` ? `${A}_${B}` : Text;

export function actionText(action: string): `a_${Underscored<Worded>}` | null {
  return ACTIONS.some((known) => known === action)
    ? (`a_${action.replace('.', '_')}` as `a_${Underscored<Worded>}`)
    : null;
}

/** What acts are about, and where in the admin that is; null: it has no page of its own. */
export const TARGETS = {
  settings: () => '/settings/shop',
  segment: (id: string) => `/segments/${id}`,
  customer: (id: string) => `/customers/${id}`,
  delivery: (id: string) => `/deliveries/${encodeURIComponent(id)}`,
  connection: () => '/settings/connections',
  staff: () => '/settings/staff',
  key: () => '/settings/keys',
  'privacy request': (id: string) => `/settings/privacy?request=${id}`,
  'all parked deliveries': () => null,
  job: () => '/settings/jobs',
} as const satisfies Record<string, (id: string) => string | null>;

export type TargetKind = keyof typeof TARGETS;

/** `privacy request x1` is a request called x1; null for a kind that we do not know. */
export function targetOf(text: string): { readonly kind: TargetKind; readonly id: string } | null {
  const kinds = Object.keys(TARGETS) as TargetKind[];
  const kind = kinds.find((name) => text === name || text.startsWith(`${name} `));
  return kind === undefined ? null : { kind, id: text.slice(kind.length + 1) };
}
