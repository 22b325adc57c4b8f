import t from 'tap';
import { type Cart, type Programme, quote, rewardCosts, TIKME } from '../../src/loyalty/index.ts';
import { at, Customer, order, programme } from '../support/loyalty/build.ts';
import { randomProgramme } from '../support/loyalty/programmes.ts';
import { seeded } from '../support/seeded.ts';

const cart = (goodsMinor: number, more: Partial<Cart> = {}): Cart => ({
  lines: [{ q: 1, a: goodsMinor }],
  shippingMinor: 0,
  taxMinor: 0,
  couponMinor: 0,
  channel: 'web',
  location: 'online',
  ...more,
});

/** A customer in a tier, with so many points to spend. */
function customerOf(level: string, points: number, from: Programme = programme()): Customer {
  const customer = new Customer(from).at('2024-06-01T00:00:00+07:00');
  customer.pin('p', level);
  if (points > 0) customer.adjust('a', points);
  return customer;
}

t.test('a quote takes first the tier, then the coupon, then points (L10, L12)', (t) => {
  // Tier, balance, goods, coupon, points asked; then what tier, coupon and points take, and what is to be paid.
  const rows: [string, number, number, number, number, number, number, number, number][] = [
    ['member', 0, 500_000, 0, 0, 0, 0, 0, 500_000],
    ['silver', 0, 500_000, 0, 0, 15_000, 0, 0, 485_000],
    ['gold', 100, 500_000, 100_000, 100, 25_000, 100_000, 100_000, 275_000],
    ['platinum', 1000, 500_000, 100_000, 350, 50_000, 100_000, 350_000, 0],
    ['platinum', 0, 500_000, 600_000, 0, 50_000, 450_000, 0, 0],
    ['silver', 0, 333, 0, 0, 9, 0, 0, 324],
    ['silver', 0, 33, 0, 0, 0, 0, 0, 33],
  ];
  for (const [level, balance, goods, couponMinor, points, byTier, byCoupon, byPoints, payable] of rows) {
    const customer = customerOf(level, balance);
    const answer = quote(
      customer.account,
      cart(goods, { couponMinor, shippingMinor: 20_000, taxMinor: 5_000 }),
      points,
      customer.context,
    );
    t.equal(answer.ok, true);
    const steps = [
      ...(byTier ? [{ kind: 'tier', amountMinor: byTier }] : []),
      ...(byCoupon ? [{ kind: 'coupon', amountMinor: byCoupon }] : []),
      ...(byPoints ? [{ kind: 'points', amountMinor: byPoints, points }] : []),
    ];
    t.strictSame(answer.quote.steps, steps, `${level} ${goods}`);
    t.equal(answer.quote.payableMinor, payable + 25_000, 'shipping and tax are not paid with points');
  }
  t.end();
});

t.test('points are usable up to what is there, what the cart takes, and not below the minimum (L03, L04, L15)', (t) => {
  // Balance, goods, most per cent, points asked; usable, and the refusal.
  const rows: [number, number, number, number, number, string | null][] = [
    [49, 500_000, 100, 49, 0, 'points_below_minimum'],
    [49, 500_000, 100, 50, 0, 'points_below_minimum'],
    [50, 500_000, 100, 49, 50, 'points_below_minimum'],
    [50, 500_000, 100, 50, 50, null],
    [50, 500_000, 100, 51, 50, 'points_insufficient'],
    [1000, 49_999, 100, 50, 0, 'points_above_cart'],
    [1000, 50_000, 100, 50, 50, null],
    [1000, 50_999, 100, 51, 50, 'points_above_cart'],
    [1000, 100_000, 50, 51, 50, 'points_above_cart'],
    [1000, 100_000, 50, 50, 50, null],
    [1000, 101_999, 50, 50, 50, null],
    [1000, 500_000, 30, 150, 150, null],
    [0, 500_000, 100, 0, 0, null],
    [0, 500_000, 100, 1, 0, 'points_below_minimum'],
  ];
  for (const [balance, goods, maxPercent, points, usable, refused] of rows) {
    const customer = customerOf('member', balance, programme({ redeeming: { maxPercent } }));
    const answer = quote(customer.account, cart(goods), points, customer.context);
    t.equal(answer.ok ? null : answer.refused, refused, `${points} of ${balance} for ${goods} up to ${maxPercent} %`);
    t.equal(answer.quote.usablePoints, usable);
    t.equal(answer.quote.availablePoints, balance);
  }
  t.end();
});

