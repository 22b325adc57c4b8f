import type { DayNumber } from '../../model.ts';
import { type Rfm, type RfmCuts, type RfmModel, type SpentWindow, scoresOfModel } from './model.ts';

/**
 * A model made ready for one day: score i + 2 begins at step i. Steps are of one kind for both models, so scoring knows of no model.
 * All integers.
 */
export interface RfmScale {
  readonly scores: 3 | 5;
  /** Days since the last order, at most; falling. Null: nobody gets there. */
  readonly recency: readonly (number | null)[];
  readonly frequency: {
    /** Orders of the last 365 days, or hundredths of an order a month there. */
    readonly unit: 'orders' | 'hundredths_a_month';
    /** At least. */
    readonly steps: readonly (number | null)[];
    /** The last step has to be exceeded: ">10 orders" (R04). Averages are no integers, so one more does not say it. */
    readonly isTopAbove: boolean;
  };
  /** Minor units, at least. */
  readonly monetary: readonly (number | null)[];
  readonly spentWindow: SpentWindow;
}

/** Today and the 364 days before: twelve months whatever their lengths, so that a month is a twelfth of 365 days. */
export const YEAR_DAYS = 365;

/** Null for quantiles without cut points: nobody has a score then. */
export function scaleOf(model: RfmModel, cuts: RfmCuts | null): RfmScale | null {
  const { spentWindow } = model;
  const scores = scoresOfModel(model);
  if (model.kind === 'fixed') {
    const { recency, frequency, monetary } = model;
    return {
      scores,
      recency: [recency.middle, recency.high],
      frequency: { unit: 'hundredths_a_month', steps: [frequency.middle, frequency.high], isTopAbove: true },
      monetary: [monetary.middle, monetary.high + 1],
      spentWindow,
    };
  }
  if (!cuts) return null;
  const frequency = { unit: 'orders', steps: cuts.frequency, isTopAbove: false } as const;
  return { scores, recency: cuts.recency, frequency, monetary: cuts.monetary, spentWindow };
}

export function scaleOn(rfm: Rfm, day: DayNumber): RfmScale | null {
  return scaleOf(rfm.model, rfm.cutsOn(day));
}
