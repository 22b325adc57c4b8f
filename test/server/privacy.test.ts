import t from 'tap';
import type { Platform } from '../../src/adapters/adapter.ts';
import { staffPrincipal } from '../../src/server/principal.ts';
import { eraseShops } from '../../src/server/privacy.ts';
import { addMember } from '../../src/server/staff/members.ts';
import { setPreference } from '../../src/server/staff/preferences.ts';
import { useOnce } from '../../src/server/staff/used-handoffs.ts';
import { SHOP_COLLECTIONS } from '../../src/server/store/index.ts';
import { type House, house } from '../support/house.ts';
import { sampleOf, sign } from '../support/samples.ts';

/** What names the person of these tests, in every form in which it could be kept. */
const PERSONAL = /Lan|0912345671|0912345672|84912345671|84912345672|lan@example|TV-SECRET|12 Nguyễn Huệ/;

t.test(
  'an erasure takes the person out of everything, also where they were merged twice, and keeps the figures',
  async (t) => {
    const { opened, shop, send } = await tills(t);
    // Three people become one, one merge after the other: history lies under all three keys.
    await send('customer.saved', { memberCode: 'TV-SECRET', name: 'Lan A', updatedAt: '2026-11-01T00:00:00Z' });
    await send('customer.saved', {
      phone: '0912345671',
      name: 'Lan B',
      tags: ['VIP'],
      updatedAt: '2026-11-02T00:00:00Z',
    });
    await send('customer.saved', { email: 'lan@example.vn', name: 'Lan C', updatedAt: '2026-11-03T00:00:00Z' });
    await send('customer.saved', { phone: '0912345671', email: 'lan@example.vn', updatedAt: '2026-11-04T00:00:00Z' });
    await send('customer.saved', { memberCode: 'TV-SECRET', phone: '0912345671', updatedAt: '2026-11-05T00:00:00Z' });
    await send('invoice.saved', invoice('HD1', { phone: '0912345671', name: 'Lan D' }, '2026-11-06T00:00:00Z'));
    await send('invoice.saved', invoice('HD1', { phone: '0912345671', name: 'Lan E' }, '2026-11-07T00:00:00Z'));
    // An order that named her first and somebody else since, and one that nobody can be found for.
    await send('invoice.saved', invoice('HD8', { phone: '0912345671', name: 'Lan G' }, '2026-11-06T00:00:00Z'));
    await send('invoice.saved', invoice('HD8', { phone: '0987654321', name: 'Other' }, '2026-11-07T00:00:00Z'));
    await send('invoice.saved', invoice('HD9', { name: 'Lan H' }, '2026-11-06T00:00:00Z'));
    t.equal(await shop.scope.customers.count(), 2);

    await send('privacy.export', { requestId: 'YC-1', phone: '0912 345 671' });
    const exported = await shop.scope.privacyRequests.findOne({ kind: 'export' });
    t.match(JSON.stringify(exported?.export), /Lan A/, 'an export holds what lies under merged keys');
    t.match(JSON.stringify(exported?.export), /HD1/, 'and the orders');

    await send('privacy.erase', { requestId: 'YC-2', phone: '0912 345 671', invoiceIds: ['HD9'] });
    t.match(await shop.scope.privacyRequests.findOne({ kind: 'erase' }), { state: 'done', hostRequestId: 'YC-2' });
    for (const [name, text] of await dump(shop.scope))
      t.notMatch(text, PERSONAL, `nothing personal is left in ${name}`);
    const customer = await shop.scope.customers.findOne({ erasedAt: { $exists: true } });
    t.match(customer, { stats: { orders: 1, spentMinor: 70_000 }, ids: [] });
    t.same((await opened.verify(shop.id)).differences, [], 'totals still prove');

    await send('invoice.saved', invoice('HD1', { phone: '0912345671', name: 'Lan F' }, '2026-11-08T00:00:00Z'));
    const order = await shop.scope.orders.findOne({ hostId: 'HD1' });
    t.match(order, { erased: true, customer: customer?._id, order: { buyer: { phone: null, name: null } } });
    t.same((await opened.verify(shop.id)).differences, [], 'a later payload of the order brings nobody back');

    await send('invoice.saved', invoice('HD2', { phone: '0912345671', name: 'New' }, '2026-11-09T00:00:00Z'));
    t.equal(await shop.scope.customers.count(), 3, 'who buys again later is somebody new');
  },
);

t.test('a request about nobody we know is recorded as that', async (t) => {
  const { shop, send } = await tills(t);
  await send('privacy.erase', { requestId: 'YC-3', email: 'nobody@example.vn' });
  t.match(await shop.scope.privacyRequests.findOne({ kind: 'erase' }), { state: 'nobody_found', customers: [] });
});

