import { setTimeout as pause } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { DemoOrigin, InstallationId, Instant, ShopId } from '../../model.ts';

/** What a thread of a bulk run is given. */
export interface BulkThreadInput {
  readonly mongodbUri: string;
  readonly databaseName: string;
  readonly shop: ShopId;
  readonly installation: InstallationId;
  readonly origin: DemoOrigin;
  readonly now: Instant;
  /** Shared by all threads: see {@link COUNTERS}. */
  readonly counters: Int32Array;
}

/** Places in the shared counters: the first customer nobody has taken yet, customers written, and 1 to stop. */
export const COUNTERS = { next: 0, done: 1, stop: 2 } as const;

const ASK_MS = 200;
/** Documents live until their batch is sent; with the default they would be copied over and over until then. */
const YOUNG_MB = 64;

/** Writes the customers of a demo shop in bulk on several threads. Any thread may make any customer, so each takes the next that is free. */
export async function writeInThreads(
  input: Omit<BulkThreadInput, 'counters'>,
  options: { readonly threads: number; readonly onCustomers: (done: number) => void; readonly signal?: AbortSignal },
): Promise<void> {
  const counters = new Int32Array(new SharedArrayBuffer(Object.keys(COUNTERS).length * Int32Array.BYTES_PER_ELEMENT));
  const file = new URL(import.meta.url.replace(/bulk-threads(\.\w+)$/, 'bulk-thread$1')); // .ts from source, .js from a build
  const threads = Array.from({ length: options.threads }, () =>
    ended(
      new Worker(file, { workerData: { ...input, counters }, resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB } }),
    ),
  );
  let isOver = false;
  const all = Promise.all(threads).finally(() => {
    isOver = true;
  });
  all.catch(() => Atomics.store(counters, COUNTERS.stop, 1)); // one that failed stops the others
  while (!isOver) {
    await Promise.race([pause(ASK_MS), all]);
    if (options.signal?.aborted) Atomics.store(counters, COUNTERS.stop, 1);
    options.onCustomers(Atomics.load(counters, COUNTERS.done));
  }
  await Promise.allSettled(threads);
  options.signal?.throwIfAborted();
}

function ended(thread: Worker): Promise<void> {
  return new Promise((resolve, reject) => {
    thread.once('error', reject);
    thread.once('exit', () => resolve());
  });
}
