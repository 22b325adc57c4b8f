import type { z } from 'zod';
import { invariant } from '../../errors.ts';
import type { Condition } from '../condition.ts';
import { age } from './age.ts';
import { averageOrder } from './average-order.ts';
import { birthdayBetween } from './birthday-between.ts';
import { birthdayMonth } from './birthday-month.ts';
import { boughtAtStore } from './bought-at-store.ts';
import { boughtInPeriod } from './bought-in-period.ts';
import { channel } from './channel.ts';
import { company } from './company.ts';
import { customAttribute } from './custom-attribute.ts';
import { customerCreated } from './customer-created.ts';
import { daysSinceLastOrder } from './days-since-last-order.ts';
import { debt } from './debt.ts';
import { emailContains } from './email-contains.ts';
import { emailMissing } from './email-missing.ts';
import { firstOrder } from './first-order.ts';
import { firstOrderInPeriod } from './first-order-in-period.ts';
import { gender } from './gender.ts';
import { hasBeen } from './has-been.ts';
import { hasTag } from './has-tag.ts';
import { inSegment } from './in-segment.ts';
import { lastArea } from './last-area.ts';
import { lastOrderInPeriod } from './last-order-in-period.ts';
import { lastStore } from './last-store.ts';
import { livesOrWorksIn } from './lives-or-works-in.ts';
import { marketingConsent } from './marketing-consent.ts';
import { memberGroup } from './member-group.ts';
import { memberSince } from './member-since.ts';
import { nameContains } from './name-contains.ts';
import { neverBought } from './never-bought.ts';
import { notBoughtInPeriod } from './not-bought-in-period.ts';
import { noteContains } from './note-contains.ts';
import { offerUsed } from './offer-used.ts';
import { orderCount } from './order-count.ts';
import { orderedSteps } from './ordered-steps.ts';
import { ordersInPeriod } from './orders-in-period.ts';
import { ordersPerMonth } from './orders-per-month.ts';
import { phoneMissing } from './phone-missing.ts';
import { phonePrefix } from './phone-prefix.ts';
import { points } from './points.ts';
import { pointsEarned } from './points-earned.ts';
import { pointsPending } from './points-pending.ts';
import { productBought } from './product-bought.ts';
import { randomShare } from './random-share.ts';
import { rfmLabel } from './rfm-label.ts';
import { rfmLabelAt } from './rfm-label-at.ts';
import { rfmScore } from './rfm-score.ts';
import { source } from './source.ts';
import { spentInPeriod } from './spent-in-period.ts';
import { tier } from './tier.ts';
import { totalSpent } from './total-spent.ts';

/** Every condition there is, in the order in which people see them. A new one is a file and a line here. */
const LIST = [
  hasTag,
  gender,
  age,
  birthdayMonth,
  birthdayBetween,
  nameContains,
  company,
  memberGroup,
  source,
  debt,
  noteContains,
  customerCreated,
  customAttribute,
  phonePrefix,
  phoneMissing,
  emailContains,
  emailMissing,
  marketingConsent,
  totalSpent,
  spentInPeriod,
  orderCount,
  ordersInPeriod,
  averageOrder,
  daysSinceLastOrder,
  lastOrderInPeriod,
  firstOrder,
  firstOrderInPeriod,
  neverBought,
  boughtInPeriod,
  notBoughtInPeriod,
  productBought,
  lastStore,
  boughtAtStore,
  channel,
  lastArea,
  livesOrWorksIn,
  points,
  pointsEarned,
  pointsPending,
  tier,
  memberSince,
  offerUsed,
  hasBeen,
  ordersPerMonth,
  orderedSteps,
  rfmLabel,
  rfmScore,
  rfmLabelAt,
  inSegment,
  randomShare,
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
