import { pos } from '../../adapters/pos/index.ts';
import { deliveryKeyOf } from '../../adapters/pos/webhook.ts';
import { AppError, invariant } from '../../errors.ts';
import type { InstallationId, Instant } from '../../model.ts';
import { deliveryId } from '../inbox.ts';
import { applyAll, type WorkspaceEvent } from '../ingest/apply.ts';
import { contextOf } from '../ingest/delivery.ts';
import { MemoryWorkspace, type WrittenDocuments } from '../ingest/memory-workspace.ts';
import type { ShopState } from '../shop-state.ts';
import type { ShopStore } from '../store/index.ts';
import type { DemoDelivery } from './generate.ts';

export interface BulkOptions {
  readonly scope: ShopStore;
  readonly state: ShopState;
  readonly installation: InstallationId;
  readonly now: Instant;
  /** Each list is of people who share nothing with those of another. */
  readonly lists: Iterable<readonly DemoDelivery[]>;
  readonly signal?: AbortSignal;
  /** Called after every list. */
  readonly onList?: () => void;
}

/**
 * Writes what taking in all these deliveries would have written, without a transaction for each: they are decoded by the same adapter
 * and applied by the same rules, in memory, and what comes out is inserted in large batches. The deliveries themselves are
 * not kept: the inbox is how events come in, and these did not.
 */
export async function writeBulk(options: BulkOptions): Promise<void> {
  const { scope, lists, signal, onList } = options;
  const writer = new BatchWriter(scope);
  for (const list of lists) {
    signal?.throwIfAborted();
    await writer.add(await documentsOf(options, list));
    onList?.();
  }
  await writer.end();
}

/** A shop that holds anything is refused: bulk writing neither merges with what is there nor repairs it. */
export async function refuseUnlessEmpty(scope: ShopStore): Promise<void> {
  for (const collection of [scope.customers, scope.orders, scope.products, scope.inbox] as const) {
    if (await collection.findOne({}, { projection: { _id: 1 } }))
      throw new AppError('shop_not_empty', `shop ${scope.shop} has data already; writing in bulk needs an empty shop`);
  }
}

async function documentsOf(
  { scope, state, installation, now }: BulkOptions,
  deliveries: readonly DemoDelivery[],
): Promise<WrittenDocuments> {
  const workspace = new MemoryWorkspace(scope.shop);
  for (const { id, topic, body } of deliveries) {
    const rawBody = Buffer.from(body);
    const _id = deliveryId({ _id: installation, shop: scope.shop }, deliveryKeyOf(topic, id, rawBody));
    const decoded = pos.decode({ topic, rawBody, headers: {}, receivedAt: now, shop: state.shop });
    invariant(decoded.ok, `a demo delivery can be read (${id})`);
    const outcome = await applyAll(
      workspace,
      contextOf({ _id, installation, receivedAt: now }, state, now),
      decoded.events as WorkspaceEvent[],
    );
    invariant(outcome.state === 'done', `a demo delivery can be applied (${id})`);
    workspace.commit();
  }
  return workspace.written();
}

/** Documents of one collection to one insert; the server wants them large and memory wants them small. */
const BATCH_DOCUMENTS = 1_000;
/** Inserts on their way at the same moment. */
const IN_FLIGHT_MAX = 3;

type CollectionName = keyof WrittenDocuments;

/** Gathers documents by collection and inserts them in large unordered batches. */
class BatchWriter {
  readonly #scope: ShopStore;
  readonly #batches = new Map<CollectionName, { _id: string }[]>();
  readonly #inFlight = new Set<Promise<void>>();
  #failure: Error | undefined;

  constructor(scope: ShopStore) {
    this.#scope = scope;
  }

  async add(documents: WrittenDocuments): Promise<void> {
    for (const name of Object.keys(documents) as CollectionName[]) {
      const batch = this.#batches.get(name) ?? [];
      this.#batches.set(name, batch);
      batch.push(...documents[name]);
      if (batch.length >= BATCH_DOCUMENTS) await this.#insert(name, batch);
    }
  }

  async end(): Promise<void> {
    for (const [name, batch] of this.#batches) if (batch.length > 0) await this.#insert(name, batch);
    await Promise.all(this.#inFlight);
    if (this.#failure !== undefined) throw this.#failure;
  }

  /** Waits for a free place, and so holds the generator back when the database is slower. */
  async #insert(name: CollectionName, batch: { _id: string }[]): Promise<void> {
    this.#batches.set(name, []);
    while (this.#inFlight.size >= IN_FLIGHT_MAX) await Promise.race(this.#inFlight);
    if (this.#failure !== undefined) throw this.#failure;
    const collection = this.#scope[name] as unknown as {
      insert(documents: readonly { _id: string }[], options: { ordered: boolean }): Promise<void>;
    };
    const inserting = collection
      .insert(batch, { ordered: false })
      .catch((error: unknown) => {
        this.#failure ??= error instanceof Error ? error : new Error(String(error));
      })
      .finally(() => this.#inFlight.delete(inserting));
    this.#inFlight.add(inserting);
  }
}
