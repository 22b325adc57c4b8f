import { once } from 'node:events';
import t, { type Test } from 'tap';
import { type TestApp, type TestAppOptions, testApp } from '../support/app.ts';
import { type Answer, askAboutDeletion, invoice, member, type Till, till } from '../support/till.ts';

const NOW = Date.UTC(2026, 10, 22, 5);

/** A clock that begins at {@link NOW} and goes on, for what is told apart by time. */
function runningClock(): () => number {
  const started = Date.now();
  return () => NOW + Date.now() - started;
}

async function opened(t: Test, options: TestAppOptions = {}): Promise<{ server: TestApp; shop: Till }> {
  const server = await testApp(t, { now: () => NOW, ...options });
  return { server, shop: await till(server, 'till.example.vn') };
}

const names = (answer: Answer) => answer.body.items.map((customer: { name: string | null }) => customer.name);
const idOf = async (shop: Till, search: string): Promise<string> =>
  (await shop.ask('GET', `/customers?search=${encodeURIComponent(search)}`)).body.items[0].id;

t.test('customers', async (t) => {
  const { server, shop } = await opened(t);
  await shop.send(
    'customer.saved',
    member({
      phone: '0912345671',
      name: 'Nguyễn Văn An',
      email: 'an@example.vn',
      memberCode: 'tv-01',
      tags: ['VIP'],
      gender: 'Nam',
      id: 'K1',
    }),
    member({ phone: '0912345672', name: 'Trần Thị Bình', tags: ['Sỉ'], gender: 'Nữ' }),
    member({ phone: '0987654321', name: 'Lê Đào' }),
    member({ phone: '0351234567' }),
  );
  await shop.send(
    'invoice.saved',
    invoice({ id: 'A1', amount: 300_000, phone: '0912345671', at: '2026-11-10T03:00:00Z' }),
    invoice({ id: 'A2', amount: 200_000, phone: '0912345671', at: '2026-11-11T03:00:00Z' }),
    invoice({ id: 'B1', amount: 900_000, phone: '0912345672', at: '2026-11-01T03:00:00Z' }),
    invoice({ id: 'A3', phone: '0912345671', at: '2026-11-12T03:00:00Z', status: 'cancelled' }),
  );

  t.test('a search finds by part of a name, any form of a phone, e-mail and member code', async (t) => {
    for (const [search, expected] of [
      ['van', ['Nguyễn Văn An']],
      ['DAO', ['Lê Đào']],
      ['0912 345 671', ['Nguyễn Văn An']],
      ['+84 91 234 5671', ['Nguyễn Văn An']],
      ['0987', ['Lê Đào']],
      ['AN@example.vn', ['Nguyễn Văn An']],
      ['TV-01', ['Nguyễn Văn An']],
      ['0912345679', []],
      ['.*', []],
      ['nobody@example.vn', []],
    ] as const) {
      t.same(names(await shop.ask('GET', `/customers?search=${encodeURIComponent(search)}`)), expected, search);
    }
    t.same(names(await shop.ask('GET', '/customers?tag=vip')), ['Nguyễn Văn An'], 'a tag, whatever its case');
  });

  t.test('a list of any sort is cut into pages that repeat and leave out nobody', async (t) => {
    const sorts: Record<string, unknown[] | null> = {
      '': null,
      'sort=name': ['Lê Đào', 'Nguyễn Văn An', 'Trần Thị Bình', null],
      'sort=-spent': ['Trần Thị Bình', 'Nguyễn Văn An'],
      'sort=-orders': ['Nguyễn Văn An', 'Trần Thị Bình'],
      'sort=-lastOrder': ['Nguyễn Văn An', 'Trần Thị Bình'],
    };
    for (const [sort, first] of Object.entries(sorts)) {
      for (const limit of [1, 2, 3, 4]) {
        const seen: { id: string; name: string | null }[] = [];
        let cursor = '';
        do {
          const page = await shop.ask('GET', `/customers?limit=${limit}&${sort}${cursor}`);
          t.ok(page.body.items.length <= limit, 'no longer than asked');
          seen.push(...page.body.items);
          cursor = page.body.nextCursor === null ? '' : `&cursor=${page.body.nextCursor}`;
        } while (cursor !== '');
        t.equal(new Set(seen.map((customer) => customer.id)).size, 4, `${sort} by ${limit}: all four`);
        t.equal(seen.length, 4, `${sort} by ${limit}: each once`);
        if (first)
          t.same(
            seen.slice(0, first.length).map((customer) => customer.name),
            first,
            `${sort} by ${limit}: in order`,
          );
      }
    }
    const { body } = await shop.ask('GET', '/customers?limit=1&sort=name');
    t.equal(
      (await shop.ask('GET', `/customers?limit=1&sort=-spent&cursor=${body.nextCursor}`)).status,
      400,
      'a cursor belongs to its list',
    );
    t.equal((await shop.ask('GET', '/customers?cursor=nonsense')).status, 400, 'and must be one');
  });

  t.test('a customer is shown in the words of the API', async (t) => {
    const found = await shop.ask('GET', `/customers/${await idOf(shop, '0912345671')}`);
    t.equal(found.status, 200);
    t.match(found.body, {
      name: 'Nguyễn Văn An',
      phone: '+84912345671',
      email: 'an@example.vn',
      gender: 'male',
      tags: ['VIP'],
      mergedFrom: null,
      stats: {
        orders: 2,
        spentMinor: 500_000,
        currency: 'VND',
        firstOrderAt: '2026-11-10T03:00:00.000Z',
        lastOrderAt: '2026-11-11T03:00:00.000Z',
        lastLocation: `${shop.installation}:Q1`,
      },
    });
    t.same(
      found.body.identities
        .map((identity: { kind: string; value: string; connection: string | null }) => [
          identity.kind,
          identity.value,
          identity.connection,
        ])
        .sort(),
      [
        ['account', 'K1', shop.installation],
        ['email', 'an@example.vn', null],
        ['member_code', 'TV-01', null],
        ['phone', '+84912345671', null],
      ],
    );
    for (const id of ['000000000000', 'nobody', '%2e%2e'])
      t.equal((await shop.ask('GET', `/customers/${id}`)).status, 404, id);
  });

  t.test('the orders of a customer come newest first, cancelled ones too', async (t) => {
    const orders = await shop.ask('GET', `/customers/${await idOf(shop, '0912345671')}/orders?limit=2`);
    t.same(
      orders.body.items.map((order: { hostId: string; counts: boolean }) => [order.hostId, order.counts]),
      [
        ['A3', false],
        ['A2', true],
      ],
    );
    const rest = await shop.ask(
      'GET',
      `/customers/${await idOf(shop, '0912345671')}/orders?limit=2&cursor=${orders.body.nextCursor}`,
    );
    t.same(
      rest.body.items.map((order: { hostId: string }) => order.hostId),
      ['A1'],
    );
    t.equal(rest.body.nextCursor, null);
  });

  t.test('adding somebody needs a phone or an e-mail, and finds who is there', async (t) => {
    const added = await shop.ask('POST', '/customers', {
      phone: '0901 111 222',
      name: 'Mai',
      tags: ['Mới'],
      birthDate: '--05-17',
      source: 'Zalo',
    });
    t.equal(added.status, 201);
    t.match(added.body, {
      created: true,
      phone: '+84901111222',
      name: 'Mai',
      tags: ['Mới'],
      birthDate: '--05-17',
      source: 'zalo',
    });
    const again = await shop.ask('POST', '/customers', { phone: '+84901111222', name: 'Somebody else' });
    t.equal(again.status, 200);
    t.match(again.body, { created: false, id: added.body.id, name: 'Mai' }, 'unchanged');

    for (const [body, status, why] of [
      [{ name: 'Nobody' }, 422, 'neither phone nor e-mail'],
      [{ phone: '12' }, 422, 'not a phone'],
      [{ email: 'not an address' }, 422, 'not an address'],
      [{ phone: '0901111222', email: 'an@example.vn' }, 409, 'two people'],
      [{ phone: '0901111223', memberCode: 'TV-01' }, 409, 'the member code of another'],
      [{ phone: '0901111223', rank: 'king' }, 422, 'an unknown field'],
      [{ phone: '0901111223', name: 'a\u0000b' }, 422, 'a control character'],
      [{ phone: '0901111223', birthDate: '1990-02-30' }, 422, 'no such day'],
    ] as const) {
      t.equal((await shop.ask('POST', '/customers', body)).status, status, why);
    }
    t.equal((await shop.ask('GET', '/customers?search=0901111223')).body.items.length, 0, 'and nothing was made');
  });

  t.test(
    'an edit is the latest word, dated and with its author; the number before still finds the customer',
    async (t) => {
      const id = await idOf(shop, '0987654321');
      const edited = await shop.ask('PATCH', `/customers/${id}`, {
        name: 'Lê Thị Đào',
        phone: '0987 654 322',
        email: 'dao@example.vn',
        gender: 'female',
        note: 'Thích hoa',
      });
      t.equal(edited.status, 200);
      t.match(edited.body, {
        id,
        name: 'Lê Thị Đào',
        phone: '+84987654322',
        email: 'dao@example.vn',
        gender: 'female',
        note: 'Thích hoa',
      });
      t.equal(await idOf(shop, '0987654321'), id);
      t.equal(await idOf(shop, '0987654322'), id);
      const { body } = await shop.ask('GET', `/customers/${id}/changes`);
      const change = body.items.find(
        (item: { field: string; value: unknown }) => item.field === 'name' && item.value === 'Lê Thị Đào',
      );
      t.match(change, { at: new Date(NOW).toISOString(), cause: { kind: 'api', id: /^key / } });

      await shop.send('customer.saved', member({ phone: '0987654321', name: 'Le Dao', at: '2026-11-21T00:00:00Z' }));
      t.match(
        (await shop.ask('GET', `/customers/${id}`)).body,
        { name: 'Lê Thị Đào' },
        'older news from the host does not undo it',
      );
      t.match(
        (await shop.ask('PATCH', `/customers/${id}`, { note: null })).body,
        { note: null, name: 'Lê Thị Đào' },
        'null takes away, the rest stays',
      );
      t.equal(
        (await shop.ask('PATCH', `/customers/${id}`, { phone: '0912345672' })).status,
        409,
        'the phone of another',
      );
      t.equal((await shop.ask('PATCH', `/customers/${id}`, { stats: {} })).status, 422, 'an unknown field');
    },
  );

  t.test('a member code given by an edit attaches the orders that wait for it', async (t) => {
    await shop.send('invoice.saved', invoice({ id: 'W1', amount: 50_000, memberCode: 'NEW-1' }));
    const id = await idOf(shop, '0351234567');
    const edited = await shop.ask('PATCH', `/customers/${id}`, { memberCode: 'new-1' });
    t.match(edited.body.stats, { orders: 1, spentMinor: 50_000 });
  });

  t.test('tags of staff come and go; those of a host stay with the host', async (t) => {
    const id = await idOf(shop, '0912345671');
    t.same((await shop.ask('PUT', `/customers/${id}/tags`, { tags: ['Thân thiết', 'Báo'] })).body.tags.sort(), [
      'Báo',
      'Thân thiết',
      'VIP',
    ]);
    t.same(
      (await shop.ask('PUT', `/customers/${id}/tags`, { tags: ['than THIET'] })).body.tags.length,
      3,
      'accents and case do not make another tag',
    );
    t.same(
      (await shop.ask('DELETE', `/customers/${id}/tags?tag=${encodeURIComponent('thân thiết')}&tag=bao`)).body.tags,
      ['VIP'],
    );
    t.equal((await shop.ask('DELETE', `/customers/${id}/tags?tag=VIP`)).status, 409, 'a tag of the till');
    t.equal((await shop.ask('DELETE', `/customers/${id}/tags`)).status, 422, 'which one?');
    t.equal(
      (await shop.ask('PUT', `/customers/${id}/tags`, { tags: ['!'] })).status,
      422,
      'a tag holds a letter or digit',
    );
  });

  t.test('the id of a merged customer leads to the one who was kept', async (t) => {
    const one = (await shop.ask('POST', '/customers', { phone: '0903000001', name: 'Hai' })).body.id;
    const other = (await shop.ask('POST', '/customers', { email: 'hai@example.vn' })).body.id;
    await shop.send(
      'customer.saved',
      member({ phone: '0903000001', email: 'hai@example.vn', at: '2026-11-22T04:00:00Z' }),
    );
    const answers = await Promise.all([one, other].map((id) => shop.ask('GET', `/customers/${id}`)));
    t.same(
      answers.map((answer) => answer.body.id),
      Array(2).fill(answers[0]!.body.id),
      'one customer',
    );
    t.equal(answers.filter((answer) => answer.body.mergedFrom !== null).length, 1, 'one of the ids is an old one');
    t.equal(
      (await shop.ask('PATCH', `/customers/${[one, other].find((id) => id !== answers[0]!.body.id)}`, { name: 'Hải' }))
        .body.name,
      'Hải',
      'which can be used for writing too',
    );
  });

  t.test('an export holds everything; an erasure leaves figures that name nobody', async (t) => {
    const id = await idOf(shop, '0912345671');
    const exported = await shop.ask('GET', `/customers/${id}/export`);
    t.match(exported.body, { profile: { name: 'Nguyễn Văn An' }, orders: { length: 3 } });
    t.ok(exported.body.changes.length > 0);
    const erased = await shop.ask('POST', `/customers/${id}/erase`);
    t.match(erased.body, {
      id,
      name: null,
      phone: null,
      email: null,
      tags: [],
      identities: [],
      stats: { orders: 2, spentMinor: 500_000 },
      erasedAt: new Date(NOW).toISOString(),
    });
    t.equal((await shop.ask('POST', `/customers/${id}/erase`)).status, 200, 'twice is once');
    t.equal((await shop.ask('PATCH', `/customers/${id}`, { name: 'Again' })).status, 409);
    t.equal((await shop.ask('GET', '/customers?search=0912345671')).body.items.length, 0);
    const everything = JSON.stringify([
      (await shop.ask('GET', `/customers/${id}/orders`)).body,
      (await shop.ask('GET', `/customers/${id}/changes`)).body,
    ]);
    t.notMatch(everything, /Văn An|345671|an@example/, 'nowhere any more');
    const requests = (await shop.ask('GET', '/privacy-requests')).body.items;
    t.same(
      requests.map((request: { kind: string; customers: string[] }) => [request.kind, request.customers]),
      [
        ['erase', [id]],
        ['export', [id]],
      ].sort(() => (requests[0].kind === 'erase' ? 1 : -1)),
    );
    t.match((await shop.ask('GET', `/privacy-requests/${requests[0].id}`)).body, { export: null, state: 'done' });
    const acts = (await shop.ask('GET', '/audit')).body.items.map((entry: { action: string }) => entry.action);
    t.ok(acts.includes('customer.erased') && acts.includes('customer.exported'));
  });

  const report = await server.house.verify(shop.shop);
  t.same(report.differences, [], 'after all of this, what is derived is right');
});

