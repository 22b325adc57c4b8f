import t, { type Test } from 'tap';
import { shortHash } from '../../src/model.ts';
import { canonicalJson } from '../../src/server/ingest/context.ts';
import { orderEntries } from '../../src/server/queries/timeline-orders.ts';
import type {
  ChangeDocument,
  NoteDocument,
  OrderDocument,
  OrderVersionDocument,
} from '../../src/server/store/documents.ts';
import { type TestApp, testApp } from '../support/app.ts';
import { type House, house } from '../support/house.ts';
import { sign, wooCaptures } from '../support/samples.ts';
import { seeded } from '../support/seeded.ts';
import { signIn } from '../support/staff.ts';
import { invoice, member, type Till, till } from '../support/till.ts';

const NOW = Date.UTC(2026, 10, 22, 5);
const AN = '0912345671';

async function opened(t: Test, now: () => number = () => NOW): Promise<{ server: TestApp; shop: Till }> {
  const server = await testApp(t, { now });
  return { server, shop: await till(server, 'till.example.vn') };
}

/** A clock that never tells the same time twice, so that what is done by hand is in order. */
function steppingClock(start = NOW): () => number {
  let at = start;
  return () => ++at;
}

const idOf = async (shop: Till, search: string): Promise<string> =>
  (await shop.ask('GET', `/customers?search=${encodeURIComponent(search)}`)).body.items[0].id;

interface Entry {
  readonly id: string;
  readonly kind: string;
  readonly at: string;
  readonly [field: string]: any;
}

async function timeline(shop: Till, id: string, query = '', limit = 100): Promise<Entry[]> {
  const entries: Entry[] = [];
  for (let cursor = ''; ; ) {
    const { status, body } = await shop.ask('GET', `/customers/${id}/timeline?limit=${limit}${query}${cursor}`);
    if (status !== 200) throw new Error(JSON.stringify(body));
    if (body.items.length > limit) throw new Error('a page longer than asked');
    entries.push(...body.items);
    if (body.nextCursor === null) return entries;
    cursor = `&cursor=${body.nextCursor}`;
  }
}

t.test(
  'the timeline holds everything once, newest first, however it is cut into pages',
  { timeout: 240_000 },
  async (t) => {
    const { server, shop } = await opened(t, steppingClock());
    const random = seeded();
    t.comment(`SEED=${random.seed}`);
    const { body: segment } = await shop.ask('POST', '/segments', {
      name: 'Mua nhiều',
      definition: { include: [{ all: [{ kind: 'total_spent', op: 'gte', value: 150_000 }] }], exclude: [] },
    });
    while ((await shop.ask('GET', `/segments/${segment.id}`)).body.state !== 'ready')
      await new Promise((resolve) => setTimeout(resolve, 30));
    await populate(shop, random);

    const [person] = (await shop.scope.customers.find().toArray()).sort((a, b) => b.ids.length - a.ids.length);
    const id = person?._id.slice(-12) ?? '';
    const expected = await oracle(shop, id);
    const kinds = new Set(expected.map((entry) => entry.kind));
    for (const kind of ['order_placed', 'order_refunded', 'profile_changed', 'tags_changed', 'segment_entered'])
      t.ok(kinds.has(kind), `the scenario has ${kind}`);
    t.ok(kinds.has('note_added') && kinds.has('note_deleted') && kinds.has('merged'), 'and notes and a merge');

    for (const limit of [1, 3, 7, 100]) {
      const seen = await timeline(shop, id, '', limit);
      t.same(seen.map(essence), expected, `by ${limit}`);
      t.equal(new Set(seen.map((entry) => entry.id)).size, seen.length, 'each has a name of its own');
    }
    const groups = {
      orders: /^order_/,
      profile: /^(profile_changed|first_seen|account_deleted)$/,
      tags: /^tags_/,
      consent: /^consent_/,
      notes: /^note_/,
      segments: /^segment_/,
      merges: /^merged$/,
    };
    for (const [group, kind] of Object.entries(groups))
      t.same(
        (await timeline(shop, id, `&kinds=${group}`, 2)).map(essence),
        expected.filter((entry) => kind.test(entry.kind)),
        `only ${group}`,
      );
    t.same(
      (await timeline(shop, id, '&kinds=tags&kinds=notes', 2)).map(essence),
      expected.filter((entry) => groups.tags.test(entry.kind) || groups.notes.test(entry.kind)),
      'two kinds at once',
    );

    const page = await shop.ask('GET', `/customers/${id}/timeline?limit=4`);
    await shop.send('invoice.saved', invoice({ id: 'NEW', phone: AN, at: '2026-11-22T04:59:00Z' }));
    await shop.ask('POST', `/customers/${id}/notes`, { text: 'Vừa gọi' });
    const next = await shop.ask('GET', `/customers/${id}/timeline?limit=4&cursor=${page.body.nextCursor}`);
    t.same(next.body.items.map(essence), expected.slice(4, 8), 'what comes in between does not move the place');

    const stranger = await server.authorise(shop.shop, 'customers:read');
    const without = await server.app.inject({ url: `/api/v1/customers/${id}/timeline?limit=100`, headers: stranger });
    t.ok(without.json().items.length > 0);
    t.notOk(
      without.json().items.some((entry: Entry) => entry.kind.startsWith('order_')),
      'orders need the scope of orders',
    );
    t.equal((await shop.ask('GET', `/customers/${id}/timeline?kinds=nothing`)).status, 422);
    t.equal((await shop.ask('GET', `/customers/${id}/timeline?cursor=x`)).status, 400);
  },
);

