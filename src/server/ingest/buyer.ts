import type { IdentityKey, InstallationId, Instant, Order } from '../../model.ts';
import { cleanText, emailIdentity, hostIdentity, memberIdentity, phoneIdentity } from '../../model.ts';
import type { CustomerDocument } from '../store/documents.ts';
import type { IngestContext } from './context.ts';
import { readEmail, readPhone } from './context.ts';
import type { ClaimEffect, ClaimField } from './person.ts';
import { withClaim } from './person.ts';

/** Everything an order says about who bought. All of it names one person. */
export function buyerIdentities(
  context: Pick<IngestContext, 'shop'>,
  installation: InstallationId,
  order: Order,
): IdentityKey[] {
  const { hostId, memberCode } = order.buyer;
  const phone = readPhone(context, order.buyer.phone);
  const email = readEmail(context, order.buyer.email);
  return [
    ...(phone === null ? [] : [phoneIdentity(phone)]),
    ...(hostId === null ? [] : [hostIdentity(installation, hostId)]),
    ...(email === null ? [] : [emailIdentity(email)]),
    ...(cleanText(memberCode) === null ? [] : [memberIdentity(memberCode as string)]),
  ];
}

/** What an order tells about its buyer fills gaps in the profile; it never overrules an account (layer `order`). */
export function withBuyerClaims(
  context: IngestContext,
  person: CustomerDocument,
  order: Order,
): { customer: CustomerDocument; effect: ClaimEffect } {
  const claims: [ClaimField, unknown][] = [
    ['name', cleanText(order.buyer.name)],
    ['phone', readPhone(context, order.buyer.phone)],
    ['email', readEmail(context, order.buyer.email)],
    ['company', cleanText(order.buyer.company)],
    ['addresses', order.place === null ? null : [order.place]],
  ];
  let customer = person;
  const effect: ClaimEffect[number][] = [];
  for (const [field, value] of claims) {
    if (value === null) continue;
    const claimed = withClaim(customer, field, 'order', order.version.at, value);
    customer = claimed.customer;
    effect.push(...claimed.effect);
  }
  const source = cleanText(order.buyer.source) ?? null;
  if (source === null) return { customer, effect };
  const touched = withTouch(customer, order.placedAt, source);
  return { customer: touched.customer, effect: [...effect, ...touched.effect] };
}

/** Where they came from at a time: both their first touch and their last are the registers' to find (C23). */
export function withTouch(
  person: CustomerDocument,
  at: Instant,
  source: string,
): { customer: CustomerDocument; effect: ClaimEffect } {
  const first = withClaim(person, 'source', 'own', at, source.toLowerCase());
  const last = withClaim(first.customer, 'lastSource', 'own', at, source.toLowerCase());
  return { customer: last.customer, effect: [...first.effect, ...last.effect] };
}
