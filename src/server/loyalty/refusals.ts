import { AppError, type ErrorCode } from '../../errors.ts';
import type { Refusal } from '../../loyalty/index.ts';

/** What an account refuses, as the API says it. */
const REFUSALS: Readonly<Record<Refusal, readonly [ErrorCode, string]>> = {
  programme_off: ['programme_off', 'the loyalty programme is off'],
  points_below_minimum: ['points_below_minimum', 'fewer points than the programme lets spend at once'],
  points_insufficient: ['points_insufficient', 'the balance does not hold as many points'],
  idempotency_mismatch: ['idempotency_mismatch', 'this id was used with another request'],
  redemption_unknown: ['not_found', 'no such hold'],
  redemption_ended: ['redemption_ended', 'these points were let go, or spent on another order'],
  currency_unknown: ['invalid', 'the programme has no such currency'],
  tier_unknown: ['invalid', 'the programme has no such tier'],
  date_past: ['invalid', 'the day has passed'],
};

export function refusedError(refusal: Refusal): AppError {
  const [code, message] = REFUSALS[refusal];
  return new AppError(code, message);
}
