import type { z } from 'zod';
import type { invoice } from '../../adapters/pos/format.ts';
import { formatInstant, type Instant } from '../../model.ts';
import type { Calendar } from './calendar.ts';
import { addressOf } from './card.ts';
import { writtenPhone } from './contacts.ts';
import { type Dice, weighted } from './dice.ts';
import type { DemoPerson } from './person.ts';
import { DEMO_STORES } from './places.ts';
import { drawProduct } from './products.ts';

export type InvoiceBody = z.input<typeof invoice>;
type Item = InvoiceBody['items'][number] & { readonly id: string; readonly quantity: number; readonly amount: number };
type Return = NonNullable<InvoiceBody['returns']>[number];

/** An invoice at one time of its life: every change of it is sent whole again. `null`: it was deleted on the till. */
export interface InvoiceState {
  readonly at: Instant;
  readonly body: InvoiceBody | null;
}

export interface DemoInvoice {
  readonly id: string;
  readonly placedAt: Instant;
  readonly states: readonly InvoiceState[];
  /** Still owed at the end. */
  readonly debtVnd: number;
  readonly returnedAt: Instant | null;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

type Fate =
  | 'plain'
  | 'part_returned'
  | 'all_returned'
  | 'money_back'
  | 'cancelled'
  | 'owed'
  | 'owed_then_paid'
  | 'test'
  | 'deleted';
const drawFate = weighted<Fate>([
  ['plain', 888],
  ['part_returned', 32],
  ['all_returned', 14],
  ['money_back', 6],
  ['cancelled', 34],
  ['owed', 8],
  ['owed_then_paid', 10],
  ['test', 4],
  ['deleted', 4],
]);
/** What can happen to a parcel that is paid for at the door. */
const ON_DELIVERY: readonly Fate[] = ['plain', 'part_returned', 'all_returned', 'money_back', 'cancelled'];
const drawOnlineChannel = weighted<string>([
  ['web', 38],
  ['facebook', 22],
  ['zalo', 18],
  ['shopee', 22],
]);
const VOUCHERS = ['CHAOMUNG', 'TET', 'SINHNHAT', 'FREESHIP', 'QUAYLAI10'];

export function drawInvoices(dice: Dice, person: DemoPerson, calendar: Calendar): DemoInvoice[] {
  const days = Array.from({ length: person.orderCount }, () =>
    calendar.drawDay(dice, person.firstDay, person.endDay),
  ).sort((a, b) => a - b);
  const invoices = days.map((day, i) => drawInvoice(dice, person, calendar, day, `HD${person.index + 1}-${i + 1}`));
  // Somebody forgets the card: an invoice that names nobody is credited to nobody.
  if (dice.chance(0.03))
    invoices.push(
      drawInvoice(
        dice,
        null,
        calendar,
        calendar.drawDay(dice, person.firstDay, person.endDay),
        `HD${person.index + 1}-0`,
      ),
    );
  return invoices;
}

function drawInvoice(dice: Dice, person: DemoPerson | null, calendar: Calendar, day: number, id: string): DemoInvoice {
  const isOnline = person !== null && dice.chance(person.card === null ? 0.7 : 0.35);
  const placedAt = calendar.drawTime(dice, day, isOnline ? 6 : 8, isOnline ? 23 : 21);
  const fate = drawFate(dice);
  const open = drawOpen(dice, person, isOnline, placedAt, id);
  const isCashOnDelivery = isOnline && dice.chance(0.2) && ON_DELIVERY.includes(fate);
  const paidAt = isCashOnDelivery ? placedAt + dice.between(24, 120) * HOUR_MS : placedAt + dice.between(1, 4) * 60_000;
  const handedOverAt = isOnline ? paidAt + (isCashOnDelivery ? 0 : daysOnTheWay(placedAt)) : null;
  const times = { placedAt, paidAt, handedOverAt, isCashOnDelivery, end: calendar.end };
  const states = lifeOf(dice, fate, open, times).filter(({ at }) => at < calendar.end);
  const last = states.at(-1)?.body;
  const returned = states.find(({ body }) => (body?.returns?.length ?? 0) > 0);
  return { id, placedAt, states, debtVnd: Number(last?.debt ?? 0), returnedAt: returned?.at ?? null };
}

/** One to two days. Drawn from the time of the order and not from the dice, so that nothing drawn later depends on it. */
const daysOnTheWay = (placedAt: Instant) => DAY_MS + (Math.floor(placedAt / 60_000) % (24 * 60)) * 60_000;

interface InvoiceTimes {
  readonly placedAt: Instant;
  readonly paidAt: Instant;
  /** When a parcel arrives: one that is paid for at the door, right then. Null over the counter. */
  readonly handedOverAt: Instant | null;
  readonly isCashOnDelivery: boolean;
  /** Nothing is known of what happens from here on. */
  readonly end: Instant;
}

/** The states it goes through, each dated. To send no more messages than needed, a parcel is told of when it has arrived. */
function lifeOf(
  dice: Dice,
  fate: Fate,
  open: InvoiceBody,
  { placedAt, paidAt, handedOverAt, isCashOnDelivery, end }: InvoiceTimes,
): InvoiceState[] {
  const state = (at: Instant, changes: Partial<InvoiceBody>): InvoiceState => ({
    at,
    body: { ...open, updatedAt: formatInstant(at), ...changes },
  });
  const paid = { status: 'paid', paidAt: formatInstant(paidAt) } as const;
  /** Told in every state from then on, as every state is the whole invoice. Nothing happens to goods before they have arrived. */
  const arrived = (latest = end) =>
    handedOverAt === null ? {} : { fulfilledAt: formatInstant(Math.min(handedOverAt, latest)) };
  const sold = (latest = end) => {
    const at = Math.min(handedOverAt ?? paidAt, latest);
    return at < end ? state(at, { ...paid, ...arrived(latest) }) : state(paidAt, paid);
  };
  const before = isCashOnDelivery ? [state(placedAt, {})] : [];
  switch (fate) {
    case 'plain':
      return [...before, sold()];
    case 'test':
      return [state(paidAt, { ...paid, test: true, note: 'Đơn thử máy' })];
    case 'deleted':
      return [state(paidAt, paid), { at: paidAt + dice.between(1, 48) * HOUR_MS, body: null }];
    case 'cancelled':
      return [
        ...(isCashOnDelivery ? before : [state(paidAt, paid)]),
        state(paidAt + dice.between(1, 30) * HOUR_MS, {
          status: 'cancelled',
          ...(isCashOnDelivery ? {} : { paidAt: paid.paidAt }),
        }),
      ];
    case 'owed':
    case 'owed_then_paid': {
      const debt = part(Number(open.totals.total), dice.between(3, 10) / 10);
      const owed = state(paidAt, { status: 'partly_paid', debt });
      const settledAt = paidAt + dice.between(2, 40) * DAY_MS;
      if (fate === 'owed') return [owed];
      return [owed, state(settledAt, { status: 'paid', paidAt: formatInstant(settledAt), ...arrived() })];
    }
    default: {
      const at = paidAt + dice.between(1, 10) * DAY_MS + dice.between(0, 600) * 60_000;
      const latest = at - HOUR_MS;
      const returns = [drawReturn(dice, fate, open, at)];
      return [...before, sold(latest), state(at, { ...paid, ...arrived(latest), returns })];
    }
  }
}

const part = (amountVnd: number, share: number) => Math.max(1000, Math.round((amountVnd * share) / 1000) * 1000);

function drawReturn(
  dice: Dice,
  fate: 'part_returned' | 'all_returned' | 'money_back',
  open: InvoiceBody,
  returnedAt: Instant,
): Return {
  const entry = { id: `TH${open.id}`, at: formatInstant(returnedAt) };
  const items = open.items as Item[];
  const goods = Number(open.totals.goods);
  if (fate === 'money_back') {
    const amount = Math.min(goods, part(goods, 0.1));
    return { ...entry, amount, goods: amount, items: [] };
  }
  if (fate === 'all_returned') {
    const all = items.map((item) => ({ itemId: item.id, quantity: item.quantity, amount: item.amount }));
    return { ...entry, amount: goods, goods, items: all };
  }
  const item = dice.pick(items);
  const quantity = dice.between(1, Math.max(1, item.quantity - (items.length === 1 ? 1 : 0)));
  const amount = Math.floor((item.amount * quantity) / item.quantity);
  return {
    ...entry,
    amount,
    goods: amount,
    items: [{ itemId: item.id, quantity, ...(dice.chance(0.7) ? { amount } : {}) }],
  };
}

function drawOpen(
  dice: Dice,
  person: DemoPerson | null,
  isOnline: boolean,
  placedAt: Instant,
  id: string,
): InvoiceBody {
  const store = isOnline ? null : person !== null && dice.chance(0.85) ? person.store : dice.pick(DEMO_STORES);
  const offPercent = dice.chance(0.2) ? dice.pick([5, 10, 15, 20, 30]) : 0;
  const items = drawItems(dice, person, offPercent);
  const listVnd = items.reduce((sum, item) => sum + item.listVnd, 0);
  const goods = items.reduce((sum, item) => sum + item.amount, 0);
  const shipping = isOnline ? dice.pick([0, 15_000, 25_000, 30_000]) : 0;
  const channel = isOnline ? drawOnlineChannel(dice) : 'pos';
  return {
    id,
    updatedAt: formatInstant(placedAt),
    placedAt: formatInstant(placedAt),
    status: 'open',
    channel,
    ...(store === null ? {} : { store: { id: store.id, name: store.name }, cashier: dice.pick(store.cashiers) }),
    ...(person !== null && isOnline && dice.chance(0.8) ? { deliverTo: addressOf(person) } : {}),
    ...(person === null ? {} : { customer: drawBuyer(dice, person, isOnline ? channel : null) }),
    items: items.map(({ listVnd: list, ...item }) => ({
      ...item,
      ...(list > item.amount ? { discount: list - item.amount } : {}),
    })),
    totals: { goods, discount: listVnd - goods, shipping, total: goods + shipping },
    ...(offPercent > 0 && dice.chance(0.6) ? { vouchers: [dice.pick(VOUCHERS)] } : {}),
    ...(dice.chance(0.02) ? { note: 'Gói quà giúp em' } : {}),
  };
}

function drawItems(dice: Dice, person: DemoPerson | null, offPercent: number): (Item & { readonly listVnd: number })[] {
  const isWholesale = dice.chance(0.008);
  return Array.from({ length: weightedLines(dice) }, (_, i) => {
    const taste = person === null || person.taste === 'both' ? (dice.chance(0.5) ? 'coffee' : 'fashion') : person.taste;
    const product = drawProduct(dice, dice.chance(0.92) ? taste : 'coffee');
    const variant = dice.pick(product.variants);
    const quantity = isWholesale
      ? dice.between(10, 40)
      : product.taste === 'coffee'
        ? dice.between(1, 3)
        : dice.chance(0.1)
          ? 2
          : 1;
    const listVnd = variant.priceVnd * quantity;
    const amount = Math.round((listVnd * (100 - offPercent)) / 100_000) * 1000;
    const name = variant.name === '' ? product.name : `${product.name} (${variant.name})`;
    return {
      id: String(i + 1),
      productId: product.id,
      variantId: variant.id,
      sku: variant.sku,
      name,
      quantity,
      amount,
      categories: [product.category],
      vendor: product.vendor,
      listVnd,
    };
  });
}

const weightedLines = weighted<number>([
  [1, 52],
  [2, 30],
  [3, 13],
  [4, 5],
]);

/**
 * What of the person stands on the invoice. A guest gives the same contact each time, or would be two people. A member is found by
 * card, code or phone, and at the till often by the code alone (A20).
 */
function drawBuyer(dice: Dice, person: DemoPerson, onlineChannel: string | null): NonNullable<InvoiceBody['customer']> {
  const { card, phone, email, name } = person;
  const source = onlineChannel === null || !dice.chance(0.5) ? {} : { source: onlineChannel };
  const byPhone = phone === null ? {} : { phone: writtenPhone(dice, phone) };
  if (card === null) return { ...(phone === null ? { email } : byPhone), name, ...source };
  const draw = dice.throw();
  if (onlineChannel !== null)
    return { customerId: card.id, ...byPhone, ...(email === null ? {} : { email }), name, ...source };
  if (card.memberCode !== null && draw < 0.45) return { memberCode: card.memberCode };
  if (phone !== null && draw < 0.65) return draw < 0.55 ? byPhone : { ...byPhone, name };
  return { customerId: card.id, ...(card.memberCode === null ? {} : { memberCode: card.memberCode }) };
}
