import { Binary, BSON } from 'mongodb';
import { backTestPlan, backTestReport, emptyTally, TIKME } from '../../src/loyalty/index.ts';
import type { CustomerKey, InstallationId, OrderKey, ShopId } from '../../src/model.ts';
import { quantileModel } from '../../src/segments/index.ts';
import type { BackTestDocument } from '../../src/server/store/back-test-document.ts';
import { SHOP_COLLECTIONS, type Store } from '../../src/server/store/index.ts';
import { COLLECTIONS } from '../../src/server/store/indexes.ts';
import type { TestApp } from './app.ts';
import { inForce } from './loyalty/books.ts';
import { signIn } from './staff.ts';
import { askAboutDeletion, invoice, member, type Till, till } from './till.ts';

/** Two shops to whom the same happened: equal host ids, phones, products, segment names. Only this letter tells them apart. */
export interface Twin extends Till {
  /** In every text that could leak: "Nguyễn Văn An (A)". */
  readonly letter: string;
  readonly web: InstallationId;
  readonly ids: TwinIds;
}

/** What one shop's things are called: in addresses, and as `_id`. */
export interface TwinIds {
  readonly customer: string;
  readonly customerKey: CustomerKey;
  /** Of somebody who was merged into another. */
  readonly merged: string;
  readonly mergedKey: CustomerKey;
  readonly order: string;
  readonly orderKey: OrderKey;
  readonly note: string;
  readonly segment: string;
  readonly segmentKey: string;
  /** Parked for a currency without a rate, and for a deletion without a time. */
  readonly dollars: string;
  readonly deletion: string;
  readonly privacyRequest: string;
  readonly apiKey: string;
  /** One that is done and names the shop's segment. */
  readonly backTest: string;
  /** The owner, who opened the admin first, and somebody who may only look. */
  readonly owner: string;
  readonly viewer: string;
}

export const VIP = { include: [{ all: [{ kind: 'has_tag' as const, tags: ['VIP'] }] }], exclude: [] };
export const SPENT = {
  include: [{ all: [{ kind: 'total_spent' as const, op: 'gte' as const, value: 100_000 }] }],
  exclude: [],
};

export async function twins(server: TestApp): Promise<{ a: Twin; b: Twin }> {
  const [a, b] = await Promise.all([twin(server, 'A'), twin(server, 'B')]);
  return { a, b };
}

