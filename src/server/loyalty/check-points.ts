import { type CustomerKey, dayOf } from '../../model.ts';
import type { JobDone, JobParts } from '../jobs/index.ts';
import { BY_ID, inRange, rangesOf } from '../segments/scan.ts';
import { type ShopState, ShopStates } from '../shop-state.ts';
import type { ShopStore } from '../store/index.ts';
import type { LoyaltyAlarmDocument } from '../store/loyalty-documents.ts';
import { checkContext, checkCustomer, type LoyaltyFinding, verifyLoyalty } from '../verify-loyalty.ts';

/** Nights in which every customer's books are checked once. */
export const SHARES = 30;
/** Open alarms that a night looks at again, the oldest first. */
const ALARMS_MAX = 1000;

/**
 * Checks a share of every shop's books, once a local day, and those of customers with an open alarm. A difference raises an alarm, which stays open until
 * a check finds none. A share that was not finished is begun again; nights without a server only make the round longer.
 */
export async function checkPoints(
  { store, now }: Pick<JobParts, 'store' | 'now'>,
  tell: (share: number) => void = () => {},
): Promise<JobDone> {
  const states = new ShopStates(store);
  let done = 0;
  for await (const { _id } of store.system.shops.find({}, { projection: { _id: 1 } })) {
    const state = await states.get(_id);
    if (!state || state.loyalty.versions.length === 0 || state.shop.rebuild?.state === 'running') continue;
    const { timeZone, pointsChecked } = state.shop;
    const day = dayOf(now(), timeZone);
    if (pointsChecked?.day === day) continue;
    const share = pointsChecked === undefined ? 0 : (pointsChecked.share + 1) % SHARES;
    done += await checkShare(store.forShop(_id), state, share, now(), tell);
    const before = pointsChecked === undefined ? { $exists: false } : pointsChecked;
    await store.system.shops.updateOne(
      { _id, pointsChecked: before },
      {
        $set: { pointsChecked: { day, share } },
      },
    );
  }
  return { done };
}

/** How many accounts were checked. */
export async function checkShare(
  scope: ShopStore,
  state: ShopState,
  share: number,
  now: number,
  tell: (share: number) => void = () => {},
): Promise<number> {
  const range = rangesOf(SHARES)[share];
  if (!range) return 0;
  const findings: LoyaltyFinding[] = [];
  const { accounts } = await verifyLoyalty(scope, state, now, (finding) => findings.push(finding), range);
  tell(0.9);
  const { _id: within } = inRange(scope, range) as { _id: { $gte: CustomerKey; $lt: CustomerKey } };
  const seen = new Set<CustomerKey>();
  const context = await checkContext(scope, state, now);
  const open = await scope.loyaltyAlarms
    .find({ resolvedAt: { $exists: false } })
    .sort({ at: 1 })
    .limit(ALARMS_MAX)
    .toArray();
  for (const { customer } of open) {
    if (seen.has(customer) || (customer >= within.$gte && customer < within.$lt)) continue;
    seen.add(customer);
    findings.push(...(await checkCustomer(scope, context, customer)));
  }
  await raise(scope, findings, now);
  const found = new Set(findings.map(alarmId));
  const closed = open.filter(({ _id }) => !found.has(_id)).map(({ _id }) => _id);
  await scope.loyaltyAlarms.updateMany({ _id: { $in: closed } }, { $set: { resolvedAt: now } }, BY_ID);
  return accounts;
}

async function raise(scope: ShopStore, findings: readonly LoyaltyFinding[], now: number): Promise<void> {
  for (const finding of findings) {
    const _id = alarmId(finding);
    const known = await scope.loyaltyAlarms.findOne({ _id });
    const alarm: LoyaltyAlarmDocument = {
      _id,
      shop: scope.shop,
      customer: finding.id as CustomerKey,
      kind: finding.kind,
      what: finding.what,
      at: known && known.resolvedAt === undefined ? known.at : now,
      seenAt: now,
    };
    await scope.loyaltyAlarms.replace([alarm]);
  }
}

const alarmId = ({ id, kind }: LoyaltyFinding) => `${id}/${kind}`;
