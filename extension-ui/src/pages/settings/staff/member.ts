import type { Answer } from '../../../api/client.ts';

export type Member = Answer<'/api/v1/staff'>['items'][number];
export type Role = Member['role'];

/** From the most rights to the fewest. */
export const ROLES = ['owner', 'manager', 'viewer', 'cashier'] as const satisfies readonly Role[];

/** Who may do most comes first; within a role, who came first. */
export function byRole(a: Member, b: Member): number {
  return ROLES.indexOf(a.role) - ROLES.indexOf(b.role) || (a.createdAt < b.createdAt ? -1 : 1);
}
