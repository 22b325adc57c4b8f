import { setTimeout as pause } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { addTallies, type BackTestPlan, type BackTestTally, emptyTally } from '../../loyalty/index.ts';
import type { ShopId } from '../../model.ts';
import type { BackTestReading } from './back-test-tally.ts';

/** What a thread of a back-test is given. */
export interface BackTestThreadInput {
  readonly mongodbUri: string;
  readonly databaseName: string;
  readonly shop: ShopId;
  readonly plan: BackTestPlan;
  readonly reading: BackTestReading;
  /** The shop's customers are cut into so many ranges; each thread takes the next that is free. */
  readonly parts: number;
  /** Shared by all threads: see {@link COUNTERS}. */
  readonly counters: Int32Array;
}

/** Places in the shared counters: the first range that nobody has taken, customers looked at, and 1 to stop. */
export const COUNTERS = { next: 0, done: 1, stop: 2 } as const;

const ASK_MS = 100;

/** Tallies a shop beside the thread that serves requests, which a back-test would keep waiting. Aborted, it throws the reason. */
export async function tallyInThreads(
  input: Omit<BackTestThreadInput, 'counters'>,
  options: { readonly threads: number; readonly onCustomers: (done: number) => void; readonly signal: AbortSignal },
): Promise<BackTestTally> {
  options.signal.throwIfAborted();
  const counters = new Int32Array(new SharedArrayBuffer(Object.keys(COUNTERS).length * Int32Array.BYTES_PER_ELEMENT));
  const file = new URL(import.meta.url.replace(/back-test-threads(\.\w+)$/, 'back-test-thread$1')); // .ts from source, .js from a build
  const threads = Array.from({ length: options.threads }, () =>
    tallied(new Worker(file, { workerData: { ...input, counters } })),
  );
  let isOver = false;
  const ended = Promise.allSettled(threads).then(() => {
    isOver = true;
  });
  const all = Promise.all(threads);
  all.catch(() => Atomics.store(counters, COUNTERS.stop, 1)); // one that failed stops the others
  while (!isOver) {
    await Promise.race([pause(ASK_MS), ended]);
    if (options.signal.aborted) Atomics.store(counters, COUNTERS.stop, 1);
    options.onCustomers(Atomics.load(counters, COUNTERS.done));
  }
  options.signal.throwIfAborted();
  return (await all).reduce(addTallies, emptyTally(input.plan));
}

/** What a thread says before it ends. */
function tallied(thread: Worker): Promise<BackTestTally> {
  return new Promise((resolve, reject) => {
    thread.once('message', resolve);
    thread.once('error', reject);
    thread.once('exit', () => reject(new Error('a thread of a back-test ended without its part')));
  });
}
