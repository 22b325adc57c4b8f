import fc from 'fast-check';
import t from 'tap';
import { CONDITIONS, type ConditionNode } from '../../src/segments/conditions/index.ts';
import { LIMITS, parseDefinition, type SegmentDefinition, type SegmentNode } from '../../src/segments/index.ts';
import { sameValue } from '../../src/segments/same-value.ts';
import { completionsAt, parseText, printText } from '../../src/segments/text/index.ts';
import { printExample } from '../../src/segments/text/print.ts';
import { isPlain } from '../../src/segments/text/say.ts';
import { definitionArbitrary, HOSTILE } from './arbitraries.ts';
import { propertyRun } from './seed.ts';

t.test('what is printed is read back as the identical definition', (t) => {
  const run = propertyRun(t, 1500);
  let read = 0;
  fc.assert(
    fc.property(definitionArbitrary, (given) => {
      const stored = parseDefinition(given);
      if (!stored.ok) return; // deeper than a definition may be
      read += 1;
      const text = printText(stored.definition);
      const again = definitionOf(text);
      if (!sameValue(again, stored.definition)) throw new Error(`${text}\n${JSON.stringify(again)}`);
      if (printText(again) !== text) throw new Error(`printed differently: ${text}`);
    }),
    run,
  );
  t.ok(read > run.numRuns / 2, `${read} definitions`);
  t.end();
});

