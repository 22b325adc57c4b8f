import t, { type Test } from 'tap';
import { type Customer, type CustomerKey, fold, normaliseEmail, normalisePhone } from '../../../src/model.ts';
import { conditionOf } from '../../../src/segments/conditions/index.ts';
import { segmentContext } from '../../../src/segments/context.ts';
import { type CustomerSketch, EXAMPLE_CONTEXT, sketchedCustomer } from '../../../src/segments/example.ts';
import { compile, evaluate, missingValues, parseDefinition, type SegmentContext } from '../../../src/segments/index.ts';
import { wordingOf } from '../../../src/segments/wording.ts';
import { testDatabase } from '../../support/mongo.ts';
import { found, storedCustomers } from '../members.ts';
import { decided } from './decided.ts';

const at = (instant: string, timeZone = EXAMPLE_CONTEXT.timeZone): SegmentContext =>
  segmentContext({ ...EXAMPLE_CONTEXT, asOf: Date.parse(instant), timeZone });
const born = (year: number | null, month: number, day: number): CustomerSketch => ({
  birth: year === null ? { month, day } : { year, month, day },
});
/** Asks and compares in one line. */
const finds = async (
  t: Test,
  asked: object,
  sketches: Readonly<Record<string, CustomerSketch>>,
  wanted: readonly string[],
  context?: SegmentContext,
) => t.strictSame(await decided(t, asked, sketches, context), wanted, JSON.stringify(asked));
const refusal = (condition: object) => {
  const parsed = parseDefinition({ include: [condition] });
  return parsed.ok ? null : parsed.path.replace('include[0]', '');
};

const TAGGED = {
  vip: { tags: ['VIP'] },
  accented: { tags: ['Víp'] },
  both: { tags: ['vip', 'Sỉ'] },
  wholesale: { tags: ['sỉ'] },
  longer: { tags: ['VIP 2'] },
  none: {},
};

t.test('C01 one tag, whatever its case and accents, and no tag that merely contains it', async (t) => {
  await finds(t, { kind: 'has_tag', tags: ['VIP'] }, TAGGED, ['vip', 'accented', 'both']);
  await finds(t, { kind: 'has_tag', tags: ['chưa có'] }, TAGGED, []);
});

t.test('C02 any of several tags, and the mode has to be said', async (t) => {
  const tags = ['VIP', 'Sỉ'];
  await finds(t, { kind: 'has_tag', mode: 'any', tags }, TAGGED, ['vip', 'accented', 'both', 'wholesale']);
  t.equal(refusal({ kind: 'has_tag', tags }), '.mode');
  t.equal(refusal({ kind: 'has_tag', tags: ['VIP', 'víp'] }), null, 'one tag written twice is one');
});

t.test('C03 all of several tags, chosen twice or not; none of them from the exclude side too', async (t) => {
  await finds(t, { kind: 'has_tag', mode: 'all', tags: ['VIP', 'Sỉ', 'vip'] }, TAGGED, ['both']);
  await finds(t, { kind: 'has_tag', mode: 'none', tags: ['VIP', 'Sỉ'] }, TAGGED, ['longer', 'none']);
  const exclude = [{ kind: 'has_tag', mode: 'any', tags: ['VIP', 'Sỉ'] }];
  await finds(t, { include: [], exclude }, TAGGED, ['longer', 'none']);
});

const GENDERS: Record<string, CustomerSketch> = {
  man: { gender: 'male' },
  woman: { gender: 'female' },
  other: { gender: 'other' },
  unknown: {},
};

t.test('C04 male, female, or both', async (t) => {
  await finds(t, { kind: 'gender', values: ['female'] }, GENDERS, ['woman']);
  await finds(t, { kind: 'gender', values: ['male', 'female'] }, GENDERS, ['man', 'woman']);
});

t.test('C05 another gender is a stated value and not an unknown one', async (t) => {
  await finds(t, { kind: 'gender', values: ['other'] }, GENDERS, ['other']);
});

