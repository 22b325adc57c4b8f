import { type CustomerId, type CustomerKey, customerKey } from '../../model.ts';
import { postingNoteHash } from '../ingest/loyalty.ts';
import { randomId } from '../random.ts';
import type { PostingDocument } from '../store/documents.ts';
import type { ShopStore } from '../store/index.ts';

/**
 * Takes the person out of the books of points. Points, orders and who booked them stay, under the customer's key, so that totals still prove. What
 * staff wrote as a reason may name somebody, so it goes; of a posting its hash stays, and with it the chain holds. Vouchers are void.
 */
export async function eraseLoyalty(scope: ShopStore, own: CustomerKey, keys: readonly CustomerKey[]): Promise<void> {
  for (const key of keys) {
    const postings = await scope.postings
      .find({ _id: { $gte: `${key}/`, $lt: `${key}0` } }, { hint: { _id: 1 } })
      .sort({ _id: 1 })
      .toArray();
    const silent = withoutNotes(postings);
    if (key === own) await scope.postings.replace(silent.filter((posting, i) => posting !== postings[i]));
    else if (postings.length > 0) await rekey(scope, silent);
  }
  const account = await scope.accounts.findOne({ _id: own });
  if (account) {
    const adjustments = account.adjustments.map((each) => ({ ...each, reason: '' }));
    const pins = account.pins.map((each) => ({ ...each, reason: '' }));
    await scope.accounts.updateOne({ _id: own }, { $set: { adjustments, pins } });
  }
  await scope.vouchers.updateMany({ customer: { $in: [...keys] }, state: 'issued' }, { $set: { state: 'void' } });
}

/**
 * Of somebody who was merged away: a new customer may get their key, so the postings, which come to nothing, go under a random one. No hash
 * holds the key.
 */
async function rekey(scope: ShopStore, postings: readonly PostingDocument[]): Promise<void> {
  const key = customerKey(scope.shop, randomId(12) as CustomerId);
  await scope.postings.insert(
    postings.map((posting) => ({
      ...posting,
      _id: `${key}${posting._id.slice(posting.customer.length)}`,
      customer: key,
    })),
  );
  await scope.postings.deleteMany({ _id: { $in: postings.map(({ _id }) => _id) } });
}

function withoutNotes(postings: readonly PostingDocument[]): PostingDocument[] {
  let head = '';
  return postings.map((posting) => {
    const { note, ...rest } = posting;
    const silent = note === undefined ? posting : { ...rest, noteHash: postingNoteHash(head, note) };
    head = posting.hash;
    return silent;
  });
}
