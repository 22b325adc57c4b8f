import { z } from 'zod';
import { AppError } from '../../../errors.ts';
import { dayOf } from '../../../model.ts';
import type { DayRange } from '../../../segments/index.ts';
import type { App, AppParts } from '../../app-parts.ts';
import { attention } from '../../queries/attention.ts';
import { overview } from '../../queries/overview.ts';
import { OVERVIEW_DAYS_MAX, partsOf, STEPS, type Step } from '../../queries/overview-period.ts';
import { AttentionJson, attentionJson } from './attention-json.ts';
import { OverviewJson, overviewJson } from './overview-json.ts';
import { GivenDay } from './schemas.ts';

const tags = ['overview'];
const config = { scope: 'overview:read' } as const;

/** By day, that is a year and the month around it; more points are not told apart on a screen. */
const PARTS_MAX = 400;

/** `/overview`: how the shop does, and what somebody has to look at. */
export function registerOverview(app: App, parts: AppParts): void {
  app.get(
    '/overview',
    {
      config,
      schema: {
        tags,
        summary: 'Figures of a period, of its parts and of the period before',
        description: `By calendar days of the shop’s time zone. At most ${OVERVIEW_DAYS_MAX} days and ${PARTS_MAX} parts.`,
        querystring: z.object({
          from: GivenDay.optional().describe('First day; left out: 29 days before the last.'),
          to: GivenDay.optional().describe('Last day; left out: today.'),
          by: z.enum(STEPS).default('day').describe('What the series is made of.'),
          channel: z
            .string()
            .min(1)
            .max(100)
            .optional()
            .describe('Only what was bought through it, as orders spell it.'),
        }),
        response: { 200: OverviewJson },
      },
    },
    async (request) => {
      const { shop } = await request.shopState();
      const { by, channel = null, to = dayOf(parts.now(), shop.timeZone), from = to - 29 } = request.query;
      const days = { fromDay: from, toDay: to };
      checkLength(days, by);
      return overviewJson(shop, { by, channel }, await overview(request.scope, shop, { ...days, by, channel }));
    },
  );

  app.get(
    '/overview/attention',
    {
      config,
      schema: {
        tags,
        summary: 'What needs somebody’s attention',
        description: 'Empty when all is well. What is most urgent comes first.',
        response: { 200: z.object({ items: z.array(AttentionJson) }).meta({ id: 'AttentionList' }) },
      },
    },
    async (request) => ({ items: (await attention(parts.store, request.scope, parts.now())).map(attentionJson) }),
  );
}

function checkLength(days: DayRange, by: Step): void {
  if (days.fromDay > days.toDay) throw new AppError('invalid', 'query.from: is after `to`');
  if (days.toDay - days.fromDay >= OVERVIEW_DAYS_MAX)
    throw new AppError('invalid', `query.from: the period is longer than ${OVERVIEW_DAYS_MAX} days`);
  if (partsOf(days, by).length > PARTS_MAX)
    throw new AppError('invalid', `query.by: there would be more than ${PARTS_MAX} parts; ask for weeks or months`);
}
