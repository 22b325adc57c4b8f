import { AppError } from '../errors.ts';
import type { ShopId } from '../model.ts';
import { customerToEdit, type EditParts, editCustomers } from './customer-edit.ts';
import { keysOf } from './queries/customer.ts';
import { randomId } from './random.ts';
import type { NoteDocument } from './store/documents.ts';
import type { ShopStore } from './store/index.ts';

/**
 * What people at the shop write about a customer for each other (V17). Nothing is overwritten: who wrote what when stays, also of
 * a note that was deleted, until the person is erased. A note lies under the customer it was written about; when that one is merged
 * into another it is found there, like their history.
 */
export async function addNote(
  parts: EditParts,
  shop: ShopId,
  customerId: string,
  text: string,
  actor: string,
): Promise<NoteDocument> {
  return editCustomers(parts, shop, actor, async (workspace, context, scope) => {
    const customer = await customerToEdit(workspace, scope, customerId);
    workspace.putCustomer(customer); // counted up, so that an erasure at the same moment collides and sees this note
    const note: NoteDocument = {
      _id: `${shop}/${randomId(12)}`,
      shop,
      customer: customer._id,
      at: context.now,
      versions: [{ at: context.now, by: actor, text }],
    };
    await scope.notes.insert([note]);
    return note;
  });
}

/** A new text; null deletes it, and a text for a deleted one brings it back. The same again is no change. */
export async function editNote(
  parts: EditParts,
  shop: ShopId,
  customerId: string,
  noteId: string,
  text: string | null,
  actor: string,
): Promise<NoteDocument> {
  return editCustomers(parts, shop, actor, async (workspace, context, scope) => {
    const customer = await customerToEdit(workspace, scope, customerId);
    const note = await findNote(scope, await keysOf(scope, customer._id), noteId);
    if (textOf(note) === text) return note;
    workspace.putCustomer(customer);
    const at = Math.max(context.now, (note.versions.at(-1)?.at ?? 0) + 1); // versions stay in order on any clock
    const changed: NoteDocument = { ...note, versions: [...note.versions, { at, by: actor, text }] };
    await scope.notes.replace([changed]);
    return changed;
  });
}

/** A note of this customer, also one that was deleted. */
export async function findNote(
  scope: ShopStore,
  customerKeys: Awaited<ReturnType<typeof keysOf>>,
  noteId: string,
): Promise<NoteDocument> {
  const note = await scope.notes.findOne({ _id: `${scope.shop}/${noteId}`, customer: { $in: customerKeys } });
  if (!note) throw new AppError('not_found', 'there is no such note about this customer');
  return note;
}

/** Null for one that was deleted. */
export function textOf(note: NoteDocument): string | null {
  return note.versions.at(-1)?.text ?? null;
}
