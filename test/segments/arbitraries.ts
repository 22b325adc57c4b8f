import fc from 'fast-check';
import {
  type AttributeValue,
  type Customer,
  type CustomerLoyalty,
  dayNumber,
  fold,
  startOfDay,
  type TagName,
} from '../../src/model.ts';
import type { SegmentDefinition, SegmentNode } from '../../src/segments/ast.ts';
import type { Condition } from '../../src/segments/condition.ts';
import { CONDITIONS } from '../../src/segments/conditions/index.ts';
import { type SegmentContext, segmentContext } from '../../src/segments/context.ts';
import { type CustomerSketch, type OrderSketch, sketchedCustomer } from '../../src/segments/example.ts';
import type { Field, Lookup, Option } from '../../src/segments/form.ts';
import { RFM_CHOICES, rfmArbitrary } from './rfm.ts';

/** What would do harm if it ever became more than a value. */
export const HOSTILE = [
  '$where',
  '$$ROOT',
  '$name',
  'facts.0.d',
  '__proto__',
  '.*',
  '^(a+)+$',
  '[',
  '\\',
  '\\E.*\\Q',
  '(?i)x',
  '{"$gt":""}',
  '|',
  '#',
  '-',
];

/** The zones ends of the world, and one with daylight saving time. */
export const ZONES = ['Pacific/Kiritimati', 'Asia/Ho_Chi_Minh', 'Pacific/Pago_Pago', 'America/New_York'] as const;

const TAGS = ['VIP', 'víp', 'Sỉ', 'Hay khiếu nại', 'hay khieu nai', ...HOSTILE];
const PRODUCTS = ['w1:1', 'w1:2', 'w1:3', '$$ROOT', 'a.b'];
const VARIANTS = ['w1:1a', 'w1:2b', '$where'];
const CATEGORIES = ['w1:shirts', 'w1:shoes', '$name'];
const VENDORS = ['Nhà Đào', 'nha dao', 'ACME', ...HOSTILE];
const LOCATIONS = ['online', 'w1:hanoi', 'w1:hue', '$where'];
const CHANNELS = ['web', 'POS', 'Facebook', '$where'];
const SYLLABLES = [
  'Nguyễn',
  'Văn',
  'van',
  'Vân',
  'Đào',
  'ĐỨC',
  'thị',
  'Ẩn',
  'Straße',
  'STRASSE',
  'ẞ',
  'İSMAİL',
  'ısmail',
  'ſ',
  'K',
  'Σοφός',
  'ΣΟΦΌΣ',
  '李',
  '😀',
  '  ',
  ' ',
  ...HOSTILE,
];
const PHONES = [
  '+84912345678',
  '+84321234567',
  '+842838221234',
  '+84871112222',
  '+12125550100',
  '+84520000001',
  '+8491',
];
const PREFIXES = ['091', '+84', '0', '028', '212', '+1 212', '09', '(091) 2'];
const AREAS = ['vn', 'vn.79', 'vn63.74', 'us.ca', '$where'];
const EMAILS = [
  'van@gmail.com',
  'info@shop.vn',
  'a@mail.shop.vn',
  'shop.vn@x.com',
  'đ@ß.vn',
  '$where@k.vn',
  '',
  'van',
  'a@b',
];
const ATTRIBUTES = ['size', 'van'];
const CONSENTS = ['subscribed', 'unsubscribed', 'pending', 'not_subscribed', 'redacted'] as const;
const AMOUNTS = [0, 1, 99_999, 100_000, 500_000, 1_000_000, 5_000_000, 10_000_000];

/** Other segments: by figures, by days, one that names one, a list by hand, and ids that would do harm. */
const SEGMENTS: ReadonlyMap<string, SegmentDefinition | null> = new Map<string, SegmentDefinition | null>([
  ['spent', { include: [{ all: [{ kind: 'total_spent', op: 'gte', value: 1_000_000 }] }], exclude: [] }],
  [
    '$where',
    {
      include: [{ all: [{ kind: 'bought_in_period', period: { type: 'last_n_days', n: 30 } }] }],
      exclude: [{ all: [{ kind: 'in_segment', segments: ['list'] }] }],
    },
  ],
  ['list', null],
]);

