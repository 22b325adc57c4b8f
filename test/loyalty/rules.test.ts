import { readdirSync } from 'node:fs';
import fc from 'fast-check';
import t, { type Test } from 'tap';
import { z } from 'zod';
import { loyaltyReference } from '../../src/loyalty/reference.ts';
import { roundedDivision } from '../../src/loyalty/rounding.ts';
import type { Rule } from '../../src/loyalty/rule.ts';
import { amount } from '../../src/loyalty/rules/amount.ts';
import { birthdayGift } from '../../src/loyalty/rules/birthday-gift.ts';
import { birthdayOrder } from '../../src/loyalty/rules/birthday-order.ts';
import { campaign } from '../../src/loyalty/rules/campaign.ts';
import { RULES, RULES_SCHEMA, ruleOf } from '../../src/loyalty/rules/index.ts';
import { productBonus } from '../../src/loyalty/rules/product-bonus.ts';
import { tierBonus } from '../../src/loyalty/rules/tier-bonus.ts';
import { ruleWords } from '../../src/loyalty/wording.ts';
import {
  dayNumber,
  dayOf,
  type Field,
  formatDay,
  hourOf,
  type Language,
  type Option,
  startOfDay,
  type Text,
} from '../../src/model.ts';
import { propertyRun } from '../segments/seed.ts';
import { EXAMPLE_ZONE, exampleContext, exampleOrder, examplePoints } from '../support/loyalty/order.ts';

const LANGUAGES: readonly Language[] = ['vi', 'en'];

/** What every rule must pass, whichever is added. */
t.test('every file of rules is listed, once and by its name', (t) => {
  const files = readdirSync(new URL('../../src/loyalty/rules/', import.meta.url))
    .filter((name) => name !== 'index.ts')
    .map((name) => name.replace('.ts', '').replaceAll('-', '_'));
  t.strictSame(RULES.map((rule) => rule.kind).toSorted(), files.sort());
  t.end();
});

