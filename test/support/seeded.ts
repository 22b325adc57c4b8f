import { randomInt } from 'node:crypto';

/** Randomness that can be run again: `SEED=… npm test -- <file>`. Print the seed before using it. */
export function seeded(seed = Number(process.env.SEED ?? randomInt(2 ** 31))) {
  let state = seed >>> 0;
  /** mulberry32: 32 bits of state are plenty for shuffling tests. */
  const random = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let x = Math.imul(state ^ (state >>> 15), state | 1);
    x = (x + Math.imul(x ^ (x >>> 7), x | 61)) ^ x;
    return ((x ^ (x >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number) => Math.floor(random() * limit);
  const shuffle = <T>(values: readonly T[]): T[] => {
    const shuffled = [...values];
    for (let i = shuffled.length - 1; i > 0; i--) {
      const j = below(i + 1);
      [shuffled[i], shuffled[j]] = [shuffled[j] as T, shuffled[i] as T];
    }
    return shuffled;
  };
  return { seed, random, below, shuffle };
}
