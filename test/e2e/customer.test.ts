import t, { type Test } from 'tap';
import {
  type AdminHouse,
  accessible,
  adminHouse,
  DESKTOP,
  fits,
  LOOKS,
  type OpenAdmin,
  openAdmin,
  PHONE,
  picture,
} from '../support/browser.ts';
import { invoice } from '../support/till.ts';

/** The customer page over the recorded WooCommerce deliveries: the person with this phone has orders in every state. */
const house = await adminHouse(t);
const PHONE_OF_MINH = '+84912345678';
const { api, customerBy } = asking(house);
const minh = await customerBy({ phone: PHONE_OF_MINH });

function asking({ app, house: { store }, authorise, shop }: AdminHouse) {
  const scope = store.forShop(shop);
  return {
    scope,
    async customerBy(filter: object): Promise<string> {
      const found = await scope.customers.findOne(filter);
      if (!found) throw new Error(`nobody: ${JSON.stringify(filter)}`);
      return found._id.slice(-12);
    },
    async api(method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, payload?: object) {
      const headers = await authorise(shop);
      const answer = await app.inject({ method, url: `/api/v1${path}`, headers, ...(payload ? { payload } : {}) });
      return answer.json();
    },
  };
}

/** Somebody of the test's own, so that tests do not meet. */
let made = 0;
async function somebody(name: string, rest: object = {}): Promise<{ id: string; phone: string }> {
  const phone = `09031110${String(made++).padStart(2, '0')}`;
  return { id: (await api('POST', '/customers', { phone, name, ...rest })).id, phone };
}

async function opened(t: Test, id: string, opening: Parameters<typeof openAdmin>[2] = {}): Promise<OpenAdmin> {
  const open = await openAdmin(t, house, { ...opening, path: `/customers/${id}${opening.path ?? ''}` });
  await open.frame.getByRole('heading', { level: 1 }).waitFor();
  return open;
}

t.test(
  'every part in both languages, sizes and themes: nothing cut, nothing that axe finds',
  { timeout: 400_000 },
  async (t) => {
    await api('PUT', `/customers/${minh}/tags`, { tags: ['Hay khiếu nại'] });
    await api('POST', `/customers/${minh}/notes`, { text: 'Thích giao buổi sáng.\nGọi trước 15 phút.' });
    for (const { locale, theme, size } of LOOKS) {
      const name = `customer-${locale}-${size.width}-${theme}`;
      const open = await opened(t, minh, { locale, size, theme });
      const { frame, faults, page } = open;
      const tab = (texts: readonly [string, string]) =>
        frame.getByRole('tab', { name: texts[locale === 'vi' ? 0 : 1] });
      const look = async (state: string) => {
        await page.waitForTimeout(300);
        await fits(t, open, `${name}-${state}`);
        await accessible(t, open, `${name}-${state}`);
        await picture(open, `${name}-${state}`);
      };
      if (size === PHONE) {
        await frame.getByRole('heading', { level: 2 }).first().waitFor();
        await look('about');
      }
      await tab(['Hoạt động', 'Activity']).click();
      await frame.getByRole('listitem').first().waitFor();
      await look('activity');
      await tab(['Đơn hàng', 'Orders']).click();
      await frame.getByRole('button', { name: /49/ }).click();
      await frame.getByRole('table').waitFor();
      await look('orders');
      await tab(['Sản phẩm', 'Products']).click();
      await frame.getByRole('radiogroup').waitFor();
      await look('products');
      if (size === PHONE) await tab(['Hồ sơ', 'Profile']).click();
      await frame.getByRole('button', { name: locale === 'vi' ? 'Sửa thông tin' : 'Edit the details' }).click();
      await look('edit');
      t.same(faults, [], name);
      await page.context().close();
    }
  },
);

