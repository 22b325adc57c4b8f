import { readFileSync } from 'node:fs';
import type { Locator } from 'playwright-core';
import t, { type Test } from 'tap';
import { settled } from '../support/admin/settled.ts';
import { texts } from '../support/admin/texts.ts';
import {
  accessible,
  adminHouse,
  DESKTOP,
  fits,
  type Locale,
  type OpenAdmin,
  type Opening,
  openAdmin,
  PHONE,
  picture,
} from '../support/browser.ts';
import { invoice } from '../support/till.ts';

/**
 * Points from the first order to the proof, as a shop lives it: orders come signed from the till, points are spent at the simulated one, an order
 * is returned, and the statement holds all of it.
 */
const house = await adminHouse(t);
const NUMBERS = { vi: new Intl.NumberFormat('vi-VN'), en: new Intl.NumberFormat('en-GB') };

async function api(method: 'GET' | 'POST' | 'DELETE', path: string, payload?: object, key?: string) {
  const headers = { ...(await house.authorise(house.shop)), ...(key === undefined ? {} : { 'idempotency-key': key }) };
  const answer = await house.app.inject({ method, url: `/api/v1${path}`, headers, ...(payload ? { payload } : {}) });
  if (answer.statusCode >= 400) throw new Error(`${method} ${path}: ${answer.statusCode} ${answer.body}`);
  return answer.json();
}

async function opened(t: Test, opening: Opening): Promise<OpenAdmin> {
  const open = await openAdmin(t, house, opening);
  await open.frame.getByRole('heading', { level: 1 }).waitFor();
  return open;
}

/** Somebody of the test's own, so that tests do not meet. */
let made = 0;
async function somebody(name: string): Promise<{ id: string; phone: string }> {
  const phone = `09036660${String(made++).padStart(2, '0')}`;
  return { id: (await api('POST', '/customers', { phone, name })).id, phone };
}

const now = () => new Date().toISOString();

/** Looks at a state: nothing cut, nothing that axe finds, a picture for people. */
function looking(t: Test, open: OpenAdmin, room: string) {
  return async (state: string) => {
    await settled(open.frame);
    await fits(t, open, `${room}-${state}`);
    await accessible(t, open, `${room}-${state}`);
    await picture(open, `${room}-${state}`);
  };
}

t.test('a shop without a programme shows nothing of points, and its till says why', async (t) => {
  const { id } = await somebody('Khách thường');
  const { frame, page, faults } = await opened(t, { path: `/customers/${id}` });
  const say = texts('vi');
  await frame.getByRole('tab', { name: say('customer.activity') }).waitFor();
  await settled(frame);
  t.equal(await frame.getByRole('tab', { name: say('customer.points') }).count(), 0);
  t.equal(await frame.getByRole('region', { name: say('points.title') }).count(), 0);
  t.same(faults, []);
  await page.context().close();
  const till = await opened(t, { path: '/loyalty/till' });
  await till.frame.getByRole('heading', { name: say('till.offTitle') }).waitFor();
  await looking(t, till, 'till')('no-programme');
  t.same(till.faults, []);
});

t.test('the programme begins as the preset', async (t) => {
  const { presets, current } = await api('GET', '/loyalty/programme');
  t.equal(current, null);
  const { version } = await api('POST', '/loyalty/programme', { programme: presets[0].programme, after: 0 }, 'first');
  t.equal(version, 1);
  // It begins when every process of the server reads orders by it.
  while ((await api('GET', '/loyalty/programme')).current === null)
    await new Promise((later) => setTimeout(later, 100));
});

for (const locale of ['vi', 'en'] as const)
  for (const size of [DESKTOP, PHONE]) {
    const room = `points-${locale}-${size.width}`;
    t.test(`earned, spent, returned, proved: ${room}`, { timeout: 240_000 }, (t) => wholePath(t, locale, size, room));
  }

