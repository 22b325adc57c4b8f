import type { Programme } from '../../loyalty/index.ts';
import type { CustomerKey, DayNumber, Instant, ShopId } from '../../model.ts';
import type { LoyaltyDifference } from '../loyalty/check-account.ts';

/** Something about a customer's points that somebody should be told of; a message is made of it. Written once, never changed. */
export interface LoyaltyEventDocument {
  /** `<customer key>/<kind>/<currency>/<last day>/<days>`: the same warning a second time is the same document. */
  _id: string;
  shop: ShopId;
  customer: CustomerKey;
  kind: 'expiry_warning';
  at: Instant;
  currency: string;
  /** Of these points this is the last day. */
  lastDay: DayNumber;
  /** Which of the warnings: so many days before or, when the points were not there yet, fewer. */
  days: number;
  points: number;
}

/** A personal voucher. Days are of the shop's zone. */
export interface VoucherDocument {
  /** `<shop>/<campaign>/<customer id>/<birthday year>`: one for each customer, campaign and birthday year (P10). */
  _id: string;
  shop: ShopId;
  customer: CustomerKey;
  campaign: 'birthday';
  /** Of the birthday, not of the issue: one for 3 January is issued in December (P10). */
  year: number;
  /** What the customer says at the till. */
  code: string;
  benefit: Programme['birthday']['benefit'];
  /** Of goods, as the programme had it when the voucher was issued. */
  minimumMinor: number;
  /** Valid from the beginning of `from` until the beginning of `until`. */
  from: DayNumber;
  until: DayNumber;
  issuedAt: Instant;
  /** `void`: its customer was erased, or merged into one who had the same already. */
  state: 'issued' | 'used' | 'void';
  /** `<installation>/<host order id>` of the standing order that carries the code. */
  order?: string;
}

/** A check found books that do not agree. Open until a later check finds that they do. */
export interface LoyaltyAlarmDocument {
  /** `<customer key>/<kind>`. */
  _id: string;
  shop: ShopId;
  customer: CustomerKey;
  kind: LoyaltyDifference;
  /** In words without personal data. */
  what: string;
  /** First and last found. */
  at: Instant;
  seenAt: Instant;
  resolvedAt?: Instant;
}