t.test('orders', async (t) => {
  const { shop } = await opened(t);
  await shop.send(
    'invoice.saved',
    invoice({ id: 'HD/1 a', phone: '0912345671', at: '2026-11-10T03:00:00Z', status: 'open' }),
    invoice({ id: 'HD/1 a', phone: '0912345671', at: '2026-11-10T03:10:00Z', amount: 250_000 }),
    invoice({ id: 'HD2', phone: '0912345672', at: '2026-11-12T03:00:00Z' }),
    invoice({ id: 'HD3', memberCode: 'nobody', at: '2026-11-14T03:00:00Z' }),
    invoice({ id: 'HD4', phone: '0912345672', at: '2026-11-16T03:00:00Z', status: 'cancelled' }),
  );
  const list = async (query: string) =>
    (await shop.ask('GET', `/orders?${query}`)).body.items.map((order: { hostId: string }) => order.hostId);

  t.test('are listed newest first and by every filter', async (t) => {
    t.same(await list(''), ['HD4', 'HD3', 'HD2', 'HD/1 a']);
    t.same(await list(`hostId=${encodeURIComponent('HD/1 a')}`), ['HD/1 a']);
    t.same(await list(`hostId=HD2&connection=${shop.installation}`), ['HD2']);
    t.same(await list('hostId=HD2&connection=none'), []);
    t.same(await list('counts=true'), ['HD3', 'HD2', 'HD/1 a']);
    t.same(await list('counts=false'), ['HD4']);
    t.same(
      await list('from=2026-11-12T10:00:00%2B07:00&to=2026-11-16T03:00:00Z'),
      ['HD3', 'HD2'],
      'from is included, to is not',
    );
    t.same(await list(`customer=${await idOf(shop, '0912345672')}`), ['HD4', 'HD2']);
    t.same(await list('unresolved=true'), []);
    t.equal((await shop.ask('GET', '/orders?from=2026-11-12')).status, 422, 'a day without a zone is no instant');
    t.equal((await shop.ask('GET', '/orders?customer=000000000000')).status, 404);
    const first = await shop.ask('GET', '/orders?limit=3');
    t.same(await list(`limit=3&cursor=${first.body.nextCursor}`), ['HD/1 a'], 'and in pages');
  });

  t.test('one order is shown with what the host said before', async (t) => {
    const { status, body } = await shop.ask('GET', `/orders/${encodeURIComponent(`${shop.installation}.HD/1 a`)}`);
    t.equal(status, 200);
    t.match(body, {
      id: `${shop.installation}.HD/1 a`,
      counts: true,
      spentMinor: 250_000,
      content: {
        number: 'HD/1 a',
        payment: 'paid',
        totalMinor: 250_000,
        currency: 'VND',
        placedAt: '2026-11-10T03:10:00.000Z',
        buyer: { phone: '0912345671' },
        lines: [{ productId: 'P1', amountMinor: 250_000 }],
      },
      versions: [{ at: '2026-11-10T03:00:00.000Z', content: { payment: 'unpaid', totalMinor: 100_000 } }],
    });
    for (const id of ['HD2', 'none.HD2', '.', `${shop.installation}.`])
      t.equal((await shop.ask('GET', `/orders/${encodeURIComponent(id)}`)).status, 404, id);
  });
});

