import t from 'tap';
import { testApp } from '../support/app.ts';
import { invoice, member, type Till, till } from '../support/till.ts';

/** Before a change is saved: who enters and leaves and why, and what it costs. */

const NOW = Date.UTC(2026, 10, 22, 5);
const spent = (value: number) => ({ kind: 'total_spent', op: 'gte', value });
const tagged = (...tags: string[]) => ({ kind: 'has_tag', mode: 'any', tags });
const onlyIf = (...all: object[]) => ({ include: [{ all }] });

async function shopOf(t: Parameters<typeof testApp>[0], config = {}): Promise<Till> {
  const server = await testApp(t, { now: () => NOW, config });
  const shop = await till(server, 'diff');
  const phones = Array.from({ length: 30 }, (_, i) => `09123456${String(i).padStart(2, '0')}`);
  await shop.send(
    'customer.saved',
    ...phones.map((phone, i) => member({ phone, name: `Khách ${i}`, tags: i < 2 ? ['VIP'] : [] })),
  );
  await shop.send('invoice.saved', ...phones.map((phone, i) => invoice({ id: `HD${i}`, phone, amount: i * 10_000 })));
  return shop;
}

t.test(
  'a difference counts exactly who enters and leaves, and names the condition that decides for each',
  async (t) => {
    const shop = await shopOf(t);
    const { ask } = shop;
    const { body: segment } = await ask('POST', '/segments', { name: 'Khách quý', definition: onlyIf(spent(280_000)) });
    const diff = async (definition: object) => (await ask('POST', `/segments/${segment.id}/diff`, { definition })).body;

    const stricter = await diff(onlyIf(spent(290_000)));
    t.match(stricter, { enters: { customers: 0, items: [], nextCursor: null }, leaves: { customers: 1 } });
    t.match(stricter.leaves.items, [
      {
        customer: { name: 'Khách 28' },
        because: [
          {
            change: 'changed',
            path: 'include[0].all[0]',
            sentence: { en: /290,000/ },
            before: { en: /280,000/ },
          },
        ],
      },
    ]);

    const both = await diff({ include: [{ all: [spent(280_000)] }, { all: [tagged('VIP')] }], exclude: [] });
    t.match(both, { enters: { customers: 2 }, leaves: { customers: 0 } });
    t.match(both.enters.items[0].because, [{ change: 'added', path: 'include[1].all[0]' }]);

    const looser = { definition: onlyIf(spent(10_000)) };
    const { enters } = await diff(looser.definition);
    t.equal(enters.customers, 27);
    t.equal(enters.items.length, 20);
    const more = await ask('POST', `/segments/${segment.id}/diff/people`, { ...looser, cursor: enters.nextCursor });
    t.match(more, { status: 200, body: { nextCursor: null, items: { length: 7 } } });
    const names = [...enters.items, ...more.body.items].map(
      ({ customer }: { customer: { id: string } }) => customer.id,
    );
    t.equal(new Set(names).size, 27, 'each once');

    const id = enters.items[0].customer.id;
    await ask('POST', `/segments/${segment.id}/pins`, { customers: [id] });
    t.equal((await diff(looser.definition)).enters.customers, 26, 'who is pinned does not enter');
    t.match((await ask('GET', `/segments/${segment.id}`)).body, { version: 1 }, 'nothing was changed');

    const round = await ask('POST', `/segments/${segment.id}/diff`, {
      definition: onlyIf({ kind: 'in_segment', segments: [segment.id] }),
    });
    t.match(round, { status: 409, body: { code: 'segment_circle' } });
    const { body: list } = await ask('POST', '/segments', { name: 'Khách mời', kind: 'fixed' });
    t.match(await ask('POST', `/segments/${list.id}/diff`, looser), { status: 422, body: { code: 'invalid' } });
    t.equal((await ask('POST', `/segments/${segment.id}/diff/people`, { ...looser, cursor: 'x' })).status, 400);
  },
);

t.test('a preview shows what a definition costs, and why', async (t) => {
  const { ask } = await shopOf(t);
  const period = { type: 'last_n_days', n: 30 };
  const definition = onlyIf(spent(1), { kind: 'spent_in_period', period, op: 'gte', value: 5 });
  const { body } = await ask('POST', '/segments/preview', { definition });
  t.match(body.cost, {
    documents: 30,
    milliseconds: Number,
    isSlow: false,
    why: [{ path: 'include[0].all[1]', reasons: ['facts', 'expression'] }],
  });
  t.ok(body.cost.milliseconds >= 1);
});

t.test('what is slow is saved only by who accepts it', async (t) => {
  const { ask } = await shopOf(t, { segmentSlowMs: 0 });
  const given = { name: 'Khách quý', definition: onlyIf(spent(1)) };
  const refused = await ask('POST', '/segments', given);
  t.match(refused, {
    status: 422,
    body: { code: 'segment_slow', message: /30 customers/, details: { cost: { documents: 30, isSlow: true } } },
  });
  t.same((await ask('GET', '/segments')).body.items, [], 'nothing was saved');
  t.equal((await ask('POST', '/segments/preview', { definition: given.definition })).body.cost.isSlow, true);
  const { status, body: segment } = await ask('POST', '/segments', { ...given, acceptCost: true });
  t.equal(status, 201);
  const path = `/segments/${segment.id}`;
  t.equal(
    (await ask('PATCH', path, { name: 'Khác', definition: given.definition })).status,
    200,
    'what it was is accepted',
  );
  const changed = { definition: onlyIf(spent(2)) };
  t.match(await ask('PATCH', path, changed), { status: 422, body: { code: 'segment_slow' } });
  t.match(await ask('PATCH', path, { ...changed, acceptCost: true }), { status: 200, body: { version: 2 } });
  t.equal((await ask('POST', '/segments', { name: 'Khách mời', kind: 'fixed' })).status, 201, 'a list costs nothing');
});
