import {
  type Customer,
  type CustomerKey,
  compareFacts,
  dayOf,
  fold,
  type PurchaseFact,
  parseInstant,
  statsOf,
} from '../model.ts';
import type { SegmentDefinition } from './ast.ts';
import { EMPTY_CATALOGUE, type SegmentContext, segmentContext } from './context.ts';

/** The other segments of the examples; a list that people fill by hand has no definition. */
const EXAMPLE_SEGMENTS: ReadonlyMap<string, SegmentDefinition | null> = new Map([
  ['vip', { include: [{ all: [{ kind: 'total_spent', op: 'gte', value: 10_000_000 }] }], exclude: [] }],
  ['list', null],
]);

/** Where and when the examples of all conditions stand: a Sunday noon in Vietnam, in a year without 29 February. */
export const EXAMPLE_CONTEXT: SegmentContext = segmentContext({
  asOf: Date.UTC(2026, 10, 22, 5),
  timeZone: 'Asia/Ho_Chi_Minh',
  currency: 'VND',
  countryCode: 'VN',
  catalogue: {
    productsInCategory: (id) => (id === 'w1:shirts' ? ['w1:11', 'w1:12'] : EMPTY_CATALOGUE.productsInCategory(id)),
  },
  references: { definitionOf: (id) => EXAMPLE_SEGMENTS.get(id) },
  tiers: ['member', 'silver', 'gold', 'diamond'],
});

/** As much of a customer as an example needs; what follows from it is derived as ingest would. */
export interface CustomerSketch extends Partial<Omit<Customer, 'stats' | 'facts' | 'tags' | 'nameFolded' | 'birth'>> {
  readonly tags?: readonly string[];
  readonly birth?: { readonly month: number; readonly day: number; readonly year?: number };
  readonly orders?: readonly OrderSketch[];
}

export interface OrderSketch {
  /** "2026-11-22T09:30:00+07:00", or milliseconds. */
  readonly at: string | number;
  readonly netMinor?: number;
  readonly channel?: string;
  readonly location?: string;
  readonly lines?: PurchaseFact['i'];
  readonly areas?: readonly string[];
  /** Offers of the loyalty programme that were used on it. */
  readonly offers?: number;
}

/** The customer document of a sketch, with facts newest first and the lifetime figures that follow from them. */
export function sketchedCustomer(sketch: CustomerSketch, id: string, timeZone: string): Customer {
  const { tags = [], name, birth, orders = [], ...rest } = sketch;
  const facts = orders.map((order, index) => factOf(order, index, timeZone)).sort(compareFacts);
  return {
    _id: id as CustomerKey,
    stats: statsOf(facts),
    tags: [...new Set([...tags.map(fold), ...(rest.tagNames ?? []).map(({ key }) => key)])].sort(),
    ...(birth && { birth: { ...birth, monthDay: birth.month * 100 + birth.day } }),
    ...(name !== undefined && { name, nameFolded: fold(name) }),
    memberOf: [],
    createdAt: 0,
    ids: [],
    ...rest,
    facts,
  };
}

function factOf(order: OrderSketch, index: number, timeZone: string): PurchaseFact {
  const t = typeof order.at === 'number' ? order.at : (parseInstant(order.at) ?? Number.NaN);
  return {
    d: dayOf(t, timeZone),
    t,
    o: `w1/${index}`,
    n: order.netMinor ?? 100_000,
    c: order.channel ?? 'web',
    l: order.location ?? 'online',
    ...(order.areas === undefined ? {} : { u: order.areas }),
    ...(order.offers === undefined ? {} : { r: order.offers }),
    i: order.lines ?? [],
  };
}
