import type { Filter } from 'mongodb';
import type { Level } from '../../loyalty/index.ts';
import {
  areaLabel,
  areasOf,
  fold,
  type InstallationId,
  type Instant,
  isOldArea,
  type Language,
  ONLINE,
  type Place,
  VIETNAMESE_AREAS,
} from '../../model.ts';
import type { Lookup } from '../../segments/index.ts';
import { tiersAt } from '../loyalty/tiers-at.ts';
import { rfmLabelNames } from '../rfm/label-names.ts';
import type { ProductDocument } from '../store/documents.ts';
import type { ShopStore } from '../store/index.ts';
import { foldedRegex } from './folded-regex.ts';
import { QUERY_MS } from './limits.ts';
import type { CountedValue, ValueCounts } from './value-counts.ts';

/** A value that a condition can name, as people see it. */
export interface Found {
  readonly value: string;
  readonly label: string;
  /** Customers who have it; of a category its products. Null where it is not counted. */
  readonly count: number | null;
}

export interface LookupRequest {
  readonly search?: string | undefined;
  readonly limit: number;
  /** Tiers are those of the programme in force then. */
  readonly now: Instant;
  /** In which areas are called; Vietnamese when left out. */
  readonly language?: Language;
}

/**
 * What of a shop a condition can name, most frequent or by name; accents and case do not matter. A product that its host has
 * deleted stays: who bought it can still be asked.
 */
export async function lookUp(
  scope: ShopStore,
  counts: ValueCounts,
  of: Lookup,
  { search = '', limit, now, language = 'vi' }: LookupRequest,
): Promise<Found[]> {
  if (of === 'products') return products(scope, search, limit);
  if (of === 'variants') return variants(scope, search, limit);
  if (of === 'segments') return segments(scope, search, limit);
  if (of === 'tiers') return tiers(scope, search, limit, now);
  if (of === 'rfm_labels') return rfmLabels(scope, search, limit);
  if (of === 'areas') return areas(await counts.of(scope, 'areas'), search, limit, language);
  const sought = fold(search);
  const values = (await counts.of(scope, of)).map((found) =>
    of === 'locations' ? { ...found, label: locationLabel(found.value) } : found,
  );
  const starts = (label: string) => (fold(label).startsWith(sought) ? 0 : 1);
  return values
    .filter(({ label }) => fold(label).includes(sought))
    .sort((a, b) => starts(a.label) - starts(b.label) || b.count - a.count)
    .slice(0, limit);
}

/** The store's own id: hosts do not tell its name with an order. */
export function locationLabel(location: string): string {
  return location === ONLINE ? 'Online' : location.slice(location.indexOf(':') + 1);
}

/**
 * Every unit of Vietnam, also where the shop has nobody yet, and whatever else its customers have. Today's stand before the old ones, the most
 * frequent first. What is no part of any name ("sài gòn", "tphcm") finds what an address with it would be in.
 */
function areas(counted: readonly CountedValue[], search: string, limit: number, language: Language): Found[] {
  const counts = new Map(counted.map(({ value, count }) => [value, count]));
  const sought = fold(search);
  const all = [...new Set([...VIETNAMESE_AREAS, ...counts.keys()])].map((value) => ({
    value,
    label: areaLabel(value, language),
    count: counts.get(value) ?? 0,
  }));
  const named = all.filter(({ label }) => fold(label).includes(sought));
  const meant = named.length > 0 ? [] : areasOf({ ...NOWHERE, province: search }).filter((area) => area !== 'vn');
  return (named.length > 0 ? named : all.filter(({ value }) => meant.includes(value)))
    .sort((a, b) => Number(isOldArea(a.value)) - Number(isOldArea(b.value)) || b.count - a.count)
    .slice(0, limit);
}

const NOWHERE: Place = {
  city: null,
  province: null,
  provinceCode: null,
  district: null,
  districtCode: null,
  ward: null,
  wardCode: null,
  countryCode: 'VN',
  address: null,
};

