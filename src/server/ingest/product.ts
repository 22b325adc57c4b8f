import type { Product } from '../../model.ts';
import type { ProductDocument } from '../store/documents.ts';
import type { IngestContext } from './context.ts';
import { canonicalJson } from './context.ts';
import type { Outcome } from './outcome.ts';
import { DONE } from './outcome.ts';
import type { Workspace } from './workspace.ts';

/** The catalogue, as far as orders and conditions need it: newest version wins. A deleted product stays known, since orders name it. */
export async function applyProduct(workspace: Workspace, context: IngestContext, product: Product): Promise<Outcome> {
  const id = productDocumentId(context, product.hostId);
  const before = await workspace.product(id);
  const after: ProductDocument = {
    _id: id,
    shop: context.shop._id,
    installation: context.installation,
    ...product,
    ...(before?.deleted ? { deleted: true as const } : {}),
  };
  if (before && compare(before, after) >= 0) return DONE;
  workspace.putProduct(after);
  return DONE;
}

export async function applyProductDeletion(
  workspace: Workspace,
  context: IngestContext,
  hostId: string,
): Promise<Outcome> {
  const id = productDocumentId(context, hostId);
  const before = await workspace.product(id);
  if (before?.deleted) return DONE;
  const unknown: Product = {
    hostId,
    version: { at: 0, rank: 0 },
    title: '',
    vendor: null,
    categories: [],
    variants: [],
    parentId: null,
  };
  workspace.putProduct({
    ...unknown,
    ...(before ?? {}),
    _id: id,
    shop: context.shop._id,
    installation: context.installation,
    deleted: true,
  });
  return DONE;
}

const productDocumentId = (context: IngestContext, hostId: string) =>
  `${context.shop._id}/${context.installation}/${hostId}`;

function compare(a: ProductDocument, b: ProductDocument): number {
  const [x, y] = [canonicalJson(a), canonicalJson(b)];
  return a.version.at - b.version.at || a.version.rank - b.version.rank || (x < y ? -1 : x > y ? 1 : 0);
}
