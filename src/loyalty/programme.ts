import { z } from 'zod';
import type { Instant } from '../model.ts';
import { RULES_SCHEMA, type RuleNode } from './rules/index.ts';

/**
 * A shop's loyalty programme: how points are earned, spent and lost, and what the tiers give. A programme is never edited: a change is a new
 * version from a date, and what was granted under an older version keeps that version's rules.
 */

const id = z.string().regex(/^[a-z][a-z0-9_]{0,23}$/, 'a to z, digits and _, beginning with a letter, at most 24');
const text = z.strictObject({ vi: z.string().trim().min(1).max(60), en: z.string().trim().min(1).max(60) });
const points = z.int().min(0).max(1_000_000_000);
const minor = z.int().min(1).max(1_000_000_000_000);
const ids = z.array(z.string().min(1).max(100)).max(500);

const currency = z.strictObject({
  id,
  name: text.meta({ description: 'What the shop calls its points: "điểm", "Xu".' }),
});

const earning = z.strictObject({
  includeTax: z.boolean().meta({ description: 'Points also on tax that the goods amount does not hold (off: D2).' }),
  includeShipping: z.boolean().meta({ description: 'Points also on the shipping fee.' }),
  rounding: z.enum(['floor', 'half_up']).meta({ description: 'Of an order, never of a line (L02).' }),
  pending: z
    .discriminatedUnion('until', [
      z.strictObject({ until: z.literal('paid') }),
      z.strictObject({ until: z.literal('fulfilled'), days: z.int().min(0).max(90) }),
      z.strictObject({ until: z.literal('days'), days: z.int().min(1).max(90) }),
    ])
    .meta({
      description:
        'When points that an order earned can be spent: at once, days after delivery, or days after payment.',
    }),
  exclude: z.strictObject({
    products: ids,
    categories: ids,
    channels: ids,
    locations: ids,
    segments: ids.meta({ description: 'Members earn nothing with orders settled while they are members.' }),
    discountedLines: z.boolean(),
  }),
  caps: z
    .strictObject({ orderPoints: points.optional(), dayPoints: points.optional(), monthPoints: points.optional() })
    .meta({
      description: 'The most that orders earn of one currency, by order, local day and local month of payment.',
    }),
  rules: RULES_SCHEMA,
});

const redeeming = z.strictObject({
  pointMinor: minor.meta({ description: 'What a point is worth at checkout, minor units (L03: 1,000 đ).' }),
  minimumPoints: points.meta({
    description: 'The fewest that are spent at once; the balance must hold as many (L04: 50).',
  }),
  maxPercent: z.int().min(1).max(100).meta({ description: 'The most of the payable goods that points pay.' }),
  holdMinutes: z
    .int()
    .min(1)
    .max(1440)
    .meta({ description: 'How long a till reserves points before they come back by themselves.' }),
  paidAs: z.enum(['discount', 'payment']).meta({
    description: 'How orders show them: as a discount, which the goods amount has left out, or as a means of payment.',
  }),
  returnedDays: z
    .int()
    .min(0)
    .max(365)
    .meta({ description: 'Expired points that a refund brings back live as many days (L17: 30).' }),
});

const level = z.strictObject({
  id,
  name: text,
  entry: points.meta({
    description: 'Points, or minor units of spend, above which (or from which) one enters. The first is 0.',
  }),
  keep: points.optional().meta({ description: 'What a review asks for; absent: as for entry.' }),
  reentry: points
    .optional()
    .meta({ description: 'What one needs who was in it before and fell; absent: as for entry.' }),
  rateMinor: minor.meta({ description: 'Spend for one point, minor units (L06: 10,000 đ).' }),
  discountBasisPoints: z
    .int()
    .min(0)
    .max(10_000)
    .meta({ description: 'Off each order, hundredths of a per cent (L10).' }),
  entryGiftPoints: points.optional(),
});

const window = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('rolling'), months: z.int().min(1).max(60) }),
  z.strictObject({ kind: z.literal('calendar_year') }),
]);

const tiers = z.strictObject({
  boundary: z
    .enum(['exclusive', 'inclusive'])
    .meta({ description: 'Exclusive: more than the threshold enters (D4). Inclusive: reaching it does.' }),
  measure: z
    .discriminatedUnion('of', [
      z.strictObject({ of: z.literal('points') }),
      z.strictObject({ of: z.literal('points_in'), window }),
      z.strictObject({ of: z.literal('spend_in'), window }),
    ])
    .meta({ description: 'Lifetime earned points (D5), or points or spend in a window.' }),
  review: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('none') }),
      z.strictObject({
        kind: z.literal('dates'),
        dates: z
          .array(z.string().regex(/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/))
          .min(1)
          .max(4),
      }),
      z.strictObject({ kind: z.literal('anniversary'), months: z.int().min(1).max(60) }),
    ])
    .meta({
      description:
        'When a tier can be lost by time: at the end of these days, or so many months after it was reached or kept.',
    }),
  drop: z
    .enum(['fit', 'one_down'])
    .meta({ description: 'At a review: to where the figures fit, or one tier at a time.' }),
  levels: z.array(level).min(1).max(12),
});

