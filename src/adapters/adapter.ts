import type { ParkReason } from '../errors.ts';
import type { CommerceEvent } from '../model.ts';

/**
 * What a host platform is to us. One folder a platform, the same file names in each: `webhook.ts` (identify, verify,
 * delivery key), `decode.ts` (payload → events, pure), `index.ts` (this object). `test/adapters/battery.test.ts` runs
 * over the list in `adapters/index.ts`; a platform that passes it behaves.
 */
export interface Adapter {
  /** In addresses (`/webhooks/<platform>`), in the database and in the manifest. */
  readonly platform: Platform;
  readonly displayName: string;
  /** Topics that are decoded, as the host spells them. Others are stored, answered 200 and marked ignored. */
  readonly topics: readonly string[];
  /** The one spelling, among `topics`, of a topic that the host spells in several ways. Without it each has one. */
  canonicalTopic?(topic: string): string;
  /** What the request claims to be, before anything is believed. Null: it does not look like this platform at all. */
  identify(request: WebhookRequest): WebhookClaim | null;
  /**
   * Whether one of the secrets signed exactly these bytes. In constant time for a given length; never throws.
   * Several secrets while one is being rotated.
   */
  verify(request: WebhookRequest, secrets: readonly string[]): boolean;
  /**
   * Whether a rightly signed request that names `claimed` may belong to the connection its address names. Without it the names
   * must be equal, which matters where one app secret signs for every shop (Shopify). Where the secret is the connection's own
   * it proves the shop by itself, and a shop that moves its domain keeps being heard (WooCommerce).
   */
  isSameShop?(claimed: string, domain: string): boolean;
  /** Unsigned requests that are answered at once and never stored (WooCommerce's ping, Haravan's handshake). */
  handshake?(request: WebhookRequest, verifyToken: string): HandshakeAnswer | null;
  /**
   * Makes a code that points became (L14) known to the host, as a discount of an amount that one order can use once. Without it the merchant, or
   * the till, enters the code by hand; no platform has it yet. Asked again with the same code it does nothing again. It rejects when
   * the host did not take it: the code stays the customer's, and is tried again.
   */
  writeDiscount?(discount: HostDiscount): Promise<void>;
  /** Pure: equal input, equal output. Events in the order in which they are to be applied; `[]` = nothing to do. */
  decode(delivery: DecodeInput): DecodeResult;
}

/** A personal code as a host needs to know it. */
export interface HostDiscount {
  readonly code: string;
  /** Off the goods of one order, minor units of `currency`. */
  readonly amountMinor: number;
  readonly currency: string;
  /** The buyer's id on that host, for hosts that bind codes to accounts; null: not known there. */
  readonly customerHostId: string | null;
}

export type Platform = 'shopify' | 'woocommerce' | 'haravan' | 'sapo' | 'pos';

export interface WebhookRequest {
  readonly method: 'GET' | 'POST';
  /** Lower-cased names, as Node gives them. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly query: Readonly<Record<string, string | undefined>>;
  /** The exact bytes; empty for GET. */
  readonly rawBody: Buffer;
}

export interface WebhookClaim {
  /** The host's name of the shop (domain, org id), normalised; null when the host does not send one. */
  readonly shop: string | null;
  /** As the host spells it, lower case: "orders/create", "order.updated". */
  readonly topic: string;
  /**
   * What makes this delivery this delivery, without the shop: two requests with one key are one delivery.
   * A host's delivery id where it is unique; otherwise a hash over topic, id, body.
   */
  readonly deliveryKey: string;
  /**
   * Deliveries of one entity are applied one after the other, in order of receipt: "order:16", "customer:2".
   * Null when the body tells no id; they are applied by themselves.
   */
  readonly entity: string | null;
  /** When the host sent it, if it says so. */
  readonly sentAt: number | null;
  /** Sent to try the connection out: acknowledged, stored, never applied (hosts.md §0 rule 7). */
  readonly test: boolean;
}

export interface DecodeInput {
  readonly topic: string;
  readonly rawBody: Buffer;
  readonly headers: Readonly<Record<string, string>>;
  /** When we took it in: the version of payloads that carry no time of their own. */
  readonly receivedAt: number;
  readonly shop: { readonly currency: string; readonly timeZone: string; readonly countryCode: string };
}

export type DecodeResult =
  | {
      readonly ok: true;
      readonly events: readonly CommerceEvent[] /** Why there is nothing to do. */;
      readonly note?: string;
    }
  | { readonly ok: false; readonly reason: ParkReason /** The field, never its value. */; readonly detail: string };

export type HandshakeAnswer = { readonly status: 200 | 401; readonly body: string };
