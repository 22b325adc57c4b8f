import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { AppError } from '../../../errors.ts';
import { conditionCatalogue, LIMITS, type SegmentDefinition, segmentTemplates } from '../../../segments/index.ts';
import type { App, AppParts } from '../../app-parts.ts';
import { previewAsOf } from '../../history/preview-as-of.ts';
import { canonicalJson } from '../../ingest/context.ts';
import { namesIn } from '../../queries/definition-names.ts';
import { clearMembers } from '../../segments/build.ts';
import { checkCost, SLOW_MS } from '../../segments/cost.ts';
import { deleteSegment, renewDependants } from '../../segments/dependants.ts';
import { previewSegment } from '../../segments/preview.ts';
import { archiveSegment, createSegment, getSegment, listSegments, updateSegment } from '../../segments/saved.ts';
import { SegmentTexts } from '../../segments/text.ts';
import { CustomerJson, customerJson } from './customer-json.ts';
import { Flag, GivenTime, IdParams, isoTime, ShortText, Text, Time } from './schemas.ts';
import { registerSegmentActions } from './segment-actions.ts';
import { answer, record } from './segment-answer.ts';
import { isPast, whileAsked } from './segment-asked.ts';
import { registerSegmentBuilds } from './segment-builds.ts';
import { costJson, SegmentCost } from './segment-cost-json.ts';
import { registerSegmentExplain } from './segment-explain.ts';
import { registerSegmentExports } from './segment-export.ts';
import { registerSegmentForesight } from './segment-foresight.ts';
import { registerSegmentGrowth } from './segment-growth.ts';
import { Day, Definition, inWords, SegmentJson, Sentence, segmentJson, Words } from './segment-json.ts';
import { registerSegmentLookups } from './segment-lookups.ts';
import { registerSegmentMembers } from './segment-members.ts';
import { registerSegmentPins } from './segment-pins.ts';
import { DefinitionText, givenDefinition, registerSegmentText } from './segment-text.ts';

const tags = ['segments'];
const read = { scope: 'segments:read' } as const;
const write = { scope: 'segments:write' } as const;

const Name = ShortText.describe('Unique in the shop; accents and case do not make a difference.');
const AcceptCost = z
  .boolean()
  .default(false)
  .describe('Save it although it is slow; without it, a slow definition is 422 `segment_slow` with its cost.');
const SegmentCreation = z
  .strictObject({
    name: Name,
    description: Text.optional(),
    kind: z
      .enum(['conditional', 'fixed'])
      .default('conditional')
      .describe('A fixed list has no definition: people are added to it (`/segments/:id/pins`).'),
    definition: Definition.optional().describe('Of a conditional segment.'),
    text: DefinitionText.optional(),
    acceptCost: AcceptCost,
  })
  .meta({ id: 'SegmentCreation' });
const SegmentEdit = z
  .strictObject({
    name: Name.optional(),
    description: Text.optional(),
    definition: Definition.optional(),
    text: DefinitionText.optional(),
    acceptCost: AcceptCost,
    version: z.int().optional().describe('The version that was edited: another one meanwhile is a `conflict`.'),
  })
  .meta({
    id: 'SegmentEdit',
    description: 'A new definition is a new version; its members are shown when all are found.',
  });
const PreviewRequest = z
  .strictObject({
    definition: Definition.optional(),
    text: DefinitionText.optional(),
    segment: z
      .string()
      .max(200)
      .optional()
      .describe('Id of the segment that is being edited: whom hands put in or keep out counts.'),
    asOf: GivenTime.optional().describe(
      'Left out: now. Before now it is told from history: orders, tags, profile and points as they were then.',
    ),
    mode: z
      .enum(['estimate', 'exact'])
      .default('estimate')
      .describe('`estimate` counts a sample of a large shop, in tens of milliseconds.'),
  })
  .meta({ id: 'PreviewRequest' });
