import fc from 'fast-check';
import t, { type Test } from 'tap';
import {
  type CustomerKey,
  customerIdFromKey,
  customerIdOf,
  customerKey,
  dayOf,
  emailIdentity,
  fold,
  type Gender,
  type IdentityKey,
  memberIdentity,
  nameOrder,
  normalisePhone,
  phoneIdentity,
  type Shop,
} from '../../src/model.ts';
import { listUnlisted } from '../../src/server/ingest/list-unlisted.ts';
import { arranged, newCustomer } from '../../src/server/ingest/person.ts';
import { conditionsOf } from '../../src/server/queries/customers-conditions.ts';
import { orderOf, type Place, relevanceOf } from '../../src/server/queries/customers-order.ts';
import { customersPage } from '../../src/server/queries/customers-page.ts';
import { gather, scan, walk } from '../../src/server/queries/customers-read.ts';
import { CUSTOMERS_SORTS, type CustomersRequest } from '../../src/server/queries/customers-request.ts';
import { readSearch } from '../../src/server/queries/customers-search.ts';
import type { CustomerDocument } from '../../src/server/store/documents.ts';
import type { ShopStore } from '../../src/server/store/index.ts';
import { testApp } from '../support/app.ts';
import { house } from '../support/house.ts';
import { seeded } from '../support/seeded.ts';
import { invoice, member, till } from '../support/till.ts';

const NOW = Date.UTC(2026, 10, 22, 5);
const DAY = 86_400_000;
const ZONE = 'Asia/Ho_Chi_Minh';
const SHOP: Pick<Shop, 'countryCode' | 'timeZone'> = { countryCode: 'VN', timeZone: ZONE };
const CUSTOMERS = 300;

const FAMILY = ['Nguyễn', 'Trần', 'Đặng', 'Dương', 'Ân', 'An', 'Ông', 'Ưng'];
const MIDDLE = ['Văn', 'Thị', 'Vân', 'Đức', ''];
const GIVEN = ['An', 'Ân', 'Anh', 'Ánh', 'Á', 'Đào', 'Dao', 'Bảo', 'Bào', 'Hà-My', '3'];
const TAGS = ['VIP', 'Sỉ', 'Thích khuyến mãi'];
const PLACES = ['Hà Nội', 'Đà Nẵng', 'TP. Hồ Chí Minh'];
const SOURCES = ['zalo', 'facebook', 'giới thiệu'];
const GENDERS: readonly Gender[] = ['male', 'female', 'other'];
const SEARCHES = [
  ...FAMILY,
  ...GIVEN,
  ...[
    'nguyen van a',
    'van nguyen',
    'ANH tran',
    'thi d',
    'my',
    'hà-my',
    'ha',
    '0912',
    '+84 91',
    '0912 000',
    '091.2',
    '12',
  ],
  ...[
    '7',
    '007',
    '77',
    '84912',
    '000',
    'KH',
    'kh-00',
    'kh001',
    'lan',
    'lan1@',
    'lan1@example.vn',
    '.*',
    '(an)',
    'an 09',
    'x',
    '3',
  ],
];

interface Known {
  readonly document: CustomerDocument;
  readonly name: string | null;
  readonly phone: string | null;
  readonly email: string | null;
  readonly code: string | null;
}

t.test('a list is what plain JavaScript makes of all customers, in every order, however it is paged', async (t) => {
  const { seed, below } = seeded();
  t.comment(`SEED=${seed}`);
  const { scope, all } = await shopOf(t, below);
  await fc.assert(
    fc.asyncProperty(requests(all), fc.integer({ min: 1, max: 60 }), async (request, limit) => {
      const expected = plainList(all, request);
      const seen: string[] = [];
      let cursor: string | undefined;
      let total: unknown = null;
      do {
        const page = await customersPage(scope, SHOP, { ...request, limit, ...(cursor ? { cursor } : {}) });
        if (cursor === undefined) total = page.total;
        else if (page.total !== null) throw new Error('only the first page has a total');
        if (page.items.length > limit) throw new Error('longer than asked');
        seen.push(...page.items.map((row) => row._id));
        cursor = page.nextCursor ?? undefined;
      } while (cursor !== undefined);
      same(seen, expected, request);
      same(total, { value: expected.length, isExact: true }, request);
    }),
    { numRuns: 150, seed },
  );
  t.pass('150 lists');
});