t.test('C06 an unknown gender is no value at all', async (t) => {
  await finds(t, { kind: 'gender', values: ['unknown'] }, GENDERS, ['unknown']);
  await finds(t, { include: [{ not: { kind: 'gender', values: ['unknown'] } }] }, GENDERS, ['man', 'woman', 'other']);
});

t.test('C07 age in completed years: on the birthday and not the day before, in the zone of the shop', async (t) => {
  const people = {
    turned18: born(2008, 11, 22),
    turns18Tomorrow: born(2008, 11, 23),
    turned19: born(2007, 11, 22),
    newborn: born(2026, 11, 22),
    withoutYear: born(null, 11, 22),
    nothing: {},
  };
  const adults = ['turned18', 'turned19'];
  await finds(t, { kind: 'age', op: 'gte', value: 18 }, people, adults);
  await finds(t, { kind: 'age', op: 'eq', value: 18 }, people, ['turned18']);
  await finds(t, { kind: 'age', op: 'eq', value: 0 }, people, ['newborn']);
  await finds(t, { kind: 'age', op: 'lt', value: 18 }, people, ['turns18Tomorrow', 'newborn']);
  await finds(t, { kind: 'age', op: 'ne', value: 18 }, people, ['turns18Tomorrow', 'turned19', 'newborn']);
  await finds(t, { kind: 'age', op: 'between', from: 17, to: 18 }, people, ['turned18', 'turns18Tomorrow']);
  const oneMore = ['turned18', 'turns18Tomorrow', 'turned19'];
  await finds(t, { kind: 'age', op: 'gte', value: 18 }, people, oneMore, at('2026-11-22T17:00:00Z'));
  await finds(t, { kind: 'age', op: 'gte', value: 18 }, people, adults, at('2026-11-22T16:59:59.999Z'));
  await finds(t, { kind: 'age', op: 'lt', value: 18 }, people, oneMore, at('2015-06-01T00:00:00Z'));
  await finds(t, { kind: 'age', op: 'eq', value: 18 }, people, oneMore.slice(0, 2), at('2027-11-21T12:00:00Z'));
});

t.test(
  'C07 who was born on 29 February turns older on the 28th in common years, on the 29th in leap years',
  async (t) => {
    const people = { leapling: born(2000, 2, 29), dayBefore: born(2000, 2, 28), march: born(2000, 3, 1) };
    const of25 = { kind: 'age', op: 'gte', value: 25 };
    await finds(t, of25, people, [], at('2025-02-27T12:00:00+07:00'));
    await finds(t, of25, people, ['leapling', 'dayBefore'], at('2025-02-28T00:00:00+07:00'));
    await finds(t, of25, people, ['leapling', 'dayBefore', 'march'], at('2025-03-01T00:00:00+07:00'));
    const of24 = { kind: 'age', op: 'gte', value: 24 };
    await finds(t, of24, people, ['dayBefore'], at('2024-02-28T12:00:00+07:00'));
    await finds(t, of24, people, ['leapling', 'dayBefore'], at('2024-02-29T12:00:00+07:00'));
  },
);

t.test('C07 birthdays without a year are told beside the condition', (t) => {
  const definition = { include: [{ all: [{ kind: 'age', op: 'gte', value: 18 } as const] }], exclude: [] };
  const [told] = missingValues(definition, EXAMPLE_CONTEXT);
  t.strictSame([told?.filter, told?.isIn], [{ 'birth.year': { $exists: false } }, false]);
  t.end();
});

t.test('C08 months of birth, by number and rolling on, without a year', async (t) => {
  const people = { november: born(null, 11, 30), december: born(1990, 12, 1), january: born(null, 1, 1), nothing: {} };
  await finds(t, { kind: 'birthday_month', months: [12, 1] }, people, ['december', 'january']);
  await finds(t, { kind: 'birthday_month', months: ['this_month'] }, people, ['november']);
  const nextMonth = { kind: 'birthday_month', months: ['next_month'] };
  await finds(t, nextMonth, people, ['december']);
  await finds(t, nextMonth, people, ['january'], at('2026-11-30T17:00:00Z'));
});

