import { z } from 'zod';
import type { App, AppParts } from '../../app-parts.ts';
import { idempotencyKeyOf as keyOf } from '../../http/idempotency.ts';
import { adjustPoints, endPin, pinTier } from '../../loyalty/by-hand.ts';
import { viewOf } from '../../loyalty/view.ts';
import { findCustomer } from '../../queries/customer.ts';
import { postingsPage } from '../../queries/loyalty-postings.ts';
import { proofOf } from '../../queries/loyalty-proof.ts';
import { statementOf } from '../../queries/loyalty-statement.ts';
import { customerLoyaltyJson, postingsJson, proofJson, statementJson } from './loyalty-customer-answer.ts';
import { AdjustmentGiven, CustomerLoyaltyJson, PinGiven, ProofJson, StatementJson } from './loyalty-customer-json.ts';
import { CurrencyId, PostingJson, ReasonName } from './loyalty-points-json.ts';
import { GivenTime, IdParams, NextCursor, PageQuery } from './schemas.ts';

const tags = ['loyalty'];
const read = { scope: 'loyalty:read' } as const;
const write = { scope: 'loyalty:write' } as const;

/** `/customers/:id/loyalty`: what one customer has, how it came about, and what people at the shop change of it. */
export function registerCustomerLoyalty(app: App, parts: AppParts): void {
  readLoyalty(app, parts);
  readLedger(app, parts);
  writeLoyalty(app, parts);
}

function readLoyalty(app: App, parts: AppParts): void {
  app.get(
    '/customers/:id/loyalty',
    {
      config: read,
      schema: {
        tags,
        summary: 'A customer’s points and tier, now',
        params: IdParams,
        response: { 200: CustomerLoyaltyJson },
      },
    },
    async (request) => {
      const state = await request.shopState();
      const view = await viewOf(parts, request.scope, state, request.params.id);
      return customerLoyaltyJson(request.scope, view);
    },
  );
}

function readLedger(app: App, parts: AppParts): void {
  app.get(
    '/customers/:id/loyalty/postings',
    {
      config: read,
      schema: {
        tags,
        summary: 'How a customer’s points came and went, newest first',
        description:
          'Each with the balance after it. What has expired since the last posting is booked by the next one.',
        params: IdParams,
        querystring: PageQuery.extend({ reason: ReasonName.optional(), currency: CurrencyId.optional() }),
        response: {
          200: z.object({ items: z.array(PostingJson), nextCursor: NextCursor }).meta({ id: 'LoyaltyPostingsPage' }),
        },
      },
    },
    async (request) => {
      const { customer } = await findCustomer(request.scope, request.params.id);
      const { items, nextCursor } = await postingsPage(request.scope, customer._id, request.query);
      return { items: await postingsJson(request.scope, items), nextCursor };
    },
  );

  app.get(
    '/customers/:id/loyalty/statement',
    {
      config: read,
      schema: {
        tags,
        summary: 'What stood booked for a customer at an instant',
        params: IdParams,
        querystring: z.object({ asOf: GivenTime.optional().describe('Left out: now.') }),
        response: { 200: StatementJson },
      },
    },
    async (request) => {
      const { customer } = await findCustomer(request.scope, request.params.id);
      const state = await request.shopState();
      const now = parts.now();
      const statement = await statementOf(request.scope, customer._id, state, Math.min(request.query.asOf ?? now, now));
      return statementJson(request.scope, statement, state);
    },
  );

  app.get(
    '/customers/:id/loyalty/proof',
    {
      config: read,
      schema: { tags, summary: 'Verify a customer’s ledger', params: IdParams, response: { 200: ProofJson } },
    },
    async (request) => {
      const { customer } = await findCustomer(request.scope, request.params.id);
      const now = parts.now();
      return proofJson(await proofOf(request.scope, customer._id, await request.shopState(), now), now);
    },
  );
}

function writeLoyalty(app: App, parts: AppParts): void {
  app.post(
    '/customers/:id/loyalty/adjustments',
    {
      config: write,
      schema: {
        tags,
        summary: 'Give or take points by hand',
        params: IdParams,
        body: AdjustmentGiven,
        response: { 201: CustomerLoyaltyJson },
      },
    },
    async (request, reply) => {
      const { scope, params, body, actor } = request;
      const view = await adjustPoints(parts, scope.shop, params.id, body, actor, keyOf(request));
      return reply.code(201).send(await customerLoyaltyJson(request.scope, view));
    },
  );

  app.post(
    '/customers/:id/loyalty/pins',
    {
      config: write,
      schema: {
        tags,
        summary: 'Set a tier by hand',
        description: 'Exactly this one until it ends, whatever the figures say. A pin before it ends.',
        params: IdParams,
        body: PinGiven,
        response: { 201: CustomerLoyaltyJson },
      },
    },
    async (request, reply) => {
      const { scope, params, body, actor } = request;
      const view = await pinTier(parts, scope.shop, params.id, body, actor, keyOf(request));
      return reply.code(201).send(await customerLoyaltyJson(request.scope, view));
    },
  );

  app.delete(
    '/customers/:id/loyalty/pins/:pin',
    {
      config: write,
      schema: {
        tags,
        summary: 'End a tier that was set by hand',
        params: IdParams.extend({ pin: z.string().max(40) }),
        response: { 200: CustomerLoyaltyJson },
      },
    },
    async (request) => {
      const { id, pin } = request.params;
      const view = await endPin(parts, request.scope.shop, id, pin, request.actor);
      return customerLoyaltyJson(request.scope, view);
    },
  );
}