/** What the timeline must tell, without names that the API adds. */
function essence(entry: Entry): Entry {
  const { id: _own, author: _named, order, segment, ...rest } = entry;
  return {
    ...rest,
    ...(order ? { order: order.hostId } : {}),
    ...(segment ? { segment: segment.id } : {}),
  } as unknown as Entry;
}

/** Two people who turn out to be one, with everything that can happen to them, delivered in any order. */
async function populate(shop: Till, { below, random, shuffle }: ReturnType<typeof seeded>): Promise<void> {
  const phones = [AN, '0912345672'];
  const day = (n: number, minute = 0) => new Date(Date.UTC(2026, 9, 1 + n, 3, minute)).toISOString();
  const deliveries: [string, object][] = [];
  for (let i = 0; i < 14; i++) {
    const placed = below(40);
    const base = { phone: phones[below(2)] ?? AN, id: `HD${i}`, amount: 40_000 };
    const at = day(placed);
    if (random() < 0.5) deliveries.push(['invoice.saved', invoice({ ...base, at, status: 'open' })]);
    const paid = { ...invoice({ ...base, at }), updatedAt: day(placed, 1) };
    deliveries.push(['invoice.saved', random() < 0.5 ? paid : { ...paid, paidAt: day(placed, 1) }]);
    if (random() < 0.3) {
      const amount = random() < 0.5 ? 40_000 : 10_000;
      const dated = random() < 0.5 ? { at: day(placed + 2) } : {};
      const returns = [{ id: `TH${i}`, amount, ...dated }];
      deliveries.push(['invoice.saved', { ...paid, updatedAt: day(placed + 3), returns }]);
      deliveries.push(['invoice.saved', { ...paid, updatedAt: day(placed + 4), returns, note: 'đã hoàn' }]);
    } else if (below(3) === 0) {
      deliveries.push(['invoice.saved', { ...paid, status: 'cancelled', updatedAt: day(placed + 1) }]);
      deliveries.push([
        'invoice.saved',
        { ...paid, status: 'cancelled', updatedAt: day(placed + 2), note: 'khách huỷ' },
      ]);
    }
  }
  for (const [i, phone] of phones.entries())
    for (let n = 0; n < 4; n++)
      deliveries.push([
        'customer.saved',
        {
          ...member({ phone, name: `Tên ${below(3)}`, tags: ['VIP', 'Sỉ'].filter(() => random() < 0.5) }),
          updatedAt: day(below(40), below(50)),
          ...(random() < 0.5 ? { gender: 'Nữ' } : {}),
          ...(i === 0 && n === 0 ? { consents: { sms: 'subscribed' } } : {}),
        },
      ]);
  deliveries.push(['invoice.saved', invoice({ id: 'RETURNED', phone: AN, at: day(41), amount: 40_000 })]);
  deliveries.push([
    'invoice.saved',
    {
      ...invoice({ id: 'RETURNED', phone: AN, at: day(41), amount: 40_000 }),
      updatedAt: day(43),
      returns: [{ id: 'R', amount: 5000 }],
    },
  ]);
  for (const [topic, body] of shuffle(deliveries)) await shop.send(topic, body);
  const [one, two] = await Promise.all(phones.map((phone) => idOf(shop, phone)));
  await shop.ask('PATCH', `/customers/${one}`, { name: 'Nguyễn Văn An', gender: 'male', birthDate: '--05-17' });
  await shop.ask('PATCH', `/customers/${two}`, { emailConsent: 'subscribed', email: 'an@example.vn', name: 'Anh An' });
  await shop.ask('PUT', `/customers/${one}/tags`, { tags: ['Thân thiết', 'Hay khiếu nại'] });
  await shop.ask('DELETE', `/customers/${one}/tags?tag=${encodeURIComponent('hay khieu nai')}`);
  for (const [who, text] of [
    [one, 'Thích giao buổi sáng'],
    [one, 'Gọi trước khi giao'],
    [two, 'Dị ứng đậu phộng'],
  ] as const) {
    const { body: note } = await shop.ask('POST', `/customers/${who}/notes`, { text });
    if (text.startsWith('Gọi')) {
      await shop.ask('PATCH', `/customers/${who}/notes/${note.id}`, { text: `${text} 30 phút` });
      await shop.ask('DELETE', `/customers/${who}/notes/${note.id}`);
    }
    if (text.startsWith('Dị')) {
      await shop.ask('DELETE', `/customers/${who}/notes/${note.id}`);
      await shop.ask('PATCH', `/customers/${who}/notes/${note.id}`, { text });
    }
  }
  await shop.send('customer.saved', member({ phone: phones[0] ?? '', memberCode: 'TV-1', at: '2026-11-21T00:00:00Z' }));
  await shop.send('customer.saved', member({ phone: phones[1] ?? '', memberCode: 'TV-1', at: '2026-11-21T01:00:00Z' }));
  await shop.ask('PATCH', `/customers/${one}`, { emailConsent: 'unsubscribed', note: 'Khách quen' });
}

