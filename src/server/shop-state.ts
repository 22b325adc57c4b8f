import { categoriesNamed, type ProgrammeVersion } from '../loyalty/index.ts';
import type { InstallationId, Shop, ShopId } from '../model.ts';
import {
  type Catalogue,
  compile,
  EMPTY_CATALOGUE,
  type References,
  readsFacts,
  referencesAmong,
  type SegmentDefinition,
  segmentContext,
} from '../segments/index.ts';
import { readRfm } from './rfm/current.ts';
import { type LiveSegment, type LiveSegments, labelOf } from './segments/live.ts';
import { definitionsOf, readReferences } from './segments/references.ts';
import type { ShopStore, Store } from './store/index.ts';
import type { SegmentDocument } from './store/segment-documents.ts';

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
    const references = await readReferences(
      scope,
      documents.map(({ definition }) => definition),
    );
    const segments = (await Promise.all(documents.map((document) => liveVersions(scope, document, references)))).flat();
    const categories = segments.flatMap((segment) =>
      categoriesOf(segment.definition, segment.references ?? references),
    );
    const [catalogue, rfm] = await Promise.all([
      readCatalogue(scope, [...new Set(categories)]),
      readRfm(scope, shop.currency),
    ]);
    const live = { segments, catalogue, references, rfm };
    return { shop, live, loyalty: await readLoyalty(scope) };
  }
}

/** The version shown and, while it is built, the one that will replace it: both are kept right by events. */
async function liveVersions(
  scope: ShopStore,
  segment: SegmentDocument,
  references: References,
): Promise<LiveSegment[]> {
  const live = (version: number, definition: SegmentDocument['definition'], active: boolean): LiveSegment => ({
    key: segment._id,
    label: labelOf(segment._id, version),
    definition,
    readsFacts: readsFacts(definition),
    namesCategories: categoriesOf(definition, references).length > 0,
    active,
  });
  const newest = live(segment.version, segment.definition, segment.activeVersion === segment.version);
  if (segment.activeVersion === segment.version || segment.activeVersion === 0) return [newest];
  const shown = await scope.segmentVersions.findOne({ _id: `${segment._id}/${segment.activeVersion}` });
  if (!shown) return [newest];
  // What it names may have changed and be the reason for the newer version: until that is whole, this one stays what it was.
  const made = shown.references ? { references: referencesAmong(definitionsOf(shown.references)) } : {};
  return [{ ...live(segment.activeVersion, shown.definition, true), ...made }, newest];
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

/** Categories that a definition and what it names ask for: whatever it asks the catalogue while it is compiled. */
export function categoriesOf(definition: SegmentDefinition, references: References): string[] {
  const asked = new Set<string>();
  const productsInCategory = (category: string) => {
    asked.add(category);
    return [];
  };
  const nowhere = { asOf: 0, timeZone: 'UTC', currency: 'VND', countryCode: 'VN' };
  compile(definition, segmentContext({ ...nowhere, references, catalogue: { productsInCategory } }));
  return [...asked];
}

/** What definitions ask of the shop besides the customer: the segments and the categories that they name. */
export async function readNamed(
  scope: ShopStore,
  definitions: readonly SegmentDefinition[],
): Promise<{ catalogue: Catalogue; references: References }> {
  const references = await readReferences(scope, definitions);
  const categories = definitions.flatMap((definition) => categoriesOf(definition, references));
  return { catalogue: await readCatalogue(scope, [...new Set(categories)]), references };
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
