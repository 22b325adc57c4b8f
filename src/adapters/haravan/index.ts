import type { Adapter } from '../adapter.ts';
import { decode, TOPICS } from './decode.ts';
import { handshake, identify, verify } from './webhook.ts';

/** Haravan (Vietnam), by the webhooks of a public app or by a private webhook of the shop. */
export const haravan: Adapter = {
  platform: 'haravan',
  displayName: 'Haravan',
  topics: TOPICS,
  identify,
  verify,
  handshake,
  decode,
};
