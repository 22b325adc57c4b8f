import { fold, type Instant } from '../../model.ts';
import type { ChangeCause, CustomerDocument } from '../store/documents.ts';
import type { ShopStore } from '../store/index.ts';
import { keysOf } from './customer.ts';
import { QUERY_MS } from './limits.ts';

/** A tag of a customer, and who put it there. */
export interface TagDetail {
  readonly name: string;
  /** Who set it first of those whose tag it is now; null when that was not written down. */
  readonly at: Instant | null;
  readonly cause: ChangeCause | null;
  /** True when it was set here and nowhere else: a host's tag has to be taken away there. */
  readonly removable: boolean;
}

const STAFF = 'staff';

/** Tags with their author (V12), as the customer has them. */
export async function customerTags(scope: ShopStore, customer: CustomerDocument): Promise<TagDetail[]> {
  const claims = (customer.tagClaims ?? []).filter((claim) => claim.tags.length > 0);
  if (claims.length === 0) return [];
  const changes = await scope.changes
    .find(
      {
        customer: { $in: await keysOf(scope, customer._id) },
        field: { $in: claims.map((claim) => `tags:${claim.source}`) },
      },
      { hint: { customer: 1, at: 1 }, maxTimeMS: QUERY_MS },
    )
    .sort({ at: 1 })
    .toArray();
  return (customer.tagNames ?? []).map(({ key, name }) => {
    const holders = claims.filter((claim) => claim.tags.some((tag) => fold(tag) === key));
    const settings = holders.flatMap(({ source }) => {
      const told = changes.filter((change) => change.field === `tags:${source}`);
      const has = (value: unknown) => Array.isArray(value) && value.some((tag) => fold(String(tag)) === key);
      // The first of those at the end that all have it: it was put there then and has stayed.
      const before = told.findLastIndex((change) => !has(change.value));
      return told[before + 1] ?? [];
    });
    const [first] = settings.sort((a, b) => a.at - b.at);
    return {
      name,
      at: first?.at ?? null,
      cause: first?.cause ?? null,
      removable: holders.every((claim) => claim.source === STAFF),
    };
  });
}
