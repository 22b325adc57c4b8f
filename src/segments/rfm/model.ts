import type { DayNumber, Text } from '../../model.ts';

/**
 * How a shop scores its customers by recency, frequency and money (spec §4): thresholds that stand still, or quantiles of its own
 * customers. Both give 1 (lowest) to 3 or 5 on each axis, and a grid puts a label on every cell of scores.
 */
export type RfmModel = (FixedAxes | QuantileAxes) & {
  /** Spend of the last 365 days (the default: the seed names no period), or of all time. */
  readonly spentWindow: SpentWindow;
  readonly labels: readonly RfmLabel[];
  /** Every cell, "333" (R, F, M), to the id of a label: {@link problemsOfModel} refuses a hole. */
  readonly grid: Readonly<Record<string, string>>;
};

export type SpentWindow = '12_months' | 'lifetime';

/** Three scores an axis. */
export interface FixedAxes {
  readonly kind: 'fixed';
  /** Days since the last order: at most `high` scores 3, at most `middle` 2 (R01–R03). */
  readonly recency: { readonly high: number; readonly middle: number };
  /** Hundredths of an order a month, so that 2.99 and 10.01 are integers: more than `high` scores 3, from `middle` on 2 (R04–R06). */
  readonly frequency: { readonly high: number; readonly middle: number };
  /** Minor units: more than `high` scores 3, from `middle` on 2 (R07–R09). */
  readonly monetary: { readonly high: number; readonly middle: number };
}

/** Scores by rank among the shop's own buyers; frequency is the number of orders of the last 365 days. */
export interface QuantileAxes {
  readonly kind: 'quantiles';
  readonly scores: 3 | 5;
}

export interface RfmLabel {
  /** In definitions; never changed. */
  readonly id: string;
  readonly name: Text;
  readonly color: RfmColor;
  /** What to do for these customers (R15); the shop writes its own. */
  readonly care: { readonly message: Text; readonly voucher: Text; readonly channel: Text };
}

/** Names of colours; the admin has one of each for light and for dark. */
export const RFM_COLORS = ['green', 'teal', 'blue', 'purple', 'yellow', 'orange', 'red', 'grey'] as const;
export type RfmColor = (typeof RFM_COLORS)[number];

/** Outside the grid: known on the day, without an order until then. */
export const NO_PURCHASE = 'no_purchase';
/** Outside the grid: not known to the shop yet on the day. Only of a past day can that be said. */
export const NOT_KNOWN = 'not_known';

/** Where quantiles lay on a day: score i + 2 begins at element i; null where no buyer reaches it, because of ties or of few. */
export interface RfmCuts {
  readonly day: DayNumber;
  /** Buyers they were drawn from. */
  readonly customers: number;
  /** Days since the last order, at most. */
  readonly recency: readonly (number | null)[];
  /** Orders of the last 365 days, at least. */
  readonly frequency: readonly (number | null)[];
  /** Minor units, at least. */
  readonly monetary: readonly (number | null)[];
}

/** A shop's model, as conditions read it. */
export interface Rfm {
  readonly model: RfmModel;
  /** The cut points in force on a day; null for a model with fixed thresholds, and before the first were computed. */
  cutsOn(day: DayNumber): RfmCuts | null;
}

export function scoresOfModel(model: RfmModel): 3 | 5 {
  return model.kind === 'fixed' ? 3 : model.scores;
}

/** "111" to "333", or to "555". */
export function cellsOf(scores: 3 | 5): string[] {
  const each = Array.from({ length: scores }, (_, i) => i + 1);
  return each.flatMap((r) => each.flatMap((f) => each.map((m) => `${r}${f}${m}`)));
}
