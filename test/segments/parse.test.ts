import t from 'tap';
import { ERRORS } from '../../src/errors.ts';
import { LIMITS, parseDefinition } from '../../src/segments/index.ts';

const spent = { kind: 'total_spent', op: 'gte', value: 10_000_000 };
const period = { type: 'this_month' };

function refusal(json: unknown): [code: string, path: string, message: string] {
  const result = parseDefinition(json);
  return result.ok ? ['ok', '', ''] : [result.code, result.path, result.message];
}

/** A condition in the place `include[0].all[0]`. */
function refused(condition: unknown): [code: string, path: string, message: string] {
  return refusal({ include: [{ all: [condition] }] });
}

t.test('the wire form comes back as it went in', (t) => {
  const definition = {
    include: [
      {
        all: [
          spent,
          {
            any: [{ not: { kind: 'has_tag', mode: 'any', tags: ['x'] } }, { kind: 'order_count', op: 'eq', value: 0 }],
          },
        ],
      },
    ],
    exclude: [{ all: [{ kind: 'has_tag', mode: 'any', tags: ['x'] }] }],
  };
  t.strictSame(parseDefinition(definition), { ok: true, definition });
  t.end();
});

t.test('a missing list of clauses is an empty one, and a clause may be any node', (t) => {
  t.strictSame(parseDefinition({ exclude: [spent] }), {
    ok: true,
    definition: { include: [], exclude: [{ all: [spent] }] },
  });
  t.strictSame(parseDefinition({ include: [{ not: spent }] }), {
    ok: true,
    definition: { include: [{ all: [{ not: spent }] }], exclude: [] },
  });
  t.end();
});

t.test('nothing at all is refused as empty', (t) => {
  for (const nothing of [{}, { include: [] }, { include: [], exclude: [] }])
    t.equal(refusal(nothing)[0], 'segment_empty');
  t.strictSame(refusal({ include: [{ all: [] }] }).slice(0, 2), ['segment_empty', 'include[0].all']);
  t.end();
});

