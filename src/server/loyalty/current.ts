import { type Account, type LoyaltyContext, nextChangeAt, type Settled, settle } from '../../loyalty/index.ts';
import type { BirthDate } from '../../model.ts';

/** Whether time alone has changed something that is not booked yet. */
export function isDue(account: Account, context: LoyaltyContext): boolean {
  const at = nextChangeAt(account, context);
  return at !== null && at <= context.now;
}

/** The account as time has made it by now, for reading: what has expired is gone from it and a review has been held, booked or not. */
export function current(account: Account, birth: BirthDate | undefined, context: LoyaltyContext): Settled {
  return isDue(account, context) ? settle(account, birth, context) : { account, postings: [] };
}
