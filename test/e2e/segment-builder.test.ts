import type { Frame, Page } from 'playwright-core';
import t from 'tap';
import { bucketOf, type CustomerId, customerKey, EMPTY_STATS, fold, shortHash } from '../../src/model.ts';
import { newCustomer } from '../../src/server/ingest/person.ts';
import {
  accessible,
  adminHouse,
  DESKTOP,
  fits,
  type OpenAdmin,
  openAdmin,
  PHONE,
  picture,
  WIDTHS,
} from '../support/browser.ts';

/** Enough that a count of all is not the first answer (segments/preview.ts). */
const CROWD = 24_000;

const house = await adminHouse(t);
// A sample of this shop is a few customers, and on a busy machine the way to the database makes any definition slow.
Object.assign(house.parts.config, { segmentSlowMs: 60_000 });
await house.house.store.forShop(house.shop).customers.insert(
  Array.from({ length: CROWD }, (_, i) => {
    const id = shortHash(12, 'crowd', String(i)) as CustomerId;
    const key = customerKey(house.shop, id);
    if (!key.includes(bucketOf(id))) throw new Error('a key holds its bucket');
    return {
      ...newCustomer(key, 0),
      name: `Khách ${i}`,
      nameFolded: `khach ${i}`,
      tags: i % 10 === 0 ? ['vip'] : [],
      tagNames: i % 10 === 0 ? [{ key: 'vip', name: 'VIP' }] : [],
      stats: { ...EMPTY_STATS, orders: i % 7, spentMinor: (i % 100) * 1_000_000 },
    };
  }),
);

const WORDS = {
  vi: {
    vip: /^Khách VIP/,
    addCondition: 'Thêm điều kiện',
    exclude: 'Loại trừ khách…',
    tag: 'Thẻ khách hàng',
    tags: 'Thẻ',
    name: 'Tên phân khúc',
    save: 'Lưu',
    exact: 'Đã đếm chính xác',
    customers: /^[\d.]+ khách hàng$/,
    sentence: /Khách hàng có tổng chi tiêu trên 10\.000\.000\s₫, trừ những người có thẻ “VIP”\./,
  },
  en: {
    vip: /^VIP customers/,
    addCondition: 'Add a condition',
    exclude: 'Exclude customers…',
    tag: 'Tag',
    tags: 'Tags',
    name: 'Name of the segment',
    save: 'Save',
    exact: 'Counted exactly',
    customers: /^[\d,]+ customers$/,
    sentence: /Customers who have spent more than .10,000,000 in total, except those who have the tag “VIP”\./,
  },
} as const;

