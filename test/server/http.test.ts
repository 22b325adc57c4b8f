import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { InjectOptions } from 'fastify';
import t from 'tap';
import { z } from 'zod';
import { AppError } from '../../src/errors.ts';
import { buildApp } from '../../src/server/app.ts';
import type { App } from '../../src/server/app-parts.ts';
import { ApiError } from '../../src/server/http/errors.ts';
import { testApp } from '../support/app.ts';
import { head, listening, sendRaw } from '../support/raw-http.ts';

/** What holds for every address: the form of errors, headers, probes, the document, the way of stopping. */

/** Routes that fail in each way; the real ones are tested by what they do. */
function failing(api: App): void {
  const config = { scope: 'customers:read' } as const;
  api.get('/x/coded', { config }, async () => {
    throw new AppError('name_taken', 'this name is in use', { details: { name: 'VIP' } });
  });
  api.get('/x/broken', { config }, async () => {
    throw new Error('E11000 dup key: { phone: "+84901234567" }');
  });
  api.get('/x/answer', { config, schema: { response: { 200: z.object({ n: z.number() }) } } }, async () => ({
    n: 'not a number' as unknown as number,
  }));
  api.get(
    '/x/query',
    { config, schema: { querystring: z.object({ limit: z.coerce.number().int().max(200) }) } },
    async () => ({}),
  );
  api.post(
    '/x/body',
    {
      config,
      schema: {
        body: z.strictObject({
          name: z.string().min(1),
          clause: z.object({ kinds: z.array(z.enum(['a', 'b'])) }).optional(),
        }),
      },
    },
    async ({ body }) => body,
  );
  api.get('/x/slow', { config }, async () => {
    await sleep(150);
    return { ok: true };
  });
}

