import { AppError } from '../../errors.ts';
import { type Adjustment, adjust, pin, programmeNow } from '../../loyalty/index.ts';
import { customerIdFromKey, type Instant, type ShopId, shortHash } from '../../model.ts';
import { recordAudit } from '../audit.ts';
import type { EditParts } from '../customer-edit.ts';
import { randomId } from '../random.ts';
import { actOnAccount } from './act.ts';
import type { LoyaltyView } from './view.ts';

/** More points than anybody means to give or take at once: a nought too many is refused. */
export const ADJUSTED_MAX = 1_000_000;

/** What is asked for by hand, without what the account knows itself. */
export type AdjustmentAsked = Pick<Adjustment, 'points' | 'ranks' | 'reason' | 'kind'> & {
  readonly currency?: string | undefined;
  readonly lastDay?: number | undefined;
};

/** Gives or takes points by hand. Under the same key it is the same adjustment; without one each is a new one. */
export async function adjustPoints(
  parts: EditParts,
  shop: ShopId,
  customer: string,
  asked: AdjustmentAsked,
  actor: string,
  key: string | undefined,
): Promise<LoyaltyView> {
  const id = key === undefined ? randomId(16) : shortHash(16, shop, customer, 'adjustment', key);
  const { currency: named, lastDay, ...rest } = asked;
  if (rest.kind === 'opened' && rest.points < 0)
    throw new AppError('invalid', 'points: a balance that is brought along is above zero');
  return actOnAccount(parts, shop, customer, actor, (account, context) => {
    const currency = named ?? programmeNow(context)?.spends ?? '';
    const adjustment = {
      ...rest,
      id,
      currency,
      at: context.now,
      by: actor,
      ...(lastDay === undefined ? {} : { lastDay }),
    };
    return adjust(account, adjustment, context);
  });
}

/** Sets a tier by hand. */
export async function pinTier(
  parts: EditParts,
  shop: ShopId,
  customer: string,
  { level, until, reason }: { readonly level: string; readonly until?: Instant | undefined; readonly reason: string },
  actor: string,
  key: string | undefined,
): Promise<LoyaltyView> {
  const id = key === undefined ? randomId(12) : shortHash(12, shop, customer, 'pin', key);
  const view = await actOnAccount(parts, shop, customer, actor, (account, context) =>
    pin(account, { id, level, from: context.now, until: until ?? null, reason, by: actor }, context),
  );
  await recordTier(parts, shop, view, actor, 'loyalty.tier_set', { level });
  return view;
}

/** Ends a tier that was set by hand; one that has ended stays as it is. */
export async function endPin(
  parts: EditParts,
  shop: ShopId,
  customer: string,
  id: string,
  actor: string,
): Promise<LoyaltyView> {
  const view = await actOnAccount(parts, shop, customer, actor, (account, context) => {
    if (!account.pins.some((each) => each.id === id))
      throw new AppError('not_found', 'no tier was set by hand under this id');
    return pin(account, { end: id }, context);
  });
  await recordTier(parts, shop, view, actor, 'loyalty.tier_released', {});
  return view;
}

/** Points are told by their postings; a tier that somebody set is told here. */
function recordTier(
  { store }: EditParts,
  shop: ShopId,
  { customer, context }: LoyaltyView,
  actor: string,
  action: string,
  details: Record<string, unknown>,
): Promise<void> {
  const target = `customer ${customerIdFromKey(customer._id)}`;
  return recordAudit(store.forShop(shop), { at: context.now, actor, action, target, details });
}