/** The same from all documents of the shop, by asking of every instant what was true before and after it. */
async function oracle(shop: Till, id: string): Promise<Entry[]> {
  const { scope } = shop;
  const aliases = await scope.aliases.find().toArray();
  const key = (await scope.customers.find().toArray()).find((customer) => customer._id.endsWith(id));
  if (!key) throw new Error('nobody');
  const keys = new Set<string>([key._id]);
  for (let round = 0; round < aliases.length; round++)
    for (const alias of aliases) if (keys.has(alias.into)) keys.add(alias._id);

  const entries: (Entry & { rank: number; order_: string })[] = [];
  const put = (rank: number, order_: string, at: number, kind: string, data: object = {}) =>
    entries.push({ id: '', rank, order_, at: new Date(at).toISOString(), kind, ...data });
  put(0, '', key.createdAt, 'first_seen');

  const changes = (await scope.changes.find().toArray()).filter((change) => keys.has(change.customer));
  const instants = [...new Set(changes.map((change) => change.at))];
  for (const at of instants) {
    const here = changes.filter((change) => change.at === at);
    const byCause = new Map<string, { field: string; from: unknown; to: unknown }[]>();
    const fields = new Set(changes.map((change) => change.field.split(':')[0] ?? ''));
    for (const field of PROFILE.filter((name) => fields.has(name))) {
      const [from, to] = [effective(changes, field, at - 1), effective(changes, field, at)];
      if (canonicalJson(from) === canonicalJson(to)) continue;
      const spoken = here.filter((change) => change.field === field || change.field === `${field}:order`);
      const own = spoken.filter((change) => change.field === field);
      const isOwnNew = own.length > 0 && !same(register(changes, field, at - 1), register(changes, field, at));
      const said = (isOwnNew || own.length === spoken.length ? own : spoken.filter((change) => !own.includes(change)))
        .filter((change) => same(change.value, register(changes, change.field, at)))
        .sort((a, b) => a.recordedAt - b.recordedAt || (a._id < b._id ? -1 : 1))[0] as ChangeDocument;
      if (field === 'emailConsent' || field === 'smsConsent')
        put(2, field, at, 'consent_changed', { channel: field.slice(0, -7), from, to });
      else
        byCause.set(canonicalJson(said.cause), [
          ...(byCause.get(canonicalJson(said.cause)) ?? []),
          shown(field, from, to),
        ]);
    }
    for (const [cause, told] of byCause) put(1, nameOf(cause), at, 'profile_changed', { changes: told });
    for (const field of new Set(here.map((change) => change.field).filter((name) => name.startsWith('tags:')))) {
      const [before, after] = [register(changes, field, at - 1), register(changes, field, at)] as [
        string[] | null,
        string[],
      ];
      const added = after.filter((tag) => !before?.includes(tag));
      const removed = (before ?? []).filter((tag) => !after.includes(tag));
      if (added.length + removed.length > 0)
        put(3, shortHash(8, field.slice(5)), at, 'tags_changed', { added, removed });
    }
    for (const change of here.filter((other) => other.field === 'merged'))
      put(5, '', at, 'merged', { customerId: String(change.value).slice(-12) });
  }
  const versions = await scope.orderVersions.find().toArray();
  for (const order of await scope.orders.find({ customer: key._id }).toArray()) putOrder(put, order, versions);
  for (const event of await scope.membershipEvents.find().toArray())
    if (keys.has(event.customer))
      put(14, event._id, event.at, `segment_${event.kind}`, { segment: event.segment.split('/')[1] });
  for (const note of await scope.notes.find().toArray()) if (keys.has(note.customer)) putNote(put, note);
  return entries
    .sort((a, b) => Date.parse(b.at) - Date.parse(a.at) || b.rank - a.rank || (a.order_ < b.order_ ? 1 : -1))
    .map(({ id: _none, rank: _rank, order_: _order, ...entry }) => entry as Entry);
}

