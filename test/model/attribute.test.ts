import t from 'tap';
import { isAttributeName, readAttribute } from '../../src/model.ts';

t.test('an attribute takes values of its type only, in one form', (t) => {
  t.equal(readAttribute('text', '  cỡ   M '), 'cỡ M');
  t.equal(readAttribute('text', ' '), null, 'empty is none');
  t.equal(readAttribute('text', 'x'.repeat(201)), undefined);
  t.equal(readAttribute('text', 'a\u0000b'), undefined);
  t.equal(readAttribute('number', 41.5), 41.5);
  t.ok(Object.is(readAttribute('number', -0), 0));
  for (const wrong of ['41', Number.NaN, Number.POSITIVE_INFINITY, 1e16, true, [1]])
    t.equal(readAttribute('number', wrong), undefined);
  t.equal(readAttribute('boolean', false), false);
  t.equal(readAttribute('boolean', 'false'), undefined);
  t.equal(readAttribute('day', '2026-02-28'), '2026-02-28');
  for (const wrong of ['2026-02-29', '28/02/2026', 20260228, '2026-02-28T00:00:00Z'])
    t.equal(readAttribute('day', wrong), undefined, String(wrong));
  t.same(readAttribute('texts', ['mèo', ' mèo ', 'chó', '']), ['mèo', 'chó']);
  t.equal(readAttribute('texts', []), null);
  t.equal(readAttribute('texts', ['mèo', 1]), undefined);
  t.equal(readAttribute('texts', 'mèo'), undefined);
  for (const type of ['text', 'number', 'boolean', 'day', 'texts'] as const) t.equal(readAttribute(type, null), null);
  t.end();
});

t.test('a name of an attribute is a key that nothing else has', (t) => {
  for (const name of ['a', 'shoe_size', 'x9', `a${'b'.repeat(39)}`]) t.ok(isAttributeName(name), name);
  for (const name of ['', '9x', '_x', 'Size', 'a-b', 'a.b', '$where', '__proto__', 'constructor', `a${'b'.repeat(40)}`])
    t.notOk(isAttributeName(name), name);
  t.end();
});
