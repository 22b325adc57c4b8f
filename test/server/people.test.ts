import t from 'tap';
import type { Platform, WebhookRequest } from '../../src/adapters/adapter.ts';
import type { CustomerKey, InstallationId } from '../../src/model.ts';
import { house } from '../support/house.ts';
import { sampleOf, sign } from '../support/samples.ts';

/**
 * One person, three voices: a till's invoice with nothing but a member code, a guest order by phone, an account on the web store
 * that has the phone and the code. In whatever order and however much at once, they end as one customer with two orders.
 */
interface Voice {
  readonly name: string;
  readonly platform: Platform;
  readonly topic: string;
  readonly body: object;
}

const invoice: Voice = {
  name: 'invoice by member code',
  platform: 'pos',
  topic: 'invoice.saved',
  body: {
    id: 'HD001',
    number: 'HD001',
    updatedAt: '2026-11-20T03:00:00Z',
    placedAt: '2026-11-20T03:00:00Z',
    paidAt: '2026-11-20T03:00:00Z',
    status: 'paid',
    currency: 'VND',
    store: { id: 'Q1', name: 'Quận 1' },
    customer: { memberCode: 'TV-0001' },
    items: [{ id: '1', name: 'Cà phê', quantity: 2, amount: '70000' }],
    totals: { goods: '70000', total: '70000' },
  },
};

const guestOrder: Voice = {
  name: 'guest order by phone',
  platform: 'woocommerce',
  topic: 'order.updated',
  body: wooOrder({ id: 501, phone: '0912 345 678', email: '', customerId: 0 }),
};

const account: Voice = {
  name: 'account with phone and code',
  platform: 'woocommerce',
  topic: 'customer.updated',
  body: {
    id: 77,
    date_created_gmt: '2026-11-19T00:00:00',
    date_modified_gmt: '2026-11-21T00:00:00',
    email: 'lan@example.vn',
    first_name: 'Lan',
    last_name: 'Nguyễn Thị',
    billing: {
      first_name: 'Lan',
      last_name: 'Nguyễn Thị',
      country: 'VN',
      phone: '+84 912 345 678',
      email: 'lan@example.vn',
    },
    meta_data: [{ id: 1, key: 'member_code', value: 'tv-0001' }],
  },
};

/** The same person as the till knows her, for shops whose web store knows no member codes. */
const member: Voice = {
  name: 'member card with phone',
  platform: 'pos',
  topic: 'customer.saved',
  body: { memberCode: 'TV-0001', phone: '0912345678', name: 'Nguyễn Thị Lan', updatedAt: '2026-11-18T00:00:00Z' },
};
const plainAccount: Voice = { ...account, name: 'account with phone', body: { ...account.body, meta_data: [] } };

t.test('every order of arrival ends in one customer', async (t) => {
  const shop = await shops(t);
  let run = 0;
  for (const voices of [
    ...permutations([invoice, guestOrder, account]),
    ...permutations([invoice, guestOrder, plainAccount, member]),
  ]) {
    const one = await shop(`order-${run++}`);
    for (const voice of voices) {
      await one.send(voice);
      await one.house.settled();
    }
    await oneCustomer(t, one, voices.map((voice) => voice.name).join(' → '));
  }
});

t.test('at the same moment, 50 times over', async (t) => {
  const shop = await shops(t);
  for (let run = 0; run < 50; run++) {
    const one = await shop(`moment-${run}`);
    await Promise.all([invoice, guestOrder, account].map((voice) => one.send(voice)));
    await one.house.settled();
    await oneCustomer(t, one, `run ${run}`);
  }
});

t.test('two processes at the same moment: the transactions agree without shared locks', async (t) => {
  const shop = await shops(t);
  for (let run = 0; run < 10; run++) {
    const one = await shop(`apart-${run}`);
    const deliveries = [invoice, guestOrder, account, member];
    await Promise.all(deliveries.map((voice) => one.applyAlone(voice)));
    await oneCustomer(t, one, `run ${run}`);
  }
});

