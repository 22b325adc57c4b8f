import { AppError } from '../../errors.ts';
import {
  type Account,
  type Adjustment,
  adjust,
  type LoyaltyContext,
  pointsOf,
  programmeNow,
} from '../../loyalty/index.ts';
import {
  type CustomerKey,
  customerIdFromKey,
  type DayNumber,
  digest,
  normalisePhone,
  phoneIdentity,
  type ShopId,
  shortHash,
} from '../../model.ts';
import { recordAudit } from '../audit.ts';
import type { EditParts } from '../customer-edit.ts';
import { canonicalJson } from '../ingest/context.ts';
import type { ShopState } from '../shop-state.ts';
import type { ShopStore } from '../store/index.ts';
import { actOnAccount } from './act.ts';
import { ADJUSTED_MAX } from './by-hand.ts';
import type { SheetRow } from './sheet.ts';
import { type LoyaltyView, viewOf } from './view.ts';

/** Why a row is not carried out. */
export const BULK_PROBLEMS = {
  phone_invalid: { vi: 'Số điện thoại không hợp lệ', en: 'Not a phone number' },
  customer_unknown: { vi: 'Không có khách hàng nào có số này', en: 'No customer has this phone' },
  customer_twice: { vi: 'Khách hàng này đã có ở dòng trên', en: 'This customer is in a row above' },
  points_invalid: {
    vi: 'Số điểm phải là số nguyên khác 0, tối đa 1.000.000',
    en: 'Points have to be a whole number other than 0, at most 1,000,000',
  },
  reason_missing: { vi: 'Thiếu lý do', en: 'The reason is missing' },
  points_insufficient: { vi: 'Không đủ điểm để trừ', en: 'The balance does not hold as many' },
  refused: { vi: 'Khách hàng này không tích điểm', en: 'This customer does not collect points' },
} as const;
export type BulkProblem = keyof typeof BULK_PROBLEMS;

export interface BulkAsked extends Pick<Adjustment, 'kind' | 'ranks'> {
  readonly rows: readonly SheetRow[];
  readonly currency?: string | undefined;
  readonly lastDay?: DayNumber | undefined;
  /** For rows without one. */
  readonly reason?: string | undefined;
  readonly dryRun: boolean;
}

export interface BulkRow {
  readonly row: number;
  readonly phone: string;
  readonly points: number | null;
  readonly customer: CustomerKey | null;
  readonly name: string | null;
  readonly problem: BulkProblem | null;
  readonly before: number | null;
  readonly after: number | null;
  readonly applied: boolean;
}

export interface BulkOutcome {
  readonly upload: string;
  readonly dryRun: boolean;
  readonly rows: readonly BulkRow[];
}

/** Accounts at a time: tills go on beside it. */
const IN_FLIGHT = 4;

/**
 * Gives and takes points by a list. What would happen is shown first (`dryRun`); then each row without a problem is an adjustment of its
 * own, named by the upload and its row: the same upload again finds them done.
 */
export async function adjustInBulk(
  parts: EditParts,
  shop: ShopId,
  asked: BulkAsked,
  actor: string,
): Promise<BulkOutcome> {
  const state = await parts.states.get(shop);
  if (!state) throw new AppError('not_found', 'this shop is no more');
  const scope = parts.store.forShop(shop);
  const { dryRun, ...content } = asked;
  const upload = digest(canonicalJson(content)).slice(0, 32);
  const currency = currencyOf(asked, state, parts.now());
  const seen = new Set<CustomerKey>();
  const owners = await inTurn(asked.rows, ({ phone }) => ownerOf(scope, state, phone));
  const rows = await inTurn(
    asked.rows.map((row, index) => checked(row, owners[index] ?? 'phone_invalid', asked, seen)),
    async (row): Promise<BulkRow> => {
      if (row.problem !== null || row.customer === null) return row;
      const adjustment = adjustmentOf(upload, row, currency, asked, actor, parts.now());
      const id = customerIdFromKey(row.customer);
      const view = await viewOf(parts, scope, state, id);
      const shown = { ...row, name: view.customer.name ?? null };
      const would = after(view, adjustment);
      if (typeof would === 'string')
        return { ...shown, problem: would, before: balanceOf(view.account, currency, view.context) };
      if (dryRun || would.isDone) return { ...shown, ...would.balances, applied: would.isDone };
      return applied(parts, shop, shown, adjustment, actor);
    },
  );
  const count = rows.filter((row) => row.applied).length;
  if (!dryRun)
    await recordAudit(scope, {
      at: parts.now(),
      actor,
      action: 'loyalty.adjusted_in_bulk',
      target: `upload ${upload}`,
      details: { rows: count },
    });
  return { upload, dryRun, rows };
}

