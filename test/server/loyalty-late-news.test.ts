import t, { type Test } from 'tap';
import { customerAtInstant } from '../../src/server/history/members-as-of.ts';
import type { CustomerDocument } from '../../src/server/store/documents.ts';
import { house } from '../support/house.ts';
import { bookOf, inForce } from '../support/loyalty/books.ts';
import { stateOf } from '../support/past.ts';
import { sampleOf, sign } from '../support/samples.ts';

const DAY = 86_400_000;
const START = Date.parse('2026-09-01T03:00:00Z');
const FIRST = { phone: '0912345601', id: '+84912345601' };
const OTHER = { phone: '0912345602' };

/** A shop whose till tells of what happened some days after the start, some days after it. */
async function shopOf(t: Test) {
  const clock = { now: START };
  const opened = await house(t, { now: () => clock.now });
  const { id, scope, secret, installation } = await opened.addShop({ platform: 'pos', domain: 'late-news' });
  await inForce(opened, scope, START - 100 * DAY);
  const day = (days: number) => new Date(START + days * DAY).toISOString();
  const send = async (heard: number, topic: string, body: object) => {
    clock.now = START + heard * DAY;
    await opened.receive('pos', sign('pos', sampleOf('pos', topic, body), secret), installation);
    await opened.settled();
  };
  const bought = (name: string, days: number, phone: string) => ({
    id: name,
    updatedAt: day(days),
    placedAt: day(days),
    paidAt: day(days),
    status: 'paid',
    customer: { phone },
    items: [{ id: '1', productId: '1', name: 'Áo', quantity: 1, amount: '20000000' }],
    totals: { goods: '20000000', total: '20000000' },
  });
  const person = async () => (await scope.customers.findOne({ phone: FIRST.id })) as CustomerDocument;
  return { opened, id, scope, day, send, bought, person };
}

t.test("points stay what they were when an order that earns nothing itself moves another one's", async (t) => {
  const { opened, id, scope, day, send, bought, person } = await shopOf(t);
  const early = bought('EARLY', 1, OTHER.phone);
  await send(1, 'invoice.saved', early);
  await send(2, 'invoice.saved', bought('OWN', 2, FIRST.phone));
  await send(3, 'invoice.saved', { ...early, updatedAt: day(3), status: 'cancelled' });
  const before = (await person()).loyalty?.points;
  // Cancelled, it earns nothing; but until then it had made them a level higher, at which the other order earns more.
  const moved = { ...early, updatedAt: day(9), status: 'cancelled', customer: { phone: FIRST.phone } };
  await send(9, 'invoice.saved', moved);
  const customer = await person();
  t.not(customer.loyalty?.points, before, 'the case is what it claims to be');
  const then = await customerAtInstant(scope, await stateOf(opened, id), customer._id, START + 5 * DAY);
  t.equal(then?.loyalty?.points, before);
});

t.test('a card that is older than all that was heard makes them a member since then', async (t) => {
  const { scope, day, send, bought, person } = await shopOf(t);
  await send(5, 'invoice.saved', bought('OWN', 5, FIRST.phone));
  t.equal((await person()).loyalty?.joinedAt, START + 5 * DAY);
  await send(7, 'customer.saved', { phone: FIRST.phone, updatedAt: day(2) });
  const { customer, account } = await bookOf(scope, FIRST.id);
  t.equal(account.joinedAt, START + 2 * DAY);
  t.match(customer.loyalty, { joinedAt: START + 2 * DAY, levelSince: START + 5 * DAY });
  t.match(account.tier.changes[0], { at: START + 2 * DAY, cause: { kind: 'joined' } });
});
