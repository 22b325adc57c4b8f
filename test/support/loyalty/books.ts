import { type Programme, TIKME } from '../../../src/loyalty/index.ts';
import type { Instant } from '../../../src/model.ts';
import { checkPoints } from '../../../src/server/loyalty/check-points.ts';
import { bookTime } from '../../../src/server/loyalty/time.ts';
import type { ShopStore } from '../../../src/server/store/index.ts';
import type { House } from '../house.ts';

/** Puts a programme in force as one that was published and applied before anything happened. */
export async function inForce(
  house: Pick<House, 'states'>,
  scope: ShopStore,
  from: Instant,
  changes: Partial<Programme> = {},
): Promise<void> {
  const programme = { ...TIKME, ...changes };
  await scope.programmes.insert([
    { _id: `${scope.shop}/1`, shop: scope.shop, version: 1, from, programme, at: from, by: 'key test', applied: true },
  ]);
  house.states.forget(scope.shop);
}

/** What is written of a customer, by the documents and not by reading them at an instant. */
export async function bookOf(scope: ShopStore, phone: string) {
  const customer = await scope.customers.findOne({ phone });
  if (!customer) throw new Error(`nobody has ${phone}`);
  const account = await scope.accounts.findOne({ _id: customer._id });
  if (!account) throw new Error(`${phone} has no account`);
  const postings = await scope.postings.find({ customer: customer._id }).sort({ _id: 1 }).toArray();
  return { customer, account, postings };
}

/** Reasons and points of postings, short. */
export const told = (postings: readonly { reason: string; points: number }[]) =>
  postings.map(({ reason, points }) => `${reason} ${points}`);

/** Run the jobs as of an instant. */
export const timeAt = (house: Pick<House, 'store'>, now: Instant) => bookTime({ store: house.store, now: () => now });
export const checkAt = (house: Pick<House, 'store'>, now: Instant) =>
  checkPoints({ store: house.store, now: () => now });
