import type { PosTopic } from '../../adapters/pos/format.ts';
import { AppError } from '../../errors.ts';
import { type DayNumber, formatInstant, type Instant } from '../../model.ts';
import { Calendar } from './calendar.ts';
import { drawCards } from './card.ts';
import { DEMO_CUSTOMERS_MAX } from './contacts.ts';
import { Dice } from './dice.ts';
import { type DemoInvoice, drawInvoices } from './invoices.ts';
import { drawPerson } from './person.ts';
import { DEMO_PRODUCTS, productBody } from './products.ts';

/** What a demo shop is made from: equal options, equal bytes. */
export interface DemoOptions {
  readonly customers: number;
  readonly seed: number;
  /** Everything happened before the first instant of this day. */
  readonly until: DayNumber;
  readonly timeZone: string;
}

/** One message as the shop's tills send it: the JSON that docs/pos.md describes. */
export interface DemoDelivery {
  /** The same whenever it is made, so that sending it again is a repeat. */
  readonly id: string;
  readonly topic: PosTopic;
  /** When it was sent. */
  readonly at: Instant;
  readonly body: string;
}

export interface DemoCustomer {
  readonly index: number;
  /** Everything that the tills ever sent about them, in order of time. */
  readonly deliveries: readonly DemoDelivery[];
}

/** The catalogue as it was made, with later changes: two products renamed, one not sold any more. */
export function demoProducts(options: DemoOptions): DemoDelivery[] {
  const calendar = new Calendar(options.until, options.timeZone);
  const openedAt = calendar.startOf(calendar.from - 7);
  const changedAt = calendar.startOf(calendar.until - 200);
  const saved = (product: (typeof DEMO_PRODUCTS)[number], at: Instant, version: number, name?: string) =>
    delivery(`${product.id}.${version}`, 'product.saved', at, productBody(product, formatInstant(at), name));
  const renamed = DEMO_PRODUCTS.filter((product) => product.name === 'Trà vải' || product.name === 'Túi cói');
  const gone = DEMO_PRODUCTS.filter((product) => product.name === 'Bánh trung thu');
  return [
    ...DEMO_PRODUCTS.map((product) => saved(product, openedAt, 1)),
    ...renamed.map((product) => saved(product, changedAt, 2, `${product.name} (mới)`)),
    ...gone.map((product) => delivery(`${product.id}.2`, 'product.deleted', changedAt, { id: product.id })),
  ];
}

/** Customers from index `from` up to, not including, `end`. Each is made by itself: a slice equals that part of the whole. */
export function* demoCustomers(options: DemoOptions, from = 0, end = options.customers): Generator<DemoCustomer> {
  if (!Number.isSafeInteger(options.customers) || options.customers < 0 || options.customers > DEMO_CUSTOMERS_MAX) {
    throw new AppError('invalid', `a demo shop has 0 to ${DEMO_CUSTOMERS_MAX} customers`);
  }
  if (!Number.isSafeInteger(options.seed) || options.seed < 0)
    throw new AppError('invalid', 'the seed of a demo shop is a whole number from 0');
  const calendar = new Calendar(options.until, options.timeZone);
  for (let index = from; index < end; index++) yield demoCustomer(options.seed, index, calendar);
}

function demoCustomer(seed: number, index: number, calendar: Calendar): DemoCustomer {
  const dice = new Dice(seed, index);
  const person = drawPerson(dice, seed, index, calendar);
  const invoices = drawInvoices(dice, person, calendar);
  const named = invoices.filter((invoice) => !invoice.id.endsWith('-0') && invoice.states.length > 0);
  const cards = drawCards(dice, person, calendar, named[0]?.placedAt ?? null, {
    debtVnd: named.reduce((sum, invoice) => sum + invoice.debtVnd, 0),
    complainedAt: named.map((invoice) => invoice.returnedAt).find((at) => at !== null && dice.chance(0.3)) ?? null,
    lastOrderAt: named.findLast((invoice) => invoice.debtVnd > 0)?.placedAt ?? null,
  });
  const deliveries = [
    ...cards
      .filter(({ at }) => at < calendar.end)
      .map(({ at, body }, i) => delivery(`${body.id}.${i + 1}`, 'customer.saved', at, body)),
    ...invoices.flatMap(invoiceDeliveries),
  ];
  return { index, deliveries: deliveries.sort((a, b) => a.at - b.at) };
}

function invoiceDeliveries(invoice: DemoInvoice): DemoDelivery[] {
  return invoice.states.map(({ at, body }, i) =>
    delivery(
      `${invoice.id}.${i + 1}`,
      body === null ? 'invoice.deleted' : 'invoice.saved',
      at,
      body ?? { id: invoice.id },
    ),
  );
}

function delivery(id: string, topic: PosTopic, at: Instant, body: object): DemoDelivery {
  return { id, topic, at, body: JSON.stringify(body) };
}
