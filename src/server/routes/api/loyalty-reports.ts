import { z } from 'zod';
import type { App, AppParts } from '../../app-parts.ts';
import { openAlarms } from '../../queries/loyalty-alarms.ts';
import { flowsOf } from '../../queries/loyalty-flows.ts';
import { ledgerPage } from '../../queries/loyalty-ledger.ts';
import { liabilityOf } from '../../queries/loyalty-liability.ts';
import { CurrencyId, ReasonName } from './loyalty-points-json.ts';
import { alarmsJson, flowsJson, ledgerJson, liabilityJson } from './loyalty-report-answer.ts';
import { AlarmJson, FlowsJson, LedgerEntryJson, LiabilityJson } from './loyalty-report-json.ts';
import { GivenDay, GivenTime, NextCursor, PageQuery } from './schemas.ts';

const tags = ['loyalty'];
const read = { scope: 'programme:read' } as const;
const Currency = CurrencyId.optional().describe('Id of the points; left out: those that pay.');

/** `/loyalty/ledger`, `/loyalty/flows`, `/loyalty/liability`, `/loyalty/alarms`: points of the whole shop. */
export function registerLoyaltyReports(app: App, parts: AppParts): void {
  app.get(
    '/loyalty/ledger',
    {
      config: read,
      schema: {
        tags,
        summary: 'Every movement of points in the shop, newest first',
        querystring: PageQuery.extend({
          from: GivenTime.optional().describe('Booked at or after.'),
          to: GivenTime.optional().describe('Booked before.'),
          reason: ReasonName.optional(),
          currency: Currency,
        }),
        response: {
          200: z.object({ items: z.array(LedgerEntryJson), nextCursor: NextCursor }).meta({ id: 'LoyaltyLedgerPage' }),
        },
      },
    },
    async ({ scope, query }) => {
      const { items, nextCursor } = await ledgerPage(scope, query);
      return { items: await ledgerJson(scope, items), nextCursor };
    },
  );

  app.get(
    '/loyalty/flows',
    {
      config: read,
      schema: {
        tags,
        summary: 'Points earned, spent and lost by day or month',
        querystring: z.object({
          from: GivenDay.optional().describe('Left out: a year, or thirty days by day, before `to`.'),
          to: GivenDay.optional().describe('The last day; left out: today.'),
          grain: z.enum(['day', 'month']).default('month'),
          currency: Currency,
        }),
        response: { 200: FlowsJson },
      },
    },
    async (request) => {
      const [state, now] = [await request.shopState(), parts.now()];
      return flowsJson(await flowsOf(request.scope, state, request.query, now), state, now);
    },
  );

  app.get(
    '/loyalty/liability',
    {
      config: read,
      schema: {
        tags,
        summary: 'What the points of all customers are worth, when they are lost, and who is in which tier',
        querystring: z.object({ currency: Currency }),
        response: { 200: LiabilityJson },
      },
    },
    async (request) => {
      const [state, now] = [await request.shopState(), parts.now()];
      return liabilityJson(await liabilityOf(request.scope, state, request.query.currency, now), state, now);
    },
  );

  app.get(
    '/loyalty/alarms',
    {
      config: read,
      schema: {
        tags,
        summary: 'What the nightly check found wrong in the books and has not found well since, the oldest first',
        description: 'An alarm closes by itself: every night looks at open ones again.',
        querystring: PageQuery,
        response: {
          200: z.object({ items: z.array(AlarmJson), nextCursor: NextCursor }).meta({ id: 'LoyaltyAlarmPage' }),
        },
      },
    },
    async ({ scope, query }) => {
      const { items, nextCursor } = await openAlarms(scope, query);
      return { items: await alarmsJson(scope, items), nextCursor };
    },
  );
}
