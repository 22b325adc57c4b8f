import type { CustomerKey } from '../../model.ts';
import type { IngestContext } from './context.ts';
import { contentHash } from './context.ts';
import type { ClaimEffect } from './person.ts';
import type { Workspace } from './workspace.ts';

/** Writes a claim's effect into the customer's dated history. */
export function recordEffect(
  workspace: Workspace,
  context: IngestContext,
  customer: CustomerKey,
  effect: ClaimEffect,
): void {
  for (const change of effect) {
    workspace.recordChange({
      _id: `${customer}/${change.at}/${change.field}/${contentHash([change.value, context.cause.id])}`,
      shop: context.shop._id,
      customer,
      field: change.field,
      at: change.at,
      recordedAt: context.receivedAt,
      value: change.value,
      cause: context.cause,
    });
  }
}
