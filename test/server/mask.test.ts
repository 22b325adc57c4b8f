import t from 'tap';
import { maskBody } from '../../src/server/mask.ts';
import { samplesOf } from '../support/samples.ts';

t.test('a masked body keeps its structure, ids, amounts, states and times', async (t) => {
  const body =
    '{"id":9007199254740993123,"status":"partially_refunded","total":"525000.00","price":12.50,"created_at":"2026-11-20T03:00:00+07:00","test":false,"none":null,"line_items":[{"id":1,"product_id":"77","quantity":2}]}';
  t.same(maskBody(body).replace(/\s/g, ''), body, 'digits beyond what a number holds too');
});

t.test('what may be about a person is hidden, in fields nobody thought of too', async (t) => {
  const shown = maskBody(
    JSON.stringify({
      billing: { first_name: 'an', phone: 912345678, email: 'an@example.vn', city: 'hue' },
      buyer: 'Nguyễn Văn An',
      remark: 'gọi 0912345678',
      contact: '0912345678',
      url: 'https://shop.example.vn/orders/54?key=wc_order_abc',
      'an@example.vn': { points: 3 },
      '0912345678': 1,
    }),
  );
  t.notMatch(shown, /"an"|912345678|example|Nguy|gọi|hue|abc/);
  t.match(shown, /"points": 3/);
});

t.test('what is no JSON is shown as its shape', async (t) => {
  t.equal(maskBody('{"name": "Lê Đào", "phone": "0912'), '{"xxxx": "xx xxx", "xxxxx": "0000');
  t.doesNotThrow(() => maskBody('['.repeat(200_000)));
  t.equal(maskBody(''), '');
});

for (const platform of ['shopify', 'woocommerce', 'haravan', 'sapo', 'pos'] as const) {
  t.test(`no sample of ${platform} tells who is in it`, async (t) => {
    for (const sample of samplesOf(platform)) {
      const text = sample.body.toString('utf8');
      const shown = maskBody(text);
      for (const word of personalWords(text))
        t.notOk(shown.includes(word), `${sample.name}: ${word.slice(0, 2)}… is hidden`);
    }
  });
}

/** Every e-mail, every number under a phone field, every value of a name or address field of a person that is long enough to be told apart. */
function personalWords(text: string): string[] {
  const words = new Set<string>();
  const walk = (value: unknown, field: string): void => {
    if (Array.isArray(value)) for (const item of value) walk(item, field);
    else if (typeof value === 'object' && value !== null)
      for (const [name, inner] of Object.entries(value)) walk(inner, name);
    else if (
      typeof value === 'string' &&
      value.length > 3 &&
      (/@/.test(value) || /phone|first_?name|last_?name|address/i.test(field))
    )
      words.add(value);
  };
  try {
    walk(JSON.parse(text), '');
  } catch {}
  return [...words];
}
