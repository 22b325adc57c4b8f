import {
  type CustomerKey,
  compareFacts,
  customerIdOf,
  customerKey,
  emailIdentity,
  fold,
  type InstallationId,
  type Instant,
  ONLINE,
  type PurchaseFact,
  phoneIdentity,
  type ShopId,
  statsOf,
} from '../../../src/model.ts';
import { Dice, weighted } from '../../../src/server/demo/dice.ts';
import { personName } from '../../../src/server/demo/names.ts';
import { arranged, newCustomer, withProfile, withTags } from '../../../src/server/ingest/person.ts';
import type { CustomerDocument, OrderDocument } from '../../../src/server/store/documents.ts';

/** Counts up when the data change, so that what an earlier run has kept is not taken for them. */
export const VERSION = 1;
export const SHOP = 'bench0' as ShopId;
export const TILL = 'b1' as InstallationId;
export const ZONE = 'Asia/Ho_Chi_Minh';
/** Sunday noon in the shop. */
export const NOW: Instant = Date.UTC(2026, 10, 22, 5);
const DAY_MS = 86_400_000;
const OFFSET_MS = 7 * 3_600_000;
/** Vietnam has had one offset since 1975: days are a division. */
const dayAt = (at: Instant) => Math.floor((at + OFFSET_MS) / DAY_MS);
export const TODAY = dayAt(NOW);

/** Somebody of the shop, in columns as relational tables have them; the document is made of it. */
export interface Person {
  readonly index: number;
  readonly gender: 'female' | 'male' | 'other' | null;
  readonly birth: { readonly year: number | null; readonly month: number; readonly day: number } | null;
  readonly phone: string | null;
  readonly email: string | null;
  readonly name: string;
  readonly source: string;
  readonly emailConsent: 'subscribed' | 'unsubscribed' | null;
  readonly tier: string | null;
  readonly points: number | null;
  readonly tags: readonly string[];
  readonly createdAt: Instant;
  /** Oldest first. */
  readonly orders: readonly Purchase[];
}

export interface Purchase {
  /** Unique in the shop: the person's index and a number. */
  readonly id: string;
  readonly at: Instant;
  readonly day: number;
  readonly net: number;
  readonly channel: string;
  readonly location: string;
  readonly lines: readonly { product: string; category: string; quantity: number; amount: number }[];
}

const SEED = 20_261_122;
const gender = weighted<Person['gender']>([
  ['female', 55],
  ['male', 35],
  ['other', 2],
  [null, 8],
]);
const orderCount = weighted([
  [0, 15],
  [1, 24],
  [2, 14],
  [3, 10],
  [5, 12],
  [8, 12],
  [13, 9],
  [24, 4],
]);
const channel = weighted([
  ['pos', 40],
  ['web', 25],
  ['shopee', 18],
  ['facebook', 12],
  ['zalo', 5],
]);
const source = weighted([
  ['walk-in', 35],
  ['web', 25],
  ['facebook', 20],
  ['tiktok', 12],
  ['shopee', 8],
]);
const lineCount = weighted([
  [1, 60],
  [2, 28],
  [3, 12],
]);
const PREFIXES = ['96', '97', '98', '86', '32', '33', '90', '93', '70', '91', '94', '88', '56'] as const;
const DOMAINS = ['gmail.com', 'gmail.com', 'gmail.com', 'yahoo.com', 'icloud.com', 'shop.vn'] as const;
const TAGS: readonly (readonly [tag: string, probability: number])[] = [
  ['VIP', 0.04],
  ['Sỉ', 0.03],
  ['Hay khiếu nại', 0.01],
  ['Thích khuyến mãi', 0.12],
];
const PRODUCTS = 500;
const CATEGORIES = 20;

