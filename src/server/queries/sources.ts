import type { ShopStore } from '../store/index.ts';
import { QUERY_MS } from './limits.ts';

export interface SourceFigures {
  /** Null: nothing says where they came from. */
  readonly source: string | null;
  readonly customers: number;
  readonly buyers: number;
  /** Who bought twice or more. */
  readonly repeaters: number;
  readonly orders: number;
  readonly spentMinor: number;
}

/** What came of each source that customers came from first (A19), the one with the most spend first. */
export async function sourceFigures(scope: ShopStore): Promise<SourceFigures[]> {
  const atLeast = (orders: number) => ({ $sum: { $cond: [{ $gte: ['$stats.orders', orders] }, 1, 0] } });
  const rows = await scope.customers
    .aggregate<Omit<SourceFigures, 'source'> & { _id: string | null }>(
      [
        {
          $group: {
            _id: { $ifNull: ['$source', null] },
            customers: { $sum: 1 },
            buyers: atLeast(1),
            repeaters: atLeast(2),
            orders: { $sum: '$stats.orders' },
            spentMinor: { $sum: '$stats.spentMinor' },
          },
        },
        { $sort: { spentMinor: -1, customers: -1, _id: 1 } },
      ],
      { hint: { _id: 1 }, maxTimeMS: QUERY_MS },
    )
    .toArray();
  return rows.map(({ _id, ...figures }) => ({ source: _id, ...figures }));
}