t.test('every error has one form, a code from the table and a request id, and tells nothing internal', async (t) => {
  const { app, house, authorise } = await testApp(t, { routes: failing });
  const shop = await house.addShop({ platform: 'pos', domain: 'a' });
  const headers = await authorise(shop.id);
  const json = { ...headers, 'content-type': 'application/json' };
  const post = (payload: string | Buffer, own: object = json) => ({
    method: 'POST' as const,
    url: '/api/v1/x/body',
    headers: own as Record<string, string>,
    payload,
  });
  const cases: [string, InjectOptions, number, string, RegExp][] = [
    [
      'an address that does not exist',
      { url: '/api/v1/nothing', headers },
      404,
      'not_found',
      /nothing at this address/,
    ],
    ['the same without a key', { url: '/nothing/at/all?phone=0901234567' }, 404, 'not_found', /./],
    ['an address that is not encoded', { url: '/api/v1/%zz', headers }, 400, 'bad_request', /not validly encoded/],
    ['another method', { method: 'DELETE', url: '/api/v1/x/body', headers }, 405, 'method_not_allowed', /knows POST/],
    [
      'another method with a body that is not JSON',
      { ...post('{'), url: '/api/v1/x/coded' },
      405,
      'method_not_allowed',
      /knows GET/,
    ],
    [
      'a coded error',
      { url: '/api/v1/x/coded', headers },
      409,
      'name_taken',
      /^This name is in use\. Choose another name/,
    ],
    ['an error of ours', { url: '/api/v1/x/broken', headers }, 500, 'internal', /^Something went wrong in this server/],
    ['an answer that breaks its own schema', { url: '/api/v1/x/answer', headers }, 500, 'internal', /./],
    ['a query value', { url: '/api/v1/x/query?limit=500', headers }, 422, 'invalid', /query\.limit: .*<=200/],
    ['a body field', post('{"name": 7}'), 422, 'invalid', /body\.name: .*expected string/],
    [
      'a nested body field',
      post('{"name": "x", "clause": {"kinds": ["a", "z"]}}'),
      422,
      'invalid',
      /body\.clause\.kinds\.1: .*"a"\|"b"/,
    ],
    ['a field that does not exist', post('{"name": "x", "nmae": "y"}'), 422, 'invalid', /nmae/],
    ['a body that is not JSON', post('{"name": '), 400, 'invalid_json', /UTF-8/],
    ['a body that is not UTF-8', post(Buffer.from('{"name": "Nguyễn"}', 'latin1')), 400, 'invalid_json', /not UTF-8/],
    ['no body', post(''), 422, 'invalid', /body/],
    [
      '__proto__ in the body',
      post('{"name": "x", "__proto__": {"isAdmin": true}}'),
      400,
      'invalid_json',
      /not JSON that we take/,
    ],
    [
      'constructor.prototype in the body',
      post('{"name": "x", "constructor": {"prototype": {"a": 1}}}'),
      400,
      'invalid_json',
      /./,
    ],
    ['100,000 levels', post(`{"name": ${'['.repeat(100_000)}${']'.repeat(100_000)}}`), 422, 'invalid', /nests deeper/],
    ['more than 1 MB', post(JSON.stringify({ name: 'x'.repeat(1 << 20) })), 413, 'payload_too_large', /larger/],
    [
      'another media type',
      post('name=x', { ...headers, 'content-type': 'application/x-www-form-urlencoded' }),
      415,
      'unsupported_media_type',
      /application\/json/,
    ],
    ['text', post('{"name": "x"}', { ...headers, 'content-type': 'text/plain' }), 415, 'unsupported_media_type', /./],
    ['an unknown platform', { method: 'POST', url: '/webhooks/magento', payload: '{}' }, 404, 'not_found', /platform/],
  ];
  for (const [name, request, status, code, message] of cases) {
    const answer = await app.inject(request);
    const body = answer.json();
    t.match({ status: answer.statusCode, code: body.code }, { status, code }, name);
    t.match(body.message, message, `${name}: what is wrong`);
    t.ok(ApiError.strict().safeParse(body).success, `${name}: the form of errors`);
    t.equal(body.requestId, answer.headers['x-request-id'], `${name}: the request id`);
    t.notMatch(answer.body, /0901234567|84901234567|E11000|node_modules|\bat .*\.ts/, `${name}: nothing internal`);
  }
  t.equal((await app.inject({ url: '/api/v1/x/coded', headers })).json().details.name, 'VIP', 'details are passed on');
  t.same(
    (await app.inject({ method: 'PUT', url: '/api/v1/x/body', headers })).headers.allow,
    'POST',
    'Allow names the methods',
  );
  t.same(
    await app.inject(post('{"name": "Đỗ"}')).then((answer) => answer.json()),
    { name: 'Đỗ' },
    'and a right one is taken',
  );
});

t.test('every answer carries the security headers; the API none for caches, cookies or other origins', async (t) => {
  const { app, house, authorise } = await testApp(t, { routes: failing });
  const headers = {
    ...(await authorise((await house.addShop({ platform: 'pos', domain: 'a' })).id)),
    origin: 'https://evil.example',
  };
  for (const url of ['/healthz', '/api/v1/x/query?limit=1', '/api/v1/x/broken', '/nothing']) {
    const answer = await app.inject({ url, headers });
    t.match(
      answer.headers,
      {
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'no-referrer',
        'content-security-policy': "default-src 'none';frame-ancestors 'none';base-uri 'none';form-action 'none'",
        'x-request-id': /^[\w-]{12}$/,
      },
      url,
    );
    for (const name of [
      'set-cookie',
      'access-control-allow-origin',
      'strict-transport-security',
      'x-powered-by',
      'server',
    ])
      t.notOk(answer.headers[name], `${url}: no ${name}`);
  }
  t.equal((await app.inject({ url: '/api/v1/x/query?limit=1', headers })).headers['cache-control'], 'no-store');
  const secure = await testApp(t, { config: { publicUrl: 'https://crm.example' } });
  t.match(
    (await secure.app.inject('/healthz')).headers['strict-transport-security'],
    /max-age=31536000/,
    'https is promised where it is used',
  );
});