t.test(
  'an invoice with an unknown code is kept, counts for nobody, and is attached once when the code is known',
  async (t) => {
    const shop = await shops(t);
    const one = await shop('unknown');
    await one.send(invoice);
    await one.house.settled();
    t.equal(await one.scope.customers.count(), 0, 'a code that may be a typing error makes no customer');
    const [waiting] = await one.scope.orders.find().toArray();
    t.match(waiting, { customer: null, waitingFor: [`${one.id}/m:TV-0001`] });
    await one.send(member);
    await one.house.settled();
    const [customer] = await one.scope.customers.find().toArray();
    t.match(customer, { stats: { orders: 1, spentMinor: 70000, lastLocation: `${one.pos}:Q1` } });
    await one.send({ ...member, body: { ...member.body, updatedAt: '2026-11-19T00:00:00Z' } });
    await one.house.settled();
    t.match(await one.scope.customers.findOne({ _id: customer?._id as CustomerKey }), { stats: { orders: 1 } }, 'once');
    t.same((await one.house.verify(one.id)).differences, []);
  },
);

function wooOrder(given: { id: number; phone: string; email: string; customerId: number }) {
  return {
    id: given.id,
    number: String(given.id),
    status: 'completed',
    currency: 'VND',
    date_created_gmt: '2026-11-20T04:00:00',
    date_modified_gmt: '2026-11-20T04:00:00',
    date_paid_gmt: '2026-11-20T04:00:00',
    total: '100000',
    discount_total: '0',
    shipping_total: '0',
    total_tax: '0',
    customer_id: given.customerId,
    billing: {
      first_name: 'Lan',
      last_name: 'Nguyễn',
      country: 'VN',
      city: 'Huế',
      phone: given.phone,
      email: given.email,
    },
    shipping: {},
    line_items: [
      {
        id: 1,
        name: 'Áo',
        product_id: 9,
        variation_id: 0,
        quantity: 1,
        subtotal: '100000',
        total: '100000',
        total_tax: '0',
      },
    ],
    coupon_lines: [],
    refunds: [],
    created_via: 'checkout',
    meta_data: [],
  };
}

async function shops(t: Parameters<typeof house>[0]) {
  const opened = await house(t);
  return async (name: string) => {
    const shop = await opened.addShop({ platform: 'woocommerce', domain: `${name}.example` });
    const pos = await opened.connect(shop.id, 'pos', `${name}-tills`);
    const secretOf = { woocommerce: shop.secret, pos: pos.secret } as Record<Platform, string>;
    const installationOf = { woocommerce: shop.installation, pos: pos.installation } as Record<
      Platform,
      InstallationId
    >;
    const request = (voice: Voice): WebhookRequest => {
      const sample = sampleOf(voice.platform, voice.topic, voice.body);
      return sign(
        voice.platform,
        {
          ...sample,
          headers: { ...sample.headers, 'x-tessera-delivery': JSON.stringify(voice.body).length.toString() },
        },
        secretOf[voice.platform],
      );
    };
    const send = async (voice: Voice) => {
      const receipt = await opened.receive(voice.platform, request(voice), installationOf[voice.platform]);
      if (receipt.kind !== 'stored') throw new Error(`${voice.name} was refused`);
    };
    /** As a process of its own would: no lock shared with the others. */
    const applyAlone = (voice: Voice) =>
      opened.applyAlone(voice.platform, request(voice), installationOf[voice.platform]);
    return { house: opened, ...shop, pos: pos.installation, send, applyAlone };
  };
}

type One = Awaited<ReturnType<Awaited<ReturnType<typeof shops>>>>;

async function oneCustomer(t: Parameters<typeof house>[0], one: One, message: string): Promise<void> {
  const customers = await one.scope.customers.find().toArray();
  const [customer] = customers;
  t.match(
    {
      customers: customers.length,
      orders: customer?.stats.orders,
      spent: customer?.stats.spentMinor,
      phone: customer?.phone,
      name: customer?.name,
    },
    { customers: 1, orders: 2, spent: 170000, phone: '+84912345678', name: 'Nguyễn Thị Lan' },
    message,
  );
  t.same((await one.house.verify(one.id)).differences, [], `${message}: verify finds nothing`);
  t.equal(await one.scope.inbox.count({ state: 'parked' }), 0);
}

function permutations<T>(values: readonly T[]): T[][] {
  if (values.length <= 1) return [[...values]];
  return values.flatMap((value, i) => permutations(values.filter((_, j) => j !== i)).map((rest) => [value, ...rest]));
}
