import { z } from 'zod';
import { AppError } from '../../../errors.ts';
import { PROGRAMME_SCHEMA, type Programme } from '../../../loyalty/index.ts';
import { PROGRAMME_WARNINGS } from '../../loyalty/warnings.ts';
import type { AuthorOf } from '../../queries/authors.ts';
import type { ProgrammeDocument } from '../../store/documents.ts';
import { AuthorJson, authorJson } from './change-json.ts';
import { isoTime, Minor, ShortText, Time } from './schemas.ts';
import { Words } from './segment-json.ts';

const { $schema: _, ...programmeSchema } = z.toJSONSchema(PROGRAMME_SCHEMA, { io: 'input' });

/** Read by {@link readProgramme}, which says what is wrong where. */
export const ProgrammeGiven = z.unknown().meta({
  ...programmeSchema,
  id: 'LoyaltyProgramme',
  description:
    'How points are earned, spent and lost, and what tiers give. `GET /api/v1/loyalty/rules` lists earning rules.',
});

export const ProgrammeVersionJson = z
  .object({
    version: z.int().describe('Counts from 1.'),
    from: Time.describe('It is in force from then on, until the next begins.'),
    at: Time.describe('When it was published.'),
    by: AuthorJson,
    note: z.string().nullable(),
    applied: z.boolean().describe('It has begun, and accounts are settled by it.'),
    programme: ProgrammeGiven,
  })
  .meta({ id: 'LoyaltyProgrammeVersion' });

export const ProgrammeListJson = z
  .object({
    versions: z.array(ProgrammeVersionJson).describe('The newest first.'),
    current: z.int().nullable().describe('The version in force; null before the first.'),
    presets: z.array(z.object({ id: z.string(), name: Words, programme: ProgrammeGiven })),
    rebuild: z
      .object({ done: z.int(), total: z.int() })
      .nullable()
      .describe('How far accounts are settled by a version that has begun; null when nothing is under way.'),
  })
  .meta({ id: 'LoyaltyProgrammeList' });

export const Problem = z
  .object({ path: z.string().describe('`tiers.levels[1].entry`; empty: the whole.'), message: z.string() })
  .meta({ id: 'LoyaltyProblem' });

export const RewardCostJson = z
  .object({
    level: z.string(),
    pointsBasisPoints: z.int().describe('Points at their worth, hundredths of a per cent of spend.'),
    discountBasisPoints: z.int(),
    isAboveLimit: z.boolean().describe('Both together are above the limit of the programme (D14).'),
  })
  .meta({ id: 'LoyaltyRewardCost' });

export const CheckJson = z
  .object({
    problems: z.array(Problem).describe('Why it cannot be published; empty: it can.'),
    costs: z.array(RewardCostJson),
    warnings: z.array(
      z.object({
        code: z.enum(PROGRAMME_WARNINGS),
        path: z.string(),
        message: Words,
      }),
    ),
  })
  .meta({ id: 'LoyaltyCheck' });

export const RuleJson = z
  .object({
    kind: z.string(),
    label: Words,
    specRows: z.array(z.string()),
    fields: z
      .array(z.unknown())
      .describe('What a person fills in, as of conditions: label, type, bounds, defaults and choices.'),
    needsOneOf: z.array(z.string()).describe('Names of optional fields of which one has to be filled in.'),
    docs: Words,
    schema: z.unknown().describe('JSON Schema (2020-12) of the arguments that stand beside `id` and `kind`.'),
    examples: z.array(z.unknown()),
  })
  .meta({ id: 'LoyaltyRule' });

export const ExampleRequest = z
  .strictObject({
    programme: ProgrammeGiven,
    level: z.string().max(24).optional().describe('Of the customer; left out: the first.'),
    goodsMinor: Minor.min(0).max(1_000_000_000_000).describe('Goods before the discount of the tier.'),
    shippingMinor: Minor.min(0).max(1_000_000_000_000).default(0),
    taxMinor: Minor.min(0).max(1_000_000_000_000).default(0),
    ordinal: z.int().min(1).max(100_000).default(2).describe('Which order of the customer it is.'),
    product: ShortText.optional(),
    categories: z.array(ShortText).max(50).optional(),
    channel: ShortText.default('web'),
    location: ShortText.default('online'),
    isBirthday: z.boolean().default(false).describe('It is paid on the customer’s birthday.'),
  })
  .meta({ id: 'LoyaltyExampleRequest' });

export const ExampleJson = z
  .object({
    level: z.string(),
    discountMinor: Minor.describe('What the tier takes off.'),
    paidMinor: Minor.describe('Goods, tax and shipping after it.'),
    rules: z.array(
      z.object({
        rule: z.string().describe('Its id in the programme.'),
        kind: z.string(),
        currency: z.string(),
        points: z.int(),
        sentence: Words.describe('What follows "Customers get".'),
      }),
    ),
    currencies: z.array(z.object({ currency: z.string(), name: Words, points: z.int() })),
    sentences: z.array(z.object({ rule: z.string(), sentence: Words })).describe('Of every rule of the programme.'),
  })
  .meta({ id: 'LoyaltyExample' });

/** What is wrong with a programme, each with its place; none: it can be published. */
export function problemsOf(json: unknown): z.infer<typeof Problem>[] {
  const read = PROGRAMME_SCHEMA.safeParse(json);
  if (read.success) return [];
  return read.error.issues.map(({ path, message }) => ({ path: pathText(path), message }));
}

/** The programme, or 422 with the place of what is wrong. */
export function readProgramme(json: unknown): Programme {
  const read = PROGRAMME_SCHEMA.safeParse(json);
  if (read.success) return read.data;
  const issues = read.error.issues.map(({ path, message }) => ({ field: `programme.${pathText(path)}`, message }));
  const shown = issues.slice(0, 5).map(({ field, message }) => `${field}: ${message}`);
  throw new AppError('invalid', shown.join('; '), { details: { issues: issues.slice(0, 50) } });
}

function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, part) => (typeof part === 'number' ? `${text}[${part}]` : `${text}${text === '' ? '' : '.'}${String(part)}`),
    '',
  );
}

export function versionJson(document: ProgrammeDocument, authorOf: AuthorOf): z.infer<typeof ProgrammeVersionJson> {
  const { version, from, at, by, note, applied, programme } = document;
  return {
    version,
    from: isoTime(from),
    at: isoTime(at),
    by: authorJson(authorOf(by)),
    note: note ?? null,
    applied: applied ?? false,
    programme,
  };
}