async function applied(
  parts: EditParts,
  shop: ShopId,
  row: BulkRow,
  adjustment: Adjustment,
  actor: string,
): Promise<BulkRow> {
  let before: number | null = null;
  try {
    const view = await actOnAccount(
      parts,
      shop,
      customerIdFromKey(row.customer as CustomerKey),
      actor,
      (account, context) => {
        before = balanceOf(account, adjustment.currency, context);
        return adjust(account, adjustment, context);
      },
    );
    return { ...row, before, after: balanceOf(view.account, adjustment.currency, view.context), applied: true };
  } catch (error) {
    // Spent or erased since it was looked at: this row's own affair.
    if (!(error instanceof AppError) || error.status >= 500) throw error;
    return { ...row, before, problem: error.code === 'points_insufficient' ? 'points_insufficient' : 'refused' };
  }
}

/** What the adjustment would make of the account, or why it cannot be. */
function after({ account, context }: LoyaltyView, adjustment: Adjustment) {
  if (account === null) return 'refused';
  const before = balanceOf(account, adjustment.currency, context);
  const isDone = account.adjustments.some(({ id }) => id === adjustment.id);
  const done = adjust(account, adjustment, context);
  if (!done.ok) return done.refused === 'points_insufficient' ? 'points_insufficient' : 'refused';
  return { isDone, balances: { before, after: balanceOf(done.account, adjustment.currency, context) } };
}

/** The row with what can be told wrong of it without looking at an account. */
function checked(
  { row, phone, points, reason }: SheetRow,
  owner: CustomerKey | BulkProblem,
  asked: BulkAsked,
  seen: Set<CustomerKey>,
): BulkRow & { readonly reason: string } {
  const customer = isProblem(owner) ? null : owner;
  const isTwice = customer !== null && seen.has(customer);
  if (customer !== null) seen.add(customer);
  const why = reason === '' ? (asked.reason ?? '') : reason;
  const isNumber =
    points !== null && points !== 0 && Math.abs(points) <= ADJUSTED_MAX && (asked.kind === 'adjusted' || points > 0);
  const problem = isProblem(owner)
    ? owner
    : isTwice
      ? 'customer_twice'
      : isNumber
        ? why === ''
          ? 'reason_missing'
          : null
        : 'points_invalid';
  return { row, phone, points, reason: why, customer, name: null, problem, before: null, after: null, applied: false };
}

const isProblem = (owner: CustomerKey | BulkProblem): owner is BulkProblem => owner in BULK_PROBLEMS;

async function ownerOf(scope: ShopStore, { shop }: ShopState, text: string): Promise<CustomerKey | BulkProblem> {
  const phone = normalisePhone(text, shop.countryCode);
  if (phone === null) return 'phone_invalid';
  const identity = await scope.identities.findOne({ _id: `${shop._id}/${phoneIdentity(phone)}` });
  return identity?.customer ?? 'customer_unknown';
}

function currencyOf({ currency }: BulkAsked, { loyalty: { versions } }: ShopState, now: number): string {
  const programme = programmeNow({ versions, now });
  if (!programme) throw new AppError('programme_off', 'there is no loyalty programme in force');
  if (currency !== undefined && !programme.currencies.some(({ id }) => id === currency))
    throw new AppError('invalid', 'currency: the programme has no such currency');
  return currency ?? programme.spends;
}

function adjustmentOf(
  upload: string,
  { row, points, reason }: { readonly row: number; readonly points: number | null; readonly reason: string },
  currency: string,
  { kind, ranks, lastDay }: BulkAsked,
  by: string,
  at: number,
): Adjustment {
  const id = shortHash(16, upload, String(row));
  return {
    id,
    at,
    currency,
    points: points ?? 0,
    ranks,
    reason,
    by,
    kind,
    ...(lastDay === undefined ? {} : { lastDay }),
  };
}

const balanceOf = (account: Account | null, currency: string, context: LoyaltyContext): number =>
  account === null ? 0 : pointsOf(account, currency, context).balance;

/** A few at a time, in order. */
async function inTurn<Item, Result>(items: readonly Item[], work: (item: Item) => Promise<Result>): Promise<Result[]> {
  const results: Result[] = [];
  let next = 0;
  const run = async () => {
    for (let at = next++; at < items.length; at = next++) results[at] = await work(items[at] as Item);
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, run));
  return results;
}
