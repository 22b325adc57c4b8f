import type { InjectOptions } from 'fastify';
import type { InstallationId, ShopId } from '../../src/model.ts';
import type { NewShop } from '../../src/server/installations.ts';
import type { ShopStore } from '../../src/server/store/index.ts';
import type { TestApp } from './app.ts';
import { sampleOf, sign } from './samples.ts';

/** A shop whose data come from its till, and somebody with all of its scopes who asks the API. */
export interface Till {
  readonly shop: ShopId;
  readonly installation: InstallationId;
  readonly scope: ShopStore;
  /** What the host signs with. */
  readonly secret: string;
  /** Delivers and waits until it is applied. */
  send(topic: string, ...bodies: object[]): Promise<void>;
  ask(
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Answer>;
}

export interface Answer {
  readonly status: number;
  readonly body: any;
}

export async function till(
  { app, house, authorise }: TestApp,
  domain: string,
  given: Partial<NewShop> = {},
): Promise<Till> {
  const { id: shop, installation, secret, scope } = await house.addShop({ platform: 'pos', domain, ...given });
  const own = await authorise(shop);
  return {
    shop,
    installation,
    scope,
    secret,
    async send(topic, ...bodies) {
      for (const body of bodies)
        await house.receive('pos', sign('pos', sampleOf('pos', topic, body), secret), installation);
      await house.settled();
    },
    async ask(method, path, body, headers = {}) {
      const options: InjectOptions = { method, url: `/api/v1${path}`, headers: { ...own, ...headers } };
      const answered = await app.inject(body === undefined ? options : { ...options, payload: body as object });
      return { status: answered.statusCode, body: answered.body === '' ? null : answered.json() };
    },
  };
}

export interface InvoiceSketch {
  readonly id: string;
  readonly amount?: number;
  readonly at?: string;
  readonly tax?: number;
  readonly phone?: string;
  readonly memberCode?: string;
  readonly status?: string;
  readonly currency?: string;
  readonly product?: string;
}

/** One invoice of one line, paid. */
export function invoice({
  id,
  amount = 100_000,
  at = '2026-11-10T03:00:00Z',
  tax = 0,
  status = 'paid',
  currency = 'VND',
  product = 'P1',
  ...customer
}: InvoiceSketch): object {
  return {
    id,
    number: id,
    updatedAt: at,
    placedAt: at,
    paidAt: at,
    status,
    currency,
    store: { id: 'Q1', name: 'Quận 1' },
    customer: Object.keys(customer).length === 0 ? null : customer,
    items: [{ id: '1', productId: product, name: 'Cà phê', quantity: 1, amount: String(amount) }],
    totals: { goods: String(amount), tax: String(tax), total: String(amount + tax) },
  };
}

export interface MemberSketch {
  readonly phone: string;
  readonly name?: string;
  readonly tags?: readonly string[];
  readonly gender?: string;
  readonly email?: string;
  readonly memberCode?: string;
  readonly at?: string;
  readonly id?: string;
}

export function member({ at = '2026-11-01T00:00:00Z', ...fields }: MemberSketch): object {
  return { updatedAt: at, ...fields };
}

/** Connects a web store to the shop, whose order 54 was restored, and then deleted twice by messages without a time. */
export async function askAboutDeletion(
  { house }: Pick<TestApp, 'house'>,
  { shop }: Pick<Till, 'shop'>,
  domain: string,
): Promise<InstallationId> {
  const { installation, secret } = await house.connect(shop, 'woocommerce', domain);
  const order = {
    id: 54,
    number: '54',
    status: 'processing',
    currency: 'VND',
    date_created_gmt: '2026-11-20T00:00:00',
    date_modified_gmt: '2026-11-20T01:00:00',
    date_paid_gmt: '2026-11-20T00:30:00',
    total: '100000',
    discount_total: '0',
    shipping_total: '0',
    total_tax: '0',
    customer_id: 0,
    billing: { phone: '0912345671', country: 'VN' },
    line_items: [
      {
        id: 1,
        product_id: 9,
        variation_id: 0,
        name: 'Áo',
        quantity: 1,
        total: '100000',
        total_tax: '0',
        subtotal: '100000',
        subtotal_tax: '0',
      },
    ],
    refunds: [],
  };
  for (const [topic, body] of [
    ['order.created', order],
    ['order.restored', { ...order, date_modified_gmt: '2026-11-20T02:00:00' }],
    ['order.deleted', { id: 54 }],
    ['order.deleted', { id: 54, again: true }],
  ] as const) {
    await house.receive('woocommerce', sign('woocommerce', sampleOf('woocommerce', topic, body), secret), installation);
    await house.settled();
  }
  return installation;
}