async function wholePath(t: Test, locale: Locale, size: { width: number; height: number }, room: string) {
  const say = texts(locale);
  const number = (value: number) => NUMBERS[locale].format(value);
  const points = (value: number) => say('till.point', { count: value, formatted: number(value) });
  const name = `Khách ${locale} ${size.width}`;
  const { id, phone } = await somebody(name);
  const order = (kind: string) => `${kind}-${locale}-${size.width}`;

  // The card is live: an order earns while somebody looks.
  const theme = locale === 'vi' ? 'light' : 'dark';
  const profile = await opened(t, { path: `/customers/${id}`, locale, size, theme });
  const card = profile.frame.getByRole('region', { name: say('points.title') });
  await card.getByText(say('points.available'), { exact: true }).waitFor();
  const first = invoice({ id: order('A'), phone, at: now(), amount: 5_100_000 });
  await house.postInvoice(first);
  await card.getByText(number(510), { exact: true }).first().waitFor();
  await card.getByText(locale === 'vi' ? 'Bạc' : 'Silver', { exact: true }).waitFor();
  await card.getByRole('progressbar').waitFor();
  const lookAtProfile = looking(t, profile, room);
  await lookAtProfile('card');

  // Two pieces of one product, paid with points that were held for them.
  const till = await opened(t, { path: '/loyalty', role: 'cashier', locale, size, theme });
  const { frame, page } = till;
  const look = looking(t, till, `till-${locale}-${size.width}`);
  const find = frame.getByRole('combobox', { name: say('till.find') }).or(frame.getByLabel(say('till.find')));
  await find.first().waitFor();
  await look('empty');
  await find.first().fill(`${phone.slice(0, 4)} ${phone.slice(4, 7)} ${phone.slice(7)}`);
  await frame.getByRole('option', { name: new RegExp(name) }).waitFor();
  await look('found');
  await page.keyboard.press('Enter');
  await frame
    .getByRole('region', { name: say('till.customer') })
    .getByText(name)
    .waitFor();
  const cart = frame.getByRole('region', { name: say('till.cart') });
  await cart.getByLabel(say('till.amount')).fill(locale === 'vi' ? '1tr' : '1m');
  const quote = frame.getByRole('region', { name: say('till.quote') });
  await says(quote, say('till.payable'), /970[.,]000/);
  const use = quote.getByLabel(say('till.use'));
  await use.fill('30');
  await quote.getByText(say('till.belowMinimum', { minimum: points(50) })).waitFor();
  await look('below-minimum');
  await use.fill('100');
  await says(quote, say('till.payable'), /870[.,]000/);
  await look('quoted');
  // At a till with a keyboard nothing needs the mouse.
  if (size === DESKTOP) await use.press('Enter');
  else await quote.getByRole('button', { name: say('till.hold') }).click();
  const held = frame.getByRole('textbox', { name: say('till.holdId') });
  await held.waitFor();
  await frame.getByRole('timer').waitFor();
  await look('held');
  await card.getByText(number(410), { exact: true }).first().waitFor();

  // Another cart than the one that points were held for is not taken as if it were.
  await cart.getByLabel(say('till.amount')).fill('1200000');
  if (size === DESKTOP) await page.keyboard.press('Control+Enter');
  else await frame.getByRole('button', { name: say('till.paid') }).click();
  await frame.getByText(say('till.changedTitle')).waitFor();
  await look('changed');
  await frame.getByRole('button', { name: say('till.holdAnew') }).click();
  await says(quote, say('till.payable'), /1[.,]064[.,]000/);
  await cart.getByLabel(say('till.amount')).fill('1000000');
  await says(quote, say('till.payable'), /870[.,]000/);
  await quote.getByRole('button', { name: say('till.hold') }).click();
  await held.waitFor();
  const hold = await held.inputValue();
  const sale = { ...invoice({ id: order('B'), phone, at: now(), amount: 870_000 }), redemptions: [hold] };
  const twoPieces = { items: [{ id: '1', productId: 'P1', name: 'Cà phê', quantity: 2, amount: '870000' }] };
  await house.postInvoice({ ...sale, ...twoPieces });
  await frame.getByRole('heading', { name: say('till.capturedTitle', { points: points(100) }) }).waitFor();
  await frame.getByText(say('till.capturedOrder', { number: order('B') })).waitFor();
  await look('captured');

  // What a return takes and gives is told before, and is what then happens.
  await frame
    .getByRole('radiogroup', { name: say('till.mode') })
    .getByText(say('till.returns'))
    .click();
  await frame
    .getByRole('combobox', { name: say('till.order') })
    .or(frame.getByLabel(say('till.order')))
    .first()
    .click();
  await frame.getByRole('option', { name: new RegExp(order('B')) }).click();
  await frame.getByLabel(`${say('till.returning')}: Cà phê`).fill('1');
  const preview = frame.getByRole('region', { name: say('till.preview') });
  await preview.getByRole('row', { name: new RegExp(say('till.returnsPoints')) }).waitFor();
  await settled(frame);
  const told = await api('POST', '/loyalty/refund-preview', {
    customer: id,
    order: `${house.till}.${order('B')}`,
    lines: [{ index: 0, quantity: 1 }],
  });
  await says(preview, say('till.takes'), new RegExp(`−${points(told.takes)}`));
  await says(preview, say('till.returnsPoints'), new RegExp(`\\+${points(told.returns)}`));
  await look('return');
  t.ok(told.takes > 0 && told.returns === 50, 'half of what was earned and of what was spent');
  const half = {
    id: 'R1',
    at: now(),
    amount: '435000',
    goods: '435000',
    items: [{ itemId: '1', quantity: 1, amount: '435000' }],
  };
  await house.postInvoice({ ...sale, ...twoPieces, updatedAt: now(), returns: [half] });
  const after = await api('GET', `/customers/${id}/loyalty`);
  t.equal(after.currencies[0].available - after.currencies[0].owed, told.balanceAfter, 'exactly what was told');
  t.same(
    till.faults.filter((fault) => !/409/.test(fault)),
    [],
    'nothing but the refusal of the other cart',
  );
  await page.context().close();

  // The statement holds all of it, and can be proved.
  await card.getByText(number(told.balanceAfter), { exact: true }).first().waitFor();
  await card.getByRole('link', { name: say('points.seeStatement') }).click();
  const statement = profile.frame.getByRole('table', { name: say('points.statement') });
  await statement.waitFor();
  const { items } = await api('GET', `/customers/${id}/loyalty/postings`);
  t.equal(await statement.getByRole('row').count(), items.length + 1);
  t.equal(items[0].balanceAfter, told.balanceAfter);
  for (const reason of ['earned', 'held', 'let_go', 'redeemed', 'reversed', 'returned'])
    t.ok(
      items.some((posting: { reason: string }) => posting.reason === reason),
      reason,
    );
  await profile.frame.getByRole('button', { name: say('points.prove') }).click();
  await profile.frame.getByText(say('points.provenTitle')).waitFor();
  t.equal(await profile.frame.getByRole('textbox', { name: say('points.head') }).inputValue(), items[0].hash);
  await lookAtProfile('statement');
  const [download] = await Promise.all([
    profile.page.waitForEvent('download'),
    profile.frame.getByRole('button', { name: say('points.download') }).click(),
  ]);
  const lines = readFileSync(await download.path(), 'utf8')
    .trim()
    .split('\r\n');
  t.equal(lines.length, items.length + 1);
  t.match(lines[1], order('A'), 'the oldest first');
  await statement
    .getByRole('button', { name: say('points.openOrder', { number: order('B') }) })
    .first()
    .click();
  await profile.frame.getByRole('dialog').getByRole('table').waitFor();
  await lookAtProfile('order');
  t.same(profile.faults, []);
}

