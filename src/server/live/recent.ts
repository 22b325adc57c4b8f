import type { ShopId } from '../../model.ts';
import type { LiveName } from './events.ts';
import type { Position } from './position.ts';

/** One event, ready to be sent. */
export interface Told {
  readonly position: Position;
  /** Null: of the server and so of every shop. */
  readonly shop: ShopId | null;
  readonly name: LiveName;
  /** Of several with one subject only the last is sent. */
  readonly subject: string;
  /** As it goes over the wire. */
  readonly text: string;
  readonly readAt: number;
}

/** What happened lately, in order, for those who were away for a moment. */
export class Recent {
  /** Everything after it is here; about what was before nothing can be said. */
  #floor: Position;
  #events: Told[] = [];
  readonly #countMax: number;

  constructor(floor: Position, countMax: number) {
    this.#floor = floor;
    this.#countMax = countMax;
  }

  add(event: Told): void {
    this.#events.push(event);
    // A quarter at once, because each time the rest is moved.
    if (this.#events.length > this.#countMax * 1.25) this.#drop(this.#events.length - this.#countMax);
  }

  dropBefore(instant: number): void {
    const kept = this.#events.findIndex((event) => event.readAt >= instant);
    this.#drop(kept === -1 ? this.#events.length : kept);
  }

  /** What this shop was told after a position; null when that is not known any more. */
  since(position: Position, shop: ShopId): readonly Told[] | null {
    if (position < this.#floor) return null;
    return this.#events.slice(this.#firstAfter(position)).filter((event) => event.shop === null || event.shop === shop);
  }

  #firstAfter(position: Position): number {
    let [low, high] = [0, this.#events.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#events[middle] as Told).position <= position) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #drop(count: number): void {
    const last = this.#events[count - 1];
    if (!last) return;
    this.#floor = last.position;
    this.#events = this.#events.slice(count);
  }
}

/** The last of each subject, in order. */
export function lastOfEach(events: Iterable<Told>): Told[] {
  const last = new Map<string, Told>();
  for (const event of events) {
    last.delete(event.subject); // so that it stands where it came last
    last.set(event.subject, event);
  }
  return [...last.values()];
}
