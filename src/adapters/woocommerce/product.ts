import type { Instant, Product } from '../../model.ts';
import type { Fields } from '../fields.ts';
import { plainText, readGmt } from './parts.ts';

/**
 * A product, or one of its variations, which WooCommerce sends as a product of its own with a `parent_id`.
 * A variable product lists the ids of its variations only; their names come with their own messages.
 */
export function readProduct(body: Fields, receivedAt: Instant): Product {
  return {
    hostId: body.id('id'),
    version: { at: readGmt(body, 'date_modified_gmt') ?? readGmt(body, 'date_created_gmt') ?? receivedAt, rank: 0 },
    title: plainText(body, 'name') ?? '',
    vendor: namesOf(body, 'brands')[0]?.name ?? null,
    categories: namesOf(body, 'categories'),
    variants: body.texts('variations').map((id) => ({ id, sku: null, title: null })),
    parentId: body.idOrNull('parent_id'),
  };
}

function namesOf(body: Fields, list: string): { id: string; name: string }[] {
  return body.objects(list).map((entry) => ({ id: entry.id('id'), name: plainText(entry, 'name') ?? '' }));
}
