import { z } from 'zod';
import { currencyDigits, parseBirthDate, parseInstant } from '../../model.ts';

/**
 * The signed JSON that tills send us: our own format, so that any point of sale can be connected (S2, A20). These schemas
 * check deliveries and are what docs/pos.md is rendered from. Unknown fields are ignored, so a till may send more.
 * Messages name the rule and never the value, because they are logged.
 */

// `[^\p{Cc}]` leaves out control characters; half a surrogate pair would not survive storage as it came.
const id = z
  .union(
    [
      z
        .string()
        .trim()
        .regex(/^[^\p{Cc}]{1,128}$/u, 'an id is needed')
        .refine((text) => text.isWellFormed(), 'an id is needed'),
      z.int().positive(),
    ],
    'an id is needed',
  )
  .transform(String)
  .meta({ title: 'id' });
const text = z
  .string()
  .max(4000)
  .transform((value) =>
    value
      .toWellFormed()
      .replace(/[\p{Cc}\s]+/gu, ' ')
      .trim(),
  )
  .meta({ title: 'text' });
const time = z.string().transform(orIssue(parseInstant, 'not a time with its zone')).meta({ title: 'time' });
const date = z.string().transform(orIssue(parseBirthDate, 'not a date')).meta({ title: 'date' });
const NOT_AMOUNT = 'not a decimal amount, or out of range';
const decimal = z
  .union(
    [z.string().regex(/^\d{1,15}(\.\d{1,4})?$/, NOT_AMOUNT), z.number().min(0, NOT_AMOUNT).max(1e15, NOT_AMOUNT)],
    NOT_AMOUNT,
  )
  .meta({ title: 'amount' });
const signedDecimal = z
  .union(
    [z.string().regex(/^-?\d{1,15}(\.\d{1,4})?$/, NOT_AMOUNT), z.number().min(-1e15, NOT_AMOUNT).max(1e15, NOT_AMOUNT)],
    NOT_AMOUNT,
  )
  .meta({ title: 'signed amount' });
const quantity = z.number().min(0).max(1e9).meta({ title: 'number' });
const currency = z
  .string()
  .refine((code) => currencyDigits(code) !== null, 'not an ISO 4217 code')
  .meta({ title: 'currency code' });
const flag = z.boolean().meta({ title: 'true or false' });

// Tills write null for what they leave empty; outside customer cards that is the same as leaving it out.
const orZero = <Schema extends z.ZodType>(schema: Schema) => schema.nullish().transform((value) => value ?? 0);
const orNone = <Schema extends z.ZodArray>(schema: Schema) => schema.nullish().transform((value) => value ?? []);

const returnedItem = z.object({
  itemId: id.describe('`id` of the item in `items`.'),
  quantity: quantity.describe('How many came back.'),
  amount: decimal.nullish().describe('What was paid back for them.'),
});

const itemReturn = z.object({
  id: id.describe('Of this return, unique within the invoice.'),
  at: time.nullish().describe('When it was returned.'),
  amount: decimal.describe('Money paid back, above zero.'),
  goods: decimal.nullish().describe('The goods part of it. Missing: goods are taken to be paid back before shipping.'),
  items: orNone(z.array(returnedItem).max(1000)).describe('What came back, if the till knows.'),
});

const item = z.object({
  id: id.nullish().describe('Of the line, unique within the invoice. Missing: its place in the list, from 1.'),
  productId: id.nullish().describe('Missing or null for something rung up by hand.'),
  variantId: id.nullish().describe('Size, colour.'),
  sku: text.nullish().describe('The code that is scanned.'),
  name: text.describe('As printed on the invoice.'),
  quantity: quantity.describe('Pieces or weight, above zero for what was sold.'),
  amount: decimal.describe('Of the whole line, after its discounts.'),
  discount: orZero(decimal).describe('What its own discounts and its share of the invoice’s took off the whole line.'),
  categories: orNone(z.array(id).max(50)).describe('Ids of the product’s categories, if the till knows them.'),
  vendor: text.nullish().describe('Brand or maker.'),
});

const address = z.object({
  address: text.nullish().describe('House and street.'),
  ward: text.nullish(),
  wardCode: text.nullish(),
  district: text.nullish(),
  districtCode: text.nullish(),
  city: text.nullish(),
  province: text.nullish(),
  provinceCode: text.nullish().describe('The official code, before or after the reform of July 2025: `79`.'),
  countryCode: text.nullish().describe('ISO 3166: `VN`.'),
  kind: z
    .enum(['home', 'work'])
    .nullish()
    .describe('Of a customer: where they live or where they work. Missing: `home`.'),
});

const buyer = z.object({
  memberCode: text.nullish().describe('The member code typed or scanned at the till.'),
  phone: text.nullish().describe('As typed: `0912 345 678` and `+84 912 345 678` are one number.'),
  email: text.nullish(),
  name: text.nullish(),
  customerId: id.nullish().describe('The till’s own customer id.'),
  source: text.nullish().describe('Where they came from: `zalo`, `facebook`.'),
  company: text.nullish().describe('The company they buy for.'),
});