t.test('orders of every state, with their refunds, why they do not count, and the way to the host', async (t) => {
  const open = await opened(t, minh, { path: '?tab=orders' });
  const { frame, faults } = open;
  const partly = frame.getByRole('button', { name: /Đơn 45\b.*Hoàn một phần/ });
  await partly.click();
  const region = frame.getByRole('region', { name: /Đơn 45\b/ });
  await region.getByRole('row', { name: 'Hoàn tiền −39.000 ₫' }).waitFor();
  await region.getByText('Tính vào doanh thu: 1.068.000 ₫').waitFor();
  t.equal(await region.getByRole('row', { name: /Áo dài lụa/ }).count(), 1);
  for (const [order, state] of [
    [/Đơn 17\b.*Đã hoàn tiền/, 'Không tính: đã hoàn toàn bộ tiền'],
    [/Đơn 18\b.*Đã hủy/, 'Không tính: đơn đã hủy'],
    [/Đơn 48\b.*Đã xóa/, 'Không tính: đơn đã bị xóa ở cửa hàng'],
    [/Đơn 49\b.*Chưa thanh toán/, 'Không tính: chưa thanh toán đủ'],
  ] as const) {
    await frame.getByRole('button', { name: order }).click();
    await frame.getByText(state).waitFor();
  }
  await region.getByRole('button', { name: 'Mở trong WooCommerce' }).click();
  t.match(
    (await open.heard()).filter(({ type }) => type === 'open'),
    [{ kind: 'order', hostId: '45' }],
    'the host is asked for its own page',
  );
  await accessible(t, open, 'five orders open');
  t.same(faults, []);
});

t.test('the profile is edited in place; what the server refuses stands at its field', async (t) => {
  const other = await somebody('Người khác');
  const { id } = await somebody('Lê Đào');
  const { frame, page, faults } = await opened(t, id);
  const profile = frame.getByRole('region', { name: 'Thông tin' });
  await profile.getByRole('button', { name: 'Sửa thông tin' }).click();
  await profile.getByLabel('Họ tên').fill('Lê Thị Đào');
  await profile.getByLabel('Số điện thoại').fill(other.phone);
  await profile.getByLabel('Email', { exact: true }).fill('dao@example');
  await frame.getByRole('button', { name: 'Lưu', exact: true }).click();
  await profile.getByText('Không phải địa chỉ email').waitFor();
  await profile.getByLabel('Email', { exact: true }).fill('dao@example.vn');
  await frame.getByRole('button', { name: 'Lưu', exact: true }).click();
  await profile.getByText('Khách khác đang dùng.').waitFor();
  t.match(
    await profile.getByRole('link', { name: 'Xem khách đó' }).getAttribute('href'),
    new RegExp(`/customers/${other.id}$`),
  );
  await profile.getByLabel('Ngày sinh').fill('31/13');
  await profile.getByLabel('Số điện thoại').fill('0903 999 001');
  await frame.getByRole('button', { name: 'Lưu', exact: true }).click();
  await profile.getByText('Không có ngày này').waitFor();
  await profile.getByLabel('Ngày sinh').fill('17/5');
  await profile.getByLabel('Giới tính').selectOption('female');
  await profile.getByRole('button', { name: 'Thêm địa chỉ' }).click();
  await profile.getByLabel('Số nhà, đường').fill('12 Nguyễn Huệ');
  await profile.getByLabel('Thành phố').fill('Quận 1');
  await page.keyboard.press('Enter');
  await frame.getByRole('heading', { level: 1, name: 'Lê Thị Đào' }).waitFor();
  await profile.getByText('12 Nguyễn Huệ, Quận 1').waitFor();
  t.match(await api('GET', `/customers/${id}`), {
    name: 'Lê Thị Đào',
    phone: '+84903999001',
    email: 'dao@example.vn',
    birthDate: '--05-17',
    gender: 'female',
  });
  const timeline = frame.getByRole('region', { name: 'Dòng thời gian' });
  await timeline.getByText('Lê Thị Đào').waitFor();
  await timeline.getByText('owner').first().waitFor();
  const known = frame.getByRole('region', { name: 'Nhận diện' });
  await known.getByRole('button', { name: /thông tin cũ/ }).click();
  await known.getByText('Số cũ').waitFor();

  await profile.getByRole('button', { name: 'Sửa thông tin' }).click();
  await profile.getByLabel('Họ tên').fill('Nhầm');
  await frame.getByRole('link', { name: 'Phân khúc' }).first().click();
  await frame.getByRole('dialog').getByRole('button', { name: 'Ở lại' }).click();
  await frame.getByRole('button', { name: 'Bỏ thay đổi' }).click();
  await frame.getByRole('heading', { level: 1, name: 'Lê Thị Đào' }).waitFor();
  t.equal(await profile.getByRole('button', { name: 'Sửa thông tin' }).count(), 1);
  t.same(
    faults.filter((fault) => !/4(09|22)/.test(fault)),
    [],
    'nothing but the two refusals',
  );
});

