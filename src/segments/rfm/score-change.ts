import type { Customer } from '../../model.ts';
import type { Change } from '../reading.ts';
import type { Wording } from '../wording.ts';
import { withOrder } from './labels-field.ts';
import { scaleOn } from './scale.ts';
import { figuresOf, scoresOf } from './scores.ts';

/** More orders than these are no advice. */
const ORDERS_MAX = 100;

/** The least that a customer would have to buy today for the verdict about a score to turn; null where buying does not. */
export function scoreChange(
  customer: Customer,
  axis: 'r' | 'f' | 'm',
  isIn: (score: number) => boolean,
  wording: Wording,
): Change | null {
  const { rfm, today } = wording.context;
  const scale = scaleOn(rfm, today);
  const now = scoresOf(customer, rfm, today);
  const figures = scale && figuresOf(customer, scale, today);
  if (!scale || !now || !figures) return null;
  const turns = (after: Customer) => isIn(scoresOf(after, rfm, today)?.[axis] ?? 0) !== isIn(now[axis]);
  if (axis === 'm') {
    const missing = scale.monetary.flatMap((step) => (step === null ? [] : [step - figures.spentMinor]));
    const by = missing.filter((more) => more > 0 && turns(withOrder(customer, today, more))).sort((a, b) => a - b)[0];
    if (by === undefined) return null;
    return { by, text: wording.say(`chi thêm ${wording.money(by)}`, `spend ${wording.money(by)} more`) };
  }
  let after = customer;
  for (let orders = 1; orders <= (axis === 'r' ? 1 : ORDERS_MAX); orders++) {
    after = withOrder(after, today, 0);
    if (!turns(after)) continue;
    const text = wording.say(
      `mua thêm ${wording.number(orders)} đơn`,
      `place ${wording.counted(orders, '', 'more order', 'more orders')}`,
    );
    return { by: axis === 'r' ? null : orders, text };
  }
  return null;
}