for (const rule of RULES) {
  t.test(`${rule.kind} describes itself completely`, (t) => {
    const { kind, label, fields, needsOneOf = [], docs, specRows, examples } = rule;
    t.match(kind, /^[a-z]+(_[a-z]+)*$/);
    t.ok(specRows.length > 0 && specRows.every((row) => /^[CDLP]\d{1,2}$/.test(row)), 'rows of the specification');
    for (const language of LANGUAGES)
      t.match(docs[language], /^\S.*[.:;] .*\.$/, `docs in ${language} are two sentences`);
    t.strictSame(
      [...new Set(filledBy(fields))].sort(),
      argumentsOf(rule).sort(),
      'the form fills the arguments of the schema, and nothing else',
    );
    for (const text of [label, ...textsIn(fields)])
      t.ok(text.vi.trim() && text.en.trim(), `${JSON.stringify(text)} in both languages`);
    for (const name of needsOneOf)
      t.ok(
        fields.some((field) => field.name === name && !field.required),
        `${name} is an optional field`,
      );
    t.ok(
      examples.some(({ points }) => points > 0) && examples.some(({ points }) => points === 0),
      'examples of both sorts',
    );
    t.ok(rule.onOrder || rule.onDays, 'it gives something');
    t.end();
  });

  t.test(`${rule.kind} gives what its examples say`, (t) => {
    for (const example of rule.examples) {
      const { args, order, member, points } = example;
      const about = JSON.stringify({ args, ...order, ...member });
      t.strictSame(rule.args.safeParse(args).data, args, `valid: ${about}`);
      t.equal(rule.args.safeParse({ ...args, surprise: 1 }).success, false, `unknown fields are refused: ${about}`);
      t.equal(examplePoints(rule, example), points, about);
      for (const language of LANGUAGES) {
        const says = rule.sentence(args, ruleWords(language, { currency: 'VND' }));
        t.match(says, /^\S(.*[^\s.])?$/u, says);
        t.notMatch(says, /undefined|null|NaN|\[object|\$\{|[{}]| {2}/, `nothing is left open: ${says}`);
      }
    }
    t.end();
  });
}

/** The names that a form fills, those behind choices included; a group is one argument. */
function filledBy(fields: readonly Field[]): string[] {
  return fields.flatMap((field) => [
    field.name,
    ...(field.type === 'select' ? field.options.flatMap((option) => filledBy(option.fields ?? [])) : []),
  ]);
}

function argumentsOf({ args }: Rule): string[] {
  const schema = z.toJSONSchema(args, { io: 'input' });
  const shapes = (schema.oneOf ?? schema.anyOf ?? [schema]) as { properties?: object }[];
  return [...new Set(shapes.flatMap(({ properties }) => Object.keys(properties ?? {})))];
}

function textsIn(fields: readonly Field[]): Text[] {
  return fields.flatMap((field): Text[] => {
    const own = [field.label, field.help, field.empty, 'unit' in field ? field.unit : undefined];
    const inner = field.type === 'group' ? textsIn(field.fields) : [];
    const options = 'options' in field ? field.options : [];
    const chosen = options.flatMap((option: Option) => [option.label, ...textsIn(option.fields ?? [])]);
    return [...own.filter((text) => text !== undefined), ...inner, ...chosen];
  });
}

t.test('sentences read naturally, with plurals, days and names', (t) => {
  const names: Record<string, string> = { 'w1:7': 'Áo thun', 'w1:shirts': 'Áo', gold: 'Vàng', 'w1:hn': 'Hà Nội' };
  const says = (json: object) => {
    const [node] = RULES_SCHEMA.parse([{ id: 'r1', ...json }]);
    if (!node) throw new Error('no rule');
    const { rule, args } = ruleOf(node);
    return LANGUAGES.map((language) =>
      rule
        .sentence(args, ruleWords(language, { currency: 'VND', nameOf: (_, id) => names[id] }))
        .replaceAll('\u00a0', ' '),
    );
  };
  t.strictSame(says({ kind: 'amount', rateMinor: 10_000 }), ['1 điểm cho mỗi 10.000 ₫', '1 point for every ₫10,000']);
  t.strictSame(
    says({ kind: 'product_bonus', products: ['w1:7'], categories: ['w1:shirts'], give: 'per_unit', perUnit: 1 }),
    [
      '1 điểm cho mỗi sản phẩm là “Áo thun” hoặc danh mục “Áo”',
      '1 point for each unit of “Áo thun” or the category “Áo”',
    ],
  );
  t.strictSame(says({ kind: 'first_order', points: 1000, minimumMinor: 200_000 }), [
    '1.000 điểm cho đơn hàng đầu tiên, nếu đơn từ 200.000 ₫ trở lên',
    '1,000 points with their first order, if it comes to at least ₫200,000',
  ]);
  t.strictSame(
    says({ kind: 'channel_bonus', channels: ['pos'], locations: ['w1:hn', 'w1:hue'], give: 'points', points: 5 }),
    [
      '5 điểm khi mua qua kênh “pos” tại “Hà Nội” hoặc “w1:hue”',
      '5 points on orders through “pos” at “Hà Nội” or “w1:hue”',
    ],
  );
  t.strictSame(says({ kind: 'tier_bonus', tiers: ['gold'], give: 'percent', percent: 50 }), [
    'thêm 50% điểm cho mỗi đơn khi ở hạng “Vàng”',
    '50% more points on each order while in the tier “Vàng”',
  ]);
  t.strictSame(
    says({
      kind: 'campaign',
      from: '2026-12-01',
      to: '2026-12-31',
      weekdays: [7, 6],
      hours: { from: 17, to: 21 },
      minimumMinor: 200_000,
      give: 'percent',
      percent: 100,
    }),
    [
      'thêm 100% điểm khi mua từ ngày 01/12/2026 đến hết ngày 31/12/2026, vào thứ Bảy hoặc Chủ nhật, từ 17 giờ đến 21 giờ, nếu đơn từ 200.000 ₫ trở lên',
      '100% more points on orders from 1 December 2026 to 31 December 2026, on Saturdays or Sundays, from 17:00 to 21:00, if it comes to at least ₫200,000',
    ],
  );
  t.strictSame(says({ kind: 'birthday_order', when: 'days', days: 1, percent: 100 }), [
    'thêm 100% điểm khi mua từ 1 ngày trước đến 1 ngày sau sinh nhật',
    '100% more points on orders from 1 day before to 1 day after their birthday',
  ]);
  t.end();
});

t.test('what is wrong with a rule is told by its place and field', (t) => {
  const right = { id: 'r1', kind: 'amount' };
  const faults: [wrong: object, path: (string | number)[]][] = [
    [{ id: 'r2', kind: 'magic' }, [1, 'kind']],
    [{ id: 'R 2', kind: 'amount' }, [1, 'id']],
    [{ id: 'r2', kind: 'amount', rateMinor: 0 }, [1, 'rateMinor']],
    [{ id: 'r2', kind: 'amount', rateMinor: 0.5 }, [1, 'rateMinor']],
    [{ id: 'r2', kind: 'sign_up', points: -1 }, [1, 'points']],
    [{ id: 'r2', kind: 'sign_up', points: 5, pionts: 5 }, [1]],
    [{ id: 'r2', kind: 'tier_bonus', tiers: [], give: 'points', points: 5 }, [1, 'tiers']],
    [{ id: 'r2', kind: 'tier_bonus', tiers: ['gold'], give: 'luck', points: 5 }, [1, 'give']],
    [{ id: 'r2', kind: 'tier_bonus', tiers: ['gold'], give: 'percent', points: 5 }, [1, 'percent']],
    [{ id: 'r2', kind: 'tier_bonus', tiers: ['gold'], give: 'percent', percent: 10_001 }, [1, 'percent']],
    [{ id: 'r2', kind: 'channel_bonus', give: 'points', points: 5 }, [1, 'channels']],
    [{ id: 'r2', kind: 'product_bonus', give: 'per_unit', perUnit: 5 }, [1, 'products']],
    [{ id: 'r2', kind: 'campaign', from: '2026-02-30', to: '2026-03-01', give: 'points', points: 5 }, [1, 'from']],
    [{ id: 'r2', kind: 'campaign', from: '2026-03-02', to: '2026-03-01', give: 'points', points: 5 }, [1, 'to']],
    [
      {
        id: 'r2',
        kind: 'campaign',
        from: '2026-03-01',
        to: '2026-03-01',
        hours: { from: 5, to: 5 },
        give: 'points',
        points: 5,
      },
      [1, 'hours', 'to'],
    ],
    [{ id: 'r2', kind: 'birthday_order', when: 'days', days: 31, percent: 5 }, [1, 'days']],
    [{ id: 'r2', kind: 'order_milestone', mode: 'every', orders: 0, points: 5 }, [1, 'orders']],
  ];
  t.ok(RULES_SCHEMA.safeParse([right]).success);
  for (const [wrong, path] of faults) {
    const read = RULES_SCHEMA.safeParse([right, wrong]);
    t.strictSame(read.error?.issues[0]?.path, path, JSON.stringify(wrong));
  }
  t.end();
});

t.test('a stored rule gives back its arguments, without what every rule has', (t) => {
  const [node] = RULES_SCHEMA.parse([{ id: 'r1', kind: 'sign_up', currency: 'xu', points: 5 }]);
  t.strictSame(node, { id: 'r1', kind: 'sign_up', currency: 'xu', points: 5 });
  t.strictSame(node && ruleOf(node).args, { points: 5 });
  t.end();
});

/** A property of so many random cases; their seed is printed. */
function holds<Case>(t: Test, property: fc.IProperty<Case>, cases: number): void {
  const run = propertyRun(t, cases);
  fc.assert(property, run);
  t.pass(`${run.numRuns} cases`);
}

const amountMinor = fc.integer({ min: 0, max: 1_000_000_000_000 });
const rateMinor = fc.integer({ min: 1, max: 1_000_000 });

t.test('points by amount never fall as the amount grows, and add up over lines', (t) => {
  const pointsFor = (amounts: readonly number[], rate: number, rounding: 'floor' | 'half_up') => {
    const order = { lines: amounts.map((each) => ({ amountMinor: each })), rateMinor: rate };
    return amount.onOrder?.({}, exampleOrder({ order }), exampleContext({ order }, rounding))?.points ?? 0;
  };
  holds(
    t,
    fc.property(amountMinor, amountMinor, rateMinor, fc.constantFrom('floor', 'half_up'), (a, b, rate, rounding) => {
      const [alone, both] = [pointsFor([a], rate, rounding), pointsFor([a, b], rate, rounding)];
      return alone >= 0 && both >= alone && both === pointsFor([a + b], rate, rounding);
    }),
    500,
  );
  t.end();
});

t.test('extras are exact for the largest order, never negative, and 0 % gives nothing', (t) => {
  holds(
    t,
    fc.property(amountMinor, rateMinor, fc.integer({ min: 0, max: 10_000 }), (base, rate, percent) => {
      const order = { goodsMinor: base, rateMinor: rate, level: 'gold' };
      const args = { tiers: ['gold'], give: 'percent' as const, percent };
      const earned = tierBonus.onOrder?.(args, exampleOrder({ order }), exampleContext({ order })) ?? null;
      const exact = (BigInt(base) * BigInt(percent)) / (BigInt(rate) * 100n);
      return exact === 0n ? earned === null : BigInt(earned?.points ?? -1) === exact;
    }),
    500,
  );
  t.end();
});

t.test('whatever the order, a rule gives whole points of lines that earn, or nothing', (t) => {
  const line = fc.record({
    product: fc.constantFrom('w1:7', 'w1:8'),
    categories: fc.constantFrom([], ['w1:shirts']),
    quantity: fc.integer({ min: 1, max: 10_000_000 }).map((thousandths) => thousandths / 1000),
    amountMinor: fc.oneof(fc.constant(0), amountMinor),
  });
  const order = fc.record({
    lines: fc.array(line, { maxLength: 5 }),
    ordinal: fc.integer({ min: 1, max: 100 }),
    at: fc
      .date({ min: new Date('2026-01-01'), max: new Date('2027-12-31'), noInvalidDate: true })
      .map((at) => at.toISOString()),
    channel: fc.constantFrom('pos', 'web', 'zalo'),
    location: fc.constantFrom('online', 'w1:hanoi'),
    level: fc.constantFrom('member', 'gold', 'platinum'),
    rateMinor,
    birth: fc.constantFrom({ month: 2, day: 29 }, { month: 12, day: 31 }),
  });
  const cases = RULES.flatMap(({ onOrder, examples }) =>
    onOrder ? examples.map(({ args }) => ({ onOrder, args })) : [],
  );
  const given = new Set<unknown>();
  holds(
    t,
    fc.property(fc.constantFrom(...cases), order, ({ onOrder, args }, sketch) => {
      const read = exampleOrder({ order: sketch });
      const earned = onOrder(args, read, exampleContext({ order: sketch }));
      if (earned === null) return true;
      given.add(onOrder);
      const ofLines =
        earned.of === 'order' ? read.baseMinor > 0 : earned.of.every((index) => (read.i[index]?.a ?? 0) > 0);
      return Number.isSafeInteger(earned.points) && earned.points > 0 && ofLines && earned.of.length > 0;
    }),
    3000,
  );
  t.equal(given.size, new Set(cases.map(({ onOrder }) => onOrder)).size, 'each of them gave something at times');
  t.end();
});

t.test('a division is rounded down or half up, at any size and on both sides of zero', (t) => {
  t.equal(roundedDivision(9_999, 10_000, 'floor'), 0);
  t.equal(roundedDivision(5_000, 10_000, 'half_up'), 1);
  t.equal(roundedDivision(4_999, 10_000, 'half_up'), 0);
  t.throws(() => roundedDivision(10n ** 30n, 1, 'floor'), /safe integer/);
  const big = fc.oneof(fc.maxSafeInteger(), fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }));
  const divisor = fc.oneof(fc.integer({ min: 1, max: 1000 }), fc.bigInt({ min: 1n, max: 10n ** 15n }));
  holds(
    t,
    fc.property(big, divisor, (n, d) => {
      const [numerator, denominator] = [BigInt(n), BigInt(d)];
      fc.pre((numerator < 0n ? -numerator : numerator) / denominator < 2n ** 53n - 2n);
      const floor = BigInt(roundedDivision(n, d, 'floor'));
      const half = BigInt(roundedDivision(n, d, 'half_up'));
      const [least, nearest] = [numerator - floor * denominator, 2n * (numerator - half * denominator)];
      return least >= 0n && least < denominator && nearest >= -denominator && nearest < denominator;
    }),
    2000,
  );
  t.end();
});