export const invoice = z.object({
  id: id.describe('Of the invoice, for ever. Sending it again updates it.'),
  number: text.nullish().describe('As printed. Missing: the id.'),
  updatedAt: time.describe(
    'When the till last changed it. Of two copies the later one counts, whichever arrives last.',
  ),
  placedAt: time.describe('When it was rung up.'),
  paidAt: time.nullish().describe('When it was paid in full.'),
  fulfilledAt: time
    .nullish()
    .describe(
      'When the customer had all the goods. Missing: when it was paid; with `deliverTo`, not yet, so send it again when they are delivered.',
    ),
  status: z
    .enum(['draft', 'open', 'partly_paid', 'paid', 'cancelled'])
    .describe('`draft` (parked on the till) is acknowledged and ignored; only `paid` counts as a purchase.'),
  currency: currency.nullish().describe('ISO 4217. Missing: the shop’s.'),
  test: flag
    .nullish()
    .transform((value) => value ?? false)
    .describe('A training invoice: stored and shown, never counted.'),
  channel: text.nullish().describe('Missing: `pos`.'),
  store: z.object({ id, name: text.nullish() }).nullish().describe('Which store. Missing: `online`.'),
  cashier: z.object({ id, name: text.nullish() }).nullish().describe('Who rang it up.'),
  deliverTo: address.nullish().describe('Where the goods go, for what is not taken away at the till.'),
  customer: buyer
    .nullish()
    .describe(
      'Whom it is for. Any one field is enough; missing: nobody is credited until a later copy names somebody.',
    ),
  items: z.array(item).max(1000).describe('What was sold. Returned goods stay here and are listed in `returns`.'),
  totals: z.object({
    goods: decimal.nullish().describe('Goods after every discount, before returns. Missing: the sum of the items.'),
    discount: orZero(decimal),
    shipping: orZero(decimal),
    tax: orZero(decimal),
    total: decimal.describe('What the customer was asked to pay.'),
  }),
  debt: orZero(decimal).describe('What the customer still owes on this invoice.'),
  vouchers: orNone(z.array(text).max(50)).describe('Codes that were used.'),
  redemptions: orNone(z.array(text).max(50)).describe(
    'Ids of the holds of points that were used on it, as Tessera gave them: up to 20, of letters, digits, `_` and `-`. Anything else in the list is ignored.',
  ),
  returns: orNone(z.array(itemReturn).max(1000)).describe('Every return so far.'),
  note: text.nullish(),
});

const consent = z.enum(['subscribed', 'unsubscribed', 'pending', 'not_subscribed']);

export const customer = z
  .object({
    id: id.nullish().describe('The till’s own customer id. Needed if customers are to be deleted by it.'),
    updatedAt: time.describe('When the till last changed it. Of two copies the later one counts.'),
    createdAt: time.nullish(),
    memberCode: text.nullish(),
    phone: text.nullish().describe('As typed.'),
    email: text.nullish(),
    name: text.nullish(),
    gender: text
      .nullish()
      .describe('`Nam`, `Nữ`, `M`, `F`, `anh`, `chị`, `male`, `female`, `other`. Another word is taken as unknown.'),
    birthDate: date.nullish().describe('`1990-05-17`, or `--05-17` when the year is not known.'),
    tags: z.array(text).max(250).nullish(),
    groups: z.array(text).max(250).nullish().describe('Member types of the till.'),
    note: text.nullish(),
    source: text.nullish().describe('Where they came from: `zalo`, `facebook`.'),
    company: text.nullish().describe('The company they buy for.'),
    addresses: z.array(address).max(50).nullish(),
    debt: signedDecimal.nullish().describe('All they owe the shop, in the shop’s currency; negative is credit.'),
    consents: z
      .object({ email: consent.nullish(), sms: consent.nullish() })
      .nullish()
      .describe('`subscribed`, `unsubscribed`, `pending` or `not_subscribed`, for e-mail and for text messages.'),
  })
  .refine((c) => c.id || c.memberCode || c.phone || c.email, 'one of id, memberCode, phone, email is needed');

const named = z.object({ id, name: text });

export const product = z.object({
  id,
  updatedAt: time.describe('When the till last changed it.'),
  name: text,
  vendor: text.nullish(),
  categories: orNone(z.array(named).max(50)).describe('All categories it is in, with id and name.'),
  variants: orNone(z.array(z.object({ id, sku: text.nullish(), name: text.nullish() })).max(1000)),
});

export const removal = z.object({ id: id.describe('Of what was deleted.') });

export const connection = z.object({ at: time.nullish().describe('When the till was disconnected.') });

export const privacy = z
  .object({
    requestId: id.nullish().describe('Of the request, to find it again in our record.'),
    customerId: id.nullish(),
    email: text.nullish(),
    phone: text.nullish(),
    invoiceIds: orNone(z.array(id).max(1000)).describe('Invoices the request names.'),
  })
  .refine((p) => p.customerId || p.email || p.phone, 'one of customerId, email, phone is needed');

/** A transformation by one of the model's own readers; what it cannot read breaks the rule that `message` names. */
function orIssue<T>(read: (value: string) => T | null, message: string) {
  return (value: string, context: z.RefinementCtx): T => {
    const result = read(value);
    if (result !== null) return result;
    context.addIssue(message);
    return z.NEVER;
  };
}

export type Invoice = z.output<typeof invoice>;
export type Member = z.output<typeof customer>;
export type Address = z.output<typeof address>;

/** Every topic with the schema of its body. */
export const TOPIC_SCHEMAS = {
  'invoice.saved': invoice,
  'invoice.deleted': removal,
  'customer.saved': customer,
  'customer.deleted': removal,
  'product.saved': product,
  'product.deleted': removal,
  'connection.removed': connection,
  'privacy.export': privacy,
  'privacy.erase': privacy,
} as const;

export type PosTopic = keyof typeof TOPIC_SCHEMAS;
