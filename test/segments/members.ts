import type { Collection, Db } from 'mongodb';
import type { Customer } from '../../src/model.ts';
import type { Filter } from '../../src/segments/filter.ts';

/** Customers as the server keeps them: clustered by `_id`. */
export async function storedCustomers(
  db: Db,
  name: string,
  customers: readonly Customer[],
): Promise<Collection<Customer>> {
  const collection = await db.createCollection<Customer>(name, { clusteredIndex: { key: { _id: 1 }, unique: true } });
  if (customers.length > 0) await collection.insertMany([...customers]);
  return collection;
}

/** Ids that MongoDB finds, the way the server asks: a range of `_id` in front of the compiled filter. */
export async function found(collection: Collection<Customer>, filter: Filter): Promise<string[]> {
  const pipeline = [{ $match: { $and: [{ _id: { $gte: '', $lt: '~' } }, filter] } }, { $project: { _id: 1 } }];
  const documents = await collection.aggregate<{ _id: string }>(pipeline).toArray();
  return documents.map((document) => document._id).sort();
}