/** A line of a table of sums comes to say something. */
async function says(within: Locator, label: string, value: RegExp): Promise<void> {
  await within.getByRole('row', { name: new RegExp(`^${label}.*${value.source}`) }).waitFor();
}

t.test(
  'points by hand: given with a reason, undone by the opposite, a tier set and ended',
  { timeout: 120_000 },
  async (t) => {
    const say = texts('vi');
    const { id, phone } = await somebody('Khách điều chỉnh');
    await house.postInvoice(invoice({ id: 'H-1', phone, at: now(), amount: 1_000_000 }));
    const open = await opened(t, { path: `/customers/${id}?tab=points` });
    const { frame } = open;
    const look = looking(t, open, 'points-by-hand');
    const card = frame.getByRole('region', { name: say('points.title') });
    await card.getByRole('button', { name: say('points.adjust') }).click();
    const dialog = frame.getByRole('dialog');
    await dialog.getByRole('button', { name: say('points.save') }).click();
    await dialog.getByText(say('points.needPoints')).waitFor();
    await dialog.getByText(say('points.needReason')).waitFor();
    await look('adjust');
    await dialog.getByLabel(say('points.amount')).fill('1000');
    await dialog.getByText(say('points.take'), { exact: true }).click();
    await dialog.getByLabel(say('points.reason')).fill('Xin lỗi giao trễ');
    await dialog.getByRole('button', { name: say('points.save') }).click();
    await dialog.getByText(say('points.insufficient')).waitFor();
    await dialog.getByText(say('points.give'), { exact: true }).click();
    await dialog.getByRole('button', { name: say('points.save') }).click();
    await card.getByText('1.100', { exact: true }).waitFor();
    await frame.getByRole('button', { name: say('parts.undo') }).click();
    await card.getByText('100', { exact: true }).first().waitFor();
    const statement = frame.getByRole('table', { name: say('points.statement') });
    await statement.getByText('Hoàn tác: Xin lỗi giao trễ').first().waitFor();
    await statement.getByText('Xin lỗi giao trễ', { exact: true }).waitFor();

    await card.getByRole('button', { name: say('points.pin') }).click();
    await dialog
      .getByRole('combobox', { name: say('points.level') })
      .or(dialog.getByLabel(say('points.level')))
      .first()
      .click();
    await frame.getByRole('option', { name: 'Bạch kim' }).click();
    await dialog.getByLabel(say('points.reason')).fill('Khách của chị chủ');
    await look('pin');
    await dialog.getByRole('button', { name: say('points.save') }).click();
    await card.getByText('Khách của chị chủ').waitFor();
    await card.getByText(say('points.computed', { level: 'Thành viên' })).waitFor();
    await look('pinned');
    await card.getByRole('button', { name: say('points.endPin') }).click();
    await card.getByText('Khách của chị chủ').waitFor({ state: 'detached' });

    // Books of the day before: nothing was there yet; of today: all of it.
    const today = new Date().toLocaleDateString('en-GB', { timeZone: 'Asia/Ho_Chi_Minh' });
    const asOf = frame.getByLabel(say('points.asOf'));
    await asOf.fill('01/01/2026');
    await asOf.press('Enter');
    await frame.getByText(say('points.asOfNothing')).waitFor();
    await asOf.fill(today);
    await asOf.press('Enter');
    await frame.getByRole('list', { name: say('points.lots') }).waitFor();
    await look('as-of');
    t.same(
      open.faults.filter((fault) => !/409/.test(fault)),
      [],
      'nothing but the refusal of what is not there',
    );
  },
);

