import type { BirthDate } from './birth-date.ts';
import type { Instant } from './day.ts';

/**
 * What happened in a shop, in our words: adapters translate host payloads into these events and nothing behind them knows
 * a host. An event is a statement of state ("this order now looks so"), never a delta, so repeats and disorder are
 * harmless: the newest version wins and its effects are computed as should-be minus is.
 */
export type CommerceEvent =
  | { readonly type: 'order_changed'; readonly order: Order }
  | { readonly type: 'order_deleted'; readonly hostId: string }
  | { readonly type: 'order_restored'; readonly order: Order }
  | {
      readonly type: 'refund_changed';
      readonly orderHostId: string;
      readonly refund: Refund;
      readonly version: Version;
    }
  | { readonly type: 'customer_changed'; readonly customer: CustomerRecord }
  | { readonly type: 'customer_deleted'; readonly hostId: string }
  | {
      readonly type: 'customers_merged';
      readonly keptHostId: string;
      readonly mergedHostId: string;
      readonly at: Instant | null;
    }
  | { readonly type: 'product_changed'; readonly product: Product }
  | { readonly type: 'product_deleted'; readonly hostId: string }
  | { readonly type: 'app_uninstalled'; readonly at: Instant | null }
  | { readonly type: 'privacy_export_requested'; readonly person: PersonReference; readonly requestId: string | null }
  | { readonly type: 'privacy_erase_requested'; readonly person: PersonReference; readonly requestId: string | null }
  | { readonly type: 'shop_erase_requested' };

/**
 * Orders two payloads of one resource. `at` is the host's own modification time; many hosts write it in whole seconds,
 * so several states share one instant, and `rank` (how far along the resource's life the state is, see
 * {@link orderRank}) decides between them. What is still equal is decided by a hash of the content: arbitrary, but the
 * same in every order of arrival.
 */
export interface Version {
  readonly at: Instant;
  readonly rank: number;
}

/** Money taken so far, in the host's words brought to five. `partly_refunded` still counts (D2); `refunded` does not. */
export type Payment = 'unpaid' | 'partly_paid' | 'paid' | 'partly_refunded' | 'refunded' | 'voided';
/** `deleted` is a state some hosts tell by payload (WooCommerce's trash), besides the event `order_deleted`. */
export type OrderState = 'open' | 'cancelled' | 'deleted';

/** One order, as its host describes it at one version. All amounts are minor units of `currency`, never negative. */
export interface Order {
  readonly hostId: string;
  readonly version: Version;
  /** What the merchant calls it: "#1054". */
  readonly number: string;
  readonly placedAt: Instant;
  /** When it was paid, where the host says so; otherwise null and `placedAt` dates the purchase. */
  readonly paidAt: Instant | null;
  /**
   * When the goods were in the buyer's hands, as far as the host tells: delivered where somebody tracks the parcels, sent off where
   * nobody does, the last of them where there are several. Null: not all of it yet, or nothing is known of it. A host that
   * tells it by the parcel's last change may move it later. Orders stored before there was this field have none: read
   * `order.fulfilledAt ?? null`.
   */
  readonly fulfilledAt: Instant | null;
  readonly cancelledAt: Instant | null;
  readonly state: OrderState;
  readonly payment: Payment;
  /** The host's own status, verbatim, for people: "processing", "partially_refunded". */
  readonly hostStatus: string;
  /** A test order is stored and shown, and never counts (hosts.md §0 rule 7). */
  readonly test: boolean;
  readonly currency: string;
  /** Goods after discounts, before refunds, without shipping. `goods + shipping + tax + fees = total` where tax is not included. */
  readonly goodsMinor: number;
  readonly discountMinor: number;
  readonly shippingMinor: number;
  readonly taxMinor: number;
  readonly totalMinor: number;
  /** Still owed on this order (a till's debt, C26). */
  readonly debtMinor: number;
  readonly lines: readonly OrderLine[];
  readonly refunds: readonly Refund[];
  readonly voucherCodes: readonly string[];
  /**
   * Tessera's own point holds that the payload carries: the host's checkout wrote them there (`tessera_hold`), so anybody
   * may have typed anything. At most 20 different texts of 1 to 64 letters, digits, `_` and `-`, in the payload's order; none of them need
   * be a hold of this shop's. Orders stored before there was this field have none: read `order.redemptionIds ?? []`.
   */
  readonly redemptionIds: readonly string[];
  /** Where it was bought, lower case, as the host names it: "web", "pos", "facebook". */
  readonly channel: string;
  /** The store; null for an order without one (shown as the pseudo-location "online", C20). */
  readonly locationId: string | null;
  readonly staffId: string | null;
  readonly place: Place | null;
  readonly buyer: Buyer;
  readonly note: string | null;
}

