import type { Model, Version } from './rfm.ts';

export type Axis = 'recency' | 'frequency' | 'monetary';

/** Where a score begins. `rest`: the lowest, whoever gets no other. `nobody`: nobody can have it today, because of ties or of few buyers. */
export type Step =
  | { readonly is: 'rest' }
  | { readonly is: 'nobody' }
  | { readonly is: 'at_most' | 'from' | 'above'; readonly value: number };

export interface AxisSteps {
  readonly axis: Axis;
  /** By score, the first is of score 1. */
  readonly steps: readonly Step[];
}

/** Days since the last order, orders (a month, with fixed thresholds) and minor units, as people read them. */
export function axesOf(model: Model, cuts: Version['cuts']): AxisSteps[] {
  const rest: Step = { is: 'rest' };
  if (model.kind === 'fixed') {
    const { recency, frequency, monetary } = model;
    return [
      {
        axis: 'recency',
        steps: [rest, { is: 'at_most', value: recency.middle }, { is: 'at_most', value: recency.high }],
      },
      {
        axis: 'frequency',
        steps: [rest, { is: 'from', value: frequency.middle / 100 }, { is: 'above', value: frequency.high / 100 }],
      },
      {
        axis: 'monetary',
        steps: [rest, { is: 'from', value: monetary.middle }, { is: 'above', value: monetary.high }],
      },
    ];
  }
  const of = (axis: Axis, is: 'at_most' | 'from'): AxisSteps => ({
    axis,
    steps: [
      rest,
      ...Array.from({ length: model.scores - 1 }, (_, i): Step => {
        const value = cuts?.[axis][i] ?? null;
        return value === null ? { is: 'nobody' } : { is, value };
      }),
    ],
  });
  return [of('recency', 'at_most'), of('frequency', 'from'), of('monetary', 'from')];
}
