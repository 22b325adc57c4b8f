import { type DayNumber, dayOf } from '../model.ts';
import { type Account, type LoyaltyContext, pointsOf } from './account.ts';
import { advanced } from './operations.ts';

/** Points that will be lost after `lastDay`, and which warning of it is due: that of so many days before. */
export interface ExpiryWarning {
  readonly currency: string;
  readonly lastDay: DayNumber;
  readonly days: number;
  readonly points: number;
}

/**
 * Warnings that are due today (L05: at 30 and 7 days). Each stays due until the next nearer one is, so that a day on which nothing ran
 * loses none; who writes them down does so once for each currency, last day and number of days.
 */
export function expiryWarnings(account: Account, days: readonly number[], context: LoyaltyContext): ExpiryWarning[] {
  const today = dayOf(context.now, context.timeZone);
  const nearestFirst = days.toSorted((a, b) => a - b);
  const now = advanced(account, context).account;
  return [...new Set(now.lots.map((lot) => lot.currency))].flatMap((currency) =>
    pointsOf(now, currency, context).expiries.flatMap(({ lastDay, points }) => {
      const due = nearestFirst.find((each) => lastDay - today <= each);
      return due === undefined ? [] : [{ currency, lastDay, days: due, points }];
    }),
  );
}