async function twin(server: TestApp, letter: string): Promise<Twin> {
  const shop = await till(server, `${letter.toLowerCase()}.example.vn`, { name: `Shop (${letter})` });
  const { send, ask, scope } = shop;
  await inForce(server.house, scope, Date.UTC(2026, 0, 1));
  const an = {
    phone: '0912345671',
    name: `Nguyễn Văn An (${letter})`,
    email: 'an@example.vn',
    memberCode: 'TV-01',
    tags: ['VIP'],
    id: 'K1',
  };
  await send('product.saved', {
    id: 'P1',
    updatedAt: '2026-11-01T00:00:00Z',
    name: `Cà phê (${letter})`,
    categories: [{ id: 'C1', name: `Đồ uống (${letter})` }],
  });
  await send(
    'customer.saved',
    member(an),
    member({ phone: '0912345672', name: `Bình (${letter})` }),
    member({ phone: '0912345673', name: `Chi (${letter})`, email: 'chi@example.vn' }),
  );
  const { body: added } = await ask(
    'POST',
    '/customers',
    { phone: '0912345674', name: `Chi hai (${letter})` },
    { 'idempotency-key': 'one' },
  );
  await send(
    'invoice.saved',
    invoice({ id: 'HD1', phone: an.phone, status: 'open' }),
    invoice({ id: 'HD1', phone: an.phone, at: '2026-11-10T04:00:00Z' }),
    invoice({ id: 'HD2', phone: '0912345672' }),
    invoice({ id: 'HD3', memberCode: 'nobody' }),
  );
  await send('invoice.saved', invoice({ id: 'HD9', phone: an.phone, currency: 'USD' }));
  await send('unknown.topic', { any: 'thing' });
  const web = await askAboutDeletion(server, shop, `https://web-${letter.toLowerCase()}.example.vn`);
  const customerKey = (await scope.customers.findOne({ phone: '+84912345671' }))?._id as CustomerKey;
  const customer = customerKey.slice(-12);

  await ask('PUT', `/customers/${customer}/tags`, { tags: [`của ${letter}`] });
  await ask('PATCH', `/customers/${customer}`, { note: `Ghi chú (${letter})` });
  const { body: note } = await ask('POST', `/customers/${customer}/notes`, { text: `Nhớ tên (${letter})` });
  const { body: segment } = await ask('POST', '/segments', {
    name: 'Khách quý',
    description: `(${letter})`,
    definition: VIP,
  });
  await built(shop, segment.id);
  await ask('PATCH', `/segments/${segment.id}`, { definition: SPENT });
  await built(shop, segment.id);
  await send(
    'customer.saved',
    member({ phone: '0912345673', memberCode: 'TV-09', at: '2026-11-02T00:00:00Z' }),
    member({ phone: '0912345674', email: 'chi@example.vn', at: '2026-11-03T00:00:00Z' }),
  );
  await ask('PATCH', '/settings', { sharedContacts: [`${letter.toLowerCase()}@example.vn`] });
  await ask('GET', `/customers/${customer}/export`);
  const { token } = await signIn(server, shop.shop, { sub: '7', name: `Chủ tiệm (${letter})` });
  await signIn(server, shop.shop, { sub: '8', name: `Nhân viên (${letter})` });
  await ask('PUT', '/me/preferences/columns', [`(${letter})`], { authorization: `Bearer ${token}` });
  await ask('PUT', '/me/preferences/columns', [`(${letter})`]);
  const { body: key } = await ask('POST', '/api-keys', { name: `Key (${letter})`, scopes: ['customers:read'] });

  await scope.vouchers.insert([
    {
      ...{
        _id: `${shop.shop}/birthday/${customer}/2026`,
        shop: shop.shop,
        customer: customerKey,
        campaign: 'birthday',
        year: 2026,
      },
      ...{
        code: 'SN01234567',
        benefit: { kind: 'percent', percent: 10 },
        minimumMinor: 0,
        from: 20_758,
        until: 20_788,
      },
      ...{ issuedAt: Date.UTC(2026, 10, 1), state: 'issued' },
    },
  ]);
  const warning = { kind: 'expiry_warning', currency: 'points', lastDay: 20_787, days: 7, points: 10 } as const;
  await scope.loyaltyEvents.insert([
    {
      _id: `${customerKey}/expiry_warning`,
      shop: shop.shop,
      customer: customerKey,
      at: Date.UTC(2026, 10, 1),
      ...warning,
    },
  ]);
  await scope.loyaltyAlarms.insert([
    {
      ...{ _id: `${customerKey}/tier`, shop: shop.shop, customer: customerKey, kind: 'tier', what: `(${letter})` },
      ...{ at: Date.UTC(2026, 10, 1), seenAt: Date.UTC(2026, 10, 1) },
    },
  ]);

  await scoredByRfm(shop, letter);
  const [dollars, deletion] = await Promise.all(
    (['currency_unknown', 'deletion_undated'] as const).map((reason) =>
      scope.inbox.findOne({ 'parked.reason': reason }),
    ),
  );
  await scope.backTests.insert([backTestOf(shop, letter, segment.id)]);
  const counted = { day: 20_000, version: 1, size: 1, entered: 1, left: 0 };
  const segmentKey = `${shop.shop}/${segment.id}`;
  await scope.segmentDays.insert([{ _id: `${segmentKey}/20000`, shop: shop.shop, segment: segmentKey, ...counted }]);
  await actedOn(shop, letter, segment.id, customerKey);
  const alias = await scope.aliases.findOne({});
  const request = await scope.privacyRequests.findOne({});
  const named = (key: string | undefined) => (key ?? '').split('/').slice(1).join('.');
  if (!added.created || !alias) throw new Error('the twin is not whole');
  return {
    ...shop,
    letter,
    web,
    ids: {
      customer,
      customerKey,
      merged: alias._id.slice(-12),
      mergedKey: alias._id,
      order: `${shop.installation}.HD1`,
      orderKey: `${shop.shop}/${shop.installation}/HD1` as OrderKey,
      note: note.id,
      segment: segment.id,
      segmentKey: `${shop.shop}/${segment.id}`,
      dollars: named(dollars?._id),
      deletion: named(deletion?._id),
      privacyRequest: named(request?._id),
      apiKey: key.id,
      backTest: 'BT1',
      owner: `${web}:7`,
      viewer: `${web}:8`,
    },
  };
}

/** A model with a label of the shop's own, cut points of a day and the end of a month. */
async function scoredByRfm({ shop, scope, installation }: Till, letter: string): Promise<void> {
  const preset = quantileModel(3);
  const labels = preset.labels.map((label) => ({
    ...label,
    name: { vi: `${label.name.vi} (${letter})`, en: label.name.en },
  }));
  const [day, at] = [20_600, Date.UTC(2026, 4, 27)];
  const model = { ...preset, labels };
  await scope.rfmModels.insert([
    { _id: `${shop}/1`, shop, version: 1, model, at, fromDay: day, by: `key ${installation}` },
  ]);
  const steps = { recency: [9, 3], frequency: [2, 4], monetary: [10, 20] };
  const kind = { scores: 3, spentWindow: '12_months' } as const;
  await scope.rfmCuts.insert([{ _id: `${shop}/${day}.3.12_months`, shop, day, at, customers: 9, ...kind, ...steps }]);
  await scope.rfmSnapshots.insert([
    { _id: `${shop}/${day}`, shop, day, version: 1, at, customers: 9, noPurchase: 9, cells: [] },
  ]);
}