/** Of the programme, from the lowest; customers may be in one that it has no more. */
const TIERS = ['member', '$where', 'gold'];
const FORMER_TIER = 'bronze';

/** Some that a sum or a rounding would take for another. */
const DECIMALS = [0, -1.5, 0.1, 0.3, 0.1 + 0.2, 2, 2.000001, 1e15];

/** Noons and midnights around which periods and birthdays turn. */
const DAYS: readonly (readonly [year: number, month: number, day: number])[] = [
  [2023, 12, 31],
  [2024, 1, 1],
  [2024, 2, 28],
  [2024, 2, 29],
  [2024, 3, 1],
  [2024, 3, 10],
  [2024, 3, 31],
  [2024, 4, 1],
  [2025, 2, 28],
  [2025, 3, 1],
  [2025, 11, 2],
  [2025, 12, 31],
  [2026, 1, 1],
];

const daysFromDays = fc.tuple(
  fc.constantFrom(...DAYS),
  fc.constantFrom(0, 0, 0, -1, 1, -6, -7, -29, -30, -31, -90, -365),
);
const dayArbitrary = daysFromDays.map(([[year, month, day], shift]) => dayNumber(year, month, day) + shift);
const dayText = dayArbitrary.map((day) => new Date(day * 86_400_000).toISOString().slice(0, 10));

/** The last and the first millisecond of days, and times between. */
function instantArbitrary(zone: string): fc.Arbitrary<number> {
  return fc.tuple(dayArbitrary, fc.constantFrom(-1, 0, 1, 43_200_000)).map(([day, ms]) => startOfDay(day, zone) + ms);
}

export function contextArbitrary(zone: string): fc.Arbitrary<SegmentContext> {
  return fc.tuple(instantArbitrary(zone), rfmArbitrary).map(([asOf, rfm]) =>
    segmentContext({
      asOf,
      timeZone: zone,
      currency: 'VND',
      countryCode: 'VN',
      catalogue: {
        productsInCategory: (id) => (id === 'w1:shirts' ? ['w1:1', 'a.b'] : id === '$name' ? ['w1:3'] : []),
      },
      references: { definitionOf: (id) => SEGMENTS.get(id) },
      tiers: TIERS,
      rfm,
    }),
  );
}

const monthDays = fc.constantFrom(
  [1, 1],
  [1, 5],
  [2, 27],
  [2, 28],
  [2, 29],
  [3, 1],
  [5, 17],
  [12, 20],
  [12, 31],
) as fc.Arbitrary<[number, number]>;
const monthDayText = monthDays.map(
  ([month, day]) => `${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`,
);

const lineArbitrary = fc.record(
  {
    p: fc.constantFrom(...PRODUCTS),
    v: fc.constantFrom(...VARIANTS),
    k: fc.subarray(CATEGORIES, { minLength: 1 }),
    m: fc.constantFrom(...VENDORS).map(fold),
    q: fc.constantFrom(0.1, 0.2, 0.5, 1, 2, 3),
    a: fc.constantFrom(...AMOUNTS),
  },
  { requiredKeys: ['q', 'a'] },
);

/** By chance two orders of a customer are rarely of one instant, and then their ids decide which was the last (C20). */
function orderArbitrary(zone: string): fc.Arbitrary<OrderSketch> {
  const common = fc.constant(startOfDay(dayNumber(2026, 1, 1), zone));
  return fc.record(
    {
      at: fc.oneof({ arbitrary: instantArbitrary(zone), weight: 5 }, { arbitrary: common, weight: 1 }),
      netMinor: fc.constantFrom(...AMOUNTS),
      channel: fc.constantFrom(...CHANNELS.map((name) => name.toLowerCase())),
      location: fc.constantFrom(...LOCATIONS),
      lines: fc.array(lineArbitrary, { maxLength: 3 }),
      offers: fc.constantFrom(0, 1, 2),
      areas: fc.subarray(AREAS, { minLength: 1 }),
    },
    { requiredKeys: ['at', 'netMinor'] },
  );
}

