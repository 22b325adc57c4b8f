import fc from 'fast-check';
import t from 'tap';
import type { Adapter, WebhookRequest } from '../../src/adapters/adapter.ts';
import { adapterOf, adapters } from '../../src/adapters/index.ts';
import { PARK_REASONS } from '../../src/errors.ts';
import { topicKind } from '../../src/server/queries/topic-kind.ts';
import { brokenRules } from '../support/event-rules.ts';
import { decodeInput, type Sample, SIGNATURE_HEADER, samplesOf, sign } from '../support/samples.ts';

/** What every platform must do with every sample. A new platform is a line in `adapters` and its fixtures. */

const SECRET = 'bí-mật của cửa hàng 7f3a';
const OTHER = 'bí-mật của cửa hàng 7f3b';
/** Put into bodies and secrets: it must come back in no message of ours. */
const MARKER = 'khong-duoc-lo-ra-9b1d';

const seed = process.env['SEED'] ? Number(process.env['SEED']) : Math.floor(Math.random() * 2 ** 31);
t.comment(`SEED=${seed}`);

t.test('the platforms are these five, each found by its name', async (t) => {
  t.same(
    adapters.map(({ platform }) => platform),
    ['shopify', 'woocommerce', 'haravan', 'sapo', 'pos'],
  );
  for (const adapter of adapters) t.equal(adapterOf(adapter.platform), adapter);
  for (const unknown of ['', 'Shopify', '__proto__', 'constructor']) t.equal(adapterOf(unknown), null, unknown);
});