const nameOf = (cause: string) => shortHash(8, JSON.parse(cause).kind, JSON.parse(cause).id);
const PROFILE = [
  'name',
  'phone',
  'email',
  'gender',
  'birth',
  'emailConsent',
  'smsConsent',
  'source',
  'groups',
  'debtMinor',
  'addresses',
  'note',
];
const same = (a: unknown, b: unknown) => canonicalJson(a ?? null) === canonicalJson(b ?? null);

/** What a register held at an instant: its last word until then, of one instant the greatest. */
function register(changes: readonly ChangeDocument[], field: string, at: number): unknown {
  const words = changes.filter((change) => change.field === field && change.at <= at);
  const last = Math.max(...words.map((change) => change.at));
  const values = words.filter((change) => change.at === last).map((change) => change.value);
  return values.sort((a, b) => (canonicalJson(a) < canonicalJson(b) ? 1 : -1))[0] ?? null;
}

function effective(changes: readonly ChangeDocument[], field: string, at: number): unknown {
  if (field === 'source') {
    const first = changes
      .filter((change) => change.field === 'source' && change.at <= at)
      .sort((a, b) => a.at - b.at)[0];
    return first?.value ?? null;
  }
  const value = register(changes, field, at) ?? register(changes, `${field}:order`, at);
  return value === 0 || (Array.isArray(value) && value.length === 0) ? null : value;
}

function shown(field: string, from: unknown, to: unknown) {
  const text = (value: any) =>
    field === 'birth' && value
      ? `${value.year ?? '-'}-${String(value.month).padStart(2, '0')}-${String(value.day).padStart(2, '0')}`
      : value;
  return { field: field === 'birth' ? 'birthDate' : field, from: text(from), to: text(to) };
}

type Put = (rank: number, order_: string, at: number, kind: string, data?: object) => void;

function putOrder(put: Put, document: OrderDocument, all: readonly OrderVersionDocument[]): void {
  const { order } = document;
  if (!order) return;
  const states = [...all.filter((version) => version.order === document._id).map((version) => version.content), order];
  states.sort((a, b) => a.version.at - b.version.at || a.version.rank - b.version.rank);
  const id = { order: document.hostId };
  const name = document.hostId;
  const paid = (payment: string) => ['paid', 'partly_refunded', 'refunded'].includes(payment);
  const lastUnpaid = states.findLast((state) => !paid(state.payment));
  const firstPaid = states.find((state) => !lastUnpaid || states.indexOf(state) > states.indexOf(lastUnpaid));
  const paidAt = !paid(order.payment)
    ? null
    : (order.paidAt ?? (lastUnpaid ? (firstPaid?.version.at ?? 0) : order.placedAt));
  put(6, name, order.placedAt, 'order_placed', { ...id, paid: paidAt === order.placedAt });
  if (paidAt !== null && paidAt !== order.placedAt) put(7, name, paidAt, 'order_paid', id);
  for (const refund of order.refunds) {
    const seen = states.find((state) => state.refunds.some((other) => other.hostId === refund.hostId));
    put(8, `${name}:${refund.hostId}`, refund.at ?? seen?.version.at ?? 0, 'order_refunded', {
      ...id,
      refundMinor: refund.totalMinor,
    });
  }
  if (order.state === 'cancelled') {
    const lastOpen = states.findLastIndex((state) => state.state !== 'cancelled');
    put(9, name, states[lastOpen + 1]?.cancelledAt ?? 0, 'order_cancelled', id);
  }
}

function putNote(put: Put, note: NoteDocument): void {
  const texts = note.versions.map((version) => version.text);
  const id = note._id.split('/')[1] ?? '';
  const kept = texts.at(-1) === null ? null : texts;
  if (texts.length === 3 && texts[1] === null && texts[0] === texts[2]) {
    put(11, id, note.at, 'note_added', { note: id, text: texts[0] });
    return;
  }
  for (const [index, { at, text }] of note.versions.entries()) {
    const kind = index === 0 ? 'note_added' : text === null ? 'note_deleted' : 'note_edited';
    put(11 + ['note_added', 'note_edited', 'note_deleted'].indexOf(kind), id, at, kind, {
      note: id,
      text: kept === null ? null : text,
    });
  }
}

t.test('orders tell the same story in whatever order their deliveries came', { timeout: 120_000 }, async (t) => {
  const opened = await house(t, { now: () => NOW });
  const captures = wooCaptures().filter((capture) => capture.signature !== null);
  const { seed, shuffle } = seeded();
  t.comment(`SEED=${seed}`);
  const stories = [];
  for (const [name, sequence] of [
    ['in order', captures],
    ['reversed', [...captures].reverse()],
    ['shuffled', shuffle(captures)],
  ] as const)
    stories.push(await storyOf(opened, name, sequence));
  const [inOrder] = stories;
  t.ok(
    inOrder?.some((moment) => moment.includes('order_refunded')),
    'refunds are told, which this host does not date',
  );
  t.ok(inOrder?.some((moment) => moment.includes('order_cancelled')));
  t.ok(inOrder?.some((moment) => moment.includes('order_paid')));
  t.same(stories[1], inOrder, 'reversed');
  t.same(stories[2], inOrder, 'shuffled');
});

