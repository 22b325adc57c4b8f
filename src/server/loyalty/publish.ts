import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '../../errors.ts';
import { PROGRAMME_SCHEMA, type Programme } from '../../loyalty/index.ts';
import type { ShopId } from '../../model.ts';
import type { AppParts } from '../app-parts.ts';
import { recordAudit } from '../audit.ts';
import { type RebuildParts, rebuildDerived, requestRebuild } from '../rebuild.ts';
import { SETTLE_MS } from '../shop-state.ts';
import type { ProgrammeDocument } from '../store/documents.ts';

/**
 * Makes a programme a new version of the shop's. Versions begin now or later, never before: what was granted stays as it was. Only the first
 * may begin in the past, and then the orders since are counted.
 */
export async function publishProgramme(
  parts: Pick<AppParts, 'store' | 'states' | 'now'>,
  shop: ShopId,
  wanted: { readonly programme: Programme; readonly from?: number; readonly note?: string; readonly after: number },
  actor: string,
): Promise<ProgrammeDocument> {
  const now = parts.now();
  const programme = PROGRAMME_SCHEMA.parse(wanted.programme);
  const published = await parts.store.transaction(shop, async (scope) => {
    const [last] = await scope.programmes.find({}).sort({ shop: 1, version: -1 }).limit(1).toArray();
    if ((last?.version ?? 0) !== wanted.after)
      throw new AppError('conflict', `the programme is at version ${last?.version ?? 0} by now`);
    // By then every process reads orders by it.
    const soonest = now + SETTLE_MS;
    const from = last ? Math.max(wanted.from ?? soonest, soonest) : (wanted.from ?? soonest);
    if (last && from <= last.from) throw new AppError('invalid', 'a version that begins later is planned already');
    const document: ProgrammeDocument = {
      _id: `${shop}/${(last?.version ?? 0) + 1}`,
      shop,
      version: (last?.version ?? 0) + 1,
      from,
      programme,
      at: now,
      by: actor,
      ...(wanted.note === undefined ? {} : { note: wanted.note }),
    };
    await scope.programmes.insert([document]);
    await recordAudit(scope, { at: now, actor, action: 'loyalty.published', target: `programme ${document.version}` });
    return document;
  });
  parts.states.forget(shop);
  return published;
}

/** Settles every account by a version that begins about now, without waiting for the job; one that is planned is left to it. */
export async function applySoon(parts: RebuildParts, { shop, from }: ProgrammeDocument): Promise<void> {
  const wait = from - parts.now();
  if (wait > SETTLE_MS) return;
  await sleep(Math.max(0, wait));
  await applyBegunVersionsOf(parts, shop);
  await rebuildDerived(parts, shop);
}

/** Versions that have begun and that not every account was settled by: every account is, in the background. A job asks each minute. */
export async function applyBegunVersions(parts: Pick<AppParts, 'store' | 'now'>): Promise<{ done: number }> {
  let done = 0;
  for await (const { _id } of parts.store.system.shops.find({}, { projection: { _id: 1 } })) {
    if (await applyBegunVersionsOf(parts, _id)) done += 1;
  }
  return { done };
}

async function applyBegunVersionsOf(parts: Pick<AppParts, 'store' | 'now'>, shop: ShopId): Promise<boolean> {
  const scope = parts.store.forShop(shop);
  const begun = { applied: { $exists: false }, from: { $lte: parts.now() } };
  if ((await scope.programmes.count(begun)) === 0) return false;
  // Marked afterwards: a process that ends in between leaves it to be asked for again.
  await requestRebuild(parts.store, shop, parts.now());
  await scope.programmes.updateMany(begun, { $set: { applied: true } });
  return true;
}
