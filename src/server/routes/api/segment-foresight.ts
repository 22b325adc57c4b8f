import { z } from 'zod';
import { AppError } from '../../../errors.ts';
import { type CustomerKey, customerIdFromKey, customerKey, dayOf, formatDay, isCustomerId } from '../../../model.ts';
import type { App, AppParts } from '../../app-parts.ts';
import { cursorOf } from '../../queries/cursor.ts';
import { calendarPeople, flipCalendar } from '../../segments/calendar.ts';
import { dependantsOf } from '../../segments/dependants.ts';
import { type DiffPerson, diffPeople, diffSegment } from '../../segments/diff.ts';
import { getSegment } from '../../segments/saved.ts';
import type { SegmentTexts } from '../../segments/text.ts';
import type { ShopState } from '../../shop-state.ts';
import { CustomerJson, customerJson, segmentIdOf } from './customer-json.ts';
import { GivenDay, IdParams, NextCursor, PageQuery } from './schemas.ts';
import { whileAsked } from './segment-asked.ts';
import { Day, Definition, Words } from './segment-json.ts';
import { DefinitionText, givenDefinition } from './segment-text.ts';

const tags = ['segments'];
const read = { scope: 'segments:read' } as const;

const DAYS_MAX = 90;
/** Shown of each side at first. */
const SAMPLE_SIZE = 20;

const flipsCursor = cursorOf(
  'flips',
  z.tuple([z.string(), z.enum(['enters', 'leaves']), z.string().refine(isCustomerId)]),
);
const diffCursor = cursorOf('diff', z.tuple([z.enum(['enters', 'leaves']), z.string().refine(isCustomerId)]));

const Person = z
  .object({
    customer: CustomerJson,
    because: z
      .array(
        z.object({
          change: z.enum(['added', 'removed', 'changed']),
          path: z.string().describe('In the new definition; of one that was removed, in the old.'),
          sentence: Words.describe('What the condition says; of one that was removed, what it said.'),
          before: Words.nullable().describe('What it said before it was changed.'),
          shown: Words.nullable().describe('What it finds of the customer.'),
        }),
      )
      .describe('The changes that let them in or out; none when conditions only stand in another order.'),
  })
  .meta({ id: 'DiffPerson' });
const People = { items: z.array(Person), nextCursor: NextCursor };
const Side = z.object({ customers: z.int().describe('Exact.'), ...People }).meta({ id: 'DiffSide' });
const Dependant = z
  .object({
    kind: z.enum(['segment']),
    id: z.string(),
    name: z.string(),
    isArchived: z.boolean(),
    isDirect: z.boolean().describe('It names the segment itself, and not only another one that does.'),
  })
  .meta({ id: 'Dependant' });

/** What would happen: with the days to come, by a change of the definition, and to what rests on the segment. */
export function registerSegmentForesight(app: App, parts: AppParts, texts: SegmentTexts): void {
  registerCalendar(app, parts);
  registerDiff(app, parts, texts);

  app.get(
    '/segments/:id/dependants',
    {
      config: read,
      schema: {
        tags,
        summary: 'What rests on a segment',
        description: 'Segments that name it, nearest first, archived ones too. While there are any it is not deleted.',
        params: IdParams,
        response: { 200: z.object({ items: z.array(Dependant) }) },
      },
    },
    async ({ scope, params }) => ({
      items: (await dependantsOf(scope, params.id)).map(({ segment, isDirect }) => ({
        kind: 'segment' as const,
        id: segmentIdOf(segment._id),
        name: segment.name,
        isArchived: segment.state === 'archived',
        isDirect,
      })),
    }),
  );
}

