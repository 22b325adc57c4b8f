import { randomBytes } from 'node:crypto';
import { shortHash } from '../model.ts';

/** A random name in the house's alphabet; six characters are a billion. */
export function randomId(length: number): string {
  return shortHash(length, randomBytes(32).toString('hex'));
}