t.test('C09 a birthday period across the end of the year, and 29 February in common years', async (t) => {
  const people = {
    dec19: born(null, 12, 19),
    dec20: born(1990, 12, 20),
    dec31: born(null, 12, 31),
    jan5: born(null, 1, 5),
    jan6: born(null, 1, 6),
    feb29: born(null, 2, 29),
  };
  const asked = (from: string, to: string) => ({ kind: 'birthday_between', window: { type: 'between', from, to } });
  await finds(t, asked('12-20', '01-05'), people, ['dec20', 'dec31', 'jan5']);
  await finds(t, asked('02-01', '02-28'), people, ['feb29']);
  await finds(t, asked('02-01', '02-28'), people, [], at('2028-02-01T12:00:00+07:00'));
  await finds(t, asked('03-01', '03-01'), people, []);
  await finds(t, { kind: 'birthday_between', window: { type: 'next_days', n: 366 } }, people, Object.keys(people));
  t.equal(refusal({ kind: 'birthday_between', window: { type: 'next_days', n: 367 } }), '.window.n');
});

t.test('C23 the first source and the last one are two, and case does not matter', async (t) => {
  const people = {
    zaloOnly: { source: 'zalo', lastSource: 'zalo' },
    nowFacebook: { source: 'zalo', lastSource: 'facebook' },
    firstOnly: { source: 'facebook' },
    unknown: {},
  };
  await finds(t, { kind: 'source', touch: 'first', sources: ['Zalo'] }, people, ['zaloOnly', 'nowFacebook']);
  await finds(t, { kind: 'source', touch: 'last', sources: ['ZALO'] }, people, ['zaloOnly']);
  await finds(t, { kind: 'source', touch: 'last', sources: ['zalo', 'facebook'] }, people, ['zaloOnly', 'nowFacebook']);
  await finds(t, { include: [{ not: { kind: 'source', touch: 'first', sources: ['zalo'] } }] }, people, [
    'firstOnly',
    'unknown',
  ]);
});

t.test('C24 a member of any chosen group, as the host writes it', async (t) => {
  const people = { dealer: { groups: ['Bán lẻ', 'Đại lý'] }, partner: { groups: ['Đối tác'] }, none: {} };
  await finds(t, { kind: 'member_group', groups: ['Đại lý', 'Đối tác'] }, people, ['dealer', 'partner']);
  await finds(t, { kind: 'member_group', groups: ['đại lý'] }, people, []);
});

t.test('C26 debt: closed at both ends, negative is credit, and none is 0', async (t) => {
  const people = {
    credit: { debtMinor: -200_000 },
    none: {},
    one: { debtMinor: 1 },
    half: { debtMinor: 500_000 },
    more: { debtMinor: 500_001 },
  };
  await finds(t, { kind: 'debt', op: 'gt', value: 0 }, people, ['one', 'half', 'more']);
  await finds(t, { kind: 'debt', op: 'gte', value: 0 }, people, ['none', 'one', 'half', 'more']);
  await finds(t, { kind: 'debt', op: 'eq', value: 0 }, people, ['none']);
  await finds(t, { kind: 'debt', op: 'ne', value: 0 }, people, ['credit', 'one', 'half', 'more']);
  await finds(t, { kind: 'debt', op: 'ne', value: 1 }, people, ['credit', 'none', 'half', 'more']);
  await finds(t, { kind: 'debt', op: 'lte', value: -200_000 }, people, ['credit']);
  await finds(t, { kind: 'debt', op: 'between', from: -200_000, to: 500_000 }, people, [
    'credit',
    'none',
    'one',
    'half',
  ]);
  t.equal(refusal({ kind: 'debt', op: 'gt', value: 0.5 }), '.value');
});

