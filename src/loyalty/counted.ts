import type { Instant } from '../model.ts';

/** What one thing counts for the tier: points and spend. */
export interface Worth {
  readonly points: number;
  readonly spendMinor: number;
}

/**
 * What counts towards a tier, in order of time, with sums of any stretch of it. Orders of a customer come and are measured one by one, and a
 * return changes an old one: binary indexed trees keep both from going over everything each time.
 */
export class Counted {
  readonly #instants: Instant[] = [];
  readonly #points: number[] = [0];
  readonly #spend: number[] = [0];
  readonly #places = new Map<string, number>();

  has(key: string): boolean {
    return this.#places.has(key);
  }

  /** Adds to what is known under the key, or as the latest. Instants never go back. */
  add(key: string, at: Instant, worth: Worth): void {
    const known = this.#places.get(key);
    if (known !== undefined) {
      this.#change(known, worth);
      return;
    }
    const place = this.#instants.length + 1;
    this.#instants.push(at);
    this.#places.set(key, place);
    // The new node of each tree holds the sum of the stretch that ends here.
    const start = place - (place & -place);
    this.#points.push(prefix(this.#points, place - 1) - prefix(this.#points, start));
    this.#spend.push(prefix(this.#spend, place - 1) - prefix(this.#spend, start));
    this.#change(place, worth);
  }

  /** Of everything from one instant to another, both included. */
  sum(of: keyof Worth, from: Instant, to: Instant): number {
    const tree = of === 'points' ? this.#points : this.#spend;
    return prefix(tree, this.#before(to, true)) - prefix(tree, this.#before(from, false));
  }

  #change(place: number, { points, spendMinor }: Worth): void {
    for (let i = place; i < this.#points.length; i += i & -i) {
      this.#points[i] = (this.#points[i] ?? 0) + points;
      this.#spend[i] = (this.#spend[i] ?? 0) + spendMinor;
    }
  }

  /** How many entries lie before an instant, or at it too. */
  #before(at: Instant, included: boolean): number {
    let [low, high] = [0, this.#instants.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const instant = this.#instants[middle] as Instant;
      if (instant < at || (included && instant === at)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function prefix(tree: readonly number[], count: number): number {
  let sum = 0;
  for (let i = count; i > 0; i -= i & -i) sum += tree[i] ?? 0;
  return sum;
}
