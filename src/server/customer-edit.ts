import { AppError } from '../errors.ts';
import type { InstallationId, Instant, ShopId } from '../model.ts';
import type { AppParts } from './app-parts.ts';
import { decideTouched } from './ingest/apply.ts';
import type { IngestContext } from './ingest/context.ts';
import { TransactionWorkspace } from './ingest/transaction-workspace.ts';
import type { Workspace } from './ingest/workspace.ts';
import { findCustomer } from './queries/customer.ts';
import type { ShopState } from './shop-state.ts';
import type { CustomerDocument } from './store/documents.ts';
import type { ShopStore } from './store/index.ts';

export type EditParts = Pick<AppParts, 'store' | 'states' | 'now'>;

/** Whose tags these are: staff's replace only staff's. */
export const STAFF = 'staff';

/** One transaction in which people at the shop change customers, by the same functions as hosts do. */
export async function editCustomers<R>(
  parts: EditParts,
  shop: ShopId,
  actor: string,
  work: (workspace: Workspace, context: IngestContext, scope: ShopStore) => Promise<R>,
): Promise<R> {
  return parts.store.transaction(shop, async (scope, attempt) => {
    // For each try anew: trying may take seconds, and segments and settings change meanwhile.
    const state = await parts.states.get(shop);
    if (!state) throw new AppError('not_found', 'this shop is no more');
    const context = contextOfEdit(state, actor, parts.now());
    const workspace = new TransactionWorkspace(scope, attempt);
    const result = await work(workspace, context, scope);
    await decideTouched(workspace, context);
    await workspace.flush();
    return result;
  });
}

/** What surrounds a change by people at the shop. */
export function contextOfEdit({ shop, live, loyalty }: ShopState, actor: string, now: Instant): IngestContext {
  const cause = { kind: 'api', id: actor } as const;
  // Staff speak for no connection; only host ids would need one.
  return { shop, installation: STAFF as InstallationId, receivedAt: now, now, cause, live, loyalty };
}

/** The customer of an id, for a change; who was erased is not changed any more. */
export async function customerToEdit(workspace: Workspace, scope: ShopStore, id: string): Promise<CustomerDocument> {
  const found = await findCustomer(scope, id);
  const customer = (await workspace.customer(found.customer._id)) ?? found.customer; // the workspace knows then that it is no new one
  if (customer.erasedAt !== undefined) throw new AppError('conflict', 'the customer was erased');
  return customer;
}
