import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type BirthDate, parseBirthDate } from '../../../model.ts';
import type { App, AppParts } from '../../app-parts.ts';
import { changesPage, findCustomer } from '../../queries/customer.ts';
import { CUSTOMERS_SORTS, customersPage } from '../../queries/customers-page.ts';
import { ordersPage } from '../../queries/orders-page.ts';
import { addCustomer, addTags, editCustomer, eraseCustomer, exportCustomer, removeTags } from '../../staff-edits.ts';
import { CauseJson, ChangeJson, causeJson, changeJson } from './change-json.ts';
import { CustomerJson, customerJson, segmentIdOf } from './customer-json.ts';
import { OrderJson, orderJson } from './order-json.ts';
import { IdParams, isoTime, NextCursor, PageQuery, ShortText, Text, Time } from './schemas.ts';

const tags = ['customers'];

const GivenBirthDate = z
  .string()
  .max(40)
  .transform((text, context): BirthDate => {
    const date = parseBirthDate(text);
    if (date !== null) return date;
    context.addIssue('not a date such as 1990-05-17, or --05-17 without the year');
    return z.NEVER;
  })
  .describe('`1990-05-17`, or `--05-17` when the year is not known.');

const GivenConsent = z.enum(['subscribed', 'unsubscribed', 'pending', 'not_subscribed']);
const placeField = ShortText.nullish().transform((value) => value ?? null);
const GivenPlace = z.object({
  address: placeField,
  ward: placeField,
  wardCode: placeField,
  district: placeField,
  districtCode: placeField,
  city: placeField,
  province: placeField,
  provinceCode: placeField,
  countryCode: placeField,
});
const GivenTags = z
  .array(ShortText.refine((tag) => /[\p{L}\p{N}]/u.test(tag), 'must hold a letter or digit'))
  .min(1)
  .max(100);

const profile = {
  name: ShortText.nullish(),
  phone: ShortText.nullish().describe('In any form; national numbers are read by the shop’s country.'),
  email: ShortText.nullish(),
  memberCode: ShortText.optional(),
  gender: z.enum(['male', 'female', 'other']).nullish(),
  birthDate: GivenBirthDate.nullish(),
  emailConsent: GivenConsent.nullish(),
  smsConsent: GivenConsent.nullish(),
  groups: z.array(ShortText).max(250).optional(),
  addresses: z.array(GivenPlace).max(50).optional(),
  note: Text.nullish(),
};

const CustomerEdit = z
  .strictObject(profile)
  .meta({ id: 'CustomerEdit', description: 'Fields that are left out stay; null takes one away.' });
const CustomerCreation = z
  .strictObject({
    ...profile,
    source: ShortText.nullish().describe('Where they came from: `zalo`, `facebook`.'),
    tags: GivenTags.optional(),
  })
  .meta({ id: 'CustomerCreation', description: 'A phone or an e-mail is needed.' });

const Customers = z.object({ items: z.array(CustomerJson), nextCursor: NextCursor }).meta({ id: 'CustomersPage' });
const FoundCustomer = CustomerJson.extend({
  mergedFrom: z.string().nullable().describe('The id that was asked for, when that customer was merged into this one.'),
}).meta({ id: 'FoundCustomer' });
const AddedCustomer = CustomerJson.extend({
  created: z.boolean().describe('False: somebody with this phone or e-mail is there already, and was not changed.'),
}).meta({ id: 'AddedCustomer' });
const Export = z
  .object({
    profile: CustomerJson,
    orders: z.array(OrderJson),
    changes: z.array(ChangeJson),
    memberships: z.array(
      z.object({ segment: z.string(), kind: z.enum(['entered', 'left']), at: Time, cause: CauseJson }),
    ),
  })
  .meta({ id: 'CustomerExport', description: 'All that is kept about somebody.' });

/** `/customers`: who they are. Writes go the way of host data, so identities, history and memberships follow. */
export function registerCustomers(app: App, parts: AppParts): void {
  readCustomers(app);
  writeCustomers(app, parts);
  registerPrivacy(app, parts);
}