t.test('what the shop keeps besides is shown by the names it gave, and only what is known', async (t) => {
  const label = (name: string, text: string, type: string) => ({ name, label: text, type });
  const attributes = [
    label('shoe', 'Cỡ giày', 'number'),
    label('vegan', 'Ăn chay', 'boolean'),
    label('wedding', 'Ngày cưới', 'day'),
    label('likes', 'Sở thích', 'texts'),
    label('size', 'Cỡ áo', 'text'),
  ];
  await api('PATCH', '/settings', { attributes });
  const values = { shoe: 37.5, vegan: true, wedding: '2020-02-29', likes: ['hoa', 'trà'] };
  const { id } = await somebody('Lê Thị Thuộc Tính', { company: 'Công ty Hạt Gạo', attributes: values });
  const { frame } = await opened(t, id, { locale: 'vi' });
  const facts = frame.locator('dl').first();
  await facts.getByText('Cỡ giày').waitFor();
  const text = (await facts.innerText()).replaceAll(/\s*\n\s*/g, ' ');
  for (const fact of ['Công ty Công ty Hạt Gạo', 'Cỡ giày 37,5', 'Ăn chay Có', 'Ngày cưới 29/02/2020', 'Sở thích hoa'])
    t.ok(text.includes(fact), `${fact}: ${text}`);
  t.notOk(text.includes('Cỡ áo'));
  const recorded = await frame.getByRole('listitem').filter({ hasText: 'Ngày cưới' }).last().innerText();
  t.match(recorded, 'Ngày cưới: 29/02/2020', 'also where it is told that it was recorded');
});

t.test('a tag comes with its author, goes, and comes back by Undo', async (t) => {
  const { id } = await somebody('Khách thẻ');
  const { frame, faults } = await opened(t, id);
  const tags = frame.getByRole('region', { name: 'Thẻ' });
  await tags.getByRole('button', { name: 'Thêm thẻ' }).click();
  await tags.getByLabel('Thẻ mới').fill('!');
  await tags.getByLabel('Thẻ mới').press('Enter');
  await tags.getByText('ít nhất một chữ hoặc số').waitFor();
  await tags.getByLabel('Thẻ mới').fill('Hay khiếu nại');
  await tags.getByLabel('Thẻ mới').press('Enter');
  // Where the pointer rests on the tag, its tooltip says the same.
  await tags.getByText('(owner gắn ngày').first().waitFor({ state: 'attached' });
  await tags.getByRole('button', { name: 'Gỡ thẻ Hay khiếu nại' }).click();
  await frame.getByRole('button', { name: 'Hoàn tác' }).click();
  await tags.getByRole('button', { name: 'Gỡ thẻ Hay khiếu nại' }).waitFor();
  t.same((await api('GET', `/customers/${id}`)).tags, ['Hay khiếu nại']);
  const timeline = frame.getByRole('region', { name: 'Dòng thời gian' });
  await timeline.getByText('Gỡ thẻ').waitFor();
  t.equal(await timeline.getByText('Gắn thẻ').count(), 2, 'everything stays in the history');
  t.same(faults, []);
});

t.test('a note is written, changed, deleted and brought back', async (t) => {
  const { id } = await somebody('Khách ghi chú');
  const { frame, faults } = await opened(t, id);
  const notes = frame.getByRole('region', { name: 'Ghi chú', exact: true });
  await notes.getByText('Chưa có ghi chú').waitFor();
  await notes.getByLabel('Thêm ghi chú').fill('Dị ứng đậu phộng');
  await notes.getByRole('button', { name: 'Lưu ghi chú' }).click();
  await notes.getByRole('listitem').getByText('Dị ứng đậu phộng').waitFor();
  await notes.getByRole('listitem').getByText(/owner/).waitFor();
  await notes.getByRole('button', { name: 'Sửa ghi chú' }).click();
  await notes.getByLabel('Nội dung ghi chú').fill('Dị ứng hải sản');
  await notes.getByRole('button', { name: 'Lưu ghi chú' }).click();
  await notes.getByText('Dị ứng hải sản').first().waitFor();
  await notes.getByRole('button', { name: 'Các bản trước' }).click();
  await notes.getByRole('list', { name: 'Các bản trước' }).getByText('Dị ứng đậu phộng').waitFor();
  await notes.getByRole('button', { name: 'Xóa ghi chú' }).click();
  await notes.getByText('Chưa có ghi chú').waitFor();
  await frame.getByRole('button', { name: 'Hoàn tác' }).click();
  await notes.getByText('Dị ứng hải sản').first().waitFor();
  t.match(await api('GET', `/customers/${id}/notes`), {
    items: [{ text: 'Dị ứng hải sản', author: { name: 'owner' } }],
  });
  t.same(faults, []);
});

