import {
  EMPTY_CATALOGUE,
  type Lookup,
  type Names,
  type SegmentDefinition,
  segmentContext,
  sentence,
} from '../../segments/index.ts';
import type { ShopStore } from '../store/index.ts';
import { lookupNames, tierNames } from './lookup-names.ts';

/** The names of what definitions mention, for their sentences. */
export async function namesIn(scope: ShopStore, definitions: readonly SegmentDefinition[]): Promise<Names> {
  const asked = {
    products: new Set<string>(),
    variants: new Set<string>(),
    categories: new Set<string>(),
    locations: new Set<string>(),
    segments: new Set<string>(),
    tiers: new Set<string>(),
  } satisfies Partial<Record<Lookup, Set<string>>>;
  const asking: Names = {
    product: (id) => void asked.products.add(id),
    variant: (id) => void asked.variants.add(id),
    category: (id) => void asked.categories.add(id),
    location: (id) => void asked.locations.add(id),
    segment: (id) => void asked.segments.add(id),
    tier: (id) => void asked.tiers.add(id),
  };
  for (const definition of definitions) sentence(definition, 'en', NOWHERE, asking);
  const [products, variants, categories, locations, segments, tiers] = await Promise.all([
    lookupNames(scope, 'products', [...asked.products]),
    lookupNames(scope, 'variants', [...asked.variants]),
    lookupNames(scope, 'categories', [...asked.categories]),
    lookupNames(scope, 'locations', [...asked.locations]),
    lookupNames(scope, 'segments', [...asked.segments]),
    tierNames(scope, [...asked.tiers]),
  ]);
  return {
    product: (id) => products.get(id),
    variant: (id) => variants.get(id),
    category: (id) => categories.get(id),
    location: (id) => locations.get(id),
    segment: (id) => segments.get(id),
    tier: (id) => tiers.get(id),
  };
}

/** Names do not depend on where and when. */
const NOWHERE = segmentContext({
  asOf: 0,
  timeZone: 'UTC',
  currency: 'VND',
  countryCode: 'VN',
  catalogue: EMPTY_CATALOGUE,
});
