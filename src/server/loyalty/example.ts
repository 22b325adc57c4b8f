import { AppError } from '../../errors.ts';
import {
  emptyAccount,
  type Level,
  type LoyaltyOrder,
  type Programme,
  quote,
  RULES,
  type RuleNode,
  ruleWords,
} from '../../loyalty/index.ts';
import { dayOf, type Instant, type Language, type Lookup, plainDate } from '../../model.ts';
import { lookupNames } from '../queries/lookup-names.ts';
import type { ShopState } from '../shop-state.ts';
import type { ShopStore } from '../store/index.ts';

/** One order, as somebody who edits a programme thinks of it. */
export interface ExampleOrder {
  readonly level?: string | undefined;
  readonly goodsMinor: number;
  readonly shippingMinor: number;
  readonly taxMinor: number;
  readonly ordinal: number;
  readonly product?: string | undefined;
  readonly categories?: readonly string[] | undefined;
  readonly channel: string;
  readonly location: string;
  readonly isBirthday: boolean;
}

type Words = Record<Language, string>;

export interface Example {
  readonly level: string;
  readonly discountMinor: number;
  readonly paidMinor: number;
  readonly rules: { rule: string; kind: string; currency: string; points: number; sentence: Words }[];
  readonly currencies: { currency: string; name: Words; points: number }[];
  readonly sentences: { rule: string; sentence: Words }[];
}

/** What an order would earn by a programme that need not be published: quoted as a till would be, to a customer of that tier. */
export async function ruleExamples(
  scope: ShopStore,
  programme: Programme,
  order: ExampleOrder,
  { shop }: Pick<ShopState, 'shop'>,
  now: Instant,
): Promise<Example> {
  const { levels } = programme.tiers;
  const level = order.level === undefined ? levels[0] : levels.find(({ id }) => id === order.level);
  if (!level) throw new AppError('invalid', 'level: the programme has no such tier');
  const context = { versions: [{ version: 1, from: 0, programme }], timeZone: shop.timeZone, now, by: 'nobody' };
  const line = {
    q: 1,
    a: order.goodsMinor,
    ...(order.product === undefined ? {} : { p: order.product }),
    ...(order.categories === undefined ? {} : { k: order.categories }),
  };
  const cart = {
    lines: [line],
    shippingMinor: order.shippingMinor,
    taxMinor: order.taxMinor,
    couponMinor: 0,
    channel: order.channel,
    location: order.location,
  };
  const today = plainDate(dayOf(now, shop.timeZone));
  const birth = order.isBirthday ? { month: today.month, day: today.day } : undefined;
  const { quote: told } = quote(customerOf(level, order.ordinal, now), cart, 0, context, birth);
  const sentences = await sentencesOf(scope, programme, shop.currency);
  const kinds = new Map(programme.earning.rules.map(({ id, kind }) => [id, kind]));
  return {
    level: level.id,
    discountMinor: told.steps.reduce((sum, { amountMinor }) => sum + amountMinor, 0),
    paidMinor: told.payableMinor,
    rules: told.earns.map(({ rule, currency, points }) => ({
      rule,
      kind: kinds.get(rule) ?? '',
      currency,
      points,
      sentence: sentences.get(rule) ?? { vi: rule, en: rule },
    })),
    currencies: programme.currencies.map(({ id, name }) => ({
      currency: id,
      name,
      points: told.earns.reduce((sum, { currency, points }) => sum + (currency === id ? points : 0), 0),
    })),
    sentences: [...sentences].map(([rule, sentence]) => ({ rule, sentence })),
  };
}

/** Somebody of that tier, with as many orders before. They cost and earned nothing. */
function customerOf(level: Level, ordinal: number, now: Instant) {
  const before = (index: number): LoyaltyOrder => ({
    o: `before/${index}`,
    t: 0,
    c: '',
    l: '',
    i: [],
    tax: 0,
    ship: 0,
  });
  const account = emptyAccount(now);
  return {
    ...account,
    orders: Array.from({ length: ordinal - 1 }, (_, index) => before(index)),
    tier: { ...account.tier, level: level.id, inForce: level.id },
  };
}

const NAMED = [
  ['products', 'products'],
  ['variants', 'variants'],
  ['categories', 'categories'],
  ['locations', 'locations'],
  ['channels', 'channels'],
] as const satisfies readonly (readonly [string, Lookup])[];

/** What each rule gives, as people say it. */
async function sentencesOf(scope: ShopStore, programme: Programme, currency: string): Promise<Map<string, Words>> {
  const { rules } = programme.earning;
  const names = new Map<string, ReadonlyMap<string, string>>();
  for (const [field, of] of NAMED)
    names.set(of, await lookupNames(scope, of, [...new Set(rules.flatMap((rule) => valuesOf(rule, field)))]));
  const told = (language: Language, { id: _id, kind, currency: _currency, ...args }: RuleNode): string => {
    const nameOf = (of: Lookup | 'tiers', id: string) =>
      of === 'tiers' ? programme.tiers.levels.find((level) => level.id === id)?.name[language] : names.get(of)?.get(id);
    return RULES.find((rule) => rule.kind === kind)?.sentence(args, ruleWords(language, { currency, nameOf })) ?? '';
  };
  return new Map(rules.map((rule) => [rule.id, { vi: told('vi', rule), en: told('en', rule) }]));
}

function valuesOf(rule: object, field: string): string[] {
  const values = (rule as Record<string, unknown>)[field];
  return Array.isArray(values) ? values.map(String) : [];
}
