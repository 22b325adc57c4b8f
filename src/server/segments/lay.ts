import { shortHash } from '../../model.ts';
import type { CustomerDocument } from '../store/documents.ts';
import type { ShopStore, Store } from '../store/index.ts';
import type { MembershipEventDocument, SegmentDocument } from '../store/segment-documents.ts';
import { labelOf } from './live.ts';
import { allFactsOf, BY_ID, cutAmong, type Part, type Selection } from './scan.ts';

/** Customers moved in one transaction: well below what one may hold, large enough to be quick. */
const BATCH = 500;
/** A build that was killed may have left a transaction open. */
const PATIENTLY = { isPatient: true } as const;

/** One build, or one flip. */
export interface Run {
  readonly store: Store;
  readonly scope: ShopStore;
  readonly segment: SegmentDocument;
  readonly label: string;
  /** The version being laid is the one shown: comings and goings are told as they happen. */
  readonly isShown: boolean;
  readonly at: number;
  readonly owner: string;
}

/** Gives the label to those of the part who are in by the definition, and takes it from the others. */
export async function layLabels(run: Run, selection: Selection, part: Part): Promise<void> {
  const { scope, label } = run;
  const { within, by, byLabel } = part;
  const keys = { projection: { _id: 1 } } as const;
  const entering = await scope.customers
    .find({ $and: [within, selection.filter, { memberOf: { $ne: label } }] }, { ...keys, ...by })
    .toArray();
  const whole = selection.hasExactPath ? { factsCut: { $exists: false } } : {};
  const leaving = await scope.customers
    .find({ $and: [within, whole, { memberOf: label }, { $nor: [selection.filter] }] }, { ...keys, ...byLabel })
    .toArray();
  const comers = entering.map((customer) => customer._id);
  const goers = leaving.map((customer) => customer._id);
  await move(run, selection, part, comers, 'entered');
  await move(run, selection, part, goers, 'left');
  if (!selection.hasExactPath) return;
  for await (const customer of cutAmong(scope, part)) {
    if (selection.decides(customer) !== customer.memberOf.includes(label)) {
      await moveByOrders(run, selection, customer._id);
    }
  }
}

/** One customer with more orders than are kept, decided again by all of them inside the transaction that moves them. */
async function moveByOrders(run: Run, selection: Selection, key: CustomerDocument['_id']): Promise<void> {
  await run.store.transaction(
    run.scope.shop,
    async (scope) => {
      const customer = await scope.customers.findOne({ _id: key });
      if (!customer?.factsCut) return; // merged or shortened meanwhile, and decided by that event
      const whole = { ...customer, facts: await allFactsOf(scope, customer) };
      const isIn = selection.decides(whole);
      if (isIn !== customer.memberOf.includes(run.label))
        await setMembership(run, scope, [key], isIn ? 'entered' : 'left');
    },
    PATIENTLY,
  );
}

/**
 * In transactions, and looking again inside: an event may have moved the customer since they were found, and whoever moved them
 * has told of it.
 */
async function move(
  run: Run,
  selection: Selection,
  { within, by }: Part,
  keys: CustomerDocument['_id'][],
  kind: MembershipEventDocument['kind'],
): Promise<void> {
  for (let i = 0; i < keys.length; i += BATCH) {
    const batch = keys.slice(i, i + BATCH);
    await run.store.transaction(
      run.scope.shop,
      async (scope) => {
        const verdict = kind === 'entered' ? selection.filter : { $nor: [selection.filter] };
        const whole = selection.hasExactPath ? { factsCut: { $exists: false } } : {};
        const membership = kind === 'entered' ? { memberOf: { $ne: run.label } } : { memberOf: run.label };
        const found = await scope.customers
          .find(
            { $and: [within, { _id: { $in: batch } }, membership, whole, verdict] },
            { projection: { _id: 1 }, ...by },
          )
          .toArray();
        if (found.length === 0) return;
        const still = found.map((customer) => customer._id);
        await setMembership(run, scope, still, kind, { within, by });
      },
      PATIENTLY,
    );
  }
}

async function setMembership(
  run: Run,
  scope: ShopStore,
  keys: readonly CustomerDocument['_id'][],
  kind: MembershipEventDocument['kind'],
  { within, by }: Pick<Part, 'within' | 'by'> = { within: {}, by: BY_ID },
): Promise<void> {
  const update = kind === 'entered' ? { $addToSet: { memberOf: run.label } } : { $pull: { memberOf: run.label } };
  const these = { $and: [within, { _id: { $in: [...keys] } }] };
  await scope.customers.updateMany(these, { ...update, $inc: { revision: 1 } }, by);
  if (run.isShown) await scope.membershipEvents.replace(keys.map((customer) => eventOf(run, customer, kind)));
}

/** A new version takes over: who is in it and was not in the old one entered, and the other way round. */
export async function recordSwap(run: Run): Promise<void> {
  const old = run.segment.activeVersion > 0 ? labelOf(run.segment._id, run.segment.activeVersion) : null;
  const differing: [MembershipEventDocument['kind'], string, string | null][] = [['entered', run.label, old]];
  if (old !== null) differing.push(['left', old, run.label]);
  for (const [kind, has, lacks] of differing) {
    const filter = lacks === null ? { memberOf: has } : { $and: [{ memberOf: has }, { memberOf: { $ne: lacks } }] };
    let batch: MembershipEventDocument[] = [];
    for await (const customer of run.scope.customers.find(filter, {
      projection: { _id: 1 },
      hint: { memberOf: 1, _id: 1 },
    })) {
      batch.push(eventOf(run, customer._id, kind));
      if (batch.length >= BATCH) {
        await run.scope.membershipEvents.replace(batch);
        batch = [];
      }
    }
    await run.scope.membershipEvents.replace(batch);
  }
}

function eventOf(
  run: Run,
  customer: CustomerDocument['_id'],
  kind: MembershipEventDocument['kind'],
): MembershipEventDocument {
  const { _id: segment, shop } = run.segment;
  const cause = { kind: 'job' as const, id: `build ${run.label}` };
  return {
    // A swap tells of each customer once, however often a build that was killed begins again.
    _id: `${shop}/${shortHash(20, run.label, customer, run.isShown ? String(run.at) : 'swap', kind)}`,
    shop,
    segment,
    customer,
    kind,
    at: run.at,
    cause,
  };
}