async function products(scope: ShopStore, search: string, limit: number): Promise<Found[]> {
  const found = await scope.products
    .find(
      { title: titled(search), parentId: null },
      { projection: { installation: 1, hostId: 1, title: 1 }, hint: BY_TITLE, maxTimeMS: QUERY_MS },
    )
    .sort({ title: 1 })
    .limit(limit)
    .toArray();
  return found.map((product) => ({ value: idOf(product), label: product.title, count: null }));
}

/** A variant without a name of its own is its product, and not shown. Some hosts send variations as products with a parent. */
async function variants(scope: ShopStore, search: string, limit: number): Promise<Found[]> {
  const regex = titled(search);
  const named = { $elemMatch: { $or: [{ title: { $type: 'string' } }, { sku: { $type: 'string' } }] } };
  const filter: Filter<ProductDocument> = {
    $and: [
      { $or: [{ parentId: { $ne: null } }, { variants: named }] },
      { $or: [{ title: regex }, { 'variants.title': regex }, { 'variants.sku': regex }] },
      { title: { $ne: '' } },
    ],
  };
  const found = await scope.products
    .find(filter, {
      projection: { installation: 1, hostId: 1, title: 1, variants: 1, parentId: 1 },
      hint: BY_TITLE,
      maxTimeMS: QUERY_MS,
    })
    .sort({ title: 1 })
    .limit(limit)
    .toArray();
  const sought = fold(search);
  return found
    .flatMap((product) => variantsOf(product).filter(({ label }) => fold(label).includes(sought)))
    .slice(0, limit);
}

export function variantsOf(
  product: Pick<ProductDocument, 'installation' | 'hostId' | 'title' | 'variants' | 'parentId'>,
) {
  if (product.parentId !== null) return [{ value: idOf(product), label: product.title, count: null }];
  return product.variants.flatMap(({ id, title, sku }) => {
    const name = [title, sku].filter((part) => part !== null).join(' · ');
    return name === ''
      ? []
      : [{ value: scopedId(product.installation, id), label: `${product.title} – ${name}`, count: null }];
  });
}

async function segments(scope: ShopStore, search: string, limit: number): Promise<Found[]> {
  const sought = fold(search);
  const found = await scope.segments
    .find({ state: { $ne: 'archived' } }, { projection: { name: 1, nameFolded: 1 } })
    .sort({ nameFolded: 1 })
    .toArray();
  return found
    .filter(({ nameFolded }) => nameFolded.includes(sought))
    .slice(0, limit)
    .map(({ _id, name }) => ({ value: _id.slice(scope.shop.length + 1), label: name, count: null }));
}

/** From the lowest to the highest; a shop without a programme has none. */
async function tiers(scope: ShopStore, search: string, limit: number, now: Instant): Promise<Found[]> {
  const sought = fold(search);
  const versions = await scope.programmes.find({}).sort({ shop: 1, version: 1 }).toArray();
  return tiersAt(versions, now)
    .map((tier) => ({ value: tier.id, label: tierLabel(tier), count: null }))
    .filter(({ label }) => fold(label).includes(sought))
    .slice(0, limit);
}

/** In the order of the grid's legend, and behind them what stands outside the grid. */
async function rfmLabels(scope: ShopStore, search: string, limit: number): Promise<Found[]> {
  const sought = fold(search);
  const labels = [...(await rfmLabelNames(scope))];
  return labels
    .map(([value, label]) => ({ value, label, count: null }))
    .filter(({ label }) => fold(label).includes(sought))
    .slice(0, limit);
}

/** In both languages: "Vàng · Gold", because a looked-up value has one label for everybody. */
export function tierLabel({ name }: Pick<Level, 'name'>): string {
  return name.vi === name.en ? name.vi : `${name.vi} · ${name.en}`;
}

const BY_TITLE = { shop: 1, title: 1 } as const;

function titled(search: string) {
  const pattern = foldedRegex(search);
  return pattern === '' ? { $gt: '' } : { $regex: pattern, $options: 'i' };
}

const idOf = ({ installation, hostId }: Pick<ProductDocument, 'installation' | 'hostId'>) =>
  scopedId(installation, hostId);

/** As conditions name products, variants and categories. */
const scopedId = (installation: InstallationId, hostId: string) => `${installation}:${hostId}`;
