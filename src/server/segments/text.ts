import { fold, type Instant, type Language } from '../../model.ts';
import {
  type Completion,
  type Completions,
  completionsAt,
  type Lookup,
  parseText,
  type TextResult,
} from '../../segments/index.ts';
import { lookupNames } from '../queries/lookup-names.ts';
import { lookUp } from '../queries/lookups.ts';
import { ValueCounts } from '../queries/value-counts.ts';
import type { ShopStore } from '../store/index.ts';

/** Values of the shop that are offered while one is typed. */
const OFFERED_MAX = 20;
/** Different names in one text that are looked for in the shop, each by a query; what is beyond stands for itself. */
const NAMES_MAX = 100;

/** The text form of one shop's segments: the same as the core's, and names of what the shop has in place of ids. */
export class SegmentTexts {
  readonly #counts: ValueCounts;
  readonly #now: () => Instant;

  constructor(now: () => Instant) {
    this.#counts = new ValueCounts(now);
    this.#now = now;
  }

  async parse(scope: ShopStore, text: string, language: Language = 'vi'): Promise<TextResult> {
    const asked = new Map<Lookup, Set<string>>();
    parseText(text, (of, name) => {
      asked.set(of, (asked.get(of) ?? new Set()).add(name));
      return [];
    });
    const ids = await this.#idsOf(scope, asked, language);
    return parseText(text, (of, name) => ids.get(`${of} ${name}`) ?? []);
  }

  async complete(scope: ShopStore, text: string, offset: number, language: Language = 'vi'): Promise<Completions> {
    const { items, ...place } = completionsAt(text, offset);
    const offered = items.map(async (item): Promise<Completion[]> => {
      if (!item.lookup) return [item];
      const { of, search } = item.lookup;
      const found = await lookUp(scope, this.#counts, of, { search, limit: OFFERED_MAX, now: this.#now(), language });
      return found.map(({ value, label }) => ({
        text: JSON.stringify(value),
        label: { vi: label, en: label },
        detail: item.label,
      }));
    });
    return { ...place, items: (await Promise.all(offered)).flat() };
  }

  /** Of what is called exactly so, but for accents and case, and is no id itself. */
  async #idsOf(
    scope: ShopStore,
    asked: ReadonlyMap<Lookup, ReadonlySet<string>>,
    language: Language,
  ): Promise<Map<string, string[]>> {
    const ids = new Map<string, string[]>();
    for (const [of, names] of asked) {
      const few = [...names].slice(0, NAMES_MAX);
      const known = BY_ID.has(of) ? await lookupNames(scope, of, few, language) : new Map<string, string>();
      for (const name of few) {
        if (known.has(name)) continue;
        const asking = { search: name, limit: OFFERED_MAX, now: this.#now(), language };
        const found = await lookUp(scope, this.#counts, of, asking);
        if (found.some(({ value }) => value === name)) continue;
        const called = found.filter(({ value, label }) => value !== label && fold(label) === fold(name));
        ids.set(
          `${of} ${name}`,
          called.map(({ value }) => value),
        );
      }
    }
    return ids;
  }
}

/** Those whose names are known by their ids; of the others each value is its own name. */
const BY_ID: ReadonlySet<Lookup> = new Set<Lookup>([
  'products',
  'variants',
  'categories',
  'segments',
  'tiers',
  'rfm_labels',
]);