t.test('the examples of each condition are read back, and say so in words and not as JSON', (t) => {
  for (const { kind, examples } of CONDITIONS) {
    for (const { args } of examples) {
      const definition = only({ kind, ...args } as ConditionNode);
      const text = printText(definition);
      t.same(definitionOf(text), definition, text);
      t.notMatch(text, /^\w+ \{/, text);
    }
  }
  t.end();
});

t.test('a word is no keyword, and the name of a condition is understood in its place', (t) => {
  for (const { kind, word = kind, examples } of CONDITIONS) {
    t.match(word, /^[a-z][a-z0-9_]*$/);
    t.ok(isPlain(word) && word !== 'all' && word !== 'any', word);
    const definition = only({ kind, ...examples[0]!.args } as ConditionNode);
    t.same(definitionOf(printText(definition).replace(/^\w+/, kind)), definition, kind);
  }
  t.end();
});

const A: SegmentNode = { kind: 'order_count', op: 'gte', value: 5 };
const B: SegmentNode = { kind: 'has_tag', tags: ['VIP'] };
const C: SegmentNode = { kind: 'order_count', op: 'between', from: 1, to: 3 };
const [a, b, c] = ['orders >= 5', 'tag = "VIP"', 'orders between 1 and 3'];

t.test('every shape of a tree has a text of its own', (t) => {
  const cases: readonly (readonly [SegmentDefinition, string])[] = [
    [only(A), a],
    [only(A, B), `${a} and ${b}`],
    [only({ any: [A, B] }), `${a} or ${b}`],
    [only({ all: [A, B] }), `(${a} and ${b})`],
    [only({ all: [A] }), `all(${a})`],
    [only({ any: [A] }), `any(${a})`],
    [only({ any: [{ all: [A] }] }), `any(all(${a}))`],
    [only({ not: { any: [A, B] } }), `not (${a} or ${b})`],
    [only({ not: { not: A } }), `not not ${a}`],
    [only(A, { any: [B, C] }), `${a} and (${b} or ${c})`],
    [only({ any: [A, { all: [B, C] }] }), `${a} or (${b} and ${c})`],
    [only({ any: [A, { any: [B, C] }] }), `${a} or (${b} or ${c})`],
    [{ include: [{ all: [A] }], exclude: [{ all: [B] }] }, `${a} exclude ${b}`],
    [{ include: [], exclude: [{ all: [B] }] }, `exclude ${b}`],
    [{ include: [{ all: [A] }, { all: [B] }], exclude: [] }, `include ${a} include ${b}`],
    [
      { include: [{ all: [A, B] }, { all: [{ any: [B, C] }] }], exclude: [{ all: [C] }, { all: [A] }] },
      `include ${a} and ${b}\ninclude ${b} or ${c}\nexclude ${c}\nexclude ${a}`,
    ],
  ];
  for (const [definition, text] of cases) {
    t.equal(printText(definition), text);
    t.same(definitionOf(text), definition, text);
  }
  t.end();
});

t.test('what people type besides is understood', (t) => {
  const cases: readonly (readonly [string, SegmentNode])[] = [
    ['  ORDERS>=5', A],
    ['order_count >= 5', A],
    ['((orders >= 5))', A],
    ['tag = “VIP”', B],
    ['tag = VIP', B],
    ['tag "VIP"', B],
    ['tag in ("VIP")', B],
    ['tag(tags: ["VIP"])', B],
    ['has_tag {"tags": ["VIP"]}', B],
    ['tag in ("VIP", "Sỉ")', { kind: 'has_tag', mode: 'any', tags: ['VIP', 'Sỉ'] }],
    ['tag all ("VIP", "Sỉ")', { kind: 'has_tag', mode: 'all', tags: ['VIP', 'Sỉ'] }],
    ['orders >= 1_000', { kind: 'order_count', op: 'gte', value: 1000 }],
    ['bought this_month', { kind: 'bought_in_period', period: { type: 'this_month' } }],
    ['bought in LAST_90_DAYS', { kind: 'bought_in_period', period: { type: 'last_n_days', n: 90 } }],
    ['bought since 2026-01-01', { kind: 'bought_in_period', period: { type: 'since', day: '2026-01-01' } }],
    [
      'bought(period: from 2026-03-01 to 2026-05-31)',
      { kind: 'bought_in_period', period: { type: 'between', from: '2026-03-01', to: '2026-05-31' } },
    ],
    ['gender in (male, "other")', { kind: 'gender', values: ['male', 'other'] }],
    [
      'orders in last_7_days > 1',
      { kind: 'orders_in_period', period: { type: 'last_n_days', n: 7 }, op: 'gt', value: 1 },
    ],
  ];
  for (const [text, node] of cases) t.same(definitionOf(text), only(node), text);
  t.same(
    definitionOf('orders >= 5 and spent in last_90_days >= 1500000 and not tag = "VIP"'),
    only(
      A,
      { kind: 'spent_in_period', period: { type: 'last_n_days', n: 90 }, op: 'gte', value: 1_500_000 },
      { not: B },
    ),
  );
  t.same(definitionOf(`${a} or ${b} and ${c}`), only({ any: [A, { all: [B, C] }] }), '`and` binds before `or`');
  t.end();
});

t.test('hostile text stays a value', (t) => {
  for (const text of [
    ...HOSTILE,
    '"',
    '\\"',
    '" or orders >= 0 or name = "',
    '\u2028',
    '\ud83d\ude00',
    '”',
    '}',
    ')',
  ]) {
    const definition = only({ kind: 'name_contains', text }, { kind: 'has_tag', tags: [text] });
    if (!parseDefinition(definition).ok) continue;
    t.same(definitionOf(printText(definition)), definition, JSON.stringify(text));
  }
  const proto = parseText('tag {"__proto__": {"x": 1}, "tags": ["a"]}');
  t.equal(proto.ok, false, 'a field that is not known, whatever its name');
  t.end();
});

t.test('a problem stands where it is, in both languages, and says what could stand there', (t) => {
  /** The place is between the two bars. */
  const cases: readonly (readonly [marked: string, message: RegExp, expected?: string])[] = [
    ['orders >=| |', /not complete/, 'a number'],
    ['orders >= |and| tag = "VIP"', /cannot stand here/, 'a number'],
    ['orders >= 5 |]|', /cannot stand here/],
    ['(orders >= 5 or| |', /not complete/, '('],
    ['|chi| > 5', /did you mean .*spent/, 'spent'],
    ['|qqqqq| > 5', /no condition/],
    ['orders >= |"x"|', /a number/],
    ['orders >= |1.5|', /whole number/],
    ['orders >= |-1|', /at least 0/],
    ['orders between 5 and |1|', /below/],
    ['gender = |foo|', /one of male/, 'female'],
    ['bought |since 2026-02-31|', /no day of the calendar/],
    ['bought from 2026-02-02 to |2026-02-01|', /before/],
    ['bought in |next_90_days|', /one of/, 'this_month'],
    ['tag = |"a|', /closing/],
    ['tag = |"a\\q"|', /backslash/],
    ['orders >= 5 |@| tag', /cannot be read/],
    ['tag(|tag|: "x")', /no argument “tag”.*mode, tags/, 'tags'],
    ['tag |some| ("x")', /no choice “some”/, 'all'],
    ['orders >= 5 |tags| = "x"', /“and” or “or” missing/],
    ['|tag|', /lacks: Tags/],
    ['bought |>= 5| in this_month', /does not take this/],
    ['orders >= 5 exclude| |', /not complete/],
    ['name = |"   "|', /more than spaces/],
    ['tag(mode: |two|, tags: ["a", "b"])', /one of any/, 'none'],
    ['||', /no condition yet/],
  ];
  for (const [marked, message, expected] of cases) {
    const [from, to] = [marked.indexOf('|'), marked.lastIndexOf('|') - 1];
    const result = parseText(marked.replaceAll('|', ''));
    const found = result.ok ? [] : result.problems;
    const [first] = found.filter((one) => message.test(one.message.en));
    t.match(first?.message.en, message, `${marked} ${JSON.stringify(found)}`);
    t.same([first?.from, first?.to], [from, to], marked);
    t.ok(first?.message.vi && first.message.vi !== first.message.en, `${marked} in Vietnamese`);
    if (expected) t.ok(first?.expected?.includes(expected), `${marked}: ${first?.expected?.join(' ')}`);
  }
  t.end();
});

t.test('several problems are told at once, in the order of the text', (t) => {
  const result = parseText('orders >= and tag = "VIP" and gender = foo or chi > 3');
  t.same(result.ok ? [] : result.problems.map(({ from, to }) => [from, to]), [
    [10, 13],
    [39, 42],
    [46, 49],
  ]);
  t.end();
});

t.test('what exceeds a limit is refused with its code where it stands', (t) => {
  const deep = `${'not '.repeat(LIMITS.depth)}orders >= 5`;
  const result = parseText(`tag = "VIP" and ${deep}`);
  t.match(result, { ok: false, problems: [{ code: 'segment_too_complex', message: { en: /nested deeper than 8/ } }] });
  t.ok(!result.ok && result.problems[0]!.from > 12 && result.problems[0]!.from < 60);
  const many = Array.from({ length: LIMITS.conditions + 1 }, () => 'orders >= 5').join(' and ');
  t.match(parseText(many), { ok: false, problems: [{ code: 'segment_too_complex' }] });
  t.match(parseText('('.repeat(100_000)), { ok: false, problems: [{ code: 'segment_too_complex', from: 64 }] });
  t.match(parseText('not '.repeat(100_000)), { ok: false, problems: [{ code: 'segment_too_complex' }] });
  t.match(parseText('x'.repeat(1_000_001)), { ok: false, problems: [{ code: 'segment_too_complex' }] });
  t.match(parseText(''), { ok: false, problems: [{ code: 'segment_empty' }] });
  t.end();
});

t.test('a name stands for the one id that has it; two of one name are told, and what is not known stays', (t) => {
  const ids: Record<string, string[]> = { 'Áo thun': ['w1:7'], Trà: ['w1:8', 'w1:9'] };
  const read = (text: string) => parseText(text, (of, name) => (of === 'products' ? (ids[name] ?? []) : []));
  const product = (id: string) => ({ ok: true, definition: only({ kind: 'product_bought', products: [id] }) });
  t.same(read('product in ("Áo thun")'), product('w1:7'));
  t.same(read('product in ("w1:1")'), product('w1:1'));
  t.match(read('product in ("Trà")'), { ok: false, problems: [{ from: 12, to: 17, expected: ['"w1:8"', '"w1:9"'] }] });
  t.end();
});

t.test('completions: what fits at the bar, and what it replaces', (t) => {
  const cases: readonly (readonly [marked: string, replaced: string, wanted: string[], unwanted?: string[]])[] = [
    ['|', '', ['tag', 'orders', 'not', '(', 'exclude']],
    ['sp|', 'sp', ['spent'], ['gender']],
    ['chi tieu|', 'chi tieu', ['spent'], ['tag', 'not']],
    ['CHI TIÊU|', 'CHI TIÊU', ['spent']],
    ['gioi|', 'gioi', ['gender'], ['tag']],
    ['orders >= 5 and chi t|', 'chi t', ['spent'], ['tag']],
    ['orders >= 5 and s|pent in', 'spent', ['spent']],
    ['orders >= 5 and not |', '', ['tag', 'not']],
    ['orders |', '', ['>=', 'between', 'in'], ['tag']],
    ['orders >= 5 |', '', ['and', 'or', 'exclude'], ['>=', ')']],
    ['(orders >= 5 |', '', ['and', ')'], ['exclude']],
    ['orders between 1 |', '', ['and'], ['or']],
    ['spent in |', '', ['last_30_days', 'this_month'], ['>=']],
    ['spent in this_m|', 'this_m', ['this_month'], ['last_30_days']],
    ['spent in thang nay|', 'nay', []],
    ['spent in this_month |', '', ['>=', '='], ['in', 'and']],
    ['bought since |', '', [], ['this_month']],
    ['tag |', '', ['=', 'in (', 'all', 'none'], ['and']],
    ['tag = |', '', ['?tags:']],
    ['tag = "V|', '"V', ['?tags:V']],
    ['tag = "Và|ng"', '"Vàng"', ['?tags:Và']],
    ['tag = "VIP"| and orders >= 5', '', ['and']],
    ['tag all ("VIP", |', '', ['?tags:']],
    ['gender = |', '', ['male', 'unknown'], ['and']],
    ['gender in (nữ|', 'nữ', ['female'], ['male']],
    ['name(|', '', ['exactAccents:']],
    ['name(exactAccents: |', '', ['true', 'false']],
    ['product(products: ["|', '"', ['?products:']],
    ['orders >= ] or ge|', 'ge', ['gender']],
  ];
  for (const [marked, replaced, wanted, unwanted = []] of cases) {
    const text = marked.replace('|', '');
    const { from, to, items } = completionsAt(text, marked.indexOf('|'));
    const offered = items.map(({ text: one, lookup }) => (lookup ? `?${lookup.of}:${lookup.search}` : one));
    t.equal(text.slice(from, to), replaced, `${marked} replaces`);
    for (const one of wanted) t.ok(offered.includes(one), `${marked} offers ${one}: ${offered.join(' ')}`);
    for (const one of unwanted) t.notOk(offered.includes(one), `${marked} does not offer ${one}`);
    for (const { label, text: one } of items) t.ok(label.vi && label.en, `${one} has words`);
  }
  t.end();
});

t.test('completions: what begins so comes before what is called so', (t) => {
  for (const condition of CONDITIONS) {
    const text = `${printExample(condition)} an`;
    const offered = completionsAt(text, text.length).items.map((item) => item.text);
    t.ok(offered.includes('and') && offered[0]?.startsWith('an'), `${text}: ${offered.join(' ')}`);
  }
  t.end();
});

t.test('accepting completions leads to texts that are read', (t) => {
  for (const { kind, word = kind } of CONDITIONS) {
    const { items } = completionsAt(`${word} `, word.length + 1);
    t.ok(items.length > 0, `${word} goes on: ${items.map(({ text }) => text).join(' ')}`);
  }
  t.end();
});

t.test('nothing that is typed makes it throw, or take longer than its length', (t) => {
  const run = propertyRun(t, 3000);
  const words = CONDITIONS.map(({ kind, word = kind }) => word);
  const piece = fc.oneof(
    fc.constantFrom(...'()[]{},:=<>"“”\\-@#;\n'.split(''), ...words, ...HOSTILE),
    fc.constantFrom('and', 'or', 'not', 'in', 'between', 'from', 'to', 'all', 'any', 'include', 'exclude', '>=', '!='),
    fc.constantFrom('"VIP"', '5', '1.5', '2026-01-01', '12-20', 'this_month', 'last_7_days', 'since', 'tags:', 'male'),
    fc.string({ maxLength: 4 }),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), fc.nat(120), (pieces, offset) => {
      const text = pieces.join(' ');
      const result = parseText(text);
      if (result.ok) {
        if (!sameValue(definitionOf(printText(result.definition)), result.definition)) throw new Error(text);
      } else {
        for (const { from, to, message } of result.problems)
          if (!(from >= 0 && from <= to && to <= text.length && message.vi && message.en))
            throw new Error(`${text} ${from} ${to}`);
      }
      const { from, to } = completionsAt(text, offset);
      if (!(from <= to && to <= text.length)) throw new Error(`${text} ${offset}`);
    }),
    run,
  );
  for (const unit of [
    '(orders >= 5 or ',
    'orders and ',
    'tag ( ',
    'a(b:',
    'orders >= 5 ',
    '"x" ',
    'not (',
    'x in (',
    '] ',
    '1-',
  ])
    for (const length of [2000, 20_000]) t.equal(parseText(unit.repeat(length / unit.length)).ok, false, unit);
  t.end();
});

function only(...all: readonly SegmentNode[]): SegmentDefinition {
  return { include: [{ all }], exclude: [] };
}

function definitionOf(text: string): SegmentDefinition {
  const result = parseText(text);
  if (!result.ok) throw new Error(`${text}\n${JSON.stringify(result.problems)}`);
  return result.definition;
}