t.test('the lot of a product is of its own lines, by their places in the order', (t) => {
  const order = exampleOrder({
    order: {
      lines: [
        { product: 'w1:8', amountMinor: 10_000 },
        { product: 'w1:7', quantity: 0.1, amountMinor: 10_000 },
        { product: 'w1:9', amountMinor: 10_000 },
        { product: 'w1:7', quantity: 0.2, amountMinor: 10_000 },
      ],
    },
  });
  const args = { products: ['w1:7'], give: 'per_unit' as const, perUnit: 10 };
  t.strictSame(productBonus.onOrder?.(args, order, exampleContext({})), { points: 3, of: [1, 3] });
  const excluded = { ...order, earning: order.earning.filter(({ index }) => index !== 1) };
  t.strictSame(productBonus.onOrder?.(args, excluded, exampleContext({})), { points: 2, of: [3] });
  t.end();
});

t.test('hours across midnight belong to the day on which they began, whatever the weekday then', (t) => {
  const given = (at: string, hours: { from: number; to: number }, weekdays?: number[]) => {
    const order = { at };
    const args = {
      from: '2026-12-05',
      to: '2026-12-06',
      hours,
      ...(weekdays && { weekdays }),
      give: 'points',
      points: 1,
    } as const;
    return campaign.onOrder?.(args, exampleOrder({ order }), exampleContext({ order })) !== null;
  };
  const night = { from: 22, to: 2 };
  t.equal(given('2026-12-05T21:59:59+07:00', night), false);
  t.equal(given('2026-12-05T22:00:00+07:00', night), true);
  t.equal(given('2026-12-07T01:59:59+07:00', night), true, 'the night of the last day');
  t.equal(given('2026-12-07T02:00:00+07:00', night), false);
  t.equal(given('2026-12-05T01:00:00+07:00', night), false, 'the night before the first');
  t.equal(given('2026-12-07T01:00:00+07:00', night, [7]), true, 'Monday morning is of the night of Sunday');
  t.equal(given('2026-12-07T01:00:00+07:00', night, [1]), false);
  t.equal(given('2026-12-06T23:59:59+07:00', { from: 20, to: 24 }), true);
  t.equal(given('2026-12-06T00:00:00+07:00', { from: 20, to: 24 }), false);
  t.end();
});

