import t from 'tap';
import { dayEnd } from '../../extension-ui/src/pages/customer/points/day-end.ts';
import { linesLeft, returnedLines } from '../../extension-ui/src/pages/till/returned.ts';
import { cartOf, countdown, EMPTY, emptyLine, fitting } from '../../extension-ui/src/pages/till/till.ts';

t.test('a line without an amount is not part of the cart, and a cart of none is not asked about', async (t) => {
  t.equal(cartOf(EMPTY), null);
  const lines = [
    emptyLine(1),
    { ...emptyLine(2), quantity: 2, amountMinor: 90_000, product: { value: 'till:P1', label: 'Cà phê' } },
  ];
  t.same(cartOf({ lines, couponMinor: 5_000 }), {
    lines: [{ product: 'till:P1', quantity: 2, amountMinor: 90_000, isDiscounted: false }],
    shippingMinor: 0,
    taxMinor: 0,
    couponMinor: 5_000,
    channel: 'pos',
    location: 'online',
  });
});

t.test('points are cut to what the cart takes, and below the least that can be spent to none', async (t) => {
  const quote = { usablePoints: 80, minimumPoints: 50 };
  t.equal(fitting(100, quote), 80);
  t.equal(fitting(50, quote), 50);
  t.equal(fitting(49, quote), 0);
  t.equal(fitting(100, { usablePoints: 40, minimumPoints: 50 }), 0);
});

t.test('the time that is left is in minutes and seconds, and never below zero', async (t) => {
  t.equal(countdown(900_000), '15:00');
  t.equal(countdown(65_001), '1:06');
  t.equal(countdown(1), '0:01');
  t.equal(countdown(-5000), '0:00');
});

t.test('what came back before is not offered again; a line keeps its place in the order', async (t) => {
  const line = (id: string, quantity: number) => ({ id, title: id, quantity }) as never;
  const refund = (lineId: string, quantity: number) => ({ lines: [{ lineId, quantity }] }) as never;
  const order = { lines: [line('a', 1), line('b', 0.5), line('c', 3)], refunds: [refund('a', 1), refund('c', 1)] };
  t.same(
    linesLeft(order).map(({ index, left }) => [index, left]),
    [
      [1, 0.5],
      [2, 2],
    ],
  );
  t.same(returnedLines({ 1: 0, 2: 2 }), [{ index: 2, quantity: 2 }]);
});

t.test('a day ends as the shop’s zone says, also when clocks change', async (t) => {
  t.equal(dayEnd('2026-11-22', 'Asia/Ho_Chi_Minh'), '2026-11-22T16:59:59.999Z');
  t.equal(dayEnd('2026-03-29', 'Europe/Berlin'), '2026-03-29T21:59:59.999Z');
  t.equal(dayEnd('2026-10-25', 'Europe/Berlin'), '2026-10-25T22:59:59.999Z');
});