t.test('/healthz answers while the process lives; /readyz when database, worker and start are there', async (t) => {
  let isReady = false;
  const { app, house } = await testApp(t, { isReady: () => isReady });
  t.same((await app.inject('/healthz')).json(), { ok: true });
  const early = await app.inject('/readyz');
  t.match(
    { status: early.statusCode, ...early.json() },
    { status: 503, ready: false, checks: { database: true, worker: true, start: false } },
  );
  isReady = true;
  t.match(await app.inject('/readyz').then((answer) => ({ status: answer.statusCode, ...answer.json() })), {
    status: 200,
    ready: true,
  });
  await house.worker.stop();
  t.match((await app.inject('/readyz')).json(), { ready: false, checks: { worker: false } });
  await house.store.client.close();
  const away = await app.inject('/readyz');
  t.match(
    { status: away.statusCode, ...away.json() },
    { status: 503, checks: { database: false } },
    'a database that is away is seen',
  );
  t.equal((await app.inject('/healthz')).statusCode, 200);
  await house.store.client.connect();
});

t.test('a database that is away is 503 with Retry-After, not our fault', async (t) => {
  const { app, house, authorise } = await testApp(t, { routes: failing });
  const headers = await authorise((await house.addShop({ platform: 'pos', domain: 'a' })).id);
  await house.worker.stop();
  const { MongoServerSelectionError } = await import('mongodb');
  house.store.system.apiKeys.findOne = () =>
    Promise.reject(new MongoServerSelectionError('no primary at secret-host:27017', {} as never));
  const answer = await app.inject({ url: '/api/v1/x/coded', headers });
  t.match({ status: answer.statusCode, code: answer.json().code }, { status: 503, code: 'overloaded' });
  t.ok(Number(answer.headers['retry-after']) > 0);
  t.notMatch(answer.body, /secret-host/);
});

t.test('the OpenAPI document is public, is 3.1 and tells every operation its scope and its errors', async (t) => {
  const { app } = await testApp(t, { routes: failing });
  const document = (await app.inject('/api/v1/openapi.json')).json();
  t.equal(document.openapi, '3.1.0');
  const operations = Object.entries<Record<string, any>>(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ name: `${method} ${path}`, operation })),
  );
  t.ok(operations.length >= 6);
  for (const { name, operation } of operations) {
    t.match(name, /^\w+ \/api\/v1\//, 'only the API is in it');
    if (name === 'post /api/v1/session') t.same(operation.security, [], 'strangers sign in');
    else {
      t.same(operation.security, [{ bearer: [] }], `${name} needs a bearer`);
      t.match(operation.description, /Scope: `[a-z]+:[a-z]+`|Everybody who is signed in/, `${name} names its scope`);
    }
    for (const status of [400, 401, 403, 404, 409, 413, 415, 422, 429, 500, 503]) {
      // What all operations may answer stands once, and each refers to it.
      const { $ref: shared, content } = operation.responses[status] ?? {};
      const { schema } = (shared ? document.components.responses[shared.split('/').at(-1)].content : content)[
        'application/json'
      ];
      t.equal(schema.$ref, '#/components/schemas/ApiError', `${name} may answer ${status}`);
    }
  }
  t.ok(document.components.schemas.ApiError.properties.code.enum.includes('rate_limited'));

  const page = await app.inject({ url: '/api/v1/docs/' });
  t.match({ status: page.statusCode, type: page.headers['content-type'] }, { status: 200, type: /html/ });
  t.match(page.headers['content-security-policy'], /script-src 'self';/, 'the page may load its own scripts');
  for (const address of ['/api/v1/docs', '/api/v1/docs/']) {
    const { body } = await app.inject(address);
    const assets = [...body.matchAll(/(?:src|href)="([^"]+)"/g)].map(
      (match) => new URL(match[1] as string, `http://localhost${address}`).pathname,
    );
    t.ok(assets.length >= 5, `${address} loads scripts and styles`);
    for (const asset of assets) t.equal((await app.inject(asset)).statusCode, 200, `${asset} of ${address} is there`);
  }
  const script = await app.inject('/api/v1/docs/static/swagger-ui-bundle.js');
  t.match({ status: script.statusCode, type: script.headers['content-type'] }, { status: 200, type: /javascript/ });
  t.equal((await app.inject('/api/v1/docs/json')).json().openapi, '3.1.0');
});

