import type { CommerceEvent } from '../../model.ts';
import { decideMemberships } from '../segments/live.ts';
import type { IngestContext } from './context.ts';
import { settleLoyalty } from './loyalty.ts';
import { applyOrder, applyOrderDeletion, applyRefund } from './order.ts';
import type { Outcome } from './outcome.ts';
import { DONE } from './outcome.ts';
import { arranged } from './person.ts';
import { applyProduct, applyProductDeletion } from './product.ts';
import { applyAccountDeletion, applyAccountMerge, applyRecord } from './record.ts';
import type { Workspace } from './workspace.ts';

/** Events that change customers, orders and products. Privacy and uninstall reach beyond a workspace: `privacy.ts`. */
export type WorkspaceEvent = Exclude<
  CommerceEvent,
  { type: 'app_uninstalled' | 'privacy_export_requested' | 'privacy_erase_requested' | 'shop_erase_requested' }
>;

export async function applyEvent(
  workspace: Workspace,
  context: IngestContext,
  event: WorkspaceEvent,
): Promise<Outcome> {
  switch (event.type) {
    case 'order_changed':
      return applyOrder(workspace, context, event.order, { restored: false });
    case 'order_restored':
      return applyOrder(workspace, context, event.order, { restored: true });
    case 'order_deleted':
      return applyOrderDeletion(workspace, context, event.hostId);
    case 'refund_changed':
      return applyRefund(workspace, context, event.orderHostId, event.refund, event.version);
    case 'customer_changed':
      return applyRecord(workspace, context, event.customer);
    case 'customer_deleted':
      return applyAccountDeletion(workspace, context, event.hostId);
    case 'customers_merged':
      return applyAccountMerge(workspace, context, event.keptHostId, event.mergedHostId);
    case 'product_changed':
      return applyProduct(workspace, context, event.product);
    case 'product_deleted':
      return applyProductDeletion(workspace, context, event.hostId);
    default:
      return event satisfies never;
  }
}

/** Applies the events of one delivery and re-decides every customer they touched. The first that parks ends it. */
export async function applyAll(
  workspace: Workspace,
  context: IngestContext,
  events: readonly WorkspaceEvent[],
): Promise<Outcome> {
  let outcome: Outcome = DONE;
  for (const event of events) {
    outcome = await applyEvent(workspace, context, event);
    if (outcome.state === 'parked') break;
  }
  await decideTouched(workspace, context);
  return outcome;
}

/** Brings the memberships of every customer put so far in line with their document: the last step before `flush`. */
export async function decideTouched(workspace: Workspace, context: IngestContext): Promise<void> {
  for (const customer of workspace.touchedCustomers()) {
    const settled = await settleLoyalty(workspace, context, customer);
    const decided = await decideMemberships(workspace, context, settled);
    // Counted up even when nothing else changed: a merge of this customer in another transaction then collides with this one.
    workspace.putCustomer(arranged({ ...decided, revision: decided.revision + 1 }));
  }
}