/** A balance may be owed; who joined before the programme began has no tier, and old figures have no beginning of it. */
function loyaltyArbitrary(zone: string): fc.Arbitrary<CustomerLoyalty> {
  return fc.record(
    {
      level: fc.constantFrom(...TIERS, FORMER_TIER),
      levelSince: instantArbitrary(zone),
      points: fc.constantFrom(-2, 0, 1, 2, 3, 5),
      pending: fc.constantFrom(0, 0, 1, 3),
      earned: fc.constantFrom(0, 1, 2, 5),
      joinedAt: instantArbitrary(zone),
    },
    { requiredKeys: ['points', 'pending', 'earned', 'joinedAt'] },
  );
}

/** Tags of whose beginning something is known or nothing. */
function tagNamesArbitrary(zone: string): fc.Arbitrary<TagName[]> {
  const since = fc.option(instantArbitrary(zone), { nil: undefined });
  return fc
    .uniqueArray(fc.tuple(fc.constantFrom(...TAGS), since), { maxLength: 3, selector: ([tag]) => fold(tag) })
    .map((tags) => tags.map(([name, at]) => ({ key: fold(name), name, ...(at === undefined ? {} : { since: at }) })));
}

const nameArbitrary = fc
  .array(fc.constantFrom(...SYLLABLES), { minLength: 1, maxLength: 4 })
  .map((parts) => parts.join(' ').replace(/\s+/g, ' ').trim())
  .filter((name) => name !== '');

/** Text as people write it: line breaks, hard spaces, accents apart from their letters, and several of a kind. */
const noteArbitrary = fc
  .array(
    fc.constantFrom(
      ...SYLLABLES,
      '\n',
      '\u00a0',
      ' \u0301 ',
      'Va\u0306n',
      'vA\u0302N',
      '\u200a\ufeff',
      'ǅ',
      'Å',
      'Ω',
      '한',
      'ก็',
    ),
    { minLength: 1, maxLength: 6 },
  )
  .chain((parts) => fc.constantFrom('', ' ', '  ').map((glue) => parts.join(glue)));

/** One name has values of every type, because shops change their minds. */
const attributeArbitrary: fc.Arbitrary<AttributeValue> = fc.oneof(
  noteArbitrary,
  fc.constantFrom(...DECIMALS),
  fc.boolean(),
  dayText,
  fc.subarray(['van', 'Văn', 'đ', '2024-03-01', '$where']),
  fc.constantFrom('2024-03', '2024-03-01T00:00:00Z', '2024-03-01\n'),
);

/** Customers with any field missing, ties on one instant, orders in the future, and days that begin or end a period. */
export function customersArbitrary(zone: string, count: number): fc.Arbitrary<Customer[]> {
  const sketch: fc.Arbitrary<CustomerSketch> = fc.record(
    {
      tags: fc.subarray(TAGS, { maxLength: 4 }),
      gender: fc.constantFrom('male', 'female', 'other'),
      birth: fc
        .tuple(monthDays, fc.option(fc.constantFrom(1988, 2000, 2024)))
        .map(([[month, day], year]) => (year === null ? { month, day } : { month, day, year })),
      phone: fc.constantFrom(...PHONES),
      name: nameArbitrary,
      email: fc.constantFrom(...EMAILS),
      note: noteArbitrary,
      company: noteArbitrary,
      source: fc.constantFrom(...CHANNELS.map((name) => name.toLowerCase())),
      lastSource: fc.constantFrom(...CHANNELS.map((name) => name.toLowerCase())),
      groups: fc.subarray(TAGS, { minLength: 1, maxLength: 3 }),
      debtMinor: fc.constantFrom(...AMOUNTS, -1, -100_000),
      emailConsent: fc.constantFrom(...CONSENTS),
      smsConsent: fc.constantFrom(...CONSENTS),
      attributes: fc.dictionary(fc.constantFrom(...ATTRIBUTES), attributeArbitrary, { noNullPrototype: true }),
      homeAreas: fc.subarray(AREAS, { minLength: 1 }),
      workAreas: fc.subarray(AREAS, { minLength: 1 }),
      pins: fc.subarray([...SEGMENTS.keys()], { minLength: 1 }),
      bans: fc.subarray([...SEGMENTS.keys()], { minLength: 1 }),
      createdAt: instantArbitrary(zone),
      loyalty: loyaltyArbitrary(zone),
      tagNames: tagNamesArbitrary(zone),
      orders: fc.array(orderArbitrary(zone), { maxLength: 8 }),
    },
    { requiredKeys: [] },
  );
  return fc
    .array(sketch, { minLength: count, maxLength: count })
    .map((sketches) =>
      sketches.map((one, index) => sketchedCustomer(one, `k7f2qz/000/${String(index).padStart(6, '0')}`, zone)),
    );
}

