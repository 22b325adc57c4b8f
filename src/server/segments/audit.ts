import { BUCKET_COUNT } from '../../model.ts';
import { evaluate, type SegmentContext } from '../../segments/index.ts';
import type { CustomerDocument } from '../store/documents.ts';
import type { ShopStore } from '../store/index.ts';
import type { Run } from './lay.ts';
import { idOf } from './live.ts';
import { isMember } from './pins.ts';
import { allFactsOf, type BucketRange, BY_ID, inRange, type Selection } from './scan.ts';

/** Decided again with the other implementation after each build (moonshot 10). */
const AUDIT_SIZE = 200;

/**
 * Decides a random sample again with the evaluator. Anything but zero is an alarm (moonshot 10). `moments`: when the build began,
 * and now; events have decided by later days since, and both days are right.
 */
export async function audit(
  { scope, label, segment }: Pick<Run, 'scope' | 'label' | 'segment'>,
  selection: Selection,
  moments: readonly SegmentContext[],
): Promise<number> {
  const segmentId = idOf(segment._id);
  const from = Math.floor(Math.random() * BUCKET_COUNT);
  const first = await sampleFrom(scope, { from, to: BUCKET_COUNT });
  const sample = first.length < AUDIT_SIZE ? [...first, ...(await sampleFrom(scope, { from: 0, to: from }))] : first;
  let differences = 0;
  for (const customer of sample.slice(0, AUDIT_SIZE)) {
    const whole =
      customer.factsCut && selection.hasExactPath
        ? { ...customer, facts: await allFactsOf(scope, customer) }
        : customer;
    const isIn = customer.memberOf.includes(label);
    const decidedAt = (moment: SegmentContext) =>
      isMember(segmentId, customer, () => evaluate(selection.definition, whole, moment));
    if (moments.every((moment) => decidedAt(moment) !== isIn)) differences++;
  }
  return differences;
}

async function sampleFrom(scope: ShopStore, range: BucketRange): Promise<CustomerDocument[]> {
  if (range.from >= range.to) return [];
  return scope.customers.find(inRange(scope, range), BY_ID).sort({ _id: 1 }).limit(AUDIT_SIZE).toArray();
}
