import { AppError } from '../../errors.ts';
import type { Account, Done, LoyaltyContext, Refused } from '../../loyalty/index.ts';
import type { ShopId } from '../../model.ts';
import { customerToEdit, type EditParts, editCustomers } from '../customer-edit.ts';
import { KeyedLocks } from '../ingest/locks.ts';
import { loyaltyContext, putBooked, settleNow } from '../ingest/loyalty.ts';
import type { CustomerDocument } from '../store/documents.ts';
import type { Store } from '../store/index.ts';
import { isDue } from './current.ts';
import { refusedError } from './refusals.ts';
import type { LoyaltyView } from './view.ts';

/** An operation on an account. What it throws is the answer to whoever asked for it, and changes nothing. */
export type Operation = (account: Account, context: LoyaltyContext, customer: CustomerDocument) => Done | Refused;

interface Asked {
  readonly operation: Operation;
  resolve(view: LoyaltyView): void;
  reject(error: unknown): void;
}

/** A transaction this long is still one of milliseconds. */
const BATCH_MAX = 100;

/** What waits for an account in this process, by shop, customer and who asks. */
interface Waiting {
  readonly locks: KeyedLocks;
  readonly asked: Map<string, Asked[]>;
}
const waiting = new WeakMap<Store, Waiting>();

/**
 * One operation on a customer's account, in one transaction with everything that follows from it: postings, figures, tier, memberships. What the
 * account refuses becomes a coded error, and nothing is written for it. The view is of the account as it was written.
 *
 * Operations that come while another is under way on the same account are carried out together, each by itself refused or done: a
 * thousand tills that ask at once then meet a handful of times in the database instead of a thousand, whatever other processes do.
 */
export function actOnAccount(
  parts: EditParts,
  shop: ShopId,
  customerId: string,
  actor: string,
  operation: Operation,
): Promise<LoyaltyView> {
  const here = waiting.get(parts.store) ?? { locks: new KeyedLocks(), asked: new Map<string, Asked[]>() };
  waiting.set(parts.store, here);
  const account = `${shop}/${customerId}`;
  const name = `${account}/${actor}`;
  const { promise, resolve, reject } = Promise.withResolvers<LoyaltyView>();
  const asked = here.asked.get(name) ?? [];
  here.asked.set(name, asked);
  asked.push({ operation, resolve, reject });
  if (asked.length === 1)
    // Not awaited: each of those who ask is told by a promise of its own, this one too.
    void here.locks.hold([account], async () => {
      here.asked.delete(name);
      for (let from = 0; from < asked.length; from += BATCH_MAX)
        await carryOut(parts, shop, customerId, actor, asked.slice(from, from + BATCH_MAX));
    });
  return promise;
}

async function carryOut(
  parts: EditParts,
  shop: ShopId,
  customerId: string,
  actor: string,
  batch: readonly Asked[],
): Promise<void> {
  try {
    const { key, workspace, context, errors } = await editCustomers(
      parts,
      shop,
      actor,
      async (workspace, edit, scope) => {
        let customer = await customerToEdit(workspace, scope, customerId);
        const key = customer._id;
        if (edit.loyalty.versions.length === 0) throw refusedError('programme_off');
        const context = loyaltyContext(edit);
        const known = await workspace.account(key);
        if (known === null || isDue(known, context)) customer = await settleNow(workspace, edit, customer);
        const errors: unknown[] = [];
        for (const { operation } of batch) {
          const account = await workspace.account(key);
          if (account === null) throw new AppError('conflict', 'this customer does not collect points');
          errors.push(
            attempt(() => {
              const done = operation(account, context, customer);
              if (!done.ok) throw refusedError(done.refused);
              putBooked(workspace, account, done.account, done.postings, context, customer.birth);
            }),
          );
        }
        if (workspace.hasAccountDraft(key)) workspace.putCustomer(customer);
        return { key, workspace, context, errors };
      },
    );
    const [customer, account] = [await workspace.customer(key), await workspace.account(key)];
    for (const [index, { resolve, reject }] of batch.entries()) {
      if (errors[index] !== null) reject(errors[index]);
      else resolve({ customer: customer as CustomerDocument, account, context });
    }
  } catch (error) {
    for (const { reject } of batch) reject(error);
  }
}

/** What was thrown; null when nothing was. */
function attempt(work: () => void): unknown {
  try {
    work();
    return null;
  } catch (error) {
    return error;
  }
}
