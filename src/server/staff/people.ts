import { AppError } from '../../errors.ts';
import type { Instant, ShopId } from '../../model.ts';
import { recordAudit } from '../audit.ts';
import type { StaffDocument } from '../store/documents.ts';
import type { ShopStore, Store } from '../store/index.ts';
import type { Role } from './roles.ts';

/** Who changes somebody's rights, and when. */
export interface By {
  readonly actor: string;
  readonly now: Instant;
}

const IN_FORCE = { removedAt: { $exists: false } };

/** Everybody who has opened the shop's admin, those who were removed too; the first first. */
export function listStaff(scope: ShopStore): Promise<StaffDocument[]> {
  return scope.staff.find().sort({ createdAt: 1, _id: 1 }).toArray();
}

/** Gives somebody a role, and lets them in again if they were removed. `id` is without the shop. */
export function changeRole(store: Store, shop: ShopId, id: string, role: Role, by: By): Promise<StaffDocument> {
  return store.transaction(shop, async (scope) => {
    const { removedAt, ...before } = await findMember(scope, id);
    if (removedAt === undefined && before.role === role) return before;
    if (role !== 'owner') await keepAnOwner(scope, before._id);
    await scope.staff.updateOne({ _id: before._id }, { $set: { role }, $unset: { removedAt: '' } });
    const action = removedAt === undefined ? 'staff.role_changed' : 'staff.let_in_again';
    await recordAudit(scope, audited(id, action, by, { from: before.role, to: role }));
    return { ...before, role };
  });
}

/** Refused from then on, within a second, until somebody gives them a role again. */
export function removeMember(store: Store, shop: ShopId, id: string, by: By): Promise<void> {
  return store.transaction(shop, async (scope) => {
    const { _id, removedAt, role } = await findMember(scope, id);
    if (removedAt !== undefined) return;
    await keepAnOwner(scope, _id);
    await scope.staff.updateOne({ _id }, { $set: { removedAt: by.now } });
    await recordAudit(scope, audited(id, 'staff.removed', by, { role }));
  });
}

async function findMember(scope: ShopStore, id: string): Promise<StaffDocument> {
  const found = await scope.staff.findOne({ _id: `${scope.shop}/${id}` });
  if (!found) throw new AppError('not_found', 'there is no staff member with this id');
  return found;
}

/**
 * Refuses what would leave nobody who can get in as an owner. All owners are written, since two transactions that each take away one of
 * the last two would otherwise not notice each other.
 */
async function keepAnOwner(scope: ShopStore, _id: string): Promise<void> {
  await scope.staff.updateMany({ role: 'owner' }, { $inc: { revision: 1 } });
  const connected = await scope.installations.find({ state: 'active' }, { projection: { _id: 1 } }).toArray();
  const owners = await scope.staff
    .find({ role: 'owner', installation: { $in: [null, ...connected.map((one) => one._id)] }, ...IN_FORCE })
    .toArray();
  if (owners.length === 1 && owners[0]?._id === _id)
    throw new AppError('last_owner', 'this is the only owner that the shop has');
}

function audited(id: string, action: string, { actor, now }: By, details: Record<string, unknown>) {
  return { at: now, actor, action, target: `staff ${id}`, details };
}