t.test(
  'the host wants a whole shop gone: everything goes but the record, unless another connection is in use',
  async (t) => {
    const { opened } = await tills(t);
    const erase = async (domain: string, withTills: boolean) => {
      const shop = await opened.addShop({ platform: 'shopify', domain });
      if (withTills) await opened.connect(shop.id, 'pos', `${domain}-tills`);
      const post = (topic: string, body: object, id: string) =>
        deliver(opened, 'shopify', topic, body, shop, {
          'x-shopify-shop-domain': domain,
          'x-shopify-webhook-id': `${domain}-${id}`,
        });
      await post(
        'customers/update',
        {
          id: 5,
          email: 'lan@example.vn',
          first_name: 'Lan',
          last_name: 'Nguyễn',
          updated_at: '2026-11-01T00:00:00Z',
          created_at: '2026-11-01T00:00:00Z',
        },
        'a',
      );
      t.equal(await shop.scope.customers.count(), 1);
      const lan = {
        installation: null,
        userId: 'lan',
        name: 'Lan',
        role: 'owner',
        createdAt: 1,
        lastSeenAt: 1,
      } as const;
      await addMember(opened.store, { _id: `${shop.id}/own:lan`, shop: shop.id, ...lan });
      await useOnce(shop.scope, 'own', { jti: 'a-handoff', expiresAt: Date.now() });
      await setPreference(staffPrincipal({ _id: `${shop.id}/own:lan`, shop: shop.id, ...lan }, shop.scope), 'x', 1, 1);
      await post('shop/redact', { shop_id: 1, shop_domain: domain }, 'b');
      await eraseShops(opened.store, Date.now, 0);
      opened.states.forget(shop.id);
      return shop;
    };
    const alone = await erase('alone.myshopify.com', false);
    for (const [name, text] of await dump(alone.scope)) {
      if (name === 'privacyRequests') t.match(text, /"state":"done"/);
      else t.equal(text, '[]', `${name} is empty`);
    }
    t.equal(await opened.store.system.shops.findOne({ _id: alone.id }), null);
    const shared = await erase('shared.myshopify.com', true);
    t.match(await shared.scope.privacyRequests.findOne({}), { kind: 'erase_shop', state: 'waiting_for_owner' });
    t.equal(await shared.scope.customers.count(), 1);
  },
);

function invoice(id: string, customer: object, updatedAt: string) {
  const amount = '70000';
  return {
    id,
    number: id,
    updatedAt,
    placedAt: '2026-11-06T00:00:00Z',
    paidAt: '2026-11-06T00:00:00Z',
    status: 'paid',
    currency: 'VND',
    store: { id: 'Q1', name: 'Q1' },
    customer,
    items: [{ id: '1', name: 'Áo', quantity: 1, amount }],
    totals: { goods: amount, total: amount },
  };
}

type Shop = Awaited<ReturnType<House['addShop']>>;

async function tills(t: Parameters<typeof house>[0]) {
  const opened = await house(t);
  const shop = await opened.addShop({ platform: 'pos', domain: `tills-${Math.random()}` });
  let sent = 0;
  const send = (topic: string, body: object) =>
    deliver(opened, 'pos', topic, body, shop, { 'x-tessera-delivery': `d${sent++}` });
  return { opened, shop, send };
}

async function deliver(
  opened: House,
  platform: Platform,
  topic: string,
  body: object,
  shop: Shop,
  headers: Record<string, string>,
): Promise<void> {
  const sample = sampleOf(platform, topic, body);
  const receipt = await opened.receive(
    platform,
    sign(platform, { ...sample, headers: { ...sample.headers, ...headers } }, shop.secret),
    shop.installation,
  );
  if (receipt.kind !== 'stored') throw new Error(`${topic} was refused`);
  await opened.settled();
  const parked = await shop.scope.inbox.findOne({ _id: receipt.deliveryId, state: 'parked' });
  if (parked) throw new Error(`${topic} was parked: ${parked.parked?.detail}`);
}

/** Every document of the shop as text, by collection; bytes as the text that they hold. */
async function dump(scope: Shop['scope']): Promise<[string, string][]> {
  const all: [string, string][] = [];
  for (const name of Object.keys(SHOP_COLLECTIONS) as (keyof typeof SHOP_COLLECTIONS)[]) {
    const documents = (await scope[name].find().toArray()) as { body?: { buffer: Uint8Array } }[];
    const readable = documents.map((document) =>
      document.body ? { ...document, body: Buffer.from(document.body.buffer).toString() } : document,
    );
    all.push([name, JSON.stringify(readable)]);
  }
  return all;
}
