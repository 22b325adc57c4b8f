import { expiryWarnings, type LoyaltyContext, pointsOf } from '../../loyalty/index.ts';
import { dayOf, type Instant, startOfDay } from '../../model.ts';
import type { AccountDocument } from '../store/documents.ts';
import type { LoyaltyEventDocument } from '../store/loyalty-documents.ts';

/** So many days before their last day the customer is told of points that will be lost, the furthest first (issue 5 §5). */
export const WARNING_DAYS = [30, 7] as const;

/** When the next warning is due; in the past for one that is due already and was not given. */
export function nextWarningAt(account: AccountDocument, context: LoyaltyContext): Instant | null {
  let next: Instant | null = null;
  for (const currency of new Set(account.lots.map((lot) => lot.currency))) {
    for (const { lastDay } of pointsOf(account, currency, context).expiries) {
      const days = WARNING_DAYS.find((each) => each < givenOf(account, currency, lastDay));
      const at = days === undefined ? null : startOfDay(lastDay - days, context.timeZone);
      if (at !== null && (next === null || at < next)) next = at;
    }
  }
  return next;
}

/**
 * The warnings that are due on an account that was settled now, and the account that remembers them. Points that come to be with less time left than
 * a warning asks for, and those of a server that was down, get the one nearest to the truth.
 */
export function warn(
  account: AccountDocument,
  context: LoyaltyContext,
): { readonly account: AccountDocument; readonly events: readonly LoyaltyEventDocument[] } {
  const due = expiryWarnings(account, WARNING_DAYS, context).filter(
    ({ currency, lastDay, days }) => days < givenOf(account, currency, lastDay),
  );
  if (due.length === 0) return { account, events: [] };
  const today = dayOf(context.now, context.timeZone);
  const kept = Object.entries(account.warned ?? {}).filter(([key]) => Number(key.split('/')[1]) >= today);
  const given = due.map(({ currency, lastDay, days }) => [keyOf(currency, lastDay), days] as const);
  const events = due.map(({ currency, lastDay, days, points }): LoyaltyEventDocument => {
    const _id = `${account._id}/expiry_warning/${keyOf(currency, lastDay)}/${days}`;
    const about = { kind: 'expiry_warning', at: context.now, currency, lastDay, days, points } as const;
    return { _id, shop: account.shop, customer: account._id, ...about };
  });
  return { account: { ...account, warned: Object.fromEntries([...kept, ...given]) }, events };
}

const keyOf = (currency: string, lastDay: number) => `${currency}/${lastDay}`;

/** Days before of the warning that was given last; all are below infinity. */
const givenOf = ({ warned }: AccountDocument, currency: string, lastDay: number): number =>
  warned?.[keyOf(currency, lastDay)] ?? Number.POSITIVE_INFINITY;
