import type {
  AggregateOptions,
  AnyBulkWriteOperation,
  ClientSession,
  Collection,
  CountDocumentsOptions,
  Document,
  Filter,
  FindOptions,
  OptionalUnlessRequiredId,
  UpdateFilter,
  UpdateOptions,
  WithId,
} from 'mongodb';
import { invariant } from '../../errors.ts';
import type { ShopId } from '../../model.ts';

/** Every document of a shop has a string `_id` that begins with `<shopId>/`; all but `customers` also carry `shop`. */
export interface ShopDocument {
  _id: string;
}

/** How the shop is put into a filter: by the range of `_id` (clustered customers) or by the field that begins the indexes. */
export type ScopeKind = 'range' | 'field';

/**
 * A collection as one shop sees it. The shop goes into every filter, every insert and every pipeline, nested ones too, so
 * that a repository cannot reach another shop's documents even with a wrong id. It is the only way from a repository to
 * MongoDB, and it is never optimised away (formance/ledger dropped its predicate for lone tenants, and paid for it).
 */
export class ScopedCollection<T extends ShopDocument> {
  readonly #collection: Collection<T>;
  readonly #shop: ShopId;
  readonly #kind: ScopeKind;
  readonly #session: ClientSession | undefined;

  constructor(collection: Collection<T>, shop: ShopId, kind: ScopeKind, session?: ClientSession) {
    this.#collection = collection;
    this.#shop = shop;
    this.#kind = kind;
    this.#session = session;
  }

  get #options(): { session?: ClientSession } {
    return this.#session ? { session: this.#session } : {};
  }

  /** The shop's own predicate, joined by `$and` so that no key of the caller's filter can replace it. */
  filter(filter: Filter<T> = {}): Filter<T> {
    const own = shopPredicate(this.#shop, this.#kind) as Filter<T>;
    return (Object.keys(filter).length === 0 ? own : { $and: [own, filter] }) as Filter<T>;
  }

  find(filter: Filter<T> = {}, options: FindOptions = {}) {
    return this.#collection.find(this.filter(filter), { ...byId(filter), ...options, ...this.#options });
  }

  findOne(filter: Filter<T>, options: FindOptions = {}): Promise<WithId<T> | null> {
    return this.#collection.findOne(this.filter(filter), { ...byId(filter), ...options, ...this.#options });
  }

  async insert(documents: readonly T[], options: { ordered?: boolean } = {}): Promise<void> {
    if (documents.length === 0) return;
    for (const document of documents) this.#checkOwn(document);
    if (documents.length === 1) {
      await this.#collection.insertOne(documents[0] as unknown as OptionalUnlessRequiredId<T>, this.#options);
      return;
    }
    await this.#collection.insertMany(documents as unknown as OptionalUnlessRequiredId<T>[], {
      ...options,
      ...this.#options,
    });
  }

  /** Puts whole documents in place by `_id`, new or not, in one command. */
  async replace(documents: readonly T[]): Promise<void> {
    if (documents.length === 0) return;
    for (const document of documents) this.#checkOwn(document);
    if (documents.length === 1) {
      const document = documents[0] as T;
      await this.#collection.replaceOne({ _id: document._id } as Filter<T>, document, {
        upsert: true,
        ...this.#options,
      });
      return;
    }
    const operations = documents.map((document) => ({
      replaceOne: { filter: { _id: document._id }, replacement: document, upsert: true },
    }));
    await this.#collection.bulkWrite(operations as unknown as AnyBulkWriteOperation<T>[], {
      ordered: false,
      ...this.#options,
    });
  }

  updateOne(filter: Filter<T>, update: UpdateFilter<T>, options: Omit<UpdateOptions, 'session' | 'upsert'> = {}) {
    return this.#collection.updateOne(this.filter(filter), update, { ...byId(filter), ...options, ...this.#options });
  }

  /** Insert or update by `_id`; `_id` is checked, since an upsert builds the document from the filter. */
  upsert(id: string, update: UpdateFilter<T>) {
    this.#checkId(id);
    return this.#collection.updateOne({ _id: id } as Filter<T>, update, { upsert: true, ...this.#options });
  }

  findOneAndUpdate(filter: Filter<T>, update: UpdateFilter<T>): Promise<WithId<T> | null> {
    return this.#collection.findOneAndUpdate(this.filter(filter), update, {
      returnDocument: 'after',
      ...this.#options,
    });
  }

  updateMany(
    filter: Filter<T>,
    update: UpdateFilter<T> | Document[],
    options: Omit<UpdateOptions, 'session' | 'upsert'> = {},
  ) {
    return this.#collection.updateMany(this.filter(filter), update, { ...options, ...this.#options });
  }

  deleteOne(filter: Filter<T>) {
    return this.#collection.deleteOne(this.filter(filter), this.#options);
  }

  deleteMany(filter: Filter<T> = {}) {
    return this.#collection.deleteMany(this.filter(filter), this.#options);
  }

  count(filter: Filter<T> = {}, options: CountDocumentsOptions = {}): Promise<number> {
    return this.#collection.countDocuments(this.filter(filter), { ...options, ...this.#options });
  }

  aggregate<R extends Document>(pipeline: Document[], options: AggregateOptions = {}) {
    const scoped = [{ $match: shopPredicate(this.#shop, this.#kind) }, ...scopePipeline(pipeline, this.#shop)];
    return this.#collection.aggregate<R>(mergeLeadingMatches(scoped), { ...options, ...this.#options });
  }

  #checkOwn(document: T): void {
    this.#checkId(document._id);
    invariant(
      this.#kind === 'range' || (document as { shop?: string }).shop === this.#shop,
      'a document is written to its own shop',
    );
  }

  #checkId(id: string): void {
    invariant(id.startsWith(`${this.#shop}/`), 'an _id begins with its own shop');
  }
}

