import { z } from 'zod';
import { LOYALTY_DIFFERENCES } from '../../loyalty/check-account.ts';
import { PostingJson } from './loyalty-points-json.ts';
import { Currency, Minor, Time } from './schemas.ts';
import { Day, Words } from './segment-json.ts';

export const LedgerEntryJson = PostingJson.extend({
  customer: z.object({ id: z.string(), name: z.string().nullable() }),
}).meta({ id: 'LoyaltyLedgerEntry' });

export const AlarmJson = z
  .object({
    customer: z
      .object({ id: z.string(), name: z.string().nullable() })
      .nullable()
      .describe('Null: the books of the whole shop do not come to nothing.'),
    kind: z.enum(LOYALTY_DIFFERENCES),
    what: z.string().describe('In words without personal data.'),
    since: Time,
    seenAt: Time.describe('By the last check that looked; one that finds it well closes it.'),
  })
  .meta({ id: 'LoyaltyAlarm' });

const points = z.int();
export const FlowsJson = z
  .object({
    currency: z.string(),
    name: Words,
    grain: z.enum(['day', 'month']),
    items: z.array(
      z
        .object({
          start: Day.describe('The first day of it.'),
          earned: points,
          reversed: points.describe('Taken back with returns.'),
          redeemed: points,
          returned: points.describe('Spent points that came back.'),
          expired: points,
          adjusted: points.describe('By hand, opening balances among it; below zero: more was taken than given.'),
          writtenOff: points,
        })
        .meta({ id: 'LoyaltyFlow' }),
    ),
  })
  .meta({
    id: 'LoyaltyFlows',
    description:
      'Points by when it happened, in the shop’s time zone: what was heard late is in the day it belongs to. Each figure is above zero.',
  });

export const LiabilityJson = z
  .object({
    currency: z.string(),
    name: Words,
    available: points,
    pending: points,
    held: points,
    owed: points,
    liabilityMinor: Minor.describe(
      'Available, pending and held points at their worth; 0 for a currency that does not pay.',
    ),
    moneyCurrency: Currency,
    expiring: z
      .array(z.object({ month: Day.describe('The first day of the month of their last day.'), points }))
      .describe('The next twelve months.'),
    customers: z.int().describe('Who collect points.'),
    tiers: z.array(z.object({ level: z.string(), name: Words, customers: z.int() })),
    at: Time,
  })
  .meta({
    id: 'LoyaltyLiability',
    description: 'As booked last: what has expired since the last run of the job is still in it.',
  });
