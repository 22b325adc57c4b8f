import { connect, createServer, type Socket } from 'node:net';
import { MongoClient } from 'mongodb';
import t from 'tap';
import { InboxWriter } from '../../src/server/inbox.ts';
import type { DeliveryDocument } from '../../src/server/store/documents.ts';
import { openStore } from '../../src/server/store/index.ts';
import { type House, house } from '../support/house.ts';
import { testMongo } from '../support/mongo.ts';
import { sampleOf, sign } from '../support/samples.ts';

t.test('an order keeps the exchange rate of when it was taken in, and needs none to be cancelled', async (t) => {
  const { opened, shop, send, spent } = await shopifyShop(t);
  await rates({ USD: '20000' });
  await send('orders/updated', order({ updated_at: '2026-11-01T00:00:00Z' }));
  t.equal(await spent(), 200_000);
  await rates({ USD: '25000' });
  await send('orders/updated', order({ updated_at: '2026-11-02T00:00:00Z', note: 'edited' }));
  t.equal(await spent(), 200_000, 'a later payload does not convert anew');
  await rates({});
  await send('orders/cancelled', order({ updated_at: '2026-11-03T00:00:00Z', cancelled_at: '2026-11-03T00:00:00Z' }));
  t.equal(await spent(), 0, 'without a rate a known order is still cancelled');
  await send('orders/updated', { ...order({ updated_at: '2026-11-03T00:00:00Z' }), id: 77 });
  t.match(await shop.scope.inbox.findOne({ state: 'parked' }), {
    parked: { reason: 'currency_unknown', detail: 'USD' },
  });

  async function rates(exchangeRates: Record<string, string>) {
    await opened.store.system.shops.updateOne({ _id: shop.id }, { $set: { 'settings.exchangeRates': exchangeRates } });
    opened.states.forget(shop.id);
  }
});

t.test('a refund that comes alone comes again further along, in either order', async (t) => {
  const { opened, shop, send } = await shopifyShop(t, 'USD');
  const refund = (id: number, status: string) => ({
    id,
    order_id: 5,
    created_at: '2026-11-02T00:00:00Z',
    processed_at: '2026-11-02T00:00:00Z',
    refund_line_items: [],
    order_adjustments: [],
    transactions: [{ id: 1, kind: 'refund', status, amount: '4.00', currency: 'USD' }],
  });
  await send('orders/updated', order({ updated_at: '2026-11-01T00:00:00Z' }));
  for (const id of [1, 2]) await send('refunds/create', refund(id, id === 1 ? 'pending' : 'success'));
  for (const id of [1, 2]) await send('refunds/create', refund(id, id === 1 ? 'success' : 'pending'));
  t.equal(await shop.scope.inbox.count({ state: 'parked' }), 0);
  const totals = (await shop.scope.orders.findOne({ hostId: '5' }))?.refundsAlone.map((alone) => alone.totalMinor);
  t.same(totals, [400, 400], 'the money that went through, whichever came last');
  t.same((await opened.verify(shop.id)).differences, []);
});

t.test('a delivery is not acknowledged while MongoDB is away', async (t) => {
  const { uri, db } = await testMongo(t);
  const target = new URL(uri.replace('mongodb://', 'http://'));
  const sockets = new Set<Socket>();
  const proxy = createServer((from) => {
    const to = connect(Number(target.port), target.hostname);
    for (const socket of [from, to]) sockets.add(socket.on('error', () => undefined));
    from.pipe(to).pipe(from);
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const { port } = proxy.address() as { port: number };
  const options = { directConnection: true, serverSelectionTimeoutMS: 1000, retryWrites: false };
  const client = await new MongoClient(`mongodb://127.0.0.1:${port}/`, options).connect();
  const store = await openStore(client, db.databaseName);
  const writer = new InboxWriter(store);
  t.equal(await writer.write(delivery('before')), true);
  proxy.close();
  for (const socket of sockets) socket.destroy();
  await t.rejects(Promise.all([writer.write(delivery('a')), writer.write(delivery('b'))]), 'the caller is told');
  t.equal(await db.collection('inbox').countDocuments(), 1);
  await client.close();
});

function delivery(name: string): DeliveryDocument {
  return { _id: `shop00/in00/${name}`, shop: 'shop00', state: 'pending', receivedAt: 0 } as unknown as DeliveryDocument;
}

function order(changed: object) {
  return {
    id: 5,
    name: '#5',
    created_at: '2026-11-01T00:00:00Z',
    processed_at: '2026-11-01T00:00:00Z',
    currency: 'USD',
    financial_status: 'paid',
    total_price: '10.00',
    subtotal_price: '10.00',
    total_discounts: '0.00',
    total_tax: '0.00',
    email: 'lan@example.vn',
    line_items: [{ id: 1, title: 'Áo', quantity: 1, price: '10.00', product_id: 3, variant_id: 4 }],
    refunds: [],
    ...changed,
  };
}

async function shopifyShop(t: Parameters<typeof house>[0], currency = 'VND') {
  const opened: House = await house(t);
  const domain = `rules-${Math.floor(Math.random() * 1e9)}.myshopify.com`;
  const shop = await opened.addShop({ platform: 'shopify', domain, currency });
  let sent = 0;
  const send = async (topic: string, body: object) => {
    const sample = sampleOf('shopify', topic, body);
    const headers = { ...sample.headers, 'x-shopify-shop-domain': domain, 'x-shopify-webhook-id': `w${sent++}` };
    const receipt = await opened.receive(
      'shopify',
      sign('shopify', { ...sample, headers }, shop.secret),
      shop.installation,
    );
    if (receipt.kind !== 'stored') throw new Error('refused');
    await opened.settled();
  };
  const spent = async () => (await shop.scope.customers.findOne({}))?.stats.spentMinor;
  return { opened, shop, send, spent };
}