const yearArbitrary = fc.constantFrom('this', 'last', 2023, 2024, 2025);

const periodArbitrary = fc.oneof(
  fc
    .constantFrom(
      'today',
      'yesterday',
      'this_week',
      'last_week',
      'this_month',
      'last_month',
      'this_quarter',
      'last_quarter',
      'this_year',
      'last_year',
    )
    .map((type) => ({ type })),
  fc.constantFrom(1, 2, 7, 30, 31, 90, 365).map((n) => ({ type: 'last_n_days', n })),
  dayText.map((day) => ({ type: 'since', day })),
  fc
    .tuple(dayText, dayText)
    .map((pair) => pair.toSorted())
    .map(([from, to]) => ({ type: 'between', from, to })),
  fc.record({ type: fc.constant('month'), year: yearArbitrary, month: fc.constantFrom(1, 2, 3, 11, 12) }),
  fc.record({ type: fc.constant('year'), year: fc.constantFrom(2023, 2024, 2025, 2026) }),
  fc.record(
    {
      type: fc.constant('tet'),
      year: yearArbitrary,
      before: fc.constantFrom(0, 7, 42),
      after: fc.constantFrom(0, 14, 60),
    },
    { requiredKeys: ['type', 'before', 'after'] },
  ),
);

const FIGURES = {
  balance: fc.constantFrom(...AMOUNTS, -1, -2, -100_000),
  decimal: fc.constantFrom(...DECIMALS),
  years: fc.constantFrom(0, 1, 2, 23, 24, 25, 26, 35, 36, 37, 38, 150),
  money: fc.constantFrom(...AMOUNTS, 200_000, 1_500_000),
  count: fc.constantFrom(0, 1, 2, 3, 5),
  days: fc.constantFrom(0, 1, 29, 30, 31, 90, 365),
};

function figureOf(options: readonly Option[]): keyof typeof FIGURES {
  const figure = options[0]?.fields?.[0];
  if (figure?.type === 'money') return figure.min < 0 ? 'balance' : 'money';
  if (figure?.type === 'number' && figure.decimals > 0) return 'decimal';
  if (figure?.type === 'number' && figure.unit?.en === 'years') return 'years';
  return figure?.type === 'number' && figure.unit?.en === 'days' ? 'days' : 'count';
}

function comparisonArbitrary(of: keyof typeof FIGURES): fc.Arbitrary<object> {
  return fc.oneof(
    fc.record({ op: fc.constantFrom('eq', 'ne', 'lt', 'lte', 'gt', 'gte'), value: FIGURES[of] }),
    fc.tuple(FIGURES[of], FIGURES[of]).map(([a, b]) => ({ op: 'between', from: Math.min(a, b), to: Math.max(a, b) })),
  );
}

function some<T>(values: readonly T[]): fc.Arbitrary<T[]> {
  return fc.subarray([...values], { minLength: 1, maxLength: Math.min(4, values.length) });
}