const DIFF_WORDS = {
  vi: {
    spent: 'Tổng chi tiêu',
    details: 'Xem chi tiết',
    count: (leaves: string) => `0 vào, ${leaves} ra`,
    leave: /khách ra$/,
    because: /^Vì “có tổng chi tiêu.* 90\.000\.000.*” nay là “có tổng chi tiêu.* 95\.000\.000.*”/,
    more: /^Xem thêm \(/,
  },
  en: {
    spent: 'Total spent',
    details: 'See details',
    count: (leaves: string) => `0 in, ${leaves} out`,
    leave: /customers leave$/,
    because: /^Because “have spent.*90,000,000.*” is now “have spent.*95,000,000/,
    more: /^Show more \(/,
  },
} as const;

interface Template {
  readonly id: string;
  readonly name: { readonly vi: string };
}

interface Described {
  readonly kind: string;
  readonly form: { readonly label: { readonly vi: string; readonly en: string } };
  readonly examples: readonly object[];
}

for (const [locale, size, theme] of [
  ['vi', DESKTOP, 'light'],
  ['en', DESKTOP, 'dark'],
  ['vi', PHONE, 'dark'],
  ['en', PHONE, 'light'],
] as const) {
  const words = WORDS[locale];
  t.test(
    `a segment with an exclusion is built, counted and saved: ${locale}, ${size.width} px, ${theme}`,
    async (t) => {
      const open = await openAdmin(t, house, { path: '/segments/new', locale, size, theme });
      const { frame, faults } = open;
      const name = `segment-builder-${locale}-${size.width}`;
      await frame.getByRole('button', { name: words.vip }).waitFor();
      await accessible(t, open, 'empty');
      await fits(t, open, 'empty');
      await picture(open, `${name}-empty`);

      await frame.getByRole('button', { name: words.vip }).click();
      await frame.getByRole('button', { name: words.exclude }).click();
      await accessible(t, open, 'the list of conditions');
      await picture(open, `${name}-picker`);
      await frame
        .getByRole('option', { name: new RegExp(`^${words.tag}`) })
        .first()
        .click();
      const tags = frame.getByRole('combobox', { name: words.tags, exact: true });
      await tags.fill('víp');
      await frame.getByRole('option', { name: /^VIP/ }).waitFor();
      await accessible(t, open, 'the list of tags');
      await picture(open, `${name}-tags`);
      await frame.getByRole('option', { name: /^VIP/ }).click();
      await frame.getByRole('heading', { level: 1 }).click();
      if (size === PHONE)
        await frame.getByRole('button', { name: locale === 'vi' ? 'Xem chi tiết' : 'See details' }).click();
      await frame.getByText(words.exact).waitFor();
      t.match(await frame.getByText(words.sentence).textContent(), words.sentence, 'what it means, in words');
      await accessible(t, open, 'counted');
      await fits(t, open, 'counted');
      await picture(open, `${name}-counted`);
      if (size === PHONE) await frame.getByRole('button', { name: locale === 'vi' ? 'Đóng' : 'Close' }).click();

      await frame.getByRole('textbox', { name: words.name }).fill(`Khách lớn ${locale} ${size.width}`);
      await frame.getByRole('button', { name: words.save, exact: true }).click();
      await frame.waitForURL(/\/segments\/[0-9a-z]{8}$/);
      t.same(faults, []);
    },
  );
}

t.test('by keyboard alone: conditions, a nested group, an order of one’s own, undo, and saved', async (t) => {
  const open = await openAdmin(t, house, { path: '/segments/new' });
  const { frame, page, faults } = open;
  await frame.getByRole('button', { name: 'Chọn điều kiện' }).focus();
  await page.keyboard.press('Enter');
  await pick(open, 'so don hang');
  await focused(frame, '[data-field=value] input', 'the figure that is missing has the focus');
  await page.keyboard.type('2');
  await press(page, frame, 'Thêm nhóm con');
  await pick(open, 'gioi tinh');
  await focused(frame, 'input[type=checkbox]', 'so has the first of several choices');
  await page.keyboard.press('Space');
  await frame.getByRole('checkbox', { name: 'Nam', exact: true, checked: true }).waitFor({ state: 'attached' });

  const nested = frame.getByRole('group', { name: /^Nhóm điều kiện: Thỏa ít nhất một/ });
  await nested.getByRole('button', { name: 'Thêm điều kiện' }).focus();
  await page.keyboard.press('Enter');
  await pick(open, 'đầu số');
  await focused(frame, 'input[type=checkbox]', 'so has the first of several choices');
  await page.keyboard.press('Space');
  await settled(frame);
  await accessible(t, open, 'nested');
  await picture(open, 'segment-builder-nested');
  const sentence = 'có ít nhất 2 đơn hàng';
  t.ok((await inWords(frame)).includes('hoặc có số điện thoại'), 'the group is an "or"');

  await page.keyboard.press('Alt+Shift+ArrowUp');
  t.match(await status(frame), /Đã chuyển “Đầu số điện thoại”/);
  await page.keyboard.press('Alt+Shift+ArrowUp');
  await settled(frame);
  t.match(await inWords(frame), /2 đơn hàng.* và có số điện thoại.* và có giới tính/, 'it came out of the group');
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Control+z');
  await settled(frame);
  t.match(await inWords(frame), /giới tính nam hoặc có số điện thoại/, 'and is back in it');
  await page.keyboard.press('Control+Shift+Z');
  await page.keyboard.press('Control+y');
  await settled(frame);
  t.match(await inWords(frame), /và có số điện thoại/);

  await frame.getByRole('textbox', { name: 'Tên phân khúc' }).focus();
  await page.keyboard.type('Bằng bàn phím');
  await page.keyboard.press('Control+s');
  await frame.waitForURL(/\/segments\/[0-9a-z]{8}$/);
  t.same(faults, []);
  t.ok(sentence);
});

t.test(
  'the estimate comes first, the exact figure after it, and a figure of what was asked before is never shown',
  async (t) => {
    const open = await openAdmin(t, house, { path: '/segments/new' });
    const { frame, page, faults } = open;
    const asked: string[] = [];
    const cancelled: string[] = [];
    page.on('requestfailed', (request) => cancelled.push(request.postData() ?? ''));
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    let estimateWasSeen = () => {};
    const seen = new Promise<void>((resolve) => {
      estimateWasSeen = resolve;
    });
    await page.route('**/api/v1/segments/preview', async (route) => {
      const body = route.request().postData() ?? '';
      asked.push(body);
      if (body.includes('"exact"')) await seen;
      if (body.includes('"value":50000000')) await held;
      await route.continue().catch(() => {});
    });
    await frame.getByRole('button', { name: /^Khách VIP/ }).click();
    await frame.getByText(/^≈ /).first().waitFor();
    t.match(await frame.getByText(/độ tin cậy 95/).textContent(), /Khoảng [\d.]+ – [\d.]+/, 'with its interval');
    estimateWasSeen();
    await frame.getByText('Đã đếm chính xác').waitFor();
    const modes = asked.map((body) => JSON.parse(body).mode);
    t.match(modes.join(' '), /^estimate .*exact$/);

    const figure = frame.getByRole('textbox', { name: 'Tổng chi tiêu' });
    await figure.fill('50 tr');
    await until(async () => asked.some((body) => body.includes('"value":50000000')));
    await frame.getByText('Đang tính…').waitFor();
    t.equal(
      await frame
        .getByText(/khách hàng$/)
        .filter({ hasText: /^[≈\d]/ })
        .count(),
      0,
      'no figure stands there meanwhile',
    );
    await figure.fill('90.000.000');
    await frame.getByText('Đã đếm chính xác').waitFor();
    const shown = await frame
      .getByText(/^[\d.]+ khách hàng$/)
      .first()
      .textContent();
    release();
    await page.waitForTimeout(400);
    t.equal(
      await frame
        .getByText(/^[\d.]+ khách hàng$/)
        .first()
        .textContent(),
      shown,
      'the late answer changes nothing',
    );
    t.ok(
      cancelled.some((body) => body.includes('"value":50000000')),
      'and its question was cancelled',
    );
    const { count } = await house.house.store.db
      .collection('customers')
      .countDocuments({ 'stats.spentMinor': { $gt: 90_000_000 } })
      .then((count) => ({ count }));
    t.equal(shown, `${new Intl.NumberFormat('vi').format(count)} khách hàng`);
    t.same(
      faults.filter((fault) => !fault.includes('net::ERR_FAILED')),
      [],
    );
  },
);

t.test('what is wrong is said where it is wrong', async (t) => {
  const open = await openAdmin(t, house, { path: '/segments/new' });
  const { frame, page } = open;
  await frame.getByRole('button', { name: /^Khách VIP/ }).click();
  const figure = frame.getByRole('textbox', { name: 'Tổng chi tiêu' });
  await figure.fill('nhiều');
  await frame.getByText('Điền nốt 1 điều kiện để xem số khách.').waitFor();
  await page.keyboard.press('Tab');
  await frame.getByText('Tổng chi tiêu: chưa điền.').waitFor();
  t.equal(await figure.getAttribute('aria-invalid'), 'true');
  await accessible(t, open, 'with a fault');
  await frame.getByRole('button', { name: 'Lưu', exact: true }).click();
  await frame.getByText('Còn điều kiện chưa điền đủ.').waitFor();
  await focused(frame, '[data-field=value] input', 'saving leads to it');
  await picture(open, 'segment-builder-fault');

  await figure.fill('20tr');
  await frame.getByText('= 20.000.000').waitFor();
  await frame.getByRole('textbox', { name: 'Tên phân khúc' }).fill('khach  vip');
  await frame.getByRole('button', { name: 'Lưu', exact: true }).click();
  await frame.getByText(/Đã có phân khúc tên này/).waitFor();
  await picture(open, 'segment-builder-name-taken');
  await accessible(t, open, 'a name that is taken');
  await frame.getByRole('textbox', { name: 'Tên phân khúc' }).fill('Khách VIP 20 triệu');
  t.equal(await frame.getByText(/Đã có phân khúc tên này/).count(), 0);
  await page.keyboard.press('Control+s');
  await frame.waitForURL(/\/segments\/[0-9a-z]{8}$/);
});

t.test(
  'what the server refuses is marked at its condition; what a condition does not know is said beside it',
  async (t) => {
    const open = await openAdmin(t, house, { path: '/segments/new' });
    const { frame, page } = open;
    await frame.getByRole('button', { name: /^Sinh nhật tháng này/ }).click();
    await frame.getByText(/^Khách chưa có ngày sinh không khớp: [\d.]+$/).waitFor();
    await frame.getByRole('button', { name: 'Thao tác khác với “Tháng sinh nhật”' }).click();
    await frame.getByRole('menuitem', { name: 'Gom vào nhóm con' }).click();
    await frame.getByRole('combobox', { name: 'Cách kết hợp trong nhóm' }).click();
    await frame.getByRole('option', { name: 'Không thỏa điều kiện nào' }).click();
    await frame.getByText(/^Khách chưa có ngày sinh cũng khớp: [\d.]+$/).waitFor();
    t.match(await inWords(frame), /không thuộc nhóm có sinh nhật trong tháng này/);

    await page.route('**/api/v1/segments/preview', (route) =>
      route.fulfill({
        status: 422,
        json: { code: 'invalid', message: 'x', requestId: 'x', details: { path: 'include[0].all[0].not.months[0]' } },
      }),
    );
    await frame.getByRole('combobox', { name: 'Tháng', exact: true }).fill('tháng 12');
    await page.keyboard.press('Enter');
    await frame.getByText('Máy chủ chưa nhận điều kiện này. Hãy kiểm tra lại các giá trị.').waitFor();
    await frame.getByText('Có điều kiện chưa hợp lệ.').waitFor();
    await accessible(t, open, 'refused');
  },
);

t.test('a draft outlives a reload, and leaving it asks first', async (t) => {
  const open = await openAdmin(t, house, { path: '/segments/new' });
  const { frame, page } = open;
  await frame.getByRole('button', { name: /^Cần chăm sóc/ }).click();
  // Kept a moment after the last edit.
  await frame.waitForFunction(() => JSON.stringify(window.history.state).includes('Cần chăm sóc'));
  await frame.evaluate(() => window.location.reload());
  await frame.getByText('Bản nháp chưa lưu đã được khôi phục.').waitFor();
  t.equal(await frame.getByRole('textbox', { name: 'Tên phân khúc' }).inputValue(), 'Cần chăm sóc');
  t.match(await inWords(frame), /trên 30 ngày/);
  await frame.getByRole('link', { name: 'Về danh sách phân khúc' }).click();
  await frame.getByRole('dialog', { name: 'Rời trang mà không lưu?' }).waitFor();
  await accessible(t, open, 'the question before leaving');
  await frame.getByRole('button', { name: 'Ở lại' }).click();
  await frame.getByRole('button', { name: 'Bỏ thay đổi' }).click();
  await frame.getByRole('button', { name: /^Khách VIP/ }).waitFor();
  await page.keyboard.press('Control+z');
  t.equal(await frame.getByRole('textbox', { name: 'Tên phân khúc' }).inputValue(), 'Cần chăm sóc', 'also undone');
});

t.test('a saved segment is changed: its version is said, and nobody’s change is overwritten', async (t) => {
  const { body } = await ask('POST', '/segments', {
    name: 'Để sửa',
    description: '',
    definition: { include: [{ all: [{ kind: 'order_count', op: 'gte', value: 3 }] }] },
  });
  const open = await openAdmin(t, house, { path: `/segments/${body.id}/edit` });
  const { frame, page } = open;
  const figure = frame.getByRole('textbox', { name: 'Số đơn hàng' });
  await figure.waitFor();
  t.equal(await frame.getByRole('button', { name: 'Lưu', exact: true }).count(), 0, 'nothing to save yet');
  await figure.fill('4');
  t.ok(await frame.getByText(/đang sửa phiên bản 1.* phiên bản 2/).isVisible());
  await frame.getByRole('button', { name: 'Lưu', exact: true }).waitFor();
  await picture(open, 'segment-builder-edit');
  await ask('PATCH', `/segments/${body.id}`, {
    definition: { include: [{ all: [{ kind: 'order_count', op: 'gte', value: 5 }] }] },
  });
  await page.keyboard.press('Control+s');
  await frame.getByText(/Người khác vừa sửa phân khúc này/).waitFor();
  const { body: after } = await ask('GET', `/segments/${body.id}`);
  t.match(after, { version: 2, definition: { include: [{ all: [{ value: 5 }] }] } });
});

t.test('periods say the days that they mean, and days are typed or chosen from a calendar', async (t) => {
  const open = await openAdmin(t, house, { path: '/segments/new' });
  const { frame, page, faults } = open;
  await frame.getByRole('button', { name: 'Chọn điều kiện' }).click();
  await frame.getByRole('option', { name: /^Chi tiêu trong khoảng thời gian/ }).click();
  await frame.getByText(/^Hiện là .* \(Giờ Đông Dương\)$/).waitFor();
  const period = frame.getByRole('combobox', { name: 'Khoảng thời gian' });
  await period.click();
  await frame.getByRole('option', { name: /^Tháng trước .* – / }).waitFor();
  await accessible(t, open, 'the list of periods');
  await picture(open, 'segment-builder-periods');
  await frame.getByRole('option', { name: /^Tháng trước/ }).click();
  const lastMonth = await frame.getByText(/^Hiện là/).textContent();
  t.match(lastMonth, /Hiện là 0?1[ /].* – (28|29|30|31)[ /]/, 'whole months are whole');
  await period.click();
  await frame.getByRole('option', { name: /^Từ ngày đến ngày/ }).click();
  await frame.getByRole('textbox', { name: 'Từ ngày' }).fill('5/3/2026');
  await frame.getByRole('textbox', { name: 'Đến hết ngày' }).fill('1/3/2026');
  await page.keyboard.press('Tab');
  await frame.getByText('Đến hết ngày: không được nhỏ hơn giá trị bắt đầu.').waitFor();
  await frame.getByRole('textbox', { name: 'Đến hết ngày' }).click();
  await frame
    .getByRole('button', { name: /^20 tháng 3/ })
    .first()
    .waitFor();
  await accessible(t, open, 'the calendar');
  await picture(open, 'segment-builder-calendar');
  await frame
    .getByRole('button', { name: /^20 tháng 3/ })
    .first()
    .click();
  await frame.getByRole('textbox', { name: 'Chi tiêu' }).fill('1tr5');
  await page.keyboard.press('Tab');
  await settled(frame);
  t.match(await inWords(frame), /chi tiêu từ 1\.500\.000\s₫ trở lên từ ngày 05\/03\/2026 đến ngày 20\/03\/2026/);

  await frame.getByRole('button', { name: 'Giải thích “Chi tiêu trong khoảng thời gian”' }).click();
  await frame.getByText(/^So sánh chi tiêu/).waitFor();
  await accessible(t, open, 'an explanation');
  await page.keyboard.press('Escape');
  await frame.getByRole('button', { name: 'Thao tác khác với “Chi tiêu trong khoảng thời gian”' }).click();
  await frame.getByRole('menuitem', { name: 'Nhân bản' }).waitFor();
  await accessible(t, open, 'a menu');
  await picture(open, 'segment-builder-menu');
  await frame.getByRole('menuitem', { name: 'Chuyển sang Loại trừ' }).click();
  await settled(frame);
  t.match(await inWords(frame), /^Tất cả khách hàng, trừ những người chi tiêu/);
  await frame.getByRole('button', { name: 'Xóa “Chi tiêu trong khoảng thời gian”' }).click();
  await frame.getByRole('button', { name: 'Hoàn tác', exact: true }).last().click();
  await settled(frame);
  t.match(await inWords(frame), /^Tất cả khách hàng, trừ những người chi tiêu/, 'and it is back');
  t.same(faults, []);
});

t.test('what a saved definition names has its name, and more is found by a part of it', async (t) => {
  const products = (await ask('GET', '/segments/lookups/products')).body.items as { value: string; label: string }[];
  const [first, second] = products;
  if (!first || !second) throw new Error('the demo has products');
  const { body } = await ask('POST', '/segments', {
    name: 'Theo sản phẩm',
    definition: { include: [{ all: [{ kind: 'product_bought', products: [first.value] }] }] },
  });
  const { frame, page, faults } = await openAdmin(t, house, { path: `/segments/${body.id}/edit` });
  const chosen = (label: string) => frame.locator('.mantine-Pill-root').filter({ hasText: label });
  await chosen(first.label).waitFor();
  const field = frame.getByRole('combobox', { name: 'Sản phẩm', exact: true });
  await field.fill(fold(second.label));
  await frame.getByRole('option', { name: second.label, exact: true }).waitFor();
  await page.keyboard.press('Enter');
  await chosen(second.label).waitFor();
  await settled(frame);
  t.match(await inWords(frame), new RegExp(`“${first.label}” hoặc “${second.label}”`));
  await field.focus();
  await page.keyboard.press('Backspace');
  t.equal(await chosen(second.label).count(), 0);
  t.same(faults, []);
});

t.test('who may not write sees no builder', async (t) => {
  const { frame } = await openAdmin(t, house, { path: '/segments/new', role: 'viewer' });
  await frame.getByText('Bạn chưa có quyền xem mục này').waitFor();
  t.equal(await frame.getByRole('button', { name: /^Khách VIP/ }).count(), 0);
});

t.test('every condition can be added and looked at on a phone', async (t) => {
  const { conditions } = await kinds();
  const open = await openAdmin(t, house, { path: '/segments/new', locale: 'en', size: PHONE, theme: 'dark' });
  const { frame, faults } = open;
  for (const [index, { form }] of conditions.entries()) {
    const name = index === 0 ? 'Choose a condition' : WORDS.en.addCondition;
    await frame.getByRole('button', { name, exact: true }).click();
    await frame
      .getByRole('option')
      .filter({ has: frame.getByText(form.label.en, { exact: true }) })
      .click();
    await frame.getByRole('group', { name: form.label.en, exact: true }).first().waitFor();
  }
  await fits(t, open, 'all conditions');
  await accessible(t, open, 'all conditions');
  t.same(faults, []);
});

t.test(
  'every condition goes through the text, the form and back, with a figure and a sentence in both languages',
  async (t) => {
    const { items } = (await ask('GET', '/segments/conditions')).body as { items: Described[] };
    t.ok(items.length >= 45, `${items.length} conditions`);
    const open = await openAdmin(t, house, { path: '/segments/new' });
    const { frame, faults } = open;
    await as(frame, 'Dạng chữ');
    const editor = frame.getByRole('textbox', { name: 'Điều kiện dạng chữ' });
    for (const { kind, form, examples } of items) {
      const definition = { include: [{ all: [examples[0]] }], exclude: [] };
      const { text } = (await ask('POST', '/segments/text/print', { definition })).body;
      const { sentence } = (await ask('POST', '/segments/preview', { definition })).body;
      await editor.fill(text);
      await frame.getByText(`${sentence.vi}.`, { exact: true }).waitFor();
      t.equal(await frame.locator('[aria-invalid=true]').count(), 0, `${kind}: ${text} can be read`);
      t.equal(await frame.getByText(/^(≈ )?[\d.]+ khách hàng$/).count(), 1, `${kind}: has a figure`);
      await frame.getByText('EN', { exact: true }).click();
      await frame.getByText(`${sentence.en}.`, { exact: true }).waitFor();
      await frame.getByText('VI', { exact: true }).click();
      await as(frame, 'Biểu mẫu');
      const card = frame.getByRole('group', { name: form.label.vi, exact: true }).first();
      await card.waitFor();
      t.equal(
        await frame.locator('[data-wrong], [aria-invalid=true]').count(),
        0,
        `${kind}: nothing is wrong in its form`,
      );
      await as(frame, 'Dạng chữ');
      t.equal(await editor.inputValue(), text, `${kind}: the form changed nothing`);
    }
    t.same(faults, []);
  },
);

t.test('each template is a whole segment, once what it asks for is chosen', async (t) => {
  const { templates } = (await ask('GET', '/segments/conditions')).body as { templates: Template[] };
  t.ok(templates.length >= 8, `${templates.length} templates`);
  const { frame, page, faults } = await openAdmin(t, house, { path: '/segments/new' });
  for (const { id, name } of templates) {
    await frame.getByRole('button', { name: new RegExp(`^${name.vi}`) }).click();
    t.equal(await frame.getByRole('textbox', { name: 'Tên phân khúc' }).inputValue(), name.vi);
    const toFill = frame.getByRole('button', { name: 'Đến chỗ cần điền' });
    await frame
      .getByText(/^(Khách hàng|Tất cả khách hàng,) .*\.$/)
      .or(toFill)
      .first()
      .waitFor();
    if (await toFill.isVisible()) {
      await toFill.click();
      const field = frame.locator('[data-field] input[aria-invalid=true], [data-field] input:focus').first();
      await field.click();
      await frame.getByRole('option').first().click();
    }
    await settled(frame);
    t.ok((await inWords(frame)).length > 20, `${id}: ${await inWords(frame)}`);
    await page.keyboard.press('Escape');
    await frame.getByRole('button', { name: 'Bỏ thay đổi' }).click();
  }
  t.same(faults, []);
});

t.test('the list of conditions is narrowed to a group, and searched in all of them', async (t) => {
  const open = await openAdmin(t, house, { path: '/segments/new', size: PHONE });
  const { frame, page, faults } = open;
  await frame.getByRole('button', { name: 'Chọn điều kiện' }).click();
  const groups = frame.getByRole('group', { name: 'Chỉ xem một nhóm điều kiện' });
  const all = await frame.getByRole('option').count();
  await groups.getByRole('button', { name: 'Điểm và hạng' }).click();
  t.ok((await frame.getByRole('option').count()) < all / 3);
  await accessible(t, open, 'one group of conditions');
  await fits(t, open, 'one group of conditions');
  await picture(open, 'segment-builder-one-group');
  await page.keyboard.type('khu vuc');
  await frame.getByRole('option', { name: /^Khu vực sinh sống/ }).waitFor();
  await page.keyboard.press('Enter');
  await frame.getByRole('group', { name: /^Khu vực/ }).waitFor();
  t.same(faults, []);
});

t.test('conditions are typed with suggestions, by keyboard alone', async (t) => {
  const open = await openAdmin(t, house, { path: '/segments/new' });
  const { frame, page, faults } = open;
  await as(frame, 'Dạng chữ');
  const editor = frame.getByRole('textbox', { name: 'Điều kiện dạng chữ' });
  await until(() => editor.evaluate((area) => area === document.activeElement));
  const list = frame.getByRole('listbox', { name: 'Gợi ý' });
  const chosen = list.getByRole('option', { selected: true });
  await page.keyboard.type('so don');
  await list
    .getByRole('option', { name: /^orders\b/ })
    .first()
    .waitFor();
  t.match(await status(frame), /gợi ý/, 'it is said that there are some');
  await until(async () => (await chosen.count()) === 1);
  t.equal(
    await editor.getAttribute('aria-activedescendant'),
    await chosen.getAttribute('id'),
    'the chosen one is told to screen readers',
  );
  await accessible(t, open, 'suggestions');
  await picture(open, 'segment-builder-text-suggestions');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await until(async () => /^orders\w* $/.test(await editor.inputValue()));
  await page.keyboard.press('Control+a');
  await page.keyboard.type('orders >= 3 ');
  await list.getByRole('option', { name: /^and/ }).waitFor();
  await page.keyboard.type('an');
  await until(async () => (await chosen.count()) === 1 && /^and/.test((await chosen.textContent()) ?? ''));
  await page.keyboard.press('Tab');
  await until(async () => (await editor.inputValue()) === 'orders >= 3 and ');
  await page.keyboard.type('not tag = "víp');
  await list.getByRole('option', { name: /"vip"/i }).waitFor();
  await until(async () => (await chosen.count()) === 1);
  await page.keyboard.press('Enter');
  await until(async () => /not tag = "vip" $/i.test(await editor.inputValue()));
  await page.keyboard.press('Escape');
  t.equal(await list.count(), 0, 'Escape closes the list');
  await settled(frame);
  t.match(await inWords(frame), /từ 3 đơn hàng trở lên và không thuộc nhóm có thẻ “VIP”/);
  await page.keyboard.press('Control+z');
  await until(async () => !/tag = "vip" $/i.test(await editor.inputValue()));
  await page.keyboard.press('Control+Shift+Z');
  await until(async () => /tag = "vip" $/i.test(await editor.inputValue()));
  await page.keyboard.press('Escape');
  await page.keyboard.press('Tab');
  t.notOk(await editor.evaluate((area) => area === document.activeElement), 'Tab leaves the field');
  await frame.getByRole('textbox', { name: 'Tên phân khúc' }).fill('Gõ bằng chữ');
  await page.keyboard.press('Control+s');
  await frame.waitForURL(/\/segments\/[0-9a-z]{8}$/);
  t.same(faults, []);
});

t.test('what is wrong in a text is said with its place, and cannot be left by accident', async (t) => {
  const open = await openAdmin(t, house, { path: '/segments/new' });
  const { frame, page } = open;
  await frame.getByRole('button', { name: /^Khách trung thành/ }).click();
  await as(frame, 'Dạng chữ');
  const editor = frame.getByRole('textbox', { name: 'Điều kiện dạng chữ' });
  const before = await editor.inputValue();
  t.match(before, /^orders >= 3/);
  await editor.fill('orders >= 3 and abcxyz = 5');
  const problem = frame.getByRole('button', { name: /^Ký tự thứ 17: / });
  await problem.waitFor();
  t.equal(await editor.getAttribute('aria-invalid'), 'true');
  t.equal(await frame.locator('mark').first().textContent(), 'abcxyz', 'it is underlined');
  await frame.getByText('Sửa chỗ sai trong văn bản để xem số khách.').first().waitFor();
  await accessible(t, open, 'a text that is wrong');
  await picture(open, 'segment-builder-text-wrong');
  await problem.click();
  t.equal(
    await editor.evaluate((area) => {
      const { value, selectionStart, selectionEnd } = area as HTMLTextAreaElement;
      return value.slice(selectionStart, selectionEnd);
    }),
    'abcxyz',
    'its message leads to it',
  );
  await frame.getByRole('button', { name: 'Lưu', exact: true }).click();
  await frame.getByText('Văn bản còn chỗ sai. Hãy sửa trước khi lưu.').waitFor();
  await as(frame, 'Biểu mẫu');
  await frame.getByText(/^Chưa chuyển về biểu mẫu được/).waitFor();
  t.ok(await editor.isVisible(), 'the text stays');
  await accessible(t, open, 'the form was refused');
  await picture(open, 'segment-builder-text-refused');
  await frame.evaluate(() => window.location.reload());
  await frame.getByText('Bản nháp chưa lưu đã được khôi phục.').waitFor();
  t.equal(await editor.inputValue(), 'orders >= 3 and abcxyz = 5', 'a reload keeps it too');
  await problem.waitFor();
  await as(frame, 'Biểu mẫu');
  await frame.getByRole('button', { name: 'Bỏ phần chữ, về biểu mẫu như trước' }).click();
  t.equal(await frame.getByRole('textbox', { name: 'Số đơn hàng' }).inputValue(), '3');

  await as(frame, 'Dạng chữ');
  await editor.fill('orders >= 4');
  await as(frame, 'Biểu mẫu');
  t.equal(
    await frame.getByRole('textbox', { name: 'Số đơn hàng' }).inputValue(),
    '4',
    'what can be read is taken at once',
  );
  await page.keyboard.press('Control+z');
  t.equal(await frame.getByRole('textbox', { name: 'Số đơn hàng' }).inputValue(), '3', 'as one step');
});

for (const { locale, theme, size } of WIDTHS)
  t.test(`a link holds the text: ${locale}, ${size.width} px, ${theme}`, async (t) => {
    const text = 'orders >= 5 and not tag = "VIP" and spent in last_90_days >= 1500000';
    const path = `/segments/new?${new URLSearchParams({ text })}`;
    const open = await openAdmin(t, house, { path, locale, theme, size });
    const { frame, page, faults } = open;
    const editor = frame.getByRole('textbox', { name: locale === 'vi' ? 'Điều kiện dạng chữ' : 'Conditions as text' });
    await until(async () => (await editor.inputValue()) === text);
    if (size === PHONE)
      await frame.getByRole('button', { name: locale === 'vi' ? 'Xem chi tiết' : 'See details' }).click();
    await frame.getByText(locale === 'vi' ? 'Đã đếm chính xác' : 'Counted exactly').waitFor();
    await picture(open, `segment-builder-text-${locale}-${size.width}-counted`);
    if (size === PHONE) await frame.getByRole('button', { name: locale === 'vi' ? 'Đóng' : 'Close' }).click();
    await editor.focus();
    await page.keyboard.press('Control+End');
    await page.keyboard.type(' or prod');
    await frame.getByRole('listbox').getByRole('option').first().waitFor();
    await accessible(t, open, 'text with suggestions');
    await fits(t, open, 'text with suggestions');
    await picture(open, `segment-builder-text-${locale}-${size.width}`);
    await page.keyboard.press('Escape');
    await editor.fill('orders >= 6');
    await frame.getByRole('button', { name: locale === 'vi' ? 'Sao chép liên kết' : 'Copy link' }).click();
    await until(async () => new URL(frame.url()).searchParams.get('text') === 'orders >= 6');
    await frame
      .getByText(locale === 'vi' ? /^Đã sao chép liên kết/ : /^Copied a link/)
      .first()
      .waitFor();
    t.same(faults, []);
  });

for (const { locale, theme, size } of WIDTHS)
  t.test(`before a change is saved it says who comes and goes: ${locale}, ${size.width} px, ${theme}`, async (t) => {
    const spent = (value: number) => ({ include: [{ all: [{ kind: 'total_spent', op: 'gte', value }] }] });
    const { body } = await ask('POST', '/segments', {
      name: `Khác ${locale} ${size.width}`,
      definition: spent(90_000_000),
    });
    const open = await openAdmin(t, house, { path: `/segments/${body.id}/edit`, locale, theme, size });
    const { frame, faults } = open;
    const words = locale === 'vi' ? DIFF_WORDS.vi : DIFF_WORDS.en;
    await frame.getByRole('textbox', { name: words.spent }).fill('95000000');
    if (size === PHONE) {
      await frame.getByText(/· \+0 \/ −/).waitFor();
      await frame.getByRole('button', { name: words.details }).click();
    }
    const { leaves } = (await ask('POST', `/segments/${body.id}/diff`, { definition: spent(95_000_000) })).body;
    const shown = new Intl.NumberFormat(locale === 'vi' ? 'vi-VN' : 'en-GB').format(leaves.customers);
    await frame.getByText(words.count(shown), { exact: true }).waitFor();
    const people = frame.getByRole('region', { name: words.leave });
    t.equal(await people.getByRole('listitem').count(), 3);
    t.match(await people.getByRole('paragraph').textContent(), words.because, 'the reason is said once');
    t.match(await people.getByRole('listitem').first().textContent(), /^Khách \d+.*9\d[.,]000[.,]000/);
    await frame.getByRole('button', { name: words.more }).click();
    t.equal(await people.getByRole('listitem').count(), 20);
    await frame.getByRole('button', { name: words.more }).click();
    await until(async () => (await people.getByRole('listitem').count()) === 40);
    await people.scrollIntoViewIfNeeded();
    await accessible(t, open, 'who comes and goes');
    await fits(t, open, 'who comes and goes');
    await frame.getByText(words.count(shown), { exact: true }).scrollIntoViewIfNeeded();
    await picture(open, `segment-builder-diff-${locale}-${size.width}`);
    t.same(faults, []);
  });

t.test('what is slow is warned of, and saved only by who says so', async (t) => {
  const open = await openAdmin(t, house, { path: '/segments/new' });
  const { frame, page } = open;
  const sent: { acceptCost?: boolean }[] = [];
  const cost = {
    documents: 1_200_000,
    milliseconds: 5400,
    isSlow: true,
    why: [{ path: 'include[0].all[0]', reasons: ['facts', 'expression'] }],
  };
  await frame.getByRole('button', { name: /^Khách mua thường xuyên/ }).click();
  await settled(frame);
  await frame.getByText(/^Tính gần như tức thì|^Mỗi lần tính mất khoảng/).waitFor();
  t.equal(await frame.getByText('Phân khúc này tính chậm').count(), 0, 'what is fast is said quietly');
  await page.route('**/api/v1/segments', async (route) => {
    if (route.request().method() !== 'POST') return route.continue();
    const body = route.request().postDataJSON();
    sent.push(body);
    if (body.acceptCost) return route.continue();
    return route.fulfill({
      status: 422,
      json: { code: 'segment_slow', message: 'x', requestId: 'x', details: { cost } },
    });
  });
  await frame.getByRole('button', { name: 'Lưu', exact: true }).click();
  const dialog = frame.getByRole('dialog', { name: 'Phân khúc này tính chậm' });
  await dialog.getByText(/Mỗi lần tính mất khoảng 5,4 giây\. Phải đọc 1\.200\.000 khách hàng\./).waitFor();
  t.match(await dialog.textContent(), /Số đơn hàng trong khoảng thời gian: phải xem từng lần mua/);
  await accessible(t, open, 'slow');
  await picture(open, 'segment-builder-slow');
  await dialog.getByRole('button', { name: 'Sửa điều kiện' }).click();
  await dialog.waitFor({ state: 'hidden' });

  await page.route('**/api/v1/segments/preview', async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, json: { ...(await answer.json()), cost } });
  });
  await frame.getByRole('textbox', { name: 'Số đơn hàng' }).fill('7');
  await frame.getByRole('alert').getByText('Phân khúc này tính chậm').waitFor();
  await accessible(t, open, 'a warning that it is slow');
  await picture(open, 'segment-builder-slow-warning');
  await frame.getByRole('button', { name: 'Lưu', exact: true }).click();
  await dialog.getByRole('button', { name: 'Vẫn lưu' }).click();
  await frame.waitForURL(/\/segments\/[0-9a-z]{8}$/);
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  t.same(
    sent.map(({ acceptCost }) => acceptCost),
    [false, true],
    'what is known to be slow is asked about before it is sent',
  );
});

