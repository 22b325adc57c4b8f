import type { z } from 'zod';
import {
  type Level,
  type LoyaltyContext,
  type Programme,
  pointsOf,
  programmeNow,
  REASONS,
  type TierPin,
} from '../../../loyalty/index.ts';
import { formatDay, type Instant } from '../../../model.ts';
import type { LoyaltyDifference } from '../../loyalty/check-account.ts';
import { levelName } from '../../loyalty/level-name.ts';
import { currentPin, keepOf, nextOf } from '../../loyalty/tier-outlook.ts';
import type { LoyaltyView } from '../../loyalty/view.ts';
import { type AuthorOf, authorsOf } from '../../queries/authors.ts';
import { type OrderNamed, ordersNamed } from '../../queries/loyalty-orders.ts';
import { changeBy, type PostingAfter } from '../../queries/loyalty-postings.ts';
import type { Proof } from '../../queries/loyalty-proof.ts';
import type { Statement } from '../../queries/loyalty-statement.ts';
import type { ShopState } from '../../shop-state.ts';
import type { ChangeCause, PostingDocument } from '../../store/documents.ts';
import type { ShopStore } from '../../store/index.ts';
import { authorJson } from './change-json.ts';
import type {
  CustomerLoyaltyJson,
  PinJson,
  ProofJson,
  StatementJson,
  TierChangeJson,
} from './loyalty-customer-json.ts';
import { currencyName, levelJson, type PostingJson, pointsJson } from './loyalty-points-json.ts';
import { redemptionJson } from './loyalty-spend-answer.ts';
import { isoTime, isoTimeOrNull } from './schemas.ts';

const NOBODY: z.infer<typeof CustomerLoyaltyJson> = {
  joinedAt: null,
  programmeIsOn: false,
  level: null,
  computedLevel: null,
  since: null,
  pin: null,
  measure: { of: null, value: 0 },
  next: null,
  keep: null,
  earnedPoints: 0,
  spends: null,
  currencies: [],
  redemptions: [],
  changes: [],
};

export async function customerLoyaltyJson(
  scope: ShopStore,
  view: LoyaltyView,
): Promise<z.infer<typeof CustomerLoyaltyJson>> {
  const { account, context } = view;
  const programme = programmeNow(context);
  const programmeIsOn = programme?.isOn ?? false;
  if (!account) return { ...NOBODY, programmeIsOn };
  const { tier, redemptions } = account;
  const pin = currentPin(account, context.now);
  const open = redemptions.filter(
    ({ kind, state, order, takes }) =>
      state === 'held' ||
      (kind === 'code' &&
        state === 'captured' &&
        order === undefined &&
        takes.some((take) => take.returned < take.points)),
  );
  const [orderOf, authorOf] = await Promise.all([
    ordersNamed(scope, [
      ...open.map(({ order }) => order),
      ...tier.changes.map(({ cause }) => ('order' in cause ? cause.order : undefined)),
    ]),
    authorsOf(scope, pin ? [pin.by] : []),
  ]);
  const levelOf = (id: string | null | undefined) => programme?.tiers.levels.find((level) => level.id === id) ?? null;
  const level = levelOf(pin?.level) ?? levelOf(tier.level);
  const next = programme && nextOf(account, programme);
  return {
    joinedAt: isoTime(account.joinedAt),
    programmeIsOn,
    level: level && levelJson(level),
    computedLevel: jsonOf(levelOf(tier.level)),
    since: isoTimeOrNull(
      pin && level?.id === pin.level ? pin.from : tier.changes.findLast(({ to }) => to === level?.id)?.at,
    ),
    pin: pin && pinJson(pin, context, authorOf),
    measure: { of: programme?.tiers.measure.of ?? null, value: tier.measure },
    next: next && { ...next, level: levelJson(next.level) },
    keep: programme && keepJson(keepOf(account, programme)),
    earnedPoints: tier.earnedPoints,
    spends: programme?.spends ?? null,
    currencies: currenciesOf(view, programme).map((currency) =>
      pointsJson(pointsOf(account, currency, context), programme),
    ),
    redemptions: open.map((redemption) => redemptionJson(view, redemption, orderOf)),
    changes: tier.changes.map((change) => changeJson(change, context, orderOf)).reverse(),
  };
}

/** Those of the programme, and others of which something is left. */
function currenciesOf({ account }: LoyaltyView, programme: Programme | null): string[] {
  const left = account?.lots.flatMap(({ currency, left, held }) => (left + held > 0 ? [currency] : [])) ?? [];
  return [...new Set([...(programme?.currencies.map(({ id }) => id) ?? []), ...left])];
}

const jsonOf = (level: Level | null) => level && levelJson(level);

const keepJson = (keep: ReturnType<typeof keepOf>) => keep && { ...keep, reviewAt: isoTime(keep.reviewAt) };

function pinJson(
  { id, level, from, until, reason, by }: TierPin,
  { versions }: LoyaltyContext,
  authorOf: AuthorOf,
): z.infer<typeof PinJson> {
  return {
    id,
    level,
    name: levelName(versions, level),
    from: isoTime(from),
    until: isoTimeOrNull(until),
    reason,
    by: authorJson(authorOf(by)),
  };
}

