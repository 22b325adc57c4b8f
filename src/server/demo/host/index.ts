import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import helmet from '@fastify/helmet';
import Fastify, { type FastifyInstance } from 'fastify';
import { z } from 'zod';
import { AppError } from '../../../errors.ts';
import type { ShopId } from '../../../model.ts';
import type { SecretBox } from '../../secrets.ts';
import { mintHandoff } from '../../staff/handoff.ts';
import type { Store } from '../../store/index.ts';
import { drawBuyer, sendTestOrder, TEST_ORDER_VND } from './test-order.ts';
import { addDemoUsers, DEMO_USERS } from './users.ts';
import { WEB_STORE, webStore } from './web-store.ts';

export interface DemoHostOptions {
  /** The service whose admin is shown, as browsers reach it. */
  readonly url: string;
  readonly store: Store;
  readonly box: SecretBox;
  readonly shop: ShopId;
  readonly shopName: string;
  /** 0 takes any free one. */
  readonly port: number;
  readonly now: () => number;
}

export interface DemoHost {
  readonly url: string;
  stop(): Promise<void>;
}

const FILES = [
  { url: '/host.css', type: 'text/css' },
  { url: '/host.js', type: 'text/javascript' },
  { url: '/texts.js', type: 'text/javascript' },
  { url: '/host-frame.js', type: 'text/javascript' },
] as const;

const Handoff = z.strictObject({ user: z.enum(DEMO_USERS.map(({ sub }) => sub)) });
const TestOrder = z.strictObject({
  name: z.string().min(1).max(100).optional(),
  phone: z.string().min(1).max(30).optional(),
  totalVnd: z.int().positive().max(1_000_000_000).optional(),
});

/**
 * A page that looks like the admin of a store and shows ours within it, as the plugin of a real store does: another origin, handoffs signed
 * with the connection's secret, the place kept in its own address. It signs anybody in as anybody, so it listens on this machine alone.
 */
export async function startDemoHost(options: DemoHostOptions): Promise<DemoHost> {
  const { url: serviceUrl, store, box, shop, now } = options;
  const host = Fastify({ bodyLimit: 10_000 });
  await host.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: policy(serviceUrl) },
    frameguard: { action: 'deny' },
    strictTransportSecurity: false,
  });
  // JSON alone: a page of another origin cannot send that without being let, and nobody lets it.
  host.removeContentTypeParser('text/plain');
  host.addHook('onRequest', async (_request, reply) => {
    reply.header('cache-control', 'no-store');
  });
  host.setErrorHandler((error, _request, reply) =>
    reply.code(error instanceof z.ZodError ? 400 : ((error as { statusCode?: number }).statusCode ?? 502)).send({}),
  );

  const page = pageFor(options);
  host.get('/', async (_request, reply) => reply.type('text/html; charset=utf-8').send(page));
  for (const { url, type } of FILES) {
    const content = readFileSync(join(import.meta.dirname, url));
    host.get(url, async (_request, reply) => reply.type(`${type}; charset=utf-8`).send(content));
  }
  const connection = async () => {
    const found = await store.forShop(shop).installations.findOne({ _id: WEB_STORE.id });
    if (!found) throw new AppError('not_found', 'the demo store is not connected');
    return found;
  };
  host.post('/handoff', async ({ body }) => {
    const { user } = Handoff.parse(body);
    const { role: _, ...found } = DEMO_USERS.find(({ sub }) => sub === user) as (typeof DEMO_USERS)[number];
    return { handoff: await mintHandoff(box, await connection(), found, now()) };
  });
  host.post('/orders', async ({ body }) => {
    const { name, phone, totalVnd = TEST_ORDER_VND } = TestOrder.parse(body);
    const drawn = name !== undefined && phone !== undefined ? { name, phone } : await drawBuyer(store.forShop(shop));
    const buyer = drawn ?? { name: 'Nguyễn Thị Thử', phone: '0912345678' };
    const { secrets, _id } = await connection();
    const to = { url: serviceUrl, secret: box.open(secrets[0] ?? '', _id) };
    return { ...(await sendTestOrder(to, buyer, totalVnd, now())), name: buyer.name, totalVnd };
  });

  const origin = await listen(host, options.port);
  try {
    await webStore(store, box, shop, origin, now());
    await addDemoUsers(store, shop, now());
  } catch (error) {
    await host.close();
    throw error;
  }
  return { url: origin, stop: () => host.close() };
}

/** Everything a page of this origin may do. */
function policy(serviceUrl: string): Record<string, string[]> {
  const [none, self] = ["'none'", "'self'"];
  return {
    defaultSrc: [none],
    scriptSrc: [self],
    styleSrc: [self],
    imgSrc: [self, 'data:'],
    connectSrc: [self],
    frameSrc: [new URL(serviceUrl).origin],
    baseUri: [none],
    formAction: [none],
    frameAncestors: [none],
  };
}

function pageFor({ url, shopName }: DemoHostOptions): string {
  const told = {
    address: `${url}/app/at/${WEB_STORE.id}`,
    shopName,
    users: DEMO_USERS.map(({ sub, name, role }) => ({ id: sub, name, role })),
  };
  const json = JSON.stringify(told).replaceAll('<', '\\u003c');
  return readFileSync(join(import.meta.dirname, 'host.html'), 'utf8').replace('"{{host}}"', () => json);
}

/**
 * Listens on this machine's own address only, and answers to that name only: another name for it would be a page of somebody else's
 * that has its name point here. By `localhost` one is sent on, because the admin lets itself be framed by one origin.
 */
async function listen(host: FastifyInstance, port: number): Promise<string> {
  let own = '';
  host.addHook('onRequest', async (request, reply) => {
    if (request.headers.host === own) return;
    if (request.headers.host === own.replace('127.0.0.1', 'localhost') && request.method === 'GET')
      return reply.redirect(`http://${own}${request.url}`);
    return reply.code(421).send({});
  });
  await host.listen({ port, host: '127.0.0.1' });
  own = `127.0.0.1:${(host.server.address() as AddressInfo).port}`;
  return `http://${own}`;
}