t.test('segments', async (t) => {
  const { server, shop } = await opened(t, { now: runningClock() });
  await shop.send(
    'customer.saved',
    ...[1, 2, 3, 4, 5].map((n) =>
      member({ phone: `091234567${n}`, name: `Khách ${n}`, tags: n % 2 === 0 ? ['VIP'] : ['Mới'] }),
    ),
  );
  await shop.send(
    'invoice.saved',
    ...[1, 2, 3].map((n) =>
      invoice({ id: `A${n}`, amount: n * 1_000_000, phone: `091234567${n}`, product: n === 3 ? 'P9' : 'P1' }),
    ),
  );
  await shop.send('product.saved', {
    id: 'P9',
    updatedAt: '2026-11-01T00:00:00Z',
    name: 'Trà sen',
    categories: [{ id: 'C1', name: 'Trà' }],
  });
  const rich = {
    include: [{ all: [{ kind: 'total_spent', op: 'gte', value: 1_000_000 }] }],
    exclude: [{ all: [{ kind: 'has_tag', tags: ['VIP'] }] }],
  };

  t.test('every condition is listed with its schema, form and words', async (t) => {
    const { body } = await shop.ask('GET', '/segments/conditions');
    t.ok(body.items.length >= 16);
    t.match(
      body.items.find((entry: { kind: string }) => entry.kind === 'has_tag'),
      {
        schema: { properties: { kind: { const: 'has_tag' } } },
        form: { group: 'profile' },
        docs: { vi: String, en: String },
      },
    );
  });

  t.test('a preview counts, shows members and says the definition in both languages', async (t) => {
    for (const mode of ['estimate', 'exact']) {
      const { status, body } = await shop.ask('POST', '/segments/preview', { definition: rich, mode });
      t.equal(status, 200);
      t.match(
        body,
        {
          mode: 'exact',
          count: 2,
          interval: null,
          customers: 5,
          asOf: /^2026-11-22T05:00/,
          sentence: { vi: /VIP/, en: /Customers who .*VIP/ },
        },
        'a small shop is counted exactly',
      );
      t.same(names({ status, body: { items: body.sample } }).sort(), ['Khách 1', 'Khách 3']);
    }
    const bought = {
      include: [
        {
          all: [
            {
              kind: 'product_bought',
              mode: 'any',
              products: [`${shop.installation}:P9`],
              period: { type: 'last_n_days', n: 90 },
            },
          ],
        },
      ],
    };
    const named = await shop.ask('POST', '/segments/preview', { definition: bought });
    if (named.status === 200) t.match(named.body.sentence.en, /Trà sen/, 'products have their names');
    else t.equal(named.body.details.path.startsWith('include[0]'), true, named.body.message);
  });

  t.test('an invalid definition is refused with its code and path', async (t) => {
    for (const [definition, code, path] of [
      [{}, 'segment_empty', ''],
      [{ include: [{ all: [] }] }, 'segment_empty', 'include[0].all'],
      [{ include: [{ all: [{ kind: 'total_spent', op: 'gte', value: -1 }] }] }, 'invalid', 'include[0].all[0].value'],
      [{ include: [{ all: [{ kind: 'no_such' }] }] }, 'invalid', 'include[0].all[0].kind'],
      [{ include: 3 }, 'invalid', 'include'],
      ['x', 'invalid', ''],
      [{ include: Array.from({ length: 101 }, () => rich.include[0]) }, 'segment_too_complex', 'include'],
    ] as const) {
      const { status, body } = await shop.ask('POST', '/segments/preview', { definition });
      t.equal(status, 422);
      t.match(body, { code, details: { path } }, JSON.stringify(definition).slice(0, 60));
    }
    t.equal((await shop.ask('POST', '/segments/preview', {})).status, 422, 'none at all');
  });

  t.test('a preview stands at any instant, past or to come', async (t) => {
    const asOf = async (text: string) =>
      (await shop.ask('POST', '/segments/preview', { definition: rich, asOf: text })).body;
    t.match(await asOf('2026-11-21T17:00:00Z'), { count: 2 }, 'the first instant of the day in Vietnam');
    t.match(await asOf('2020-01-01T00:00:00Z'), { count: 0, customers: 0 }, 'nobody was there yet');
    t.match(await asOf('2027-01-01T00:00:00Z'), { count: 2 }, 'later is asked too');
    t.match(await asOf('2026-11-22'), { code: 'invalid' }, 'a day is no instant');
  });

  t.test('a saved segment is built, kept right by events, versioned, and archived', async (t) => {
    const created = await shop.ask('POST', '/segments', {
      name: 'Khách lớn',
      description: 'Đã mua nhiều',
      definition: rich,
    });
    t.equal(created.status, 201);
    t.match(created.body, { name: 'Khách lớn', version: 1, shownVersion: 0, size: null, createdBy: /^key / });
    const { id } = created.body;
    const ready = await whenReady(shop, id);
    t.match(ready.body, { state: 'ready', shownVersion: 1, size: 2, progress: 1, error: null });
    t.same(
      (await shop.ask('POST', '/segments', { name: 'KHACH LON', definition: rich })).body.code,
      'name_taken',
      'accents and case do not make another name',
    );

    const pages: string[] = [];
    const first = await shop.ask('GET', `/segments/${id}/members?limit=1`);
    const second = await shop.ask('GET', `/segments/${id}/members?limit=1&cursor=${first.body.nextCursor}`);
    pages.push(...names(first), ...names(second));
    t.same(pages.sort(), ['Khách 1', 'Khách 3']);
    t.equal(second.body.nextCursor, null);
    t.same(names(await shop.ask('GET', `/segments/${id}/members?search=khach%203`)), ['Khách 3']);
    t.same(
      names(await shop.ask('GET', `/customers?segment=${id}`)).sort(),
      ['Khách 1', 'Khách 3'],
      'the list of customers filters by it',
    );
    t.same(
      (await shop.ask('GET', `/customers/${await idOf(shop, 'Khách 3')}`)).body.segments,
      [id],
      'and a customer knows theirs',
    );

    await shop.ask('PUT', `/customers/${await idOf(shop, 'Khách 3')}/tags`, { tags: ['vip'] });
    t.same(names(await shop.ask('GET', `/segments/${id}/members`)), ['Khách 1'], 'an edit moves its customer at once');
    await shop.send('invoice.saved', invoice({ id: 'A5', amount: 5_000_000, phone: '0912345675' }));
    t.same(
      names(await shop.ask('GET', `/segments/${id}/members`)).sort(),
      ['Khách 1', 'Khách 5'],
      'and so does an order',
    );
    const events = (await shop.ask('GET', `/segments/${id}/events?limit=2`)).body;
    t.same(events.items.map((event: { kind: string }) => event.kind).sort(), ['entered', 'left']);
    t.equal(
      (await shop.ask('GET', `/segments/${id}/events?limit=2&cursor=${events.nextCursor}`)).body.items.length,
      2,
      'the two of the build before',
    );

    const changed = await shop.ask('PATCH', `/segments/${id}`, {
      name: 'Khách rất lớn',
      definition: { include: [{ all: [{ kind: 'total_spent', op: 'gte', value: 5_000_000 }] }] },
    });
    t.match(changed.body, { name: 'Khách rất lớn', version: 2, shownVersion: 1 });
    t.match((await whenReady(shop, id)).body, { shownVersion: 2, size: 1 });
    t.same(
      (await shop.ask('GET', `/segments/${id}/versions`)).body.items.map(
        (version: { version: number }) => version.version,
      ),
      [2, 1],
    );
    t.equal((await shop.ask('POST', `/segments/${id}/rebuild`)).status, 202);
    t.match((await whenReady(shop, id)).body, { shownVersion: 2, size: 1 });

    t.same(
      (await shop.ask('GET', '/segments?search=rat')).body.items.map((segment: { id: string }) => segment.id),
      [id],
    );
    t.match((await shop.ask('DELETE', `/segments/${id}`)).body, { state: 'archived', size: null });
    t.same((await shop.ask('GET', '/segments')).body.items, []);
    t.equal((await shop.ask('GET', '/segments?archived=true')).body.items.length, 1);
    t.equal((await shop.ask('PATCH', `/segments/${id}`, { name: 'x' })).status, 409);
    t.equal((await shop.ask('POST', `/segments/${id}/rebuild`)).status, 409);
    t.same((await shop.ask('GET', `/customers/${await idOf(shop, 'Khách 5')}`)).body.segments, []);
    t.equal(
      (await shop.ask('POST', '/segments', { name: 'Khách rất lớn', definition: rich })).status,
      201,
      'its name is free again',
    );
    t.equal((await shop.ask('GET', '/segments/nothing')).status, 404);
  });

  t.test('a preview stops when its client goes away', async (t) => {
    await server.app.listen({ port: 0, host: '127.0.0.1' });
    const address = server.app.server.address() as { port: number };
    const { authorization } = await server.authorise(shop.shop);
    const prototype = Object.getPrototypeOf(shop.scope.customers) as { aggregate: (...given: any[]) => unknown };
    const { aggregate } = prototype;
    t.teardown(() => {
      prototype.aggregate = aggregate;
    });
    // The query itself, made slow in the database: a second for each of the five customers.
    const slow = {
      $match: { $expr: { $function: { body: 'function() { sleep(1000); return true; }', args: [], lang: 'js' } } },
    };
    const begun = new Promise<AbortSignal>((resolve) => {
      prototype.aggregate = function aggregateSlowly(pipeline: object[], options: { signal?: AbortSignal }) {
        if (options.signal) resolve(options.signal);
        return aggregate.call(this, [slow, ...pipeline], options);
      };
    });
    const leaving = new AbortController();
    const asked = fetch(`http://127.0.0.1:${address.port}/api/v1/segments/preview`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json' },
      body: JSON.stringify({ definition: rich, mode: 'exact' }),
      signal: leaving.signal,
    });
    const signal = await begun;
    leaving.abort();
    await t.rejects(asked);
    if (!signal.aborted)
      await Promise.race([once(signal, 'abort'), new Promise((resolve) => setTimeout(resolve, 4000))]);
    t.equal(signal.aborted, true, 'the query is told to stop');
    const running = () =>
      server.house.store.client
        .db('admin')
        .aggregate([
          { $currentOp: {} },
          {
            $match: {
              ns: new RegExp(`^${server.house.store.db.databaseName}\\.customers`),
              'command.aggregate': 'customers',
            },
          },
        ])
        .toArray();
    for (let left = 100; left > 0 && (await running()).length > 0; left--)
      await new Promise((resolve) => setTimeout(resolve, 30));
    t.same(await running(), [], 'and the database has stopped');
  });
});

