import t, { type Test } from 'tap';
import type { Platform, WebhookRequest } from '../../src/adapters/adapter.ts';
import { adapters } from '../../src/adapters/index.ts';
import type { ParkReason } from '../../src/errors.ts';
import { type TestApp, testApp } from '../support/app.ts';
import { head, listening, sendRaw } from '../support/raw-http.ts';
import { type Sample, SIGNATURE_HEADER, samplesOf, sign } from '../support/samples.ts';

/**
 * What must not bring the server down nor get lost: each platform is sent what no host should send. It is refused, or stored and parked
 * with a reason; afterwards the server is ready, and the next good delivery is applied.
 */

const ORDER: Readonly<Record<Platform, { name: RegExp; domain: string }>> = {
  shopify: { name: /^orders-create$/, domain: 'mau-thu.myshopify.com' },
  woocommerce: { name: /^\d+-order\.created/, domain: 'tessera-woo.example' },
  haravan: { name: /^orders-create$/, domain: '200000123456' },
  sapo: { name: /^orders-create$/, domain: 'tiem-mau.mysapo.net' },
  pos: { name: /^invoice\.saved$/, domain: 'quay-1' },
};

/** One rightly connected shop, a good order of its host, and what is sent in its name. */
async function target(t: Test, platform: Platform, made: TestApp) {
  const sample = samplesOf(platform).find(({ name }) => ORDER[platform].name.test(name)) as Sample;
  const { domain } = ORDER[platform];
  const shop = await made.house.addShop({
    platform,
    domain:
      platform === 'woocommerce'
        ? (sample.headers['x-wc-webhook-source'] ?? domain).replace(/^https?:\/\/|\/$/g, '')
        : domain,
  });
  let count = 0;
  /** Each a delivery of its own, where the platform tells deliveries apart by a header. */
  const withBody = (body: Buffer): Sample => {
    const id = `hostile-${++count}`;
    const own = { 'x-shopify-webhook-id': id, 'x-wc-webhook-delivery-id': id, 'x-tessera-delivery': id };
    const theirs = Object.entries(sample.headers).filter(([name]) => name.startsWith('x-')); // the length and the rest are this delivery's
    const headers = Object.fromEntries(theirs.map(([name, value]) => [name, own[name as keyof typeof own] ?? value]));
    return { ...sample, body, headers };
  };
  const signed = (body: Buffer, secret = shop.secret) => sign(platform, withBody(body), secret);
  const send = async (request: WebhookRequest, installation = shop.installation) =>
    made.deliver(platform, request, installation);

  /** The server is well, and the shop's next order arrives. */
  const isWell = async (t: Test) => {
    t.equal((await made.app.inject('/readyz')).statusCode, 200, 'the server is ready');
    await shop.scope.orders.deleteMany();
    await shop.scope.customers.deleteMany();
    await shop.scope.identities.deleteMany();
    t.match(
      await send(signed(Buffer.concat([sample.body, Buffer.from('\n')]))),
      { statusCode: 200, body: '{"ok":true}' },
      'a good delivery is taken',
    );
    await made.house.settled();
    t.equal(await shop.scope.orders.count({ order: { $exists: true } }), 1, 'and its order is there');
    t.same((await made.house.verify(shop.id)).differences, [], 'with figures that prove');
  };
  const seen = new Set<string>();
  /** What was stored since this was last asked. */
  const stored = async () => {
    const [delivery] = await shop.scope.inbox.find({ _id: { $nin: [...seen] } }).toArray();
    if (delivery) seen.add(delivery._id);
    return delivery;
  };
  return { sample, shop, signed, send, stored, isWell };
}

const DEEP = 100_000;
t.setTimeout(120_000); // a slow machine shall not count as a fault

