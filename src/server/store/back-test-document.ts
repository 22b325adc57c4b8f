import type { BackTestReport, Programme } from '../../loyalty/index.ts';
import type { DayNumber, Instant, ShopId } from '../../model.ts';

/** A back-test that somebody asked for: nothing of the shop, only what would have been. Kept for a week. */
export interface BackTestDocument {
  /** `<shop>/<id>`. */
  _id: string;
  shop: ShopId;
  at: Instant;
  /** Whose doing it was: `staff <id>`, `key <id>`. */
  by: string;
  asked: {
    readonly programme: Programme;
    readonly against: Programme | null;
    readonly fromDay: DayNumber;
    readonly redeemPercent: number;
    readonly redeemAfterDays: number;
  };
  state: 'running' | 'done' | 'failed' | 'cancelled';
  /** Customers looked at, of so many; 0 of 0 before it has begun. */
  progress: { done: number; total: number };
  /** Held while it runs; one that ran out belonged to a server that died, and the back-test has failed. */
  lease?: { owner: string; until: Instant };
  endedAt?: Instant;
  /** Why it was cancelled or failed: `asked`, `superseded`, or a code of an error. */
  reason?: string;
  report?: BackTestReport;
  /** What segments of the report were called then, by label. */
  segments?: Record<string, { readonly id: string; readonly name: string }>;
  expiresAt: Date;
}
