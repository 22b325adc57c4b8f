import { z } from 'zod';
import { AppError } from '../../../errors.ts';
import { printText, type SegmentDefinition, TEXT_MAX } from '../../../segments/index.ts';
import type { App } from '../../app-parts.ts';
import type { SegmentTexts } from '../../segments/text.ts';
import type { ShopStore } from '../../store/index.ts';
import { Definition, readDefinition, Words } from './segment-json.ts';

const tags = ['segments'];
const read = { scope: 'segments:read' } as const;

/** In place of a definition. */
export const DefinitionText = z
  .string()
  .max(TEXT_MAX)
  .describe('The definition in its text form, `orders >= 5 and not tag = "VIP"`; in place of `definition`.');
const Typed = z.string().max(TEXT_MAX);
const Offset = z.int().min(0).describe('In UTF-16 units of the text.');
const Problem = z
  .object({
    from: Offset,
    to: Offset,
    message: Words,
    expected: z.array(z.string()).optional().describe('What could stand there.'),
    code: z.enum(['invalid', 'segment_empty', 'segment_too_complex']),
  })
  .meta({ id: 'TextProblem' });
const Offered = z
  .object({
    text: z.string().describe('To be put in place of what stands between `from` and `to`.'),
    label: Words,
    detail: Words.optional(),
  })
  .meta({ id: 'TextCompletion' });

/** What an editor of the text form asks while somebody types. */
export function registerSegmentText(app: App, texts: SegmentTexts): void {
  app.post(
    '/segments/text/parse',
    {
      config: read,
      schema: {
        tags,
        summary: 'Read the text form of a definition',
        description: 'A text with problems is an answer too, and 200: they are told with their places.',
        body: z.strictObject({ text: Typed }).meta({ id: 'TextParseRequest' }),
        response: {
          200: z.object({
            definition: Definition.nullable().describe('Null when there are problems.'),
            problems: z.array(Problem),
          }),
        },
      },
    },
    async ({ scope, body }) => {
      const result = await texts.parse(scope, body.text);
      if (result.ok) return { definition: result.definition, problems: [] };
      return { definition: null, problems: result.problems.map(problemJson) };
    },
  );

  app.post(
    '/segments/text/print',
    {
      config: read,
      schema: {
        tags,
        summary: 'Write a definition in its text form',
        description: 'Reading it gives the identical definition. Values of the shop are written as their ids.',
        body: z.strictObject({ definition: Definition }).meta({ id: 'TextPrintRequest' }),
        response: { 200: z.object({ text: z.string() }) },
      },
    },
    async ({ body }) => ({ text: printText(readDefinition(body.definition)) }),
  );

  app.post(
    '/segments/text/complete',
    {
      config: read,
      schema: {
        tags,
        summary: 'What could be typed at a place of a text',
        body: z.strictObject({ text: Typed, offset: Offset }).meta({ id: 'TextCompleteRequest' }),
        response: { 200: z.object({ from: Offset, to: Offset, items: z.array(Offered) }) },
      },
    },
    async ({ scope, body }) => {
      const { from, to, items } = await texts.complete(scope, body.text, body.offset);
      return { from, to, items: items.map(({ text, label, detail }) => ({ text, label, ...(detail && { detail }) })) };
    },
  );
}

/** Of a request that has either of them; 422 with the place of the first problem, and with all of them. */
export async function givenDefinition(
  scope: ShopStore,
  texts: SegmentTexts,
  { definition, text }: { readonly definition?: unknown; readonly text?: string | undefined },
): Promise<SegmentDefinition> {
  if (text === undefined) return readDefinition(definition);
  if (definition !== undefined) throw new AppError('invalid', 'text: give either `definition` or `text`, not both');
  const result = await texts.parse(scope, text);
  if (result.ok) return result.definition;
  const problems = result.problems.map(problemJson);
  const [first] = problems;
  const { from = 0, to = 0, message, code = 'invalid' } = first ?? {};
  throw new AppError(code, `text, at ${from}: ${message?.en ?? 'cannot be read'}`, { details: { from, to, problems } });
}

type ProblemJson = z.infer<typeof Problem>;

function problemJson({
  expected,
  ...problem
}: Omit<ProblemJson, 'expected'> & { readonly expected?: readonly string[] }): ProblemJson {
  return expected ? { ...problem, expected: [...expected] } : problem;
}