t.test('hours are those of the local clock, also on days when it is changed', (t) => {
  const hours = ['05:30', '06:30', '07:30'].map((time) =>
    hourOf(Date.parse(`2026-11-01T${time}:00Z`), 'America/New_York'),
  );
  t.strictSame(hours, [1, 1, 2], 'back in autumn');
  const spring = ['06:30', '07:30'].map((time) => hourOf(Date.parse(`2026-03-08T${time}:00Z`), 'America/New_York'));
  t.strictSame(spring, [1, 3], 'forward in spring');
  t.equal(hourOf(-1, 'Asia/Ho_Chi_Minh'), 7, 'before 1970 as well');
  t.end();
});

t.test('a birthday comes once a year, in every year since joining, and 29 February is 28 in common years', (t) => {
  const joinedAt = Date.UTC(2023, 5, 1);
  const given = birthdayGift.onDays?.(
    { points: 5 },
    { joinedAt, birth: { month: 2, day: 29 } },
    dayNumber(2028, 2, 29),
    {
      timeZone: EXAMPLE_ZONE,
    },
  );
  t.strictSame(
    given?.map(({ key, at, points }) => [key, formatDay(dayOf(at, EXAMPLE_ZONE)), points]),
    [
      ['birthday:2024', '2024-02-29', 5],
      ['birthday:2025', '2025-02-28', 5],
      ['birthday:2026', '2026-02-28', 5],
      ['birthday:2027', '2027-02-28', 5],
      ['birthday:2028', '2028-02-29', 5],
    ],
  );
  t.equal(
    given?.[0]?.at,
    startOfDay(dayNumber(2024, 2, 29), EXAMPLE_ZONE),
    'as the day begins in the zone of the shop',
  );
  t.end();
});

