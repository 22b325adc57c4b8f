import { z } from 'zod';
import type { CustomerKey } from '../../model.ts';
import type { NoteDocument } from '../store/documents.ts';
import type { ShopStore } from '../store/index.ts';
import { cursorOf, type Page, pageOf } from './cursor.ts';
import { keysOf } from './customer.ts';
import { QUERY_MS } from './limits.ts';

const cursor = cursorOf('notes', z.tuple([z.number(), z.string()]));

/** Notes about a customer and about those merged into them, newest first. Deleted ones only when asked for. */
export async function notesPage(
  scope: ShopStore,
  customer: CustomerKey,
  request: { readonly deleted: boolean; readonly cursor?: string | undefined; readonly limit: number },
): Promise<Page<NoteDocument>> {
  const after = cursor.read(request.cursor);
  const filters = [
    { customer: { $in: await keysOf(scope, customer) } },
    ...(request.deleted ? [] : [IS_KEPT]),
    ...(after === null
      ? []
      : [{ $or: [{ at: { $lt: after[0] } }, { at: after[0], _id: { $lt: `${scope.shop}/${after[1]}` } }] }]),
  ];
  const read = await scope.notes
    .find({ $and: filters }, { hint: { customer: 1, at: 1 }, maxTimeMS: QUERY_MS })
    .sort({ at: -1, _id: -1 })
    .limit(request.limit + 1)
    .toArray();
  return pageOf(read, request.limit, (last) => cursor.write([last.at, last._id.slice(scope.shop.length + 1)]));
}

/** The last version has a text. */
const IS_KEPT = { $expr: { $ne: [{ $last: '$versions.text' }, null] } };
