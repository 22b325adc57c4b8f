import { type DayNumber, dayOf, type Instant } from '../../model.ts';
import {
  compile,
  cutsFrom,
  figuresExpression,
  figuresOf,
  type RfmModel,
  type SegmentDefinition,
  scoresOfModel,
} from '../../segments/index.ts';
import { contextFor } from '../segments/live.ts';
import type { ShopState } from '../shop-state.ts';
import type { ShopStore } from '../store/index.ts';
import { readRfm } from './current.ts';
import { groupCustomers } from './ranges.ts';

type Figures = { readonly r: number; readonly f: number; readonly m: number };

/**
 * Makes the cut points of a day from the facts, once: who comes second finds them there. Of a day that is over they are what the
 * orders in their present state say of it.
 */
export async function ensureCuts(
  scope: ShopStore,
  model: RfmModel,
  day: DayNumber,
  { now, signal }: { readonly now: Instant; readonly signal?: AbortSignal | undefined },
): Promise<boolean> {
  if (model.kind === 'fixed') return false;
  const scores = scoresOfModel(model);
  const { spentWindow } = model;
  const _id = `${scope.shop}/${day}.${scores}.${spentWindow}`;
  if (await scope.rfmCuts.findOne({ _id }, { projection: { _id: 1 } })) return false;
  const counted = { recency: new Map(), frequency: new Map(), monetary: new Map() } as const satisfies Record<
    string,
    Map<number, number>
  >;
  const count = ({ r, f, m }: Figures, n: number) => {
    for (const [values, value] of [
      [counted.recency, r],
      [counted.frequency, f],
      [counted.monetary, m],
    ] as [Map<number, number>, number][])
      values.set(value, (values.get(value) ?? 0) + n);
  };
  await groupCustomers<{ _id: Figures; n: number }>(
    scope,
    [
      { $match: { 'stats.firstDay': { $lte: day } } },
      { $group: { _id: figuresExpression({ spentWindow }, day), n: { $sum: 1 } } },
    ],
    {
      row: ({ _id, n }) => count(_id, n),
      cut: (customer) => {
        const figures = figuresOf(customer, { spentWindow }, day);
        if (figures) count({ r: figures.daysSince, f: figures.orders, m: figures.spentMinor }, 1);
      },
    },
    signal,
  );
  const cuts = cutsFrom(day, scores, counted);
  const { matchedCount } = await scope.rfmCuts.upsert(_id, {
    $setOnInsert: { shop: scope.shop, scores, spentWindow, at: now, ...cuts },
  });
  return matchedCount === 0;
}

/** The state with the cut points of every day that a definition asks for; without quantiles as it is. Of a day that is still to come they are today's. */
export async function withCuts(
  scope: ShopStore,
  state: ShopState,
  definition: SegmentDefinition,
  {
    asOf,
    now = Math.min(asOf, Date.now()),
    signal,
  }: { readonly asOf: Instant; readonly now?: Instant; readonly signal?: AbortSignal | undefined },
): Promise<ShopState> {
  const { rfm } = state.live;
  if (rfm.model.kind === 'fixed') return state;
  const today = dayOf(now, state.shop.timeZone);
  const days = new Set([...rfmDaysOf(state, definition, asOf)].map((day) => Math.min(day, today)));
  let made = false;
  for (const day of days)
    if (rfm.cutsOn(day)?.day !== day) made = (await ensureCuts(scope, rfm.model, day, { now, signal })) || made;
  const isOld = made || [...days].some((day) => rfm.cutsOn(day)?.day !== day);
  return isOld ? { ...state, live: { ...state.live, rfm: await readRfm(scope, state.shop.currency) } } : state;
}

/** The days of whose scores a definition depends, with what it names: whatever it asks for while it is compiled. None: no RFM in it. */
export function rfmDaysOf(state: ShopState, definition: SegmentDefinition, asOf: Instant): ReadonlySet<DayNumber> {
  const asked = new Set<DayNumber>();
  const cutsOn = (day: DayNumber) => {
    asked.add(day);
    return null;
  };
  const context = contextFor(state, asOf, state.live.catalogue, state.live.references);
  compile(definition, { ...context, rfm: { ...context.rfm, cutsOn } });
  return asked;
}
