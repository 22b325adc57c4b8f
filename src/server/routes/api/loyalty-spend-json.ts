import { z } from 'zod';
import { ExpiryJson, LevelJson, OrderRef } from './loyalty-points-json.ts';
import { Minor, ShortText, Time } from './schemas.ts';

const amount = Minor.min(0).max(1_000_000_000_000);

export const CustomerGiven = z.string().max(12).describe('Id of the customer.');
export const OrderGiven = z
  .string()
  .max(1200)
  .regex(/^[^.]+\..+$/, 'it is `<connection>.<host order id>`')
  .describe('`<connection>.<host order id>`; it need not have come yet.');

export const CartGiven = z
  .strictObject({
    lines: z
      .array(
        z.strictObject({
          product: ShortText.optional().describe('`<connection>:<product id>`.'),
          variant: ShortText.optional(),
          categories: z.array(ShortText).max(50).optional(),
          quantity: z.number().min(0).max(1_000_000).default(1),
          amountMinor: amount.describe('Of the whole line, before the discounts that are asked for here.'),
          isDiscounted: z.boolean().default(false),
        }),
      )
      .min(1)
      .max(500),
    shippingMinor: amount.default(0),
    taxMinor: amount.default(0),
    couponMinor: amount.default(0).describe('What a coupon takes off the goods; the host has checked it.'),
    channel: ShortText.default('pos'),
    location: ShortText.default('online').describe('`<connection>:<store>`, or `online`.'),
  })
  .meta({ id: 'LoyaltyCart' });
export type CartGiven = z.output<typeof CartGiven>;

export const QuoteJson = z
  .object({
    customer: z.string(),
    level: LevelJson.nullable(),
    availablePoints: z.int(),
    usablePoints: z.int().describe('The most that this cart takes; 0 when the minimum is not reached.'),
    minimumPoints: z.int(),
    pointMinor: Minor.describe('What a point is worth.'),
    steps: z
      .array(z.object({ kind: z.enum(['tier', 'coupon', 'points']), amountMinor: Minor, points: z.int().nullable() }))
      .describe('What is taken off the goods, in this order.'),
    goodsMinor: Minor,
    payableMinor: Minor,
    earns: z
      .array(z.object({ currency: z.string(), rule: z.string(), points: z.int() }))
      .describe('What the order brings once it is paid as quoted.'),
    expiries: z.array(ExpiryJson),
    refused: z
      .enum(['programme_off', 'points_below_minimum', 'points_insufficient', 'points_above_cart'])
      .nullable()
      .describe('Why the points that were asked for cannot be spent; the quote is then without them.'),
    hash: z.string().describe('Pass it to the hold: what has changed since is told with 409 `quote_changed`.'),
  })
  .meta({ id: 'LoyaltyQuote', description: 'The same customer, cart and instant give the same quote.' });

export const HoldJson = z
  .object({
    id: z.string(),
    customer: z.string(),
    kind: z.enum(['checkout', 'code']),
    state: z.enum(['held', 'captured', 'released', 'expired']),
    currency: z.string(),
    points: z.int(),
    amountMinor: Minor.describe('What they are worth.'),
    heldAt: Time,
    until: Time.describe('Then they come back by themselves, unless they are spent.'),
    capturedAt: Time.nullable(),
    returnedPoints: z.int().describe('Came back since, with what they paid for.'),
    order: OrderRef.nullable(),
    code: z.string().nullable().describe('The personal code that the points became.'),
  })
  .meta({ id: 'LoyaltyHold' });

export const HeldJson = HoldJson.extend({
  quote: QuoteJson.nullable().describe('What was agreed to; null where no cart was given.'),
}).meta({ id: 'LoyaltyHeld' });

const points = z.int().min(1).max(1_000_000_000);
export const QuoteGiven = z
  .strictObject({
    customer: CustomerGiven,
    cart: CartGiven,
    points: z.int().min(0).max(1_000_000_000).default(0).describe('How many are to be spent; 0 asks how many can be.'),
  })
  .meta({ id: 'LoyaltyQuoteGiven' });
export const HoldGiven = z
  .strictObject({
    customer: CustomerGiven,
    cart: CartGiven,
    points,
    quoteHash: z.string().max(64).optional().describe('Of the quote that was shown; left out: whatever holds now.'),
    order: OrderGiven.optional(),
  })
  .meta({ id: 'LoyaltyHoldGiven' });
export const CaptureGiven = z
  .strictObject({
    customer: CustomerGiven,
    order: OrderGiven.optional(),
    cart: CartGiven.optional().describe('As it is paid: another than was held for is 409 `quote_changed`.'),
  })
  .meta({ id: 'LoyaltyCaptureGiven' });
export const ReleaseGiven = z.strictObject({ customer: CustomerGiven }).meta({ id: 'LoyaltyReleaseGiven' });
export const CodeGiven = z.strictObject({ customer: CustomerGiven, points }).meta({ id: 'LoyaltyCodeGiven' });

export const RefundPreviewGiven = z
  .strictObject({
    customer: CustomerGiven,
    order: OrderGiven,
    all: z.literal(true).optional().describe('Everything that has not come back yet.'),
    lines: z
      .array(
        z.strictObject({
          index: z.int().min(0).max(10_000).describe('Of the line in the order, from 0.'),
          quantity: z.number().min(0).max(1_000_000).optional(),
          amountMinor: amount.optional().describe('Left out: in proportion to the quantity.'),
        }),
      )
      .max(500)
      .optional(),
  })
  .meta({ id: 'LoyaltyRefundPreviewGiven' });

export const RefundPreviewJson = z
  .object({
    order: OrderRef,
    goodsMinor: Minor.describe('What comes back, in the shop’s currency.'),
    takes: z.int().describe('Earned points that the return takes back, of the currency that pays.'),
    returns: z.int().describe('Spent points that come back.'),
    balanceBefore: z.int(),
    balanceAfter: z.int(),
    pendingBefore: z.int().describe('Earned and not yet available; in no balance.'),
    pendingAfter: z.int(),
    currencies: z.array(
      z.object({
        currency: z.string(),
        takes: z.int(),
        returns: z.int(),
        balanceBefore: z.int(),
        balanceAfter: z.int(),
        pendingBefore: z.int(),
        pendingAfter: z.int(),
      }),
    ),
    levelBefore: LevelJson.nullable(),
    levelAfter: LevelJson.nullable(),
  })
  .meta({ id: 'LoyaltyRefundPreview' });