/** With the shop beside it, `_id` is one of several indexes to try; the hint spares the planner trying them. */
function byId(filter: { _id?: unknown }): { hint?: { _id: 1 } } {
  const id = filter._id;
  const isNamed = typeof id === 'string' || (typeof id === 'object' && id !== null && '$in' in id);
  return isNamed ? { hint: { _id: 1 } } : {};
}

export function shopPredicate(shop: ShopId, kind: ScopeKind): Document {
  return kind === 'field' ? { shop } : { _id: shopRange(shop) };
}

/** All `_id`s of the shop: `0` is the character after `/`. */
export function shopRange(shop: ShopId): { $gte: string; $lt: string } {
  return { $gte: `${shop}/`, $lt: `${shop}0` };
}

/** Stages that read another collection get the shop's predicate as their first match; stages that write are refused. */
export function scopePipeline(pipeline: Document[], shop: ShopId): Document[] {
  return pipeline.map((stage) => {
    invariant(!('$out' in stage) && !('$merge' in stage), 'a scoped pipeline does not write');
    if ('$lookup' in stage || '$unionWith' in stage) {
      const name = '$lookup' in stage ? '$lookup' : '$unionWith';
      const body = typeof stage[name] === 'string' ? { coll: stage[name] } : stage[name];
      const from: string = body.from ?? body.coll;
      const inner = [
        { $match: shopPredicate(shop, from === 'customers' ? 'range' : 'field') },
        ...scopePipeline(body.pipeline ?? [], shop),
      ];
      return { [name]: { ...body, pipeline: inner } };
    }
    if ('$graphLookup' in stage) {
      const own = shopPredicate(shop, stage.$graphLookup.from === 'customers' ? 'range' : 'field');
      return {
        $graphLookup: {
          ...stage.$graphLookup,
          restrictSearchWithMatch: { $and: [own, stage.$graphLookup.restrictSearchWithMatch ?? {}] },
        },
      };
    }
    if ('$facet' in stage) {
      const facets = Object.entries(stage.$facet as Record<string, Document[]>);
      return { $facet: Object.fromEntries(facets.map(([name, inner]) => [name, scopePipeline(inner, shop)])) };
    }
    return stage;
  });
}

/** `$match` after `$match` is one `$and`: the planner then sees the `_id` range of shop and bucket together. */
function mergeLeadingMatches(pipeline: Document[]): Document[] {
  const [first, second, ...rest] = pipeline;
  if (first?.$match && second?.$match) return [{ $match: { $and: [first.$match, second.$match] } }, ...rest];
  return pipeline;
}
