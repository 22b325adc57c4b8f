import type { z } from 'zod';
import { invariant } from '../../errors.ts';
import type { Condition } from '../condition.ts';
import { birthdayBetween } from './birthday-between.ts';
import { birthdayMonth } from './birthday-month.ts';
import { boughtInPeriod } from './bought-in-period.ts';
import { channel } from './channel.ts';
import { daysSinceLastOrder } from './days-since-last-order.ts';
import { gender } from './gender.ts';
import { hasTag } from './has-tag.ts';
import { lastStore } from './last-store.ts';
import { nameContains } from './name-contains.ts';
import { notBoughtInPeriod } from './not-bought-in-period.ts';
import { orderCount } from './order-count.ts';
import { ordersInPeriod } from './orders-in-period.ts';
import { phonePrefix } from './phone-prefix.ts';
import { productBought } from './product-bought.ts';
import { spentInPeriod } from './spent-in-period.ts';
import { totalSpent } from './total-spent.ts';

/** Every condition there is, in the order in which people see them. A new one is a file and a line here. */
const LIST = [
  hasTag,
  gender,
  birthdayMonth,
  birthdayBetween,
  nameContains,
  phonePrefix,
  totalSpent,
  spentInPeriod,
  orderCount,
  ordersInPeriod,
  daysSinceLastOrder,
  boughtInPeriod,
  notBoughtInPeriod,
  productBought,
  lastStore,
  channel,
] as const;

type Listed = (typeof LIST)[number];

/** A condition in a definition: its kind and its arguments, side by side as on the wire. */
export type ConditionNode = {
  [C in Listed as C['kind']]: { readonly kind: C['kind'] } & z.output<C['args']>;
}[Listed['kind']];
export type ConditionKind = ConditionNode['kind'];

export const CONDITIONS: readonly Condition[] = LIST;

const byKind: ReadonlyMap<string, Condition> = new Map(CONDITIONS.map((condition) => [condition.kind, condition]));

export function conditionOf(kind: string): Condition | undefined {
  return byKind.get(kind);
}

/** The parser lets no other kind in, and a stored definition of a kind that was removed must not match at random. */
export function conditionIn(node: ConditionNode): Condition {
  const condition = byKind.get(node.kind);
  invariant(condition, `a condition of unknown kind in a parsed definition: ${node.kind}`);
  return condition;
}