async function storyOf(opened: House, name: string, sequence: ReturnType<typeof wooCaptures>): Promise<string[]> {
  const shop = await opened.addShop({ platform: 'woocommerce', domain: `${name.replace(' ', '-')}.example` });
  for (const capture of sequence) {
    await opened.receive('woocommerce', sign('woocommerce', capture, shop.secret), shop.installation);
    await opened.settled();
  }
  const story: string[] = [];
  for (const customer of await shop.scope.customers.find().toArray()) {
    const { entries } = await orderEntries(shop.scope, customer._id, NOW * 2);
    for await (const { id, at, event } of entries)
      story.push([customer.phone ?? customer.email, id.replace(shop.installation, ''), at, event.kind].join(' '));
  }
  return story.sort();
}

t.test('a customer in full: average, segments, tags with author, who was merged in', async (t) => {
  const { server, shop } = await opened(t, steppingClock());
  await shop.send('customer.saved', member({ phone: AN, name: 'Nguyễn Văn An', tags: ['VIP'], memberCode: 'TV-1' }));
  const id = await idOf(shop, AN);
  t.match((await shop.ask('GET', `/customers/${id}`)).body, {
    nameFolded: 'nguyen van an',
    phone: '+84912345671',
    phoneDisplay: '0912 345 671',
    emailDeliverable: null,
    defaultAddress: null,
    daysSinceLastOrder: null,
    stats: { orders: 0, averageMinor: null },
    memberships: [],
    merges: [],
  });
  await shop.send(
    'invoice.saved',
    invoice({ id: 'A', phone: AN, amount: 100_000, at: '2026-11-20T03:00:00Z' }),
    invoice({ id: 'B', phone: AN, amount: 50_001, at: '2026-11-19T18:30:00Z' }),
    invoice({ id: 'C', phone: AN, amount: 999_000, at: '2026-11-21T03:00:00Z', status: 'cancelled' }),
  );
  const { token } = await signIn(server, shop.shop, { sub: '7', name: 'Lan' });
  const staff = { authorization: `Bearer ${token}` };
  await shop.ask('PUT', `/customers/${id}/tags`, { tags: ['Thân thiết'] }, staff);
  await shop.ask('PUT', `/customers/${id}/tags`, { tags: ['vip'] });
  await shop.ask('PATCH', `/customers/${id}`, {
    addresses: [
      { address: '12 Nguyễn Huệ', city: 'Quận 1' },
      { address: '3 Lê Lợi', city: 'Huế' },
    ],
  });
  const { body: segment } = await shop.ask('POST', '/segments', {
    name: 'Có mua',
    definition: { include: [{ all: [{ kind: 'order_count', op: 'gte', value: 1 }] }], exclude: [] },
  });
  while ((await shop.ask('GET', `/segments/${segment.id}`)).body.state !== 'ready')
    await new Promise((resolve) => setTimeout(resolve, 30));
  await shop.send('customer.saved', member({ phone: '0912345672', name: 'Anh An' }));
  const other = await idOf(shop, '0912345672');
  await shop.ask('POST', `/customers/${other}/notes`, { text: 'Ghi cho người kia' });
  await shop.send('customer.saved', member({ phone: '0912345672', memberCode: 'TV-1', at: '2026-11-22T00:00:00Z' }));

  const asked = await shop.ask('GET', `/customers/${id}`);
  const kept = asked.body.id;
  t.equal((await shop.ask('GET', `/customers/${other}`)).body.id, kept, 'both ids are one person now');
  const gone = kept === id ? other : id;
  t.match((await shop.ask('GET', `/customers/${gone}`)).body, { id: kept, mergedFrom: gone });
  t.match(asked.body, {
    stats: { orders: 2, spentMinor: 150_001, averageMinor: 75_001 },
    daysSinceLastOrder: 2,
    defaultAddress: { address: '12 Nguyễn Huệ' },
    addresses: { length: 2 },
    merges: [{ id: gone, author: { kind: 'host', platform: 'pos', name: 'till.example.vn' } }],
    memberships: [{ id: segment.id, name: 'Có mua', since: String }],
  });
  const tags = Object.fromEntries(asked.body.tagDetails.map((tag: { name: string }) => [tag.name, tag]));
  t.match(tags['Thân thiết'], { author: { kind: 'staff', name: 'Lan' }, removable: true, at: String });
  t.match(tags['VIP'], { author: { kind: 'host', platform: 'pos' }, removable: false }, 'also a till has set it');
  t.equal((await shop.ask('GET', `/customers/${kept}/notes`)).body.items.length, 1, 'the note came with them');
  t.same((await server.house.verify(shop.shop)).differences, []);
});

