import t from 'tap';
import { decodeBody, type Fields } from '../../src/adapters/fields.ts';

function read<T>(body: unknown, reader: (fields: Fields) => T): T | string {
  let value: T | undefined;
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const result = decodeBody(Buffer.from(text), (fields) => {
    value = reader(fields);
    return { note: 'read' };
  });
  return result.ok ? (value as T) : `${result.reason}: ${result.detail}`;
}

t.test('an id is text or a positive number; 0 and empty mean "none"', async (t) => {
  const id = (value: unknown) => read({ id: value }, (body) => body.idOrNull('id'));
  t.same([7, '7', ' HD/01 ', 0, '0', '', null].map(id), ['7', '7', 'HD/01', null, null, null, null]);
  t.equal(
    read('{"id":9007199254740993}', (body) => body.id('id')),
    '9007199254740993',
    'beyond 2^53 no digit is lost',
  );
  for (const value of [-1, 1.5, true, {}, [], 'x'.repeat(129), 'a\u0000', '\ud800', '  '])
    t.equal(id(value), 'unreadable: id: not an id', JSON.stringify(value));
  t.equal(
    read({}, (body) => body.id('id')),
    'unreadable: id: an id is needed',
  );
});

t.test('descriptive text is lenient and clean', async (t) => {
  const text = (value: unknown) => read({ note: value }, (body) => body.textOrNull('note'));
  t.same(['  a \n b\u0000c ', 12, '', ' ', {}, [], true, null].map(text), [
    'a b c',
    '12',
    null,
    null,
    null,
    null,
    null,
    null,
  ]);
  t.equal(text('a\ud800b'), 'a\ufffdb', 'half a surrogate pair would not survive storage');
  t.same(
    read({ tags: ['a', '', null, 5] }, (body) => body.texts('tags')),
    ['a', '5'],
  );
});

t.test('money and times of a wrong form make the body unreadable, by the name of the field', async (t) => {
  t.equal(
    read({ total: '525000.0000' }, (body) => body.amount('total', 'VND')),
    525000,
  );
  t.equal(
    read({ total: '' }, (body) => body.amountOrNull('total', 'VND')),
    null,
  );
  t.equal(
    read({ total: 'abc' }, (body) => body.amountOrNull('total', 'VND')),
    'unreadable: total: not a decimal amount',
  );
  t.equal(
    read({ total: '-1' }, (body) => body.positiveAmount('total', 'VND')),
    'unreadable: total: a negative amount',
  );
  t.equal(
    read({ at: '2026-11-22T04:11:29' }, (body) => body.instantOrNull('at')),
    'unreadable: at: not a time with its zone',
  );
  t.equal(
    read({ at: '2026-11-22T04:11:29' }, (body) => body.instant('at', { assumeUtc: true })),
    Date.UTC(2026, 10, 22, 4, 11, 29),
  );
  t.same(
    ['1.5', 2, 0].map((quantity) => read({ quantity }, (body) => body.quantity('quantity'))),
    [1.5, 2, 0],
  );
  t.equal(
    read({ quantity: -1 }, (body) => body.quantity('quantity')),
    'unreadable: quantity: not a quantity',
  );
  t.equal(
    read({}, (body) => body.sum('lines', [Number.MAX_SAFE_INTEGER, 1])),
    'unreadable: lines: amounts too large',
  );
});

t.test('a field inside objects and lists is named with its whole path', async (t) => {
  const deep = (body: Fields) => body.objects('lines').map((line) => line.object('price').amount('amount', 'VND'));
  t.same(read({ lines: [{ price: { amount: 5 } }] }, deep), [5]);
  t.equal(
    read({ lines: [{ price: { amount: 5 } }, { price: {} }] }, deep),
    'unreadable: lines[1].price.amount: an amount is needed',
  );
  t.equal(read({ lines: [null] }, deep), 'unreadable: lines[0]: not an object');
  t.equal(read({ lines: {} }, deep), 'unreadable: lines: not a list');
  t.equal(
    read({ billing: [] }, (body) => body.objectOrNull('billing')),
    null,
    'the empty object of PHP',
  );
});

t.test('only fields of its own are read', async (t) => {
  t.equal(
    read({}, (body) => body.raw('constructor')),
    undefined,
  );
  t.equal(
    read('{"__proto__":{"id":1}}', (body) => body.idOrNull('id')),
    null,
  );
  t.same(
    read({ phone: null }, (body) => [body.has('phone'), body.has('email')]),
    [true, false],
  );
});

t.test('an error that is not about a field is our bug and is not swallowed', async (t) => {
  t.throws(
    () =>
      decodeBody(Buffer.from('{}'), () => {
        throw new TypeError('ours');
      }),
    { message: 'ours' },
  );
});
