import { z } from 'zod';
import { customerIdFromKey, dayOf, type Instant } from '../../../model.ts';
import { authorsOf } from '../../queries/authors.ts';
import { type FoundCustomer, mergesInto } from '../../queries/customer.ts';
import { membershipsOf } from '../../queries/customer-segments.ts';
import { customerTags } from '../../queries/customer-tags.ts';
import type { ShopState } from '../../shop-state.ts';
import type { ShopStore } from '../../store/index.ts';
import { AuthorJson, authorJson } from './change-json.ts';
import { CustomerJson, customerJson, Place, segmentIdOf } from './customer-json.ts';
import { isoTime, isoTimeOrNull, Time } from './schemas.ts';

const TagDetail = z
  .object({
    name: z.string(),
    at: Time.nullable().describe('Since when they have it; null when that was not written down.'),
    author: AuthorJson.nullable(),
    removable: z.boolean().describe('False: a host or till set it, and it has to be taken away there.'),
  })
  .meta({ id: 'TagDetail' });

const Membership = z
  .object({
    id: z.string(),
    name: z.string(),
    since: Time.nullable().describe('When they last entered; null when that was not written down.'),
  })
  .meta({ id: 'Membership' });

const Merge = z
  .object({ id: z.string().describe('Still leads to this customer.'), at: Time, author: AuthorJson })
  .meta({ id: 'Merge' });

export const CustomerDetail = CustomerJson.extend({
  mergedFrom: z.string().nullable().describe('The id that was asked for, when that customer was merged into this one.'),
  nameFolded: z.string().nullable().describe('The name as it is searched: without accents, lower case.'),
  emailDeliverable: z.boolean().nullable().describe('Whether mail arrives; null while none was sent.'),
  defaultAddress: Place.nullable().describe('The first of `addresses`.'),
  daysSinceLastOrder: z.int().nullable().describe('Calendar days of the shop; null for who never bought.'),
  tagDetails: z.array(TagDetail),
  memberships: z.array(Membership).describe('The saved segments they are in, by name.'),
  merges: z.array(Merge).describe('Who was merged into this customer, the last first.'),
}).meta({ id: 'CustomerDetail' });

export type CustomerDetail = z.infer<typeof CustomerDetail>;

/** A customer with all that its page shows at the top. */
export async function customerDetail(
  scope: ShopStore,
  { customer, mergedFrom }: FoundCustomer,
  state: ShopState,
  now: Instant,
): Promise<CustomerDetail> {
  const json = customerJson(customer, state);
  const segments = json.segments.map((id) => `${scope.shop}/${id}`);
  const [tags, memberships, merges] = await Promise.all([
    customerTags(scope, customer),
    membershipsOf(scope, customer, segments),
    mergesInto(scope, customer._id),
  ]);
  const authorOf = await authorsOf(
    scope,
    [...tags, ...merges].flatMap(({ cause }) => cause ?? []),
  );
  const { lastDay } = customer.stats;
  return {
    ...json,
    mergedFrom,
    nameFolded: customer.nameFolded ?? null,
    emailDeliverable: null,
    defaultAddress: json.addresses[0] ?? null,
    // An order that a host's clock dated tomorrow was not in the future.
    daysSinceLastOrder: lastDay === undefined ? null : Math.max(0, dayOf(now, state.shop.timeZone) - lastDay),
    tagDetails: tags.map(({ name, at, cause, removable }) => ({
      name,
      at: isoTimeOrNull(at),
      author: cause && authorJson(authorOf(cause)),
      removable,
    })),
    memberships: memberships.map(({ segment, name, since }) => ({
      id: segmentIdOf(segment),
      name,
      since: isoTimeOrNull(since),
    })),
    merges: merges.map(({ _id, at, cause }) => ({
      id: customerIdFromKey(_id),
      at: isoTime(at),
      author: authorJson(authorOf(cause)),
    })),
  };
}