export function personAt(index: number): Person {
  const dice = new Dice(SEED, index);
  const sex = gender(dice);
  const createdAt = NOW - dice.between(0, 1460) * DAY_MS - dice.between(0, DAY_MS);
  const ordered = orderCount(dice);
  const orders = Array.from({ length: ordered }, () => {
    // More of them are recent: a shop grows.
    const age = (NOW - createdAt) * dice.throw() ** 1.4;
    return purchase(dice, Math.floor(NOW - age));
  })
    .sort((a, b) => a.at - b.at)
    .map((order, number) => ({ ...order, id: `${index}-${number}` }));
  const spent = orders.reduce((sum, order) => sum + order.net, 0);
  const isMember = dice.chance(0.7);
  const hasPhone = dice.chance(0.88);
  const hasEmail = dice.chance(hasPhone ? 0.4 : 0.8);
  const name = personName(dice, sex === 'male' ? 'male' : 'female', dice.pick(['north', 'middle', 'south']));
  return {
    index,
    gender: sex,
    birth: dice.chance(0.6)
      ? {
          year: dice.chance(0.9) ? dice.between(1955, 2009) : null,
          month: dice.between(1, 12),
          day: dice.between(1, 28),
        }
      : null,
    phone: hasPhone ? `+84${dice.pick(PREFIXES)}${String(index).padStart(7, '0')}` : null,
    email: hasEmail ? `${fold(name).replace(/[^a-z]+/g, '.')}${index}@${dice.pick(DOMAINS)}` : null,
    name,
    source: source(dice),
    emailConsent: hasEmail ? (dice.chance(0.5) ? 'subscribed' : dice.chance(0.3) ? 'unsubscribed' : null) : null,
    tier: isMember
      ? spent >= 20_000_000
        ? 'platinum'
        : spent >= 8_000_000
          ? 'gold'
          : spent >= 2_000_000
            ? 'silver'
            : 'member'
      : null,
    points: isMember ? Math.floor((spent / 10_000) * dice.throw()) : null,
    tags: TAGS.filter(([, probability]) => dice.chance(probability)).map(([tag]) => tag),
    createdAt,
    orders,
  };
}

function purchase(dice: Dice, at: Instant): Omit<Purchase, 'id'> {
  const through = channel(dice);
  const lines = Array.from({ length: lineCount(dice) }, () => {
    // Product 0 is in every tenth order or so, product 499 in one of a few thousand.
    const product = Math.floor(PRODUCTS * dice.throw() ** 3);
    const quantity = dice.chance(0.8) ? 1 : dice.between(2, 4);
    return {
      product: `${TILL}:sp${product}`,
      category: `${TILL}:dm${product % CATEGORIES}`,
      quantity,
      amount: quantity * 1000 * dice.between(50, 900),
    };
  });
  return {
    at,
    day: dayAt(at),
    net: lines.reduce((sum, line) => sum + line.amount, 0),
    channel: through,
    location: through === 'pos' ? `${TILL}:ch${dice.between(1, 8)}` : ONLINE,
    lines,
  };
}

export const keyOf = (index: number): CustomerKey => customerKey(SHOP, customerIdOf(SHOP, `h:${TILL}:${index}`));

/** As taking in their account and their orders would have left it. */
export function documentOf(person: Person): CustomerDocument {
  const facts = person.orders.map(factOf).sort(compareFacts);
  const { birth, createdAt } = person;
  const words = {
    name: person.name,
    phone: person.phone,
    email: person.email,
    gender: person.gender,
    birth: birth && { month: birth.month, day: birth.day, ...(birth.year === null ? {} : { year: birth.year }) },
    emailConsent: person.emailConsent,
    source: person.source,
  };
  const claims = Object.entries(words)
    .filter(([, value]) => value !== null)
    .map(([field, value]) => ({ field, own: { at: createdAt, value } }))
    .sort((a, b) => (a.field < b.field ? -1 : 1));
  let customer = withProfile({ ...newCustomer(keyOf(person.index), createdAt), revision: facts.length + 1, claims });
  if (person.tags.length > 0) customer = withTags(customer, TILL, createdAt, person.tags).customer;
  return arranged({
    ...customer,
    ids: [
      `h:${TILL}:${person.index}` as const,
      ...(person.phone === null ? [] : [phoneIdentity(person.phone)]),
      ...(person.email === null ? [] : [emailIdentity(person.email)]),
    ].sort(),
    stats: statsOf(facts),
    ...(person.tier === null || person.points === null
      ? {}
      : {
          loyalty: {
            level: person.tier,
            levelSince: createdAt,
            points: person.points,
            pending: 0,
            earned: person.points,
            joinedAt: createdAt,
          },
        }),
    facts,
  });
}

function factOf(order: Purchase): PurchaseFact {
  return {
    d: order.day,
    t: order.at,
    o: `${TILL}/${order.id}`,
    n: order.net,
    c: order.channel,
    l: order.location,
    i: order.lines.map(({ product: p, category, quantity: q, amount: a }) => ({ p, k: [category], q, a })),
  };
}

/** Orders without what their host sent besides: pipelines that join them read no more than they need. */
export function orderDocumentsOf(person: Person): OrderDocument[] {
  return person.orders.map((order) => ({
    _id: `${SHOP}/${TILL}/${order.id}` as OrderDocument['_id'],
    shop: SHOP,
    installation: TILL,
    hostId: order.id,
    at: order.at,
    customer: keyOf(person.index),
    refundsAlone: [],
    deleted: false,
    restored: false,
    fact: factOf(order),
  }));
}
