import { z } from 'zod';
import { type BirthDate, customerIdFromKey, displayPhone, type IdentityKey } from '../../../model.ts';
import { levelName } from '../../loyalty/level-name.ts';
import type { CustomerRow } from '../../queries/customers-page.ts';
import type { ShopState } from '../../shop-state.ts';
import type { CustomerDocument } from '../../store/documents.ts';
import { AttributeJson } from './customer-given.ts';
import { Currency, isoTime, isoTimeOrNull, Minor, Time, Words } from './schemas.ts';

export const Place = z
  .object({
    address: z.string().nullable(),
    ward: z.string().nullable(),
    wardCode: z.string().nullable(),
    district: z.string().nullable(),
    districtCode: z.string().nullable(),
    city: z.string().nullable(),
    province: z.string().nullable(),
    provinceCode: z.string().nullable(),
    countryCode: z.string().nullable(),
    kind: z.enum(['home', 'work']).optional().describe('Where they live or where they work; left out: it is not told.'),
  })
  .meta({ id: 'Place' });

export const Identity = z
  .object({
    kind: z.enum(['phone', 'email', 'account', 'member_code']),
    value: z.string(),
    connection: z.string().nullable().describe('Of an account: the connection whose host knows them by this id.'),
    gone: z.boolean().describe('The host has deleted this account.'),
  })
  .meta({
    id: 'Identity',
    description: 'What a customer is known by: one phone, e-mail, account or member code is one customer.',
  });

const Stats = z
  .object({
    orders: z.int().describe('Orders that count: paid or partly refunded, not cancelled, not a test.'),
    spentMinor: Minor.describe(
      'Goods after discounts, minus refunds, in `currency`; with tax or shipping where the settings say so.',
    ),
    averageMinor: Minor.nullable().describe('`spentMinor` by `orders`, rounded; null without orders.'),
    currency: Currency,
    firstOrderAt: Time.nullable(),
    lastOrderAt: Time.nullable(),
    lastLocation: z.string().nullable().describe('`<connection>:<store>`, or `online`.'),
    lastAreas: z.array(z.string()).describe('Coded units of where the last order went; empty where it tells none.'),
    channels: z.array(z.string()),
    locations: z.array(z.string()),
  })
  .meta({ id: 'CustomerStats' });

const Loyalty = z
  .object({
    level: z.object({ id: z.string(), name: Words }).nullable().describe('The tier in force.'),
    levelSince: Time.nullable(),
    points: z.int().describe('Of the currency that pays: what can be spent minus what is owed.'),
    pendingPoints: z.int(),
    earnedPoints: z.int().describe('Earned and not taken back, of the currency that ranks.'),
    joinedAt: Time,
  })
  .meta({ id: 'CustomerPoints', description: 'As booked last; what is true this moment: `/customers/:id/loyalty`.' });

export const CustomerJson = z
  .object({
    id: z.string().describe('Twelve characters. It stays valid when customers are merged.'),
    name: z.string().nullable(),
    phone: z.string().nullable().describe('E.164.'),
    phoneDisplay: z.string().nullable().describe('The phone as it is written in the shop’s country.'),
    email: z.string().nullable(),
    gender: z.enum(['male', 'female', 'other']).nullable(),
    birthDate: z.string().nullable().describe('`1990-05-17`, or `--05-17` when the year is not known.'),
    tags: z.array(z.string()),
    groups: z.array(z.string()),
    emailConsent: z.string().nullable(),
    smsConsent: z.string().nullable(),
    source: z.string().nullable().describe('Where they came from first.'),
    lastSource: z.string().nullable().describe('Where they came from last.'),
    company: z.string().nullable().describe('The company they buy for.'),
    homeAreas: z
      .array(z.string())
      .describe('Coded units of `addresses` where they live: `vn`, `vn.79`, before July 2025 `vn63.79`.'),
    workAreas: z.array(z.string()).describe('The same of where they work.'),
    attributes: z.record(z.string(), AttributeJson).describe('What the shop’s settings define.'),
    debtMinor: Minor.describe('What they owe, in the shop’s currency; negative is credit.'),
    addresses: z.array(Place),
    note: z.string().nullable(),
    identities: z.array(Identity),
    segments: z.array(z.string()).describe('Ids of the saved segments they are in.'),
    stats: Stats,
    loyalty: Loyalty.nullable().describe('Null: they do not collect points.'),
    createdAt: Time,
    erasedAt: Time.nullable(),
  })
  .meta({ id: 'Customer' });

