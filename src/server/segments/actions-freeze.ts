import type { CustomerKey } from '../../model.ts';
import type { ActionMembersDocument, BulkActionDocument } from '../store/bulk-action-document.ts';
import type { ShopStore, Store } from '../store/index.ts';

/** Customers of one document, and of one transaction that changes them. */
const GROUP = 100;
/** Documents of one command. */
const COMMAND = 50;

/**
 * Writes down who the members are, once (A03): read in one snapshot, so it is the set of one moment while events go on. Killed in
 * between it begins again, since nobody was acted on yet. `isOurs` renews the lease; false ends it.
 */
export async function freezeMembers(
  store: Store,
  scope: ShopStore,
  action: BulkActionDocument,
  isOurs: () => Promise<boolean>,
): Promise<number | null> {
  await scope.actionMembers.deleteMany({ action: action._id });
  const session = store.client.startSession({ snapshot: true });
  let frozen = 0;
  let group: CustomerKey[] = [];
  let groups: ActionMembersDocument[] = [];
  const close = () => {
    if (group.length === 0) return;
    groups.push({
      _id: membersId(action._id, frozen / GROUP),
      shop: scope.shop,
      action: action._id,
      customers: group,
      expiresAt: action.expiresAt,
    });
    group = [];
  };
  try {
    const members = store
      .forShop(scope.shop, session)
      .customers.find(
        { memberOf: action.label },
        { hint: { memberOf: 1, _id: 1 }, projection: { _id: 1 }, batchSize: GROUP * COMMAND },
      )
      .sort({ _id: 1 });
    for await (const { _id } of members) {
      if (group.length === GROUP) close();
      if (groups.length === COMMAND) {
        await scope.actionMembers.insert(groups);
        groups = [];
        if (!(await isOurs())) return null;
      }
      group.push(_id);
      frozen++;
    }
    const total = frozen;
    close();
    await scope.actionMembers.insert(groups);
    return total;
  } finally {
    await session.endSession();
  }
}

const membersId = (action: string, number: number): string => `${action}/${String(Math.ceil(number)).padStart(6, '0')}`;

/** Every customer of the frozen set, in order of their key, in groups. */
export async function* frozenGroups(scope: ShopStore, action: string): AsyncGenerator<CustomerKey[]> {
  const groups = scope.actionMembers.find(
    { action },
    { hint: { action: 1, _id: 1 }, projection: { customers: 1 }, batchSize: 10 },
  );
  for await (const { customers } of groups.sort({ _id: 1 })) yield customers;
}
