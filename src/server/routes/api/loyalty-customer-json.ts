import { z } from 'zod';
import { ADJUSTED_MAX } from '../../loyalty/by-hand.ts';
import { LOYALTY_DIFFERENCES } from '../../loyalty/check-account.ts';
import { AuthorJson } from './change-json.ts';
import { CurrencyId, LevelJson, OrderRef, PointsJson } from './loyalty-points-json.ts';
import { HoldJson } from './loyalty-spend-json.ts';
import { GivenDay, GivenTime, ShortText, Time } from './schemas.ts';
import { Day, Words } from './segment-json.ts';

export const PinJson = z
  .object({
    id: z.string(),
    level: z.string(),
    name: Words,
    from: Time,
    until: Time.nullable().describe('Null: until somebody ends it.'),
    reason: z.string(),
    by: AuthorJson,
  })
  .meta({ id: 'LoyaltyPin', description: 'A tier set by hand: exactly this one.' });

export const TierChangeJson = z
  .object({
    at: Time,
    from: z.string().nullable(),
    to: z.string(),
    fromName: Words.nullable(),
    toName: Words,
    measure: z.int().describe('The figure that decided.'),
    cause: z.object({
      kind: z.enum(['joined', 'earned', 'adjusted', 'reversed', 'review', 'programme']),
      order: OrderRef.nullable(),
      version: z.int().nullable().describe('Of the programme that began.'),
    }),
  })
  .meta({ id: 'LoyaltyTierChange' });

export const CustomerLoyaltyJson = z
  .object({
    joinedAt: Time.nullable().describe('Null: they do not collect points.'),
    programmeIsOn: z.boolean().describe('False: there is no programme in force, or it is switched off.'),
    level: LevelJson.nullable().describe('The tier in force, pinned or not.'),
    computedLevel: LevelJson.nullable().describe('The tier by figures alone.'),
    since: Time.nullable().describe('When they came into `level`.'),
    pin: PinJson.nullable(),
    measure: z.object({
      of: z.enum(['points', 'points_in', 'spend_in']).nullable().describe('What decides the tier.'),
      value: z.int(),
    }),
    next: z
      .object({ level: LevelJson, threshold: z.int(), missing: z.int().describe('So much more reaches it.') })
      .nullable(),
    keep: z
      .object({
        threshold: z.int(),
        missing: z.int().describe('So much more by then keeps the tier; 0: it is kept.'),
        reviewAt: Time,
      })
      .nullable()
      .describe('Null: time alone takes no tier away.'),
    earnedPoints: z.int().describe('Earned and not taken back, of the currency that ranks.'),
    spends: z.string().nullable().describe('Id of the currency that pays.'),
    currencies: z.array(PointsJson),
    redemptions: z.array(HoldJson).describe('Holds that are open, and codes that nobody has used.'),
    changes: z.array(TierChangeJson).describe('The newest first.'),
  })
  .meta({ id: 'CustomerLoyalty', description: 'As of now: what has expired is not in it, whether booked or not.' });

export const StatementJson = z
  .object({
    asOf: Time,
    balances: z.array(
      z.object({
        currency: z.string(),
        name: Words,
        available: z.int(),
        pending: z.int(),
        held: z.int(),
        owed: z.int(),
        balance: z.int(),
      }),
    ),
    lots: z.array(
      z.object({
        id: z.string(),
        currency: z.string(),
        at: Time.nullable(),
        available: z.int(),
        pending: z.int(),
        held: z.int(),
        lastDay: Day.nullable().describe('Null: it does not expire, or is not known yet.'),
        order: OrderRef.nullable(),
        rule: z.string().nullable(),
        version: z.int().nullable(),
      }),
    ),
    level: LevelJson.nullable(),
    pinned: z.boolean(),
    chain: z.object({ ok: z.boolean(), postings: z.int(), head: z.string() }),
  })
  .meta({ id: 'LoyaltyStatement', description: 'What stood booked at an instant, from nothing but postings.' });

export const ProofJson = z
  .object({
    ok: z.boolean(),
    postings: z.int(),
    head: z
      .string()
      .describe('Hash of the last posting; whoever keeps it can tell later whether anything was changed.'),
    checkedAt: Time,
    mismatch: z
      .object({
        kind: z.enum(LOYALTY_DIFFERENCES),
        message: Words,
        detail: z.string().describe('What exactly, in English.'),
      })
      .nullable()
      .describe('The first thing that does not hold.'),
  })
  .meta({
    id: 'LoyaltyProof',
    description: 'Chain of hashes, every sum, and what the orders should have brought: computed again now.',
  });

const Reason = ShortText.refine((text) => text.trim() !== '', 'must not be empty');

export const AdjustmentGiven = z
  .strictObject({
    points: z
      .int()
      .min(-ADJUSTED_MAX)
      .max(ADJUSTED_MAX)
      .refine((points) => points !== 0, 'must not be 0')
      .describe('Above zero gives, below takes; what is taken must be there.'),
    currency: CurrencyId.optional().describe('Left out: the one that pays.'),
    ranks: z.boolean().default(false).describe('Counts towards the tier as if earned.'),
    reason: Reason,
    lastDay: GivenDay.optional().describe(
      'The last day on which given points can be spent; left out: as the programme says.',
    ),
    kind: z.enum(['adjusted', 'opened']).default('adjusted').describe('`opened`: the balance that they brought along.'),
  })
  .meta({ id: 'LoyaltyAdjustmentGiven' });

export const PinGiven = z
  .strictObject({
    level: z.string().max(24),
    until: GivenTime.optional().describe('Left out: until somebody ends it.'),
    reason: Reason,
  })
  .meta({ id: 'LoyaltyPinGiven' });