t.test('a segment names others by what they are called, never itself, and never in a circle', async (t) => {
  const named = (segments: string[]) => ({ include: [{ all: [{ kind: 'in_segment', segments }] }] });
  const tagged = { include: [{ all: [{ kind: 'has_tag', mode: 'any', tags: ['VIP'] }] }] };
  const { body: first } = await ask('POST', '/segments', { name: 'Vòng một', definition: tagged });
  await ask('POST', '/segments', { name: 'Vòng hai', definition: named([first.id]) });
  const open = await openAdmin(t, house, { path: `/segments/${first.id}/edit` });
  const { frame, page } = open;
  await frame.getByRole('button', { name: 'Thêm điều kiện', exact: true }).click();
  await pick(open, 'phan khuc khac');
  const field = frame.getByRole('combobox', { name: /^Phân khúc/ }).last();
  await field.fill('vong');
  await frame.getByRole('option', { name: 'Vòng hai' }).waitFor();
  t.equal(await frame.getByRole('option', { name: 'Vòng một' }).count(), 0, 'itself is not offered');
  await frame.getByRole('option', { name: 'Vòng hai' }).click();
  await page.keyboard.press('Control+s');
  await frame.getByText(/gọi vòng quanh nhau: .*“Vòng hai”/).waitFor();
  await picture(open, 'segment-builder-circle');
});