t.test('identities: where each is from, since when, and what was before', async (t) => {
  const { server, shop } = await opened(t, steppingClock());
  await shop.send('invoice.saved', invoice({ id: 'A', memberCode: 'TV-1' }));
  await shop.send('customer.saved', member({ phone: AN, name: 'An', id: 'K1', memberCode: 'TV-1' }));
  const id = await idOf(shop, AN);
  const { token } = await signIn(server, shop.shop, { sub: '7', name: 'Lan' });
  const staff = { authorization: `Bearer ${token}` };
  await shop.ask('PATCH', `/customers/${id}`, { phone: '0987654321', email: 'An@Example.vn' }, staff);
  await shop.send('customer.deleted', { id: 'K1' });
  const { items } = (await shop.ask('GET', `/customers/${id}/identities`)).body;
  const by = (value: string) => items.find((identity: { value: string }) => identity.value === value);
  t.equal(items.length, 5);
  t.match(by('+84987654321'), { kind: 'phone', current: true, until: null, author: { kind: 'staff', name: 'Lan' } });
  t.match(by('+84912345671'), { kind: 'phone', current: false, until: String, author: { kind: 'host' } });
  t.match(by('an@example.vn'), { kind: 'email', current: true, author: { name: 'Lan' } });
  t.match(by('K1'), { kind: 'account', current: false, gone: true, platform: 'pos', connection: shop.installation });
  t.match(by('TV-1'), { kind: 'member_code', current: true, since: String, author: { kind: 'host' } });
  t.ok(
    by('TV-1').since < by('+84912345671').since,
    'a code is known since an invoice named it, not since it has an owner',
  );
  t.same(
    items.map((identity: { current: boolean }) => identity.current),
    [true, true, true, false, false],
    'what holds comes first',
  );
  await shop.ask('PATCH', `/customers/${id}`, { phone: AN });
  const back = (await shop.ask('GET', `/customers/${id}/identities`)).body.items;
  t.match(
    back.filter((identity: { kind: string }) => identity.kind === 'phone'),
    [
      { value: '+84912345671', current: true, until: null },
      { value: '+84987654321', current: false, until: String },
    ],
    'a number can come back',
  );
});

t.test('what another customer has is refused with who that is, and what is not valid with the field', async (t) => {
  const { shop } = await opened(t);
  await shop.send(
    'customer.saved',
    member({ phone: AN, email: 'an@example.vn', memberCode: 'TV-1' }),
    member({ phone: '0912345672' }),
  );
  const [an, other] = await Promise.all([AN, '0912345672'].map((phone) => idOf(shop, phone)));
  const taken = await shop.ask('PATCH', `/customers/${other}`, {
    phone: AN,
    email: 'AN@example.vn',
    memberCode: 'tv-1',
  });
  t.match(taken, { status: 409, body: { code: 'identity_taken' } });
  t.same(
    taken.body.details.taken.sort((a: any, b: any) => (a.field < b.field ? -1 : 1)),
    ['email', 'memberCode', 'phone'].map((field) => ({ field, customer: an })),
  );
  const invalid = await shop.ask('PATCH', `/customers/${other}`, { phone: '12', email: 'x' });
  t.match(invalid, { status: 422, body: { code: 'invalid' } });
  t.same(
    invalid.body.details.issues.map((issue: { field: string }) => issue.field),
    ['body.phone', 'body.email'],
  );
  t.match(
    (await shop.ask('GET', `/customers/${other}`)).body,
    { phone: '+84912345672', email: null },
    'nothing changed',
  );
});

