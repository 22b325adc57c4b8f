import { z } from 'zod';
import type { BackTestSide } from '../../../loyalty/index.ts';
import { formatDay, type Instant } from '../../../model.ts';
import { isAbandoned } from '../../loyalty/back-tests.ts';
import type { AuthorOf } from '../../queries/authors.ts';
import type { BackTestDocument } from '../../store/back-test-document.ts';
import { AuthorJson, authorJson } from './change-json.ts';
import { isoTime, isoTimeOrNull, Minor, Time } from './schemas.ts';
import { Words } from './segment-json.ts';

const flows = {
  issued: z.int().describe('Points that orders, occasions and entry gifts brought.'),
  reversed: z.int().describe('Points that returns and cancellations took back.'),
  unreclaimed: z.int().describe('Of those, what had expired, or what the programme lets go when it was spent.'),
  redeemed: z.int().describe('Points spent, by the assumption.'),
  expired: z.int(),
  redeemedMinor: Minor.describe('Points spent, at their worth.'),
  discountMinor: Minor.describe('What tiers take off goods that stand.'),
  costMinor: Minor.describe('Both.'),
  outstanding: z.int().describe('Points that customers hold at its end, pending ones too.'),
  owed: z.int().describe('Points that returns were to take and that had been spent.'),
  liabilityMinor: Minor.describe('What the held ones are worth.'),
};

const SideJson = z
  .object({
    levels: z.array(z.object({ id: z.string(), name: Words, customers: z.int().describe('In it at the end.') })),
    totals: z.object(flows),
    costBasisPoints: z
      .int()
      .nullable()
      .describe('Cost of the goods sold, hundredths of a per cent; null when nothing was sold.'),
    months: z.array(
      z.object({
        month: z.string().describe('`2026-11`, in the shop’s zone. The first and the last may be parts of months.'),
        ...flows,
        upgrades: z.int(),
        downgrades: z.int(),
        tiers: z.array(z.int()).describe('Customers in each tier at its end, in the order of `levels`.'),
      }),
    ),
  })
  .meta({ id: 'BackTestSide' });

const group = {
  customers: z.int(),
  winners: z.int().describe('Customers who get more than under `against`; without one, who get anything.'),
  losers: z.int(),
  gainMinor: Minor.describe('Points earned at their worth and discounts, more than under `against`, of all winners.'),
  lossMinor: Minor,
};

const ReportJson = z
  .object({
    from: Time,
    to: Time,
    customers: z.int(),
    orders: z.int().describe('Of the time, that stand.'),
    goodsMinor: Minor.describe('Their goods after discounts and returns.'),
    programme: SideJson,
    against: SideJson.nullable(),
    moves: z
      .array(z.array(z.int()))
      .nullable()
      .describe('Customers by tier at the end: a row for each tier of `programme`, a column for each of `against`.'),
    everybody: z.object(group),
    segments: z
      .array(z.object({ id: z.string(), name: z.string(), ...group }))
      .describe('The same by saved segment, as of now.'),
  })
  .meta({ id: 'BackTestReport' });

const summary = {
  id: z.string(),
  at: Time,
  by: AuthorJson,
  state: z.enum(['running', 'done', 'failed', 'cancelled']),
  reason: z
    .string()
    .nullable()
    .describe(
      '`asked` or `superseded` of a cancelled one; of a failed one a code of an error, or `interrupted`: its server ended.',
    ),
  progress: z.object({ done: z.int().describe('Customers looked at.'), total: z.int() }),
  from: z.string().meta({ format: 'date' }),
  redeemPercent: z.int(),
  redeemAfterDays: z.int(),
  hasAgainst: z.boolean(),
  endedAt: Time.nullable(),
};

export const BackTestSummaryJson = z.object(summary).meta({ id: 'BackTestSummary' });
export const BackTestJson = z.object({ ...summary, report: ReportJson.nullable() }).meta({ id: 'BackTest' });

export function backTestSummary(
  document: BackTestDocument,
  now: Instant,
  authorOf: AuthorOf,
): z.infer<typeof BackTestSummaryJson> {
  const { _id, at, by, asked, progress, endedAt } = document;
  const isGone = isAbandoned(document, now);
  return {
    id: _id.slice(_id.indexOf('/') + 1),
    at: isoTime(at),
    by: authorJson(authorOf(by)),
    state: isGone ? 'failed' : document.state,
    reason: isGone ? 'interrupted' : (document.reason ?? null),
    progress,
    from: formatDay(asked.fromDay),
    redeemPercent: asked.redeemPercent,
    redeemAfterDays: asked.redeemAfterDays,
    hasAgainst: asked.against !== null,
    endedAt: isoTimeOrNull(endedAt),
  };
}

export function backTestJson(
  document: BackTestDocument,
  now: Instant,
  authorOf: AuthorOf,
): z.infer<typeof BackTestJson> {
  return { ...backTestSummary(document, now, authorOf), report: reportJson(document) };
}

function reportJson({ report, segments = {} }: BackTestDocument): z.infer<typeof ReportJson> | null {
  if (!report) return null;
  const { from, to, customers, orders, goodsMinor, programme, against, moves, everybody, groups } = report;
  return {
    from: isoTime(from),
    to: isoTime(to),
    customers,
    orders,
    goodsMinor,
    programme: sideJson(programme),
    against: against === null ? null : sideJson(against),
    moves: moves === null ? null : moves.map((row) => [...row]),
    everybody,
    segments: groups.flatMap(({ label, ...rest }) => {
      const segment = segments[label];
      return segment ? [{ ...segment, ...rest }] : [];
    }),
  };
}

function sideJson({ levels, totals, costBasisPoints, months }: BackTestSide): z.infer<typeof SideJson> {
  return {
    levels: [...levels],
    totals,
    costBasisPoints,
    months: months.map(({ tiers, ...rest }) => ({ ...rest, tiers: [...tiers] })),
  };
}