t.test('a route that declares no scope does not start', async (t) => {
  const { parts } = await testApp(t);
  await t.rejects(
    buildApp(parts, (api) => void api.get('/forgotten', async () => ({}))),
    /\/forgotten declares its scope/,
  );
  const invented = { scope: 'everything:write' } as never;
  await t.rejects(
    buildApp(parts, (api) => void api.get('/invented', { config: invented }, async () => ({}))),
    /\/invented declares its scope/,
  );
});

t.test('/metrics is for this machine, and for others with metrics:read', async (t) => {
  const { app, house, authorise } = await testApp(t);
  const shop = await house.addShop({ platform: 'pos', domain: 'a' });
  const abroad = '203.0.113.9';
  const here = await app.inject({ url: '/metrics', remoteAddress: '127.0.0.1' });
  t.match({ status: here.statusCode, type: here.headers['content-type'] }, { status: 200, type: /text\/plain/ });
  for (const name of [
    'tessera_http_request_seconds',
    'tessera_deliveries_total',
    'tessera_inbox_pending 0',
    'tessera_ingest_seconds',
    'nodejs_eventloop_lag_seconds',
    'process_resident_memory_bytes',
  ])
    t.match(here.body, name);
  t.equal((await app.inject({ url: '/metrics', remoteAddress: abroad })).statusCode, 401);
  t.equal(
    (await app.inject({ url: '/metrics', remoteAddress: '127.0.0.1', headers: { 'x-forwarded-for': abroad } }))
      .statusCode,
    401,
    'nor through a proxy on this machine',
  );
  t.equal(
    (await app.inject({ url: '/metrics', remoteAddress: abroad, headers: await authorise(shop.id) })).statusCode,
    403,
    "a shop's own key does not show the server's figures",
  );
  t.equal(
    (await app.inject({ url: '/metrics', remoteAddress: abroad, headers: await authorise(shop.id, 'metrics:read') }))
      .statusCode,
    200,
  );
});

t.test('while stopping, what was begun is finished and what is new is told to come back', async (t) => {
  const { app, house, authorise } = await testApp(t, { routes: failing });
  const { authorization } = await authorise((await house.addShop({ platform: 'pos', domain: 'a' })).id);
  const port = await listening(app);
  const request = (path: string) => `GET ${path} HTTP/1.1\r\nHost: x\r\nAuthorization: ${authorization}\r\n\r\n`;
  const socket = connect(port, '127.0.0.1');
  let said = '';
  socket.on('data', (chunk) => {
    said += String(chunk);
  });
  const over = new Promise((resolve) => socket.on('close', resolve));
  const begun = once(app.server, 'request');
  socket.write(request('/api/v1/x/slow'));
  await begun;
  const closed = app.close();
  await sleep(20);
  socket.write(request('/api/v1/x/slow') + request('/readyz'));
  await Promise.all([closed, over]);
  const [first = '', second = ''] = said.split(/(?=HTTP\/1\.1 )/);
  t.match(first, /^HTTP\/1\.1 200[\s\S]*\{"ok":true\}/);
  if (second !== '') t.match(second, /^HTTP\/1\.1 503[\s\S]*retry-after: 5[\s\S]*shutting_down/i);
  t.comment(`the second request ${second === '' ? 'found the connection closed' : 'got 503'}`);
});

t.test('a request that does not end does not keep the server from stopping', async (t) => {
  const { app } = await testApp(t, { config: { drainMs: 100 } });
  const port = await listening(app);
  const begun = once(app.server, 'request');
  const cut = sendRaw(port, [head('POST', '/webhooks/pos', [['Content-Length', '100']]), '{']);
  await begun;
  await app.close();
  t.equal(await cut, '', 'it is cut off');
});
