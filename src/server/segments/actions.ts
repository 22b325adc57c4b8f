import type { Logger } from 'pino';
import { AppError } from '../../errors.ts';
import { recordAudit } from '../audit.ts';
import { randomId } from '../random.ts';
import type { ShopStates } from '../shop-state.ts';
import type { ActionAsked, ActionMembersDocument, BulkActionDocument } from '../store/bulk-action-document.ts';
import type { ShopStore, Store } from '../store/index.ts';
import type { SegmentDocument } from '../store/segment-documents.ts';
import { changeGroup } from './actions-change.ts';
import { freezeMembers } from './actions-freeze.ts';
import { type ExportParts, mailExport, runExport } from './export.ts';
import { dropAttempt } from './export-erase.ts';
import { idOf, labelOf } from './live.ts';
import { refuseArchived } from './pinning.ts';

export interface BulkActionsParts extends ExportParts {
  readonly store: Store;
  readonly states: ShopStates;
  readonly logger: Logger;
  /** Names this process in leases. */
  readonly owner: string;
  readonly now: () => number;
}

const KEPT_MS = 30 * 86_400_000;
/** One group takes some tenths of a second; a process that is silent for so long is dead. */
const LEASE_MS = 30_000;

/** Somebody cancelled it, another process has it, or this one is stopping: whoever is at it leaves it as it is. */
class Ended extends Error {}

/**
 * Actions on whole segments (A03, A04): one after the other in a process, each taken up by another process when the lease runs out. A
 * group of customers is changed in the transaction that writes down that it is done, so that however often it is killed each is
 * changed once, and an undo knows exactly whom this action changed.
 */
export class BulkActions {
  readonly #parts: BulkActionsParts;
  readonly #queue: { readonly scope: ShopStore; readonly id: string }[] = [];
  #running: Promise<void> | undefined;
  #isStopped = false;

  constructor(parts: BulkActionsParts) {
    this.#parts = parts;
  }

  /** Writes the action down and begins it. */
  async start(
    scope: ShopStore,
    segment: SegmentDocument,
    asked: ActionAsked,
    actor: string,
  ): Promise<BulkActionDocument> {
    refuseArchived(segment);
    if (segment.activeVersion === 0)
      throw new AppError('conflict', 'the members of this segment have not been found yet');
    const at = this.#parts.now();
    const action: BulkActionDocument = {
      _id: `${segment._id}.${randomId(12)}`,
      shop: scope.shop,
      segment: segment._id,
      name: segment.name,
      label: labelOf(segment._id, segment.activeVersion),
      asked,
      at,
      by: actor,
      state: 'queued',
      progress: { done: 0, total: 0 },
      changed: 0,
      expiresAt: new Date(at + KEPT_MS),
    };
    await scope.bulkActions.insert([action]);
    await audit(
      scope,
      action,
      actor,
      at,
      asked.type === 'export' ? 'segment.export_started' : 'segment.action_started',
    );
    this.#take(scope, action._id);
    return action;
  }

  /** Nothing more is changed from now on; what was changed stays and can be undone. Null when there is none of this id. */
  async cancel(scope: ShopStore, id: string, actor: string): Promise<BulkActionDocument | null> {
    const now = this.#parts.now();
    const cancelled = await scope.bulkActions.findOneAndUpdate(
      { _id: keyOf(scope, id), state: { $in: ['queued', 'running'] } },
      { $set: { state: 'cancelled', endedAt: now }, $unset: { lease: '' } },
    );
    if (cancelled) await audit(scope, cancelled, actor, now, 'segment.action_cancelled');
    return cancelled ?? findAction(scope, id);
  }

