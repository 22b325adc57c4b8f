import { z } from 'zod';
import {
  CUSTOMER_ACCOUNTS,
  type Level,
  type PointsView,
  type Programme,
  REASONS,
  type Reason,
  SHOP_ACCOUNTS,
} from '../../../loyalty/index.ts';
import { formatDay } from '../../../model.ts';
import { AuthorJson } from './change-json.ts';
import { Minor, Time } from './schemas.ts';
import { Day, Words } from './segment-json.ts';

/** Of points: "points". */
export const CurrencyId = z.string().regex(/^[a-z][a-z0-9_]{0,23}$/, 'not the id of a currency');
export const ReasonName = z.enum(Object.keys(REASONS) as [Reason, ...Reason[]]);

export const LevelJson = z
  .object({
    id: z.string(),
    name: Words,
    rateMinor: Minor.describe('Spend for one point.'),
    discountBasisPoints: z.int().describe('Off each order, hundredths of a per cent.'),
  })
  .meta({ id: 'LoyaltyLevel' });

export const ExpiryJson = z
  .object({ lastDay: Day.describe('The last day on which they can be spent.'), points: z.int() })
  .meta({ id: 'LoyaltyExpiry' });

export const PointsJson = z
  .object({
    currency: z.string(),
    name: Words,
    available: z.int(),
    pending: z.int().describe('Earned, and waiting for the delivery or a day.'),
    held: z.int().describe('Reserved at a till.'),
    owed: z.int().describe('To be taken back, and spent before.'),
    balance: z.int().describe('What is available minus what is owed.'),
    expiries: z.array(ExpiryJson).describe('What will be lost, the soonest first.'),
  })
  .meta({ id: 'LoyaltyPoints' });

export const OrderRef = z
  .object({
    id: z.string().describe('`<connection>.<host order id>`.'),
    number: z.string().nullable().describe('What the merchant calls it; null: not known.'),
  })
  .meta({ id: 'LoyaltyOrderRef' });

const Account = z.enum([...CUSTOMER_ACCOUNTS, ...SHOP_ACCOUNTS]);

export const PostingJson = z
  .object({
    seq: z.int().describe('Counts from 1 for each customer.'),
    at: Time.describe('When it was true.'),
    bookedAt: Time.describe('When it was written down.'),
    currency: z.string(),
    points: z.int().describe('Above zero: moved from `from` to `to`.'),
    change: z.int().describe('What it does to the balance: below zero takes.'),
    balanceAfter: z.int().nullable().describe('Available minus owed after it; null in a list of the whole shop.'),
    from: Account,
    to: Account,
    reason: ReasonName,
    text: Words.describe('The reason for people.'),
    order: OrderRef.nullable(),
    redemption: z.string().nullable(),
    lot: z.string().nullable(),
    rule: z.string().nullable().describe('Id of the earning rule.'),
    version: z.int().nullable().describe('Of the programme it was earned under.'),
    by: AuthorJson,
    note: z.string().nullable(),
    hash: z.string().describe('Chains it to the posting before.'),
  })
  .meta({ id: 'LoyaltyPosting' });

export function levelJson({ id, name, rateMinor, discountBasisPoints }: Level): z.infer<typeof LevelJson> {
  return { id, name, rateMinor, discountBasisPoints };
}

/** What a currency is called; one that the programme no longer has, by its id. */
export function currencyName(programme: Programme | null, currency: string): z.infer<typeof Words> {
  return programme?.currencies.find(({ id }) => id === currency)?.name ?? { vi: currency, en: currency };
}

export function pointsJson({ expiries, ...view }: PointsView, programme: Programme | null): z.infer<typeof PointsJson> {
  return { ...view, name: currencyName(programme, view.currency), expiries: expiriesJson(expiries) };
}

export function expiriesJson(expiries: PointsView['expiries']): z.infer<typeof ExpiryJson>[] {
  return expiries.map(({ lastDay, points }) => ({ lastDay: formatDay(lastDay), points }));
}
