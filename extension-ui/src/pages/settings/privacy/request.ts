import type { Answer } from '../../../api/client.ts';

export type PrivacyRequest = Answer<'/api/v1/privacy-requests'>['items'][number];
export type PrivacyPage = Answer<'/api/v1/privacy-requests'>;

export const STATE_COLOURS: Readonly<Record<PrivacyRequest['state'], string>> = {
  pending: 'blue',
  waiting_for_owner: 'orange',
  done: 'glaze',
  declined: 'gray',
  nobody_found: 'gray',
};

interface Collected {
  readonly name: string | null;
  readonly orders: number;
  readonly notes: number;
  readonly changes: number;
}

/** What an export holds, in figures; its shape is the server's, so what is not as expected counts as nothing. */
export function collectedIn(exported: unknown): Collected[] {
  if (!Array.isArray(exported)) return [];
  return exported.map((person: unknown) => {
    const { profile, orders, notes, changes } = (person ?? {}) as Record<string, unknown>;
    const name = (profile as { name?: unknown } | undefined)?.name;
    const count = (list: unknown) => (Array.isArray(list) ? list.length : 0);
    return {
      name: typeof name === 'string' && name !== '' ? name : null,
      orders: count(orders),
      notes: count(notes),
      changes: count(changes),
    };
  });
}
