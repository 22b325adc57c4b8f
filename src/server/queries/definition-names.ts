import { EMPTY_CATALOGUE, type Names, type SegmentDefinition, segmentContext, sentence } from '../../segments/index.ts';
import type { ShopStore } from '../store/index.ts';

/** The names of products and categories that definitions mention, for their sentences. */
export async function namesIn(scope: ShopStore, definitions: readonly SegmentDefinition[]): Promise<Names> {
  const asked = { products: new Set<string>(), categories: new Set<string>() };
  const asking: Names = {
    product: (id) => void asked.products.add(id),
    category: (id) => void asked.categories.add(id),
  };
  const nowhere = segmentContext({
    asOf: 0,
    timeZone: 'UTC',
    currency: 'VND',
    countryCode: 'VN',
    catalogue: EMPTY_CATALOGUE,
  });
  for (const definition of definitions) sentence(definition, 'en', nowhere, asking);
  const [products, categories] = await Promise.all([
    productNames(scope, [...asked.products]),
    categoryNames(scope, [...asked.categories]),
  ]);
  return { product: (id) => products.get(id), category: (id) => categories.get(id) };
}

async function productNames(scope: ShopStore, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const keys = ids.map((id) => `${scope.shop}/${id.replace(':', '/')}`);
  const found = await scope.products
    .find({ _id: { $in: keys } }, { projection: { installation: 1, hostId: 1, title: 1 } })
    .toArray();
  return new Map(
    found.flatMap((product) =>
      product.title === '' ? [] : [[`${product.installation}:${product.hostId}`, product.title]],
    ),
  );
}

async function categoryNames(scope: ShopStore, ids: readonly string[]): Promise<Map<string, string>> {
  const names = new Map<string, string>();
  for (const id of ids) {
    const [installation, hostId] = [id.slice(0, id.indexOf(':')), id.slice(id.indexOf(':') + 1)];
    const product = await scope.products.findOne(
      { 'categories.id': hostId, installation: installation as never },
      { projection: { categories: 1 } },
    );
    const category = product?.categories.find((other) => other.id === hostId);
    if (category) names.set(id, category.name);
  }
  return names;
}