t.test(
  'the timeline loads as far as one scrolls, is filtered, and grows while one looks',
  { timeout: 120_000 },
  async (t) => {
    const { id, phone } = await somebody('Khách lâu năm');
    for (let i = 0; i < 40; i++) await api('POST', `/customers/${id}/notes`, { text: `Ghi chú số ${i}` });
    const { frame, page, faults } = await opened(t, id, { path: '?tab=activity', size: PHONE });
    const timeline = frame.getByRole('region', { name: 'Dòng thời gian' });
    await timeline.getByText('Ghi chú số 39').waitFor();
    await timeline.getByRole('heading', { name: /^Hôm nay/ }).waitFor();
    await timeline.getByText('Ghi chú số 15').scrollIntoViewIfNeeded();
    await timeline.getByText('Ghi chú số 0', { exact: true }).waitFor();
    await frame.getByText('Hết. Không còn gì trước đó.').waitFor();
    const filter = frame.getByRole('group', { name: 'Chỉ hiện' });
    await filter.getByText('Đơn hàng').click();
    await frame.getByText('Không có gì khớp bộ lọc').waitFor();
    const at = new Date().toISOString();
    await house.postInvoice(invoice({ id: 'LIVE-1', phone, at, amount: 250_000 }));
    await timeline.getByText('Mua và thanh toán đơn LIVE-1').waitFor();
    await timeline.getByText('250.000 ₫').waitFor();
    await filter.getByText('Đơn hàng').click();
    await timeline.getByText('Ghi chú số 39').waitFor();
    t.equal(await frame.locator('h1').count(), 1);
    t.ok(page.url().includes(id), 'the host keeps the place');
    t.same(faults, []);
  },
);

t.test('what they buy most changes with the period', async (t) => {
  const { id, phone } = await somebody('Khách mua');
  const day = (ago: number) => new Date(Date.now() - ago * 86_400_000).toISOString();
  await house.postInvoice({
    ...invoice({ id: 'TP-1', phone, at: day(1) }),
    items: [{ id: '1', productId: 'T1', name: 'Trà sen', quantity: 2, amount: 100_000 }],
  });
  await house.postInvoice({
    ...invoice({ id: 'TP-2', phone, at: day(60) }),
    items: [{ id: '1', productId: 'T2', name: 'Cà phê phin', quantity: 5, amount: 100_000 }],
  });
  const { frame, faults } = await opened(t, id, { path: '?tab=products' });
  const products = frame.getByRole('list', { name: 'Mua nhiều nhất' });
  await products.getByText('Cà phê phin').waitFor();
  t.match(await products.getByRole('listitem').first().textContent(), /Cà phê phin.*×5/);
  await frame.getByRole('radiogroup').getByText('30 ngày').click();
  await products.getByText('Cà phê phin').waitFor({ state: 'detached' });
  t.equal(await products.getByRole('listitem').count(), 1);
  t.same(faults, []);
});

t.test('the id of who was merged leads to whom they are now; an unknown one to a page that says so', async (t) => {
  const one = await somebody('Một', { email: 'mot@example.vn' });
  const two = await somebody('Hai', { email: 'hai@example.vn' });
  await house.postInvoice({
    ...invoice({ id: 'MERGE', at: new Date().toISOString() }),
    customer: { phone: one.phone, email: 'hai@example.vn' },
  });
  const kept = (await api('GET', `/customers/${one.id}`)).id;
  const gone = kept === one.id ? two.id : one.id;
  const open = await opened(t, gone);
  await open.frame.getByText('Hai hồ sơ này là một người').waitFor();
  t.ok(open.frame.url().includes(kept));
  await open.frame.getByRole('region', { name: 'Nhận diện' }).getByText('Đã gộp 1 hồ sơ vào đây').waitFor();
  await accessible(t, open, 'merged');
  t.same(open.faults, []);

  for (const size of [DESKTOP, PHONE]) {
    const missing = await openAdmin(t, house, { path: '/customers/000000000000', size });
    await missing.frame.getByText('Không có khách hàng này').waitFor();
    await missing.frame.getByRole('link', { name: 'Về danh sách khách hàng' }).waitFor();
    await fits(t, missing, 'missing');
    await accessible(t, missing, 'missing');
    await picture(missing, `customer-missing-${size.width}`);
  }
});