t.test('all ways of reading a list give the same list, from any place in it', async (t) => {
  const { seed, below } = seeded();
  t.comment(`SEED=${seed}`);
  const { scope, all } = await shopOf(t, below);
  await fc.assert(
    fc.asyncProperty(requests(all), fc.integer({ min: 1, max: 40 }), async (request, count) => {
      const search = request.search === undefined ? null : readSearch(request.search, SHOP);
      const sort = request.sort ?? 'name';
      const order = sort === 'relevance' ? (search ? relevanceOf(search) : orderOf('name')) : orderOf(sort);
      const conditions = await conditionsOf(scope, SHOP, search, request);
      const whole = await gather(scope, order, conditions, null, { after: null, count: CUSTOMERS });
      if (!whole) throw new Error('so few are gathered');
      const keysOf = (placed: readonly { row: { _id: CustomerKey } }[] | null) => placed?.map(({ row }) => row._id);
      const expected = keysOf(whole.placed) ?? [];
      for (const condition of conditions.filter(({ index }) => index !== undefined)) {
        const through = await gather(scope, order, conditions, condition, { after: null, count: CUSTOMERS });
        same(keysOf(through?.placed ?? null), expected, request);
      }
      for (const after of [null, whole.placed[below(CUSTOMERS) % (expected.length || 1)]?.place ?? null]) {
        const from = after === null ? 0 : expected.indexOf(after.key) + 1;
        const wanted = expected.slice(from, from + count);
        for (const way of [walkTiers, scanTiers])
          same(keysOf(await way(scope, order, conditions, after, count)), wanted, [request, way.name, after]);
      }
    }),
    { numRuns: 100, seed },
  );
  t.pass('100 lists');
});

t.test('customers of a database that knew no lists are listed at the next start', async (t) => {
  const { addShop, store } = await house(t, { now: () => NOW });
  const { scope } = await addShop({ platform: 'pos', domain: 'till' });
  const { below } = seeded(1);
  const all = Array.from({ length: 250 }, (_, i) => somebody(scope, i, below));
  await scope.customers.insert(all.map(({ document: { listing: _none, ...document } }) => document));
  t.same((await customersPage(scope, SHOP, { sort: 'name', limit: 300 })).items, []);
  await listUnlisted(store);
  t.equal((await customersPage(scope, SHOP, { sort: 'name', limit: 300 })).items.length, 250);
  const listed = await scope.customers.find({}, { projection: { listing: 1 } }).toArray();
  const expected = new Map(all.map(({ document }) => [document._id, document.listing]));
  t.ok(listed.every(({ _id, listing }) => JSON.stringify(listing) === JSON.stringify(expected.get(_id))));
});

t.test('names stand in the order of the Vietnamese alphabet', (t) => {
  const { seed, shuffle } = seeded();
  t.comment(`SEED=${seed}`);
  const names = FAMILY.flatMap((a) => MIDDLE.flatMap((b) => GIVEN.map((c) => [a, b, c].filter(Boolean).join(' '))));
  const ordered = shuffle(names).sort((a, b) => (nameOrder(a) < nameOrder(b) ? -1 : 1));
  t.same(ordered, [...names].sort(new Intl.Collator('vi').compare));
  t.equal(nameOrder('  NGUYỄN   văn Á '), nameOrder('Nguyễn Văn Á'), 'whatever its case and spaces');
  t.equal(nameOrder('Lan 🌸'), nameOrder('Lan'), 'signs that are no letters do not count');
  t.end();
});

