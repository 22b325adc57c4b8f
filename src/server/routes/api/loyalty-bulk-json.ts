import { z } from 'zod';
import { AppError } from '../../../errors.ts';
import { customerIdFromKey } from '../../../model.ts';
import { BULK_PROBLEMS, type BulkOutcome, type BulkProblem } from '../../loyalty/bulk.ts';
import { readRows, SHEET_ROWS_MAX, type SheetRow } from '../../loyalty/sheet.ts';
import { CurrencyId } from './loyalty-points-json.ts';
import { GivenDay, ShortText } from './schemas.ts';
import { Words } from './segment-json.ts';

const BulkRow = z.strictObject({
  phone: ShortText.describe('As people write it.'),
  points: z.int().min(-1_000_000_000).max(1_000_000_000),
  reason: ShortText.optional(),
});
export const BulkGiven = z
  .strictObject({
    rows: z.array(BulkRow).min(1).max(SHEET_ROWS_MAX).optional(),
    xlsx: z
      .string()
      .max(7_000_000)
      .optional()
      .describe(
        'The file in base64, at most 5 MB. The first row of its first sheet names the columns: phone, points, reason.',
      ),
    kind: z.enum(['adjusted', 'opened']).default('adjusted').describe('`opened`: balances that customers bring along.'),
    currency: CurrencyId.optional().describe('Left out: the one that pays.'),
    ranks: z.boolean().default(false).describe('Counts towards the tier as if earned.'),
    lastDay: GivenDay.optional(),
    reason: ShortText.optional().describe('For rows without one.'),
    dryRun: z.boolean().default(true).describe('Shows what would happen, and writes nothing.'),
  })
  .meta({ id: 'LoyaltyBulkGiven', description: 'Give `rows` or `xlsx`. The same upload again does nothing twice.' });
export type BulkGiven = z.output<typeof BulkGiven>;

export const BulkJson = z
  .object({
    upload: z.string().describe('Names the upload by what is in it.'),
    dryRun: z.boolean(),
    rows: z.array(
      z.object({
        row: z.int().describe('In the file, the first being 1; of JSON rows from 1.'),
        phone: z.string(),
        points: z.int().nullable(),
        customer: z.object({ id: z.string(), name: z.string().nullable() }).nullable(),
        problem: z.enum(Object.keys(BULK_PROBLEMS) as [BulkProblem, ...BulkProblem[]]).nullable(),
        message: Words.nullable().describe('The problem for people.'),
        before: z.int().nullable().describe('The balance.'),
        after: z.int().nullable(),
        applied: z.boolean(),
      }),
    ),
    applied: z.int().describe('Rows that were carried out, now or with the same upload before.'),
    problems: z.int(),
    totalPoints: z.int().describe('Of rows without a problem.'),
  })
  .meta({ id: 'LoyaltyBulk' });

/** Rows of a request, from whichever way they came. */
export async function rowsOf({ rows, xlsx }: BulkGiven): Promise<SheetRow[]> {
  if ((rows === undefined) === (xlsx === undefined)) throw new AppError('invalid', 'give `rows` or `xlsx`');
  if (xlsx !== undefined) return readRows(xlsx);
  return (rows ?? []).map(({ phone, points, reason = '' }, index) => ({
    row: index + 1,
    phone,
    points,
    reason: reason.trim(),
  }));
}

export function bulkJson({ upload, dryRun, rows }: BulkOutcome): z.infer<typeof BulkJson> {
  return {
    upload,
    dryRun,
    rows: rows.map(({ customer, name, row, phone, points, problem, before, after, applied }) => ({
      row,
      phone,
      points,
      customer: customer && { id: customerIdFromKey(customer), name },
      problem,
      message: problem && BULK_PROBLEMS[problem],
      before,
      after,
      applied,
    })),
    applied: rows.filter(({ applied }) => applied).length,
    problems: rows.filter(({ problem }) => problem !== null).length,
    totalPoints: rows.reduce((sum, { problem, points }) => sum + (problem === null ? (points ?? 0) : 0), 0),
  };
}