async function whenReady(shop: Till, id: string): Promise<Answer> {
  for (;;) {
    const found = await shop.ask('GET', `/segments/${id}`);
    if (found.body.state === 'ready' || found.body.state === 'failed') return found;
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}

t.test('deliveries', async (t) => {
  const { server, shop } = await opened(t);
  await shop.send(
    'invoice.saved',
    invoice({ id: 'A1', phone: '0912345671' }),
    invoice({ id: 'D1', phone: '0912345672', currency: 'USD' }),
    { id: 'X', customer: { name: 'Nguyễn Thị Bí Mật', phone: '0912345699' } },
  );
  await shop.send('something.else', { any: 'thing' });

  t.test('are listed by state, with the reason and what to do', async (t) => {
    const all = (await shop.ask('GET', '/deliveries')).body;
    t.equal(all.items.length, 4);
    const parked = (await shop.ask('GET', '/deliveries?state=parked')).body.items;
    t.same(parked.map((delivery: { parked: { reason: string } }) => delivery.parked.reason).sort(), [
      'currency_unknown',
      'unreadable',
    ]);
    t.match(parked[0].parked, { advice: String, detail: String });
    t.equal((await shop.ask('GET', '/deliveries?topic=something.else')).body.items[0].state, 'ignored');
    t.equal((await shop.ask('GET', '/deliveries?platform=shopify')).body.items.length, 0);
    t.equal(
      (await shop.ask('GET', `/deliveries?connection=${shop.installation}&entity=invoice:A1`)).body.items.length +
        (await shop.ask('GET', `/deliveries?connection=${shop.installation}&entity=order:A1`)).body.items.length,
      1,
    );
    t.equal((await shop.ask('GET', '/deliveries?entity=order:A1')).status, 400, 'which connection?');
    const seen = new Set<string>();
    let cursor = '';
    do {
      const page = (await shop.ask('GET', `/deliveries?limit=1${cursor}`)).body;
      for (const delivery of page.items) seen.add(delivery.id);
      cursor = page.nextCursor === null ? '' : `&cursor=${page.nextCursor}`;
    } while (cursor !== '');
    t.equal(seen.size, 4, 'pages hold each once, of one millisecond too');
  });

  t.test('are summed up', async (t) => {
    t.match((await shop.ask('GET', '/deliveries/summary')).body, {
      pending: 0,
      parked: 2,
      doneLastDay: 1,
      ignoredLastDay: 1,
      oldestPendingAt: null,
      oldestPendingAgeSeconds: null,
      byPlatform: [{ platform: 'pos', parked: 2, doneLastDay: 1 }],
      parkedByReason: [
        { reason: 'currency_unknown', count: 1, advice: /exchange rate/ },
        { reason: 'unreadable', count: 1 },
      ],
    });
  });

  t.test('show a body without who is in it, unless a key may know', async (t) => {
    const [unreadable] = (await shop.ask('GET', '/deliveries?state=parked')).body.items.filter(
      (delivery: { parked: { reason: string } }) => delivery.parked.reason === 'unreadable',
    );
    const masked = (await shop.ask('GET', `/deliveries/${unreadable.id}`)).body;
    t.equal(masked.bodyMasked, true);
    t.notMatch(masked.body, /Bí Mật|345699/);
    t.match(masked.body, /"id": "X"|"id": "•••"/, 'its structure stays');
    t.match(masked.headers, { 'x-tessera-topic': 'invoice.saved' });
    const plain = (await shop.ask('GET', `/deliveries/${unreadable.id}?personal=true`)).body;
    t.match(plain, { bodyMasked: false, body: /Bí Mật/ });
    const { authorization } = await server.authorise(shop.shop, 'deliveries:read');
    t.equal(
      (await shop.ask('GET', `/deliveries/${unreadable.id}?personal=true`, undefined, { authorization })).status,
      403,
    );
    t.equal((await shop.ask('GET', `/deliveries/${unreadable.id}`, undefined, { authorization })).status, 200);
    t.ok(
      (await shop.ask('GET', '/audit')).body.items.some(
        (entry: { action: string }) => entry.action === 'delivery.read',
      ),
      'and who looked is written down',
    );
    for (const id of ['x', 'x.y', '../x'])
      t.equal((await shop.ask('GET', `/deliveries/${encodeURIComponent(id)}`)).status, 404);
  });

  t.test('are applied again when what was missing is there', async (t) => {
    const [dollars] = (await shop.ask('GET', '/deliveries?state=parked')).body.items.filter(
      (delivery: { parked: { reason: string } }) => delivery.parked.reason === 'currency_unknown',
    );
    t.equal((await shop.ask('PATCH', '/settings', { exchangeRates: { USD: '25400' } })).status, 200);
    t.match(await shop.ask('POST', `/deliveries/${dollars.id}/replay`), { status: 202, body: { replayed: 1 } });
    await server.house.settled();
    t.match((await shop.ask('GET', `/deliveries/${dollars.id}`)).body, { state: 'done', parked: null });
    t.match((await shop.ask('GET', '/orders?hostId=D1')).body.items[0], { counts: true, spentMinor: 100_000 * 25_400 });
    t.equal((await shop.ask('POST', `/deliveries/${dollars.id}/replay`)).status, 409, 'it is not parked any more');
    t.match(await shop.ask('POST', '/deliveries/replay', { reason: 'failed' }), { status: 202, body: { replayed: 0 } });
    t.match(await shop.ask('POST', '/deliveries/replay'), { status: 202, body: { replayed: 1 } }, 'all of them');
    await server.house.settled();
    t.equal(
      (await shop.ask('GET', '/deliveries?state=parked')).body.items.length,
      1,
      'what cannot be read is parked again',
    );
  });
});

t.test('an undated deletion is resolved by a person, for all deliveries that ask it', async (t) => {
  const { server } = await opened(t);
  for (const outcome of ['deleted', 'kept'] as const) {
    const { shop, ask } = await wooShop(server, `${outcome}.example.vn`);
    const before = (await ask('GET', '/deliveries?state=parked')).body.items;
    t.ok(
      before.length >= 1 &&
        before.every((delivery: { parked: { reason: string } }) => delivery.parked.reason === 'deletion_undated'),
    );
    t.match((await ask('GET', '/orders?unresolved=true')).body.items, [
      { hostId: '54', counts: true, unresolvedDelivery: String },
    ]);
    const answered = await ask('POST', `/deliveries/${before[0].id}/resolve`, { outcome });
    t.match(answered, { status: 200, body: { state: 'done', note: new RegExp(`resolved as ${outcome}`) } });
    t.match((await ask('GET', '/orders?hostId=54')).body.items[0], {
      counts: outcome === 'kept',
      deleted: outcome === 'deleted',
      unresolvedDelivery: null,
    });
    t.same((await ask('GET', '/orders?unresolved=true')).body.items, []);
    t.same((await ask('GET', '/deliveries?state=parked')).body.items, []);
    t.equal((await ask('POST', `/deliveries/${before[0].id}/resolve`, { outcome })).status, 409, 'once');
    t.same((await server.house.verify(shop)).differences, []);
  }
});

/** A web store whose order 54 was restored, and then deleted twice by messages without a time. */
async function wooShop(server: TestApp, domain: string) {
  const shop = await till(server, domain);
  await askAboutDeletion(server, shop, `https://${domain}`);
  return { shop: shop.shop, ask: shop.ask };
}

t.test('settings', async (t) => {
  const { server, shop } = await opened(t, { now: Date.now });
  await shop.send('customer.saved', member({ phone: '0912345671', name: 'An' }));
  await shop.send(
    'invoice.saved',
    ...[1, 2, 3].map((n) =>
      invoice({ id: `A${n}`, amount: 100_000, tax: 10_000, phone: '0912345671', at: `2026-11-1${n}T20:00:00Z` }),
    ),
    invoice({ id: 'N1', tax: 7_000, memberCode: 'none' }),
  );
  const saved = await shop.ask('POST', '/segments', {
    name: 'Trên 320',
    definition: { include: [{ all: [{ kind: 'total_spent', op: 'gte', value: 320_000 }] }] },
  });
  await whenReady(shop, saved.body.id);

  t.test('are shown and changed field by field', async (t) => {
    t.match((await shop.ask('GET', '/settings')).body, {
      name: 'till.example.vn',
      currency: 'VND',
      timeZone: 'Asia/Ho_Chi_Minh',
      countryCode: 'VN',
      spend: { includeTax: false, includeShipping: false },
      exchangeRates: {},
      sharedContacts: [],
    });
    t.match(
      (
        await shop.ask('PATCH', '/settings', {
          name: 'Trà sữa An',
          sharedContacts: ['0900 000 001', 'SHOP@example.vn'],
        })
      ).body,
      { name: 'Trà sữa An', sharedContacts: ['+84900000001', 'shop@example.vn'] },
    );
    t.match((await shop.ask('GET', '/settings')).body, { name: 'Trà sữa An', timeZone: 'Asia/Ho_Chi_Minh' });
    t.match((await shop.ask('GET', '/settings/rebuild')).body, { state: 'none' }, 'no figure depends on these');
    for (const body of [
      { timeZone: '+07:00' },
      { timeZone: 'Mars/Base' },
      { exchangeRates: { USD: '0' } },
      { exchangeRates: { dollars: '1' } },
      { sharedContacts: ['nobody'] },
      { currency: 'USD' },
      { name: ' ' },
    ]) {
      t.equal((await shop.ask('PATCH', '/settings', body)).status, 422, JSON.stringify(body));
    }
  });

  t.test('another meaning of spend computes every figure and membership again', async (t) => {
    t.same(names(await shop.ask('GET', `/segments/${saved.body.id}/members`)), []);
    t.match((await shop.ask('PATCH', '/settings', { spend: { includeTax: true } })).body, {
      spend: { includeTax: true, includeShipping: false },
    });
    await rebuilt(shop);
    t.match((await shop.ask('GET', `/customers/${await idOf(shop, 'An')}`)).body.stats, {
      orders: 3,
      spentMinor: 330_000,
    });
    t.match(
      (await shop.ask('GET', '/orders?hostId=N1')).body.items[0],
      { spentMinor: 107_000 },
      'of orders that are nobody’s too',
    );
    t.same(names(await shop.ask('GET', `/segments/${saved.body.id}/members`)), ['An']);
    t.same((await server.house.verify(shop.shop)).differences, []);
  });

  t.test('another time zone moves days', async (t) => {
    const day = async () => (await shop.scope.customers.findOne({ name: 'An' }))?.stats.lastDay;
    const before = (await day()) as number;
    await shop.ask('PATCH', '/settings', { timeZone: 'America/New_York' });
    await rebuilt(shop);
    t.equal(await day(), before - 1, '03:00 on the 14th in Vietnam is the 13th in New York');
    t.same((await server.house.verify(shop.shop)).differences, []);
    const acts = (await shop.ask('GET', '/audit')).body.items.filter(
      (entry: { action: string }) => entry.action === 'settings.changed',
    );
    t.same(
      acts.map((entry: { details: { fields: string[] } }) => entry.details.fields),
      [['timeZone'], ['spend'], ['name', 'sharedContacts']],
    );
  });
});

async function rebuilt(shop: Till): Promise<void> {
  for (;;) {
    const { body } = await shop.ask('GET', '/settings/rebuild');
    if (body.state === 'done') break;
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}

t.test('connections', async (t) => {
  const { shop } = await opened(t);
  await shop.send('invoice.saved', invoice({ id: 'A1' }), { id: 'broken' });
  t.match((await shop.ask('GET', '/connections')).body.items, [
    {
      id: shop.installation,
      platform: 'pos',
      domain: 'till.example.vn',
      state: 'active',
      webhookUrl: `http://localhost:3000/webhooks/pos/${shop.installation}`,
      health: { lastDeliveryAt: new Date(NOW).toISOString(), parked: 1, pending: 0 },
    },
  ]);
  const created = await shop.ask('POST', '/connections', {
    platform: 'woocommerce',
    domain: 'https://Shop.example.vn/',
  });
  t.equal(created.status, 201);
  t.match(created.body, {
    platform: 'woocommerce',
    domain: 'shop.example.vn',
    secret: /^.{40,}$/,
    webhookUrl: new RegExp(`/webhooks/woocommerce/${created.body.id}$`),
  });
  t.match((await shop.ask('POST', '/connections', { platform: 'woocommerce', domain: 'shop.example.vn' })).body, {
    code: 'name_taken',
  });
  const rotated = await shop.ask('POST', `/connections/${created.body.id}/rotate`);
  t.equal(rotated.status, 200);
  t.not(rotated.body.secret, created.body.secret);
  t.equal((await shop.ask('POST', '/connections/none/rotate')).status, 404);
  const list = await shop.ask('GET', '/connections');
  t.equal(list.body.items.length, 2);
  t.notMatch(JSON.stringify(list.body), new RegExp(rotated.body.secret), 'a secret is shown once');
  t.notMatch(JSON.stringify((await shop.ask('GET', '/audit')).body), new RegExp(rotated.body.secret));
});

t.test('API keys', async (t) => {
  const { shop, server } = await opened(t);
  const made = await shop.ask('POST', '/api-keys', { name: 'Till 1', scopes: ['customers:read'] });
  t.equal(made.status, 201);
  const authorization = `Bearer ${made.body.key}`;
  t.equal((await shop.ask('GET', '/customers', undefined, { authorization })).status, 200);
  t.equal((await shop.ask('GET', '/orders', undefined, { authorization })).status, 403);
  t.notMatch(JSON.stringify((await shop.ask('GET', '/api-keys')).body), new RegExp(made.body.key));
  const lesser = await server.authorise(shop.shop, 'keys:write');
  t.equal(
    (await shop.ask('POST', '/api-keys', { name: 'x', scopes: ['customers:read'] }, lesser)).status,
    403,
    'nobody gives what they do not have',
  );
  t.equal((await shop.ask('DELETE', `/api-keys/${made.body.id}`)).status, 204);
  t.equal((await shop.ask('DELETE', '/api-keys/none')).status, 404);
  t.match(
    (await shop.ask('GET', '/api-keys')).body.items.find((key: { id: string }) => key.id === made.body.id),
    { revokedAt: String, name: 'Till 1' },
  );
});

t.test('the API document has every address, with summaries and answers', async (t) => {
  const { server } = await opened(t);
  const document = (await server.app.inject({ url: '/api/v1/openapi.json' })).json();
  const operations = Object.entries<Record<string, any>>(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ name: `${method} ${path}`, operation })),
  );
  t.ok(operations.length >= 40, `${operations.length} operations`);
  for (const { name, operation } of operations) {
    t.ok(operation.summary && operation.tags?.length === 1 && operation.security, `${name} says what it is`);
    t.ok(
      Object.keys(operation.responses).some((status) => status.startsWith('2')),
      `${name} says what it answers`,
    );
  }
  for (const name of ['Customer', 'Order', 'Segment', 'Delivery', 'Settings', 'ApiError', 'Preview'])
    t.ok(document.components.schemas[name], name);
});

t.test('the pages of the server', async (t) => {
  const { server } = await opened(t);
  for (const [url, type, content] of [
    ['/', 'text/html; charset=utf-8', /Tessera is running[\s\S]*\/app[\s\S]*\/api\/v1\/docs/],
    ['/pages/pages.css', 'text/css; charset=utf-8', /body/],
  ] as const) {
    const answer = await server.app.inject({ url });
    t.equal(answer.statusCode, 200, url);
    t.equal(answer.headers['content-type'], type);
    t.match(answer.body, content);
    t.match(answer.headers['content-security-policy'], /^default-src 'none'; style-src 'self';/);
    t.notMatch(answer.headers['content-security-policy'], /unsafe|https?:/);
    // What the policy forbids would silently not work: other people's files, scripts and styles inside the page.
    t.notMatch(
      answer.body,
      /(src|href)="(https?:)?\/\/|<script(?![^>]*src=)|<style|\sstyle=|\son\w+=|@import|url\(/,
      `${url} needs nothing that its policy forbids`,
    );
  }
});
