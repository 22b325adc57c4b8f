import { AppError } from '../../errors.ts';
import { dayOf, type Instant } from '../../model.ts';
import type { RfmModel } from '../../segments/index.ts';
import { recordAudit } from '../audit.ts';
import type { SegmentBuilder } from '../segments/build.ts';
import { queueBuilds } from '../segments/queue.ts';
import { SETTLE_MS, type ShopState, type ShopStates } from '../shop-state.ts';
import type { ShopStore, Store } from '../store/index.ts';
import type { RfmModelDocument } from '../store/rfm-documents.ts';
import { newestModel } from './current.ts';
import { ensureCuts, rfmDaysOf } from './cuts.ts';

export interface RfmParts {
  readonly store: Store;
  readonly states: ShopStates;
  readonly builder: Pick<SegmentBuilder, 'requestBuild'>;
  readonly now: () => Instant;
}

/**
 * Puts a version in force. Its cut points of today are there before it is, and segments that read RFM are built again once every
 * process knows of it. `after`: the version that was edited, so that nobody's change is undone by one who had not seen it.
 */
export async function putRfmModel(
  parts: RfmParts,
  scope: ShopStore,
  state: ShopState,
  { model, after, by }: { readonly model: RfmModel; readonly after: number; readonly by: string },
): Promise<RfmModelDocument> {
  const { shop } = scope;
  const at = parts.now();
  const fromDay = dayOf(at, state.shop.timeZone);
  const newest = (await newestModel(scope))?.version ?? 0;
  if (newest !== after) throw new AppError('conflict', 'the RFM model was changed by somebody else meanwhile');
  await ensureCuts(scope, model, fromDay, { now: at });
  const version = after + 1;
  const document: RfmModelDocument = { _id: `${shop}/${version}`, shop, version, model, at, fromDay, by };
  await scope.rfmModels.insert([document]).catch((error: unknown) => {
    if ((error as { code?: number }).code !== 11_000) throw error;
    throw new AppError('conflict', 'the RFM model was changed by somebody else meanwhile');
  });
  await recordAudit(scope, {
    at,
    actor: by,
    action: 'rfm_model.changed',
    target: 'rfm',
    details: { version, kind: model.kind },
  });
  parts.states.forget(shop);
  await rebuildReaders(parts, scope, state);
  return document;
}

async function rebuildReaders({ builder, now }: RfmParts, scope: ShopStore, state: ShopState): Promise<void> {
  const documents = await scope.segments.find({ state: { $ne: 'archived' } }).toArray();
  const readers = documents.filter(({ definition }) => rfmDaysOf(state, definition, now()).size > 0);
  const keys = readers.map(({ _id }) => _id);
  await queueBuilds(scope, keys);
  setTimeout(() => {
    for (const key of keys) builder.requestBuild(scope.shop, key);
  }, SETTLE_MS).unref();
}
