import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { App, AppParts } from '../../app-parts.ts';
import { idempotencyKeyOf } from '../../http/idempotency.ts';
import { captureHold, holdPoints, issueCode, redemptionOf, releaseHold } from '../../loyalty/holds.ts';
import { viewOf } from '../../loyalty/view.ts';
import { orderRefOf } from '../../queries/loyalty-orders.ts';
import { cartOf, heldJson, holdJson, tellingQuote } from './loyalty-spend-answer.ts';
import {
  CaptureGiven,
  CodeGiven,
  CustomerGiven,
  HeldJson,
  HoldGiven,
  HoldJson,
  ReleaseGiven,
} from './loyalty-spend-json.ts';

const tags = ['loyalty'];
const redeem = { scope: 'loyalty:redeem' } as const;
const HoldParams = z.object({ id: z.string().max(40) });

/** `/loyalty/holds` and `/loyalty/codes`: points that a till reserves and spends, or that become a personal code. */
export function registerLoyaltyHolds(app: App, parts: AppParts): void {
  registerHolds(app, parts);
  registerCodes(app, parts);
}

function registerHolds(app: App, parts: AppParts): void {
  app.post(
    '/loyalty/holds',
    {
      config: redeem,
      schema: {
        tags,
        summary: 'Reserve points for a cart',
        description:
          'Nobody else can spend them until `until`. Needs `Idempotency-Key`, which makes the id: the same key is the same hold.',
        body: HoldGiven,
        response: { 201: HeldJson },
      },
    },
    async (request, reply) => {
      const { cart, order, ...rest } = request.body;
      const asked = { ...rest, cart: cartOf(cart), order: order && orderRefOf(order) };
      const held = await tellingQuote(holdPoints(parts, request.scope.shop, asked, callOf(request)));
      return reply.code(201).send(await heldJson(request.scope, held));
    },
  );

  app.get(
    '/loyalty/holds/:customer/:id',
    {
      config: redeem,
      schema: {
        tags,
        summary: 'A hold or code',
        params: HoldParams.extend({ customer: CustomerGiven }),
        response: { 200: HoldJson },
      },
    },
    async (request) => {
      const { customer, id } = request.params;
      const view = await viewOf(parts, request.scope, await request.shopState(), customer);
      return holdJson(request.scope, { view, redemption: redemptionOf(view, id), quote: null });
    },
  );

  app.post(
    '/loyalty/holds/:id/capture',
    {
      config: redeem,
      schema: {
        tags,
        summary: 'Spend what is held',
        description:
          'A paid order that names the hold does the same by itself. Again: nothing happens. After it was released or has run out: 409 `redemption_ended`.',
        params: HoldParams,
        body: CaptureGiven,
        response: { 200: HoldJson },
      },
    },
    async (request) => {
      const { scope, params, body, actor } = request;
      const { customer, cart, order } = body;
      const asked = { customer, cart: cart && cartOf(cart), order: order && orderRefOf(order) };
      return holdJson(scope, await tellingQuote(captureHold(parts, scope.shop, params.id, asked, actor)));
    },
  );

  app.post(
    '/loyalty/holds/:id/release',
    {
      config: redeem,
      schema: {
        tags,
        summary: 'Let held points go',
        params: HoldParams,
        body: ReleaseGiven,
        response: { 200: HoldJson },
      },
    },
    async (request) =>
      holdJson(
        request.scope,
        await releaseHold(parts, request.scope.shop, request.params.id, request.body.customer, request.actor),
      ),
  );
}

function registerCodes(app: App, parts: AppParts): void {
  app.post(
    '/loyalty/codes',
    {
      config: redeem,
      schema: {
        tags,
        summary: 'Turn points into a personal code',
        description:
          'Spent at once; a code that nobody has used can be taken back. Needs `Idempotency-Key`: the same key is the same code. The host has to know the code as a voucher of `amountMinor`.',
        body: CodeGiven,
        response: { 201: HoldJson },
      },
    },
    async (request, reply) =>
      reply
        .code(201)
        .send(await holdJson(request.scope, await issueCode(parts, request.scope.shop, request.body, callOf(request)))),
  );

  app.delete(
    '/loyalty/codes/:id',
    {
      config: redeem,
      schema: {
        tags,
        summary: 'Take a code back that nobody has used',
        params: HoldParams,
        body: ReleaseGiven,
        response: { 200: HoldJson },
      },
    },
    async (request) =>
      holdJson(
        request.scope,
        await releaseHold(parts, request.scope.shop, request.params.id, request.body.customer, request.actor),
      ),
  );
}

/** Who asks, and under which key. */
const callOf = (request: FastifyRequest) => ({ actor: request.actor, key: idempotencyKeyOf(request) });
