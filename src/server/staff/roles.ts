import { SCOPES, type Scope } from '../api-keys.ts';

/** What somebody of a shop's staff may do. An owner may do all that a shop's key can be given. */
export const ROLE_NAMES = ['owner', 'manager', 'viewer', 'cashier'] as const;
export type Role = (typeof ROLE_NAMES)[number];

/** Not a manager's: who else gets in, what the figures mean, what is gone for good, and the whole server's figures. */
const OWNERS_ONLY: readonly Scope[] = ['keys:write', 'staff:write', 'settings:write', 'privacy:write', 'metrics:read'];

export const ROLES: Readonly<Record<Role, readonly (Scope | '*')[]>> = {
  owner: ['*'],
  manager: SCOPES.filter((scope) => !OWNERS_ONLY.includes(scope)),
  viewer: [
    'customers:read',
    'orders:read',
    'segments:read',
    'deliveries:read',
    'settings:read',
    'overview:read',
    'staff:read',
    'jobs:read',
    'loyalty:read',
    'programme:read',
  ],
  // Who stands at the till sees what somebody has and spends it with them; giving points is not theirs.
  cashier: ['customers:read', 'customers:write', 'orders:read', 'loyalty:read', 'loyalty:redeem'],
};