t.test('the list of customers', async (t) => {
  const server = await testApp(t, { now: () => NOW });
  const shop = await till(server, 'list.example.vn');
  await shop.send(
    'customer.saved',
    member({
      phone: '0912345671',
      name: 'Nguyễn Văn Á',
      email: 'a.nguyen@example.vn',
      memberCode: 'tv-01',
      tags: ['VIP', 'Sỉ'],
    }),
    member({ phone: '0912345672', name: 'Trần Thị Bình', tags: ['Sỉ'], gender: 'Nữ' }),
    member({ phone: '0987654321', name: 'Lê Đào', gender: 'Nam' }),
    member({ phone: '0351234567' }),
  );
  await shop.send(
    'invoice.saved',
    invoice({ id: 'A1', amount: 300_000, phone: '0912345671', at: '2026-11-21T18:00:00Z' }), // the 22nd at home
    invoice({ id: 'A2', amount: 200_000, phone: '0912345671', at: '2026-11-11T03:00:00Z' }),
    invoice({ id: 'B1', amount: 900_000, phone: '0912345672', at: '2026-11-01T03:00:00Z' }),
  );
  const ask = async (query: string) => {
    const { status, body } = await shop.ask('GET', `/customers?${query}`);
    if (status !== 200) return status;
    return body.items.map((customer: { name: string | null; phone: string }) => customer.name ?? customer.phone);
  };
  const [a, binh, dao, nameless] = ['Nguyễn Văn Á', 'Trần Thị Bình', 'Lê Đào', '+84351234567'];

  t.test('a search reads words in any order, numbers in any form and their parts', async (t) => {
    for (const [search, expected] of [
      ['nguyen van a', [a]],
      ['á nguyễn', [a]],
      ['091 234 5672', [binh]],
      ['+84.912.345.672', [binh]],
      ['84912345672', [binh]],
      ['5672', [binh]],
      ['4567', [nameless, a, binh]], // the last four come before four in the middle
      ['0912', [a, binh]],
      ['binh 672', [binh]],
      ['a.nguyen', [a]],
      ['TV-0', [a]],
      ['tv01', []],
      ['guyen', []],
    ] as const)
      t.same(await ask(`search=${encodeURIComponent(search)}`), expected, search);
  });

  t.test('filters narrow each other; several values of one are alternatives', async (t) => {
    for (const [query, expected] of [
      ['tag=s%E1%BB%89&sort=name', [a, binh]],
      ['tag=vip&tag=si&sort=name', [a, binh]],
      ['tag=vip&tag=si&tagMode=all', [a]],
      ['gender=male&gender=unknown&sort=name', [dao, a, nameless]],
      ['hasEmail=true', [a]],
      ['hasEmail=false&hasPhone=true&tag=si', [binh]],
      ['spentFrom=500000&spentTo=900000&sort=spent', [a, binh]],
      ['ordersFrom=2', [a]],
      ['ordersTo=0&sort=name', [dao, nameless]],
      ['daysSinceOrderTo=0', [a]],
      ['daysSinceOrderFrom=1', [binh]],
      ['lastOrderFrom=2026-11-22&lastOrderTo=2026-11-22', [a]],
      ['lastOrderTo=2026-11-21', [binh]],
      ['lastOrderTo=2026-11-21&daysSinceOrderTo=3', []],
      ['createdFrom=2026-11-02', []],
      ['channel=POS&sort=-average', [binh, a]],
      ['place=ha%20noi', []],
      ['sort=-average', [binh, a]],
    ] as const)
      t.same((await ask(query)).slice(0, expected.length || undefined), expected, query);
    t.equal(await ask('lastOrderFrom=2026-02-30'), 422, 'a day that there is not');
    t.equal(await ask('sort=age'), 422);
    t.equal(await ask('gender=none'), 422);
  });

  t.test('the first page tells how many there are', async (t) => {
    const first = await shop.ask('GET', '/customers?limit=3&sort=name');
    t.same(first.body.total, { value: 4, isExact: true });
    const second = await shop.ask('GET', `/customers?limit=3&sort=name&cursor=${first.body.nextCursor}`);
    t.equal(second.body.total, null);
    t.same((await shop.ask('GET', '/customers?tag=si')).body.total, { value: 2, isExact: true });
  });

  t.test('who is merged, renamed or erased is found as they are now', async (t) => {
    const { body } = await shop.ask('GET', '/customers?search=dao');
    await shop.ask('PATCH', `/customers/${body.items[0].id}`, { name: 'Lê Mận', phone: '0987654322' });
    t.same(await ask('search=dao'), []);
    t.same(await ask('search=le%20man'), ['Lê Mận']);
    t.same(await ask('search=0987654321'), ['Lê Mận'], 'and by the number they had');
    await shop.ask('POST', `/customers/${body.items[0].id}/erase`);
    t.same(await ask('search=le%20man'), []);
    t.same(await ask('search=0987654322'), []);
    t.same((await server.house.verify(shop.shop)).differences, []);
  });
});

