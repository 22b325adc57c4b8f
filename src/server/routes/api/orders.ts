import { z } from 'zod';
import type { App } from '../../app-parts.ts';
import { connectionNames } from '../../queries/connection-names.ts';
import { findCustomer } from '../../queries/customer.ts';
import { findOrder, ordersPage, orderVersions } from '../../queries/orders-page.ts';
import { contentJson, OrderJson, OrderVersionJson, orderJson } from './order-json.ts';
import { Flag, GivenTime, IdParams, isoTime, NextCursor, PageQuery } from './schemas.ts';

const tags = ['orders'];
const OrderWithVersions = OrderJson.extend({
  versions: z.array(OrderVersionJson).describe('Newest first, without the current one.'),
}).meta({ id: 'OrderWithVersions' });

/** `/orders`: as their hosts tell them. Read only: an order is changed at its host. */
export function registerOrders(app: App): void {
  app.get(
    '/orders',
    {
      config: { scope: 'orders:read' },
      schema: {
        tags,
        summary: 'List orders, newest first',
        querystring: PageQuery.extend({
          hostId: z.string().max(128).optional().describe('The id that the host gave it.'),
          connection: z.string().max(40).optional(),
          customer: z.string().max(40).optional().describe('Id of a customer.'),
          counts: Flag.optional().describe('Whether it counts as a purchase.'),
          from: GivenTime.optional().describe('Placed then or later.'),
          to: GivenTime.optional().describe('Placed before then.'),
          unresolved: Flag.optional().describe('Whether its deletion is a question to the host.'),
        }),
        response: { 200: z.object({ items: z.array(OrderJson), nextCursor: NextCursor }).meta({ id: 'OrdersPage' }) },
      },
    },
    async (request) => {
      const { customer: id, connection, ...rest } = request.query;
      const customer = id === undefined ? undefined : (await findCustomer(request.scope, id)).customer._id;
      const { items, nextCursor } = await ordersPage(request.scope, { ...rest, customer, installation: connection });
      const connections = await connectionNames(request.scope);
      return { items: items.map((order) => orderJson(order, connections)), nextCursor };
    },
  );

  app.get(
    '/orders/:id',
    {
      config: { scope: 'orders:read' },
      schema: { tags, summary: 'One order with its versions', params: IdParams, response: { 200: OrderWithVersions } },
    },
    async (request) => {
      const order = await findOrder(request.scope, request.params.id);
      const versions = await orderVersions(request.scope, order._id);
      return {
        ...orderJson(order, await connectionNames(request.scope)),
        versions: versions.map(({ at, content }) => ({ at: isoTime(at), content: contentJson(content) })),
      };
    },
  );
}
