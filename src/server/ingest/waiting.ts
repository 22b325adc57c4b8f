import type { IdentityKey } from '../../model.ts';
import type { CustomerDocument } from '../store/documents.ts';
import { withBuyerClaims } from './buyer.ts';
import type { IngestContext } from './context.ts';
import { withOrderEffect } from './effects.ts';
import { recordEffect } from './record-effect.ts';
import type { Workspace } from './workspace.ts';

/**
 * Orders that named only a member code nobody had: now somebody has it, and they are attached, once (A20). The order stops
 * waiting in the transaction in which its fact reaches the customer.
 */
export async function attachWaitingOrders(
  workspace: Workspace,
  context: IngestContext,
  person: CustomerDocument,
  codes: readonly IdentityKey[],
): Promise<CustomerDocument> {
  let customer = person;
  for (const order of await workspace.ordersWaitingFor(codes)) {
    const { waitingFor: _waited, ...attached } = { ...order, customer: customer._id };
    workspace.putOrder(attached);
    customer = await withOrderEffect(
      workspace,
      customer,
      `${order.installation}/${order.hostId}`,
      undefined,
      order.fact ?? null,
    );
    if (!order.order) continue;
    const claimed = withBuyerClaims(context, customer, order.order);
    customer = { ...claimed.customer, createdAt: Math.min(claimed.customer.createdAt, order.order.placedAt) };
    recordEffect(workspace, context, customer._id, claimed.effect);
  }
  workspace.putCustomer(customer);
  return customer;
}
