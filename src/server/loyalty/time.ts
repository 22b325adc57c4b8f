import type { CustomerKey, Instant, ShopId } from '../../model.ts';
import { decideTouched } from '../ingest/apply.ts';
import type { IngestContext } from '../ingest/context.ts';
import { loyaltyContext } from '../ingest/loyalty.ts';
import { TransactionWorkspace } from '../ingest/transaction-workspace.ts';
import type { JobDone, JobParts } from '../jobs/index.ts';
import { ShopStates } from '../shop-state.ts';
import type { LoyaltyEventDocument } from '../store/loyalty-documents.ts';
import { warn } from './expiry-warnings.ts';
import { nextLookAt } from './next-look.ts';

export type TimeParts = Pick<JobParts, 'store' | 'now'>;

/** Accounts in one transaction: enough that its commands cost little each, few enough that an event seldom meets it. */
const BATCH = 20;
/** Transactions at a time: events go first. */
const IN_FLIGHT = 4;

/**
 * Books what time has caused: points that became available, that expired, or that a till let go; reviews of tiers, ends of pins, birthdays, and
 * warnings. Each account says when it is to be looked at (`nextAt`), and settling it at an instant is the same however often it is done, so this may
 * be stopped anywhere, run in two processes at once, and start again after days. Nobody waits for it: whoever reads an account sees it as it is by then.
 */
export async function bookTime(parts: TimeParts, tell: (share: number) => void = () => {}): Promise<JobDone> {
  const run: Run = { ...parts, states: new ShopStates(parts.store), failures: [] };
  let done = 0;
  for await (const { _id: shop } of parts.store.system.shops.find({}, { projection: { _id: 1 } }))
    done += await bookTimeOf(run, shop, tell);
  const [failure] = run.failures;
  if (failure) throw failure;
  return { done };
}

interface Run extends TimeParts {
  readonly states: ShopStates;
  /** Accounts that could not be booked hold up no other; the run has failed all the same. */
  readonly failures: Error[];
}

/** As many mean that nothing can be booked: the database is gone. */
const FAILURES_MAX = 20;

async function bookTimeOf(run: Run, shop: ShopId, tell: (share: number) => void): Promise<number> {
  const scope = run.store.forShop(shop);
  const filter = { shop, nextAt: { $lte: run.now() } };
  const due = scope.accounts
    .find(filter, { hint: 'due', projection: { _id: 1 }, batchSize: 1000 })
    .sort({ shop: 1, nextAt: 1, _id: 1 });
  const total = (await due.hasNext()) ? await scope.accounts.count(filter, { hint: 'due' }) : 0;
  let done = 0;
  const book = async (keys: readonly CustomerKey[]): Promise<void> => {
    try {
      const booked = await bookBatch(run, shop, keys);
      done += booked; // not before the await: other lanes add to it meanwhile
      tell(done / total);
    } catch (error) {
      if (keys.length > 1) for (const key of keys) await book([key]);
      else run.failures.push(error instanceof Error ? error : new Error(String(error)));
    }
  };
  const batches = inBatches(due);
  const lane = async () => {
    for await (const keys of batches) {
      if (run.failures.length >= FAILURES_MAX) return;
      await book(keys);
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, lane));
  return done;
}

async function* inBatches(due: AsyncIterable<{ readonly _id: CustomerKey }>): AsyncGenerator<CustomerKey[]> {
  let batch: CustomerKey[] = [];
  for await (const { _id } of due) {
    batch.push(_id);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** Settles these accounts, those of them that are still due, in one transaction. */
async function bookBatch({ store, now, states }: Run, shop: ShopId, keys: readonly CustomerKey[]): Promise<number> {
  const state = await states.get(shop);
  if (!state) return 0; // the shop was erased
  return store.transaction(shop, async (scope, attempt) => {
    const at = now();
    const context = timeContext(state, at);
    const workspace = new TransactionWorkspace(scope, attempt);
    await workspace.preloadAccounts(keys);
    for (const key of keys) {
      const account = await workspace.account(key);
      const customer = account?.nextAt !== undefined && account.nextAt <= at ? await workspace.customer(key) : null;
      if (customer) workspace.putCustomer(customer);
    }
    await decideTouched(workspace, context);
    const touched = workspace.touchedCustomers();
    const events: LoyaltyEventDocument[] = [];
    for (const { _id, birth } of touched) {
      const settled = await workspace.account(_id);
      if (!settled) continue;
      const loyalty = loyaltyContext(context);
      const warned = warn(settled, loyalty);
      if (warned.events.length === 0) continue;
      events.push(...warned.events);
      const { nextAt: _old, ...account } = warned.account;
      const nextAt = nextLookAt(account, birth, loyalty);
      workspace.putAccount(nextAt === null ? account : { ...account, nextAt });
    }
    await workspace.flush();
    // Once for ever, also of an account that has forgotten it.
    for (const { _id, ...event } of events) await scope.loyaltyEvents.upsert(_id, { $setOnInsert: event });
    return touched.length;
  });
}

/** What surrounds an account that time alone changes. No connection speaks, so nothing reads `installation`. */
function timeContext(
  { shop, live, loyalty }: Pick<IngestContext, 'shop' | 'live' | 'loyalty'>,
  now: Instant,
): IngestContext {
  const cause = { kind: 'job', id: 'points in time' } as const;
  return { shop, receivedAt: now, now, cause, live, loyalty } as unknown as IngestContext;
}