const CHOICES: Readonly<Record<Lookup, readonly string[]>> = {
  tags: TAGS,
  products: PRODUCTS,
  variants: VARIANTS,
  categories: CATEGORIES,
  locations: LOCATIONS,
  channels: CHANNELS,
  sources: CHANNELS,
  groups: TAGS,
  cities: LOCATIONS,
  areas: AREAS,
  segments: [...SEGMENTS.keys(), 'gone'],
  tiers: [...TIERS, FORMER_TIER],
  rfm_labels: RFM_CHOICES,
};

/** What a person could fill into a field: the arguments of a new condition are drawn from its form. */
function fieldArbitrary(field: Field): fc.Arbitrary<object> {
  const as = (values: fc.Arbitrary<unknown>) => values.map((value) => ({ [field.name]: value }));
  if (field.as === 'period') return as(periodArbitrary);
  if (field.as === 'comparison' && field.type === 'select') return comparisonArbitrary(figureOf(field.options));
  switch (field.type) {
    case 'number':
      return as(fc.constantFrom(field.min, 1, 2, 3, 7, 30, field.max));
    case 'money':
      return as(FIGURES.money);
    case 'day':
      return as(dayText);
    case 'month_day':
      return as(monthDayText);
    case 'group':
      return as(fieldsArbitrary(field.fields));
    case 'text':
      if (field.name === 'name') return as(fc.constantFrom(...ATTRIBUTES));
      return as(
        fc.constantFrom(
          'gmail.com',
          '@Shop.VN',
          'info@',
          'σο',
          '한',
          'ก',
          'an n',
          'van',
          'Văn',
          'VÂN',
          'đ',
          'ß',
          'ẞ',
          'S',
          'k',
          'İ',
          'i',
          'ı',
          'Σ',
          'ς',
          'σός',
          '😀',
          ' an ',
          ...HOSTILE,
        ),
      );
    case 'switch':
      return as(fc.boolean());
    case 'lookup':
      return as(some(CHOICES[field.of]));
    case 'texts':
      if (field.name === 'vendors') return as(some(VENDORS));
      return as(some(field.name === 'values' ? ['van', 'Văn', 'đ', '2024-03-01', ...HOSTILE] : PREFIXES));
    case 'select':
      return fc.oneof(
        ...field.options.map(({ value, fields = [] }) =>
          fieldsArbitrary(fields).map((others) => ({ [field.name]: value, ...others })),
        ),
      );
    case 'multi_select':
      return as(some(field.options.map((option) => option.value)));
  }
}

function fieldsArbitrary(fields: readonly Field[]): fc.Arbitrary<object> {
  const filled = fields.map((field) =>
    field.required ? fieldArbitrary(field) : fc.option(fieldArbitrary(field), { nil: {} }),
  );
  return fc.tuple(...filled).map((parts) => Object.assign({}, ...parts) as object);
}

export function argsArbitrary(condition: Condition): fc.Arbitrary<object> {
  return fieldsArbitrary(condition.form.fields).filter((args) => condition.args.safeParse(args).success);
}

const leafArbitrary = fc.oneof(
  ...CONDITIONS.map((condition) =>
    argsArbitrary(condition).map((args) => ({ kind: condition.kind, ...args }) as SegmentNode),
  ),
);

const { node: nodeArbitrary } = fc.letrec<{ node: SegmentNode; group: SegmentNode }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    { arbitrary: leafArbitrary, weight: 3 },
    { arbitrary: tie('group'), weight: 2 },
  ),
  group: fc.oneof(
    fc.array(tie('node'), { minLength: 1, maxLength: 3 }).map((all) => ({ all })),
    fc.array(tie('node'), { minLength: 1, maxLength: 3 }).map((any) => ({ any })),
    tie('node').map((not) => ({ not })),
  ),
}));

const clauses = fc.array(
  fc.array(nodeArbitrary, { minLength: 1, maxLength: 3 }).map((all) => ({ all })),
  { maxLength: 3 },
);

export const definitionArbitrary: fc.Arbitrary<SegmentDefinition> = fc
  .record({ include: clauses, exclude: clauses })
  .filter(({ include, exclude }) => include.length + exclude.length > 0);