t.test('notes keep their author, their time and every text they had', async (t) => {
  const { server, shop } = await opened(t, steppingClock());
  await shop.send('customer.saved', member({ phone: AN, name: 'An' }), member({ phone: '0912345672', name: 'Bình' }));
  const [id, other] = (await Promise.all([AN, '0912345672'].map((phone) => idOf(shop, phone)))) as [string, string];
  const { token } = await signIn(server, shop.shop, { sub: '7', name: 'Lan' });
  const staff = { authorization: `Bearer ${token}` };
  const written = await shop.ask('POST', `/customers/${id}/notes`, { text: '  Thích trà sen\n' }, staff);
  t.match(written, {
    status: 201,
    body: { text: '  Thích trà sen\n', author: { kind: 'staff', name: 'Lan' }, editedAt: null },
  });
  const address = `/customers/${id}/notes/${written.body.id}`;
  const edited = await shop.ask('PATCH', address, { text: 'Thích trà nhài' });
  t.match(edited.body, { text: 'Thích trà nhài', author: { name: 'Lan' }, editedAt: String });
  t.match(edited.body.versions, [
    { text: 'Thích trà nhài', author: { kind: 'key', name: 'test' } },
    { text: '  Thích trà sen\n', author: { name: 'Lan' } },
  ]);
  t.equal(
    (await shop.ask('PATCH', address, { text: 'Thích trà nhài' })).body.versions.length,
    2,
    'the same is no change',
  );
  t.match((await shop.ask('DELETE', address)).body, { text: null });
  t.same((await shop.ask('GET', `/customers/${id}/notes`)).body.items, []);
  const deleted = await shop.ask('GET', `/customers/${id}/notes?deleted=true`);
  t.match(deleted.body.items, [{ text: null, versions: { length: 3 } }], 'its history stays');
  t.match((await shop.ask('PATCH', address, { text: 'Thích trà nhài' })).body, { text: 'Thích trà nhài' }, 'undone');

  for (const text of ['', ' \n', 'a\u0000b', 'x'.repeat(4001), 7])
    t.equal(
      (await shop.ask('POST', `/customers/${id}/notes`, { text })).status,
      422,
      JSON.stringify(text).slice(0, 20),
    );
  t.equal((await shop.ask('PATCH', `/customers/${other}/notes/${written.body.id}`, { text: 'x' })).status, 404);
  t.equal((await shop.ask('DELETE', `/customers/${id}/notes/000000000000`)).status, 404);
  for (let i = 0; i < 4; i++) await shop.ask('POST', `/customers/${id}/notes`, { text: `Số ${i}` });
  const texts: string[] = [];
  for (let cursor = ''; ; ) {
    const { body } = await shop.ask('GET', `/customers/${id}/notes?limit=2${cursor}`);
    texts.push(...body.items.map((note: { text: string }) => note.text));
    if (body.nextCursor === null) break;
    cursor = `&cursor=${body.nextCursor}`;
  }
  t.same(texts, ['Số 3', 'Số 2', 'Số 1', 'Số 0', 'Thích trà nhài'], 'newest first, in pages');
});

t.test(
  'an export holds notes, an erasure takes them and everything that names the person from the timeline',
  async (t) => {
    const { shop } = await opened(t, steppingClock());
    await shop.send('customer.saved', member({ phone: AN, name: 'Nguyễn Văn An', tags: ['VIP'] }));
    await shop.send('invoice.saved', invoice({ id: 'A', phone: AN, at: '2026-11-20T03:00:00Z' }));
    const id = await idOf(shop, AN);
    const { body: note } = await shop.ask('POST', `/customers/${id}/notes`, { text: 'Nhà ở 12 Nguyễn Huệ' });
    const { body: gone } = await shop.ask('POST', `/customers/${id}/notes`, { text: 'Con gái tên Mai' });
    await shop.ask('DELETE', `/customers/${id}/notes/${gone.id}`);
    await shop.send('privacy.export', { requestId: 'YC-1', phone: AN });
    t.match(JSON.stringify(await shop.scope.privacyRequests.find().toArray()), /12 Nguyễn Huệ/, 'for the host too');
    const exported = await shop.ask('GET', `/customers/${id}/export`);
    t.match(exported.body.notes, [
      { text: 'Nhà ở 12 Nguyễn Huệ' },
      { text: null, versions: [{}, { text: 'Con gái tên Mai' }] },
    ]);
    t.ok(exported.body.orders[0].content.refunds);

    t.equal((await shop.ask('POST', `/customers/${id}/erase`)).status, 200);
    t.equal(await shop.scope.notes.count(), 0);
    const answers = [];
    for (const path of ['', '/timeline', '/identities', '/notes?deleted=true', '/orders', '/top-products', '/changes'])
      answers.push(JSON.stringify((await shop.ask('GET', `/customers/${id}${path}`)).body));
    t.notMatch(answers.join(), /Nguyễn|345671|Mai|VIP/, 'nothing names them');
    t.same(
      (await timeline(shop, id)).map((entry) => entry.kind),
      ['order_placed', 'first_seen'],
      'what they bought stays',
    );
    t.equal((await shop.ask('POST', `/customers/${id}/notes`, { text: 'x' })).status, 409);
    t.equal((await shop.ask('PATCH', `/customers/${id}/notes/${note.id}`, { text: 'x' })).status, 409);
  },
);

t.test('an erasure and a note at the same moment leave no note', async (t) => {
  const { shop } = await opened(t);
  for (let round = 0; round < 8; round++) {
    const phone = `09123457${10 + round}`;
    await shop.send('customer.saved', member({ phone, name: 'An' }));
    const id = await idOf(shop, phone);
    const [erased, noted] = await Promise.all([
      shop.ask('POST', `/customers/${id}/erase`),
      shop.ask('POST', `/customers/${id}/notes`, { text: 'x' }),
    ]);
    t.equal(erased.status, 200);
    t.ok([201, 409].includes(noted.status), String(noted.status));
    t.equal(await shop.scope.notes.count(), 0);
  }
});

