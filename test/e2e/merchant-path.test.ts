import type { Frame } from 'playwright-core';
import t, { type Test } from 'tap';
import { sendTestOrder } from '../../src/server/demo/host/test-order.ts';
import { addCrowd } from '../support/admin/crowd.ts';
import { type DemoHouse, demoHouse, openDemo } from '../support/admin/demo-page.ts';
import { type Hands, keyboard, pointer } from '../support/admin/hands.ts';
import { settled } from '../support/admin/settled.ts';
import { pattern, texts } from '../support/admin/texts.ts';
import { accessible, DESKTOP, fits, type Locale, PHONE, picture } from '../support/browser.ts';

/** What a merchant comes for: from the store's own page to a customer who enters a segment while they look on. */
const house = await demoHouse(t);
await addCrowd(house.house.store.forShop(house.shop), Date.now());
const person = await somebodyAccented(house);

/** What is typed to find a condition, and what the finished segment says. */
const WORDS = {
  vi: {
    spent: { typed: 'tong chi tieu', label: 'Tổng chi tiêu' },
    tag: { typed: 'the khach', label: 'Thẻ khách hàng', field: 'Thẻ' },
    sentence: /^Khách hàng có tổng chi tiêu từ 10\.000\.000\s₫ trở lên, trừ những người có thẻ “Hay khiếu nại”\.$/,
  },
  en: {
    spent: { typed: 'total spent', label: 'Total spent' },
    tag: { typed: 'tag', label: 'Tag', field: 'Tags' },
    sentence:
      /^Customers who have spent at least ₫10,000,000 in total, except those who have the tag “Hay khiếu nại”\.$/,
  },
} as const;

interface Way {
  readonly locale: Locale;
  readonly size: typeof DESKTOP;
  readonly by: 'pointer' | 'keyboard';
}

const WAYS: readonly Way[] = (['vi', 'en'] as const).flatMap((locale) =>
  [DESKTOP, PHONE].flatMap((size) => (['pointer', 'keyboard'] as const).map((by) => ({ locale, size, by }))),
);

for (const [index, way] of WAYS.entries()) {
  const { locale, size, by } = way;
  t.test(`${locale}, ${size.width} px, by ${by}`, { timeout: 300_000 }, (t) => walk(t, way, index));
}

