import fc from 'fast-check';
import { dayNumber } from '../../src/model.ts';
import {
  fixedModel,
  NO_PURCHASE,
  NOT_KNOWN,
  quantileModel,
  RFM_LABELS,
  type Rfm,
  type RfmCuts,
  type RfmModel,
} from '../../src/segments/index.ts';

/** Models of every kind, with thresholds and grids anyhow, for what must hold of all of them. */
export const RFM_CHOICES = [...RFM_LABELS.map(({ id }) => id), NO_PURCHASE, NOT_KNOWN, 'gone'];

const labels = fc.constantFrom(...RFM_LABELS.map(({ id }) => id));
const withGrid = (model: RfmModel): fc.Arbitrary<RfmModel> =>
  fc.oneof(
    fc.constant(model),
    fc
      .record(Object.fromEntries(Object.keys(model.grid).map((cell) => [cell, labels])))
      .map((grid) => ({ ...model, grid })),
  );
const spentWindow = fc.constantFrom('12_months' as const, 'lifetime' as const);

const steps = (min: number, max: number) =>
  fc
    .tuple(fc.integer({ min, max }), fc.integer({ min: 1, max }))
    .map(([middle, more]) => ({ middle, high: middle + more }));

const fixed = fc
  .tuple(
    fc.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 1, max: 400 })),
    // Whole orders a month can be met exactly, other hundredths hardly ever.
    fc.oneof(fc.constantFrom({ middle: 300, high: 1000 }, { middle: 100, high: 200 }), steps(1, 300)),
    fc.oneof(fc.constant({ middle: 2_000_000, high: 10_000_000 }), steps(1, 9_000_000)),
  )
  .map(([[high, more], frequency, monetary]): RfmModel => {
    const { labels, grid, spentWindow } = fixedModel('VND');
    return { kind: 'fixed', recency: { high, middle: high + more }, frequency, monetary, labels, grid, spentWindow };
  });

/** Any non-decreasing row with nobody above some score: what ties and few buyers make of it. */
const row = (length: number, max: number) =>
  fc
    .tuple(fc.array(fc.integer({ min: 1, max }), { minLength: length, maxLength: length }), fc.nat({ max: length }))
    .map(([values, reached]) =>
      values.sort((a, b) => a - b).map((value, i) => (i < reached || reached === 0 ? value : null)),
    );

/** New ones each half year. */
function cutsArbitrary(scores: 3 | 5): fc.Arbitrary<(day: number) => RfmCuts> {
  const one = fc.record({
    recency: row(scores - 1, 400).map((values) => {
      const known = values.filter((value) => value !== null).reverse();
      return values.map((_, i) => known[i] ?? null);
    }),
    frequency: row(scores - 1, 6),
    monetary: row(scores - 1, 9_000_000),
  });
  return fc.tuple(one, one).map(([older, newer]) => (day) => ({
    day,
    customers: 100,
    ...(day < dayNumber(2025, 1, 1) ? older : newer),
  }));
}

const quantiles = (scores: 3 | 5) =>
  fc
    .tuple(withGrid(quantileModel(scores)), spentWindow, cutsArbitrary(scores))
    .map(([model, window, cutsOn]): Rfm => ({ model: { ...model, spentWindow: window }, cutsOn }));

export const rfmArbitrary: fc.Arbitrary<Rfm> = fc.oneof(
  fc.constant<Rfm>({ model: fixedModel('VND'), cutsOn: () => null }),
  fc.tuple(fixed.chain(withGrid), spentWindow).map(
    ([model, window]): Rfm => ({
      model: { ...model, spentWindow: window },
      cutsOn: () => null,
    }),
  ),
  quantiles(3),
  quantiles(5),
  fc.constant<Rfm>({ model: quantileModel(3), cutsOn: () => null }),
);
