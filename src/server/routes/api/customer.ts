import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { App, AppParts } from '../../app-parts.ts';
import { connectionNames } from '../../queries/connection-names.ts';
import { changesPage, findCustomer } from '../../queries/customer.ts';
import { ordersPage } from '../../queries/orders-page.ts';
import { addTags, editCustomer, eraseCustomer, exportCustomer, removeTags } from '../../staff-edits.ts';
import { CauseJson, ChangeJson, causeJson, changeJson } from './change-json.ts';
import { CustomerDetail, customerDetail } from './customer-detail-json.ts';
import { GivenTags, givenProfile } from './customer-given.ts';
import { registerCustomerHistory } from './customer-history.ts';
import { CustomerJson, customerJson, segmentIdOf } from './customer-json.ts';
import { registerCustomerNotes } from './customer-notes.ts';
import { NoteJson, noteAuthors, noteJson } from './note-json.ts';
import { OrderJson, orderJson } from './order-json.ts';
import { IdParams, isoTime, NextCursor, PageQuery, ShortText, Time } from './schemas.ts';

const tags = ['customers'];

const CustomerEdit = z
  .strictObject(givenProfile)
  .meta({ id: 'CustomerEdit', description: 'Fields that are left out stay; null takes one away.' });
const Export = z
  .object({
    profile: CustomerJson,
    orders: z.array(OrderJson),
    changes: z.array(ChangeJson),
    memberships: z.array(
      z.object({ segment: z.string(), kind: z.enum(['entered', 'left']), at: Time, cause: CauseJson }),
    ),
    notes: z.array(NoteJson).describe('Deleted ones too.'),
  })
  .meta({ id: 'CustomerExport', description: 'All that is kept about somebody.' });

/** `/customers/:id`: who they are. Writes go the way of host data, so identities, history and memberships follow. */
export function registerCustomer(app: App, parts: AppParts): void {
  readCustomer(app, parts);
  registerCustomerHistory(app, parts);
  registerCustomerNotes(app, parts);
  writeCustomer(app, parts);
  registerPrivacy(app, parts);
}

function readCustomer(app: App, parts: AppParts): void {
  app.get(
    '/customers/:id',
    {
      config: { scope: 'customers:read' },
      schema: { tags, summary: 'One customer', params: IdParams, response: { 200: CustomerDetail } },
    },
    async (request) => {
      const found = await findCustomer(request.scope, request.params.id);
      return customerDetail(request.scope, found, await request.shopState(), parts.now());
    },
  );

  app.get(
    '/customers/:id/orders',
    {
      config: { scope: 'orders:read' },
      schema: {
        tags,
        summary: 'A customer’s orders, newest first',
        description: 'Of every channel and in every state, with their refunds, and why one does not count.',
        params: IdParams,
        querystring: PageQuery,
        response: {
          200: z.object({ items: z.array(OrderJson), nextCursor: NextCursor }).meta({ id: 'CustomerOrdersPage' }),
        },
      },
    },
    async (request) => {
      const { scope, query } = request;
      const { customer } = await findCustomer(scope, request.params.id);
      const { items, nextCursor } = await ordersPage(scope, { ...query, customer: customer._id });
      const connections = await connectionNames(scope);
      return { items: items.map((order) => orderJson(order, connections)), nextCursor };
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

function writeCustomer(app: App, parts: AppParts): void {
  const config = { scope: 'customers:write' } as const;

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
        response: { 200: CustomerDetail },
      },
    },
    async (request) =>
      answer(
        request,
        parts,
        await editCustomer(parts, request.scope.shop, request.params.id, request.body, request.actor),
      ),
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
        response: { 200: CustomerDetail },
      },
    },
    async (request) =>
      answer(
        request,
        parts,
        await addTags(parts, request.scope.shop, request.params.id, request.body.tags, request.actor),
      ),
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
        response: { 200: CustomerDetail },
      },
    },
    async (request) =>
      answer(
        request,
        parts,
        await removeTags(parts, request.scope.shop, request.params.id, request.query.tag, request.actor),
      ),
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
        response: { 200: CustomerDetail },
      },
    },
    async (request) =>
      answer(request, parts, await eraseCustomer(parts, request.scope.shop, request.params.id, request.actor)),
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
      const { scope } = request;
      const kept = await exportCustomer(parts, scope.shop, request.params.id, request.actor);
      const [connections, authorOf] = await Promise.all([connectionNames(scope), noteAuthors(scope, kept.notes)]);
      return {
        profile: customerJson(kept.customer, await request.shopState()),
        orders: kept.orders.map((order) => orderJson(order, connections)),
        changes: kept.changes.map(changeJson),
        memberships: kept.memberships.map(({ segment, kind, at, cause }) => ({
          segment: segmentIdOf(segment),
          kind,
          at: isoTime(at),
          cause: causeJson(cause),
        })),
        notes: kept.notes.map((note) => noteJson(note, authorOf)),
      };
    },
  );
}

async function answer(request: FastifyRequest, parts: AppParts, id: string): Promise<CustomerDetail> {
  return customerDetail(request.scope, await findCustomer(request.scope, id), await request.shopState(), parts.now());
}
