import { AppError } from '../errors.ts';
import type { ShopId } from '../model.ts';
import type { AppParts } from './app-parts.ts';
import { recordAudit } from './audit.ts';
import { decideTouched } from './ingest/apply.ts';
import { contextOf } from './ingest/delivery.ts';
import { resolveDeletion } from './ingest/order.ts';
import { TransactionWorkspace } from './ingest/transaction-workspace.ts';
import { deliveryIdOf, findDelivery } from './queries/deliveries-page.ts';

/**
 * Somebody has looked at the host and says what an undated deletion meant. It answers every parked deletion of the same order:
 * they ask one question.
 */
export async function resolveParkedDeletion(
  parts: Pick<AppParts, 'store' | 'states' | 'now'>,
  shop: ShopId,
  deliveryId: string,
  outcome: 'deleted' | 'kept',
  actor: string,
): Promise<void> {
  const state = await parts.states.get(shop);
  if (!state) throw new AppError('not_found', 'this shop is no more');
  const now = parts.now();
  await parts.store.transaction(shop, async (scope, attempt) => {
    const delivery = await findDelivery(scope, deliveryId);
    if (delivery.state !== 'parked' || delivery.parked?.reason !== 'deletion_undated') {
      throw new AppError('conflict', 'only a delivery that is parked as deletion_undated can be resolved');
    }
    const context = { ...contextOf(delivery, state, now), receivedAt: now, cause: { kind: 'api' as const, id: actor } };
    const workspace = new TransactionWorkspace(scope, attempt);
    const hostId = delivery.parked.detail.slice('order:'.length);
    await resolveDeletion(workspace, context, hostId, outcome === 'deleted');
    await decideTouched(workspace, context);
    const about = workspace.touchedCustomers().map((customer) => customer._id);
    await workspace.flush();
    await scope.inbox.updateMany(
      {
        state: 'parked',
        'parked.reason': 'deletion_undated',
        installation: delivery.installation,
        'parked.detail': delivery.parked.detail,
      },
      {
        $set: {
          state: 'done',
          doneAt: now,
          note: `resolved as ${outcome} by ${actor}`,
          ...(about.length === 0 ? {} : { customers: about }),
        },
        $unset: { lease: '', parked: '' },
      },
    );
    await recordAudit(scope, {
      at: now,
      actor,
      action: 'delivery.resolved',
      target: `delivery ${deliveryIdOf(delivery._id)}`,
      details: { outcome },
    });
  });
}
