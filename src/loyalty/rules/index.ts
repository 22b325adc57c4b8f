import { z } from 'zod';
import { invariant } from '../../errors.ts';
import type { Rule } from '../rule.ts';
import { amount } from './amount.ts';
import { birthdayGift } from './birthday-gift.ts';
import { birthdayOrder } from './birthday-order.ts';
import { campaign } from './campaign.ts';
import { channelBonus } from './channel-bonus.ts';
import { firstOrder } from './first-order.ts';
import { orderMilestone } from './order-milestone.ts';
import { productBonus } from './product-bonus.ts';
import { signUp } from './sign-up.ts';
import { tierBonus } from './tier-bonus.ts';

/** Every earning rule there is, in the order in which people see them. A new one is a file and a line here. */
const LIST = [
  amount,
  productBonus,
  tierBonus,
  channelBonus,
  campaign,
  firstOrder,
  orderMilestone,
  birthdayOrder,
  birthdayGift,
  signUp,
] as const;

type Listed = (typeof LIST)[number];
export type RuleKind = Listed['kind'];

/** A rule in a programme: whose it is, and its kind and arguments side by side as on the wire. */
export type RuleNode = {
  [R in Listed as R['kind']]: {
    readonly id: string;
    readonly kind: R['kind'];
    readonly currency?: string | undefined;
  } & z.output<R['args']>;
}[RuleKind];

export const RULES: readonly Rule[] = LIST;

const byKind = new Map(RULES.map((rule) => [rule.kind, rule]));

const named = z.looseObject({
  id: z.string().regex(/^[a-z0-9_]{1,24}$/),
  kind: z.string(),
  currency: z.string().optional().meta({ description: 'Absent: the currency that pays and the one that ranks, each.' }),
});

/** Rules of a programme; what is wrong is told by the rule's place and field. */
export const RULES_SCHEMA = z
  .array(named)
  .max(50)
  .transform((nodes, context): RuleNode[] => {
    const read: RuleNode[] = [];
    for (const [index, { id, kind, currency, ...rest }] of nodes.entries()) {
      const rule = byKind.get(kind);
      if (!rule) {
        context.addIssue({ code: 'custom', path: [index, 'kind'], message: `no earning rule is called "${kind}"` });
        continue;
      }
      const args = rule.args.safeParse(rest);
      if (args.success)
        read.push({ id, kind, ...(currency === undefined ? {} : { currency }), ...args.data } as RuleNode);
      else for (const issue of args.error.issues) context.addIssue({ ...issue, path: [index, ...issue.path] });
    }
    return read;
  });

/** The rule of a node, and its arguments. */
export function ruleOf(node: RuleNode): { readonly rule: Rule; readonly args: object } {
  const rule = byKind.get(node.kind);
  invariant(rule, 'a stored rule was checked when it was saved');
  const { id: _id, kind: _kind, currency: _currency, ...args } = node;
  return { rule, args };
}
