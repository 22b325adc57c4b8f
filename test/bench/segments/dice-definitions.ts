import type { SegmentDefinition, SegmentNode } from '../../../src/segments/ast.ts';
import type { Period } from '../../../src/segments/period.ts';
import type { Dice } from '../../../src/server/demo/dice.ts';
import { TILL } from './shop.ts';

/** A definition as people make them: one to three conditions, sometimes one of several, sometimes less a group. */
export function randomDefinition(dice: Dice): SegmentDefinition {
  const nodes = Array.from({ length: dice.between(1, 3) }, () => randomNode(dice));
  const clause = dice.chance(0.2) ? { all: [{ any: nodes }] } : { all: nodes };
  return { include: [clause], exclude: dice.chance(0.25) ? [{ all: [randomNode(dice)] }] : [] };
}

function randomNode(dice: Dice): SegmentNode {
  const node = dice.pick(NODES)(dice);
  return dice.chance(0.1) ? { not: node } : node;
}

const period = (dice: Dice): Period =>
  dice.chance(0.7)
    ? { type: 'last_n_days', n: dice.pick([7, 14, 30, 60, 90, 180, 365]) }
    : { type: dice.pick(['this_month', 'last_month', 'this_quarter', 'last_quarter', 'this_year']) };
const figure = (dice: Dice, most: number) => ({
  op: dice.pick(['gte', 'lte', 'gt', 'lt'] as const),
  value: dice.between(1, most),
});
const tag = (dice: Dice) => dice.pick(['VIP', 'Sỉ', 'Hay khiếu nại', 'Thích khuyến mãi']);

const NODES: readonly ((dice: Dice) => SegmentNode)[] = [
  (dice) => ({ kind: 'has_tag', mode: dice.pick(['any', 'none']), tags: [tag(dice)] }),
  (dice) => ({ kind: 'gender', values: [dice.pick(['female', 'male', 'other', 'unknown'])] }),
  (dice) => ({ kind: 'age', ...figure(dice, 70) }),
  (dice) => ({ kind: 'birthday_month', months: [dice.between(1, 12)] }),
  (dice) => ({ kind: 'name_contains', text: dice.pick(['Văn', 'Thị', 'Nguyễn', 'Lan', 'Phượng', 'ng']) }),
  (dice) => ({ kind: 'phone_prefix', prefixes: [dice.pick(['096', '097', '032', '070', '056'])] }),
  () => ({ kind: 'email_missing' }),
  (dice) => ({ kind: 'source', touch: 'first', sources: [dice.pick(['walk-in', 'web', 'tiktok', 'shopee'])] }),
  (dice) => ({ kind: 'total_spent', ...figure(dice, 20_000_000) }),
  (dice) => ({ kind: 'order_count', ...figure(dice, 15) }),
  (dice) => ({ kind: 'average_order', ...figure(dice, 1_500_000) }),
  (dice) => ({ kind: 'days_since_last_order', ...figure(dice, 400) }),
  (dice) => ({ kind: 'orders_in_period', ...figure(dice, 5), period: period(dice) }),
  (dice) => ({ kind: 'spent_in_period', ...figure(dice, 5_000_000), period: period(dice) }),
  (dice) => ({ kind: 'bought_in_period', period: period(dice) }),
  (dice) => ({ kind: 'not_bought_in_period', period: period(dice) }),
  (dice) => ({ kind: 'product_bought', products: [`${TILL}:sp${dice.between(0, 499)}`], period: period(dice) }),
  (dice) => ({ kind: 'product_bought', categories: [`${TILL}:dm${dice.between(0, 19)}`] }),
  (dice) => ({ kind: 'bought_at_store', locations: [`${TILL}:ch${dice.between(1, 8)}`], period: period(dice) }),
  (dice) => ({ kind: 'channel', channels: [dice.pick(['pos', 'web', 'shopee', 'zalo'])] }),
  (dice) => ({ kind: 'points', ...figure(dice, 2000) }),
];
