import { AppError, type ErrorCode } from '../../errors.ts';
import {
  type Account,
  type Cart,
  type LoyaltyContext,
  type Programme,
  type Quote,
  type QuoteRefusal,
  quote,
  versionAt,
} from '../../loyalty/index.ts';
import { type BirthDate, customerIdFromKey, digest } from '../../model.ts';
import { canonicalJson } from '../ingest/context.ts';
import type { CustomerDocument } from '../store/documents.ts';

/** A quote with what it was for, and the hash by which it is agreed to. */
export interface Quoted extends Quote {
  readonly customer: string;
  readonly minimumPoints: number;
  readonly pointMinor: number;
  readonly refused: QuoteRefusal | null;
  readonly hash: string;
}

/** What was asked for is refused, and this is what the cart comes to now: the route tells it as `/loyalty/quote` does. */
export class QuoteRefused extends AppError {
  readonly quote: Quoted;

  constructor(code: ErrorCode, message: string, quote: Quoted) {
    super(code, message);
    this.quote = quote;
  }
}

/**
 * What the cart comes to. The hash is over what was asked and what is paid: cart, points, each discount, tier and programme version. A balance that
 * grew meanwhile leaves it as it is, since nothing that was shown at the till has become wrong.
 */
export function quoted(
  { _id, birth }: { readonly _id: CustomerDocument['_id']; readonly birth?: BirthDate },
  account: Account,
  cart: Cart,
  points: number,
  context: LoyaltyContext,
): Quoted {
  const told = quote(account, cart, points, context, birth);
  const version = versionAt(context.versions, context.now);
  const { level, steps, goodsMinor, payableMinor } = told.quote;
  const agreed = { cart, points, level: level?.id, steps, goodsMinor, payableMinor, version: version?.version };
  return {
    ...told.quote,
    customer: customerIdFromKey(_id),
    minimumPoints: version?.programme.redeeming.minimumPoints ?? 0,
    pointMinor: version?.programme.redeeming.pointMinor ?? 0,
    refused: told.ok ? null : refusalOf(told.refused, points, version?.programme),
    hash: digest(canonicalJson(agreed)).slice(0, 32),
  };
}

/** Who asks for enough and has less than the minimum lacks points; only who asks for less asks for too few. */
export function refusalOf<R extends string>(
  refused: R,
  points: number,
  programme: Programme | null | undefined,
): R | 'points_insufficient' {
  const isEnough = points >= (programme?.redeeming.minimumPoints ?? 0);
  return refused === 'points_below_minimum' && isEnough ? 'points_insufficient' : refused;
}
