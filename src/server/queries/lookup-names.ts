import { areaLabel, type InstallationId, type Language } from '../../model.ts';
import type { Lookup, Text } from '../../segments/index.ts';
import { rfmLabelNames } from '../rfm/label-names.ts';
import type { ShopStore } from '../store/index.ts';
import { locationLabel, tierLabel, variantsOf } from './lookups.ts';

/** The names of values that a definition holds. A value that is its own name, or has none any more, is not in the answer. */
export async function lookupNames(
  scope: ShopStore,
  of: Lookup,
  values: readonly string[],
  language: Language = 'vi',
): Promise<ReadonlyMap<string, string>> {
  if (values.length === 0) return new Map();
  if (of === 'products') return productNames(scope, values);
  if (of === 'variants') return variantNames(scope, values);
  if (of === 'categories') return categoryNames(scope, values);
  if (of === 'segments') return segmentNames(scope, values);
  if (of === 'rfm_labels') return named(await rfmLabelNames(scope), values);
  if (of === 'tiers')
    return new Map([...(await tierNames(scope, values))].map(([id, name]) => [id, tierLabel({ name })]));
  if (of === 'areas') return new Map(values.map((value) => [value, areaLabel(value, language)]));
  return of === 'locations' ? new Map(values.map((value) => [value, locationLabel(value)])) : new Map();
}

function named(names: ReadonlyMap<string, string>, values: readonly string[]): Map<string, string> {
  return new Map([...names].filter(([value]) => values.includes(value)));
}

async function productNames(scope: ShopStore, values: readonly string[]): Promise<Map<string, string>> {
  const found = await scope.products
    .find({ _id: { $in: keysOf(scope, values) } }, { projection: { installation: 1, hostId: 1, title: 1 } })
    .toArray();
  return new Map(
    found.flatMap(({ installation, hostId, title }) => (title === '' ? [] : [[`${installation}:${hostId}`, title]])),
  );
}

async function variantNames(scope: ShopStore, values: readonly string[]): Promise<Map<string, string>> {
  const ids = values.map((value) => value.slice(value.indexOf(':') + 1));
  const projection = { installation: 1, hostId: 1, title: 1, variants: 1, parentId: 1 };
  const found = await Promise.all([
    scope.products.find({ _id: { $in: keysOf(scope, values) } }, { projection }).toArray(),
    scope.products.find({ 'variants.id': { $in: ids } }, { projection, hint: { shop: 1, 'variants.id': 1 } }).toArray(),
  ]);
  const names = new Map(
    found.flat().flatMap((product) => variantsOf(product).map(({ value, label }) => [value, label])),
  );
  return new Map(values.flatMap((value) => (names.has(value) ? [[value, names.get(value) as string]] : [])));
}

async function categoryNames(scope: ShopStore, values: readonly string[]): Promise<Map<string, string>> {
  const names = await Promise.all(
    values.map(async (value): Promise<[string, string][]> => {
      const [installation, id] = [value.slice(0, value.indexOf(':')), value.slice(value.indexOf(':') + 1)];
      const product = await scope.products.findOne(
        { 'categories.id': id, installation: installation as InstallationId },
        { projection: { categories: 1 } },
      );
      const name = product?.categories.find((category) => category.id === id)?.name;
      return name ? [[value, name]] : [];
    }),
  );
  return new Map(names.flat());
}

async function segmentNames(scope: ShopStore, values: readonly string[]): Promise<Map<string, string>> {
  const found = await scope.segments
    .find({ _id: { $in: values.map((value) => `${scope.shop}/${value}`) } }, { projection: { name: 1 } })
    .toArray();
  return new Map(found.map(({ _id, name }) => [_id.slice(scope.shop.length + 1), name]));
}

/** What tiers are called, by the newest version of the programme that has them, in both languages. */
export async function tierNames(scope: ShopStore, values: readonly string[]): Promise<ReadonlyMap<string, Text>> {
  if (values.length === 0) return new Map();
  const versions = await scope.programmes.find({}).sort({ shop: 1, version: 1 }).toArray();
  const levels = versions.flatMap(({ programme }) => programme.tiers.levels);
  return new Map(levels.flatMap(({ id, name }) => (values.includes(id) ? [[id, name]] : [])));
}

/** `<connection>:<product id>` as a key of the product. */
const keysOf = (scope: ShopStore, values: readonly string[]) =>
  values.map((value) => `${scope.shop}/${value.replace(':', '/')}`);