t.test('C31 a part of the name without its accents, or with exactly these', async (t) => {
  const people = {
    van: { name: 'Nguyễn Văn An' },
    capitals: { name: 'TRẦN VÂN' },
    plain: { name: 'Le van B' },
    decomposed: { name: 'Đỗ Va\u0306n'.normalize('NFC') },
    other: { name: 'Vũ Thị' },
    nameless: {},
  };
  await finds(t, { kind: 'name_contains', text: 'Văn' }, people, ['van', 'capitals', 'plain', 'decomposed']);
  await finds(t, { kind: 'name_contains', text: 'vĂN', exactAccents: true }, people, ['van', 'decomposed']);
});

t.test('C32 phone numbers by prefix, area code and carrier, old eleven-digit numbers among them', async (t) => {
  const phone = (text: string): CustomerSketch => ({ phone: normalisePhone(text, 'VN') ?? 'none' });
  const people = {
    vinaphone: phone('0912 345 678'),
    saigon: phone('028 3822 1234'),
    migrated: phone('0162 345 6789'),
    abroad: phone('+1 212 555 0100'),
    none: {},
  };
  await finds(t, { kind: 'phone_prefix', prefixes: ['091'] }, people, ['vinaphone']);
  await finds(t, { kind: 'phone_prefix', prefixes: ['028', '+1 212'] }, people, ['saigon', 'abroad']);
  await finds(t, { kind: 'phone_prefix', carriers: ['viettel'] }, people, ['migrated']);
});

t.test('C33 a part of the e-mail address, its beginning, its end, or its domain with those below it', async (t) => {
  const people = {
    lan: { email: 'lan.sales@shop.vn' },
    below: { email: 'info@mail.shop.vn' },
    longer: { email: 'info@workshop.vn' },
    inName: { email: 'shop.vn@gmail.com' },
    none: {},
  };
  const asked = (mode: string, text: string) => ({ kind: 'email_contains', mode, text });
  await finds(t, asked('contains', 'SALES'), people, ['lan']);
  await finds(t, asked('contains', 'l.n'), people, []);
  await finds(t, asked('starts', 'info@'), people, ['below', 'longer']);
  await finds(t, asked('ends', 'shop.vn'), people, ['lan', 'below', 'longer']);
  await finds(t, asked('domain', '@Shop.vn'), people, ['lan', 'below']);
  await finds(t, asked('domain', 'vn'), people, ['lan', 'below', 'longer']);
  t.equal(refusal(asked('domain', 'a@shop.vn')), '.text');
});

t.test('C36 no e-mail address: missing, empty or not one; who unsubscribed has one', async (t) => {
  const people: Record<string, CustomerSketch> = {
    missing: {},
    empty: { email: '' },
    invalid: { email: 'không có' },
    twice: { email: 'a@b@c.vn' },
    withoutTop: { email: 'a@localhost' },
    ends: { email: 'a@shop.' },
    whole: { email: 'a@shop.vn' },
    unsubscribed: { email: 'b@shop.vn', emailConsent: 'unsubscribed' },
  };
  const bad = ['missing', 'empty', 'invalid', 'twice', 'withoutTop', 'ends'];
  await finds(t, { kind: 'email_missing' }, people, bad);
  for (const name of bad) t.equal(normaliseEmail(people[name]?.email), null, `ingest would not keep it: ${name}`);
});

t.test('C37 no phone number: missing, empty or not one; who unsubscribed has one', async (t) => {
  const people: Record<string, CustomerSketch> = {
    missing: {},
    empty: { phone: '' },
    national: { phone: '0912345678' },
    short: { phone: '+84912' },
    long: { phone: '+8491234567890123' },
    letters: { phone: '+84912x45678' },
    whole: { phone: '+84912345678' },
    unsubscribed: { phone: '+84912345679', smsConsent: 'unsubscribed' },
  };
  await finds(t, { kind: 'phone_missing' }, people, ['missing', 'empty', 'national', 'short', 'long', 'letters']);
});