const Preview = z
  .object({
    mode: z
      .enum(['estimate', 'exact'])
      .describe('`exact` too when the shop is so small that an estimate would not be quicker.'),
    count: z.int(),
    interval: z
      .object({ low: z.int(), high: z.int() })
      .nullable()
      .describe('Where the exact figure lies with 95 % probability; null when `count` is exact.'),
    customers: z.int().describe('Customers of the shop, exact or estimated as `count` is.'),
    sample: z.array(CustomerJson).describe('Up to 20 members.'),
    sentence: Sentence,
    periods: z
      .array(
        z.object({ path: z.string().describe('Of the argument: `include[0].all[1].period`.'), from: Day, to: Day }),
      )
      .describe(
        'The days that periods stand for at `asOf`, in `timeZone`, both included; `from` after `to` is no day.',
      ),
    missing: z
      .array(
        z.object({
          path: z.string().describe('Of the condition: `include[0].all[1]`.'),
          label: Words.describe('What follows "Customers who …".'),
          customers: z.int().describe('How many; estimated for a shop that is not small.'),
          isIn: z.boolean().describe('They pass the condition where it stands: it is a negative, or below one.'),
        }),
      )
      .describe('Customers of whom a condition knows nothing; none are told of a past instant.'),
    cost: SegmentCost,
    timeZone: z.string(),
    asOf: Time,
    tookMs: z.number(),
  })
  .meta({ id: 'Preview' });
const ConditionEntry = z
  .object({
    kind: z.string(),
    groupLabel: Words,
    form: z
      .unknown()
      .describe('What a person fills in: group, label, fields by type with words, bounds, defaults and choices.'),
    docs: Words,
    schema: z.unknown().describe('JSON Schema (2020-12) of the condition, `kind` included.'),
    examples: z.array(z.unknown()),
    specRows: z.array(z.string()),
  })
  .meta({ id: 'Condition' });

const Template = z
  .object({
    id: z.string(),
    name: Words,
    description: Words,
    definition: Definition.describe('What the shop has to choose itself is left out of it.'),
  })
  .meta({ id: 'SegmentTemplate' });

/** `/segments`: who is in which group, and who would be. */
export function registerSegments(app: App, parts: AppParts): void {
  const texts = new SegmentTexts(parts.now);
  registerDefinitions(app, parts, texts);
  registerSegmentText(app, texts);
  registerSegmentLookups(app, parts);
  registerSaved(app, parts, texts);
  registerSegmentBuilds(app, parts);
  registerSegmentMembers(app, parts);
  registerSegmentExplain(app, parts, texts);
  registerSegmentForesight(app, parts, texts);
  registerSegmentPins(app, parts);
  registerSegmentActions(app, parts);
  registerSegmentExports(app, parts);
  registerSegmentGrowth(app, parts);
}

function registerDefinitions(app: App, parts: AppParts, texts: SegmentTexts): void {
  app.get(
    '/segments/conditions',
    {
      config: read,
      schema: {
        tags,
        summary: 'Every condition a definition can use',
        description: 'With all that a form for each of them needs, the limits of a definition, and some to start from.',
        response: {
          200: z.object({
            items: z.array(ConditionEntry),
            limits: z.object({
              depth: z.int().describe('Levels of all, any and not, the clause itself among them.'),
              conditions: z.int().describe('Over all clauses.'),
            }),
            templates: z.array(Template),
          }),
        },
      },
    },
    async (request) => ({
      items: conditionCatalogue().map((entry) => ({
        ...entry,
        examples: [...entry.examples],
        specRows: [...entry.specRows],
      })),
      limits: LIMITS,
      templates: segmentTemplates((await request.shopState()).shop.currency),
    }),
  );

  app.post(
    '/segments/preview',
    {
      config: read,
      schema: {
        tags,
        summary: 'Count a definition before it is saved',
        description:
          'Stops counting when the client goes away. An invalid definition is 422 with the `path` of what is wrong in `details`.',
        body: PreviewRequest,
        response: { 200: Preview },
      },
    },
    async (request, reply) => {
      const { scope, body } = request;
      const definition = await givenDefinition(scope, texts, body);
      const state = await request.shopState();
      const asOf = body.asOf ?? parts.now();
      const preview = isPast(asOf, parts.now()) ? previewAsOf : previewSegment;
      const found = await whileAsked(reply, (signal) =>
        preview(scope, state, {
          definition,
          segment: body.segment,
          asOf,
          mode: body.mode,
          signal,
          sampleSize: SAMPLE_SIZE,
          slowMs: parts.config.segmentSlowMs,
        }),
      );
      const words = inWords(definition, state, await namesIn(scope, [definition]));
      return {
        ...found,
        sample: found.sample.map((customer) => customerJson(customer, state)),
        sentence: words,
        cost: costJson(found.cost),
        timeZone: state.shop.timeZone,
        asOf: isoTime(asOf),
      };
    },
  );
}

/** Shown for review before a segment is made (A15). */
const SAMPLE_SIZE = 20;