t.test('a quote sees what time has done, and not what waits or is reserved (L13)', (t) => {
  const customer = new Customer(programme({ earning: { pending: { until: 'days', days: 10 } } })).at(
    '2024-06-01T00:00:00+07:00',
  );
  customer.order(
    order('1', '2024-02-01T08:00:00+07:00', 1_000_000),
    order('2', '2024-05-31T08:00:00+07:00', 1_000_000),
  );
  customer.hold('h', 60);
  const available = (when: string) =>
    quote(customer.account, cart(500_000), 0, { ...customer.context, now: at(when) }).quote.availablePoints;
  t.equal(available('2024-06-01T00:00:00+07:00'), 40);
  t.equal(available('2024-06-01T00:15:00+07:00'), 100, 'the reservation has ended');
  t.equal(available('2024-06-10T00:00:00+07:00'), 200, 'the other half has come');
  t.equal(available('2025-02-12T00:00:00+07:00'), 100, 'and the first is lost');
  t.end();
});

t.test('a debt is no discount', (t) => {
  const customer = new Customer().at('2024-06-01T00:00:00+07:00');
  const bought = order('1', '2024-02-01T08:00:00+07:00', 1_000_000);
  customer.order(bought);
  customer.hold('h', 100);
  customer.capture('h');
  customer.order({ ...bought, end: customer.now });
  t.equal(customer.points.balance, -100);
  t.strictSame(quote(customer.account, cart(500_000), 0, customer.context).quote.availablePoints, 0);
  t.end();
});

t.test('switched off, nothing is taken and nothing is earned (L01)', (t) => {
  const customer = customerOf('platinum', 100, programme());
  customer.version('2024-06-01T00:00:00+07:00', programme({ isOn: false }));
  const answer = quote(customer.account, cart(500_000, { couponMinor: 50_000 }), 0, customer.context);
  t.strictSame(
    [answer.quote.steps, answer.quote.payableMinor, answer.quote.earns],
    [[{ kind: 'coupon', amountMinor: 50_000 }], 450_000, []],
  );
  const asked = quote(customer.account, cart(500_000), 100, customer.context);
  t.equal(asked.ok ? null : asked.refused, 'programme_off');
  t.end();
});

t.test('what points paid earns nothing, shown as a discount or as a payment (L03)', (t) => {
  const excluded = { exclude: { ...TIKME.earning.exclude, products: ['w1:9'] } };
  const rules: Programme['earning']['rules'] = [
    { id: 'amount', kind: 'amount' },
    { id: 'cups', kind: 'product_bonus', products: ['w1:7'], give: 'percent', percent: 100 },
  ];
  for (const paidAs of ['discount', 'payment'] as const) {
    const customer = customerOf('member', 100, programme({ redeeming: { paidAs }, earning: { rules, ...excluded } }));
    // Half of it earns, and of that two thirds doubly: 200,000 of 600,000.
    const lines = [
      { p: 'w1:7', q: 1, a: 200_000 },
      { p: 'w1:8', q: 1, a: 100_000 },
      { p: 'w1:9', q: 1, a: 300_000 },
    ];
    const quoted = quote(customer.account, cart(0, { lines }), 60, customer.context);
    t.strictSame(
      quoted.quote.earns.map(({ rule, points }) => [rule, points]),
      [
        ['amount', 27],
        ['cups', 18],
      ],
      paidAs,
    );
    customer.hold('h', 60);
    const paid = paidAs === 'discount' ? lines.map((line) => ({ ...line, a: line.a * 0.9 })) : lines;
    const bought = order('1', '2024-06-01T00:00:00+07:00', 0, { i: paid, holds: ['h'] });
    customer.order(bought);
    const earned = () => customer.account.lots.filter((lot) => lot.order === 'w1/1').map((lot) => lot.points);
    t.strictSame(earned(), [27, 18], `the order that comes of it (${paidAs})`);
    const half = paid.map((line) => line.a / 2);
    customer.order({ ...bought, back: [{ t: customer.now, a: half, e: 0 }] });
    t.strictSame(earned(), [13, 9], 'and half of it goes with half of the goods');
    t.equal(customer.points.balance, 40 + 30 + 22);
  }
  t.end();
});