function changeJson(
  { at, from, to, cause, measure }: NonNullable<LoyaltyView['account']>['tier']['changes'][number],
  { versions }: LoyaltyContext,
  orderOf: (ref: string | undefined) => OrderNamed | null,
): z.infer<typeof TierChangeJson> {
  return {
    at: isoTime(at),
    from,
    to,
    fromName: from === null ? null : levelName(versions, from),
    toName: levelName(versions, to),
    measure,
    cause: {
      kind: cause.kind,
      order: 'order' in cause ? orderOf(cause.order) : null,
      version: cause.kind === 'programme' ? cause.version : null,
    },
  };
}

/** Postings with the names of orders and of whoever caused them. */
export async function postingsJson(
  scope: ShopStore,
  items: readonly (PostingAfter | { readonly posting: PostingDocument; readonly balanceAfter: null })[],
): Promise<z.infer<typeof PostingJson>[]> {
  const [orderOf, authorOf] = await Promise.all([
    ordersNamed(
      scope,
      items.map(({ posting }) => posting.order),
    ),
    authorsOf(
      scope,
      items.map(({ posting }) => whoOf(posting.by)),
    ),
  ]);
  return items.map(({ posting, balanceAfter }) => {
    const {
      seq,
      at,
      bookedAt,
      currency,
      points,
      from,
      to,
      reason,
      order,
      redemption,
      lot,
      rule,
      version,
      by,
      note,
      hash,
    } = posting;
    return {
      seq,
      at: isoTime(at),
      bookedAt: isoTime(bookedAt),
      currency,
      points,
      change: changeBy(posting),
      balanceAfter,
      from,
      to,
      reason,
      text: REASONS[reason],
      order: orderOf(order),
      redemption: redemption ?? null,
      lot: lot ?? null,
      rule: rule ?? null,
      version: version ?? null,
      by: authorJson(authorOf(whoOf(by))),
      note: note ?? null,
      hash,
    };
  });
}

/** `delivery <id>` and `job <name>` as causes of changes are; others name themselves. */
function whoOf(by: string): ChangeCause | string {
  const [, kind, id] = /^(delivery|job) (.+)$/.exec(by) ?? [];
  return kind && id ? { kind: kind as 'delivery' | 'job', id } : by;
}

export async function statementJson(
  scope: ShopStore,
  { asOf, balances, lots, level, pinned, chain }: Statement,
  { loyalty: { versions } }: ShopState,
): Promise<z.infer<typeof StatementJson>> {
  const programme = programmeNow({ versions, now: asOf });
  const orderOf = await ordersNamed(
    scope,
    lots.map(({ order }) => order),
  );
  return {
    asOf: isoTime(asOf),
    balances: balances.map(({ currency, available, pending, held, owed }) => ({
      currency,
      name: currencyName(programme, currency),
      available,
      pending,
      held,
      // In the books a debt is below zero; nothing owed is not minus nothing.
      owed: owed === 0 ? 0 : -owed,
      balance: available + owed,
    })),
    lots: lots.map(({ at, lastDay, order, rule, version, ...lot }) => ({
      ...lot,
      at: isoTimeOrNull(at),
      lastDay: lastDay === null ? null : formatDay(lastDay),
      order: orderOf(order),
      rule: rule ?? null,
      version: version ?? null,
    })),
    level: level && levelJson(level),
    pinned,
    chain,
  };
}

/** What does not hold, for people. */
const MISMATCHES: Readonly<Record<LoyaltyDifference, { readonly vi: string; readonly en: string }>> = {
  posting_chain: { vi: 'Một bút toán đã bị sửa hoặc bị mất', en: 'A posting was changed or is missing' },
  posting_balance: { vi: 'Số dư không bằng tổng các bút toán', en: 'The balance is not what the postings come to' },
  lot: { vi: 'Một lô điểm không khớp với bút toán', en: 'A lot of points does not agree with its postings' },
  account_missing: { vi: 'Thiếu tài khoản điểm', en: 'The account is missing' },
  account_orders: {
    vi: 'Đơn hàng trong sổ điểm không khớp với đơn đã lưu',
    en: 'The orders in the books are not those that were stored',
  },
  account_settled: { vi: 'Điểm chưa khớp với đơn hàng', en: 'The points are not what the orders should have brought' },
  tier: { vi: 'Hạng không khớp với lịch sử', en: 'The tier is not what the history gives' },
  customer_points: {
    vi: 'Số liệu trên hồ sơ khách không khớp với sổ điểm',
    en: 'The figures of the profile are not those of the books',
  },
  time_late: { vi: 'Việc đến hạn chưa được ghi sổ', en: 'Something that was due is not booked yet' },
  voucher: { vi: 'Phiếu sinh nhật không khớp với đơn hàng', en: 'A voucher does not agree with the orders' },
  conservation: { vi: 'Tổng điểm của cửa hàng không cân', en: 'The sums of the shop do not balance' },
};

export function proofJson({ postings, head, mismatch }: Proof, now: Instant): z.infer<typeof ProofJson> {
  return {
    ok: mismatch === null,
    postings,
    head,
    checkedAt: isoTime(now),
    mismatch: mismatch && { ...mismatch, message: MISMATCHES[mismatch.kind] },
  };
}
