import type { Answer } from '../../../api/client.ts';

export type Member = Answer<'/api/v1/staff'>['items'][number];
export type Role = Member['role'];

/** From the most rights to the fewest. */
export const ROLES = ['owner', 'manager', 'viewer', 'cashier'] as const satisfies readonly Role[];
