import t from 'tap';
import type { Platform } from '../../src/adapters/adapter.ts';
import { currencyDigits, normaliseEmail, normalisePhone } from '../../src/model.ts';
import { house } from '../support/house.ts';
import { type Sample, samplesOf, sign } from '../support/samples.ts';

/**
 * Every sample of every platform goes the whole way, three times at once: the shop then holds the orders and customers that the
 * raw payloads describe, read here once more without the adapters.
 */
const RATES = { HKD: '3200', USD: '25400', CAD: '18000', EUR: '27500', JPY: '170' };

for (const platform of ['shopify', 'haravan', 'sapo', 'pos', 'woocommerce'] as const) {
  t.test(`${platform}: the samples give the orders and customers that they describe`, async (t) => {
    const opened = await house(t);
    const samples = samplesOf(platform).filter(
      (sample) => !/privacy|redact|data_request|uninstalled|removed|erase|export/.test(sample.topic),
    );
    const domain =
      { shopify: 'mau-thu.myshopify.com', sapo: 'tiem-mau.mysapo.net' }[platform as string] ?? `samples-${platform}`;
    const shop = await opened.addShop({ platform, domain });
    await opened.store.system.shops.updateOne({ _id: shop.id }, { $set: { 'settings.exchangeRates': RATES } });
    opened.states.forget(shop.id);
    for (const sample of samples) {
      const request = sign(platform, sample, shop.secret);
      const receipts = await Promise.all([1, 2, 3].map(() => opened.receive(platform, request, shop.installation)));
      t.ok(
        receipts.every((receipt) => receipt.kind === 'stored'),
        `${sample.name} is acknowledged`,
      );
      await opened.settled();
    }
    const parked = await shop.scope.inbox.find({ state: 'parked' }).toArray();
    t.same(
      parked
        .map((delivery) => `${delivery.topic} ${delivery.parked?.reason} ${delivery.parked?.detail}`)
        .filter((text) => !text.includes('deletion_undated')),
      [],
      'nothing is parked',
    );
    t.same((await opened.verify(shop.id)).differences, [], 'verify finds nothing');

    const orders = new Map((await shop.scope.orders.find().toArray()).map((order) => [order.hostId, order]));
    for (const [id, described] of describedOrders(platform, samples)) {
      const order = orders.get(id)?.order;
      t.ok(order, `order ${id} is there`);
      if (!order) continue;
      t.same({ total: order.totalMinor, currency: order.currency }, described, `order ${id} has its total`);
    }
    t.ok(orders.size > 0);
    for (const contact of describedContacts(platform, samples)) {
      t.ok(
        await shop.scope.identities.findOne({ _id: `${shop.id}/${contact}` }),
        `somebody is known by ${contact.slice(0, 2)}…`,
      );
    }
  });
}

/** Raw payloads, read by whatever name: a wrong one is undefined and fails the comparison. */
type Json = any;

/** The newest payload of each order, by the host's own modification time; ties of one second are left to the adapters' tests. */
function describedOrders(
  platform: Platform,
  samples: readonly Sample[],
): Map<string, { total: number; currency: string }> {
  const newest = new Map<string, { at: string; total: number; currency: string; tied: boolean }>();
  for (const { topic, body } of samples) {
    if (!/^(orders?|invoice)[./]/.test(topic) || /delete/.test(topic)) continue;
    const json = parse(body);
    const id = String(json?.id ?? '');
    const at = String(json?.updated_at ?? json?.modified_on ?? json?.updatedAt ?? json?.date_modified_gmt ?? '');
    const total = json?.total_price_set?.shop_money?.amount ?? json?.total_price ?? json?.totals?.total ?? json?.total;
    const isDraft = ['draft', 'checkout-draft', 'auto-draft'].includes(String(json?.status));
    if (id === '' || at === '' || total === undefined || isDraft) continue;
    const currency = String(json?.currency ?? 'VND');
    const amount = Math.round(Number(total) * 10 ** (currencyDigits(currency) ?? 0));
    const known = newest.get(id);
    if (!known || Date.parse(at) > Date.parse(known.at)) newest.set(id, { at, total: amount, currency, tied: false });
    else if (known.at === at && known.total !== amount) known.tied = true;
  }
  return new Map(
    [...newest].filter(([, one]) => !one.tied).map(([id, { total, currency }]) => [id, { total, currency }]),
  );
}

/** Phones and e-mails of accounts, as identities. */
function describedContacts(platform: Platform, samples: readonly Sample[]): Set<string> {
  const contacts = new Set<string>();
  for (const { topic, body } of samples) {
    if (!/^customers?[./](create|update|saved)/.test(topic)) continue;
    const json = parse(body);
    const phone = normalisePhone(json?.phone ?? json?.billing?.phone, 'VN');
    const email = normaliseEmail(json?.email);
    if (phone !== null) contacts.add(`p:${phone}`);
    if (email !== null && !(platform === 'haravan' && /haravan\.com$/.test(email))) contacts.add(`e:${email}`);
  }
  return contacts;
}

/** Ids beyond 2^53 are kept as text. Null for what is no JSON. */
function parse(body: Buffer): Json | null {
  try {
    return JSON.parse(body.toString().replace(/"id":\s*(\d{15,})/g, '"id":"$1"'));
  } catch {
    return null;
  }
}
