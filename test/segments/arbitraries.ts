import fc from 'fast-check';
import { type Customer, dayNumber, startOfDay } from '../../src/model.ts';
import type { SegmentDefinition, SegmentNode } from '../../src/segments/ast.ts';
import type { Condition } from '../../src/segments/condition.ts';
import { CONDITIONS } from '../../src/segments/conditions/index.ts';
import { type SegmentContext, segmentContext } from '../../src/segments/context.ts';
import { type CustomerSketch, type OrderSketch, sketchedCustomer } from '../../src/segments/example.ts';
import type { Field, Lookup, Option } from '../../src/segments/form.ts';

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
const AMOUNTS = [0, 1, 99_999, 100_000, 500_000, 1_000_000, 5_000_000, 10_000_000];

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
  return instantArbitrary(zone).map((asOf) =>
    segmentContext({
      asOf,
      timeZone: zone,
      currency: 'VND',
      countryCode: 'VN',
      catalogue: {
        productsInCategory: (id) => (id === 'w1:shirts' ? ['w1:1', 'a.b'] : id === '$name' ? ['w1:3'] : []),
      },
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
    q: fc.constantFrom(0.5, 1, 2, 3),
    a: fc.constantFrom(...AMOUNTS),
  },
  { requiredKeys: ['q', 'a'] },
);

function orderArbitrary(zone: string): fc.Arbitrary<OrderSketch> {
  return fc.record(
    {
      at: instantArbitrary(zone),
      netMinor: fc.constantFrom(...AMOUNTS),
      channel: fc.constantFrom(...CHANNELS.map((name) => name.toLowerCase())),
      location: fc.constantFrom(...LOCATIONS),
      lines: fc.array(lineArbitrary, { maxLength: 3 }),
    },
    { requiredKeys: ['at', 'netMinor'] },
  );
}

const nameArbitrary = fc
  .array(fc.constantFrom(...SYLLABLES), { minLength: 1, maxLength: 4 })
  .map((parts) => parts.join(' ').replace(/\s+/g, ' ').trim())
  .filter((name) => name !== '');

/** Customers with any field missing, ties on one instant, orders in the future, and days that begin or end a period. */
export function customersArbitrary(zone: string, count: number): fc.Arbitrary<Customer[]> {
  const sketch: fc.Arbitrary<CustomerSketch> = fc.record(
    {
      tags: fc.subarray(TAGS, { maxLength: 4 }),
      gender: fc.constantFrom('male', 'female', 'other'),
      birth: fc
        .tuple(monthDays, fc.option(fc.constantFrom(1988, 2000)))
        .map(([[month, day], year]) => (year === null ? { month, day } : { month, day, year })),
      phone: fc.constantFrom(...PHONES),
      name: nameArbitrary,
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
);

const FIGURES = {
  money: fc.constantFrom(...AMOUNTS, 200_000, 1_500_000),
  count: fc.constantFrom(0, 1, 2, 3, 5),
  days: fc.constantFrom(0, 1, 29, 30, 31, 90, 365),
};

function figureOf(options: readonly Option[]): keyof typeof FIGURES {
  const figure = options[0]?.fields?.[0];
  if (figure?.type === 'money') return 'money';
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
  segments: [],
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
      return as(
        fc.constantFrom(
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
      return as(some(PREFIXES));
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