t.test('what is unknown, missing or of another type is refused where it stands', (t) => {
  const at = 'include[0].all[0]';
  const cases: [unknown, string, RegExp][] = [
    [{ kind: 'total_spend', op: 'gte', value: 1 }, `${at}.kind`, /unknown condition/],
    [{ kind: 7 }, `${at}.kind`, /unknown condition/],
    [{ kind: '__proto__' }, `${at}.kind`, /unknown condition/],
    [{}, at, /one of all, any, not, kind/],
    [null, at, /must be an object/],
    ['total_spent', at, /must be an object/],
    [{ all: [] }, `${at}.all`, /at least one condition/],
    [{ any: 'x' }, `${at}.any`, /must be a list/],
    [{ not: undefined }, `${at}.not`, /must be an object/],
    [{ not: [spent] }, `${at}.not`, /must be an object/],
    [{ all: [spent], any: [spent] }, at, /does not know: any/],
    [{ ...spent, not: spent }, at, /does not know: not/],
    [{ ...spent, value: '10000000' }, `${at}.value`, /type number/],
    [{ ...spent, value: 1.5 }, `${at}.value`, /type integer/],
    [{ ...spent, value: -1 }, `${at}.value`, /at least 0/],
    [{ ...spent, value: 1e300 }, `${at}.value`, /must be/],
    [{ ...spent, value: null }, `${at}.value`, /type number/],
    [{ ...spent, op: 'like' }, `${at}.op`, /one of eq, ne, .*between/],
    [{ ...spent, op: 'between' }, `${at}.from`, /type number/],
    [{ kind: 'total_spent', op: 'between', from: 3, to: 2 }, `${at}.to`, /below `from`/],
    [{ ...spent, currency: 'VND' }, at, /does not know: currency/],
    [JSON.parse('{"kind":"gender","values":["male"],"__proto__":{"x":1}}'), at, /does not know: __proto__/],
    [{ kind: 'has_tag', tags: ['a', 'b'] }, `${at}.mode`, /required with two/],
    [{ kind: 'has_tag', tags: [] }, `${at}.tags`, /at least 1 entry/],
    [{ kind: 'has_tag', tags: [{ $ne: 1 }] }, `${at}.tags[0]`, /type string/],
    [{ kind: 'has_tag', tags: ['\u0301'] }, `${at}.tags[0]`, /more than accents/],
    [{ kind: 'has_tag', tags: ['a\u0000'] }, `${at}.tags[0]`, /control characters/],
    [{ kind: 'has_tag', tags: ['\ud800'] }, `${at}.tags[0]`, /control characters/],
    [{ kind: 'gender', values: ['nam'] }, `${at}.values[0]`, /one of male, female, other, unknown/],
    [{ kind: 'birthday_month', months: [13] }, `${at}.months[0]`, /at most 12/],
    [{ kind: 'birthday_month', months: ['May'] }, `${at}.months[0]`, /a month from 1 to 12/],
    [
      { kind: 'birthday_between', window: { type: 'between', from: '02-30', to: '03-01' } },
      `${at}.window.from`,
      /no day of the calendar/,
    ],
    [{ kind: 'bought_in_period', period: { type: 'last_90_days' } }, `${at}.period.type`, /one of today/],
    [{ kind: 'bought_in_period', period: { type: 'last_n_days' } }, `${at}.period.n`, /type number/],
    [
      { kind: 'bought_in_period', period: { type: 'since', day: '2026-02-29' } },
      `${at}.period.day`,
      /no day of the calendar/,
    ],
    [
      { kind: 'bought_in_period', period: { type: 'between', from: '2026-02-02', to: '2026-02-01' } },
      `${at}.period.to`,
      /before `from`/,
    ],
    [{ kind: 'product_bought', period }, at, /products, variants, categories or vendors/],
    [{ kind: 'phone_prefix' }, at, /prefixes or carriers/],
    [{ kind: 'phone_prefix', prefixes: ['.*'] }, `${at}.prefixes[0]`, /digits/],
    [{ kind: 'name_contains', text: '   ' }, `${at}.text`, /more than spaces/],
  ];
  for (const [condition, path, message] of cases) {
    const [code, where, says] = refused(condition);
    t.strictSame([code, where], ['invalid', path], JSON.stringify(condition) ?? 'undefined');
    t.match(says, message);
    t.ok(says.startsWith(where), 'the message names the path');
  }
  for (const [json, path] of [
    [null, ''],
    [[], ''],
    ['x', ''],
    [{ include: {} }, 'include'],
    [{ exclude: null }, 'exclude'],
    [{ include: [spent], filter: 1 }, ''],
  ] as const) {
    t.strictSame(refusal(json).slice(0, 2), ['invalid', path], JSON.stringify(json));
  }
  t.end();
});

t.test('depth, number of conditions and lists are bounded, however large the request', (t) => {
  const nested = (levels: number): object => (levels === 0 ? spent : { not: nested(levels - 1) });
  t.equal(refusal({ include: [nested(LIMITS.depth - 1)] })[0], 'ok');
  t.equal(refusal({ include: [nested(LIMITS.depth)] })[0], 'segment_too_complex');
  let bottomless: object = spent;
  for (let level = 0; level < 100_000; level += 1) bottomless = { all: [bottomless] };
  t.equal(refusal({ include: [bottomless] })[0], 'segment_too_complex');

  const many = (count: number) => Array.from({ length: count }, () => spent);
  t.equal(refusal({ include: [{ all: many(60) }], exclude: [{ all: many(40) }] })[0], 'ok');
  t.equal(refusal({ include: [{ all: many(60) }], exclude: [{ all: many(41) }] })[0], 'segment_too_complex');
  t.equal(refusal({ include: [{ all: many(101) }] })[0], 'segment_too_complex');
  t.match(refused({ kind: 'product_bought', products: Array.from({ length: 501 }, String) })[2], /at most 500 entries/);
  t.match(refused({ kind: 'name_contains', text: 'x'.repeat(201) })[2], /at most 200 characters/);
  t.end();
});

t.test('every refusal has a code of the table', (t) => {
  for (const json of [null, {}, { include: Array.from({ length: 101 }, () => spent) }])
    t.ok(refusal(json)[0] in ERRORS);
  t.end();
});
