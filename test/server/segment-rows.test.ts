import t from 'tap';
import { testApp } from '../support/app.ts';
import { segmentReady } from '../support/crowd.ts';
import { invoice, member, till } from '../support/till.ts';

/** What merchants do with groups, row by row of the specification, through the API as the admin asks it. */

const spentAtLeast = (value: number) => ({
  include: [{ all: [{ kind: 'total_spent', op: 'gte', value }] }],
  exclude: [],
});

const server = await testApp(t);
const shop = await till(server, 'rows');
const { ask } = shop;
await shop.send(
  'customer.saved',
  member({ phone: '0912345671', name: 'Nguyễn Văn An' }),
  member({ phone: '0912345672', name: 'Trần Thị Bình' }),
  member({ phone: '0912345673', name: 'Lê Chi' }),
);
const at = new Date().toISOString();
await shop.send(
  'invoice.saved',
  invoice({ id: 'HD1', amount: 500_000, at, phone: '0912345671' }),
  invoice({ id: 'HD2', amount: 900_000, at, phone: '0912345672' }),
);
const names = (body: { items: { name: string }[] }) => body.items.map(({ name }) => name);
const saved = async (name: string, definition: object, description?: string) => {
  const { status, body } = await ask('POST', '/segments', {
    name,
    definition,
    ...(description ? { description } : {}),
  });
  if (status !== 201) throw new Error(JSON.stringify(body));
  await segmentReady(shop, body.id);
  return body.id as string;
};

const buyers = await saved('Khách đã mua', spentAtLeast(1), 'Ai đã mua ít nhất một lần');

t.test('A01 a filter is saved under a name of its own, with who and when, and each change is a version', async (t) => {
  const { body } = await ask('GET', `/segments/${buyers}`);
  t.match(body, { version: 1, createdBy: /^key /, createdAt: /^\d{4}-/ });
  const taken = await ask('POST', '/segments', { name: 'KHACH DA MUA', definition: spentAtLeast(5) });
  t.match([taken.status, taken.body.code], [409, 'name_taken'], 'case and accents make no other name');
  await ask('PATCH', `/segments/${buyers}`, { definition: spentAtLeast(2) });
  await segmentReady(shop, buyers);
  const { items } = (await ask('GET', `/segments/${buyers}/versions`)).body;
  t.match(items.map(({ version, by }: { version: number; by: string }) => [version, by.split(' ')[0]]).sort(), [
    [1, 'key'],
    [2, 'key'],
  ]);
});

t.test('A02 saved filters are listed with their size, when they were computed and how fresh they are', async (t) => {
  const { items } = (await ask('GET', '/segments')).body;
  const listed = items.find(({ id }: { id: string }) => id === buyers);
  t.match(listed, { name: 'Khách đã mua', size: 2, state: 'ready', computedAt: /^\d{4}-/ });
});

t.test('A05 a group has a name, which it needs, and a description, which is free', async (t) => {
  t.match((await ask('GET', `/segments/${buyers}`)).body, { description: 'Ai đã mua ít nhất một lần' });
  const nameless = await ask('POST', '/segments', { name: '  ', definition: spentAtLeast(1) });
  t.match([nameless.status, nameless.body.code], [422, 'invalid']);
});

t.test('A10 groups are found by a part of their name, without accents, while one is being built', async (t) => {
  const building = await ask('POST', '/segments', { name: 'Đang tính lại', definition: spentAtLeast(7) });
  const found = async (search: string) =>
    names((await ask('GET', `/segments?search=${encodeURIComponent(search)}`)).body);
  t.same(await found('da mua'), ['Khách đã mua']);
  t.same(await found('DANG TINH'), ['Đang tính lại']);
  t.same(await found('không có'), []);
  await segmentReady(shop, building.body.id);
});

t.test('A11 before an edit is saved one sees who enters and who leaves', async (t) => {
  const { body } = await ask('POST', `/segments/${buyers}/diff`, { definition: spentAtLeast(600_000) });
  t.match(body, { leaves: { customers: 1 }, enters: { customers: 0 } });
  t.match(JSON.stringify(body), /Nguyễn Văn An/, 'by name');
  t.match((await ask('GET', `/segments/${buyers}`)).body, { version: 2, size: 2 }, 'and nothing was changed');
});

t.test('A12 members come in pages, in any order of the list, by search, and each once', async (t) => {
  const first = (await ask('GET', `/segments/${buyers}/members?limit=1`)).body;
  const second = (await ask('GET', `/segments/${buyers}/members?limit=1&cursor=${first.nextCursor}`)).body;
  t.same([...names(first), ...names(second)].sort(), ['Nguyễn Văn An', 'Trần Thị Bình']);
  t.equal(second.nextCursor, null);
  t.same(names((await ask('GET', `/segments/${buyers}/members?search=binh`)).body), ['Trần Thị Bình']);
  const listed = async (sort: string) => names((await ask('GET', `/customers?segment=${buyers}&sort=${sort}`)).body);
  t.same(await listed('-spent'), ['Trần Thị Bình', 'Nguyễn Văn An']);
  t.same(await listed('spent'), ['Nguyễn Văn An', 'Trần Thị Bình']);
});

t.test('A13, A14 an audience of several groups, less others, is by reference: it follows them', async (t) => {
  const rich = await saved('Chi nhiều', spentAtLeast(800_000));
  const audience = await saved('Đối tượng khuyến mãi', {
    include: [{ all: [{ kind: 'in_segment', segments: [buyers, rich] }] }],
    exclude: [{ all: [{ kind: 'name_contains', text: 'bình' }] }],
  });
  const members = async () => names((await ask('GET', `/segments/${audience}/members`)).body).sort();
  t.same(await members(), ['Nguyễn Văn An'], 'the excluded are out, whichever group they are in');
  await shop.send('invoice.saved', invoice({ id: 'HD3', amount: 100_000, at, phone: '0912345673' }));
  t.same(await members(), ['Lê Chi', 'Nguyễn Văn An'], 'who enters one of the groups is in the audience at once');
});

t.test('A15 before it is created: how many, some of them, and what it means in both languages', async (t) => {
  const { body } = await ask('POST', '/segments/preview', { definition: spentAtLeast(600_000), mode: 'exact' });
  t.match(body, {
    count: 1,
    interval: null,
    sample: [{ name: 'Trần Thị Bình' }],
    sentence: {
      vi: /^Khách hàng có tổng chi tiêu từ 600\.000\s₫ trở lên$/,
      en: /^Customers who have spent at least ₫600,000 in total$/,
    },
  });
});

t.test('A18 the list of customers has what each has bought, and leads to the orders', async (t) => {
  const { items } = (await ask('GET', '/customers?search=binh')).body;
  t.match(items, [{ name: 'Trần Thị Bình', stats: { orders: 1, spentMinor: 900_000 } }]);
  const { body } = await ask('GET', `/customers/${items[0].id}/orders`);
  t.match(body.items, [{ hostId: 'HD2', spentMinor: 900_000 }]);
});

t.test('A20 an invoice with a member code is the member’s, also when the member is known only later', async (t) => {
  await shop.send('invoice.saved', invoice({ id: 'HD9', amount: 70_000, at, memberCode: 'TV-9' }));
  t.match((await ask('GET', '/customers?search=dung')).body.items, [], 'a code alone makes nobody');
  await shop.send('customer.saved', member({ phone: '0912345679', name: 'Phạm Dung', memberCode: 'TV-9' }));
  const { items } = (await ask('GET', '/customers?search=dung')).body;
  t.match(items, [{ name: 'Phạm Dung', stats: { orders: 1, spentMinor: 70_000 } }]);
});