t.test('of a year of days, as many are around a birthday as the rule says', (t) => {
  holds(
    t,
    fc.property(
      fc.record({ month: fc.integer({ min: 1, max: 12 }), day: fc.integer({ min: 1, max: 28 }) }),
      fc.integer({ min: 0, max: 30 }),
      fc.integer({ min: 2000, max: 2040 }),
      (birth, days, year) => {
        const context = { ...exampleContext({}), birth };
        const order = exampleOrder({});
        const [first, next] = [dayNumber(year, 7, 1), dayNumber(year + 1, 7, 1)];
        let count = 0;
        for (let day = first - days; day < next + days; day++)
          if (birthdayOrder.onOrder?.({ when: 'days', days, percent: 100 }, { ...order, day }, context)) count++;
        const birthdays = [year - 1, year, year + 1, year + 2].map((each) => dayNumber(each, birth.month, birth.day));
        const expected = new Set(
          birthdays.flatMap((each) => Array.from({ length: 2 * days + 1 }, (_, i) => each - days + i)),
        );
        return count === [...expected].filter((day) => day >= first - days && day < next + days).length;
      },
    ),
    30,
  );
  t.end();
});

t.test('the reference shows every rule', (t) => {
  const text = loyaltyReference();
  for (const { kind, docs } of RULES) {
    t.match(text, `### \`${kind}\``);
    t.ok(text.includes(docs.en) && text.includes(docs.vi), kind);
  }
  t.end();
});
