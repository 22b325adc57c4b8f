import { type CustomerKey, fold } from '../../model.ts';
import { contextOfEdit, STAFF } from '../customer-edit.ts';
import { decideTouched } from '../ingest/apply.ts';
import type { IngestContext } from '../ingest/context.ts';
import { withTags } from '../ingest/person.ts';
import { recordEffect } from '../ingest/record-effect.ts';
import { TransactionWorkspace } from '../ingest/transaction-workspace.ts';
import type { Workspace } from '../ingest/workspace.ts';
import type { ShopState } from '../shop-state.ts';
import type { ActionAsked, BulkActionDocument } from '../store/bulk-action-document.ts';
import type { CustomerDocument } from '../store/documents.ts';
import type { ShopStore } from '../store/index.ts';
import { layHand, presentCustomers } from './pinning.ts';

/** What changes customers, and can be undone. */
export type Change = Exclude<ActionAsked, { readonly type: 'export' }>;

/**
 * Changes a group of customers inside a transaction, or takes that back; whom it changed, by the key that was frozen. Who was merged is
 * changed as who was kept; who was erased is left alone.
 */
export async function changeGroup(
  scope: ShopStore,
  attempt: number,
  state: ShopState,
  action: Pick<BulkActionDocument, 'by'>,
  asked: {
    readonly change: Change;
    readonly isUndo: boolean;
    readonly customers: readonly CustomerKey[];
    readonly now: number;
  },
): Promise<CustomerKey[]> {
  const context = contextOfEdit(state, action.by, asked.now);
  const workspace = new TransactionWorkspace(scope, attempt);
  await workspace.preloadAccounts(asked.customers);
  const present = await presentCustomers(workspace, scope, asked.customers);
  const touched: CustomerKey[] = [];
  const changed = new Set<CustomerKey>();
  for (const [frozen, customer] of present) {
    if (changed.has(customer._id)) continue; // two of the set were merged into one
    if (!changeOne(workspace, context, customer, asked.change, asked.isUndo)) continue;
    changed.add(customer._id);
    touched.push(frozen);
  }
  await decideTouched(workspace, context);
  await workspace.flush();
  return touched;
}

function changeOne(
  workspace: Workspace,
  context: IngestContext,
  customer: CustomerDocument,
  change: Change,
  isUndo: boolean,
): boolean {
  if (change.type === 'copy') {
    if (isUndo) return layHand(workspace, context, customer, change.into, 'unpin');
    // Who is kept out of the list by hand stays out: a pin would lift the ban.
    return !customer.bans?.includes(change.into) && layHand(workspace, context, customer, change.into, 'pin');
  }
  return changeTag(workspace, context, customer, change.tag, (change.type === 'add_tag') !== isUndo);
}

/** As staff do on a customer's page: theirs is a set of its own, and what a host or till set is not touched. */
function changeTag(
  workspace: Workspace,
  context: IngestContext,
  customer: CustomerDocument,
  tag: string,
  isAdded: boolean,
): boolean {
  const own = customer.tagClaims?.find(({ source }) => source === STAFF);
  const tags = own?.tags ?? [];
  const folded = fold(tag);
  if (tags.some((known) => fold(known) === folded) === isAdded) return false;
  const next = isAdded ? [...tags, tag] : tags.filter((known) => fold(known) !== folded);
  const at = Math.max(context.now, (own?.at ?? 0) + 1);
  const tagged = withTags(customer, STAFF, at, next);
  workspace.putCustomer(tagged.customer);
  recordEffect(workspace, context, customer._id, tagged.effect);
  return true;
}