t.test('§2a customers first known within a period, by the days of the shop', async (t) => {
  const known = (instant: string): CustomerSketch => ({ createdAt: Date.parse(instant) });
  const people = {
    before: known('2026-11-21T23:59:59.999+07:00'),
    first: known('2026-11-22T00:00:00+07:00'),
    last: known('2026-11-22T23:59:59.999+07:00'),
    after: known('2026-11-23T00:00:00+07:00'),
  };
  await finds(t, { kind: 'customer_created', period: { type: 'today' } }, people, ['first', 'last']);
  const sunday = { type: 'between', from: '2026-11-21', to: '2026-11-22' };
  await finds(t, { kind: 'customer_created', period: sunday }, people, ['before', 'first', 'last']);
  const newYork = at('2026-11-22T12:00:00-05:00', 'America/New_York');
  await finds(t, { kind: 'customer_created', period: { type: 'today' } }, people, ['last', 'after'], newYork);
});

t.test('§2a company customers, private ones, and companies by a part of their name', async (t) => {
  const people = { hoaPhat: { company: 'Công ty CP Hoà  Phát' }, duc: { company: 'ĐỨC ANH Co.' }, private: {} };
  await finds(t, { kind: 'company', match: 'any' }, people, ['hoaPhat', 'duc']);
  await finds(t, { kind: 'company', match: 'none' }, people, ['private']);
  await finds(t, { kind: 'company', match: 'contains', text: 'hoa phat' }, people, ['hoaPhat']);
  await finds(t, { kind: 'company', match: 'contains', text: 'Đức ánh' }, people, ['duc']);
  await finds(t, { kind: 'company', match: 'contains', text: 'co.' }, people, ['duc']);
});

t.test('§2a consent by channel; who never said anything is not subscribed, and that is told', async (t) => {
  const people: Record<string, CustomerSketch> = {
    email: { emailConsent: 'subscribed', smsConsent: 'unsubscribed' },
    pending: { emailConsent: 'pending' },
    redacted: { emailConsent: 'redacted' },
    said: { emailConsent: 'not_subscribed' },
    silent: {},
  };
  const asked = (channel: 'email' | 'sms', ...states: string[]) => ({ kind: 'marketing_consent', channel, states });
  await finds(t, asked('email', 'subscribed', 'pending'), people, ['email', 'pending']);
  await finds(t, asked('sms', 'subscribed'), people, []);
  await finds(t, asked('sms', 'unsubscribed'), people, ['email']);
  await finds(t, asked('email', 'not_subscribed'), people, ['said', 'silent']);
  await finds(t, asked('email', 'redacted'), people, ['redacted']);
  const definition = parsed(asked('sms', 'not_subscribed'));
  t.strictSame(
    missingValues(definition, EXAMPLE_CONTEXT).map(({ filter, isIn }) => [filter, isIn]),
    [[{ smsConsent: { $exists: false } }, true]],
  );
});

t.test('§2a custom attributes by type; a value of another type is none', async (t) => {
  const having = (x: NonNullable<Customer['attributes']>[string]): CustomerSketch => ({ attributes: { x } });
  const people = {
    text: having('Đà Nẵng'),
    digits: having('10'),
    ten: having(10),
    sum: having(0.1 + 0.2),
    yes: having(true),
    no: having(false),
    day: having('2026-11-22'),
    list: having(['Đà Nẵng', 'Huế']),
    empty: having([]),
    other: { attributes: { y: 10 } },
    none: {},
  };
  const asked = (args: object) => ({ kind: 'custom_attribute', name: 'x', ...args });
  const without = (...names: string[]) => Object.keys(people).filter((name) => !names.includes(name));
  await finds(t, asked({ type: 'text', match: 'is', text: 'Đà  Nẵng' }), people, ['text']);
  await finds(t, asked({ type: 'text', match: 'is', text: 'da nang' }), people, []);
  await finds(t, asked({ type: 'text', match: 'any_of', values: ['10', 'Đà Nẵng'] }), people, ['text', 'digits']);
  await finds(t, asked({ type: 'text', match: 'contains', sought: 'NANG' }), people, ['text']);
  await finds(t, asked({ type: 'number', op: 'eq', value: 10 }), people, ['ten']);
  await finds(t, asked({ type: 'number', op: 'gt', value: 0.3 }), people, ['ten', 'sum']);
  await finds(t, asked({ type: 'number', op: 'lte', value: 0.3 }), people, []);
  await finds(t, asked({ type: 'number', op: 'ne', value: 10 }), people, without('ten'));
  await finds(t, asked({ type: 'boolean', is: 'yes' }), people, ['yes']);
  await finds(t, asked({ type: 'boolean', is: 'no' }), people, ['no']);
  await finds(t, asked({ type: 'day', period: { type: 'today' } }), people, ['day']);
  await finds(t, asked({ type: 'day', period: { type: 'yesterday' } }), people, []);
  await finds(t, asked({ type: 'list', mode: 'any', values: ['Huế', 'Hà Nội'] }), people, ['list']);
  await finds(t, asked({ type: 'list', mode: 'all', values: ['Huế', 'Hà Nội'] }), people, []);
  await finds(t, asked({ type: 'list', mode: 'all', values: ['Huế', 'Đà Nẵng'] }), people, ['list']);
  await finds(t, asked({ type: 'exists' }), people, without('other', 'none'));
  await finds(t, asked({ type: 'missing' }), people, ['other', 'none']);
});