type Way = typeof walkTiers;

/** A search's tiers one after the other, each read by walking. */
async function walkTiers(
  scope: ShopStore,
  order: Parameters<typeof walk>[1],
  conditions: Parameters<typeof walk>[2],
  after: Place | null,
  count: number,
) {
  return byTiers(order, after, count, (narrower, wanted) => walk(scope, order, [...conditions, ...narrower], wanted));
}

const scanTiers: Way = async (scope, order, conditions, after, count) =>
  byTiers(order, after, count, (narrower, wanted) => scan(scope, order, [...conditions, ...narrower], null, wanted));

async function byTiers(
  { tiers }: Parameters<typeof walk>[1],
  after: Place | null,
  count: number,
  read: (
    narrower: Parameters<typeof walk>[2],
    wanted: Parameters<typeof walk>[3],
  ) => Promise<Awaited<ReturnType<typeof walk>>>,
) {
  const placed: NonNullable<Awaited<ReturnType<typeof walk>>> = [];
  for (const [tier, narrower] of tiers.entries()) {
    if (after !== null && tier < after.tier) continue;
    const wanted = { tier, after: after?.tier === tier ? after : null, count: count - placed.length };
    if (wanted.count > 0) placed.push(...((await read(narrower, wanted)) ?? []));
  }
  return placed;
}

async function shopOf(t: Test, below: (limit: number) => number): Promise<{ scope: ShopStore; all: Known[] }> {
  const { addShop } = await house(t, { now: () => NOW });
  const { scope } = await addShop({ platform: 'pos', domain: 'till' });
  const all = Array.from({ length: CUSTOMERS }, (_, i) => somebody(scope, i, below));
  await scope.customers.insert(all.map(({ document }) => document));
  return { scope, all };
}

function somebody(scope: ShopStore, i: number, below: (limit: number) => number): Known {
  const pick = <T>(values: readonly T[]) => values[below(values.length)] as T;
  const some = <T>(values: readonly T[]) => values.filter(() => below(3) === 0);
  const name = below(8) === 0 ? null : [pick(FAMILY), pick(MIDDLE), pick(GIVEN)].filter(Boolean).join(' ');
  const phone = below(6) === 0 ? null : `+8491${String(2_000_000 + below(40) * 1000 + i).slice(-7)}`;
  const email = below(2) === 0 ? null : `lan${i}@example.vn`;
  const code = below(2) === 0 ? null : `KH-${String(i).padStart(4, '0')}`;
  const orders = below(3) === 0 ? 0 : 1 + below(4);
  const lastAt = NOW - below(40) * DAY - below(DAY);
  const key = customerKey(scope.shop, customerIdOf(scope.shop, `i${i}`));
  const tags = some(TAGS);
  const gender = below(4) === 0 ? undefined : pick(GENDERS);
  const places = some(PLACES);
  const ids: IdentityKey[] = [
    ...(phone === null ? [] : [phoneIdentity(phone)]),
    ...(email === null ? [] : [emailIdentity(email)]),
    ...(code === null ? [] : [memberIdentity(code)]),
  ];
  const document = arranged({
    ...newCustomer(key, NOW - below(60) * DAY - below(DAY)),
    stats: {
      orders,
      spentMinor: orders * (1 + below(3)) * 100_000,
      channels: orders === 0 ? [] : some(['pos', 'web']),
      locations: [],
      ...(orders === 0 ? {} : { firstAt: lastAt, lastAt, firstDay: dayOf(lastAt, ZONE), lastDay: dayOf(lastAt, ZONE) }),
    },
    tags: tags.map(fold).sort(),
    ids,
    ...(name === null ? {} : { name, nameFolded: fold(name) }),
    ...(phone === null ? {} : { phone }),
    ...(email === null ? {} : { email }),
    ...(gender === undefined ? {} : { gender }),
    ...(below(2) === 0 ? {} : { source: pick(SOURCES) }),
    ...(places.length === 0 ? {} : { addresses: places.map((city) => ({ ...NOWHERE, city })) }),
  } as CustomerDocument);
  return { document, name, phone, email, code };
}

