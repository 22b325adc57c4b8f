/**
 * Randomness that is the same on every machine, for one customer of one demo shop. Each customer has dice of their own, thrown from
 * nothing but seed and index, so any slice of a shop can be made alone and customers can be made in any order.
 */
export class Dice {
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;

  constructor(seed: number, index: number) {
    this.#a = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) | 0;
    this.#b = Math.imul(index ^ 0x6a09e667, 0xc2b2ae35) | 0;
    this.#c = seed ^ Math.imul(index, 0x27d4eb2f) ^ Math.floor(seed / 2 ** 32);
    for (let i = 0; i < 12; i++) this.throw(); // until every bit of the state depends on every bit of seed and index
  }

  /** From 0 up to, not including, 1: 32 bits of sfc32. */
  throw(): number {
    const sum = (this.#a + this.#b + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 2 ** 32;
  }

  chance(probability: number): boolean {
    return this.throw() < probability;
  }

  /** A whole number, both ends included. */
  between(least: number, most: number): number {
    return least + Math.floor(this.throw() * (most - least + 1));
  }

  pick<T>(values: readonly [T, ...T[]] | readonly T[]): T {
    return values[Math.floor(this.throw() * values.length)] as T;
  }
}

/** A table of values and how often each is drawn, against the others. */
export function weighted<T>(table: readonly (readonly [value: T, weight: number])[]): (dice: Dice) => T {
  let total = 0;
  const steps = table.map(([value, weight]) => {
    total += weight;
    return { value, upTo: total };
  });
  return (dice) => {
    const at = dice.throw() * total;
    return (steps.find((step) => at < step.upTo) ?? steps[steps.length - 1])?.value as T;
  };
}
