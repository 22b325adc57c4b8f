import { Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import t from 'tap';
import { createLogger } from '../../src/server/logger.ts';
import { testApp } from '../support/app.ts';
import { sampleOf, samplesOf, sign, wooCaptures } from '../support/samples.ts';

/** The address that hosts deliver to: shaking hands, repeats, overload, and what is said in the log. */

t.test('a delivery is answered 200 once it is stored, and so is its repeat; then it is applied', async (t) => {
  const { app, house, deliver } = await testApp(t);
  const shop = await house.addShop({ platform: 'shopify', domain: 'mau-thu.myshopify.com' });
  const sample = samplesOf('shopify').find(({ name }) => name === 'orders-create')!;
  const request = sign('shopify', sample, shop.secret);
  for (const installation of [shop.installation, null, shop.installation]) {
    const answer = await deliver('shopify', request, installation);
    t.match(
      { status: answer.statusCode, body: answer.body, type: answer.headers['content-type'] },
      { status: 200, body: '{"ok":true}', type: /json/ },
    );
  }
  await house.settled();
  t.equal(await shop.scope.orders.count(), 1);
  const figures = (await app.inject('/metrics')).body;
  for (const [outcome, count] of [
    ['received', 1],
    ['repeated', 2],
    ['done', 1],
  ] as const)
    t.match(figures, `tessera_deliveries_total{platform="shopify",outcome="${outcome}"} ${count}`);
  t.match(figures, 'tessera_ingest_seconds_count{platform="shopify"} 1');
  t.match(figures, 'route="/webhooks/:platform/:installation",status="200"');
});

t.test("WooCommerce's unsigned ping is answered 200 and stored nowhere", async (t) => {
  const { app, house } = await testApp(t);
  const shop = await house.addShop({ platform: 'woocommerce', domain: 'shop.example' });
  const ping = wooCaptures().find(({ signature }) => signature === null)!;
  const type = { 'content-type': 'application/x-www-form-urlencoded' };
  const answer = await app.inject({
    method: 'POST',
    url: `/webhooks/woocommerce/${shop.installation}`,
    payload: ping.body,
    headers: type,
  });
  t.match({ status: answer.statusCode, body: answer.body }, { status: 200, body: '' });
  t.equal(
    (await app.inject({ method: 'POST', url: '/webhooks/shopify', payload: ping.body, headers: type })).statusCode,
    401,
    'other platforms know no ping',
  );
  t.equal(await shop.scope.inbox.count(), 0);
});

t.test("Haravan's question is answered with its challenge, if it knows the connection's secret", async (t) => {
  const { app, house } = await testApp(t);
  const shop = await house.addShop({ platform: 'haravan', domain: '200000123456' });
  const ask = async (query: Record<string, string>, path = `haravan/${shop.installation}`) => {
    const answer = await app.inject({
      url: `/webhooks/${path}`,
      query: { 'hub.mode': 'subscribe', 'hub.challenge': 'c-1827', ...query },
    });
    return { status: answer.statusCode, type: answer.headers['content-type'], body: answer.body };
  };
  t.match(await ask({ 'hub.verify_token': shop.secret }), { status: 200, type: /^text\/plain/, body: 'c-1827' });
  for (const [query, path] of [
    [{ 'hub.verify_token': 'wrong' }],
    [{}],
    [{ 'hub.verify_token': '' }, 'haravan'],
    [{ 'hub.verify_token': shop.secret }, 'haravan/none'],
    [{ 'hub.verify_token': shop.secret, 'hub.mode': 'other' }],
    [{ 'hub.verify_token': shop.secret }, `pos/${shop.installation}`],
  ] as const) {
    t.match(await ask(query, path), { status: 401, body: /webhook_refused/ });
  }
});

t.test('an address that names an unknown connection does not hide a known one of that name', async (t) => {
  const { house, deliver } = await testApp(t);
  const shop = await house.addShop({ platform: 'haravan', domain: '200000123456' });
  const sample = {
    ...sampleOf('haravan', 'orders/create', { id: 1 }),
    headers: { 'x-haravan-topic': 'orders/create' },
  };
  const stranger = { ...sample, headers: { ...sample.headers, 'x-haravan-org-id': String(shop.installation) } };
  t.equal((await deliver('haravan', sign('haravan', stranger, 'invented'), null)).statusCode, 401);
  t.equal((await deliver('haravan', sign('haravan', sample, shop.secret), shop.installation)).statusCode, 200);
});

t.test(
  'with more waiting than the limit, new deliveries are put off and nothing is taken that is not kept',
  async (t) => {
    let now = Date.now();
    const { app, house, deliver } = await testApp(t, { config: { inboxLimit: 2 }, now: () => now });
    const shop = await house.addShop({ platform: 'pos', domain: 'quay-1' });
    await house.worker.stop();
    const invoice = samplesOf('pos').find(({ name }) => name === 'invoice.saved')!;
    let taken = 0;
    const send = () =>
      deliver(
        'pos',
        sign('pos', { ...invoice, headers: { ...invoice.headers, 'x-tessera-delivery': `d${++taken}` } }, shop.secret),
        shop.installation,
      );
    for (let i = 0; i < 3; i++) t.equal((await send()).statusCode, 200);
    now += 1000;
    await send(); // finds the count too old, and has it taken
    await sleep(50);
    const refused = await send();
    t.match(
      { status: refused.statusCode, code: refused.json().code, wait: refused.headers['retry-after'] },
      { status: 503, code: 'overloaded', wait: '30' },
    );
    t.equal(await shop.scope.inbox.count({ state: 'pending' }), 4);
    t.match((await app.inject('/metrics')).body, 'tessera_inbox_pending 3', 'counted up to one above the limit');
    t.equal((await app.inject('/api/v1/openapi.json')).statusCode, 200, 'the API is not concerned');

    house.worker.start();
    await house.settled();
    now += 1000;
    await send();
    await sleep(50);
    t.equal((await send()).statusCode, 200, 'when they are worked off it goes on');
  },
);

t.test('refusals are counted by address, rightly signed deliveries are not', async (t) => {
  const { house, deliver } = await testApp(t, { config: { rateLimitPerMinute: 3 } });
  const shop = await house.addShop({ platform: 'pos', domain: 'quay-1' });
  const sample = sampleOf('pos', 'invoice.saved', { id: 'HD1' });
  const statuses = async (secret: string) => {
    const found: number[] = [];
    for (let i = 0; i < 6; i++)
      found.push((await deliver('pos', sign('pos', sample, secret), shop.installation)).statusCode);
    return found;
  };
  t.same(await statuses('wrong secret'), [401, 401, 401, 429, 429, 429]);
  t.same(await statuses(shop.secret), [200, 200, 200, 200, 200, 200], 'from the same address');
});

t.test('the log of all this holds no person, no payload, no address and no secret', async (t) => {
  const lines: string[] = [];
  const logger = createLogger(
    'trace',
    new Writable({ write: (chunk, _encoding, done) => done(void lines.push(String(chunk))) }),
  );
  const config = { scope: 'customers:read' } as const;
  const { app, house, deliver, authorise } = await testApp(t, {
    logger,
    routes: (api) => {
      api.get('/x/:id', { config }, async (request) => {
        request.log.info({ req: request }, 'a request');
        request.log.error(new Error('E11000 dup key: { phone: "+84901234567" }'));
        throw new Error('E11000 dup key: { phone: "+84901234567" }', { cause: new Error('lan@example.test') });
      });
      api.post('/x', { config }, async ({ body }) => body);
    },
  });
  const shop = await house.addShop({ platform: 'pos', domain: 'quay-1' });
  const headers = await authorise(shop.id);
  const customer = sampleOf('pos', 'customer.saved', {
    id: 'KH1',
    name: 'Nguyễn Thị Lan',
    phone: '0901234567',
    email: 'lan@example.test',
    updatedAt: '2026-11-22T10:00:00+07:00',
  });
  const broken = sampleOf('pos', 'invoice.saved', Buffer.from('{"phone":"0901234567","name":"Nguyễn Thị Lan"'));
  for (const [sample, secret] of [
    [customer, shop.secret],
    [broken, shop.secret],
    [customer, 'wrong-secret'],
  ] as const)
    await deliver('pos', sign('pos', sample, secret), shop.installation);
  await house.settled();
  for (const url of [
    '/api/v1/x/lan@example.test?phone=0901234567',
    '/api/v1/lan@example.test',
    '/0901234567?token=geheim',
    '/api/v1/x/%zz0901234567',
    '/webhooks/0901234567/geheim',
    '/webhooks/haravan/x?hub.mode=subscribe&hub.verify_token=geheim',
  ])
    await app.inject({ url, headers });
  await app.inject({
    method: 'POST',
    url: '/api/v1/x',
    headers: { ...headers, 'content-type': 'application/json', cookie: 'token=geheim' },
    payload: '{"phone":"0901234567","name":',
  });
  await app.inject({
    method: 'POST',
    url: '/api/v1/x?phone=0901234567',
    headers: { ...headers, 'idempotency-key': 'geheim' },
    payload: { phone: '0901234567', name: 'Nguyễn Thị Lan' },
  });

  const said = lines.join('');
  t.match(said, '"route":"/webhooks/:platform/:installation"');
  t.match(said, /"route":"\/api\/v1\/x\/:id","status":500/);
  t.match(
    said,
    /"err":\{"type":"Error","frames":\["at [^"]*webhooks\.test\.ts/,
    'where an error of ours came from is there',
  );
  t.match(said, /"reason":"not_json"[^}]*"msg":"a delivery was parked"/);
  for (const secret of [
    '0901234567',
    '84901234567',
    'lan@',
    'Nguyễn',
    'Lan',
    'geheim',
    'wrong-secret',
    shop.secret,
    headers.authorization.slice(7),
    'tsk_',
    'Bearer',
    'dup key',
    customer.headers['x-tessera-signature'] ?? 'x-tessera-signature',
  ]) {
    t.notOk(said.includes(secret), `nothing of ${secret.slice(0, 12)}`);
  }
  t.ok(lines.length >= 12);
});
