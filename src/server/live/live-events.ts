import type { Logger } from 'pino';
import { AppError } from '../../errors.ts';
import type { ShopId } from '../../model.ts';
import type { Metrics } from '../metrics.ts';
import type { ShopStates } from '../shop-state.ts';
import type { Store } from '../store/index.ts';
import { Channel } from './channel.ts';
import { LiveClient } from './client.ts';
import type { LiveName } from './events.ts';
import { Reading } from './reading.ts';
import type { Told } from './recent.ts';

/** How much, how often, how long. */
export const LIVE_LIMITS = {
  /** Between two batches of a shop. */
  pauseMs: 250,
  /** Single events in a batch; beyond it a page is read anew with less work. */
  batchMax: 200,
  /** Proxies close what is silent for 30 s to a minute. */
  beatMs: 15_000,
  /** Events kept for those who were away, about 300 bytes each, and how long. */
  recentMax: 20_000,
  recentMs: 5 * 60_000,
  /** The change stream is kept so long without clients: for a page that is loaded anew. */
  lingerMs: 30_000,
  clientsOfShopMax: 200,
  clientsMax: 5000,
};

export interface LiveParts {
  readonly store: Store;
  readonly states: ShopStates;
  readonly metrics: Metrics;
  readonly logger: Logger;
  readonly limits?: Partial<typeof LIVE_LIMITS>;
}

export interface Subscription {
  readonly shop: ShopId;
  readonly names: ReadonlySet<LiveName>;
  /** What the client heard last before it lost its connection. */
  readonly lastId: string | undefined;
}

/**
 * Tells clients what happens in their shops, whichever process does it. All clients of a process share one change stream, which is open
 * while there are any.
 */
export class LiveEvents {
  readonly #parts: LiveParts;
  readonly #limits: typeof LIVE_LIMITS;
  readonly #channels = new Map<ShopId, Channel>();
  #clients = 0;
  #opening: Promise<Reading> | undefined;
  #linger: NodeJS.Timeout | undefined;
  #isStopped = false;

  constructor(parts: LiveParts) {
    this.#parts = parts;
    this.#limits = { ...LIVE_LIMITS, ...parts.limits };
  }

  /** A new client, to be read from or destroyed. It is told everything from now on, or after what it heard last (see Reading). */
  async subscribe({ shop, names, lastId }: Subscription): Promise<LiveClient> {
    this.#refuseTooMany(shop);
    clearTimeout(this.#linger);
    try {
      this.#opening ??= this.#open();
      const reading = await this.#opening;
      const isKnown = lastId === undefined || (await reading.isKnown(lastId));
      this.#refuseTooMany(shop); // others came while we waited
      const client = new LiveClient(!isKnown ? reading.newest : (lastId ?? reading.start), {
        names,
        batchMax: this.#limits.batchMax,
        onRoom: () => this.#catchUp(reading, shop, client),
        onSent: (events) => this.#parts.metrics.liveSent(events),
      });
      this.#welcome(shop, client);
      if (isKnown) this.#catchUp(reading, shop, client);
      else client.reset(reading.newest);
      client.beat();
      return client;
    } finally {
      this.#lingerIfAlone();
    }
  }

  /** Ends every client and the change stream. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    for (const channel of this.#channels.values()) channel.close();
    await this.#close();
  }

  async #open(): Promise<Reading> {
    const { store, states, logger } = this.#parts;
    try {
      return await Reading.open({
        store,
        logger,
        ...this.#limits,
        onTold: (event) => {
          // Whoever asks again because of it must not get what was remembered from before.
          if (event.shop !== null && (event.name === 'settings' || event.name === 'segment')) states.forget(event.shop);
          this.#deliver(event);
        },
        onGap: (position) => {
          for (const channel of this.#channels.values()) channel.reset(position);
        },
        onBeat: ({ head }) => {
          for (const channel of this.#channels.values()) channel.beat(head);
        },
      });
    } catch (error) {
      this.#opening = undefined;
      throw error;
    }
  }

  async #close(): Promise<void> {
    clearTimeout(this.#linger);
    const opening = this.#opening;
    this.#opening = undefined;
    const reading = await opening?.catch(() => undefined);
    await reading?.close();
  }

  #deliver(event: Told): void {
    if (event.shop !== null) this.#channels.get(event.shop)?.add(event);
    else for (const channel of this.#channels.values()) channel.add(event);
  }

  #catchUp(reading: Reading, shop: ShopId, client: LiveClient): void {
    const missed = reading.since(client.position, shop);
    if (missed === null) client.reset(reading.newest);
    else client.tell(missed, reading.head);
  }

  #welcome(shop: ShopId, client: LiveClient): void {
    const { pauseMs, batchMax } = this.#limits;
    const channel = this.#channels.get(shop) ?? new Channel({ pauseMs, batchMax });
    this.#channels.set(shop, channel);
    channel.clients.add(client);
    this.#count(1);
    client.once('close', () => {
      channel.clients.delete(client);
      if (channel.clients.size === 0 && this.#channels.get(shop) === channel) this.#channels.delete(shop);
      this.#count(-1);
      this.#lingerIfAlone();
    });
  }

  #count(change: 1 | -1): void {
    this.#clients += change;
    this.#parts.metrics.liveClients(this.#clients);
  }

  #lingerIfAlone(): void {
    if (this.#clients > 0 || this.#isStopped) return;
    clearTimeout(this.#linger);
    this.#linger = setTimeout(() => void this.#close(), this.#limits.lingerMs).unref();
  }

  #refuseTooMany(shop: ShopId): void {
    if (this.#isStopped) throw new AppError('shutting_down', 'the server is being stopped');
    const { clientsOfShopMax, clientsMax } = this.#limits;
    if ((this.#channels.get(shop)?.clients.size ?? 0) >= clientsOfShopMax)
      throw new AppError('rate_limited', `more than ${clientsOfShopMax} event streams of this shop are open`);
    if (this.#clients >= clientsMax) throw new AppError('overloaded', 'this server has no room for more event streams');
  }
}
