import { setTimeout as pause } from 'node:timers/promises';
import { pos } from '../../adapters/pos/index.ts';
import { invariant } from '../../errors.ts';
import type { InstallationId } from '../../model.ts';
import type { Reception } from '../receive.ts';
import type { ShopStore } from '../store/index.ts';
import type { DemoDelivery } from './generate.ts';
import { demoRequest } from './request.ts';

/** Customers who are sent at the same moment; one's deliveries go one after the other, as a till sends them. */
const LANES = 64;
/** How often the inbox is asked which deliveries have been worked off. */
const ASK_MS = 10;

export interface DeliverOptions {
  readonly reception: Reception;
  readonly scope: ShopStore;
  readonly installation: InstallationId;
  readonly secret: string;
  /** Each list is sent in order; lists are sent side by side, and only those under way are in memory. */
  readonly lists: Iterable<readonly DemoDelivery[]>;
  /** Aborts between two deliveries: the server is stopping, and sends the rest when it starts again. */
  readonly signal?: AbortSignal;
  /** Called when all of a list has been applied. */
  readonly onList?: () => void;
}

/**
 * Sends deliveries as tills would, through the same door as HTTP, and resolves when the worker has worked all of them off. The next of
 * a list is sent when the one before it has been applied: so the history of each customer is the same every time it is made.
 * Sending what was sent before does no harm. Resolves to the number that ended parked.
 */
export async function deliverAll(options: DeliverOptions): Promise<{ delivered: number; parked: number }> {
  const { reception, installation, secret, signal, onList } = options;
  const ends = new Ends(options.scope);
  const lists = options.lists[Symbol.iterator]();
  const count = { delivered: 0, parked: 0 };
  const lane = async () => {
    for (let next = lists.next(); !next.done && !signal?.aborted; next = lists.next()) {
      for (const delivery of next.value) {
        signal?.throwIfAborted();
        const receipt = await reception.receive(pos, demoRequest(delivery, secret), installation);
        invariant(receipt.kind === 'stored', 'a demo delivery is signed with the secret of its shop');
        if ((await ends.of(receipt.deliveryId)) === 'parked') count.parked++;
        count.delivered++;
      }
      onList?.();
    }
  };
  const isOver = new AbortController();
  const asking = ends.ask(signal ? AbortSignal.any([signal, isOver.signal]) : isOver.signal);
  try {
    await Promise.race([Promise.all(Array.from({ length: LANES }, lane)), asking]);
  } finally {
    isOver.abort();
    await asking.catch(() => undefined);
  }
  signal?.throwIfAborted();
  return count;
}

/** Tells when deliveries have been worked off, by whichever process: the inbox is asked for all of them at once. */
class Ends {
  readonly #scope: ShopStore;
  readonly #waiting = new Map<string, (state: string) => void>();

  constructor(scope: ShopStore) {
    this.#scope = scope;
  }

  of(delivery: string): Promise<string> {
    return new Promise((resolve) => this.#waiting.set(delivery, resolve));
  }

  async ask(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await pause(ASK_MS);
      if (this.#waiting.size === 0) continue;
      const ended = { _id: { $in: [...this.#waiting.keys()] }, state: { $ne: 'pending' as const } };
      for (const { _id, state } of await this.#scope.inbox.find(ended, { projection: { state: 1 } }).toArray()) {
        this.#waiting.get(_id)?.(state);
        this.#waiting.delete(_id);
      }
    }
  }
}