function registerCalendar(app: App, parts: AppParts): void {
  app.get(
    '/segments/:id/calendar',
    {
      config: read,
      schema: {
        tags,
        summary: 'How many enter and leave in the days to come, if nothing happens',
        description: 'By the newest definition. Days are counted until the request has taken ten seconds.',
        params: IdParams,
        querystring: z.object({
          days: z.coerce.number().int().min(1).max(DAYS_MAX).default(30),
          from: GivenDay.optional().describe('The first day, after today; left out: tomorrow.'),
        }),
        response: {
          200: z.object({
            items: z.array(z.object({ day: Day, enters: z.int(), leaves: z.int() })),
            movesWithTime: z.boolean().describe('False: the day changes nothing, and all are 0.'),
            nextFrom: Day.nullable().describe('Pass it as `from` for the days that were not counted; null: all were.'),
            timeZone: z.string(),
          }),
        },
      },
    },
    async (request, reply) => {
      const { scope, query } = request;
      const state = await request.shopState();
      const segment = await getSegment(scope, request.params.id);
      const now = parts.now();
      const today = dayOf(now, state.shop.timeZone);
      const from = comingDay(query.from ?? today + 1, today);
      const days = Math.min(query.days, today + DAYS_MAX - from + 1);
      const { items, movesWithTime, nextFrom } = await whileAsked(reply, (signal) =>
        flipCalendar(scope, state, segment, { from, days, now, signal }),
      );
      return {
        items: items.map(({ day, ...counts }) => ({ day: formatDay(day), ...counts })),
        movesWithTime,
        nextFrom: nextFrom === null ? null : formatDay(nextFrom),
        timeZone: state.shop.timeZone,
      };
    },
  );

  app.get(
    '/segments/:id/calendar/people',
    {
      config: read,
      schema: {
        tags,
        summary: 'Who enters or leaves on a day to come, if nothing happens',
        params: IdParams,
        querystring: PageQuery.extend({
          day: GivenDay.describe('After today, at most 90 days ahead.'),
          kind: z.enum(['enters', 'leaves']).default('enters'),
        }),
        response: { 200: z.object({ items: z.array(CustomerJson), nextCursor: NextCursor }) },
      },
    },
    async (request, reply) => {
      const { scope, query } = request;
      const state = await request.shopState();
      const segment = await getSegment(scope, request.params.id);
      const now = parts.now();
      const day = comingDay(query.day, dayOf(now, state.shop.timeZone));
      const place = flipsCursor.read(query.cursor);
      if (place && (place[0] !== formatDay(day) || place[1] !== query.kind))
        throw new AppError('bad_request', 'cursor: of another day; take `nextCursor` with the same parameters');
      const after = place && customerKey(scope.shop, place[2]);
      const page = await whileAsked(reply, (signal) =>
        calendarPeople(scope, state, segment, { day, kind: query.kind, after, limit: query.limit, now, signal }),
      );
      return {
        items: page.items.map((customer) => customerJson(customer, state)),
        nextCursor:
          page.nextAfter && flipsCursor.write([formatDay(day), query.kind, customerIdFromKey(page.nextAfter)]),
      };
    },
  );
}

function registerDiff(app: App, parts: AppParts, texts: SegmentTexts): void {
  app.post(
    '/segments/:id/diff',
    {
      config: read,
      schema: {
        tags,
        summary: 'Who would enter and leave by another definition',
        description: 'Counts exactly, and stops when the client goes away. Nothing is changed.',
        params: IdParams,
        body: z
          .strictObject({ definition: Definition.optional(), text: DefinitionText.optional() })
          .meta({ id: 'DiffRequest' }),
        response: { 200: z.object({ enters: Side, leaves: Side }) },
      },
    },
    async (request, reply) => {
      const { scope, body } = request;
      const definition = await givenDefinition(scope, texts, body);
      const state = await request.shopState();
      const segment = await getSegment(scope, request.params.id);
      const { enters, leaves } = await whileAsked(reply, (signal) =>
        diffSegment(scope, state, segment, { definition, asOf: parts.now(), limit: SAMPLE_SIZE, signal }),
      );
      return {
        enters: { customers: enters.customers, ...peopleJson('enters', enters, state) },
        leaves: { customers: leaves.customers, ...peopleJson('leaves', leaves, state) },
      };
    },
  );

  app.post(
    '/segments/:id/diff/people',
    {
      config: read,
      schema: {
        tags,
        summary: 'More of those who would enter or leave',
        params: IdParams,
        body: z
          .strictObject({
            definition: Definition.optional(),
            text: DefinitionText.optional(),
            cursor: z.string().max(1000).describe('`nextCursor` of a side of the difference, or of the page before.'),
          })
          .meta({ id: 'DiffPeopleRequest' }),
        response: { 200: z.object(People) },
      },
    },
    async (request, reply) => {
      const { scope, body } = request;
      const definition = await givenDefinition(scope, texts, body);
      const place = diffCursor.read(body.cursor);
      if (!place) throw new AppError('bad_request', 'cursor: give `nextCursor` of a side');
      const state = await request.shopState();
      const segment = await getSegment(scope, request.params.id);
      const [side, id] = place;
      const after = customerKey(scope.shop, id);
      const page = await whileAsked(reply, (signal) =>
        diffPeople(scope, state, segment, {
          ...{ definition, side, after, signal },
          asOf: parts.now(),
          limit: SAMPLE_SIZE,
        }),
      );
      return peopleJson(side, page, state);
    },
  );
}

function peopleJson(
  side: 'enters' | 'leaves',
  { items, nextAfter }: { readonly items: readonly DiffPerson[]; readonly nextAfter: CustomerKey | null },
  state: ShopState,
) {
  return {
    items: items.map(({ customer, because }) => ({ customer: customerJson(customer, state), because: [...because] })),
    nextCursor: nextAfter && diffCursor.write([side, customerIdFromKey(nextAfter)]),
  };
}

function comingDay(day: number, today: number): number {
  if (day <= today || day > today + DAYS_MAX)
    throw new AppError('invalid', `give a day after today, at most ${DAYS_MAX} days ahead`);
  return day;
}