t.test('erasing asks for the name, says what goes, and leaves figures', async (t) => {
  const { id, phone } = await somebody('Nguyễn Cần Xóa');
  await house.postInvoice(invoice({ id: 'ERASED', phone, at: new Date().toISOString(), amount: 120_000 }));
  const open = await opened(t, id);
  const { frame, faults, page } = open;
  const act = async (name: string) => {
    await frame.getByRole('button', { name: 'Thao tác khác' }).click();
    await frame.getByRole('menuitem', { name }).click();
  };
  await act('Xuất dữ liệu cá nhân');
  const download = page.waitForEvent('download');
  await frame.getByRole('dialog').getByRole('button', { name: 'Tải về' }).click();
  t.equal((await download).suggestedFilename(), `customer-${id}.json`);
  await frame.getByRole('dialog').waitFor({ state: 'detached' });

  await act('Xóa dữ liệu cá nhân');
  const dialog = frame.getByRole('dialog');
  await dialog.getByText('Không thể hoàn tác').waitFor();
  t.ok(await dialog.getByRole('button', { name: 'Xóa vĩnh viễn' }).isDisabled());
  await accessible(t, open, 'erase dialog');
  await picture(open, 'customer-erase');
  await dialog.getByLabel(/^Gõ/).fill('Nguyễn Cần Xóa');
  await dialog.getByRole('button', { name: 'Xóa vĩnh viễn' }).click();
  await frame.getByRole('heading', { level: 1, name: 'Khách đã xóa dữ liệu' }).waitFor();
  await frame.getByText('Dữ liệu cá nhân đã được xóa').first().waitFor();
  await frame.getByText('120.000 ₫').first().waitFor();
  t.notMatch(await frame.locator('main').textContent(), /Cần Xóa|0903/);
  await accessible(t, open, 'erased');
  await picture(open, 'customer-erased');
  t.same(faults, []);
});

t.test('who may not change or erase sees no way to; a cashier may change', async (t) => {
  const { id } = await somebody('Khách xem');
  for (const [role, edits] of [
    ['viewer', 0],
    ['cashier', 1],
    ['manager', 1],
  ] as const) {
    const { frame, faults } = await opened(t, id, { role });
    await frame.getByRole('region', { name: 'Nhận diện' }).getByRole('listitem').first().waitFor();
    for (const name of ['Sửa thông tin', 'Thêm thẻ'])
      t.equal(await frame.getByRole('button', { name }).count(), edits, `${role}: ${name}`);
    t.equal(await frame.getByLabel('Thêm ghi chú').count(), edits, `${role}: notes`);
    t.equal(await frame.getByRole('button', { name: 'Thao tác khác' }).count(), 0, `${role}: erasure`);
    t.same(faults, [], role);
  }
});

t.test('everything by keyboard alone', { timeout: 120_000 }, async (t) => {
  const { id } = await somebody('Bàn Phím');
  const { frame, page, faults } = await opened(t, id);
  const focused = async () =>
    frame.evaluate(
      'document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.textContent ?? ""',
    ) as Promise<string>;
  const tabTo = async (name: RegExp) => {
    for (let i = 0; i < 60; i++) {
      await page.keyboard.press('Tab');
      if (name.test(await focused())) return;
    }
    throw new Error(`${name} is not reached; at ${await focused()}`);
  };
  await frame.locator('main').focus();
  await tabTo(/^Thêm thẻ/);
  await page.keyboard.press('Enter');
  await page.keyboard.type('Sỉ');
  await page.keyboard.press('Enter');
  await frame.getByRole('button', { name: 'Gỡ thẻ Sỉ' }).waitFor();
  t.match(await focused(), /Thêm thẻ/, 'focus is where it was');
  await tabTo(/^Hoạt động/);
  await page.keyboard.press('ArrowRight');
  await frame.getByText('Chưa có đơn hàng').waitFor();
  await tabTo(/^Sửa thông tin/);
  await page.keyboard.press('Enter');
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type('Phím Bàn');
  await page.keyboard.press('Enter');
  await frame.getByRole('heading', { level: 1, name: 'Phím Bàn' }).waitFor();
  t.match(await focused(), /Sửa thông tin/, 'focus is back at the button');
  await tabTo(/^Thêm ghi chú/);
  await page.keyboard.type('Chỉ dùng bàn phím');
  await page.keyboard.press('Control+Enter');
  await frame.getByRole('listitem').getByText('Chỉ dùng bàn phím').waitFor();
  await tabTo(/^Xóa ghi chú/);
  await page.keyboard.press('Enter');
  await frame.getByRole('button', { name: 'Hoàn tác' }).waitFor();
  await frame.locator('main').focus();
  await tabTo(/^Thao tác khác/);
  await page.keyboard.press('Enter');
  await frame.getByRole('menuitem', { name: 'Xóa dữ liệu cá nhân' }).waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Escape');
  await frame.waitForFunction('document.activeElement?.getAttribute("aria-label") === "Thao tác khác"');
  t.same(faults, []);
});