for (const adapter of adapters) {
  const { platform } = adapter;
  const samples = samplesOf(platform);
  const signatureHeader = SIGNATURE_HEADER[platform];

  t.test(`${platform} has samples, and one at least for orders, customers and products`, async (t) => {
    const types = new Set(samples.flatMap((sample) => eventsOf(adapter, sample)).map(({ type }) => type));
    for (const type of ['order_changed', 'customer_changed', 'product_changed'] as const) t.ok(types.has(type), type);
    t.equal(new Set(adapter.topics).size, adapter.topics.length, 'no topic is listed twice');
    t.same(
      adapter.topics,
      adapter.topics.map((topic) => topic.toLowerCase()),
      'topics are lower case',
    );
    const { canonicalTopic = (topic: string) => topic } = adapter;
    for (const topic of adapter.topics) {
      const name = canonicalTopic(topic);
      t.ok(adapter.topics.includes(name) && canonicalTopic(name) === name, `${topic} is ${name}`);
      t.not(topicKind(name), 'other', `what ${name} is about is known`);
    }
  });

  t.test(`${platform} accepts the true signature, also beside a secret that is being rotated out`, async (t) => {
    for (const sample of samples) {
      const request = sign(platform, sample, SECRET);
      t.ok(adapter.verify(request, [SECRET]), sample.name);
      t.ok(adapter.verify(request, [OTHER, SECRET]), sample.name);
    }
  });

  t.test(`${platform} refuses another shop's secret, an empty one and none`, async (t) => {
    for (const sample of samples) {
      const request = sign(platform, sample, SECRET);
      for (const secrets of [[OTHER], [], [''], [SECRET.slice(0, -1)], [`${SECRET} `], [SECRET.toUpperCase()]]) {
        t.notOk(adapter.verify(request, secrets), `${sample.name} with ${secrets.length} wrong secrets`);
      }
      t.notOk(adapter.verify(sign(platform, sample, ''), ['']), `${sample.name} signed with nothing`);
    }
  });

  t.test(`${platform} refuses each body of which one byte is flipped, cut or added`, async (t) => {
    for (const sample of samples) {
      const request = sign(platform, sample, SECRET);
      const accepted = positions(sample.body.length).filter((at) =>
        adapter.verify({ ...request, rawBody: flipped(sample.body, at) }, [SECRET]),
      );
      t.same(accepted, [], sample.name);
      t.notOk(adapter.verify({ ...request, rawBody: sample.body.subarray(1) }, [SECRET]));
      t.notOk(adapter.verify({ ...request, rawBody: sample.body.subarray(0, -1) }, [SECRET]));
      t.notOk(adapter.verify({ ...request, rawBody: Buffer.concat([sample.body, Buffer.from('\n')]) }, [SECRET]));
    }
  });

  t.test(`${platform} refuses each signature of which one character is changed, missing or added`, async (t) => {
    for (const sample of samples) {
      const request = sign(platform, sample, SECRET);
      const signature = String(request.headers[signatureHeader]);
      const changed = [...signature].flatMap((c, i) => {
        const around = [signature.slice(0, i), signature.slice(i + 1)] as const;
        return [
          around.join(''),
          ...['A', '/', '*', ' ', c.toLowerCase() === c ? c.toUpperCase() : c.toLowerCase()]
            .filter((x) => x !== c)
            .map((x) => around.join(x)),
        ];
      });
      const wrong = [
        ...changed,
        `${signature}=`,
        `${signature}A`,
        ` ${signature}x`,
        signature.repeat(2),
        '',
        '=',
        'ü',
        `"${signature}"`,
      ];
      const accepted = wrong.filter((value) => adapter.verify(withHeader(request, value), [SECRET]));
      t.same(accepted, [], sample.name);
    }

    function withHeader(request: WebhookRequest, value: string): WebhookRequest {
      return { ...request, headers: { ...request.headers, [signatureHeader]: value } };
    }
  });

  t.test(
    `${platform} neither throws on headers that are missing, empty, twice or absurd, nor accepts them for a signature`,
    async (t) => {
      const [sample] = samples;
      const request = sign(platform, sample!, SECRET);
      t.equal(adapter.identify({ ...request, headers: {} }), null, 'no headers at all are no delivery');
      t.notOk(adapter.verify({ ...request, headers: {} }, [SECRET]));
      for (const name of Object.keys(request.headers)) {
        const value = String(request.headers[name]);
        for (const damaged of [
          undefined,
          '',
          [value, value],
          [],
          'x'.repeat(20_000),
          '\u0000',
          '%',
          '__proto__',
          '💥',
        ]) {
          const changed = { ...request, headers: { ...request.headers, [name]: damaged } };
          t.doesNotThrow(() => adapter.identify(changed), `${name} as ${JSON.stringify(damaged)?.slice(0, 40)}`);
          const verdict = adapter.verify(changed, [SECRET]);
          if (name === signatureHeader) t.notOk(verdict, `${name} as ${JSON.stringify(damaged)?.slice(0, 40)}`);
          adapter.handshake?.(changed, SECRET);
        }
      }
      for (const rawBody of [
        Buffer.alloc(0),
        Buffer.from('null'),
        Buffer.from([0xff, 0xfe]),
        Buffer.from('['.repeat(100_000)),
      ]) {
        t.doesNotThrow(() => adapter.identify({ ...request, rawBody }), `a body of ${rawBody.length} bytes`);
        t.notOk(adapter.verify({ ...request, rawBody }, [SECRET]));
      }
    },
  );

  t.test(`${platform} identifies each sample alike each time, and no two samples as one delivery`, async (t) => {
    for (const sample of samples) {
      const request = sign(platform, sample, SECRET);
      const claim = adapter.identify(request);
      t.same(claim, adapter.identify(request), sample.name);
      t.equal(claim?.topic, sample.topic);
      t.ok(claim && claim.deliveryKey.length > 0 && claim.deliveryKey.length <= 256, 'the key fits an index');
      t.ok(claim?.entity === null || /^[a-z_]+:.{1,200}$/.test(claim!.entity), 'the entity is "kind:id"');
      t.notOk(JSON.stringify(claim).includes(SECRET), 'the claim holds no secret');
    }
    const byKey = Map.groupBy(samples, (sample) => adapter.identify(sign(platform, sample, SECRET))!.deliveryKey);
    for (const alike of byKey.values()) {
      t.ok(
        alike.every(({ topic, body }) => topic === alike[0]!.topic && body.equals(alike[0]!.body)),
        `${alike.map(({ name }) => name).join(', ')} have a key of their own`,
      );
    }
  });

  t.test(`${platform} decodes each sample, twice alike, into sound events`, async (t) => {
    for (const sample of samples) {
      const first = adapter.decode(decodeInput(sample));
      t.same(first, adapter.decode(decodeInput({ ...sample, body: Buffer.from(sample.body) })), sample.name);
      t.ok(first.ok, `${sample.name}: ${first.ok ? '' : first.detail}`);
      if (!first.ok) continue;
      if (first.events.length === 0) t.ok(first.note, `${sample.name} says why there is nothing to do`);
      if (!adapter.topics.includes(sample.topic))
        t.same(first.events, [], `${sample.topic} is not listed and so not used`);
      t.same(first.events.flatMap(brokenRules), [], sample.name);
    }
  });

  t.test(`${platform} takes the version from the body where it has one: the same whenever it arrives`, async (t) => {
    for (const sample of samples) {
      const versions = [1, 2].map((day) => adapter.decode(decodeInput(sample, Date.UTC(2026, 11, day))));
      const [early, late] = versions.map((result) =>
        result.ok ? result.events.flatMap((event) => ('order' in event ? [event.order.version] : [])) : [],
      );
      t.same(early, late, sample.name);
    }
  });

  t.test(`${platform} has nothing to do for topics that it does not list`, async (t) => {
    for (const topic of ['carts/create', 'coupon.updated', 'constructor', '__proto__', 'toString', '']) {
      const result = adapter.decode({ ...decodeInput(samples[0]!), topic });
      t.ok(result.ok && result.events.length === 0 && result.note, topic);
    }
  });

  t.test(`${platform} parks what is not JSON, not UTF-8, too deep or not an object`, async (t) => {
    const bodies: readonly [string, Buffer][] = [
      ['not_json', Buffer.alloc(0)],
      ['not_json', Buffer.from('{"id":1')],
      ['not_json', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])],
      ['not_json', Buffer.from('﻿{"id":1}{"id":1}')],
      ['too_deep', Buffer.from(`{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`)],
      ['unreadable', Buffer.from('[]')],
      ['unreadable', Buffer.from('null')],
    ];
    for (const topic of adapter.topics) {
      for (const [reason, body] of bodies) {
        const result = adapter.decode({ ...decodeInput(samples[0]!), topic, rawBody: body });
        t.equal(result.ok ? 'ok' : result.reason, reason, `${topic}: ${body.toString().slice(0, 20)}`);
      }
    }
  });

  t.test(
    `${platform} answers damaged and hostile bodies with sound events or a reason, and repeats nothing of them`,
    async (t) => {
      const byName = new Map(samples.map((sample) => [sample.name, sample]));
      const property = fc.property(fc.constantFrom(...byName.keys()), damage(), (name, change) => {
        const sample = byName.get(name)!;
        const body = damaged(sample.body, change);
        const request = { ...sign(platform, sample, SECRET), rawBody: body };
        const said: unknown[] = [adapter.verify(request, [SECRET]) && !body.equals(sample.body)];
        adapter.identify(request);
        const result = adapter.decode(decodeInput({ ...sample, body }));
        if (result.ok) {
          const broken = result.events.flatMap(brokenRules);
          if (broken.length > 0) throw new Error(`${sample.name}: ${broken.join('; ')}`);
          said.push(result.note ?? '');
        } else {
          if (!Object.hasOwn(PARK_REASONS, result.reason))
            throw new Error(`${sample.name}: no reason ${result.reason}`);
          if (result.detail === '' || result.detail.length > 300)
            throw new Error(`${sample.name}: a detail of ${result.detail.length} characters`);
          said.push(result.detail);
        }
        if (said[0] !== false) throw new Error(`${sample.name}: accepted a changed body`);
        if (JSON.stringify(said).includes(MARKER)) throw new Error(`${sample.name}: repeats the body`);
      });
      t.doesNotThrow(() => fc.assert(property, { seed, numRuns: 3000 }));
    },
  );

  t.test(`${platform} throws away a "__proto__" in the body and touches no prototype`, async (t) => {
    for (const sample of samples) {
      const text = sample.body.toString();
      if (!text.startsWith('{')) continue;
      const body = Buffer.from(
        text.replace('{', '{"__proto__":{"polluted":true,"id":666},"constructor":{"prototype":{"polluted":true}},'),
      );
      adapter.decode(decodeInput({ ...sample, body }));
      t.equal(({} as Record<string, unknown>)['polluted'], undefined, sample.name);
    }
  });
}

