import t from 'tap';
import { renewDependants } from '../../src/server/segments/dependants.ts';
import { labelOf } from '../../src/server/segments/live.ts';
import { type TestApp, testApp } from '../support/app.ts';
import { invoice, member, type Till, till } from '../support/till.ts';

/** Segments that name others: members by the definitions of all of them, and what rests on a segment. */

const spent = (value: number) => ({ include: [{ all: [{ kind: 'total_spent', op: 'gte', value }] }] });
const named = (...segments: string[]) => ({ include: [{ all: [{ kind: 'in_segment', segments }] }] });

async function ready({ ask }: Till, ...ids: string[]): Promise<void> {
  for (const id of ids)
    for (let isReady = false; !isReady; await new Promise((resolve) => setTimeout(resolve, 30))) {
      const { body } = await ask('GET', `/segments/${id}`);
      if (body.state === 'failed') throw new Error(body.error);
      isReady = body.state === 'ready' && body.version === body.shownVersion;
    }
}

async function phonesOf({ ask }: Till, id: string): Promise<string[]> {
  const { body } = await ask('GET', `/segments/${id}/members`);
  return body.items.map(({ phone }: { phone: string }) => phone.slice(-1)).sort();
}

async function shopOf(server: TestApp, domain: string): Promise<Till> {
  const shop = await till(server, domain);
  await shop.send(
    'customer.saved',
    ...[1, 2, 3].map((last) => member({ phone: `091234567${last}`, name: `Khách ${last}` })),
  );
  await shop.send(
    'invoice.saved',
    ...[1, 2, 3].map((last) => invoice({ id: `HD${last}`, phone: `091234567${last}`, amount: last * 100_000 })),
  );
  return shop;
}

t.test(
  'members follow from the definition, the pins and the bans of the segment that is named, and change with it',
  async (t) => {
    const server = await testApp(t);
    const shop = await shopOf(server, 'named');
    const { ask } = shop;
    const make = async (name: string, definition: object) =>
      (await ask('POST', '/segments', { name, definition })).body.id as string;
    const vip = await make('Khách quý', spent(200_000));
    const inside = await make('Trong', named(vip));
    const outside = await make('Ngoài', {
      include: [],
      exclude: [{ all: [{ kind: 'in_segment', segments: [inside] }] }],
    });
    await ready(shop, vip, inside, outside);
    t.same(await phonesOf(shop, inside), ['2', '3']);
    t.same(await phonesOf(shop, outside), ['1'], 'over two steps');
    t.match((await ask('GET', `/segments/${inside}`)).body.sentence, {
      vi: 'Khách hàng thuộc phân khúc “Khách quý”',
      en: 'Customers who are in the segment “Khách quý”',
    });

    const people = (await shop.scope.customers.find().toArray()).map(({ phone, _id }) => [
      phone?.slice(-1),
      _id.slice(-12),
    ]);
    const idOf = Object.fromEntries(people) as Record<string, string>;
    t.equal((await ask('POST', `/segments/${vip}/pins`, { customers: [idOf['1']] })).status, 200);
    t.same(
      [await phonesOf(shop, inside), await phonesOf(shop, outside)],
      [['1', '2', '3'], []],
      'a pin is seen at once',
    );
    await ask('DELETE', `/segments/${vip}/pins?customer=${idOf['1']}`);
    await shop.send('invoice.saved', invoice({ id: 'HD9', phone: '0912345671', amount: 100_000 }));
    t.same(await phonesOf(shop, inside), ['1', '2', '3'], 'and so is an event');

    const before = (await ask('GET', `/segments/${outside}`)).body.version;
    const { body: changed } = await ask('PATCH', `/segments/${vip}`, { definition: spent(300_000) });
    t.equal(changed.version, 2);
    await ready(shop, vip, inside, outside);
    t.same([await phonesOf(shop, inside), await phonesOf(shop, outside)], [['3'], ['1', '2']]);
    t.equal((await ask('GET', `/segments/${outside}`)).body.version, before + 1, 'as a new version');
    await ask('PATCH', `/segments/${vip}`, { description: 'x' });
    t.equal(
      (await ask('GET', `/segments/${outside}`)).body.version,
      before + 1,
      'only when the definition has changed',
    );
    t.same((await server.house.verify(shop.shop)).differences, []);
  },
);

t.test('until those that name a changed segment are whole, they are shown and decided as before', async (t) => {
  const server = await testApp(t);
  const shop = await shopOf(server, 'whole');
  const { ask, scope } = shop;
  const { body: vip } = await ask('POST', '/segments', { name: 'Khách quý', definition: spent(200_000) });
  const { body: inside } = await ask('POST', '/segments', { name: 'Trong', definition: named(vip.id) });
  await ready(shop, vip.id, inside.id);
  // As if the builder were busy elsewhere: the definition is changed and its dependant renewed, and nothing is built.
  const key = `${shop.shop}/${vip.id}`;
  const stricter = spent(900_000) as never;
  await scope.segments.updateOne(
    { _id: key },
    { $set: { definition: { ...(stricter as object), exclude: [] } as never } },
  );
  t.same(await renewDependants(scope, key, { by: 'x', now: Date.now() }), [`${shop.shop}/${inside.id}`]);
  server.parts.states.forget(shop.shop);
  t.match((await ask('GET', `/segments/${inside.id}`)).body, { version: 2, shownVersion: 1, state: 'queued' });
  await shop.send('invoice.saved', invoice({ id: 'HD9', phone: '0912345671', amount: 100_000 }));
  t.same(
    await phonesOf(shop, inside.id),
    ['1', '2', '3'],
    'an event decides the shown version by what it was made with',
  );
  t.equal(await scope.customers.count({ memberOf: labelOf(inside.id, 2) }), 0, 'and the next by what is saved now');
  server.parts.builder.requestBuild(shop.shop, `${shop.shop}/${inside.id}`);
  await ready(shop, inside.id);
  t.same(await phonesOf(shop, inside.id), []);
});

