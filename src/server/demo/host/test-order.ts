import { createHmac, randomUUID } from 'node:crypto';
import { AppError } from '../../../errors.ts';
import { formatInstant, type Instant } from '../../../model.ts';
import type { CustomerDocument } from '../../store/documents.ts';
import type { ShopStore } from '../../store/index.ts';
import { WEB_STORE } from './web-store.ts';

export interface Buyer {
  readonly name: string;
  readonly phone: string;
}

/** More than the ten million of the demo's VIP segment, so that whoever gets it enters that one too. */
export const TEST_ORDER_VND = 10_900_000;
/** Among so many the buyer is drawn, so that the button shows another person each time. */
const DRAW_FROM = 200;
/** With the third order one becomes a regular ("Khách trung thành"). */
const ORDERS_BEFORE = 2;

/** Somebody whom one more order lets into a segment; else anybody whom the shop can call. Null in an empty shop. */
export async function drawBuyer(scope: ShopStore): Promise<Buyer | null> {
  const known = { name: { $exists: true }, phone: { $exists: true } };
  for (const filter of [{ ...known, 'stats.orders': ORDERS_BEFORE }, known]) {
    const found = await scope.customers.find(filter, { projection: { name: 1, phone: 1 }, limit: DRAW_FROM }).toArray();
    const drawn: Pick<CustomerDocument, 'name' | 'phone'> | undefined = found[Math.floor(Math.random() * found.length)];
    if (drawn?.name !== undefined && drawn.phone !== undefined) return { name: drawn.name, phone: drawn.phone };
  }
  return null;
}

/** Sends a paid order to the service as WooCommerce would: over HTTP, signed with the connection's secret. */
export async function sendTestOrder(
  to: { readonly url: string; readonly secret: string },
  { name, phone }: Buyer,
  totalVnd: number,
  now: Instant,
): Promise<{ readonly number: string }> {
  const number = String(now).slice(-8);
  const body = JSON.stringify(order(now, number, name, phone, totalVnd));
  const response = await fetch(`${to.url}/webhooks/woocommerce/${WEB_STORE.id}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-wc-webhook-topic': 'order.created',
      'x-wc-webhook-source': `https://${WEB_STORE.domain}/`,
      'x-wc-webhook-id': '1',
      'x-wc-webhook-delivery-id': randomUUID(),
      'x-wc-webhook-signature': createHmac('sha256', to.secret).update(body).digest('base64'),
    },
    body,
  });
  if (!response.ok) throw new AppError('internal', `the service answered the test order with ${response.status}`);
  return { number };
}

/** WooCommerce's REST v3 order, as far as it is read. `*_gmt` are without a Z there. */
function order(now: Instant, number: string, name: string, phone: string, totalVnd: number) {
  const at = formatInstant(now).slice(0, 19);
  const words = name.split(' ');
  const total = String(totalVnd);
  return {
    id: now,
    number,
    status: 'processing',
    currency: 'VND',
    date_created_gmt: at,
    date_modified_gmt: at,
    date_paid_gmt: at,
    total,
    discount_total: '0',
    shipping_total: '0',
    total_tax: '0',
    customer_id: 0,
    created_via: 'checkout',
    billing: { first_name: words.at(-1), last_name: words.slice(0, -1).join(' '), phone, country: 'VN' },
    line_items: [{ id: 1, name: 'Giỏ quà Tết', product_id: 9001, variation_id: 0, quantity: 1, sku: 'QUA-TET', total }],
    refunds: [],
    coupon_lines: [],
    meta_data: [],
    customer_note: '',
  };
}