function eventsOf(adapter: Adapter, sample: Sample) {
  const result = adapter.decode(decodeInput(sample));
  return result.ok ? result.events : [];
}

/** Every byte of a body up to 4 kB; of a longer one some 600, spread evenly, and both ends. */
function positions(length: number): number[] {
  const step = length <= 4096 ? 1 : Math.ceil(length / 600) | 1;
  const ends = [0, 1, length - 2, length - 1].filter((at) => at >= 0 && at < length);
  return [...new Set([...ends, ...Array.from({ length: Math.ceil(length / step) }, (_, i) => i * step)])];
}

function flipped(body: Buffer, at: number): Buffer {
  const copy = Buffer.from(body);
  copy[at]! ^= 1 << (at % 8);
  return copy;
}

/** Ways in which a body can be damaged or forged: cut off, bytes overwritten, or any one value of it replaced by raw JSON. */
type Damage = { cutAt: number } | { patchAt: number; bytes: Uint8Array } | { value: number; raw: string };

function damage(): fc.Arbitrary<Damage> {
  const part = fc.double({ min: 0, max: 0.999, noNaN: true });
  const cut = fc.record({ cutAt: part });
  const patch = fc.record({ patchAt: part, bytes: fc.uint8Array({ minLength: 1, maxLength: 8 }) });
  const replaced = fc.record({ value: fc.nat(), raw: hostileValue() });
  return fc.oneof({ weight: 1, arbitrary: cut }, { weight: 1, arbitrary: patch }, { weight: 6, arbitrary: replaced });
}