/** Types into the list of conditions that was just opened, and takes the first one found. */
async function pick({ page, frame }: OpenAdmin, text: string): Promise<void> {
  await focused(frame, '[aria-label="Tìm điều kiện"]', 'one can type at once');
  await page.keyboard.type(text);
  await page.keyboard.press('Enter');
}

/** Tab as often as it takes to come to the button, and press it. */
async function press(page: Page, frame: Frame, name: string): Promise<void> {
  for (let i = 0; i < 60; i++) {
    const text = await frame.evaluate(() => document.activeElement?.textContent ?? '');
    if (text === name) return page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
  }
  throw new Error(`the focus never came to ${name}`);
}

async function focused(frame: Frame, selector: string, message: string): Promise<void> {
  await until(() => frame.evaluate((selector) => document.activeElement?.matches(selector) === true, selector));
  t.pass(message);
}

/** Shows the conditions as a form or as text. */
async function as(frame: Frame, name: 'Biểu mẫu' | 'Dạng chữ'): Promise<void> {
  const ways = frame.getByRole('radiogroup', { name: 'Cách soạn điều kiện' });
  await ways.getByText(name, { exact: true }).click();
  if (name === 'Dạng chữ') await frame.getByRole('textbox', { name: 'Điều kiện dạng chữ' }).waitFor();
}

/** The exact figure stands there. */
async function settled(frame: Frame): Promise<void> {
  await frame.getByText('Đã đếm chính xác').waitFor();
}

async function inWords(frame: Frame): Promise<string> {
  return (await frame.getByText(/^(Khách hàng|Tất cả khách hàng,) .*\.$/).textContent()) ?? '';
}

async function status(frame: Frame): Promise<string> {
  return (await frame.getByRole('status').allTextContents()).join(' ');
}

async function until(look: () => Promise<boolean>): Promise<void> {
  for (let i = 0; i < 300; i++) {
    if (await look()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('it never came');
}

async function ask(method: 'GET' | 'POST' | 'PATCH', path: string, payload?: object) {
  const headers = await house.authorise(house.shop);
  const answer = await house.app.inject({ method, url: `/api/v1${path}`, headers, ...(payload ? { payload } : {}) });
  return { status: answer.statusCode, body: answer.json() };
}

async function kinds(): Promise<{ conditions: { kind: string; form: { label: { vi: string; en: string } } }[] }> {
  return { conditions: (await ask('GET', '/segments/conditions')).body.items };
}
