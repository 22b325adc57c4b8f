import type { Adapter } from '../adapter.ts';
import { decode, TOPICS } from './decode.ts';
import { identify, verify } from './webhook.ts';

/** Any point of sale that can send signed JSON: `format.ts` is the format, docs/pos.md its reference. */
export const pos: Adapter = { platform: 'pos', displayName: 'Point of sale', topics: TOPICS, identify, verify, decode };
