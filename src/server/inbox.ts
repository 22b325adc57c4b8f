import { Binary, MongoBulkWriteError } from 'mongodb';
import type { Adapter, WebhookClaim, WebhookRequest } from '../adapters/adapter.ts';
import { sha256Hex } from '../adapters/bytes.ts';
import { AppError } from '../errors.ts';
import type { Instant } from '../model.ts';
import type { DeliveryDocument, InstallationDocument } from './store/documents.ts';
import type { Store } from './store/index.ts';

/** Deliveries are stored before they are answered, with `w: majority`: what is acknowledged cannot be lost (design §3). */

/** Kept for whoever reads a parked delivery. Signatures, tokens and cookies are not. */
const HEADERS_KEPT = /^(content-type|user-agent|x-(?!.*(hmac|signature|token|secret)).*)$/;

export function deliveryId(installation: Pick<InstallationDocument, '_id' | 'shop'>, deliveryKey: string): string {
  return `${installation.shop}/${installation._id}/${sha256Hex(deliveryKey).slice(0, 32)}`;
}

export function deliveryDocument(
  installation: InstallationDocument,
  adapter: Adapter,
  claim: WebhookClaim,
  request: WebhookRequest,
  receivedAt: Instant,
): DeliveryDocument {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (typeof value === 'string' && HEADERS_KEPT.test(name) && value.length <= 1000) headers[name] = value;
  }
  const isDecoded = adapter.topics.includes(claim.topic) && !claim.test;
  return {
    _id: deliveryId(installation, claim.deliveryKey),
    shop: installation.shop,
    installation: installation._id,
    platform: adapter.platform,
    topic: claim.topic,
    entity: claim.entity === null ? null : `${installation._id}:${claim.entity}`,
    body: new Binary(request.rawBody),
    headers,
    receivedAt,
    sentAt: claim.sentAt,
    state: isDecoded ? 'pending' : 'ignored',
    attempts: 0,
    ...(isDecoded ? {} : { doneAt: receivedAt, note: claim.test ? 'a test delivery' : 'this topic is not used' }),
  };
}

/**
 * Writes deliveries as they come, many to a command: what arrives while one insert is on its way goes with the next. A burst
 * then costs the database one majority write a batch instead of one a delivery, and each caller still waits for its own.
 */
export class InboxWriter {
  readonly #store: Store;
  #waiting: { delivery: DeliveryDocument; settle: (outcome: 'new' | 'repeat' | { error: unknown }) => void }[] = [];
  #isWriting = false;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Resolves once the delivery is stored by a majority: true when it is new, false for a repeat of one that is. */
  write(delivery: DeliveryDocument): Promise<boolean> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({
        delivery,
        settle: (outcome) => (typeof outcome === 'object' ? reject(outcome.error) : resolve(outcome === 'new')),
      });
      if (!this.#isWriting) void this.#writeAll();
    });
  }

  async #writeAll(): Promise<void> {
    this.#isWriting = true;
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, BATCH_MAX);
      const repeats = new Set<number>();
      try {
        await this.#insert(
          batch.map((entry) => entry.delivery),
          repeats,
        );
        await this.#confirm([...repeats].map((index) => batch[index]?.delivery._id ?? ''));
        for (const [index, entry] of batch.entries()) entry.settle(repeats.has(index) ? 'repeat' : 'new');
      } catch (error) {
        for (const entry of batch) entry.settle({ error });
      }
    }
    this.#isWriting = false;
  }

  async #insert(deliveries: DeliveryDocument[], repeats: Set<number>): Promise<void> {
    try {
      await this.#store.system.inbox.insertMany(deliveries, { ordered: false });
    } catch (error) {
      if (!(error instanceof MongoBulkWriteError) || error.result.getWriteConcernError() !== undefined) throw error;
      const failures = [error.writeErrors].flat();
      // The driver wraps whatever stopped the command in the same class, without write errors: then nothing is known to be stored.
      if (error.insertedCount + failures.length !== deliveries.length) throw error;
      for (const failure of failures) {
        if (failure.code !== DUPLICATE_KEY) throw error;
        repeats.add(failure.index);
      }
    }
  }

  /**
   * The first of a repeat may itself not be stored by a majority yet, and then a new primary may not know it. A majority read shows
   * what is safe; what it does not show yet is asked for with a linearizable read, which waits until it is.
   */
  async #confirm(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    const { inbox } = this.#store.system;
    const projection = { _id: 1 };
    const safe = await inbox
      .find({ _id: { $in: [...ids] } }, { projection, readConcern: { level: 'majority' } })
      .toArray();
    const unsafe = ids.filter((id) => !safe.some((delivery) => delivery._id === id));
    for (const id of new Set(unsafe)) {
      const found = await inbox.findOne(
        { _id: id },
        { projection, readConcern: { level: 'linearizable' }, maxTimeMS: 5000 },
      );
      if (!found) throw new AppError('overloaded', 'the delivery could not be confirmed');
    }
  }
}

const BATCH_MAX = 100;
const DUPLICATE_KEY = 11000;
