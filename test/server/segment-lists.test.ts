import t from 'tap';
import { customerKey } from '../../src/model.ts';
import { testApp } from '../support/app.ts';
import { invoice, member, type Till, till } from '../support/till.ts';

/** Fixed lists, pins and bans: who is in a segment by hand (A06, A07). */

const SPENT = { include: [{ all: [{ kind: 'total_spent', op: 'gte', value: 100_000 }] }], exclude: [] };

async function ready({ ask }: Till, id: string): Promise<void> {
  for (;;) {
    const { body } = await ask('GET', `/segments/${id}`);
    if (body.state === 'ready' && body.version === body.shownVersion) return;
    if (body.state === 'failed') throw new Error(body.error);
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}

async function people(shop: Till): Promise<Record<string, string>> {
  await shop.send(
    'customer.saved',
    member({ phone: '0912345671', name: 'Nguyễn Văn An', email: 'an@example.vn', memberCode: 'TV-01' }),
    member({ phone: '0912345672', name: 'Trần Thị Bình' }),
    member({ phone: '0912345673', name: 'Lê Chi' }),
    member({ phone: '0912345674', name: 'le  chi' }),
  );
  const found = await shop.scope.customers.find().toArray();
  return Object.fromEntries(found.map(({ phone, _id }) => [phone?.slice(-1) ?? '', _id.slice(-12)]));
}

const sorted = (...ids: (string | undefined)[]): string[] => ids.map(String).sort();

const membersOf = async ({ ask }: Till, id: string): Promise<string[]> =>
  (await ask('GET', `/segments/${id}/members`)).body.items.map((customer: { id: string }) => customer.id).sort();

t.test('A06 a fixed list: people are added by id, twice is once, and it is told who came by whom', async (t) => {
  const server = await testApp(t);
  const shop = await till(server, 'lists');
  const { ask } = shop;
  const who = await people(shop);
  const { status, body: list } = await ask('POST', '/segments', { name: 'Khách mời', kind: 'fixed' });
  t.equal(status, 201);
  t.match(list, { kind: 'fixed', definition: null, sentence: { vi: 'Khách hàng được thêm bằng tay' } });
  await ready(shop, list.id);
  t.same(await membersOf(shop, list.id), [], 'a fixed list begins empty');
  const pins = `/segments/${list.id}/pins`;
  const asked = { customers: [who['1'], who['2'], who['1'], 'zzzzzzzzzzzz', 'nobody at all'] };
  const { body: added } = await ask('POST', pins, asked);
  t.same(sorted(...added.changed), sorted(who['1'], who['2']));
  t.same(sorted(...added.notFound), ['nobody at all', 'zzzzzzzzzzzz']);
  t.match((await ask('POST', pins, { customers: [who['2']] })).body, { changed: [], unchanged: 1 });
  t.same(await membersOf(shop, list.id), sorted(who['1'], who['2']));
  const { body: told } = await ask('GET', `/segments/${list.id}/events`);
  t.equal(told.items.length, 2);
  t.match(told.items[0], { kind: 'entered', cause: { kind: 'api' } });
  const audit = await shop.scope.audit.findOne({ action: 'segment.customers_pinned' });
  t.match(audit, { details: { customers: 2 }, target: `segment ${list.id}` });
  const { body: page } = await ask('GET', `${pins}?limit=1`);
  t.equal(page.items.length, 1);
  const { body: rest } = await ask('GET', `${pins}?limit=1&cursor=${page.nextCursor}`);
  t.same(sorted(page.items[0].id, rest.items[0].id), sorted(who['1'], who['2']));
  t.equal(rest.nextCursor, null);
  await ask('POST', `/segments/${list.id}/rebuild`);
  await ready(shop, list.id);
  t.same(await membersOf(shop, list.id), sorted(who['1'], who['2']), 'a rebuild finds the same');
  t.equal((await ask('PATCH', `/segments/${list.id}`, { definition: SPENT })).status, 422, 'it has no definition');
  t.equal((await ask('POST', '/segments', { name: 'x', kind: 'fixed', definition: SPENT })).status, 422);
  t.equal((await ask('POST', '/segments', { name: 'x' })).status, 422, 'a conditional one needs one');
  t.same((await server.house.verify(shop.shop)).differences, []);
});

t.test(
  'A06 many at once: by phone, e-mail, member code, id or name, each line told, nothing written in a dry run',
  async (t) => {
    const server = await testApp(t);
    const shop = await till(server, 'paste');
    const { ask } = shop;
    const who = await people(shop);
    const { body: list } = await ask('POST', '/segments', { name: 'Dán', kind: 'fixed' });
    await ready(shop, list.id);
    const text = [
      '0912 345 671',
      '',
      'AN@example.vn',
      'tv-01',
      'tran thi binh',
      'Lê Chi',
      '0999999999',
      who['3'],
      'Bình\t0912345674',
    ];
    const { body: dry } = await ask('POST', `/segments/${list.id}/paste`, { text: text.join('\r\n') });
    t.same(
      dry.lines.map((line: { line: number; outcome: string }) => `${line.line} ${line.outcome}`),
      ['1 found', '3 twice', '4 twice', '5 found', '6 ambiguous', '7 not_found', '8 found', '9 found'],
    );
    t.same(dry.counts, { found: 4, twice: 2, ambiguous: 1, notFound: 1 });
    t.same(
      dry.lines[4].candidates.map((one: { id: string }) => one.id).sort(),
      sorted(who['3'], who['4']),
      'two of one name are a question',
    );
    t.equal(dry.changed, 0);
    t.same(await membersOf(shop, list.id), []);
    const { body: done } = await ask('POST', `/segments/${list.id}/paste`, { text: text.join('\n'), dryRun: false });
    t.equal(done.changed, 4);
    t.equal((await membersOf(shop, list.id)).length, 4);

    const base64 = (csv: string) => Buffer.from(csv).toString('base64');
    const { body: second } = await ask('POST', '/segments', { name: 'Tệp', kind: 'fixed' });
    await ready(shop, second.id);
    const csv = '\uFEFFSố điện thoại;Họ tên;Ghi chú\r\n"0912345671";"Nguyễn ""An""; Văn";TV-99\r\n;Trần Thị Bình;\r\n';
    const { body: file } = await ask('POST', `/segments/${second.id}/upload`, { csv: base64(csv), dryRun: false });
    t.same(
      file.lines.map(({ line, outcome, customer }: any) => [line, outcome, customer?.id]),
      [
        [2, 'found', who['1']],
        [3, 'found', who['2']],
      ],
      'the first row names the columns that are read',
    );
    t.equal((await ask('POST', `/segments/${second.id}/upload`, { xlsx: base64('no archive') })).status, 422);
    t.equal((await ask('POST', `/segments/${second.id}/upload`, {})).status, 422);
  },
);

t.test(
  'A07 conditional with pins and bans: (definition or pinned) and not banned, in filter, evaluator, preview and live',
  async (t) => {
    const server = await testApp(t);
    const shop = await till(server, 'hands');
    const { ask, send } = shop;
    const who = await people(shop);
    await send(
      'invoice.saved',
      invoice({ id: 'HD1', phone: '0912345671' }),
      invoice({ id: 'HD2', phone: '0912345672' }),
    );
    const { body: segment } = await ask('POST', '/segments', { name: 'Chi nhiều', definition: SPENT });
    await ready(shop, segment.id);
    t.same(await membersOf(shop, segment.id), sorted(who['1'], who['2']));
    await ask('POST', `/segments/${segment.id}/pins`, { customers: [who['3']] });
    await ask('POST', `/segments/${segment.id}/bans`, { customers: [who['2']] });
    const expected = sorted(who['1'], who['3']);
    t.same(await membersOf(shop, segment.id), expected, 'at once');
    for (const mode of ['exact', 'estimate']) {
      const { body } = await ask('POST', '/segments/preview', { definition: SPENT, segment: segment.id, mode });
      t.equal(body.count, 2);
      t.same(body.sample.map((customer: { id: string }) => customer.id).sort(), expected, mode);
    }
    await send(
      'invoice.saved',
      invoice({ id: 'HD3', phone: '0912345672' }),
      invoice({ id: 'HD4', phone: '0912345673', status: 'open' }),
    );
    t.same(await membersOf(shop, segment.id), expected, 'events leave hands alone');
    await ask('PATCH', `/segments/${segment.id}`, {
      definition: { include: [{ all: [{ kind: 'order_count', op: 'gte', value: 1 }] }], exclude: [] },
    });
    await ready(shop, segment.id);
    t.same(await membersOf(shop, segment.id), expected, 'and so does a new definition');
    t.same((await server.house.verify(shop.shop)).differences, []);

    t.match((await ask('DELETE', `/segments/${segment.id}/bans?customer=${who['2']}`)).body, { changed: [who['2']] });
    t.match((await ask('DELETE', `/segments/${segment.id}/pins?customer=${who['3']}&customer=${who['1']}`)).body, {
      changed: [who['3']],
      unchanged: 1,
    });
    t.same(await membersOf(shop, segment.id), sorted(who['1'], who['2']), 'the definition alone decides again');
    const removal = await shop.scope.audit.findOne({ action: 'segment.customers_unpinned' });
    t.match(removal, { details: { customers: 1 } }, 'removal is logged');
    const { body: events } = await ask('GET', `/segments/${segment.id}/events`);
    t.ok(
      events.items.some(
        (event: any) => event.kind === 'left' && event.customerId === who['3'] && event.cause.kind === 'api',
      ),
    );
  },
);

t.test('A07 pins and bans survive a merge of customers, of which a ban wins', async (t) => {
  const server = await testApp(t);
  const shop = await till(server, 'merged');
  const { ask, send, scope } = shop;
  const who = await people(shop);
  const [one, two] = await Promise.all(
    ['Một', 'Hai'].map(async (name) => (await ask('POST', '/segments', { name, kind: 'fixed' })).body),
  );
  for (const { id } of [one, two]) await ready(shop, id);
  await ask('POST', `/segments/${one.id}/pins`, { customers: [who['2']] });
  await ask('POST', `/segments/${two.id}/pins`, { customers: [who['1']] });
  await ask('POST', `/segments/${two.id}/bans`, { customers: [who['2']] });
  // One record with the phone of the one and the e-mail of the other: they are one person.
  await send('customer.saved', member({ phone: '0912345672', email: 'an@example.vn', at: '2026-11-05T00:00:00Z' }));
  t.equal(await scope.customers.count(), 3);
  const kept = (await ask('GET', `/customers/${who['1']}`)).body.id;
  t.same(await membersOf(shop, one.id), [kept]);
  t.same(await membersOf(shop, two.id), [], 'banned as the one, pinned as the other');
  t.same(
    await scope.customers.findOne({ _id: customerKey(shop.shop, kept) }, { projection: { _id: 0, pins: 1, bans: 1 } }),
    {
      pins: [one.id],
      bans: [two.id],
    },
  );
  t.match(
    (await ask('POST', `/segments/${one.id}/pins`, { customers: [who['1'], who['2']] })).body,
    {
      changed: [],
      unchanged: 1,
      notFound: [],
    },
    'both ids mean the one who was kept',
  );
  t.same((await server.house.verify(shop.shop)).differences, []);
  t.equal((await ask('POST', `/customers/${kept}/erase`)).status, 200);
  t.same(await membersOf(shop, one.id), [], 'who was erased is on no list');
  t.same((await ask('POST', `/segments/${one.id}/pins`, { customers: [kept] })).body.notFound, [kept]);
});
