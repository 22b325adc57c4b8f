import type { CustomerKey, Instant } from '../../model.ts';
import { evaluate, type SegmentContext, type SegmentDefinition } from '../../segments/index.ts';
import { withCuts } from '../rfm/cuts.ts';
import { contextFor } from '../segments/live.ts';
import { isMember } from '../segments/pins.ts';
import { ALL_BUCKETS, type BucketRange, BY_ID, rangesOf } from '../segments/scan.ts';
import { readNamed, type ShopState } from '../shop-state.ts';
import type { CustomerDocument } from '../store/documents.ts';
import type { ShopStore } from '../store/index.ts';
import { customerAsOf } from './customer-as-of.ts';
import { needsLedger } from './needs.ts';
import { historiesIn, readHistories } from './read-history.ts';

/** A question about a past instant. The definition may be one of today; what it names is taken as it is today too. */
export interface AskedThen {
  readonly definition: SegmentDefinition;
  /** Id of the saved segment that it is the definition of: the pins and bans of that time count. */
  readonly segment?: string | undefined;
  readonly at: Instant;
  readonly signal?: AbortSignal | undefined;
  /** Told how much is done, from 0 to 1. */
  readonly tell?: ((share: number) => void) | undefined;
}

export interface Then {
  readonly state: ShopState;
  readonly context: SegmentContext;
  readonly withLedger: boolean;
  readonly decides: (customer: CustomerDocument) => boolean;
}

/** Everything a definition needs at a past instant. The catalogue is that of today; programme versions are known by date. */
export async function selectAsOf(scope: ShopStore, kept: ShopState, asked: AskedThen): Promise<Then> {
  const { definition, segment, at, signal } = asked;
  const state = await withCuts(scope, kept, definition, { asOf: at, now: at, signal });
  const { catalogue, references } = await readNamed(scope, [definition]);
  const context = contextFor(state, at, catalogue, references);
  const isNamed = (customer: CustomerDocument) => evaluate(definition, customer, context);
  return {
    state,
    context,
    withLedger: needsLedger(definition, references),
    decides: (customer) =>
      segment === undefined ? isNamed(customer) : isMember(segment, customer, () => isNamed(customer)),
  };
}

export interface CountThen {
  readonly members: number;
  /** Who was a customer then. */
  readonly customers: number;
}

/** Parts of a shop: the unit of progress. A small one needs few, and each costs some round trips. */
const PARTS_MAX = 64;
const CUSTOMERS_A_PART = 400;

export async function partsOf(scope: ShopStore): Promise<BucketRange[]> {
  const customers = await scope.customers.count({}, { ...BY_ID, limit: PARTS_MAX * CUSTOMERS_A_PART });
  return rangesOf(Math.max(1, Math.ceil(customers / CUSTOMERS_A_PART)));
}

/** Telling histories keeps this process busy, not the database: two at a time wait for each other's reads. */
const PARALLEL = 2;

/** How many were members then, of the customers in these buckets. */
export async function countAsOf(
  scope: ShopStore,
  kept: ShopState,
  asked: AskedThen,
  range: BucketRange = ALL_BUCKETS,
): Promise<CountThen> {
  const then = await selectAsOf(scope, kept, asked);
  const parts = range === ALL_BUCKETS ? await partsOf(scope) : [range];
  let [members, customers, next, done] = [0, 0, 0, 0];
  const work = async () => {
    for (let part = parts[next++]; part; part = parts[next++]) {
      for await (const customer of customersThen(scope, then, asked, part)) {
        customers++;
        if (then.decides(customer)) members++;
      }
      asked.tell?.(++done / parts.length);
    }
  };
  await Promise.all(Array.from({ length: PARALLEL }, work));
  return { members, customers };
}

/** Members of that time in order of their key, after one of them. Shown with the figures of that time, points among them. */
export async function membersAsOf(
  scope: ShopStore,
  kept: ShopState,
  asked: AskedThen,
  page: { readonly after: CustomerKey | null; readonly limit: number },
): Promise<CustomerDocument[]> {
  const then = await selectAsOf(scope, kept, asked);
  const found: CustomerKey[] = [];
  const from = page.after === null ? 0 : Number.parseInt(page.after.split('/')[1] ?? '0', 16);
  for (const part of await partsOf(scope)) {
    if (part.to <= from || found.length >= page.limit) continue;
    for await (const customer of customersThen(scope, then, asked, part)) {
      if (found.length >= page.limit) break;
      if (page.after !== null && customer._id <= page.after) continue;
      if (then.decides(customer)) found.push(customer._id);
    }
  }
  return atInstant(scope, then.state, found, asked.at);
}

/** Everybody who was a customer then, as they were. */
async function* customersThen(
  scope: ShopStore,
  { state, withLedger }: Then,
  { at, signal }: Pick<AskedThen, 'at' | 'signal'>,
  range: BucketRange,
): AsyncGenerator<CustomerDocument> {
  for await (const batch of historiesIn(scope, range, { since: at, withLedger, signal }))
    for (const history of batch) {
      const customer = customerAsOf(history, at, state);
      if (customer) yield customer;
    }
}

/** One customer as of an instant with everything known of them; null for one who came later, was erased, or is not there. */
export async function customerAtInstant(
  scope: ShopStore,
  state: ShopState,
  key: CustomerKey,
  at: Instant,
): Promise<CustomerDocument | null> {
  const [customer = null] = await atInstant(scope, state, [key], at);
  return customer;
}

async function atInstant(
  scope: ShopStore,
  state: ShopState,
  keys: readonly CustomerKey[],
  at: Instant,
): Promise<CustomerDocument[]> {
  if (keys.length === 0) return [];
  const customers = await scope.customers
    .find(
      { 'listing.shop': scope.shop, _id: { $in: [...keys] } },
      { hint: 'listed_by_key', projection: { claims: 0, tagClaims: 0 } },
    )
    .sort({ _id: 1 })
    .toArray();
  const histories = await readHistories(scope, customers, { since: at, withLedger: true });
  return histories.flatMap((history) => customerAsOf(history, at, state) ?? []);
}