for (const { platform } of adapters) {
  t.test(`${platform}: what is not rightly signed gets one and the same refusal, and is not stored`, async (t) => {
    const made = await testApp(t);
    const { sample, shop, signed, send, isWell } = await target(t, platform, made);
    const other = await made.house.addShop({ platform, domain: 'another.example' });
    const good = signed(sample.body);
    const signatureName = SIGNATURE_HEADER[platform];
    const signature = String(good.headers[signatureName]);
    const withSignature = (value: string | undefined) => ({
      ...good,
      headers: { ...good.headers, [signatureName]: value },
    });
    const middle = sample.body.length >> 1;
    const flipped = Buffer.from(sample.body);
    flipped[middle] = (flipped[middle] ?? 0) ^ 1;

    const { [signatureName]: _signature, ...unsigned } = good.headers;
    const refused: [string, WebhookRequest, string?][] = [
      ['one flipped byte', { ...good, rawBody: flipped }],
      ['a body cut short', { ...good, rawBody: sample.body.subarray(0, middle) }],
      ['one byte more', { ...good, rawBody: Buffer.concat([sample.body, Buffer.from(' ')]) }],
      ["another shop's secret", signed(sample.body, other.secret)],
      ["its own secret at another shop's address", good, other.installation],
      ['its own secret at an address that does not exist', good, 'none'],
      ['an empty secret', signed(sample.body, '')],
      ['no signature', { ...good, headers: unsigned }],
      ['an empty signature', withSignature('')],
      ['the signature twice', withSignature(`${signature}, ${signature}`)],
      ['a signature in another form', withSignature(`sha256=${signature}`)],
      ['a very long signature', withSignature(signature.repeat(100))],
      [
        'no topic',
        {
          ...good,
          headers: Object.fromEntries(Object.entries(good.headers).filter(([name]) => !name.endsWith('-topic'))),
        },
      ],
      ['no headers and no body', { ...good, headers: {}, rawBody: Buffer.alloc(0) }],
      [
        'the body in another charset, signed in its own',
        { ...good, rawBody: Buffer.from(sample.body.toString('utf8'), 'utf16le') },
      ],
    ];
    const answers = new Set<string>();
    for (const [name, request, installation] of refused) {
      const answer = await send(request, (installation ?? shop.installation) as typeof shop.installation);
      t.equal(answer.statusCode, 401, name);
      answers.add(answer.body.replace(/"requestId":"[^"]+"/, ''));
    }
    t.same(
      [...answers].map((body) => JSON.parse(body.replace(',}', '}')).code),
      ['webhook_refused'],
      'nobody learns what was wrong',
    );
    t.equal((await shop.scope.inbox.count()) + (await other.scope.inbox.count()), 0);
    await isWell(t);
  });

  t.test(`${platform}: what is rightly signed is kept, and parked with a reason if it cannot be read`, async (t) => {
    const made = await testApp(t);
    const { sample, shop, signed, send, stored, isWell } = await target(t, platform, made);
    const text = sample.body.toString('utf8').trim();
    const inside = (more: string) => Buffer.from(`${text.slice(0, -1)},${more}}`);
    const parked: [string, Buffer, ParkReason][] = [
      ['no JSON', Buffer.from('<html>504 Gateway Time-out</html>'), 'not_json'],
      ['nothing', Buffer.alloc(0), 'not_json'],
      ['JSON cut short', Buffer.from(text.slice(0, -1)), 'not_json'],
      ['JSON twice', Buffer.from(text + text), 'not_json'],
      ['latin-1', Buffer.from(`${text.slice(0, -1)},"note":"Hòa Bình"}`, 'latin1'), 'not_json'],
      ['UTF-16', Buffer.from(text, 'utf16le'), 'not_json'],
      ['UTF-16 with its mark', Buffer.from(`\ufeff${text}`, 'utf16le'), 'not_json'],
      [
        'half a character',
        Buffer.concat([Buffer.from(`${text.slice(0, -1)},"note":"`), Buffer.from([0xe1, 0xbb]), Buffer.from('"}')]),
        'not_json',
      ],
      ['100,000 lists in each other', inside(`"deep":${'['.repeat(DEEP)}${']'.repeat(DEEP)}`), 'too_deep'],
      ['100,000 objects in each other', inside(`"deep":${'{"a":'.repeat(DEEP)}1${'}'.repeat(DEEP)}`), 'too_deep'],
      ['100,000 lists that never close', Buffer.from('['.repeat(DEEP)), 'too_deep'],
      ['a list', Buffer.from('[]'), 'unreadable'],
      ['null', Buffer.from('null'), 'unreadable'],
      ['a text', Buffer.from('"order"'), 'unreadable'],
      ['an object about nothing', Buffer.from('{"hello":"world"}'), 'unreadable'],
    ];
    for (const [name, body, reason] of parked) {
      t.match(await send(signed(body)), { statusCode: 200, body: '{"ok":true}' }, `${name} is taken`);
      await made.house.settled();
      const delivery = await stored();
      t.match(
        { state: delivery?.state, reason: delivery?.parked?.reason },
        { state: 'parked', reason },
        `${name} is parked: ${reason}`,
      );
      t.ok(
        delivery?.body && Buffer.compare(Buffer.from(delivery.body.buffer), body) === 0,
        `${name}: its bytes are kept as they came`,
      );
      t.ok(
        (delivery?.parked?.detail.length ?? 999) < 200 && !text.includes(delivery?.parked?.detail ?? text),
        `${name}: the detail is ours`,
      );
    }
    t.equal(await shop.scope.inbox.count(), parked.length, 'nothing is lost');
    t.equal(await shop.scope.orders.count(), 0, 'and nothing is guessed');
    await isWell(t);
  });

  t.test(`${platform}: odd content in a body that can be read does no harm`, async (t) => {
    const made = await testApp(t);
    const { sample, shop, signed, send, stored, isWell } = await target(t, platform, made);
    const text = sample.body.toString('utf8').trim();
    const inside = (more: string) => Buffer.from(`${text.slice(0, -1)},${more}}`);
    const odd: [string, Buffer][] = [
      ['__proto__', inside('"__proto__":{"isAdmin":true,"toString":"x"},"constructor":{"prototype":{"isAdmin":true}}')],
      ['operators and dots as names', inside('"$where":"sleep(10000)","a.b":1,"$set":{"shop":"x"},"":0')],
      [
        'numbers beyond all bounds',
        inside('"a":1e400,"b":-1e400,"c":123456789012345678901234567890,"d":0.1e-400,"e":1e1000000'),
      ],
      ['a number of 100,000 digits', inside(`"a":${'9'.repeat(DEEP)}`)],
      ['zero bytes and half surrogates', inside('"note":"\\u0000\\ud800 \\udfff\\uffff","\\u0000":"\\u0000"')],
      ['100,000 names', inside(Array.from({ length: DEEP }, (_, i) => `"n${i}":${i}`).join(','))],
      ['a text of 2 MB', inside(`"note":"${'ợ'.repeat(700_000)}"`)],
      ['brackets in a text', inside(`"note":"${'['.repeat(DEEP)}"`)],
      ['a byte order mark', Buffer.from(`\ufeff${text}`)],
      ['names that come twice', inside(text.slice(1, -1))],
      ['an id beyond all bounds', Buffer.from(text.replace(/"id":\s*("[^"]*"|\d+)/, `"id":1${'0'.repeat(400)}`))],
      [
        'an amount beyond all bounds',
        Buffer.from(text.replaceAll(/"(total|total_price|current_total_price)":\s*("[^"]*"|[\d.]+)/g, '"$1":"1e308"')),
      ],
      ['a date that does not exist', Buffer.from(text.replaceAll(/\d{4}-\d{2}-\d{2}T/g, '2026-13-45T'))],
      ['the year 9999999', Buffer.from(text.replaceAll(/\d{4}-\d{2}-\d{2}T/g, '9999999-01-01T'))],
    ];
    for (const [name, body] of odd) {
      t.match(await send(signed(body)), { statusCode: 200 }, `${name} is taken`);
      await made.house.settled();
      const delivery = await stored();
      t.ok(
        delivery?.state === 'done' || (delivery?.state === 'parked' && delivery.parked?.reason !== 'failed'),
        `${name}: ${delivery?.state} ${delivery?.parked?.reason ?? ''}`,
      );
      t.notOk('isAdmin' in {}, `${name}: no prototype is touched`);
    }
    t.equal(await shop.scope.inbox.count(), odd.length, 'nothing is lost');
    t.same((await made.house.verify(shop.id)).differences, []);
    await isWell(t);
  });

  t.test(`${platform}: odd headers do not matter where the bytes are right`, async (t) => {
    const made = await testApp(t);
    const { sample, shop, signed, send, isWell } = await target(t, platform, made);
    const types = [
      undefined,
      'application/json; charset=utf-16',
      'text/plain; charset=latin1',
      'application/x-www-form-urlencoded',
      'multipart/form-data',
      ';;;',
      'json',
      `a/${'b'.repeat(2000)}`,
    ];
    for (const [i, type] of types.entries()) {
      const request = signed(Buffer.concat([Buffer.from(' '.repeat(i)), sample.body])); // bytes of their own: some platforms know deliveries by those
      const headers = {
        ...request.headers,
        'content-type': type,
        cookie: 'a=b',
        'x-forwarded-for': 'nobody',
        'accept-encoding': '\\',
        connection: 'x',
      };
      t.match(await send({ ...request, headers }), { statusCode: 200 }, `content type ${type?.slice(0, 40)}`);
    }
    for (const encoding of ['gzip', 'deflate', 'br', 'x']) {
      const request = signed(sample.body);
      const answer = await send({ ...request, headers: { ...request.headers, 'content-encoding': encoding } });
      t.match(
        { status: answer.statusCode, code: answer.json().code },
        { status: 415, code: 'unsupported_media_type' },
        `content encoding ${encoding}`,
      );
    }
    await made.house.settled();
    t.equal(await shop.scope.inbox.count({ state: 'done' }), types.length);
    await isWell(t);
  });
}

t.test('on a real connection: too large, not HTTP, cut off, or too slow', async (t) => {
  const made = await testApp(t, { config: { webhookBodyLimitBytes: 1 << 20, requestTimeoutMs: 1000 } });
  const port = await listening(made.app);
  for (const { platform } of adapters) {
    const { sample, shop, signed, isWell } = await target(t, platform, made);
    const path = `/webhooks/${platform}/${shop.installation}`;
    const good = signed(sample.body);
    const headers = Object.entries(good.headers) as [string, string][];
    const length = ['Content-Length', String(sample.body.length)] as [string, string];
    const megabyte = Buffer.alloc(1 << 20, 'x');
    const slow = sendRaw(port, [head('POST', path, [...headers, length]), sample.body.subarray(0, 10)]);
    const chunk = (bytes: Buffer) =>
      Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n')]);

    t.match(
      await sendRaw(port, [
        head('POST', path, [...headers, ['Content-Length', String(20 << 20)]]),
        ...Array(20).fill(megabyte),
      ]),
      /^HTTP\/1\.1 413 [\s\S]*"payload_too_large"|^$/,
      '20 MB are refused',
    );
    const announced = await sendRaw(port, [head('POST', path, [...headers, ['Content-Length', String(20 << 20)]])]);
    t.match(announced, /^HTTP\/1\.1 413 [\s\S]*"payload_too_large"/, 'before they are sent');
    const chunked = await sendRaw(port, [
      head('POST', path, [...headers, ['Transfer-Encoding', 'chunked']]),
      chunk(megabyte),
      chunk(Buffer.from('y')),
    ]);
    t.match(chunked, /^HTTP\/1\.1 413 [\s\S]*"payload_too_large"/, 'in chunks too, as soon as they are too many');

    const chunkedOrder = sendRaw(port, [
      head('POST', path, [...headers, ['Transfer-Encoding', 'chunked'], ['Connection', 'close']]),
      chunk(sample.body.subarray(0, 10)),
      chunk(sample.body.subarray(10)),
      '0\r\n\r\n',
    ]);
    t.match(await chunkedOrder, /^HTTP\/1\.1 200 /, 'chunks by themselves are fine');
    t.match(
      await sendRaw(port, [head('POST', path, [...headers, ['Transfer-Encoding', 'chunked']]), 'zz\r\ngarbage\r\n']),
      /^HTTP\/1\.1 400 /,
      'garbage for chunks',
    );
    t.match(
      await sendRaw(port, [head('POST', path, [...headers, length, ['Transfer-Encoding', 'chunked']]), '0\r\n\r\n']),
      /^HTTP\/1\.1 400 /,
      'two lengths of one body (request smuggling)',
    );
    t.match(
      await sendRaw(port, [head('POST', path, [...headers, length, ['Content-Length', '1']]), sample.body]),
      /^HTTP\/1\.1 400 /,
      'two content lengths',
    );
    t.match(
      await sendRaw(port, ['\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 not HTTP at all\r\n\r\n']),
      /^HTTP\/1\.1 400 [\s\S]*"bad_request"/,
      'no HTTP',
    );
    t.match(
      await sendRaw(port, [head('POST', path, [...headers, length, ['X-Long', 'x'.repeat(100_000)]])]),
      /^HTTP\/1\.1 431 /,
      'headers of 100 kB',
    );
    const twice = await sendRaw(port, [
      head('POST', path, [
        ...headers,
        [SIGNATURE_HEADER[platform], String(good.headers[SIGNATURE_HEADER[platform]])],
        length,
        ['Connection', 'close'],
      ]),
      sample.body,
    ]);
    t.match(twice, /^HTTP\/1\.1 401 [\s\S]*"webhook_refused"/, 'the signature header twice');

    t.equal((await made.app.inject('/readyz')).statusCode, 200, 'others are served meanwhile');
    t.match(await slow, /^HTTP\/1\.1 408 [\s\S]*"bad_request"/, 'a body that does not come is given up');
    await isWell(t);
    t.equal(await shop.scope.inbox.count(), 2, 'what was acknowledged is stored, and nothing else');
    await made.house.store.system.installations.deleteOne({ _id: shop.installation });
  }
});