t.test('§2a the name of an attribute can be nothing else', (t) => {
  const named = (name: string) => ({ kind: 'custom_attribute', name, type: 'exists' });
  for (const name of ['', 'a.b', '$where', 'Size', '__proto__', '1st', 'a b', 'size\n', 'x'.repeat(41), 'cỡ'])
    t.equal(refusal(named(name)), '.name', JSON.stringify(name));
  for (const name of ['x', 'shirt_size2', 'constructor', 'x'.repeat(40)]) t.equal(refusal(named(name)), null, name);
  const round = {
    include: [{ all: [{ kind: 'custom_attribute', name: 'a.$b', type: 'exists' } as const] }],
    exclude: [],
  };
  t.throws(() => compile(round, EXAMPLE_CONTEXT), /not the name of an attribute/);
  t.end();
});

t.test('§2a an attribute named like a part of every object is one only where it was given', async (t) => {
  const people = { given: { attributes: { constructor: 1 } }, others: { attributes: { x: 1 } }, none: {} };
  await finds(t, { kind: 'custom_attribute', name: 'constructor', type: 'exists' }, people, ['given']);
});

t.test('§2b a part of the note, whatever its case, accents and line breaks', async (t) => {
  const people = {
    accented: { note: 'Khách DỊ  ỨNG hải sản' },
    broken: { note: 'hay dị\nứng' },
    plain: { note: 'di ung' },
    apart: { note: 'di\u0323 u\u031b\u0301ng' },
    other: { note: 'dị' },
    none: {},
  };
  await finds(t, { kind: 'note_contains', text: ' Dị ứng' }, people, ['accented', 'broken', 'plain', 'apart']);
  t.equal(refusal({ kind: 'note_contains', text: ' \u0301 ' }), '.text');
});

