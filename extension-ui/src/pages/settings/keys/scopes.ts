import type { Answer } from '../../../api/client.ts';

export type ApiKey = Answer<'/api/v1/api-keys'>['items'][number];

/** Every right a key can be given, by what it is about; read before write. */
export const SCOPE_GROUPS = [
  ['groupPeople', ['customers:read', 'customers:write', 'orders:read']],
  ['groupSegments', ['segments:read', 'segments:write', 'segments:export']],
  ['groupLoyalty', ['loyalty:read', 'loyalty:write', 'loyalty:redeem', 'programme:read', 'programme:write']],
  ['groupWork', ['overview:read', 'deliveries:read', 'deliveries:write', 'jobs:read', 'jobs:write']],
  [
    'groupAdmin',
    ['settings:read', 'settings:write', 'staff:read', 'staff:write', 'privacy:write', 'keys:write', 'metrics:read'],
  ],
] as const;

export type Scope = (typeof SCOPE_GROUPS)[number][1][number];
const SCOPES: readonly Scope[] = SCOPE_GROUPS.flatMap(([, scopes]) => [...scopes]);

/** The key of its text: `customers_read`. */
export type ScopeText = Underscored<Scope>;
type Underscored<Name extends string> = Name extends `${infer What}:${infer How}` ? `${What}_${How}` : never;

export function textOf(scope: string): ScopeText | null {
  return SCOPES.some((known) => known === scope) ? (scope.replace(':', '_') as ScopeText) : null;
}

/** Bundles for what keys are mostly for. A bundle is offered to who holds all of it, since nobody can give more than they have. */
export const BUNDLES = {
  till: ['customers:read', 'customers:write', 'orders:read', 'loyalty:read', 'loyalty:redeem'],
  reports: ['customers:read', 'orders:read', 'segments:read', 'overview:read'],
} as const satisfies Record<string, readonly Scope[]>;

/** Rights that somebody can give: their own, in our order. */
export function grantable(own: readonly string[]): Scope[] {
  return SCOPES.filter((scope) => own.includes(scope));
}
