import type { Filter } from 'mongodb';
import type { CustomerDocument } from '../store/documents.ts';
import type { Store } from '../store/index.ts';
import { listingOf } from './listing.ts';

const BATCH = 200;

/**
 * Customers that were written before lists had anything to find them by. Whoever is written meanwhile is listed by that, so one whose
 * `revision` has moved on is left alone. The index tells at once that there are none, which is so at every start but one.
 */
export async function listUnlisted(store: Store): Promise<void> {
  const unlisted = { 'listing.shop': null } as Filter<CustomerDocument>;
  for await (const { _id } of store.system.shops.find({}, { projection: { _id: 1 } })) {
    const { customers } = store.forShop(_id);
    for (;;) {
      const batch = await customers.find(unlisted, { hint: 'listed_by_key', limit: BATCH }).toArray();
      if (batch.length === 0) break;
      await Promise.all(
        batch.map((customer) =>
          customers.updateOne(
            { _id: customer._id, revision: customer.revision },
            { $set: { listing: listingOf(customer) }, $inc: { revision: 1 } },
          ),
        ),
      );
    }
  }
}