const NOWHERE = Object.fromEntries(
  ['address', 'ward', 'wardCode', 'district', 'districtCode', 'city', 'province', 'provinceCode', 'countryCode'].map(
    (field) => [field, null],
  ),
);

function requests(all: readonly Known[]): fc.Arbitrary<Omit<CustomersRequest, 'limit'>> {
  const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 2 });
  const several = (values: readonly string[]) =>
    fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 2 });
  const range = (from: number, to: number) =>
    fc.record({ from: maybe(fc.integer({ min: from, max: to })), to: maybe(fc.integer({ min: from, max: to })) });
  const today = dayOf(NOW, ZONE);
  const written = all
    .flatMap(({ name, phone, email, code }) => [name, phone, email, code])
    .filter((text) => text !== null);
  return fc.record({
    search: maybe(fc.oneof(fc.constantFrom(...SEARCHES), fc.constantFrom(...written))),
    tags: maybe(several(TAGS)),
    tagMode: maybe(fc.constantFrom('any' as const, 'all' as const)),
    hasPhone: maybe(fc.boolean()),
    hasEmail: maybe(fc.boolean()),
    genders: maybe(fc.uniqueArray(fc.constantFrom(...GENDERS, 'unknown' as const), { minLength: 1, maxLength: 2 })),
    spentMinor: maybe(range(0, 1_000_000)),
    orders: maybe(range(0, 4)),
    lastOrderDays: maybe(range(today - 40, today)),
    createdDays: maybe(range(today - 60, today)),
    places: maybe(several(PLACES)),
    channels: maybe(several(['pos', 'web'])),
    sources: maybe(several(SOURCES)),
    sort: maybe(fc.constantFrom(...CUSTOMERS_SORTS)),
  });
}

function plainList(all: readonly Known[], request: Omit<CustomersRequest, 'limit'>): CustomerKey[] {
  const found = all.filter((known) => meets(known, request));
  const search = request.search !== undefined && fold(request.search) !== '' ? request.search : null;
  const sort = request.sort ?? 'relevance';
  const byKey = (a: Known, b: Known) => (a.document._id < b.document._id ? -1 : 1);
  if (sort === 'relevance' && search === null) return found.sort(byKey).map(({ document }) => document._id);
  const compare = sort === 'relevance' ? byRelevance(search as string) : bySort(sort);
  const sign = sort.startsWith('-') ? -1 : 1;
  return found.sort((a, b) => compare(a, b) || sign * byKey(a, b)).map(({ document }) => document._id);
}

const collator = new Intl.Collator('vi');

function bySort(sort: string): (a: Known, b: Known) => number {
  const sign = sort.startsWith('-') ? -1 : 1;
  const value = ({ name, document: { stats, createdAt } }: Known): string | number | null => {
    switch (sort.replace('-', '')) {
      case 'name':
        return name;
      case 'spent':
        return stats.spentMinor;
      case 'orders':
        return stats.orders;
      case 'average':
        return stats.orders === 0 ? null : Math.round(stats.spentMinor / stats.orders);
      case 'lastOrder':
        return stats.lastAt ?? null;
      default:
        return createdAt;
    }
  };
  return (a, b) => {
    const [x, y] = [value(a), value(b)];
    if (x === null || y === null) return x === y ? 0 : x === null ? 1 : -1;
    return sign * (typeof x === 'string' ? collator.compare(x, y as string) : x - (y as number));
  };
}

function byRelevance(search: string): (a: Known, b: Known) => number {
  const sought = fold(search);
  const tier = (known: Known) => {
    if (known.name !== null && fold(known.name).startsWith(sought)) return 0;
    return wordsOf(search).every((word) => formsOf(word).some((form) => textsOf(known).some((text) => text === form)))
      ? 1
      : 2;
  };
  const folded = ({ name }: Known) => (name === null ? null : fold(name));
  return (a, b) => {
    if (tier(a) !== tier(b)) return tier(a) - tier(b);
    const [x, y] = [folded(a), folded(b)];
    if (x === null || y === null) return x === y ? 0 : x === null ? 1 : -1;
    return x < y ? -1 : x > y ? 1 : 0;
  };
}