t.test('a quote is the same each time, never negative, and the order paid as quoted earns what it said (L16)', (t) => {
  const { seed, below } = seeded();
  t.comment(`SEED=${seed}`);
  let spent = 0;
  for (let run = 0; run < 400; run++) {
    const customer = new Customer(randomProgramme(below)).at('2024-06-01T12:00:00+07:00');
    const [settings] = customer.versions;
    const count = below(4);
    for (let i = 0; i < count; i++)
      customer.order(order(`${i}`, `2024-0${i + 2}-01T08:00:00+07:00`, 1_000 * below(400)));
    const lines = Array.from({ length: 1 + below(3) }, () => ({
      ...(below(3) ? {} : { p: 'w1:7' }),
      q: 1,
      a: below(300_000),
    }));
    const basket = cart(0, { lines, shippingMinor: below(2) * 20_000, couponMinor: below(3) ? 0 : below(400_000) });
    const most = quote(customer.account, basket, 0, customer.context).quote.usablePoints;
    const points = below(3) === 0 ? below(100) : most;
    const answer = quote(customer.account, basket, points, customer.context);
    t.strictSame(quote(customer.account, basket, points, customer.context), answer);
    const { quote: told } = answer;
    const off = told.steps.reduce((sum, step) => sum + step.amountMinor, 0);
    const whole = told.goodsMinor + basket.shippingMinor;
    if (told.payableMinor < 0 || told.payableMinor + off !== whole || told.steps.some((step) => step.amountMinor < 0)) {
      t.fail(`SEED=${seed} run ${run}: ${JSON.stringify(told)}`);
      break;
    }
    t.strictSame(
      told.steps.map((step) => step.kind),
      ['tier', 'coupon', 'points'].filter((kind) => told.steps.some((step) => step.kind === kind)),
    );
    if (!answer.ok || !settings?.programme.isOn) continue;
    const byPoints = told.steps.find((step) => step.kind === 'points')?.amountMinor ?? 0;
    if (points > 0) {
      t.equal(customer.hold('h', points), 'ok', 'what is usable can be reserved');
      spent += points;
    }
    // One line takes part, so that the shares of lines are not a matter of rounding.
    if (lines.length > 1) continue;
    const goods = told.goodsMinor - off + (settings.programme.redeeming.paidAs === 'payment' ? byPoints : 0);
    const before = customer.account.adjustments.length;
    customer.order(
      order('q', '2024-06-01T12:00:00+07:00', 0, {
        i: [{ ...lines[0], q: 1, a: goods }],
        ship: basket.shippingMinor,
        f: customer.now,
        ...(points > 0 ? { holds: ['h'] } : {}),
      }),
    );
    t.equal(before, 0);
    const earned = customer.account.lots
      .filter((lot) => lot.order === 'w1/q')
      .map(({ currency, rule, points }) => ({ currency, rule, points }));
    const byName = (a: object, b: object) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);
    if (!t.strictSame(earned.sort(byName), [...told.earns].sort(byName), `run ${run}`)) break;
  }
  t.ok(spent > 0, `${spent} points were spent`);
  t.end();
});

t.test('the reward cost of the seed is 10, 12.5, 20 and 33.3 per cent, and the discounts beside it (D14)', (t) => {
  t.strictSame(rewardCosts(TIKME), [
    { level: 'member', pointsBasisPoints: 1000, discountBasisPoints: 0, isAboveLimit: false },
    { level: 'silver', pointsBasisPoints: 1250, discountBasisPoints: 300, isAboveLimit: false },
    { level: 'gold', pointsBasisPoints: 2000, discountBasisPoints: 500, isAboveLimit: false },
    { level: 'platinum', pointsBasisPoints: 3333, discountBasisPoints: 1000, isAboveLimit: true },
  ]);
  const limits = rewardCosts(programme({ costLimitBasisPoints: 2499 })).map((each) => each.isAboveLimit);
  t.strictSame(limits, [false, false, true, true], 'at the limit is not above it');
  t.end();
});
