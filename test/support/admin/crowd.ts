import { type CustomerId, customerKey, EMPTY_STATS, fold, shortHash } from '../../../src/model.ts';
import { Dice } from '../../../src/server/demo/dice.ts';
import { personName } from '../../../src/server/demo/names.ts';
import { listingOf } from '../../../src/server/ingest/listing.ts';
import { newCustomer } from '../../../src/server/ingest/person.ts';
import type { ShopStore } from '../../../src/server/store/index.ts';

/**
 * So many more and a shop is large enough that a preview is estimated before all are counted (`SMALL_SHOP` in
 * src/server/segments/preview.ts, which goes by a 1 % sample). Their ids are made from numbers, so the sample is the same on every machine.
 */
export const CROWD = 20_600;

/** People with names and with figures as if they had bought; there are no orders behind those. */
export async function addCrowd(scope: ShopStore, createdAt: number): Promise<void> {
  await scope.customers.insert(
    Array.from({ length: CROWD }, (_, index) => {
      const name = personName(new Dice(7, index), index % 2 === 0 ? 'female' : 'male', 'south');
      const key = customerKey(scope.shop, shortHash(12, 'crowd', String(index)) as CustomerId);
      const orders = index % 7;
      const stats = { ...EMPTY_STATS, orders, spentMinor: orders * (1 + (index % 40)) * 90_000 };
      const customer = { ...newCustomer(key, createdAt), name, nameFolded: fold(name), stats };
      return { ...customer, listing: listingOf(customer) };
    }),
  );
}