  /** Takes back what it changed, from those alone whom it changed. Twice is once. */
  async undo(scope: ShopStore, id: string, actor: string): Promise<BulkActionDocument | null> {
    const action = await findAction(scope, id);
    if (!action || action.state === 'undoing' || action.state === 'undone') return action;
    if (action.asked.type === 'export')
      throw new AppError('conflict', 'an export changes nothing; its files can be deleted');
    if (action.state === 'queued' || action.state === 'running')
      throw new AppError('conflict', 'the action is under way: cancel it first');
    const undoing = await scope.bulkActions.findOneAndUpdate(
      { _id: action._id, state: action.state },
      {
        $set: { state: 'undoing', progress: { done: 0, total: action.changed } },
        $unset: { lease: '', endedAt: '', reason: '' },
      },
    );
    if (!undoing) throw new AppError('conflict', 'somebody else has changed the action meanwhile');
    await audit(scope, undoing, actor, this.#parts.now(), 'segment.action_undone');
    this.#take(scope, action._id);
    return undoing;
  }

  /** What nobody is at: after a start, and every minute, since another process may have died. */
  async resume(): Promise<void> {
    const isFree = [{ lease: { $exists: false } }, { 'lease.until': { $lt: this.#parts.now() } }];
    const left = { $or: [{ state: { $in: OPEN } }, { state: 'done' as const, 'mail.state': 'pending' as const }] };
    const open = this.#parts.store.system.bulkActions.find(
      { $and: [left, { $or: isFree }] },
      { projection: { shop: 1 } },
    );
    for await (const { _id, shop } of open) this.#take(this.#parts.store.forShop(shop), _id);
  }

  /** Ends after the group that is being changed; what is left is resumed by the next start. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#running;
  }

  /** Resolves when nothing is under way here. */
  async idle(): Promise<void> {
    while (this.#running) await this.#running;
  }

  #take(scope: ShopStore, id: string): void {
    if (!this.#queue.some((entry) => entry.id === id)) this.#queue.push({ scope, id });
    if (!this.#isStopped) this.#running ??= this.#workOff();
  }

  async #workOff(): Promise<void> {
    try {
      for (let entry = this.#queue.shift(); entry && !this.#isStopped; entry = this.#queue.shift()) {
        const { scope, id } = entry;
        await this.#run(scope, id).catch(async (error: unknown) => {
          if (error instanceof Ended) return this.#giveBack(scope, id);
          const code = error instanceof AppError ? error.code : 'internal';
          this.#parts.logger.error({ action: id, code, error }, 'an action on a segment failed');
          await scope.bulkActions
            .updateOne(
              { _id: id, state: { $in: OPEN }, 'lease.owner': this.#parts.owner },
              { $set: { state: 'failed', reason: code, endedAt: this.#parts.now() }, $unset: { lease: '' } },
            )
            .catch(() => undefined); // the database is away: the lease runs out, and resume() finds it
        });
      }
    } finally {
      this.#running = undefined;
    }
  }

  async #run(scope: ShopStore, id: string): Promise<void> {
    const { store, owner, now } = this.#parts;
    const free = [{ lease: { $exists: false } }, { 'lease.until': { $lt: now() } }, { 'lease.owner': owner }];
    const mailing = await scope.bulkActions.findOneAndUpdate(
      { _id: id, state: 'done', 'mail.state': 'pending', $or: free },
      { $set: { lease: this.#lease() } },
    );
    if (mailing) return mailExport(this.#parts, scope, mailing);
    await scope.bulkActions.updateOne({ _id: id, state: 'queued', $or: free }, { $set: { state: 'running' } });
    let action = await scope.bulkActions.findOneAndUpdate(
      { _id: id, state: { $in: ['running', 'undoing'] }, $or: free },
      { $set: { lease: this.#lease() }, $inc: { attempt: 1 } },
    );
    if (!action) return; // cancelled, or another process is at it
    if (!action.frozen) {
      const total = await freezeMembers(store, scope, action, () => this.#isOurs(scope, id));
      if (total === null) return;
      action = await scope.bulkActions.findOneAndUpdate(this.#mine(id), {
        $set: { frozen: true, 'progress.total': total, lease: this.#lease() },
      });
      if (!action) return;
    }
    if (action.asked.type === 'export') await this.#export(scope, action);
    else await this.#change(scope, action);
  }

  async #change(scope: ShopStore, action: BulkActionDocument): Promise<void> {
    const isUndo = action.state === 'undoing';
    const left = isUndo
      ? { action: action._id, 'touched.0': { $exists: true }, undone: { $exists: false } }
      : { action: action._id, done: { $exists: false } };
    // A group that is done drops out of what is left, so each look finds the next ones.
    for (;;) {
      const groups = await scope.actionMembers
        .find(left, { hint: { action: 1, _id: 1 } })
        .sort({ _id: 1 })
        .limit(10)
        .toArray();
      if (groups.length === 0) break;
      for (const group of groups) {
        if (this.#isStopped) throw new Ended();
        await this.#changeGroup(scope, action, group, isUndo);
      }
    }
    await scope.bulkActions.updateOne(this.#mine(action._id), {
      $set: { state: isUndo ? 'undone' : 'done', endedAt: this.#parts.now() },
      $unset: { lease: '' },
    });
  }

  async #changeGroup(
    scope: ShopStore,
    action: BulkActionDocument,
    group: ActionMembersDocument,
    isUndo: boolean,
  ): Promise<void> {
    const { store, states, now } = this.#parts;
    const change = action.asked;
    if (change.type === 'export') return;
    const customers = isUndo ? (group.touched ?? []) : group.customers;
    await store.transaction(
      scope.shop,
      async (inside, attempt) => {
        const state = await states.get(scope.shop); // for each group anew: segments and settings change meanwhile
        if (!state) throw new Ended();
        const touched = await changeGroup(inside, attempt, state, action, { change, isUndo, customers, now: now() });
        const mine = await inside.bulkActions.updateOne(this.#mine(action._id), {
          $set: { lease: this.#lease() },
          $inc: { 'progress.done': customers.length, ...(isUndo ? {} : { changed: touched.length }) },
        });
        if (mine.matchedCount === 0) throw new Ended(); // cancelled, or lost to another process: nothing of this group happens
        await inside.actionMembers.updateOne(
          { _id: group._id },
          { $set: isUndo ? { undone: true } : { done: true, touched } },
        );
      },
      { isPatient: true },
    );
  }

  async #export(scope: ShopStore, action: BulkActionDocument): Promise<void> {
    const mine = { ...this.#mine(action._id), attempt: action.attempt ?? 1 };
    await scope.bulkActions.updateOne(mine, { $set: { 'progress.done': 0 } }); // what an earlier try has written is not gone on with
    const isOurs = async (done: number) =>
      !this.#isStopped &&
      (await scope.bulkActions.updateOne(mine, { $set: { lease: this.#lease(), 'progress.done': done } }))
        .matchedCount > 0;
    const ended = await runExport(this.#parts, scope, action, isOurs);
    const done =
      ended &&
      (await scope.bulkActions.findOneAndUpdate(mine, {
        $set: {
          state: 'done',
          endedAt: this.#parts.now(),
          'progress.done': action.progress.total,
          ...ended,
          lease: this.#lease(),
        },
      }));
    if (!done) {
      await dropAttempt(scope, action);
      throw new Ended();
    }
    if (done.mail?.state === 'pending') await mailExport(this.#parts, scope, done);
    else await scope.bulkActions.updateOne({ _id: action._id, state: 'done' }, { $unset: { lease: '' } });
  }

  /** For whoever starts next: not to wait until the lease runs out. */
  async #giveBack(scope: ShopStore, id: string): Promise<void> {
    const own = { _id: id, 'lease.owner': this.#parts.owner };
    await scope.bulkActions.updateOne(own, { $unset: { lease: '' } }).catch(() => undefined);
  }

  #lease() {
    return { owner: this.#parts.owner, until: this.#parts.now() + LEASE_MS };
  }

  #mine(_id: string) {
    return { _id, state: { $in: ['running' as const, 'undoing' as const] }, 'lease.owner': this.#parts.owner };
  }

  async #isOurs(scope: ShopStore, id: string): Promise<boolean> {
    const renewed = await scope.bulkActions.updateOne(this.#mine(id), { $set: { lease: this.#lease() } });
    return !this.#isStopped && renewed.matchedCount > 0;
  }
}

const OPEN: BulkActionDocument['state'][] = ['queued', 'running', 'undoing'];

/** `id` is what the API calls it: `<segment id>.<action id>`. */
const keyOf = (scope: ShopStore, id: string) => `${scope.shop}/${id}`;

export function findAction(scope: ShopStore, id: string): Promise<BulkActionDocument | null> {
  return scope.bulkActions.findOne({ _id: keyOf(scope, id) });
}

/** Actions on a segment, newest first; exports or all others. */
export function lastActions(scope: ShopStore, segment: string, areExports: boolean): Promise<BulkActionDocument[]> {
  return scope.bulkActions
    .find({ segment, 'asked.type': areExports ? 'export' : { $ne: 'export' } })
    .sort({ at: -1, _id: -1 })
    .limit(50)
    .toArray();
}

function audit(scope: ShopStore, action: BulkActionDocument, actor: string, at: number, what: string): Promise<void> {
  const { asked } = action;
  const details =
    asked.type === 'export'
      ? { format: asked.format, columns: [...asked.columns], isMailed: asked.email !== undefined }
      : { type: asked.type, ...(asked.type === 'copy' ? { into: asked.into } : { tag: asked.tag }) };
  return recordAudit(scope, { at, actor, action: what, target: `segment ${idOf(action.segment)}`, details });
}
