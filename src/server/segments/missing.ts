import type { Filter as MongoFilter } from 'mongodb';
import { BUCKET_COUNT } from '../../model.ts';
import { type MissingValues, missingValues, type Text } from '../../segments/index.ts';
import type { CustomerDocument } from '../store/documents.ts';
import type { ShopStore } from '../store/index.ts';
import { type BucketRange, BY_ID, inRange, type Selection } from './scan.ts';

/** Customers of whom a condition knows nothing, where it stands (D7). */
export interface MissingCount {
  readonly path: string;
  readonly label: Text;
  readonly customers: number;
  /** They pass the condition as it stands, below the negations above it. */
  readonly isIn: boolean;
}

/** Counted in the given buckets, and taken to be as many in all others: it is a warning beside a condition and no result. */
export async function countMissing(
  scope: ShopStore,
  { definition, context }: Selection,
  range: BucketRange,
): Promise<MissingCount[]> {
  const missing = missingValues(definition, context);
  const filters = new Map(missing.map(({ filter }) => [JSON.stringify(filter), filter]));
  const counts = new Map(
    await Promise.all(
      [...filters].map(async ([key, filter]): Promise<[string, number]> => {
        const asked = { $and: [inRange(scope, range), filter] } as MongoFilter<CustomerDocument>;
        return [key, await scope.customers.count(asked, BY_ID)];
      }),
    ),
  );
  const share = (range.to - range.from) / BUCKET_COUNT;
  const counted = ({ filter }: MissingValues) => Math.round((counts.get(JSON.stringify(filter)) ?? 0) / share);
  return missing.map((one) => ({ path: one.path, label: one.label, customers: counted(one), isIn: one.isIn }));
}