async function walk(t: Test, { locale, size, by }: Way, index: number): Promise<void> {
  const say = texts(locale);
  const words = WORDS[locale];
  const open = await openDemo(t, house, { locale, size });
  const { page, frame, faults } = open;
  const hands: Hands = by === 'pointer' ? pointer(page, size === PHONE) : keyboard(page);
  let steps = 0;
  const look = async (state: string) => {
    await settled(frame);
    await accessible(t, open, state);
    await fits(t, open, state);
    await picture(open, `path-${locale}-${size.width}-${by}-${++steps}-${state.replaceAll(' ', '-')}`);
  };
  const go = (place: string) => hands.press(frame.getByRole('navigation').getByRole('link', { name: say(place) }));
  const heading = (name: string) => frame.getByRole('heading', { level: 1, name, exact: true });

  await heading(say('shell.overview')).waitFor();
  await look('the start');
  await frame.evaluate(() => Object.assign(window, { isFirstLoad: true }));

  await go('shell.customers');
  const search = frame.getByRole('searchbox', { name: say('customers.search') });
  await hands.write(search, person.unaccented);
  const found = frame.getByRole('row').getByRole('link', { name: person.name, exact: true });
  await found.waitFor();
  await look('found by name');
  await hands.write(search, '');
  await frame.getByRole('row').nth(3).waitFor();
  await hands.write(search, person.spacedPhone);
  await onlyRow(frame, person.name);
  await look('found by phone');
  await hands.press(found);
  await heading(person.name).waitFor();
  await look('the customer');

  await go('shell.segments');
  await hands.press(frame.getByRole('link', { name: say('segments.create') }));
  const name = `Khách lớn ${index}`;
  await hands.write(frame.getByRole('textbox', { name: say('segment-builder.name') }), name);
  const add = async (button: string, { typed, label }: { readonly typed: string; readonly label: string }) => {
    await hands.press(frame.getByRole('button', { name: say(button) }));
    await focused(frame, say('segment-builder.pick'));
    await page.keyboard.type(typed);
    const option = frame.getByRole('option').filter({ has: frame.getByText(label, { exact: true }) });
    await option.waitFor();
    await look(`choosing ${typed}`);
    await hands.press(option);
  };
  await add('segment-builder.addFirst', words.spent);
  await hands.write(frame.getByRole('textbox', { name: words.spent.label }), '10000000');
  await add('segment-builder.addExclude', words.tag);
  const saidSince = await listen(frame);
  await hands.write(frame.getByRole('combobox', { name: words.tag.field, exact: true }), 'hay khieu');
  await settled(frame);
  await hands.press(frame.getByRole('option', { name: /^Hay khiếu nại/ }));
  // The list away first: a touch beside an open one may do no more than close it.
  await page.keyboard.press('Escape');
  await frame.getByRole('option').first().waitFor({ state: 'hidden' });
  if (size === PHONE) await hands.press(frame.getByRole('button', { name: say('segment-builder.openPreview') }));
  await frame.getByText(say('segment-builder.exact')).waitFor();
  const said = await saidSince();
  const first = said.findIndex((text) => pattern(say('segment-builder.saidEstimate')).test(text));
  const last = said.findLastIndex((text) => pattern(say('segment-builder.saidExact')).test(text));
  t.ok(first >= 0 && last > first, `an estimate with its interval, then the exact figure: ${said.join(' | ')}`);
  t.match(await frame.getByText(words.sentence).textContent(), words.sentence, 'and what it means, in words');
  await look('counted');
  if (size === PHONE) await hands.press(frame.getByRole('button', { name: say('parts.close') }));

  await hands.press(frame.getByRole('button', { name: say('parts.save'), exact: true }));
  await heading(name).waitFor();
  const before = digitsOf(said[last] ?? '');
  await frame.getByText(members(say, locale, before), { exact: true }).waitFor();
  await frame.getByRole('row').nth(1).waitFor();
  await look('saved');

  // Nobody who was there before; spending the most, they stand first.
  const buyer = {
    name: `Đỗ Thị Hương ${['An', 'Bình', 'Chi', 'Dung', 'Giang', 'Hà', 'Khanh', 'Lan'][index]}`,
    phone: `096455500${index}`,
  };
  const { number } = await sendTestOrder(house.webStore, buyer, 980_000_000 + index, Date.now());
  t.ok(number, 'the store sends an order');
  await frame.getByText(members(say, locale, before + 1), { exact: true }).waitFor();
  await frame.getByRole('row').getByRole('link', { name: buyer.name, exact: true }).waitFor();
  await look('entered');
  t.equal(await frame.evaluate(() => 'isFirstLoad' in window), true, 'all of it without loading the page again');
  t.same(faults, []);
}

/** Somebody with accents in a name that nobody else has, as a cashier would look for them. */
async function somebodyAccented({ house: { store }, shop }: DemoHouse) {
  const { customers } = store.forShop(shop);
  const known = customers.find({ name: /[đăâêôơư].*[ạảấầẩậắằếềểệịọốồộớờợụủứừự]/i, phone: /^\+84\d{9}$/ });
  for await (const { name = '', nameFolded = '', phone = '' } of known) {
    if ((await customers.count({ nameFolded })) !== 1) continue;
    const spacedPhone = `0${phone.slice(3, 5)} ${phone.slice(5, 8)} ${phone.slice(8)}`;
    return { name, unaccented: nameFolded, spacedPhone };
  }
  throw new Error('the demo shop has nobody of that kind');
}

/** The list is open and takes what is typed. */
async function focused(frame: Frame, name: string): Promise<void> {
  await frame.waitForFunction((name) => document.activeElement?.getAttribute('aria-label') === name, name);
}

async function onlyRow(frame: Frame, name: string): Promise<void> {
  await frame.waitForFunction((name) => {
    const links = [...document.querySelectorAll('[role=row] a[href*="/customers/"]')];
    return links.length === 1 && links[0]?.textContent === name;
  }, name);
}

/** Everything that the page says from now on to who does not see it, in its order. */
async function listen(frame: Frame): Promise<() => Promise<string[]>> {
  await frame.evaluate(() => {
    const said: string[] = [];
    const hear = () => {
      for (const { textContent } of document.querySelectorAll('[role=status]'))
        if (textContent && !said.includes(textContent)) said.push(textContent);
    };
    new MutationObserver(hear).observe(document.body, { subtree: true, childList: true, characterData: true });
    Object.assign(window, { said });
  });
  return () => frame.evaluate(() => (window as unknown as { said: string[] }).said);
}

function members(say: ReturnType<typeof texts>, locale: Locale, count: number): string {
  const formatted = new Intl.NumberFormat(locale === 'vi' ? 'vi-VN' : 'en-GB').format(count);
  return say('segment.members', { count, formatted });
}

function digitsOf(text: string): number {
  return Number(text.replaceAll(/\D/g, ''));
}