function registerSaved(app: App, parts: AppParts, texts: SegmentTexts): void {
  const payable = async (request: FastifyRequest, definition: SegmentDefinition, isAccepted: boolean) =>
    checkCost(request.scope, await request.shopState(), {
      ...{ definition, isAccepted, asOf: parts.now() },
      limitMs: parts.config.segmentSlowMs ?? SLOW_MS,
    });

  app.get(
    '/segments',
    {
      config: read,
      schema: {
        tags,
        summary: 'List saved segments by name',
        querystring: z.object({
          search: ShortText.optional().describe('A part of the name; accents and case do not matter.'),
          archived: Flag.optional().describe('Archived ones too.'),
        }),
        response: { 200: z.object({ items: z.array(SegmentJson) }) },
      },
    },
    async (request) => {
      const { search, archived } = request.query;
      const segments = await listSegments(request.scope, { search, includeArchived: archived });
      const names = await namesIn(
        request.scope,
        segments.map((segment) => segment.definition),
      );
      const state = await request.shopState();
      return { items: segments.map((segment) => segmentJson(segment, state, names)) };
    },
  );

  app.post(
    '/segments',
    {
      config: write,
      schema: {
        tags,
        summary: 'Save a segment',
        description: 'Its members are found in the background: see `state` and `progress`.',
        body: SegmentCreation,
        response: { 201: SegmentJson },
      },
    },
    async (request, reply) => {
      const { scope, actor, body } = request;
      const isFixed = body.kind === 'fixed';
      if (isFixed && (body.definition ?? body.text) !== undefined)
        throw new AppError('invalid', 'definition: a fixed list has none');
      const definition = isFixed ? undefined : await givenDefinition(scope, texts, body);
      if (definition) await payable(request, definition, body.acceptCost);
      const segment = await createSegment(scope, {
        ...body,
        definition,
        by: actor,
        now: parts.now(),
      });
      parts.builder.requestBuild(scope.shop, segment._id);
      await record(request, parts, 'segment.created', segment);
      return reply.code(201).send(await answer(request, segment));
    },
  );

  app.get(
    '/segments/:id',
    { config: read, schema: { tags, summary: 'One segment', params: IdParams, response: { 200: SegmentJson } } },
    async (request) => answer(request, await getSegment(request.scope, request.params.id)),
  );

  app.patch(
    '/segments/:id',
    {
      config: write,
      schema: {
        tags,
        summary: 'Change a segment',
        params: IdParams,
        body: SegmentEdit,
        response: { 200: SegmentJson },
      },
    },
    async (request) => {
      const { scope, actor, body } = request;
      const definition =
        (body.definition ?? body.text) === undefined ? undefined : await givenDefinition(scope, texts, body);
      const before = await getSegment(scope, request.params.id);
      if (definition && canonicalJson(definition) !== canonicalJson(before.definition))
        await payable(request, definition, body.acceptCost);
      const segment = await updateSegment(scope, request.params.id, {
        ...body,
        definition,
        by: actor,
        now: parts.now(),
      });
      if (segment.state === 'queued') parts.builder.requestBuild(scope.shop, segment._id);
      if (segment.version !== before.version) {
        const dependants = await renewDependants(scope, segment._id, { by: actor, now: parts.now() });
        for (const key of dependants) parts.builder.requestBuild(scope.shop, key);
      }
      await record(request, parts, 'segment.changed', segment);
      return answer(request, segment);
    },
  );

  app.delete(
    '/segments/:id',
    {
      config: write,
      schema: {
        tags,
        summary: 'Archive a segment',
        description:
          'It leaves the list and its name becomes free; definition, versions and history stay, and segments that name it go on as before. With `forever`, one that is in the archive and that no other names is deleted, with its versions, its history of comings and goings and its pins: there is no way back.',
        params: IdParams,
        querystring: z.object({ forever: Flag.optional().describe('Delete it from the archive.') }),
        response: { 200: SegmentJson },
      },
    },
    async (request) => {
      if (request.query.forever) {
        const segment = await deleteSegment(request.scope, request.params.id);
        parts.states.forget(request.scope.shop);
        await record(request, parts, 'segment.deleted', segment);
        return answer(request, segment);
      }
      const before = await getSegment(request.scope, request.params.id);
      const segment = before.state === 'archived' ? before : await archiveSegment(request.scope, request.params.id);
      parts.states.forget(request.scope.shop);
      await clearMembers(request.scope, segment);
      if (before.state !== 'archived') await record(request, parts, 'segment.archived', segment);
      return answer(request, segment);
    },
  );
}