export type CustomerJson = z.infer<typeof CustomerJson>;

export function customerJson(customer: CustomerRow | CustomerDocument, state: ShopState): CustomerJson {
  const { shop, live } = state;
  const { stats } = customer;
  const shown = new Map(
    live.segments.filter((segment) => segment.active).map((segment) => [segment.label, segmentIdOf(segment.key)]),
  );
  return {
    id: customerIdFromKey(customer._id),
    name: customer.name ?? null,
    phone: customer.phone ?? null,
    phoneDisplay: customer.phone === undefined ? null : displayPhone(customer.phone, shop.countryCode),
    email: customer.email ?? null,
    gender: customer.gender ?? null,
    birthDate: customer.birth ? birthText(customer.birth) : null,
    tags: (customer.tagNames ?? []).map((tag) => tag.name),
    groups: [...(customer.groups ?? [])],
    emailConsent: customer.emailConsent ?? null,
    smsConsent: customer.smsConsent ?? null,
    source: customer.source ?? null,
    lastSource: customer.lastSource ?? null,
    company: customer.company ?? null,
    homeAreas: [...(customer.homeAreas ?? [])],
    workAreas: [...(customer.workAreas ?? [])],
    attributes: attributesJson(customer, shop),
    debtMinor: customer.debtMinor ?? 0,
    addresses: [...(customer.addresses ?? [])],
    note: customer.note ?? null,
    identities: customer.ids.map((key) => identityJson(key, customer.gone ?? [])),
    segments: customer.memberOf.flatMap((label) => shown.get(label) ?? []),
    stats: {
      orders: stats.orders,
      spentMinor: stats.spentMinor,
      averageMinor: stats.orders === 0 ? null : Math.round(stats.spentMinor / stats.orders),
      currency: shop.currency,
      firstOrderAt: isoTimeOrNull(stats.firstAt),
      lastOrderAt: isoTimeOrNull(stats.lastAt),
      lastLocation: stats.lastLocation ?? null,
      lastAreas: [...(stats.lastAreas ?? [])],
      channels: [...stats.channels],
      locations: [...stats.locations],
    },
    loyalty: loyaltyJson(customer, state),
    createdAt: isoTime(customer.createdAt),
    erasedAt: isoTimeOrNull(customer.erasedAt),
  };
}

/** Of a definition that was taken away the values stay, and are not shown. */
function attributesJson(
  { attributes = {} }: Pick<CustomerDocument, 'attributes'>,
  { settings }: ShopState['shop'],
): Record<string, z.infer<typeof AttributeJson>> {
  const shown = (settings.attributes ?? []).flatMap(({ name }) => {
    const value = Object.hasOwn(attributes, name) ? attributes[name] : undefined;
    return value === undefined ? [] : [[name, typeof value === 'object' ? [...value] : value] as const];
  });
  return Object.fromEntries(shown);
}

function loyaltyJson(
  { loyalty }: Pick<CustomerDocument, 'loyalty'>,
  { loyalty: { versions } }: ShopState,
): z.infer<typeof Loyalty> | null {
  if (!loyalty) return null;
  const { level, levelSince, points, pending, earned, joinedAt } = loyalty;
  return {
    level: level === undefined ? null : { id: level, name: levelName(versions, level) },
    levelSince: isoTimeOrNull(levelSince),
    points,
    pendingPoints: pending,
    earnedPoints: earned,
    joinedAt: isoTime(joinedAt),
  };
}

export const segmentIdOf = (key: string): string => key.slice(key.indexOf('/') + 1);

const KINDS = { p: 'phone', e: 'email', h: 'account', m: 'member_code' } as const;

export function identityJson(key: IdentityKey, gone: readonly IdentityKey[]): z.infer<typeof Identity> {
  const kind = KINDS[key[0] as keyof typeof KINDS];
  const text = key.slice(2);
  const colon = text.indexOf(':');
  const connection = kind === 'account' ? text.slice(0, colon) : null;
  return { kind, value: connection === null ? text : text.slice(colon + 1), connection, gone: gone.includes(key) };
}

export function birthText({ year, month, day }: BirthDate): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${year === undefined ? '-' : String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;
}