t.test('the timeline tells tiers in words; the list shows tier and points where they are wanted', async (t) => {
  const { id, phone } = await somebody('Khách lên hạng');
  await house.postInvoice(invoice({ id: 'T-1', phone, at: now(), amount: 30_000_000 }));
  for (const locale of ['vi', 'en'] as const) {
    const say = texts(locale);
    const { frame, faults } = await opened(t, { path: `/customers/${id}?tab=activity`, locale });
    const timeline = frame.getByRole('region', { name: say('customer.timeline') });
    const [from, to] = locale === 'vi' ? ['Thành viên', 'Vàng'] : ['Member', 'Gold'];
    await timeline.getByText(say('customer.tier_changed', { from, to })).waitFor();
    await frame
      .getByRole('group', { name: say('customer.filter') })
      .getByText(say('customer.kind_tiers'))
      .click();
    await timeline.getByText(say('customer.because_earned')).first().waitFor();
    t.same(faults, []);
  }
  const listed = await api('GET', `/customers?search=${phone}`);
  t.match(listed.items[0].loyalty, { level: { id: 'gold', name: { vi: 'Vàng', en: 'Gold' } }, points: 3000 });
});

t.test('points become a code of the customer’s own, and come back while nobody has used it', async (t) => {
  const say = texts('vi');
  const { id, phone } = await somebody('Khách đổi mã');
  await house.postInvoice(invoice({ id: 'C-1', phone, at: now(), amount: 2_000_000 }));
  const open = await opened(t, { path: `/customers/${id}`, role: 'cashier', size: PHONE });
  const { frame } = open;
  const look = looking(t, open, 'points-code');
  const card = frame.getByRole('region', { name: say('points.title') });
  await card.getByRole('button', { name: say('points.toCode') }).click();
  const dialog = frame.getByRole('dialog');
  const points = dialog.getByLabel(say('points.amount'));
  const hundred = { points: say('points.point', { count: 100, formatted: 100 }) };
  await dialog.getByText(/Có 200 điểm/).waitFor();
  await points.fill('20');
  await points.press('Enter');
  await dialog.getByText(say('points.codeMinimum', { points: '50 điểm' }), { exact: true }).waitFor();
  await points.fill('100');
  await dialog.getByText(/Mã trị giá 100\.000/).waitFor();
  await look('form');
  await points.press('Enter');
  const code = await dialog.getByRole('textbox', { name: say('points.code') }).inputValue();
  t.match(code, /^[a-z0-9]{10}$/);
  await look('made');
  await dialog.getByRole('button', { name: say('points.codeDone') }).click();
  t.equal(await card.getByRole('textbox', { name: say('points.codeOf', hundred) }).inputValue(), code);
  await card.getByText('100', { exact: true }).first().waitFor();
  await look('open');
  await card.getByRole('button', { name: say('points.codeTakeOne', { code }) }).click();
  await look('take');
  await dialog.getByRole('button', { name: say('points.codeTake'), exact: true }).click();
  await card.getByRole('list', { name: say('points.codes') }).waitFor({ state: 'detached' });
  const { currencies } = await api('GET', `/customers/${id}/loyalty`);
  t.equal(currencies[0].available, 200);
  t.same(open.faults, []);
});

t.test('a viewer sees points and changes nothing of them; a cashier gives none', async (t) => {
  const say = texts('vi');
  const { id, phone } = await somebody('Khách được xem');
  await house.postInvoice(invoice({ id: 'V-1', phone, at: now(), amount: 2_000_000 }));
  for (const role of ['viewer', 'cashier'] as const) {
    const { frame, faults } = await opened(t, { path: `/customers/${id}`, role });
    const card = frame.getByRole('region', { name: say('points.title') });
    await card.getByText('200', { exact: true }).first().waitFor();
    t.equal(await card.getByRole('button', { name: say('points.adjust') }).count(), 0, role);
    t.equal(await card.getByRole('button', { name: say('points.pin') }).count(), 0, role);
    t.equal(await card.getByRole('link', { name: say('points.checkOut') }).count(), role === 'cashier' ? 1 : 0, role);
    t.same(faults, []);
  }
  const viewer = await opened(t, { path: '/loyalty/till', role: 'viewer' });
  await viewer.frame.getByRole('heading', { name: say('parts.forbiddenTitle') }).waitFor();
  t.same(viewer.faults, [], 'nothing was asked that would be refused');
});