export interface OrderLine {
  readonly hostId: string;
  readonly productId: string | null;
  readonly variantId: string | null;
  readonly sku: string | null;
  readonly title: string;
  readonly quantity: number;
  /** Of the whole line, after every discount. */
  readonly amountMinor: number;
  /**
   * What discounts took off the whole line, in minor units of the order's currency: its own and its share of the order's, as far
   * as the host tells. 0 when none, never negative; `amountMinor + discountMinor` is the line at its full price. Lines stored
   * before there was this field have none: read `line.discountMinor ?? 0`.
   */
  readonly discountMinor: number;
  /** Only what the order payload itself says; the catalogue is asked when a condition is compiled. */
  readonly categoryIds: readonly string[];
  readonly vendor: string | null;
}

/** Amounts are positive whatever sign the host uses. */
export interface Refund {
  readonly hostId: string;
  readonly at: Instant | null;
  readonly totalMinor: number;
  /** The goods part of it; null when the host does not say, and then goods are taken to be given back first. */
  readonly goodsMinor: number | null;
  readonly lines: readonly {
    readonly lineId: string;
    readonly quantity: number;
    readonly amountMinor: number | null;
  }[];
}

/** Codes as the host sends them; names as people wrote them. Vietnam's units of before July 2025 are kept beside (C21). */
export interface Place {
  readonly city: string | null;
  readonly province: string | null;
  readonly provinceCode: string | null;
  readonly district: string | null;
  readonly districtCode: string | null;
  readonly ward: string | null;
  readonly wardCode: string | null;
  readonly countryCode: string | null;
  readonly address: string | null;
  /** Of somebody's address: where they work, where the host or a person says so (C22); absent: where they live. */
  readonly kind?: 'home' | 'work' | undefined;
}

/** Who an order says it is for: raw text, normalised when it is taken in (the shop's country reads national numbers). */
export interface Buyer {
  /** The account on the host; null for a guest. */
  readonly hostId: string | null;
  readonly memberCode: string | null;
  readonly phone: string | null;
  readonly email: string | null;
  readonly name: string | null;
  /** Where they came from, if the order tells: "zalo", "facebook" (C23). */
  readonly source: string | null;
  /** The company they buy for, as the order names it; absent for none. */
  readonly company?: string;
}

export type Gender = 'male' | 'female' | 'other';
export type Consent = 'subscribed' | 'unsubscribed' | 'pending' | 'not_subscribed' | 'redacted';

/** An account on a host or a member at a till. A field left out (undefined) says nothing; null says "has none". */
export interface CustomerRecord {
  /** Null when the record is known by member code or phone alone (a till's quick add). */
  readonly hostId: string | null;
  readonly version: Version;
  readonly createdAt?: Instant | null;
  readonly memberCode?: string | null;
  readonly phone?: string | null;
  readonly email?: string | null;
  readonly name?: string | null;
  readonly gender?: Gender | null;
  readonly birthDate?: BirthDate | null;
  readonly tags?: readonly string[];
  readonly groups?: readonly string[];
  readonly note?: string | null;
  readonly source?: string | null;
  readonly emailConsent?: Consent | null;
  readonly smsConsent?: Consent | null;
  readonly addresses?: readonly Place[];
  readonly company?: string | null;
  /** Money the customer owes the shop, minor units of `currency`; negative is credit (C26). */
  readonly debtMinor?: number;
}

export interface Product {
  readonly hostId: string;
  readonly version: Version;
  readonly title: string;
  readonly vendor: string | null;
  readonly categories: readonly { readonly id: string; readonly name: string }[];
  readonly variants: readonly { readonly id: string; readonly sku: string | null; readonly title: string | null }[];
  /** A variation that a host sends as a product of its own (WooCommerce) names its parent. */
  readonly parentId: string | null;
}

/** Whom a privacy request is about, by whatever the host sends. */
export interface PersonReference {
  readonly hostId: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly orderHostIds: readonly string[];
}

const PAYMENT_RANK: Readonly<Record<Payment, number>> = {
  unpaid: 0,
  voided: 1,
  partly_paid: 2,
  paid: 3,
  partly_refunded: 5,
  refunded: 6,
};
const STATE_RANK: Readonly<Record<OrderState, number>> = { open: 0, cancelled: 1, deleted: 2 };

/**
 * How far along its life an order is, for versions of the same second: deleted after cancelled after open; then the money
 * (refunds come after payment); then how much has been refunded. Adapters call it with what they decoded, and may
 * add up to 99 for steps only their host has (WooCommerce: completed comes after processing).
 */
export function orderRank(order: Pick<Order, 'state' | 'payment' | 'refunds'>, hostStep = 0): number {
  const refunded = order.refunds.length;
  return (
    STATE_RANK[order.state] * 1_000_000 +
    PAYMENT_RANK[order.payment] * 100_000 +
    Math.min(refunded, 999) * 100 +
    hostStep
  );
}
