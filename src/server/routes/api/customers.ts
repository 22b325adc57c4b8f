import { z } from 'zod';
import { type DayNumber, dayOf, parseDay } from '../../../model.ts';
import type { App, AppParts } from '../../app-parts.ts';
import { findCustomer } from '../../queries/customer.ts';
import { customersPage } from '../../queries/customers-page.ts';
import { CUSTOMERS_SORTS, type CustomersRequest, type Range } from '../../queries/customers-request.ts';
import { ShopTotals } from '../../queries/customers-total.ts';
import { addCustomer } from '../../staff-edits.ts';
import { GivenTags, givenProfile } from './customer-given.ts';
import { CustomerJson, customerJson } from './customer-json.ts';
import { Flag, NextCursor, PageQuery, ShortText } from './schemas.ts';

const tags = ['customers'];

const CustomerCreation = z
  .strictObject({
    ...givenProfile,
    source: ShortText.nullish().describe('Where they came from: `zalo`, `facebook`.'),
    tags: GivenTags.optional(),
  })
  .meta({ id: 'CustomerCreation', description: 'A phone or an e-mail is needed.' });

const Total = z
  .object({
    value: z.int(),
    isExact: z.boolean().describe('False: more than 10,000, estimated from a sample.'),
  })
  .meta({ id: 'Total' });
const Customers = z
  .object({
    items: z.array(CustomerJson),
    nextCursor: NextCursor,
    total: Total.nullable().describe('Of the whole list, with its first page; null with the others.'),
  })
  .meta({ id: 'CustomersPage' });
const AddedCustomer = CustomerJson.extend({
  created: z.boolean().describe('False: somebody with this phone or e-mail is there already, and was not changed.'),
}).meta({ id: 'AddedCustomer' });

const several = <T extends z.ZodType<string>>(value: T) =>
  z.union([value.transform((one) => [one]), z.array(value).min(1).max(50)]);
const Day = z
  .string()
  .max(10)
  .transform((text, context): DayNumber => {
    const day = parseDay(text);
    if (day !== null) return day;
    context.addIssue('not a day such as 2026-11-22');
    return z.NEVER;
  })
  .meta({ format: 'date' });
const whole = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
const daysAgo = z.coerce.number().int().min(0).max(36_500);

const CustomersQuery = PageQuery.extend({
  search: ShortText.optional().describe(
    'Words of the name in any order or their beginnings (accents and case do not matter), a phone in any form or a part of one, the beginning of an e-mail address or a member code. All words have to be found.',
  ),
  tag: several(ShortText).optional().describe('Repeat it for several.'),
  tagMode: z.enum(['any', 'all']).optional().describe('Whether one of the tags is enough. Default `any`.'),
  segment: z.string().max(40).optional().describe('Id of a saved segment.'),
  hasPhone: Flag.optional(),
  hasEmail: Flag.optional(),
  gender: several(z.enum(['male', 'female', 'other', 'unknown'])).optional(),
  spentFrom: z.coerce
    .number()
    .int()
    .optional()
    .describe('In minor units of the shop’s currency; both ends are included.'),
  spentTo: z.coerce.number().int().optional(),
  ordersFrom: whole.optional(),
  ordersTo: whole.optional(),
  lastOrderFrom: Day.optional().describe('Calendar days in the shop’s time zone, both included.'),
  lastOrderTo: Day.optional(),
  daysSinceOrderFrom: daysAgo
    .optional()
    .describe('Calendar days since the last order; today is 0. Both ends are included.'),
  daysSinceOrderTo: daysAgo.optional(),
  createdFrom: Day.optional(),
  createdTo: Day.optional(),
  place: several(ShortText)
    .optional()
    .describe('City or province of an address, as it is written; accents and case do not matter.'),
  channel: several(ShortText).optional().describe('Bought there at least once.'),
  source: several(ShortText).optional().describe('Where they came from.'),
  sort: z
    .enum(CUSTOMERS_SORTS)
    .optional()
    .describe(
      '`-` is the greatest first; names stand in the order of the Vietnamese alphabet. Customers without a value come last. Left out: a search by relevance, anything else by id.',
    ),
});

/** `/customers`: the list of them, and adding one. What concerns one customer is in `customer.ts`. */
export function registerCustomers(app: App, parts: AppParts): void {
  const totals = new ShopTotals();

  app.get(
    '/customers',
    {
      config: { scope: 'customers:read' },
      schema: {
        tags,
        summary: 'List and search customers',
        querystring: CustomersQuery,
        response: { 200: Customers },
      },
    },
    async (request) => {
      const state = await request.shopState();
      const asked = requestOf(request.query, dayOf(parts.now(), state.shop.timeZone));
      const { items, nextCursor, total } = await customersPage(request.scope, state.shop, asked, totals);
      return { items: items.map((customer) => customerJson(customer, state)), nextCursor, total };
    },
  );

  app.post(
    '/customers',
    {
      config: { scope: 'customers:write' },
      schema: {
        tags,
        summary: 'Add a customer',
        description:
          'By phone or e-mail. Somebody who is there already is answered with status 200, `created: false` and unchanged.',
        body: CustomerCreation,
        response: { 200: AddedCustomer, 201: AddedCustomer },
      },
    },
    async (request, reply) => {
      const { id, created } = await addCustomer(parts, request.scope.shop, request.body, request.actor);
      const { customer } = await findCustomer(request.scope, id);
      return reply.code(created ? 201 : 200).send({ ...customerJson(customer, await request.shopState()), created });
    },
  );
}

/** Days since an order are counted back from today, and narrow the days that are named. */
function requestOf(query: z.output<typeof CustomersQuery>, today: DayNumber): CustomersRequest {
  const { tag, place, channel, source, gender, daysSinceOrderFrom: least, daysSinceOrderTo: most, ...rest } = query;
  const ago = (days: number | undefined) => (days === undefined ? undefined : today - days);
  return {
    search: rest.search,
    tags: tag,
    tagMode: rest.tagMode,
    segment: rest.segment,
    hasPhone: rest.hasPhone,
    hasEmail: rest.hasEmail,
    genders: gender,
    spentMinor: { from: rest.spentFrom, to: rest.spentTo },
    orders: { from: rest.ordersFrom, to: rest.ordersTo },
    lastOrderDays: narrowed({ from: rest.lastOrderFrom, to: rest.lastOrderTo }, { from: ago(most), to: ago(least) }),
    createdDays: { from: rest.createdFrom, to: rest.createdTo },
    places: place,
    channels: channel,
    sources: source,
    sort: rest.sort,
    cursor: rest.cursor,
    limit: rest.limit,
  };
}

function narrowed(a: Range, b: Range): Range {
  const froms = [a.from, b.from].filter((day) => day !== undefined);
  const tos = [a.to, b.to].filter((day) => day !== undefined);
  return {
    from: froms.length === 0 ? undefined : Math.max(...froms),
    to: tos.length === 0 ? undefined : Math.min(...tos),
  };
}
