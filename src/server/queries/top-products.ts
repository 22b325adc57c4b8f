import type { CustomerKey, DayNumber } from '../../model.ts';
import type { ShopStore } from '../store/index.ts';
import { QUERY_MS } from './limits.ts';

export interface TopProduct {
  /** `<connection>:<product id>`; null: what was sold without a product, all together. */
  readonly product: string | null;
  readonly title: string | null;
  /** After returns. */
  readonly quantity: number;
  /** Net, in the shop's currency. */
  readonly spentMinor: number;
  readonly orders: number;
  readonly lastDay: DayNumber;
}

/** Days of the shop's calendar, both ends included (D15); an end left out is open. */
export interface DayWindow {
  readonly fromDay?: DayNumber | undefined;
  readonly toDay?: DayNumber | undefined;
}

/**
 * What a customer bought most of, by quantity left after returns, then by what it cost them (V14), in orders that count. Read from the
 * orders and not from the facts on the customer, since those are cut for who has very many.
 */
export async function topProducts(
  scope: ShopStore,
  customer: CustomerKey,
  { fromDay, toDay }: DayWindow,
  limit: number,
): Promise<TopProduct[]> {
  const day = {
    ...(fromDay === undefined ? {} : { $gte: fromDay }),
    ...(toDay === undefined ? {} : { $lte: toDay }),
  };
  const rows = await scope.orders
    .aggregate<Row>(
      [
        { $match: { customer, fact: { $exists: true }, ...(Object.keys(day).length > 0 ? { 'fact.d': day } : {}) } },
        { $project: { d: '$fact.d', i: '$fact.i' } },
        { $unwind: '$i' },
        {
          // Several lines of one product are one order.
          $group: {
            _id: { order: '$_id', product: { $ifNull: ['$i.p', null] } },
            quantity: { $sum: '$i.q' },
            spentMinor: { $sum: '$i.a' },
            lastDay: { $first: '$d' },
          },
        },
        {
          $group: {
            _id: '$_id.product',
            quantity: { $sum: '$quantity' },
            spentMinor: { $sum: '$spentMinor' },
            orders: { $sum: 1 },
            lastDay: { $max: '$lastDay' },
          },
        },
        // Tills sell half kilos: without rounding, 0.1 + 0.2 would be more than 0.3.
        { $set: { quantity: { $round: ['$quantity', 6] } } },
        { $sort: { quantity: -1, spentMinor: -1, _id: 1 } },
        { $limit: limit },
      ],
      { hint: { customer: 1, at: -1, _id: -1 }, maxTimeMS: QUERY_MS },
    )
    .toArray();
  const titles = await titlesOf(
    scope,
    customer,
    rows.flatMap((row) => row._id ?? []),
  );
  return rows.map(({ _id, ...figures }) => ({
    product: _id,
    title: _id === null ? null : (titles.get(_id) ?? null),
    ...figures,
  }));
}

interface Row extends Omit<TopProduct, 'product' | 'title'> {
  readonly _id: string | null;
}

/** As the catalogue calls them, or as the last of the customer's orders did: tills send invoices without a catalogue. */
async function titlesOf(
  scope: ShopStore,
  customer: CustomerKey,
  products: readonly string[],
): Promise<Map<string, string>> {
  if (products.length === 0) return new Map();
  const keys = products.map((product) => `${scope.shop}/${product.replace(':', '/')}`);
  const known = await scope.products
    .find({ _id: { $in: keys } }, { projection: { installation: 1, hostId: 1, title: 1 } })
    .toArray();
  const titles = new Map(
    known.flatMap(({ installation, hostId, title }) => (title === '' ? [] : [[`${installation}:${hostId}`, title]])),
  );
  await Promise.all(
    products
      .filter((product) => !titles.has(product))
      .map(async (product) => {
        const productId = product.slice(product.indexOf(':') + 1);
        const [last] = await scope.orders
          .find(
            { customer, 'fact.i.p': product },
            {
              projection: { 'order.lines.productId': 1, 'order.lines.title': 1 },
              hint: { customer: 1, at: -1, _id: -1 },
              maxTimeMS: QUERY_MS,
            },
          )
          .sort({ at: -1, _id: -1 })
          .limit(1)
          .toArray();
        const line = last?.order?.lines.find((other) => other.productId === productId);
        if (line && line.title !== '') titles.set(product, line.title);
      }),
  );
  return titles;
}
