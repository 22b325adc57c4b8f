import { z } from 'zod';
import { type DayNumber, dayOf, formatDay, type InstallationId, type Instant, type Shop } from '../../../model.ts';
import { holds } from '../../api-keys.ts';
import type { App, AppParts } from '../../app-parts.ts';
import { authorsOf } from '../../queries/authors.ts';
import { connectionNames } from '../../queries/connection-names.ts';
import { findCustomer } from '../../queries/customer.ts';
import { customerIdentities } from '../../queries/customer-identities.ts';
import { timelinePage } from '../../queries/timeline.ts';
import { TIMELINE_GROUPS } from '../../queries/timeline-entry.ts';
import { type DayWindow, topProducts } from '../../queries/top-products.ts';
import { AuthorJson, authorJson } from './change-json.ts';
import { Identity, identityJson } from './customer-json.ts';
import { Currency, GivenDay, IdParams, isoTimeOrNull, Minor, NextCursor, PageQuery, Time } from './schemas.ts';
import { TimelineEntryJson, timelineJson } from './timeline-json.ts';

const tags = ['customers'];

const KnownBy = Identity.extend({
  current: z.boolean().describe('It is the one the profile shows; of an account: its host still has it.'),
  since: Time.nullable().describe('When we first heard of it; null when that was not written down.'),
  until: Time.nullable().describe('When another phone or e-mail took its place.'),
  author: AuthorJson.nullable().describe('Who told us of it first.'),
  platform: z.string().nullable().describe('Of an account: the host’s.'),
}).meta({ id: 'KnownBy' });

const WINDOWS = { '30d': 30, '90d': 90, '365d': 365, all: null } as const;
const Day = z.string().describe('A day of the shop’s calendar: `2026-11-22`.');

const TopProducts = z
  .object({
    fromDay: Day.nullable(),
    toDay: Day.nullable(),
    currency: Currency,
    items: z.array(
      z.object({
        product: z
          .string()
          .nullable()
          .describe('`<connection>:<product id>`; null: everything sold without a product.'),
        title: z.string().nullable(),
        quantity: z.number().describe('After returns.'),
        spentMinor: Minor,
        orders: z.int(),
        lastDay: Day,
      }),
    ),
  })
  .meta({ id: 'TopProducts' });

const kind = z.enum(TIMELINE_GROUPS);

/** `/customers/:id/…`: what is known of somebody's past. */
export function registerCustomerHistory(app: App, parts: AppParts): void {
  app.get(
    '/customers/:id/timeline',
    {
      config: { scope: 'customers:read' },
      schema: {
        tags,
        summary: 'Everything that happened, newest first',
        description:
          'Orders, changes of the profile with before and after, tags, segments, notes and merges in one list. What happened to customers merged into this one happened to it. Orders are left out without the scope `orders:read`.',
        params: IdParams,
        querystring: PageQuery.extend({
          kinds: z
            .union([kind.transform((one) => [one]), z.array(kind).max(TIMELINE_GROUPS.length)])
            .optional()
            .describe('Only these; repeat it for several.'),
        }),
        response: {
          200: z
            .object({
              items: z.array(TimelineEntryJson),
              nextCursor: NextCursor,
              ordersSince: Time.nullable().describe(
                'Orders placed before are left out: somebody with thousands of them. Null: all are in it.',
              ),
            })
            .meta({ id: 'TimelinePage' }),
        },
      },
    },
    async (request) => {
      const { scope, query, principal } = request;
      const { customer } = await findCustomer(scope, request.params.id);
      const seesOrders = holds(principal.scopes, 'orders:read');
      const groups = (query.kinds ?? TIMELINE_GROUPS).filter((group) => seesOrders || group !== 'orders');
      const { items, nextCursor, ordersSince } = await timelinePage(scope, customer, groups, query);
      return {
        items: await timelineJson(scope, items, (await request.shopState()).loyalty.versions),
        nextCursor,
        ordersSince: isoTimeOrNull(ordersSince),
      };
    },
  );

  app.get(
    '/customers/:id/identities',
    {
      config: { scope: 'customers:read' },
      schema: {
        tags,
        summary: 'What a customer is and was known by',
        description: 'Phones, e-mails, member codes and accounts on hosts. Old ones go on finding them.',
        params: IdParams,
        response: { 200: z.object({ items: z.array(KnownBy) }).meta({ id: 'CustomerIdentities' }) },
      },
    },
    async (request) => {
      const { scope } = request;
      const { customer } = await findCustomer(scope, request.params.id);
      const known = await customerIdentities(scope, customer);
      const [authorOf, connections] = await Promise.all([
        authorsOf(
          scope,
          known.flatMap((identity) => identity.cause ?? []),
        ),
        connectionNames(scope),
      ]);
      return {
        items: known.map(({ key, current, since, until, cause }) => {
          const identity = identityJson(key, customer.gone ?? []);
          return {
            ...identity,
            current,
            since: isoTimeOrNull(since),
            until: isoTimeOrNull(until),
            author: cause && authorJson(authorOf(cause)),
            platform: connections.get(identity.connection as InstallationId)?.platform ?? null,
          };
        }),
      };
    },
  );

  app.get(
    '/customers/:id/top-products',
    {
      config: { scope: 'orders:read' },
      schema: {
        tags,
        summary: 'What they bought most of',
        description:
          'By quantity after returns, then by what they spent on it, in orders that count. Days are of the shop’s calendar, both ends included.',
        params: IdParams,
        querystring: z.object({
          window: z
            .enum(Object.keys(WINDOWS) as [keyof typeof WINDOWS, ...(keyof typeof WINDOWS)[]])
            .default('all')
            .describe('`30d` is today and the 29 days before. `from` and `to` go before it.'),
          from: GivenDay.optional(),
          to: GivenDay.optional(),
          limit: z.coerce.number().int().min(1).max(50).default(10),
        }),
        response: { 200: TopProducts },
      },
    },
    async (request) => {
      const { scope, query } = request;
      const { customer } = await findCustomer(scope, request.params.id);
      const { shop } = await request.shopState();
      const window = windowOf(query, shop, parts.now());
      const items = await topProducts(scope, customer._id, window, query.limit);
      return {
        fromDay: dayText(window.fromDay),
        toDay: dayText(window.toDay),
        currency: shop.currency,
        items: items.map(({ lastDay, ...item }) => ({ ...item, lastDay: formatDay(lastDay) })),
      };
    },
  );
}

function windowOf(
  given: {
    readonly window: keyof typeof WINDOWS;
    readonly from?: DayNumber | undefined;
    readonly to?: DayNumber | undefined;
  },
  shop: Pick<Shop, 'timeZone'>,
  now: Instant,
): DayWindow {
  if (given.from !== undefined || given.to !== undefined) return { fromDay: given.from, toDay: given.to };
  const days = WINDOWS[given.window];
  const today = dayOf(now, shop.timeZone);
  return days === null ? {} : { fromDay: today - days + 1, toDay: today };
}

const dayText = (day: DayNumber | undefined) => (day === undefined ? null : formatDay(day));
