import {
  type Account,
  birthdayIn,
  type DueVoucher,
  type LoyaltyContext,
  type LoyaltyOrder,
  type Programme,
  programmeNow,
  versionAt,
  voucherDue,
  voucherKey,
} from '../../loyalty/index.ts';
import {
  type BirthDate,
  type CustomerKey,
  customerIdFromKey,
  type DayNumber,
  dayOf,
  type Instant,
  plainDate,
  startOfDay,
} from '../../model.ts';
import type { Workspace } from '../ingest/workspace.ts';
import { randomId } from '../random.ts';
import type { AccountDocument, CustomerDocument } from '../store/documents.ts';
import type { VoucherDocument } from '../store/loyalty-documents.ts';

/**
 * Brings a customer's vouchers in line with their birthday and their orders, in the transaction of whatever touched them: one that is due is issued,
 * one whose code a standing order carries is used by it, and one whose order fell is to be had again (P08, complaint 25). Should-be minus is,
 * so that it is the same in every order of arrival. What comes back are the orders that used one, each once a voucher.
 */
export async function settleVouchers(
  workspace: Workspace,
  customer: CustomerDocument,
  before: Pick<AccountDocument, 'orders' | 'settledAt'> | null,
  { orders }: Pick<Account, 'orders'>,
  context: LoyaltyContext,
): Promise<string[]> {
  const changed = workspace.changedFields(customer._id);
  // A birthday that has passed since the last look was missed, unless it was not known then.
  const since = before === null || changed.includes('birth') ? context.now : before.settledAt;
  const due = dueVoucher(customer, since, context);
  if (due === null && !changed.includes('merged') && !before?.orders.some(namesVoucher) && !orders.some(namesVoucher))
    return [];
  const known = await workspace.vouchersOf(customer._id);
  const all = due === null || known.some((voucher) => voucher.year === due.year) ? known : [...known, due];
  const users: string[] = [];
  for (const voucher of all) {
    const settled = settledVoucher(voucher, all, orders);
    if (settled !== voucher || voucher === due) workspace.putVoucher(settled);
    if (settled.order !== undefined) users.push(settled.order);
  }
  return users;
}

/** The vouchers of a customer who turned out to be another go with them. Settling then takes back what one person should not have twice. */
export async function moveVouchers(workspace: Workspace, kept: CustomerKey, gone: CustomerKey): Promise<void> {
  for (const voucher of await workspace.vouchersOf(gone)) workspace.putVoucher({ ...voucher, customer: kept });
}

/** The birthday voucher that the customer should have by now, as a new one; null when there is none to be had. */
function dueVoucher(customer: CustomerDocument, since: Instant, context: LoyaltyContext): VoucherDocument | null {
  const programme = programmeNow(context);
  if (!customer.birth || customer.erasedAt !== undefined || !givesVouchers(programme)) return null;
  const today = dayOf(context.now, context.timeZone);
  const due =
    voucherDue(customer.birth, today, programme.birthday) ?? missedVoucher(customer.birth, today, since, context);
  if (due === null) return null;
  const { year, until } = due;
  const shop = customer._id.slice(0, customer._id.indexOf('/')) as VoucherDocument['shop'];
  return {
    _id: `${shop}/${voucherKey('birthday', customerIdFromKey(customer._id), year)}`,
    shop,
    customer: customer._id,
    campaign: 'birthday',
    year,
    code: `SN${randomId(8).toUpperCase()}`,
    benefit: programme.birthday.benefit,
    minimumMinor: programme.birthday.minimumMinor,
    from: today,
    until,
    issuedAt: context.now,
    state: 'issued',
  };
}

/** The voucher of a birthday at which no server ran: to be had as long as it would have been. */
function missedVoucher(birth: BirthDate, today: DayNumber, since: Instant, context: LoyaltyContext): DueVoucher | null {
  const { versions, timeZone } = context;
  for (const year of [plainDate(today).year, plainDate(today).year - 1]) {
    const birthday = birthdayIn(year, birth);
    const then = versionAt(versions, startOfDay(birthday, timeZone))?.programme ?? null;
    if (birthday >= today || birthday < dayOf(since, timeZone) || !givesVouchers(then)) continue;
    const due = voucherDue(birth, birthday, then.birthday);
    if (due !== null && due.until > today) return due;
  }
  return null;
}

export function givesVouchers(programme: Programme | null): programme is Programme {
  return programme?.isOn === true && programme.birthday.isOn;
}

/** As {@link dueVoucher} makes codes: other codes of orders are not ours to look up. */
const CODE = /^SN[0-9A-HJKMNP-TV-Z]{8}$/i;

const namesVoucher = (order: LoyaltyOrder) => order.codes?.some((code) => CODE.test(code)) ?? false;

/** The voucher as it should be; the same one when it is. */
export function settledVoucher(
  voucher: VoucherDocument,
  all: readonly VoucherDocument[],
  orders: readonly LoyaltyOrder[],
): VoucherDocument {
  const { order: known, ...rest } = voucher;
  const user = userOf(voucher, orders);
  // Two of one birthday year can only come by a merge: one that is used stays, else the first.
  const isSecond = all.some((other) => {
    const otherUser = other._id === voucher._id || other.year !== voucher.year ? null : userOf(other, orders);
    return otherUser !== null && (otherUser !== undefined || isBefore(other, voucher));
  });
  const state = user ? 'used' : voucher.state === 'void' || isSecond ? 'void' : 'issued';
  if (state === voucher.state && user?.o === known) return voucher;
  return { ...rest, state, ...(user ? { order: user.o } : {}) };
}

/** The standing order that carries the voucher's code. */
const userOf = (voucher: VoucherDocument, orders: readonly LoyaltyOrder[]): LoyaltyOrder | undefined =>
  orders.find((order) => order.end === undefined && order.codes?.some((code) => code.toUpperCase() === voucher.code));

const isBefore = (a: VoucherDocument, b: VoucherDocument) =>
  a.issuedAt < b.issuedAt || (a.issuedAt === b.issuedAt && a._id < b._id);
