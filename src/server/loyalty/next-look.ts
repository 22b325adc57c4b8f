import { birthdayIn, type LoyaltyContext, nextChangeAt, programmeNow, RULES } from '../../loyalty/index.ts';
import { dayOf, type Instant, plainDate, startOfDay } from '../../model.ts';
import type { AccountDocument, CustomerDocument } from '../store/documents.ts';
import { nextWarningAt } from './expiry-warnings.ts';
import { givesVouchers } from './vouchers.ts';

type Birth = CustomerDocument['birth'];

/** When time alone has something to do with an account next; null: never, as far as is known. Not later than the truth, and never a moment that was dealt with. */
export function nextLookAt(account: AccountDocument, birth: Birth, context: LoyaltyContext): Instant | null {
  const instants = [
    nextChangeAt(account, context),
    nextWarningAt(account, context),
    nextOccasionAt(account, birth, context),
    nextVoucherAt(birth, context),
  ].filter((at) => at !== null);
  return instants.length === 0 ? null : Math.min(...instants);
}

/** The next birthday, anniversary or the like on which a rule gives points without an order. */
function nextOccasionAt({ joinedAt }: AccountDocument, birth: Birth, context: LoyaltyContext): Instant | null {
  const { now, timeZone } = context;
  const member = { joinedAt, ...(birth === undefined ? {} : { birth }) };
  // Two years: whoever was born on 29 February has a birthday in each of them all the same.
  const until = dayOf(now, timeZone) + 2 * 366;
  const instants = (programmeNow(context)?.earning.rules ?? []).flatMap(
    ({ id: _id, kind, currency: _currency, ...args }) => {
      const rule = RULES.find((each) => each.kind === kind);
      return rule?.onDays?.(args, member, until, { timeZone }).flatMap(({ at }) => (at > now ? [at] : [])) ?? [];
    },
  );
  return instants.length === 0 ? null : Math.min(...instants);
}

/** When the next birthday voucher is to be issued; one whose time has come is issued with every settling. */
function nextVoucherAt(birth: Birth, context: LoyaltyContext): Instant | null {
  const { now, timeZone } = context;
  const programme = programmeNow(context);
  if (birth === undefined || !givesVouchers(programme)) return null;
  const today = dayOf(now, timeZone);
  for (let { year } = plainDate(today); ; year++) {
    const opens = birthdayIn(year, birth) - programme.birthday.leadDays;
    if (opens > today) return startOfDay(opens, timeZone);
  }
}
