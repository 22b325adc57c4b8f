import type { Product } from '../model.ts';
import type { Fields } from './fields.ts';
import { AT, type TimeNames, typeCategory } from './rest-shape.ts';

/** A product with its variants. What the others call its title Sapo calls its name. */
export function readProduct(body: Fields, times: TimeNames = AT): Product {
  const category = typeCategory(body.textOrNull('product_type'));
  return {
    hostId: body.id('id'),
    version: { at: body.instant(times.updated), rank: 0 },
    title: body.textOrNull('title') ?? body.textOrNull('name') ?? '',
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