t.test('a circle is refused with the way round, and so are what is not there and what is too much', async (t) => {
  const server = await testApp(t);
  const { ask } = await till(server, 'circle');
  const { body: a } = await ask('POST', '/segments', { name: 'A', definition: spent(1) });
  const { body: b } = await ask('POST', '/segments', { name: 'B', definition: named(a.id) });
  const { body: c } = await ask('POST', '/segments', { name: 'C', definition: named(b.id) });
  const refused = await ask('PATCH', `/segments/${a.id}`, { definition: named(c.id) });
  t.match(refused, { status: 409, body: { code: 'segment_circle', message: /A → C → B → A/ } });
  t.same(
    refused.body.details.way.map(({ name }: { name: string }) => name),
    ['A', 'C', 'B', 'A'],
  );
  t.match(await ask('PATCH', `/segments/${a.id}`, { definition: named(a.id) }), {
    status: 409,
    body: { message: /A → A/ },
  });
  t.match(await ask('POST', '/segments', { name: 'D', definition: named('gone') }), {
    status: 422,
    body: { code: 'invalid', message: /gone/ },
  });
  let last = c.id;
  for (const depth of [3, 4, 5, 6, 7, 8])
    last = (await ask('POST', '/segments', { name: `tầng ${depth}`, definition: named(last) })).body.id;
  t.match(await ask('POST', '/segments', { name: 'tầng 9', definition: named(last) }), {
    status: 422,
    body: { code: 'segment_too_complex', message: /8 steps/ },
  });
  const wide = {
    include: [{ all: Array.from({ length: 100 }, () => ({ kind: 'in_segment', segments: [b.id, c.id] })) }],
  };
  t.match(await ask('POST', '/segments', { name: 'rộng', definition: wide }), {
    status: 422,
    body: { code: 'segment_too_complex', message: /500 conditions/ },
  });
  t.equal((await ask('GET', `/segments/${a.id}`)).body.version, 1, 'nothing was changed');
});

t.test('D11 what rests on a segment is shown; it may be archived, and is deleted only when nothing does', async (t) => {
  const server = await testApp(t);
  const shop = await shopOf(server, 'dependants');
  const { ask, scope } = shop;
  const { body: vip } = await ask('POST', '/segments', { name: 'Khách quý', definition: spent(200_000) });
  const { body: near } = await ask('POST', '/segments', { name: 'Gần', definition: named(vip.id) });
  const { body: far } = await ask('POST', '/segments', { name: 'Xa', definition: named(near.id) });
  await ready(shop, vip.id, near.id, far.id);
  t.same((await ask('GET', `/segments/${vip.id}/dependants`)).body.items, [
    { kind: 'segment', id: near.id, name: 'Gần', isArchived: false, isDirect: true },
    { kind: 'segment', id: far.id, name: 'Xa', isArchived: false, isDirect: false },
  ]);
  const [first] = await scope.customers.find({ phone: '+84912345671' }).toArray();
  const id = first?._id.slice(-12);
  await ask('POST', `/segments/${vip.id}/pins`, { customers: [id] });
  await ask('POST', `/segments/${near.id}/pins`, { customers: [id] });
  const forever = `/segments/${vip.id}?forever=true`;
  t.match(await ask('DELETE', forever), { status: 409, body: { code: 'conflict' } }, 'not past the archive');
  t.equal((await ask('DELETE', `/segments/${vip.id}`)).status, 200);
  t.same(await phonesOf(shop, far.id), ['1', '2', '3'], 'what names an archived one goes on');
  await shop.send('invoice.saved', invoice({ id: 'HD9', phone: '0912345672', amount: 100_000 }));
  t.same(await phonesOf(shop, far.id), ['1', '2', '3']);
  t.match(await ask('DELETE', forever), {
    status: 409,
    body: { code: 'segment_in_use', details: { dependants: [{ name: 'Gần' }, { name: 'Xa' }] } },
  });
  await ask('PATCH', `/segments/${near.id}`, { definition: spent(1) });
  t.equal((await ask('DELETE', forever)).status, 200);
  t.equal((await ask('GET', `/segments/${vip.id}`)).status, 404);
  const key = `${shop.shop}/${vip.id}`;
  t.same(
    [await scope.segmentVersions.count({ segment: key }), await scope.membershipEvents.count({ segment: key })],
    [0, 0],
  );
  t.same((await scope.customers.findOne({ phone: '+84912345671' }))?.pins, [near.id], 'other pins stay');
  await ask('DELETE', `/segments/${near.id}`);
  t.match(await ask('DELETE', `/segments/${near.id}?forever=true`), { status: 409 }, 'the far one names it still');
  await ask('DELETE', `/segments/${far.id}`);
  await ask('DELETE', `/segments/${far.id}?forever=true`);
  t.equal((await ask('DELETE', `/segments/${near.id}?forever=true`)).status, 200);
  const left = await scope.customers.findOne({ phone: '+84912345671' });
  t.notOk(left && 'pins' in left, 'no pins is no field');
  t.same(left?.memberOf, []);
  t.match((await ask('GET', '/audit')).body.items[0], { action: 'segment.deleted', target: `segment ${near.id}` });
});
