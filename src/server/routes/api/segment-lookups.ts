import { z } from 'zod';
import { formatDay, localeOf } from '../../../model.ts';
import { EMPTY_CATALOGUE, LOOKUPS, period, resolvePeriod } from '../../../segments/index.ts';
import type { App, AppParts } from '../../app-parts.ts';
import { lookupNames } from '../../queries/lookup-names.ts';
import { lookUp } from '../../queries/lookups.ts';
import { ValueCounts } from '../../queries/value-counts.ts';
import { contextFor } from '../../segments/live.ts';
import { ShortText, Text } from './schemas.ts';
import { Day } from './segment-json.ts';

const tags = ['segments'];
const read = { scope: 'segments:read' } as const;

/** Shown below a field: who does not find it among these types more. */
const FOUND_MAX = 50;
/** As many as a definition can hold. */
const NAMES_MAX = 1000;
const PERIODS_MAX = 100;

const What = z.enum(LOOKUPS);
const Found = z
  .object({
    value: z.string().describe('What stands in the condition.'),
    label: z.string(),
    count: z
      .int()
      .nullable()
      .describe('Customers who have it, of a category its products; null where none are counted.'),
  })
  .meta({ id: 'LookupValue' });

/** What forms of conditions ask while they are filled in. */
export function registerSegmentLookups(app: App, parts: AppParts): void {
  const counts = new ValueCounts(parts.now);

  app.get(
    '/segments/lookups/:what',
    {
      config: read,
      schema: {
        tags,
        summary: 'Values of this shop that conditions can name',
        description: 'Most frequent first, or by name. Counts are a few seconds to minutes old.',
        params: z.object({ what: What }),
        querystring: z.object({
          search: ShortText.optional().describe('A part of the name; accents and case do not matter.'),
        }),
        response: { 200: z.object({ items: z.array(Found) }) },
      },
    },
    async (request) => {
      const { scope, params, query } = request;
      const language = localeOf((await request.shopState()).shop);
      const asked = { search: query.search, limit: FOUND_MAX, now: parts.now(), language };
      return { items: await lookUp(scope, counts, params.what, asked) };
    },
  );

  app.post(
    '/segments/lookups/names',
    {
      config: read,
      schema: {
        tags,
        summary: 'Names of the values in a definition',
        body: z
          .strictObject({ values: z.array(z.strictObject({ of: What, value: Text.max(400) })).max(NAMES_MAX) })
          .meta({ id: 'LookupNamesRequest' }),
        response: {
          200: z.object({
            items: z
              .array(z.object({ of: What, value: z.string(), label: z.string() }))
              .describe('What is not known by another name, or not known any more, is left out.'),
          }),
        },
      },
    },
    async (request) => {
      const { scope, body } = request;
      const language = localeOf((await request.shopState()).shop);
      const lists = LOOKUPS.map(async (of) => {
        const values = [...new Set(body.values.filter((asked) => asked.of === of).map(({ value }) => value))];
        const names = await lookupNames(scope, of, values, language);
        return [...names].map(([value, label]) => ({ of, value, label }));
      });
      return { items: (await Promise.all(lists)).flat() };
    },
  );

  app.post(
    '/segments/periods',
    {
      config: read,
      schema: {
        tags,
        summary: 'The days that periods stand for now',
        body: z
          .strictObject({ periods: z.array(z.unknown()).max(PERIODS_MAX) })
          .meta({ id: 'PeriodsRequest', description: 'Periods as conditions hold them, `{"type": "this_month"}`.' }),
        response: {
          200: z.object({
            today: Day,
            timeZone: z.string(),
            items: z
              .array(z.object({ from: Day, to: Day }).nullable())
              .describe('In the order of the request, both days included; null for what is no period.'),
          }),
        },
      },
    },
    async (request) => {
      const state = await request.shopState();
      const context = contextFor(state, parts.now(), EMPTY_CATALOGUE);
      const items = request.body.periods.map((given) => {
        const read = period.safeParse(given);
        if (!read.success) return null;
        const { fromDay, toDay } = resolvePeriod(read.data, context);
        return { from: formatDay(fromDay), to: formatDay(toDay) };
      });
      return { today: formatDay(context.today), timeZone: state.shop.timeZone, items };
    },
  );
}
