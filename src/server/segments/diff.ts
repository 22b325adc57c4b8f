import { AppError } from '../../errors.ts';
import type { CustomerKey, Instant } from '../../model.ts';
import {
  type Because,
  changesBetween,
  explain,
  type Names,
  type SegmentContext,
  type SegmentDefinition,
} from '../../segments/index.ts';
import { namesIn } from '../queries/definition-names.ts';
import { withCuts } from '../rfm/cuts.ts';
import { readNamed, type ShopState } from '../shop-state.ts';
import type { CustomerDocument } from '../store/documents.ts';
import type { ShopStore } from '../store/index.ts';
import type { SegmentDocument } from '../store/segment-documents.ts';
import { countAll, difference, peopleOf } from './difference.ts';
import { contextFor, idOf } from './live.ts';
import { checkReferences } from './references.ts';
import { type Selection, select } from './scan.ts';

/** What a change of a definition would do, before it is saved (issue 6 §3.4): exact counts, and people with the reason. */
export type Side = 'enters' | 'leaves';

export interface DiffPerson {
  readonly customer: CustomerDocument;
  /** Which changes let them in or out; none when conditions only stand in another order. */
  readonly because: readonly Because[];
}

export interface DiffPeople {
  readonly items: DiffPerson[];
  readonly nextAfter: CustomerKey | null;
}

export interface Diff {
  readonly enters: DiffPeople & { readonly customers: number };
  readonly leaves: DiffPeople & { readonly customers: number };
}

interface DiffRequest {
  readonly definition: SegmentDefinition;
  readonly asOf: Instant;
  readonly limit: number;
  readonly signal?: AbortSignal;
}

export async function diffSegment(
  scope: ShopStore,
  state: ShopState,
  segment: SegmentDocument,
  asked: DiffRequest,
): Promise<Diff> {
  const change = await changeOf(scope, state, segment, asked);
  const side = async (which: Side) => ({
    customers: await countAll(scope, change[which], asked.signal),
    ...(await explained(scope, change, which, { ...asked, after: null })),
  });
  // One after the other: each uses the cores by itself.
  return { enters: await side('enters'), leaves: await side('leaves') };
}

/** The next people of one side. */
export async function diffPeople(
  scope: ShopStore,
  state: ShopState,
  segment: SegmentDocument,
  asked: DiffRequest & { readonly side: Side; readonly after: CustomerKey | null },
): Promise<DiffPeople> {
  return explained(scope, await changeOf(scope, state, segment, asked), asked.side, asked);
}

interface Change {
  readonly before: SegmentDefinition;
  readonly after: SegmentDefinition;
  readonly context: SegmentContext;
  readonly names: Names;
  readonly enters: Selection;
  readonly leaves: Selection;
}

async function changeOf(
  scope: ShopStore,
  kept: ShopState,
  segment: SegmentDocument,
  { definition, asOf, signal }: DiffRequest,
): Promise<Change> {
  if (segment.kind === 'fixed')
    throw new AppError('invalid', 'definition: a fixed list has none; people are added to it');
  await checkReferences(scope, segment._id, definition);
  const both = [segment.definition, definition];
  let state = kept;
  for (const one of both) state = await withCuts(scope, state, one, { asOf, signal });
  const { catalogue, references } = await readNamed(scope, both);
  const context = contextFor(state, asOf, catalogue, references);
  const id = idOf(segment._id);
  const [was, is] = [select(segment.definition, context, id), select(definition, context, id)];
  return {
    before: segment.definition,
    after: definition,
    context,
    names: await namesIn(scope, both),
    enters: difference(was, is),
    leaves: difference(is, was),
  };
}

async function explained(
  scope: ShopStore,
  { before, after, context, names, ...sides }: Change,
  side: Side,
  page: Parameters<typeof peopleOf>[2],
): Promise<DiffPeople> {
  const { items, nextAfter } = await peopleOf(scope, sides[side], page);
  const because = (customer: CustomerDocument) =>
    changesBetween(explain(before, customer, context, names), explain(after, customer, context, names));
  return { items: items.map((customer) => ({ customer, because: because(customer) })), nextAfter };
}