function damaged(body: Buffer, change: Damage): Buffer {
  if ('cutAt' in change) return body.subarray(0, Math.floor(body.length * change.cutAt));
  if ('raw' in change) return replaceNth(body, change.value, change.raw);
  const copy = Buffer.from(body);
  const patch = change.bytes.subarray(0, body.length);
  copy.set(patch, Math.min(Math.floor(body.length * change.patchAt), body.length - patch.length));
  return copy;
}

/** Raw JSON texts, so that numbers beyond JavaScript's reach are among them. */
function hostileValue(): fc.Arbitrary<string> {
  return fc.oneof(
    fc.constantFrom(
      'null',
      'true',
      '""',
      '0',
      '-1',
      '1.5',
      '1e400',
      '-0',
      '9007199254740993',
      '123456789012345678901234567890',
      '"-39000"',
      '"1e3"',
      '"NaN"',
      '"9007199254740991"',
      '9007199254740991',
      '[]',
      '{}',
      '[null]',
      '[[]]',
      '[{}]',
      '"\\ud800"',
      '"\\u0000"',
      '" "',
      '"2026-11-22T04:19:21"',
      '"+275760-09-13T00:00:00.001Z"',
      '"1e999999999"',
      '"VND"',
      '"XXX"',
      '"trash"',
      '"refunded"',
      '"valueOf"',
      '"constructor"',
      `"${MARKER}"`,
      `{"${MARKER}":"${MARKER}"}`,
      `["${MARKER}"]`,
      `"${MARKER.repeat(400)}"`,
      '{"$where":"1"}',
      '{"__proto__":{"id":1}}',
    ),
    fc.json({ maxDepth: 3 }),
  );
}

/** The body with one of its values, at any depth, replaced by raw JSON text. */
function replaceNth(body: Buffer, n: number, raw: string): Buffer {
  const placeholder = '\u0001here\u0001';
  const root: unknown = JSON.parse(body.toString());
  const slots: [Record<string, unknown>, string][] = [];
  const walk = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const key of Object.keys(value)) {
      slots.push([value as Record<string, unknown>, key]);
      walk((value as Record<string, unknown>)[key]);
    }
  };
  walk(root);
  const slot = slots[n % Math.max(1, slots.length)];
  if (!slot) return Buffer.from(raw);
  slot[0][slot[1]] = placeholder;
  return Buffer.from(JSON.stringify(root).replace(JSON.stringify(placeholder), () => raw));
}
