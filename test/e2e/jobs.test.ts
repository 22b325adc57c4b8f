import t from 'tap';
import { JOBS, type Job, startJobs } from '../../src/server/jobs/index.ts';
import { accessible, adminHouse, DESKTOP, fits, openAdmin, PHONE, picture } from '../support/browser.ts';

const house = await adminHouse(t, { nameOf: (role) => (role === 'owner' ? 'Nguyễn Thị Hoa' : role) });
const { store } = house.house;

/** The jobs as they are, with other work: one goes well, one fails, one goes on until it is told to end. */
let end = () => {};
let isHeld = false;
const works: Record<string, Job['run']> = {
  'finish rebuilds': async () => {
    throw Object.assign(new Error('x'), { codeName: 'WriteConflict' });
  },
  'drop old exports': async (_parts, tell) => {
    if (!isHeld) return { done: 4 };
    tell(0.25);
    await new Promise<void>((resolve) => {
      end = resolve;
    });
    return { done: 7 };
  },
};
const jobs = JOBS.map((job) => ({ ...job, every: '1 hour', run: works[job.name] ?? (async () => ({ done: 0 })) }));
const { logger, builder, now } = house.parts;
const { stop } = await startJobs(
  { store, builder: builder as never, logger, now },
  { jobs, lookMs: 100, lockMs: 5000 },
);
t.teardown(stop);
while (await store.system.jobs.findOne({ $or: [{ lastFinishedAt: null }, { lockedAt: { $ne: null } }] }))
  await new Promise((resolve) => setTimeout(resolve, 50));

const WORDS = {
  vi: { exports: 'Xóa dữ liệu xuất đã hết hạn', rebuilds: 'Làm tiếp việc tính lại số liệu', runs: 'Các lần chạy' },
  en: { exports: 'Drop exports that have run out', rebuilds: 'Go on computing figures', runs: 'Runs' },
} as const;

for (const locale of ['vi', 'en'] as const) {
  for (const size of [DESKTOP, PHONE]) {
    t.test(`jobs and their runs, ${locale}, ${size.width} px`, async (t) => {
      const theme = locale === 'vi' ? 'light' : 'dark';
      const open = await openAdmin(t, house, { path: '/settings/jobs', locale, size, theme });
      const { frame, faults } = open;
      const { exports, rebuilds, runs } = WORDS[locale];
      const failing = frame.getByRole('listitem').filter({ hasText: rebuilds });
      await failing.getByText('WriteConflict').first().waitFor();
      await failing.getByText(locale === 'vi' ? /Cơ sở dữ liệu từ chối/ : /The database refused/).waitFor();
      await frame.getByRole('button', { name: `${runs}: ${exports}` }).click();
      const list = frame.getByRole('list', { name: `${runs}: ${exports}` });
      await list
        .getByText(locale === 'vi' ? /đã xử lý [47] mục/ : /dealt with [47] things/)
        .first()
        .waitFor();
      await frame.getByRole('button', { name: `${runs}: ${rebuilds}` }).click();
      await frame
        .getByRole('list', { name: `${runs}: ${rebuilds}` })
        .getByText('WriteConflict')
        .first()
        .waitFor();
      await accessible(t, open, 'jobs');
      await fits(t, open, 'jobs');
      await picture(open, `jobs-${locale}-${size.width}-${theme}`);
      t.same(faults, []);
    });
  }
}

t.test('a job is run by hand, and whoever looks sees it run and end', async (t) => {
  const other = await openAdmin(t, house, { path: '/settings/jobs', role: 'viewer' });
  const open = await openAdmin(t, house, { path: '/settings/jobs' });
  const { exports } = WORDS.vi;
  const rowIn = (frame: typeof open.frame) => frame.getByRole('listitem').filter({ hasText: exports }).first();
  await rowIn(other.frame).getByText('Đang chờ lượt').waitFor();
  t.equal(await other.frame.getByRole('button', { name: /Chạy ngay/ }).count(), 0, 'who may only look runs nothing');

  isHeld = true;
  const button = open.frame.getByRole('button', { name: `Chạy ngay: ${exports}` });
  await button.focus();
  await open.page.keyboard.press('Enter');
  await open.frame.getByText(`Sẽ chạy trong vài giây: ${exports}`).waitFor();
  for (const { frame } of [open, other]) {
    await rowIn(frame).getByText('Đang chạy 25').waitFor();
    await rowIn(frame).getByText('chạy thủ công bởi Nguyễn Thị Hoa').waitFor();
  }
  t.equal(await button.getAttribute('aria-disabled'), 'true');
  t.ok(await button.evaluate((element) => element === document.activeElement), 'the focus stays');
  await accessible(t, open, 'a job that runs');
  await picture(open, 'jobs-running-vi-1280-light');

  await open.frame.getByRole('button', { name: `Các lần chạy: ${exports}` }).click();
  const list = open.frame.getByRole('list', { name: `Các lần chạy: ${exports}` });
  await list.getByText('đã xử lý 4 mục').waitFor();
  end();
  for (const { frame } of [open, other]) await rowIn(frame).getByText('Đang chờ lượt').waitFor();
  await list.getByText(/đã xử lý 7 mục.*chạy thủ công bởi Nguyễn Thị Hoa/).waitFor();
  isHeld = false;
  t.same([...open.faults, ...other.faults], []);
  const acts = await store.forShop(house.shop).audit.find({ action: 'job.started' }).toArray();
  t.match(acts, [{ actor: /^staff /, target: 'job drop old exports' }]);
});

t.test('who may not read jobs has no way there', async (t) => {
  const { frame } = await openAdmin(t, house, { path: '/settings/jobs', role: 'cashier' });
  await frame.getByRole('heading', { name: 'Bạn chưa có quyền xem mục này' }).waitFor();
  t.equal(await frame.getByRole('link', { name: 'Tác vụ tự động' }).count(), 0);
});

t.test('what needs attention leads to the jobs, by what people call them', async (t) => {
  const { frame } = await openAdmin(t, house, { path: '/' });
  await frame.getByRole('link', { name: `Việc “${WORDS.vi.rebuilds}” lỗi 1 lần liên tiếp` }).click();
  await frame.getByRole('heading', { name: 'Tác vụ tự động' }).waitFor();
  await frame.getByRole('listitem').filter({ hasText: WORDS.vi.rebuilds }).waitFor();
  t.match(frame.url(), /\/settings\/jobs$/);
});

t.test('jobs that cannot be loaded can be asked for again; a server without any says so', async (t) => {
  const open = await openAdmin(t, house, { path: '/settings/staff' });
  const { page, frame } = open;
  const path = '**/api/v1/jobs';
  const body = { code: 'bad_request', message: 'a fault that was made', requestId: 'req-1' };
  await page.route(path, (route) => route.fulfill({ status: 400, json: body }));
  await frame.getByRole('link', { name: 'Tác vụ tự động' }).click();
  await frame.getByText('Mã yêu cầu: req-1').waitFor();
  await accessible(t, open, 'an error');
  await page.unroute(path);
  await page.route(path, (route) => route.fulfill({ json: { items: [] } }));
  await frame.getByRole('button', { name: 'Thử lại' }).click();
  await frame.getByRole('heading', { name: 'Chưa có tác vụ nào' }).waitFor();
  await accessible(t, open, 'nothing');
});
