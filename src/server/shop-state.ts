import { categoriesNamed, type ProgrammeVersion } from '../loyalty/index.ts';
import type { InstallationId, Shop, ShopId } from '../model.ts';
import {
  type Catalogue,
  compile,
  EMPTY_CATALOGUE,
  readsFacts,
  type SegmentDefinition,
  segmentContext,
} from '../segments/index.ts';
import { type LiveSegment, type LiveSegments, labelOf } from './segments/live.ts';
import type { SegmentDocument } from './store/documents.ts';
import type { ShopStore, Store } from './store/index.ts';

/**
 * What every event of a shop needs and seldom changes: its settings, its live segments, the products of the categories they
 * name. Kept for {@link FRESH_MS}; changes made in this process are seen at once through {@link ShopStates.forget}.
 * A build of a segment waits {@link SETTLE_MS} before it scans, so that by then every process decides its version live
 * and no customer falls between scan and event.
 */
export const FRESH_MS = 500;
export const SETTLE_MS = 1000;

export interface ShopState {
  readonly shop: Shop;
  readonly live: LiveSegments;
  readonly loyalty: ShopLoyalty;
}

/** The shop's programme, and what reading orders by it needs. */
export interface ShopLoyalty {
  /** By their beginning; none: the shop has no programme, and nothing about points is read or written. */
  readonly versions: readonly ProgrammeVersion[];
  /** Categories that the programme names, by product (`<installation>:<id>`). */
  readonly categoriesOf: ReadonlyMap<string, readonly string[]>;
}

export const NO_LOYALTY: ShopLoyalty = { versions: [], categoriesOf: new Map() };

export class ShopStates {
  readonly #store: Store;
  readonly #states = new Map<ShopId, { readAt: number; state: Promise<ShopState | null> }>();

  constructor(store: Store) {
    this.#store = store;
  }

  /** Null for a shop that is no more (erased). */
  get(shop: ShopId): Promise<ShopState | null> {
    const known = this.#states.get(shop);
    if (known && Date.now() - known.readAt < FRESH_MS) return known.state;
    const state = this.#read(shop);
    this.#states.set(shop, { readAt: Date.now(), state });
    state.catch(() => this.#states.delete(shop));
    return state;
  }

  forget(shop: ShopId): void {
    this.#states.delete(shop);
  }

  async #read(id: ShopId): Promise<ShopState | null> {
    const shop = await this.#store.system.shops.findOne({ _id: id });
    if (!shop) return null;
    const scope = this.#store.forShop(id);
    const documents = await scope.segments.find({ state: { $ne: 'archived' } }).toArray();
    const segments = (await Promise.all(documents.map((document) => liveVersions(scope, document)))).flat();
    const categories = [...new Set(segments.flatMap((segment) => categoriesOf(segment.definition)))];
    const live = { segments, catalogue: await readCatalogue(scope, categories) };
    return { shop, live, loyalty: await readLoyalty(scope) };
  }
}

/** The version shown and, while it is built, the one that will replace it: both are kept right by events. */
async function liveVersions(scope: ShopStore, segment: SegmentDocument): Promise<LiveSegment[]> {
  const live = (version: number, definition: SegmentDocument['definition'], active: boolean): LiveSegment => ({
    key: segment._id,
    label: labelOf(segment._id, version),
    definition,
    readsFacts: readsFacts(definition),
    namesCategories: categoriesOf(definition).length > 0,
    active,
  });
  const newest = live(segment.version, segment.definition, segment.activeVersion === segment.version);
  if (segment.activeVersion === segment.version || segment.activeVersion === 0) return [newest];
  const shown = await scope.segmentVersions.findOne({ _id: `${segment._id}/${segment.activeVersion}` });
  return shown ? [live(segment.activeVersion, shown.definition, true), newest] : [newest];
}

async function readLoyalty(scope: ShopStore): Promise<ShopLoyalty> {
  const documents = await scope.programmes.find({}).sort({ shop: 1, version: 1 }).toArray();
  if (documents.length === 0) return NO_LOYALTY;
  const versions = documents.map(({ version, from, programme }) => ({ version, from, programme }));
  const named = [...new Set(versions.flatMap(({ programme }) => categoriesNamed(programme)))];
  const { productsInCategory } = await readCatalogue(scope, named);
  const categoriesOf = new Map<string, string[]>();
  for (const category of named)
    for (const product of productsInCategory(category))
      categoriesOf.set(product, [...(categoriesOf.get(product) ?? []), category]);
  return { versions, categoriesOf };
}

/** Categories that a definition names: whatever it asks the catalogue while it is compiled. */
export function categoriesOf(definition: SegmentDefinition): string[] {
  const asked = new Set<string>();
  const productsInCategory = (category: string) => {
    asked.add(category);
    return [];
  };
  compile(
    definition,
    segmentContext({ asOf: 0, timeZone: 'UTC', currency: 'VND', countryCode: 'VN', catalogue: { productsInCategory } }),
  );
  return [...asked];
}

/** Products of the named categories (`<installation>:<category id>`), as conditions name products. */
export async function readCatalogue(scope: ShopStore, categories: readonly string[]): Promise<Catalogue> {
  if (categories.length === 0) return EMPTY_CATALOGUE;
  const products = new Map<string, string[]>(categories.map((category) => [category, []]));
  const hostIds = categories.map((category) => category.slice(category.indexOf(':') + 1));
  const cursor = scope.products.find(
    { 'categories.id': { $in: hostIds } },
    { projection: { installation: 1, hostId: 1, categories: 1 } },
  );
  for await (const product of cursor) {
    for (const category of product.categories) {
      products.get(scopedId(product.installation, category.id))?.push(scopedId(product.installation, product.hostId));
    }
  }
  for (const list of products.values()) list.sort();
  return { productsInCategory: (category) => products.get(category) ?? [] };
}

const scopedId = (installation: InstallationId, hostId: string) => `${installation}:${hostId}`;
