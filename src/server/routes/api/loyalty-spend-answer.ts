import type { z } from 'zod';
import { AppError } from '../../../errors.ts';
import {
  type Cart,
  type LoyaltyContext,
  programmeNow,
  type Redemption,
  type RefundPreview,
} from '../../../loyalty/index.ts';
import { customerIdFromKey } from '../../../model.ts';
import type { Held } from '../../loyalty/holds.ts';
import { type Quoted, QuoteRefused } from '../../loyalty/quotes.ts';
import type { LoyaltyView } from '../../loyalty/view.ts';
import { type OrderNamed, ordersNamed } from '../../queries/loyalty-orders.ts';
import type { ShopStore } from '../../store/index.ts';
import { expiriesJson, type LevelJson, levelJson } from './loyalty-points-json.ts';
import type { CartGiven, HeldJson, HoldJson, QuoteJson, RefundPreviewJson } from './loyalty-spend-json.ts';
import { isoTime, isoTimeOrNull } from './schemas.ts';

/** The cart of a request in the words of the programme. */
export function cartOf({ lines, ...rest }: CartGiven): Cart {
  return {
    ...rest,
    lines: lines.map(({ product, variant, categories, quantity, amountMinor, isDiscounted }) => ({
      ...(product === undefined ? {} : { p: product }),
      ...(variant === undefined ? {} : { v: variant }),
      ...(categories === undefined ? {} : { k: categories }),
      q: quantity,
      a: amountMinor,
      ...(isDiscounted ? { x: true as const } : {}),
    })),
  };
}

export function quoteJson({ level, steps, earns, expiries, ...rest }: Quoted): z.infer<typeof QuoteJson> {
  return {
    ...rest,
    level: level && levelJson(level),
    steps: steps.map(({ kind, amountMinor, points }) => ({ kind, amountMinor, points: points ?? null })),
    earns: earns.map((each) => ({ ...each })),
    expiries: expiriesJson(expiries),
  };
}

/** What is refused with a quote says so in `details.quote`. */
export async function tellingQuote<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    if (!(error instanceof QuoteRefused)) throw error;
    throw new AppError(error.code, error.message, { details: { quote: quoteJson(error.quote) } });
  }
}

export async function holdJson(scope: ShopStore, { view, redemption }: Held): Promise<z.infer<typeof HoldJson>> {
  const orderOf = await ordersNamed(scope, [redemption.order]);
  return redemptionJson(view, redemption, orderOf);
}

export async function heldJson(scope: ShopStore, held: Held): Promise<z.infer<typeof HeldJson>> {
  return { ...(await holdJson(scope, held)), quote: held.quote && quoteJson(held.quote) };
}

export function redemptionJson(
  { customer }: Pick<LoyaltyView, 'customer'>,
  redemption: Redemption,
  orderOf: (ref: string | undefined) => OrderNamed | null,
): z.infer<typeof HoldJson> {
  const { id, kind, state, currency, points, amountMinor, heldAt, until, capturedAt, order, code, takes, overdrawn } =
    redemption;
  const spent = takes.reduce((sum, take) => sum + take.points - take.returned, overdrawn);
  return {
    id,
    customer: customerIdFromKey(customer._id),
    kind,
    state,
    currency,
    points,
    amountMinor,
    heldAt: isoTime(heldAt),
    until: isoTime(until),
    capturedAt: isoTimeOrNull(capturedAt),
    returnedPoints: state === 'captured' ? points - spent : 0,
    order: orderOf(order),
    code: code ?? null,
  };
}

export async function refundPreviewJson(
  scope: ShopStore,
  order: string,
  preview: RefundPreview,
  context: LoyaltyContext,
): Promise<z.infer<typeof RefundPreviewJson>> {
  const orderOf = await ordersNamed(scope, [order]);
  const programme = programmeNow(context);
  const levelOf = (id: string | null): z.infer<typeof LevelJson> | null => {
    const level = programme?.tiers.levels.find((each) => each.id === id);
    return level ? levelJson(level) : null;
  };
  const currencies = preview.currencies.map(
    ({ currency, takenPoints, returnedPoints, balanceBefore, balanceAfter, pendingBefore, pendingAfter }) => ({
      currency,
      takes: takenPoints,
      returns: returnedPoints,
      balanceBefore,
      balanceAfter,
      pendingBefore,
      pendingAfter,
    }),
  );
  const paying = currencies.find(({ currency }) => currency === programme?.spends);
  return {
    order: orderOf(order) ?? { id: order, number: null },
    goodsMinor: preview.goodsMinor,
    takes: paying?.takes ?? 0,
    returns: paying?.returns ?? 0,
    balanceBefore: paying?.balanceBefore ?? 0,
    balanceAfter: paying?.balanceAfter ?? 0,
    pendingBefore: paying?.pendingBefore ?? 0,
    pendingAfter: paying?.pendingAfter ?? 0,
    currencies,
    levelBefore: levelOf(preview.levelBefore),
    levelAfter: levelOf(preview.levelAfter),
  };
}