t.test(
  '§2b folded text finds every letter by its plain one, and the longest text is no pattern too large',
  async (t) => {
    const letters = [...range(0x21, 0x24f), ...range(0x370, 0x52f), ...range(0x1e00, 0x1fff), ...range(0x2126, 0x212b)]
      .map((code) => String.fromCodePoint(code))
      .filter((letter) => /\p{L}/u.test(letter) && Array.from(fold(letter)).length === 1);
    const db = await testDatabase(t);
    const customers = letters.map((letter, index) =>
      sketchedCustomer({ note: `x${letter}y` }, `s/000/${String(index).padStart(4, '0')}`, 'UTC'),
    );
    const collection = await storedCustomers(db, 'customers', customers);
    // Those of more than two letters: what only has two cases is one rule for all of them.
    const byPlain = Map.groupBy(letters, (letter) => fold(letter).replace('ς', 'σ'));
    const plain = [...byPlain].filter(([, forms]) => forms.length > 2).map(([letter]) => letter);
    let checked = 0;
    for (const letter of plain) {
      const definition = parsed({ kind: 'note_contains', text: `x${letter}y` });
      const wanted = customers.filter((_, index) => fold(letters[index] ?? '').replace('ς', 'σ') === letter);
      const ids = wanted.map(({ _id }) => _id);
      // Every tenth of the others is enough for the evaluator: it would take seconds to ask it of all.
      const asked = customers.filter((one, index) => wanted.includes(one) || index % 10 === 0);
      const own = asked.filter((one) => evaluate(definition, one, EXAMPLE_CONTEXT)).map(({ _id }) => _id);
      const theirs = await found(collection, compile(definition, EXAMPLE_CONTEXT));
      t.strictSame([own, theirs], [ids, ids], letter);
      checked += ids.length;
    }
    t.ok(checked > 700, `${checked} letters by ${plain.length} plain ones`);

    const longest = 'Ồ ỗ'.repeat(40).slice(0, 100);
    const people = { has: { note: `a ${'o  O'.repeat(40)}` }, almost: { note: 'o  O'.repeat(32) } };
    await finds(t, { kind: 'note_contains', text: longest }, people, ['has']);
    await finds(t, { kind: 'note_contains', text: 'o'.repeat(100) }, { has: { note: 'ớ'.repeat(100) } }, ['has']);
  },
);

t.test('§2b a random share stands still, shares that touch are a partition, and seeds are independent', async (t) => {
  const customers = Array.from({ length: 4000 }, (_, index) =>
    sketchedCustomer({}, `k7f2qz/${(index % 1024).toString(16).padStart(3, '0')}/${index.toString(36)}đ`, 'UTC'),
  );
  const collection = await storedCustomers(await testDatabase(t), 'customers', customers);
  const share = async (seed: string, from: number, to: number): Promise<Set<string>> => {
    const definition = parsed({ kind: 'random_share', seed, from, to });
    const theirs = await found(collection, compile(definition, EXAMPLE_CONTEXT));
    const own = customers.filter((one) => evaluate(definition, one, EXAMPLE_CONTEXT)).map(({ _id }) => _id);
    t.strictSame(theirs, own.toSorted(), `${seed} ${from} to ${to}: ${own.length}`);
    return new Set(theirs);
  };
  const [a, b, c] = [await share('$tết', 0, 33), await share('$tết', 33, 66), await share('$tết', 66, 100)];
  t.equal(a.size + b.size + c.size, customers.length);
  t.equal(new Set([...a, ...b, ...c]).size, customers.length, 'nobody twice, nobody left out');
  t.equal((await share('$tết', 0, 100)).size, customers.length);

  // Binomial: five standard deviations of 4,000 tosses are 158, of 2,000 they are 112.
  const half = await share('one', 0, 50);
  t.ok(Math.abs(half.size - 2000) < 158, 'about half');
  const other = await share('two', 0, 50);
  const inBoth = [...half].filter((id) => other.has(id)).length;
  t.ok(Math.abs(inBoth - half.size / 2) < 130, `another seed divides a half again: ${inBoth} of ${half.size}`);
  const early = [...half].filter((id) => Number.parseInt(id.slice(7, 10), 16) < 512).length;
  t.ok(Math.abs(early - half.size / 2) < 130, `it has nothing to do with buckets: ${early} of ${half.size}`);

  // Kept splits must never move: these places were written down when the hash was chosen.
  const reading = (id: string) =>
    read('random_share', { seed: 'november', from: 0, to: 50 }, customerWith({ _id: id as CustomerKey }));
  t.strictSame(
    ['k7f2qz/000/aa', 'k7f2qz/000/bb', 'k7f2qz/000/đ😀'].map((id) => reading(id)?.value),
    PLACES,
  );
  t.equal(refusal({ kind: 'random_share', seed: 'x', from: 50, to: 50 }), '.to');
});