/** A back-test over nothing, by the shop's key. */
function backTestOf({ shop, installation }: Till, letter: string, segment: string): BackTestDocument {
  const asked = { programme: TIKME, against: null, fromDay: 20_000, redeemPercent: 60, redeemAfterDays: 30 };
  const labels = [`${segment}.1`];
  const to = 1_800_000_000_000;
  const plan = backTestPlan({ ...asked, from: to, to, timeZone: 'UTC', assumption: asked, labels });
  return {
    _id: `${shop}/BT1`,
    shop,
    at: to,
    by: `key ${installation}`,
    asked,
    state: 'done',
    progress: { done: 0, total: 0 },
    report: backTestReport(plan, emptyTally(plan)),
    segments: { [`${segment}.1`]: { id: segment, name: `Khách quý (${letter})` } },
    expiresAt: new Date(Date.now() + 86_400_000),
  };
}

/** A tag `TG1` and an export `EX1` of the shop's segment, both done. */
async function actedOn({ shop, scope }: Till, letter: string, segment: string, customer: CustomerKey): Promise<void> {
  const [at, expiresAt] = [Date.now(), new Date(Date.now() + 86_400_000)];
  const key = (id: string) => `${shop}/${segment}.${id}`;
  const done = {
    shop,
    segment: `${shop}/${segment}`,
    name: `Khách quý (${letter})`,
    label: `${segment}.2`,
    at,
    by: 'key x',
  };
  const state = {
    state: 'done',
    frozen: true,
    progress: { done: 1, total: 1 },
    changed: 1,
    attempt: 1,
    expiresAt,
  } as const;
  const asked = { type: 'export', format: 'csv', columns: ['name'], language: 'vi' } as const;
  const file = { name: 'x.csv', format: 'csv', rows: 1, bytes: 8, sha256: '' } as const;
  await scope.bulkActions.insert([
    { _id: key('TG1'), ...done, ...state, asked: { type: 'add_tag', tag: `(${letter})` } },
    { _id: key('EX1'), ...done, ...state, asked, files: [file], linksUntil: at + 3_600_000 },
  ]);
  const members = { shop, customers: [customer], done: true, touched: [customer], expiresAt } as const;
  await scope.actionMembers.insert(
    ['TG1', 'EX1'].map((id) => ({
      ...members,
      _id: `${key(id)}/000001`,
      action: key(id),
      customers: [customer],
      touched: [customer],
    })),
  );
  const data = new Binary(Buffer.from(`file (${letter})`));
  await scope.exportChunks.insert([{ _id: `${key('EX1')}/1.0/000000`, shop, action: key('EX1'), data, expiresAt }]);
}

async function built(shop: Till, id: string): Promise<void> {
  for (;;) {
    const { body } = await shop.ask('GET', `/segments/${id}`);
    if (body.state === 'ready' && body.version === body.shownVersion) return;
    if (body.state === 'failed') throw new Error(body.error);
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}

/** Every document of a shop, whole, as text: two dumps are equal when nothing was touched. */
export async function dumpOf(store: Store, shop: ShopId): Promise<Record<string, string[]>> {
  const dump: Record<string, string[]> = {};
  for (const { name } of COLLECTIONS) {
    const own = name === 'shops' ? { _id: shop } : { $or: [{ shop }, { _id: { $gte: `${shop}/`, $lt: `${shop}0` } }] };
    const documents = await store.db
      .collection(name)
      .find(own as object)
      .sort({ _id: 1 })
      .toArray();
    // That a shop asks something itself touches when its key was last used.
    if (name === 'api_keys') for (const key of documents) delete key['lastUsedAt'];
    dump[name] = documents.map((document) => BSON.EJSON.stringify(document, { relaxed: false }));
  }
  return dump;
}

/** Whether a text tells anything of this shop. */
export function tellsOf(twin: Twin, text: string): boolean {
  const { ids } = twin;
  const own = [
    twin.shop,
    twin.installation,
    twin.web,
    `(${twin.letter})`,
    `của ${twin.letter}`,
    ...[ids.customer, ids.merged, ids.note, ids.segment, ids.privacyRequest, ids.apiKey],
  ];
  return own.some((word) => new RegExp(`(?<![\\w])${word.replace(/[()]/g, '\\$&')}(?![\\w])`).test(text));
}

export const SHOP_COLLECTION_NAMES = Object.keys(SHOP_COLLECTIONS) as (keyof typeof SHOP_COLLECTIONS)[];
