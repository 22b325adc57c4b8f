import { AppError } from '../../errors.ts';
import {
  type Cart,
  capture,
  type Done,
  hold,
  programmeNow,
  type Redemption,
  type Refused,
  release,
} from '../../loyalty/index.ts';
import { type ShopId, shortHash } from '../../model.ts';
import type { EditParts } from '../customer-edit.ts';
import { contentHash } from '../ingest/context.ts';
import { randomId } from '../random.ts';
import { actOnAccount } from './act.ts';
import { type Quoted, QuoteRefused, quoted, refusalOf } from './quotes.ts';
import { refusedError } from './refusals.ts';
import type { LoyaltyView } from './view.ts';

/** Who asks, and the key under which the same request is the same hold. */
export interface Call {
  readonly actor: string;
  readonly key: string | undefined;
}

export interface Held {
  readonly view: LoyaltyView;
  readonly redemption: Redemption;
  readonly quote: Quoted | null;
}

/** Reserves points for a cart. Refused with the quote that holds now, when it is another than was agreed to. */
export async function holdPoints(
  parts: EditParts,
  shop: ShopId,
  asked: {
    readonly customer: string;
    readonly cart: Cart;
    readonly points: number;
    readonly quoteHash?: string | undefined;
    /** `<installation>/<host order id>` */
    readonly order?: string | undefined;
  },
  { actor, key }: Call,
): Promise<Held> {
  const { cart, points, order } = asked;
  const id = holdId(shop, asked.customer, 'hold', key);
  const inputHash = `${cartHash(cart, points)}.${contentHash(order ?? null)}`;
  let agreed: Quoted | null = null;
  const view = await actOnAccount(parts, shop, asked.customer, actor, (account, context, customer) => {
    const request = { id, kind: 'checkout' as const, inputHash, points, ...(order === undefined ? {} : { order }) };
    if (account.redemptions.some((each) => each.id === id))
      return hold(account, { ...request, amountMinor: 0 }, context);
    const told = quoted(customer, account, cart, points, context);
    agreed = told;
    if (told.refused === 'points_above_cart')
      throw new QuoteRefused('invalid', `points: this cart takes at most ${told.usablePoints}`, told);
    if (told.refused !== null) {
      const { code, message } = refusedError(told.refused);
      throw new QuoteRefused(code, message, told);
    }
    if (asked.quoteHash !== undefined && asked.quoteHash !== told.hash) throw changed(told);
    return hold(account, { ...request, amountMinor: points * told.pointMinor }, context);
  });
  return { view, redemption: redemptionOf(view, id), quote: agreed };
}

/** Spends what is held. The cart, where it is given, has to be the one that was held for. */
export async function captureHold(
  parts: EditParts,
  shop: ShopId,
  id: string,
  asked: { readonly customer: string; readonly order?: string | undefined; readonly cart?: Cart | undefined },
  actor: string,
): Promise<Held> {
  const view = await actOnAccount(parts, shop, asked.customer, actor, (account, context, customer) => {
    const known = account.redemptions.find((each) => each.id === id);
    const { cart } = asked;
    const isOther =
      cart !== undefined && known !== undefined && known.inputHash.split('.')[0] !== cartHash(cart, known.points);
    if (isOther && known.state === 'held') {
      // As if these points were not held: they are the ones that are asked for.
      const free = release(account, id, context);
      throw changed(quoted(customer, free.ok ? free.account : account, cart, known.points, context));
    }
    return capture(account, id, asked.order, context);
  });
  return { view, redemption: redemptionOf(view, id), quote: null };
}

/** Gives held points back, or those of a code that nobody has used. Again: nothing happens. */
export async function releaseHold(
  parts: EditParts,
  shop: ShopId,
  id: string,
  customer: string,
  actor: string,
): Promise<Held> {
  const view = await actOnAccount(parts, shop, customer, actor, (account, context) => release(account, id, context));
  return { view, redemption: redemptionOf(view, id), quote: null };
}

/** Turns points into a code of the customer's own, spent at once: held and captured in one operation. */
export async function issueCode(
  parts: EditParts,
  shop: ShopId,
  { customer, points }: { readonly customer: string; readonly points: number },
  { actor, key }: Call,
): Promise<Held> {
  const id = holdId(shop, customer, 'code', key);
  const code = newCode();
  const view = await actOnAccount(parts, shop, customer, actor, (account, context) => {
    const programme = programmeNow(context);
    const pointMinor = programme?.redeeming.pointMinor ?? 0;
    const request = { id, kind: 'code' as const, inputHash: contentHash({ points }), points, code };
    const isKnown = account.redemptions.some((each) => each.id === id);
    const held = hold(account, { ...request, amountMinor: points * pointMinor }, context);
    if (!held.ok) return { ok: false, refused: refusalOf(held.refused, points, programme) };
    return isKnown ? held : followed(held, capture(held.account, id, undefined, context));
  });
  return { view, redemption: redemptionOf(view, id), quote: null };
}

/** The hold or code of an account, as it is now. */
export function redemptionOf(view: LoyaltyView, id: string): Redemption {
  const found = view.account?.redemptions.find((each) => each.id === id);
  if (!found) throw refusedError('redemption_unknown');
  return found;
}

/** The second of two operations after the first. */
function followed(first: Done, second: Done | Refused): Done | Refused {
  return second.ok ? { ...second, postings: [...first.postings, ...second.postings] } : second;
}

function changed(quote: Quoted): QuoteRefused {
  return new QuoteRefused('quote_changed', 'the cart comes to something else than was agreed to', quote);
}

/** The same key of the same customer is the same hold, for ever; a hold and a code never are. */
function holdId(shop: ShopId, customer: string, kind: 'hold' | 'code', key: string | undefined): string {
  if (key === undefined)
    throw new AppError(
      'bad_request',
      'Idempotency-Key: points are spent under a key, so that asking again spends nothing twice',
    );
  return shortHash(20, shop, customer, kind, key);
}

const cartHash = (cart: Cart, points: number) => contentHash({ cart, points });

/**
 * Ten characters that nobody mistakes for another, fifty bits: not to be guessed at a till. Lower case, because WooCommerce writes
 * codes of orders so.
 */
function newCode(): string {
  return randomId(10);
}