const birthday = z.strictObject({
  isOn: z.boolean(),
  leadDays: z.int().min(0).max(60).meta({ description: 'Issued so many days before (D13: 7).' }),
  validDays: z
    .int()
    .min(0)
    .max(90)
    .nullable()
    .meta({ description: 'Days after the birthday; null: to the end of its month.' }),
  benefit: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('percent'), percent: z.int().min(1).max(100), maxMinor: minor.optional() }),
    z.strictObject({ kind: z.literal('amount'), amountMinor: minor }),
  ]),
  minimumMinor: z.int().min(0).max(1_000_000_000_000),
});

export const PROGRAMME_SCHEMA = z
  .strictObject({
    isOn: z.boolean().meta({ description: 'Off: nothing is earned or spent, balances stay (L01).' }),
    expiryWhileOff: z.enum(['runs', 'pauses']),
    currencies: z.array(currency).min(1).max(4),
    spends: id.meta({ description: 'The currency that pays.' }),
    ranks: id.meta({
      description: 'The currency whose earned points decide the tier; the same one, or one of its own (HaraLoyalty).',
    }),
    earning,
    expiry: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('never') }),
      z.strictObject({ kind: z.literal('months'), months: z.int().min(1).max(120) }),
    ]),
    redeeming,
    negative: z.enum(['allow', 'clamp', 'write_off']).meta({
      description:
        'When spent points have to be taken back: the balance goes below zero, only what is there is taken, or the rest is booked as a loss.',
    }),
    tiers,
    birthday,
    costLimitBasisPoints: z
      .int()
      .min(0)
      .max(10_000)
      .meta({ description: 'The setup warns above this reward cost (D14).' }),
  })
  .superRefine((programme, context) => {
    const refuse = (path: (string | number)[], message: string) => context.addIssue({ code: 'custom', path, message });
    const known = new Set(programme.currencies.map((each) => each.id));
    if (known.size !== programme.currencies.length) refuse(['currencies'], 'two currencies have one id');
    for (const name of ['spends', 'ranks'] as const)
      if (!known.has(programme[name])) refuse([name], 'names no currency of the programme');
    const { levels } = programme.tiers;
    if (new Set(levels.map((each) => each.id)).size !== levels.length)
      refuse(['tiers', 'levels'], 'two tiers have one id');
    if (levels[0]?.entry !== 0)
      refuse(['tiers', 'levels', 0, 'entry'], 'everybody is in the first tier: its entry is 0');
    for (const [i, each] of levels.entries()) {
      const before = levels[i - 1];
      if (before && each.entry <= before.entry)
        refuse(['tiers', 'levels', i, 'entry'], 'must be higher than that of the tier before');
      if (each.keep !== undefined && each.keep > each.entry)
        refuse(['tiers', 'levels', i, 'keep'], 'must not be higher than the entry');
    }
    const ruleIds = new Set<string>();
    for (const [i, rule] of programme.earning.rules.entries()) {
      if (ruleIds.has(rule.id)) refuse(['earning', 'rules', i, 'id'], 'two rules have one id');
      ruleIds.add(rule.id);
      if (rule.currency !== undefined && !known.has(rule.currency))
        refuse(['earning', 'rules', i, 'currency'], 'names no currency of the programme');
    }
  });

export type Programme = Readonly<z.output<typeof PROGRAMME_SCHEMA>>;
export type Level = Programme['tiers']['levels'][number];
export type { RuleNode };

/** A programme from an instant on, until the next version begins. Versions count from 1 and their instants rise. */
export interface ProgrammeVersion {
  readonly version: number;
  readonly from: Instant;
  readonly programme: Programme;
}

/** Categories that the programme's rules and exclusions name (`<installation>:<id>`): orders are read with them. */
export function categoriesNamed({ earning }: Programme): string[] {
  const named = earning.rules.flatMap((rule) => ('categories' in rule && rule.categories ? rule.categories : []));
  return [...new Set([...earning.exclude.categories, ...named])];
}

/** The version in force at an instant; null before the first. */
export function versionAt(versions: readonly ProgrammeVersion[], at: Instant): ProgrammeVersion | null {
  return versions.findLast((version) => version.from <= at) ?? null;
}
