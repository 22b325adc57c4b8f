import fc from 'fast-check';
import t from 'tap';
import { fold } from '../../src/model.ts';
import { foldedRegex } from '../../src/server/queries/folded-regex.ts';
import { ValueCounts } from '../../src/server/queries/value-counts.ts';
import { propertyRun } from '../segments/seed.ts';
import { testApp } from '../support/app.ts';
import { invoice, member, till } from '../support/till.ts';

const NOW = Date.UTC(2026, 10, 22, 5);

t.test('what a condition can name is found by any part of its name, without accents and in any case', async (t) => {
  const server = await testApp(t, { now: () => NOW });
  const shop = await till(server, 'lookups.example.vn');
  const product = (id: string, name: string, more: object = {}) => ({
    id,
    updatedAt: '2026-11-01T00:00:00Z',
    name,
    categories: [{ id: 'C1', name: 'Đồ uống' }],
    ...more,
  });
  await shop.send(
    'product.saved',
    product('P1', 'Cà phê sữa đá'),
    product('P2', 'Trà sen', { variants: [{ id: 'V1', name: 'Lớn', sku: 'TS-L' }] }),
    product('P3', 'Áo thun', { categories: [{ id: 'C2', name: 'Áo quần' }] }),
  );
  await shop.send(
    'customer.saved',
    member({ phone: '0912345671', tags: ['VIP', 'Sỉ'] }),
    member({ phone: '0912345672', tags: ['vip'] }),
    member({ phone: '0912345673', tags: ['Hay khiếu nại'] }),
  );
  await shop.send('invoice.saved', invoice({ id: 'HD1', phone: '0912345671' }), invoice({ id: 'HD2' }));
  await shop.ask('POST', '/segments', {
    name: 'Khách quý',
    definition: { include: [{ all: [{ kind: 'has_tag', tags: ['VIP'] }] }] },
  });
  const found = async (what: string, search = '') =>
    (await shop.ask('GET', `/segments/lookups/${what}?search=${encodeURIComponent(search)}`)).body.items;
  const { installation } = shop;

  t.same(await found('tags'), [
    { value: 'VIP', label: 'VIP', count: 2 },
    { value: 'Hay khiếu nại', label: 'Hay khiếu nại', count: 1 },
    { value: 'Sỉ', label: 'Sỉ', count: 1 },
  ]);
  t.match(await found('tags', 'KHIEU'), [{ value: 'Hay khiếu nại' }]);
  t.same(await found('tags', 'không có'), []);
  t.same(await found('products', 'CA  PHE'), [{ value: `${installation}:P1`, label: 'Cà phê sữa đá', count: null }]);
  t.same(
    (await found('products')).map((item: { label: string }) => item.label),
    ['Cà phê sữa đá', 'Trà sen', 'Áo thun'],
    'by title',
  );
  t.same(await found('products', '.*'), [], 'what is typed is text, and no pattern');
  t.match(await found('categories', 'do uong'), [{ value: `${installation}:C1`, label: 'Đồ uống', count: 2 }]);
  t.match(await found('channels'), [{ value: 'pos', count: 1 }]);
  t.match(await found('locations', 'q1'), [{ value: `${installation}:Q1`, label: 'Q1', count: 1 }]);
  t.match(await found('segments', 'quy'), [{ label: 'Khách quý' }]);
  for (const what of ['sources', 'groups', 'cities']) t.same(await found(what), [], what);
  t.equal((await shop.ask('GET', '/segments/lookups/shops')).status, 422);

  const variants = await found('variants', 'ts-l');
  const values = [
    { of: 'products', value: `${installation}:P2` },
    { of: 'products', value: `${installation}:none` },
    { of: 'categories', value: `${installation}:C2` },
    { of: 'locations', value: `${installation}:Q1` },
    { of: 'tags', value: 'VIP' },
    ...variants.map(({ value }: { value: string }) => ({ of: 'variants', value })),
  ];
  const { body } = await shop.ask('POST', '/segments/lookups/names', { values });
  t.same(
    new Set(body.items.map((item: { label: string }) => item.label)),
    new Set(['Q1', 'Trà sen', 'Áo quần', ...variants.map((variant: { label: string }) => variant.label)]),
    'a name for each that has one',
  );
});

t.test('the days of periods are those of the shop’s calendar, and what is no period has none', async (t) => {
  const server = await testApp(t, { now: () => Date.UTC(2026, 10, 21, 17) });
  const shop = await till(server, 'periods.example.vn');
  const { body } = await shop.ask('POST', '/segments/periods', {
    periods: [{ type: 'today' }, { type: 'last_month' }, { type: 'last_n_days', n: 7 }, { type: 'someday' }, null],
  });
  t.same(body, {
    today: '2026-11-22',
    timeZone: 'Asia/Ho_Chi_Minh',
    items: [
      { from: '2026-11-22', to: '2026-11-22' },
      { from: '2026-10-01', to: '2026-10-31' },
      { from: '2026-11-16', to: '2026-11-22' },
      null,
      null,
    ],
  });
});

t.test('counts are read once for everybody, and again when somebody asks later', async (t) => {
  let now = NOW;
  const server = await testApp(t);
  const shop = await till(server, 'counts.example.vn');
  const counts = new ValueCounts(() => now);
  const tags = async () => (await counts.of(shop.scope, 'tags')).map(({ label, count }) => `${label} ${count}`);
  await shop.send('customer.saved', member({ phone: '0912345671', tags: ['VIP'] }));
  t.same(await Promise.all([tags(), tags()]), [['VIP 1'], ['VIP 1']]);
  await shop.send('customer.saved', member({ phone: '0912345672', tags: ['VIP'] }));
  t.same(await tags(), ['VIP 1'], 'fresh enough');
  now += 20_000;
  t.same(await tags(), ['VIP 1'], 'given as it is, and read again meanwhile');
  while ((await tags())[0] !== 'VIP 2') await new Promise((resolve) => setTimeout(resolve, 5));
  await shop.send('customer.saved', member({ phone: '0912345673', tags: ['VIP'] }));
  now += 3_600_000;
  t.same(await tags(), ['VIP 3'], 'too old to be given: who asks waits');
});

t.test('a folded pattern finds what folding finds', (t) => {
  const letters = fc.constantFrom(
    ...'aàÁăằÂậdđĐeêệiíoơợuưựyỳ nN.*[(\\^$|?+-{}/ZẞßÇñ'.split(''),
    'e\u0323\u0302',
    'a\u0301',
    '  ',
  );
  const text = fc.array(letters, { maxLength: 8 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(text, text, text, (before, name, after) => {
      const pattern = new RegExp(foldedRegex(name), 'iu');
      const whole = `${before}${name}${after}`;
      if (fold(whole).includes(fold(name)) && !pattern.test(whole.normalize('NFC').trim()))
        throw new Error(`${pattern} does not find ${JSON.stringify(whole)}`);
      if (pattern.test(whole) && !fold(whole).includes(fold(name)))
        throw new Error(`${pattern} finds ${JSON.stringify(whole)}`);
    }),
    propertyRun(t, 2000),
  );
  t.end();
});
