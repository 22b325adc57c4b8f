import type { Answer } from '../../api/client.ts';

export type OneSegment = Answer<'/api/v1/segments/{id}'>;

/** The first parts are what live events make stale (api/stale.ts). */
export function segmentKey(id: string) {
  return ['segment', id] as const;
}
