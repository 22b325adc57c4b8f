import type { PersonReference } from '../../model.ts';
import type { DecodeInput } from '../adapter.ts';
import type { Fields } from '../fields.ts';
import { shopDomain } from './shop-domain.ts';

/** Whom `customers/data_request` or `customers/redact` is about; `orders` is the name of its list of orders. */
export function readPerson(body: Fields, orders: 'orders_requested' | 'orders_to_redact'): PersonReference {
  const customer = body.objectOrNull('customer');
  const person = {
    hostId: customer?.idOrNull('id') ?? null,
    email: customer?.textOrNull('email') ?? null,
    phone: customer?.textOrNull('phone') ?? null,
    orderHostIds: body.texts(orders),
  };
  const isNobody =
    person.hostId === null && person.email === null && person.phone === null && person.orderHostIds.length === 0;
  return isNobody ? body.fail('customer', 'an id, e-mail, phone or order is needed') : person;
}

/**
 * One secret signs for all shops of an app, and headers are not signed: the body of shop A's message verifies under shop B's name.
 * A message that erases or cuts off must therefore name its shop itself, in the body. `{shop}` of the documentation's
 * examples is no domain and says nothing.
 */
export function refuseOtherShop(
  body: Fields,
  name: 'shop_domain' | 'myshopify_domain',
  { headers }: DecodeInput,
): void {
  const named = shopDomain(body.textOrNull(name));
  const claimed = shopDomain(headers['x-shopify-shop-domain'] ?? null);
  if (named !== null && claimed !== null && named !== claimed) body.fail(name, 'another shop than the header names');
}
