import { z } from 'zod';
import { RULES, rewardCosts, TIKME } from '../../../loyalty/index.ts';
import type { App, AppParts } from '../../app-parts.ts';
import { ruleExamples } from '../../loyalty/example.ts';
import { applySoon, publishProgramme } from '../../loyalty/publish.ts';
import { programmeWarnings } from '../../loyalty/warnings.ts';
import { authorsOf } from '../../queries/authors.ts';
import { programmeList } from '../../queries/loyalty-programme.ts';
import {
  CheckJson,
  ExampleJson,
  ExampleRequest,
  ProgrammeGiven,
  ProgrammeListJson,
  ProgrammeVersionJson,
  problemsOf,
  RuleJson,
  readProgramme,
  versionJson,
} from './loyalty-programme-json.ts';
import { GivenTime, Text } from './schemas.ts';

const tags = ['loyalty'];
const read = { scope: 'loyalty:read' } as const;

const Publication = z
  .strictObject({
    programme: ProgrammeGiven,
    from: GivenTime.optional().describe(
      'When it begins; left out, or past: now. The first version may begin in the past: orders since then count.',
    ),
    note: Text.max(500).optional(),
    after: z
      .int()
      .min(0)
      .describe('The newest version that the editor knew; 0: none. Another one meanwhile is a `conflict`.'),
  })
  .meta({ id: 'LoyaltyPublication' });

/** `/loyalty/programme`: how points are earned and spent. */
export function registerProgramme(app: App, parts: AppParts): void {
  app.get(
    '/loyalty/programme',
    {
      config: read,
      schema: { tags, summary: 'Every version of the programme', response: { 200: ProgrammeListJson } },
    },
    async (request) => {
      const { documents, current, rebuild } = await programmeList(parts.store, request.scope, parts.now());
      const authorOf = await authorsOf(
        request.scope,
        documents.map(({ by }) => by),
      );
      return {
        versions: documents.map((document) => versionJson(document, authorOf)),
        current,
        presets: PRESETS,
        rebuild,
      };
    },
  );

  app.post(
    '/loyalty/programme',
    {
      config: { scope: 'programme:write' },
      schema: {
        tags,
        summary: 'Publish a version',
        description:
          'A programme is never edited: this one is in force from `from` on, and what was granted stays as it was.',
        body: Publication,
        response: { 201: ProgrammeVersionJson },
      },
    },
    async (request, reply) => {
      const { scope, actor, body } = request;
      const { from, note, after } = body;
      const wanted = {
        programme: readProgramme(body.programme),
        after,
        ...(from === undefined ? {} : { from }),
        ...(note === undefined ? {} : { note }),
      };
      const document = await publishProgramme(parts, scope.shop, wanted, actor);
      // Goes on by itself; what a process leaves behind the job takes up.
      applySoon(parts, document).catch((error: unknown) =>
        parts.logger.error(
          { shop: scope.shop, code: (error as Error).name },
          'settling by a new programme stopped; it is taken up again',
        ),
      );
      return reply.code(201).send(versionJson(document, await authorsOf(scope, [document.by])));
    },
  );

  app.post(
    '/loyalty/programme/check',
    {
      config: read,
      schema: {
        tags,
        summary: 'What is wrong with a programme, and what it costs',
        description: 'Writes nothing.',
        body: z.strictObject({ programme: ProgrammeGiven }).meta({ id: 'LoyaltyCheckGiven' }),
        response: { 200: CheckJson },
      },
    },
    async (request) => {
      const problems = problemsOf(request.body.programme);
      if (problems.length > 0) return { problems, costs: [], warnings: [] };
      const programme = readProgramme(request.body.programme);
      const { loyalty } = await request.shopState();
      return {
        problems,
        costs: rewardCosts(programme),
        warnings: programmeWarnings(programme, loyalty.versions.at(-1)?.programme ?? null),
      };
    },
  );

  app.get(
    '/loyalty/rules',
    {
      config: read,
      schema: {
        tags,
        summary: 'Every earning rule a programme can have',
        description: 'With all that a form for each of them needs.',
        response: { 200: z.object({ items: z.array(RuleJson) }).meta({ id: 'LoyaltyRules' }) },
      },
    },
    async () => ({ items: RULE_ENTRIES }),
  );

  app.post(
    '/loyalty/example',
    {
      config: read,
      schema: {
        tags,
        summary: 'What one order would earn by a programme',
        description: 'For the editor: the programme need not be published, and nothing is written.',
        body: ExampleRequest,
        response: { 200: ExampleJson },
      },
    },
    async (request) => {
      const { programme, ...order } = request.body;
      return ruleExamples(request.scope, readProgramme(programme), order, await request.shopState(), parts.now());
    },
  );
}

/** Programmes to begin with. */
const PRESETS = [
  { id: 'tikme', name: { vi: 'Theo hóa đơn, bốn hạng', en: 'By amount, four tiers' }, programme: TIKME },
];

const RULE_ENTRIES: z.infer<typeof RuleJson>[] = RULES.map((rule) => ({
  kind: rule.kind,
  label: rule.label,
  specRows: [...rule.specRows],
  fields: [...rule.fields],
  needsOneOf: [...(rule.needsOneOf ?? [])],
  docs: rule.docs,
  schema: z.toJSONSchema(rule.args, { io: 'input' }),
  examples: rule.examples.map(({ args }) => ({ kind: rule.kind, ...args })),
}));