t.test('top products: by quantity after returns, then by spend, in the window asked for', async (t) => {
  const { shop } = await opened(t);
  const sold = (id: string, day: string, items: [string | null, number, number][], rest: object = {}) => ({
    ...invoice({ id, phone: AN, at: `${day}T03:00:00Z` }),
    items: items.map(([product, quantity, amount], i) => ({
      id: String(i + 1),
      ...(product === null ? {} : { productId: product }),
      name: `Món ${product ?? 'lẻ'}`,
      quantity,
      amount,
    })),
    totals: { total: items.reduce((sum, [, , amount]) => sum + amount, 0) },
    ...rest,
  });
  await shop.send('product.saved', { id: 'P1', updatedAt: '2026-11-01T00:00:00Z', name: 'Cà phê' });
  await shop.send(
    'invoice.saved',
    sold('A', '2026-11-20', [
      ['P1', 2, 60_000],
      ['P2', 3, 30_000],
      ['P1', 1, 30_000],
    ]),
    sold('B', '2026-11-01', [
      ['P3', 3, 90_000],
      [null, 1, 5_000],
    ]),
    sold('C', '2026-01-05', [
      ['P4', 0.1, 1_000],
      ['P4', 0.2, 2_000],
    ]),
    sold('D', '2026-11-19', [['P2', 9, 90_000]], { status: 'cancelled' }),
    sold('E', '2026-11-18', [['P5', 4, 40_000]], {
      returns: [{ id: 'R', amount: 30_000, items: [{ itemId: '1', quantity: 3, amount: 30_000 }] }],
    }),
  );
  const id = await idOf(shop, AN);
  const top = async (query: string) =>
    (await shop.ask('GET', `/customers/${id}/top-products?${query}`)).body.items.map((item: any) => [
      item.product?.split(':')[1] ?? null,
      item.quantity,
      item.spentMinor,
      item.orders,
    ]);
  const all = [
    ['P1', 3, 90_000, 1],
    ['P3', 3, 90_000, 1],
    ['P2', 3, 30_000, 1],
    ['P5', 1, 10_000, 1],
    [null, 1, 5_000, 1],
    ['P4', 0.3, 3_000, 1],
  ];
  t.same(await top(''), all);
  t.same(await top('limit=2'), all.slice(0, 2));
  t.same(await top('window=30d'), all.slice(0, 5), 'today and the 29 days before');
  t.same(await top('from=2026-11-01&to=2026-11-01'), [all[1], all[4]], 'both ends are in it');
  t.same(await top('from=2026-11-19'), [all[0], all[2]]);
  t.same(await top('to=2026-01-05'), [all[5]]);
  t.same(await top('window=365d'), all);
  const { body } = await shop.ask('GET', `/customers/${id}/top-products?window=30d`);
  t.match(body, { fromDay: '2026-10-24', toDay: '2026-11-22', currency: 'VND' });
  t.same(
    body.items.map((item: { title: string | null }) => item.title),
    ['Cà phê', 'Món P3', 'Món P2', 'Món P5', null],
    'as the catalogue calls them, or else the order',
  );
  t.equal((await shop.ask('GET', `/customers/${id}/top-products?from=2026-02-30`)).status, 422);
});

t.test('an order says why it does not count', async (t) => {
  const { shop } = await opened(t);
  const paid = (id: string, rest: object = {}) => ({ ...invoice({ id, phone: AN }), ...rest });
  await shop.send(
    'invoice.saved',
    paid('counts'),
    paid('cancelled', { status: 'cancelled' }),
    paid('unpaid', { status: 'open', paidAt: null }),
    paid('test', { test: true }),
    paid('refunded', { returns: [{ id: 'R', amount: 100_000 }] }),
    paid('returned', {
      totals: { goods: 100_000, shipping: 20_000, total: 120_000 },
      returns: [{ id: 'R', amount: 100_000, goods: 100_000, items: [{ itemId: '1', quantity: 1, amount: 100_000 }] }],
    }),
    paid('partly', { returns: [{ id: 'R', amount: 10_000 }] }),
    paid('deleted'),
  );
  await shop.send('invoice.deleted', { id: 'deleted' });
  const { items } = (await shop.ask('GET', `/customers/${await idOf(shop, AN)}/orders`)).body;
  t.same(Object.fromEntries(items.map((order: any) => [order.hostId, [order.counts, order.uncounted]])), {
    counts: [true, null],
    cancelled: [false, 'cancelled'],
    unpaid: [false, 'unpaid'],
    test: [false, 'test'],
    refunded: [false, 'refunded'],
    returned: [false, 'returned'],
    partly: [true, null],
    deleted: [false, 'deleted'],
  });
  const returned = items.find((order: { hostId: string }) => order.hostId === 'returned');
  t.match(returned, {
    platform: 'pos',
    content: { refunds: [{ lines: [{ lineId: '1', quantity: 1, amountMinor: 100_000 }] }] },
  });
});
