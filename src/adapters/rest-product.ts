import type { Product } from '../model.ts';
import type { Fields } from './fields.ts';
import { typeCategory } from './rest-shape.ts';

/** A product with its variants, in the REST shape of Shopify and Haravan. */
export function readProduct(body: Fields): Product {
  const category = typeCategory(body.textOrNull('product_type'));
  return {
    hostId: body.id('id'),
    version: { at: body.instant('updated_at'), rank: 0 },
    title: body.textOrNull('title') ?? '',
    vendor: body.textOrNull('vendor'),
    categories: category === null ? [] : [category],
    variants: body
      .objects('variants')
      .map((variant) => ({ id: variant.id('id'), sku: variant.textOrNull('sku'), title: variantTitle(variant) })),
    parentId: null,
  };
}

/** A product without variants has one of this name, which is nobody's title. */
function variantTitle(variant: Fields): string | null {
  const title = variant.textOrNull('title');
  return title === 'Default Title' ? null : title;
}
