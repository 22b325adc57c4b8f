import { invariant } from '../../errors.ts';
import type { CustomerKey, IdentityKey, Instant } from '../../model.ts';
import { customerIdOf, customerKey, isSelfEvident } from '../../model.ts';
import { recordLeaving } from '../segments/live.ts';
import type { CustomerDocument, IdentityDocument } from '../store/documents.ts';
import type { IngestContext } from './context.ts';
import { factsOfOrders } from './effects.ts';
import { mergeLoyalty } from './loyalty.ts';
import { mergeCustomers, newCustomer, withIdentities } from './person.ts';
import { recordEffect } from './record-effect.ts';
import { attachWaitingOrders } from './waiting.ts';
import type { Workspace } from './workspace.ts';

/**
 * The one customer whom all these identities name: found, made, or merged from several. Customers are the connected
 * components of "stood on one record", so the outcome does not depend on which record came first.
 *
 * Null when nothing names an existing person by itself: a member code typed at a till may be a typing error, so it makes
 * nobody. Its identity is then kept without a customer and counted up, which is what makes a concurrent event that gives the
 * code to somebody collide with this one instead of missing it. `codeSuffices`: a till stated this member, not an invoice.
 */
export async function resolvePerson(
  workspace: Workspace,
  context: IngestContext,
  keys: readonly IdentityKey[],
  seenAt: Instant,
  options: { codeSuffices?: boolean } = {},
): Promise<CustomerDocument | null> {
  const known = await workspace.identities(keys);
  const owners = [
    ...new Set([...known.values()].flatMap((identity) => (identity.customer === null ? [] : [identity.customer]))),
  ];
  const found: CustomerDocument[] = [];
  for (const owner of owners) {
    const customer = await workspace.customer(owner);
    invariant(customer, 'an identity names a customer that exists');
    found.push(customer);
  }

  let person: CustomerDocument;
  if (found.length === 0) {
    const first = [...keys].sort(byStrength)[0];
    if (first === undefined) return null;
    if (!isSelfEvident(first) && !options.codeSuffices) {
      for (const key of keys) {
        const identity = known.get(key) ?? identityOf(context, key, null);
        workspace.putIdentity({ ...identity, waits: (identity.waits ?? 0) + 1 });
      }
      return null;
    }
    person = newCustomer(await freeKey(workspace, context, first), seenAt);
  } else {
    person = await mergeAll(workspace, context, found);
  }
  if (seenAt < person.createdAt) person = { ...person, createdAt: seenAt };

  const arriving = keys.filter((key) => known.get(key)?.customer !== person._id);
  for (const key of arriving) {
    const { waits: _waited, ...identity } = known.get(key) ?? identityOf(context, key, null);
    workspace.putIdentity({ ...identity, customer: person._id });
  }
  const goneHere = arriving.filter((key) => known.get(key)?.gone);
  person = withIdentities(person, keys);
  if (goneHere.length > 0) person = { ...person, gone: [...new Set([...(person.gone ?? []), ...goneHere])].sort() };
  workspace.putCustomer(person);

  const codes = arriving.filter((key) => !isSelfEvident(key) && known.has(key));
  return codes.length === 0 ? person : attachWaitingOrders(workspace, context, person, codes);
}

/** An identity of which nothing was heard before. */
export function identityOf(context: IngestContext, key: IdentityKey, customer: CustomerKey | null): IdentityDocument {
  const { shop, receivedAt, cause } = context;
  return { _id: `${shop._id}/${key}`, shop: shop._id, customer, since: receivedAt, cause };
}

/** A phone is what people are known by here; then the account, the address, the card. */
const STRENGTH = ['p', 'h', 'e', 'm'];
const byStrength = (a: IdentityKey, b: IdentityKey) =>
  STRENGTH.indexOf(a[0] as string) - STRENGTH.indexOf(b[0] as string) || (a < b ? -1 : 1);

async function freeKey(workspace: Workspace, context: IngestContext, identity: IdentityKey): Promise<CustomerKey> {
  for (let attempt = 0; ; attempt++) {
    const key = customerKey(context.shop._id, customerIdOf(context.shop._id, identity, attempt));
    if (!(await workspace.isTaken(key))) return key;
  }
}

/** The oldest customer stays, so that ids given out keep meaning somebody; equal ages: the smaller key. */
async function mergeAll(
  workspace: Workspace,
  context: IngestContext,
  found: CustomerDocument[],
): Promise<CustomerDocument> {
  const [winner, ...losers] = [...found].sort((a, b) => a.createdAt - b.createdAt || (a._id < b._id ? -1 : 1));
  invariant(winner, 'there is somebody to merge');
  if (losers.length === 0) return winner;
  let person = winner;
  for (const loser of losers) {
    person = mergeCustomers(person, loser);
    for (const identity of (await workspace.identities(loser.ids)).values())
      workspace.putIdentity({ ...identity, customer: person._id });
    for (const order of await workspace.ordersOf(loser._id)) workspace.putOrder({ ...order, customer: person._id });
    const loyalty = await mergeLoyalty(workspace, context, person._id, loser._id);
    workspace.removeCustomer({
      _id: loser._id,
      shop: context.shop._id,
      into: person._id,
      at: context.receivedAt,
      cause: context.cause,
      ...(loyalty === null ? {} : { loyalty }),
    });
    recordLeaving(workspace, context, loser);
    recordEffect(workspace, context, person._id, [{ field: 'merged', at: context.receivedAt, value: loser._id }]);
  }
  const orders = await workspace.ordersOf(person._id);
  return factsOfOrders(person, orders);
}