function readCustomers(app: App): void {
  app.get(
    '/customers',
    {
      config: { scope: 'customers:read' },
      schema: {
        tags,
        summary: 'List and search customers',
        querystring: PageQuery.extend({
          search: ShortText.optional().describe(
            'A part of the name (accents and case do not matter), a phone in any form, an e-mail address or a member code.',
          ),
          tag: ShortText.optional(),
          segment: z.string().max(40).optional().describe('Id of a saved segment.'),
          sort: z
            .enum(CUSTOMERS_SORTS)
            .optional()
            .describe(
              '`-` is the greatest first. Left out: by id, which is quickest. Customers without a value come last.',
            ),
        }),
        response: { 200: Customers },
      },
    },
    async (request) => {
      const state = await request.shopState();
      const { items, nextCursor } = await customersPage(request.scope, state.shop, request.query);
      return { items: items.map((customer) => customerJson(customer, state)), nextCursor };
    },
  );

  app.get(
    '/customers/:id',
    {
      config: { scope: 'customers:read' },
      schema: { tags, summary: 'One customer', params: IdParams, response: { 200: FoundCustomer } },
    },
    async (request) => {
      const { customer, mergedFrom } = await findCustomer(request.scope, request.params.id);
      return { ...customerJson(customer, await request.shopState()), mergedFrom };
    },
  );

  app.get(
    '/customers/:id/orders',
    {
      config: { scope: 'orders:read' },
      schema: {
        tags,
        summary: 'A customer’s orders, newest first',
        params: IdParams,
        querystring: PageQuery,
        response: { 200: z.object({ items: z.array(OrderJson), nextCursor: NextCursor }) },
      },
    },
    async (request) => {
      const { customer } = await findCustomer(request.scope, request.params.id);
      const { items, nextCursor } = await ordersPage(request.scope, { ...request.query, customer: customer._id });
      return { items: items.map(orderJson), nextCursor };
    },
  );

  app.get(
    '/customers/:id/changes',
    {
      config: { scope: 'customers:read' },
      schema: {
        tags,
        summary: 'What changed about a customer, newest first',
        description:
          'Dated by when it was true, with who or what changed it. Changes of customers merged into this one are theirs too.',
        params: IdParams,
        querystring: PageQuery,
        response: { 200: z.object({ items: z.array(ChangeJson), nextCursor: NextCursor }) },
      },
    },
    async (request) => {
      const { customer } = await findCustomer(request.scope, request.params.id);
      const { items, nextCursor } = await changesPage(request.scope, customer._id, request.query);
      return { items: items.map(changeJson), nextCursor };
    },
  );
}

function writeCustomers(app: App, parts: AppParts): void {
  const config = { scope: 'customers:write' } as const;

  app.post(
    '/customers',
    {
      config,
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

  app.patch(
    '/customers/:id',
    {
      config,
      schema: {
        tags,
        summary: 'Change a customer’s profile',
        description:
          'A phone, e-mail or member code of another customer is refused (409): people are merged by what hosts say, not by an edit. What they were known by before still finds them.',
        params: IdParams,
        body: CustomerEdit,
        response: { 200: CustomerJson },
      },
    },
    async (request) =>
      answer(request, await editCustomer(parts, request.scope.shop, request.params.id, request.body, request.actor)),
  );

  app.put(
    '/customers/:id/tags',
    {
      config,
      schema: {
        tags,
        summary: 'Add tags',
        params: IdParams,
        body: z.strictObject({ tags: GivenTags }).meta({ id: 'TagsAdded' }),
        response: { 200: CustomerJson },
      },
    },
    async (request) =>
      answer(request, await addTags(parts, request.scope.shop, request.params.id, request.body.tags, request.actor)),
  );

  app.delete(
    '/customers/:id/tags',
    {
      config,
      schema: {
        tags,
        summary: 'Take tags away',
        description: 'Those that were added here. One that a host set is refused (409): take it away there.',
        params: IdParams,
        querystring: z.object({
          tag: z.union([ShortText.transform((tag) => [tag]), GivenTags]).describe('Repeat it for several.'),
        }),
        response: { 200: CustomerJson },
      },
    },
    async (request) =>
      answer(request, await removeTags(parts, request.scope.shop, request.params.id, request.query.tag, request.actor)),
  );
}

function registerPrivacy(app: App, parts: AppParts): void {
  const config = { scope: 'privacy:write' } as const;

  app.post(
    '/customers/:id/erase',
    {
      config,
      schema: {
        tags: ['privacy'],
        summary: 'Erase a person',
        description:
          'Profile, identities, history and raw deliveries lose the person for good; what they bought stays as figures that name nobody.',
        params: IdParams,
        response: { 200: CustomerJson },
      },
    },
    async (request) =>
      answer(request, await eraseCustomer(parts, request.scope.shop, request.params.id, request.actor)),
  );

  app.get(
    '/customers/:id/export',
    {
      config,
      schema: {
        tags: ['privacy'],
        summary: 'All that is kept about a person',
        description: 'That it was handed out is written down.',
        params: IdParams,
        response: { 200: Export },
      },
    },
    async (request) => {
      const kept = await exportCustomer(parts, request.scope.shop, request.params.id, request.actor);
      return {
        profile: customerJson(kept.customer, await request.shopState()),
        orders: kept.orders.map(orderJson),
        changes: kept.changes.map(changeJson),
        memberships: kept.memberships.map(({ segment, kind, at, cause }) => ({
          segment: segmentIdOf(segment),
          kind,
          at: isoTime(at),
          cause: causeJson(cause),
        })),
      };
    },
  );
}

async function answer(request: FastifyRequest, id: string): Promise<CustomerJson> {
  const { customer } = await findCustomer(request.scope, id);
  return customerJson(customer, await request.shopState());
}
