import type { DayNumber } from '../../model.ts';
import type { Calendar } from './calendar.ts';
import { emailAddress, mobileNumber } from './contacts.ts';
import { type Dice, weighted } from './dice.ts';
import { personName } from './names.ts';
import { DEMO_STORES, type DemoPlace, type DemoStore, drawPlace, drawStreet } from './places.ts';
import type { Taste } from './products.ts';

/** How somebody buys. The shares give about four and a half orders a customer. */
export type Habit = 'once' | 'regular' | 'vip' | 'lapsed' | 'never';

const drawHabit = weighted<Habit>([
  ['once', 36],
  ['regular', 28],
  ['vip', 6],
  ['lapsed', 16],
  ['never', 14],
]);

/** Who a demo customer is, before anything happens to them. */
export interface DemoPerson {
  readonly index: number;
  readonly habit: Habit;
  readonly sex: 'female' | 'male';
  readonly name: string;
  /** National form, as the carrier writes it. */
  readonly phone: string | null;
  readonly email: string | null;
  /** Null for a guest: the shop knows them by phone or e-mail only, and there is no card. */
  readonly card: { readonly id: string; readonly memberCode: string | null } | null;
  readonly place: DemoPlace;
  readonly street: string;
  readonly store: DemoStore;
  readonly source: string;
  readonly taste: Taste | 'both';
  /** Days from and up to which they buy. */
  readonly firstDay: DayNumber;
  readonly endDay: DayNumber;
  readonly orderCount: number;
}

const drawSource = weighted<string>([
  ['pos', 40],
  ['facebook', 20],
  ['zalo', 18],
  ['web', 12],
  ['shopee', 6],
  ['giới thiệu', 4],
]);
const drawTaste = weighted<DemoPerson['taste']>([
  ['coffee', 50],
  ['fashion', 30],
  ['both', 20],
]);
/** Phone and e-mail, phone alone, e-mail alone, neither: a card is all they have then. */
const drawContacts = weighted<readonly [phone: boolean, email: boolean]>([
  [[true, true], 48],
  [[true, false], 42],
  [[false, true], 4],
  [[false, false], 6],
]);

export function drawPerson(dice: Dice, seed: number, index: number, calendar: Calendar): DemoPerson {
  const habit = drawHabit(dice);
  const sex = dice.chance(0.64) ? 'female' : 'male';
  const place = drawPlace(dice);
  const name = personName(dice, sex, place.region);
  const [hasPhone, hasEmail] = drawContacts(dice);
  const isGuest = habit !== 'never' && habit !== 'vip' && (hasPhone || hasEmail) && dice.chance(0.1);
  const hasCode = !hasPhone || dice.chance(0.75);
  const [firstDay, endDay] = drawDays(dice, habit, calendar);
  return {
    index,
    habit,
    sex,
    name,
    phone: hasPhone ? mobileNumber(dice, seed, index) : null,
    email: hasEmail ? emailAddress(dice, name, index) : null,
    card: isGuest
      ? null
      : { id: `KH${index + 1}`, memberCode: hasCode ? `TV${String(index + 1).padStart(6, '0')}` : null },
    place,
    street: drawStreet(dice),
    store: dice.pick(DEMO_STORES.filter((store) => store.region === place.region)),
    source: drawSource(dice),
    taste: drawTaste(dice),
    firstDay,
    endDay,
    orderCount: drawOrderCount(dice, habit),
  };
}

/** Lapsed ones have not been seen for nine months; the others buy until today. */
function drawDays(dice: Dice, habit: Habit, { from, until }: Calendar): [DayNumber, DayNumber] {
  if (habit === 'lapsed') return [dice.between(from, until - 500), dice.between(until - 480, until - 270)];
  if (habit === 'vip') return [dice.between(from, until - 400), until];
  return [dice.between(from, until - (habit === 'regular' ? 120 : 2)), until];
}

function drawOrderCount(dice: Dice, habit: Habit): number {
  if (habit === 'never') return 0;
  if (habit === 'once') return 1;
  if (habit === 'vip') return dice.between(12, 34);
  return habit === 'regular' ? dice.between(3, 10) : dice.between(2, 7);
}
