import { roundedDivision } from '../../../src/loyalty/rounding.ts';
import type { EarningContext, EarningOrder, Member, Rule, RuleExample } from '../../../src/loyalty/rule.ts';
import { dayOf, type Instant, parseDay, parseInstant } from '../../../src/model.ts';

/** Examples of rules stand in a shop in Vietnam that rounds down. */
export const EXAMPLE_ZONE = 'Asia/Ho_Chi_Minh';

/** The order of an example as rules see it: of all that it does not state, the plainest. */
export function exampleOrder({ order = {} }: Pick<RuleExample<object>, 'order'>): EarningOrder {
  const t = instant(order.at ?? '2026-11-22T12:00:00+07:00');
  const sketches = order.lines ?? [{ amountMinor: order.goodsMinor ?? 100_000 }];
  const lines: EarningOrder['i'] = sketches.map(({ product, variant, categories, quantity = 1, amountMinor }) => ({
    ...(product === undefined ? {} : { p: product }),
    ...(variant === undefined ? {} : { v: variant }),
    ...(categories === undefined ? {} : { k: categories }),
    q: quantity,
    a: amountMinor,
  }));
  return {
    o: 'w1/1',
    t,
    c: order.channel ?? 'web',
    l: order.location ?? 'online',
    i: lines,
    tax: 0,
    ship: 0,
    earning: lines.map((line, index) => ({ index, line })),
    baseMinor: lines.reduce((sum, line) => sum + line.a, 0),
    ordinal: order.ordinal ?? 1,
    day: dayOf(t, EXAMPLE_ZONE),
  };
}

export function exampleContext(
  { order = {} }: Pick<RuleExample<object>, 'order'>,
  rounding: 'floor' | 'half_up' = 'floor',
): EarningContext {
  return {
    timeZone: EXAMPLE_ZONE,
    rateMinor: order.rateMinor ?? 10_000,
    level: order.level ?? 'member',
    ...(order.birth === undefined ? {} : { birth: order.birth }),
    round: (numerator, denominator) => roundedDivision(numerator, denominator, rounding),
  };
}

export function exampleMember({ joinedAt, birth }: NonNullable<RuleExample<object>['member']>): Member {
  return { joinedAt: instant(joinedAt), ...(birth === undefined ? {} : { birth }) };
}

/** What a rule gives in all, for the order of an example or to its member. */
export function examplePoints(rule: Rule, example: RuleExample<object>): number {
  const { args, order, member } = example;
  const byOrder = order ? (rule.onOrder?.(args, exampleOrder(example), exampleContext(example))?.points ?? 0) : 0;
  if (!member) return byOrder;
  const until = parseDay(member.until);
  if (until === null) throw new TypeError(`no day: ${member.until}`);
  const given = rule.onDays?.(args, exampleMember(member), until, { timeZone: EXAMPLE_ZONE }) ?? [];
  return given.reduce((sum, occasion) => sum + occasion.points, byOrder);
}

function instant(text: string): Instant {
  const read = parseInstant(text);
  if (read === null) throw new TypeError(`no instant: ${text}`);
  return read;
}
