import type { Test } from 'tap';
import type { ShopId } from '../../../src/model.ts';
import { SHOP_COLLECTIONS } from '../../../src/server/store/index.ts';
import { type ScopedCollection, shopPredicate } from '../../../src/server/store/scope.ts';
import type { SHOP_COLLECTION_NAMES } from '../../support/twins.ts';

interface Stored {
  readonly _id: string;
  readonly shop?: string;
}

/** A collection as shop A sees it, with what lies in it of A and of B. */
export interface CollectionCase {
  readonly name: (typeof SHOP_COLLECTION_NAMES)[number];
  readonly collection: ScopedCollection<any>;
  readonly shop: ShopId;
  readonly otherShop: ShopId;
  readonly own: readonly Stored[];
  readonly others: readonly Stored[];
}

const ids = (documents: readonly Stored[]) => documents.map((document) => document._id).sort();
const MARK = { $set: { marked: true } };

/**
 * What each method of a scoped collection must do when it is asked about another shop's documents, by name and by "all". Asked in
 * this order, since the last ones take everything of A away.
 */
export const COLLECTION_CASES: Readonly<Record<string, (t: Test, given: CollectionCase) => Promise<void>>> = {
  async filter(t, { collection, shop, otherShop, others }) {
    const own = shopPredicate(shop, collection.filter({}).shop === undefined ? 'range' : 'field');
    t.same(collection.filter({}), own);
    for (const filter of [{ _id: others[0]?._id }, { shop: otherShop }, { $or: [{}] }])
      t.same(collection.filter(filter), { $and: [own, filter] }, 'joined, so that nothing asked can replace it');
  },
  async find(t, { collection, otherShop, own, others }) {
    t.same(ids(await collection.find().toArray()), ids(own), 'all are its own');
    t.same(await collection.find({ _id: { $in: ids(others) } }).toArray(), [], 'not by name');
    t.same(await collection.find({ shop: otherShop }).toArray(), [], 'not by the shop');
    t.same(
      ids(await collection.find({ $or: [{ _id: { $in: ids(others) } }, {}] }).toArray()),
      ids(own),
      'not beside its own',
    );
  },
  async findOne(t, { collection, others }) {
    t.equal(await collection.findOne({ _id: others[0]?._id }), null);
  },
  async insert(t, { collection, own, others }) {
    await t.rejects(collection.insert([{ ...others[0], _id: `${others[0]?._id}x` }]), /invariant/);
    await t.rejects(collection.insert([{ ...own[0], _id: `${others[0]?._id}x` }]), /invariant/);
    await t.rejects(
      collection.insert([own[0], { ...others[0], _id: `${others[0]?._id}x` }]),
      /invariant/,
      'not beside its own either',
    );
  },
  async replace(t, { collection, others }) {
    await t.rejects(collection.replace([others[0]]), /invariant/);
    await t.rejects(collection.replace([...others]), /invariant/);
  },
  async updateOne(t, { collection, others }) {
    t.equal((await collection.updateOne({ _id: others[0]?._id }, MARK)).matchedCount, 0);
  },
  async upsert(t, { collection, others }) {
    t.throws(() => collection.upsert(others[0]?._id ?? '', MARK), /invariant/);
  },
  async findOneAndUpdate(t, { collection, others }) {
    t.equal(await collection.findOneAndUpdate({ _id: others[0]?._id }, MARK), null);
  },
  async updateMany(t, { collection, own, others }) {
    t.equal((await collection.updateMany({ _id: { $in: ids(others) } }, MARK)).matchedCount, 0);
    t.equal((await collection.updateMany({}, MARK)).matchedCount, own.length, 'everything is all of its own');
    t.equal((await collection.updateMany({}, [{ $unset: 'marked' }])).matchedCount, own.length, 'by a pipeline too');
  },
  async count(t, { collection, own, others }) {
    t.equal(await collection.count(), own.length);
    t.equal(await collection.count({ _id: { $in: ids(others) } }), 0);
  },
  async aggregate(t, { collection, otherShop, own, others }) {
    t.same(await collection.aggregate([{ $match: { _id: { $in: ids(others) } } }]).toArray(), []);
    t.same(
      ids(
        (await collection.aggregate([{ $match: { $or: [{ _id: { $in: ids(others) } }, {}] } }]).toArray()) as Stored[],
      ),
      ids(own),
    );
    const isForeign = (document: Stored) => document._id.startsWith(`${otherShop}/`) || document.shop === otherShop;
    for (const [from] of Object.values(SHOP_COLLECTIONS)) {
      const joins = [
        [
          { $limit: 1 },
          { $lookup: { from, as: 'found', pipeline: [] } },
          { $unwind: '$found' },
          { $replaceRoot: { newRoot: '$found' } },
        ],
        [
          { $limit: 1 },
          { $facet: { all: [{ $lookup: { from, as: 'found', pipeline: [] } }] } },
          { $unwind: '$all' },
          { $unwind: '$all.found' },
          { $replaceRoot: { newRoot: '$all.found' } },
        ],
        [{ $limit: 1 }, { $unionWith: from }],
        [{ $limit: 1 }, { $unionWith: { coll: from, pipeline: [{ $unionWith: { coll: from, pipeline: [] } }] } }],
        [
          { $limit: 1 },
          { $graphLookup: { from, startWith: 'x', connectFromField: 'x', connectToField: 'missing', as: 'found' } },
        ],
      ];
      for (const join of joins) {
        const found = (await collection.aggregate(join).toArray()) as Stored[];
        t.same(
          found.filter(isForeign).map((document) => document._id),
          [],
          `${Object.keys(join[1] ?? {})[0]} ${from}`,
        );
      }
    }
    await t.rejects(async () => collection.aggregate([{ $out: 'stolen' }]).toArray(), /invariant/);
    await t.rejects(async () => collection.aggregate([{ $merge: 'stolen' }]).toArray(), /invariant/);
    await t.rejects(
      async () => collection.aggregate([{ $facet: { x: [{ $merge: 'stolen' }] } }]).toArray(),
      /invariant/,
    );
  },
  async deleteOne(t, { collection, others }) {
    t.equal((await collection.deleteOne({ _id: others[0]?._id })).deletedCount, 0);
  },
  async deleteMany(t, { collection, own, others }) {
    t.equal((await collection.deleteMany({ _id: { $in: ids(others) } })).deletedCount, 0);
    t.equal((await collection.deleteMany()).deletedCount, own.length, 'everything is all of its own');
  },
};