function meets(known: Known, request: Omit<CustomersRequest, 'limit'>): boolean {
  const { document } = known;
  const { stats } = document;
  const within = (
    value: number | undefined,
    range: { from?: number | undefined; to?: number | undefined } | undefined,
  ) =>
    (range?.from === undefined && range?.to === undefined) ||
    (value !== undefined && value >= (range.from ?? -Infinity) && value <= (range.to ?? Infinity));
  const tags = request.tags?.map(fold) ?? [];
  const has = (tag: string) => document.tags.includes(tag);
  const towns = (document.addresses ?? []).map(({ city }) => fold(city ?? ''));
  return (
    (request.search === undefined || matches(known, request.search)) &&
    (tags.length === 0 || (request.tagMode === 'all' ? tags.every(has) : tags.some(has))) &&
    (request.hasPhone === undefined || (known.phone !== null) === request.hasPhone) &&
    (request.hasEmail === undefined || (known.email !== null) === request.hasEmail) &&
    (request.genders === undefined || request.genders.includes(document.gender ?? 'unknown')) &&
    within(stats.spentMinor, request.spentMinor) &&
    within(stats.orders, request.orders) &&
    within(stats.lastAt && dayOf(stats.lastAt, ZONE), request.lastOrderDays) &&
    within(dayOf(document.createdAt, ZONE), request.createdDays) &&
    (request.places === undefined || request.places.some((place) => towns.includes(fold(place)))) &&
    (request.channels === undefined || request.channels.some((channel) => stats.channels.includes(channel))) &&
    (request.sources === undefined || request.sources.includes(document.source ?? ''))
  );
}

/** Every word of a search begins something that the customer is known by, or is a part of their number. */
function matches(known: Known, search: string): boolean {
  return wordsOf(search).every((word) => {
    const phone = /^\+?\d+$/.test(word) ? normalisePhone(word, 'VN') : null;
    if (phone !== null) return known.phone === phone || known.code?.toLowerCase().startsWith(word) === true;
    if (/^\+?\d+$/.test(word)) {
      const national = known.phone?.replace('+84', '0') ?? '';
      const inside = word.startsWith('+')
        ? known.phone?.startsWith(word)
        : national.startsWith(word) || (known.phone?.slice(1).startsWith(word) ?? false) || isInside(known.phone, word);
      return inside || lettersOf(known).some((text) => text.startsWith(word));
    }
    const parts = word.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
    const begins = (part: string) => textsOf(known).some((text) => text.startsWith(part));
    return begins(word) || (parts.length > 0 && parts.every(begins));
  });
}

/** Of the last nine digits of a number, three or more that stand together. */
const isInside = (phone: string | null, digits: string) => {
  const own = phone?.slice(-9) ?? '';
  return own.split('').some((_, i) => i <= own.length - 3 && own.slice(i).startsWith(digits));
};

function wordsOf(search: string): string[] {
  const folded = fold(search);
  return /^[\d\s().+-]*\d[\d\s().+-]*$/.test(folded)
    ? [folded.replace(/[^\d+]/g, '')]
    : folded.split(' ').filter(Boolean);
}

const formsOf = (word: string): string[] => {
  const phone = /^\+?\d+$/.test(word) ? normalisePhone(word, 'VN') : null;
  return phone === null ? [word, ...word.split(/[^\p{L}\p{N}]+/u).filter(Boolean)] : [word, phone];
};

const lettersOf = ({ name, email, code }: Known): string[] => [
  ...(name === null ? [] : fold(name).split(/[^\p{L}\p{N}]+/u)),
  ...(email === null ? [] : [email]),
  ...(code === null ? [] : [code.toLowerCase()]),
];

/** A number is known whole, and by each of its last three to nine digits. */
const textsOf = (known: Known): string[] => [
  ...lettersOf(known),
  ...(known.phone === null
    ? []
    : [known.phone, ...[3, 4, 5, 6, 7, 8, 9].map((length) => (known.phone as string).slice(-length))]),
];

function same(found: unknown, expected: unknown, about: unknown): void {
  const show = (value: unknown) =>
    JSON.stringify(Array.isArray(value) ? value.map((key) => customerIdFromKey(key as CustomerKey)) : value);
  if (show(found) !== show(expected))
    throw new Error(`${JSON.stringify(about)}\nfound    ${show(found)}\nexpected ${show(expected)}`);
}