t.test('what a condition reads of a customer, and what would turn the verdict', (t) => {
  const cases: [kind: string, args: object, sketch: CustomerSketch, vi: string, en: string][] = [
    ['has_tag', { tags: ['VIP'] }, {}, 'chưa có thẻ nào → thêm thẻ “VIP”', 'no tag → add the tag “VIP”'],
    [
      'has_tag',
      { mode: 'any', tags: ['VIP', 'Sỉ'] },
      { tags: ['vip', 'sỉ'] },
      '“si”, “vip” → bỏ thẻ “VIP” và “Sỉ”',
      '“si”, “vip” → remove the tag “VIP” and “Sỉ”',
    ],
    [
      'has_tag',
      { mode: 'all', tags: ['VIP', 'Sỉ'] },
      { tagNames: [{ key: 'vip', name: 'Víp' }] },
      '“Víp” → thêm thẻ “Sỉ”',
      '“Víp” → add the tag “Sỉ”',
    ],
    [
      'gender',
      { values: ['female'] },
      {},
      'không xác định → ghi giới tính là nữ',
      'of unknown gender → record that they are female',
    ],
    ['age', { op: 'gte', value: 18 }, born(2000, 11, 23), '25 tuổi', '25 years'],
    [
      'age',
      { op: 'gte', value: 18 },
      born(null, 5, 1),
      'chưa có năm sinh → ghi năm sinh',
      'no year of birth on record → record the year of birth',
    ],
    ['birthday_month', { months: [5] }, born(1990, 5, 7), '07/05/1990', '7 May 1990'],
    [
      'debt',
      { op: 'gt', value: 0 },
      { debtMinor: -50_000 },
      '-50.000 ₫ → nợ thêm 50.001 ₫',
      '-₫50,000 → owe ₫50,001 more',
    ],
    ['debt', { op: 'gt', value: 0 }, { debtMinor: 2 }, '2 ₫ → trả bớt 2 ₫', '₫2 → pay back ₫2'],
    [
      'marketing_consent',
      { channel: 'sms', states: ['subscribed'] },
      {},
      'chưa đăng ký → chuyển sang đã đăng ký',
      'not subscribed → become subscribed',
    ],
    [
      'member_group',
      { groups: ['Sỉ'] },
      { groups: ['Sỉ', 'Lẻ'] },
      '“Sỉ”, “Lẻ” → ra khỏi nhóm “Sỉ”',
      '“Sỉ”, “Lẻ” → leave the group “Sỉ”',
    ],
    ['source', { touch: 'last', sources: ['web'] }, { lastSource: 'zalo' }, '“zalo”', '“zalo”'],
    [
      'custom_attribute',
      { name: 'x', type: 'exists' },
      { attributes: { x: ['a', 'b'] } },
      '“a”, “b” → sửa thuộc tính “x”',
      '“a”, “b” → change the attribute “x”',
    ],
    ['phone_prefix', { prefixes: ['091'] }, { phone: '+84912345678' }, '0912 345 678', '0912 345 678'],
  ];
  for (const [kind, args, sketch, vi, en] of cases) {
    const said = (['vi', 'en'] as const).map((language) => {
      const reading = read(kind, args, customerWith(sketch), language);
      return [reading?.shown, reading?.change?.text]
        .filter((part) => part !== undefined)
        .join(' → ')
        .replaceAll('\u00a0', ' ');
    });
    t.strictSame(said, [vi, en], `${kind} ${JSON.stringify(args)}`);
  }
  t.end();
});

/** Of the seed "november". */
const PLACES = [83, 30, 99];

function read(kind: string, args: object, customer: Customer, language: 'vi' | 'en' = 'en') {
  return conditionOf(kind)?.read?.(args, customer, wordingOf(language, EXAMPLE_CONTEXT, {}), () => false);
}

function customerWith(sketch: CustomerSketch): Customer {
  return sketchedCustomer(sketch, 's/000/one', EXAMPLE_CONTEXT.timeZone);
}

function parsed(condition: object) {
  const result = parseDefinition({ include: [condition] });
  if (!result.ok) throw new Error(result.message);
  return result.definition;
}

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
