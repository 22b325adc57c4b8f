import t from 'tap';
import { testApp } from '../support/app.ts';
import { member, type Till, till } from '../support/till.ts';

const NOW = Date.UTC(2026, 10, 22, 5);
const VIP = { include: [{ all: [{ kind: 'has_tag', tags: ['VIP'] }] }], exclude: [] };

t.test('the text form is read, printed and completed with what the shop has', async (t) => {
  const shop = await stocked(t);
  const { installation } = shop;
  const parse = async (text: string) => (await shop.ask('POST', '/segments/text/parse', { text })).body;
  const complete = async (marked: string) => {
    const [text, offset] = [marked.replace('|', ''), marked.indexOf('|')];
    return (await shop.ask('POST', '/segments/text/complete', { text, offset })).body;
  };

  const text = 'orders >= 5 and spent in last_90_days >= 1500000 and not tag = "VIP"';
  const { definition, problems } = await parse(text);
  t.same(problems, []);
  t.same((await shop.ask('POST', '/segments/text/print', { definition })).body, { text });

  const named = await parse('product in ("ca phe sua da", "Trà sen")');
  t.match(named.problems, [{ from: 29, to: 38, code: 'invalid', expected: [/P2/, /P3/] }], 'two are called so');
  t.same((await parse('product in ("CÀ PHÊ sữa đá")')).definition, {
    include: [{ all: [{ kind: 'product_bought', products: [`${installation}:P1`] }] }],
    exclude: [],
  });
  t.same((await parse(`product in ("${installation}:P2")`)).problems, [], 'an id stands for itself');

  const wrong = await shop.ask('POST', '/segments/text/parse', { text: 'orders >= and chi > 5' });
  t.equal(wrong.status, 200, 'a question of an editor');
  t.same(wrong.body.definition, null);
  t.match(wrong.body.problems, [
    { from: 10, to: 13, message: { vi: /không đứng được/, en: /cannot stand here/ } },
    { from: 14, to: 17, expected: ['spent'] },
  ]);

  t.match(await complete('chi tieu|'), {
    from: 0,
    to: 8,
    items: [{ text: 'spent', label: { vi: String, en: String } }],
  });
  t.same(
    (await complete('tag = "v|')).items.map((item: { text: string }) => item.text),
    ['"VIP"'],
  );
  t.match(await complete('product in ("ca phe|'), {
    from: 12,
    items: [{ text: `"${installation}:P1"`, label: { vi: 'Cà phê sữa đá' } }],
  });
  t.equal((await shop.ask('POST', '/segments/text/complete', { text: 'x', offset: 5 })).status, 200);
  t.equal((await shop.ask('POST', '/segments/text/print', { definition: {} })).status, 422);
});

t.test('whoever asks about a definition may give it as text, and never both', async (t) => {
  const shop = await stocked(t);
  const { body: people } = await shop.ask('GET', '/customers?limit=1');
  const customer = people.items[0].id;
  t.match((await shop.ask('POST', '/segments/preview', { text: 'tag = "VIP"', mode: 'exact' })).body, { count: 1 });
  const made = await shop.ask('POST', '/segments', { name: 'VIP', text: 'tag = "VIP"' });
  t.same([made.status, made.body.definition], [201, VIP]);
  const edited = await shop.ask('PATCH', `/segments/${made.body.id}`, { text: 'not tag = "VIP"' });
  t.same(edited.body.definition.include, [{ all: [{ not: VIP.include[0]!.all[0] }] }]);

  const asked = { customer };
  t.same(
    (await shop.ask('POST', '/segments/explain', { ...asked, text: 'tag = "VIP"' })).body,
    (await shop.ask('POST', '/segments/explain', { ...asked, definition: VIP })).body,
  );
  t.same(
    (await shop.ask('POST', `/segments/${made.body.id}/diff`, { text: 'tag = "VIP"' })).body,
    (await shop.ask('POST', `/segments/${made.body.id}/diff`, { definition: VIP })).body,
  );

  for (const [method, path, more] of [
    ['POST', '/segments/preview', {}],
    ['POST', '/segments/explain', asked],
    ['POST', `/segments/${made.body.id}/diff`, {}],
    ['POST', '/segments', { name: 'Khác' }],
    ['PATCH', `/segments/${made.body.id}`, {}],
  ] as const) {
    const both = await shop.ask(method, path, { ...more, text: 'tag = "VIP"', definition: VIP });
    t.match(both, { status: 422, body: { code: 'invalid', message: /not both/ } }, `${method} ${path}`);
    const wrong = await shop.ask(method, path, { ...more, text: 'tag = and orders >= "x"' });
    t.match(
      wrong,
      { status: 422, body: { code: 'invalid', details: { from: 6, to: 9, problems: [{}, { from: 20, to: 23 }] } } },
      `${method} ${path}`,
    );
  }
  const none = await shop.ask('POST', '/segments', { name: 'Khác' });
  t.match(none, { status: 422, body: { code: 'invalid' } });
  t.match(await shop.ask('POST', '/segments', { name: 'Khác', text: ' ' }), { body: { code: 'segment_empty' } });
});

async function stocked(t: Parameters<typeof testApp>[0]): Promise<Till> {
  const shop = await till(await testApp(t, { now: () => NOW }), 'texts.example.vn');
  const product = (id: string, name: string) => ({ id, updatedAt: '2026-11-01T00:00:00Z', name });
  await shop.send('product.saved', product('P1', 'Cà phê sữa đá'), product('P2', 'Trà sen'), product('P3', 'Trà  sen'));
  await shop.send(
    'customer.saved',
    member({ phone: '0912345671', tags: ['VIP', 'Sỉ'] }),
    member({ phone: '0912345672', tags: ['Sỉ'] }),
  );
  return shop;
}
