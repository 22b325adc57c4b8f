import { type Account, type LoyaltyContext, settle } from '../../loyalty/index.ts';
import type { AppParts } from '../app-parts.ts';
import { contextOfEdit } from '../customer-edit.ts';
import { loyaltyContext, openAccount } from '../ingest/loyalty.ts';
import { TransactionWorkspace } from '../ingest/transaction-workspace.ts';
import { findCustomer } from '../queries/customer.ts';
import type { ShopState } from '../shop-state.ts';
import type { CustomerDocument } from '../store/documents.ts';
import type { ShopStore } from '../store/index.ts';
import { current } from './current.ts';

/** A customer's account at an instant. Null: they collect no points. */
export interface LoyaltyView {
  readonly customer: CustomerDocument;
  readonly account: Account | null;
  readonly context: LoyaltyContext;
}

/**
 * The account as it is now, for reading. Who has none yet (the programme has just begun, and nothing happened to them since) is shown
 * what they will have: the next event about them, or the rebuild, books it.
 */
export async function viewOf(
  { now }: Pick<AppParts, 'now'>,
  scope: ShopStore,
  state: ShopState,
  id: string,
): Promise<LoyaltyView> {
  const { customer } = await findCustomer(scope, id);
  const edit = contextOfEdit(state, 'nobody', now());
  const context = loyaltyContext(edit);
  if (context.versions.length === 0) return { customer, account: null, context };
  const known = await scope.accounts.findOne({ _id: customer._id });
  if (known) return { customer, account: current(known, customer.birth, context).account, context };
  const opened = await openAccount(new TransactionWorkspace(scope, 1), edit, customer);
  return { customer, account: opened && settle(opened, customer.birth, context).account, context };
}
