import t from 'tap';
import { TIKME } from '../../src/loyalty/index.ts';
import { testApp } from '../support/app.ts';
import { sheet } from '../support/loyalty/sheet.ts';
import { cart, PHONE, pointsShop } from '../support/loyalty/shop.ts';
import { staffToken } from '../support/staff.ts';
import { invoice, member, till } from '../support/till.ts';

/** Points over HTTP, as a till and the admin ask for them. */

const NOON = Date.parse('2026-11-22T05:00:00Z');
const DAY = 86_400_000;

/** A shop whose clock stands still until it is moved. */
async function shopAt(t: Parameters<typeof testApp>[0], at = NOON, programme = TIKME) {
  const clock = { now: at };
  const server = await testApp(t, { now: () => clock.now });
  const shop = await pointsShop(server, 'tiem.example.vn', programme);
  const buy = (id: string, amount: number, at = '2026-11-10T03:00:00Z', more: object = {}) =>
    shop.send('invoice.saved', { ...invoice({ id, phone: PHONE, amount, at }), ...more });
  let keys = 0;
  const post = (path: string, body: object = {}, key = `key-${keys++}`) =>
    shop.ask('POST', path, { customer: shop.an, ...body }, { 'idempotency-key': key });
  const adjust = (body: object, key = `key-${keys++}`) =>
    shop.ask('POST', `/customers/${shop.an}/loyalty/adjustments`, body, { 'idempotency-key': key });
  const balance = async () => (await shop.points()).currencies[0].balance as number;
  return { server, shop, clock, buy, post, adjust, balance };
}

t.test('a programme is published, an order of the till brings points, and the ledger proves them', async (t) => {
  const { shop, buy } = await shopAt(t);
  await buy('HD1', 1_250_000);
  const told = await shop.points();
  t.match(told, {
    level: { id: 'member' },
    earnedPoints: 125,
    next: { level: { id: 'silver' }, missing: 376 },
    pin: null,
  });
  t.match(told.currencies, [{ available: 125, balance: 125, expiries: [{ lastDay: '2027-11-10', points: 125 }] }]);

  const path = `/customers/${shop.an}/loyalty`;
  const { body: postings } = await shop.ask('GET', `${path}/postings`);
  t.match(postings.items, [
    {
      reason: 'earned',
      change: 125,
      balanceAfter: 125,
      order: { number: 'HD1' },
      by: { kind: 'host' },
      text: { vi: 'Tích điểm' },
    },
  ]);
  t.match((await shop.ask('GET', `${path}/proof`)).body, {
    ok: true,
    postings: 1,
    head: postings.items[0].hash,
    mismatch: null,
  });
  t.match((await shop.ask('GET', '/loyalty/ledger')).body.items, [
    { customer: { id: shop.an, name: 'Nguyễn Văn An' }, points: 125 },
  ]);
  t.match((await shop.ask('GET', '/loyalty/flows?grain=day&from=2026-11-10&to=2026-11-11')).body.items, [
    { earned: 125 },
    { earned: 0 },
  ]);
  t.match((await shop.ask('GET', '/loyalty/liability')).body, {
    ...{ available: 125, liabilityMinor: 125_000, customers: 1, expiring: [{ month: '2027-11-01', points: 125 }] },
    tiers: [{ level: 'member', customers: 1 }, {}, {}, {}],
  });

  await shop.scope.postings.updateOne({ customer: { $exists: true } }, { $set: { points: 1_000_125 } });
  t.match(
    (await shop.ask('GET', `${path}/proof`)).body,
    { ok: false, mismatch: { kind: 'posting_chain' } },
    'a posting that was changed is found',
  );
});

t.test('a version is published once, on top of the one that was known', async (t) => {
  const { shop, clock } = await shopAt(t);
  const publish = (after: number, programme: unknown = TIKME) =>
    shop.ask('POST', '/loyalty/programme', { programme, after, note: 'Tết' });
  t.match(await publish(0), { status: 409, body: { code: 'conflict' } });
  const broken = { ...TIKME, spends: 'gems', tiers: { ...TIKME.tiers, levels: TIKME.tiers.levels.toReversed() } };
  const refused = await publish(1, broken);
  t.match(refused, { status: 422, body: { code: 'invalid' } });
  t.match(refused.body.details.issues[0].field, /^programme\./);
  t.match((await shop.ask('POST', '/loyalty/programme/check', { programme: broken })).body.problems, [
    { path: 'spends' },
    { path: 'tiers.levels[0].entry' },
  ]);
  const off = { ...TIKME, isOn: false };
  const { body: checked } = await shop.ask('POST', '/loyalty/programme/check', { programme: off });
  t.match(checked, {
    problems: [],
    costs: [{ level: 'member', pointsBasisPoints: 1000 }, {}, {}, { isAboveLimit: true }],
  });
  t.same(
    checked.warnings.map(({ code }: { code: string }) => code),
    ['cost_above_limit', 'switched_off'],
  );

  t.match(await publish(1, off), { status: 201, body: { version: 2, note: 'Tết', applied: false } });
  clock.now += 2000;
  const { body } = await shop.ask('GET', '/loyalty/programme');
  t.same([body.current, body.versions.map(({ version }: { version: number }) => version)], [2, [2, 1]]);
  t.match(await shop.ask('POST', '/loyalty/quote', { customer: shop.an, cart: cart(100_000), points: 60 }), {
    status: 200,
    body: { refused: 'programme_off', level: null },
  });
});

t.test('who asks the editor for an example sees what an order of that tier earns', async (t) => {
  const { shop } = await shopAt(t);
  const example = async (body: object) =>
    (await shop.ask('POST', '/loyalty/example', { programme: TIKME, ...body })).body;
  t.match(await example({ goodsMinor: 1_250_000, level: 'gold' }), {
    discountMinor: 62_500,
    paidMinor: 1_187_500,
    rules: [{ rule: 'amount', points: 237 }],
    currencies: [{ points: 237, name: { vi: 'Điểm' } }],
  });
  t.match(await example({ goodsMinor: 1, level: 'nobody' }), { code: 'invalid' });
});

t.test('points are quoted, held, spent by the paid order, and come back with it', async (t) => {
  const { shop, buy, post, balance } = await shopAt(t);
  await buy('HD1', 2_000_000);
  const { body: quote } = await post('/loyalty/quote', { cart: cart(500_000, { couponMinor: 50_000 }), points: 100 });
  t.match(quote, { usablePoints: 200, payableMinor: 350_000, refused: null, earns: [{ points: 35 }] });
  t.same(
    quote.steps.map(({ kind }: { kind: string }) => kind),
    ['coupon', 'points'],
    'tier, coupon, points: in this order (L10)',
  );
  const held = await post('/loyalty/holds', {
    cart: cart(500_000, { couponMinor: 50_000 }),
    points: 100,
    quoteHash: quote.hash,
  });
  t.match(held, {
    status: 201,
    body: { state: 'held', points: 100, amountMinor: 100_000, quote: { hash: quote.hash } },
  });
  t.match((await shop.points()).currencies, [{ available: 100, held: 100, balance: 100 }]);
  t.match((await shop.points()).redemptions, [{ id: held.body.id }]);

  await buy('HD2', 350_000, '2026-11-22T05:00:00Z', { redemptions: [held.body.id] });
  const { body: spent } = await shop.ask('GET', `/loyalty/holds/${shop.an}/${held.body.id}`);
  if (spent.state !== 'captured')
    await post(`/loyalty/holds/${held.body.id}/capture`, { order: `${shop.installation}.HD2` });
  t.match((await shop.ask('GET', `/loyalty/holds/${shop.an}/${held.body.id}`)).body, {
    state: 'captured',
    order: { number: 'HD2' },
  });
  t.equal(await balance(), 100 + 35);

  const order = `${shop.installation}.HD2`;
  const { body: preview } = await post('/loyalty/refund-preview', { order, all: true });
  t.match(preview, { takes: 35, returns: 100, balanceBefore: 135, balanceAfter: 200 });
  t.match(await post('/loyalty/refund-preview', { order }), { status: 422 }, 'either all, or some lines');
  t.equal((await post('/loyalty/refund-preview', { order: `${shop.installation}.HD9`, all: true })).status, 404);
  await buy('HD2', 350_000, '2026-11-22T06:00:00Z', { status: 'cancelled', redemptions: [held.body.id] });
  t.equal(await balance(), preview.balanceAfter, 'then exactly that happens');
  t.match((await shop.ask('GET', `/loyalty/holds/${shop.an}/${held.body.id}`)).body, { returnedPoints: 100 });
});

t.test('a cart that is another than was held for is told with what holds now', async (t) => {
  const { shop, buy, post } = await shopAt(t);
  await buy('HD1', 2_000_000);
  const { body: quote } = await post('/loyalty/quote', { cart: cart(500_000), points: 100 });
  const other = await post('/loyalty/holds', { cart: cart(600_000), points: 100, quoteHash: quote.hash });
  t.match(other, { status: 409, body: { code: 'quote_changed', details: { quote: { payableMinor: 500_000 } } } });
  t.same(
    other.body.details.quote,
    (await post('/loyalty/quote', { cart: cart(600_000), points: 100 })).body,
    'as a quote is told',
  );
  const { body: held } = await post('/loyalty/holds', { cart: cart(500_000), points: 150 });
  const changed = await post(`/loyalty/holds/${held.id}/capture`, { cart: cart(400_000) });
  t.match(changed, {
    status: 409,
    body: { code: 'quote_changed', details: { quote: { payableMinor: 250_000, refused: null } } },
  });
  t.match(await post(`/loyalty/holds/${held.id}/capture`, { cart: cart(500_000) }), {
    status: 200,
    body: { state: 'captured' },
  });
  t.match(await post(`/loyalty/holds/${held.id}/release`), { status: 409, body: { code: 'redemption_ended' } });
  for (const [goods, points, status, code] of [
    [30_000, 50, 422, 'invalid'],
    [900_000, 49, 422, 'points_below_minimum'],
    [900_000, 51, 409, 'points_insufficient'],
  ] as const) {
    const asked = { cart: cart(goods), points };
    const refused = await post('/loyalty/holds', asked);
    t.match(refused, { status, body: { code } }, `${points} of ${goods} đ`);
    t.same(refused.body.details.quote, (await post('/loyalty/quote', asked)).body, `${code}: with the quote`);
  }
  t.equal(
    (await shop.ask('POST', '/loyalty/holds', { customer: shop.an, cart: cart(1), points: 50 })).status,
    400,
    'a hold needs a key',
  );
});

t.test('held points are let go of by hand and by time, read the moment it passes', async (t) => {
  const { shop, clock, buy, post } = await shopAt(t);
  await buy('HD1', 1_000_000);
  const hold = async () => (await post('/loyalty/holds', { cart: cart(500_000), points: 60 })).body.id;
  const first = await hold();
  t.match(await post(`/loyalty/holds/${first}/release`), { status: 200, body: { state: 'released' } });
  t.match(await post(`/loyalty/holds/${first}/release`), { status: 200 }, 'again: nothing happens');
  t.match(await post(`/loyalty/holds/${first}/capture`), { status: 409, body: { code: 'redemption_ended' } });
  const second = await hold();
  clock.now += 15 * 60_000;
  t.match((await shop.ask('GET', `/loyalty/holds/${shop.an}/${second}`)).body, { state: 'expired' });
  t.match((await shop.points()).currencies, [{ available: 100, held: 0 }]);
  t.match(await post(`/loyalty/holds/${second}/capture`), { status: 409 });
  t.match(await post(`/loyalty/holds/nothing/capture`), { status: 404 });
});

t.test('the same key is the same hold, and another body under it is told', async (t) => {
  const { shop, clock, buy, post } = await shopAt(t);
  await buy('HD1', 1_000_000);
  const body = { cart: cart(500_000), points: 60 };
  const first = await post('/loyalty/holds', body, 'one');
  t.same((await post('/loyalty/holds', body, 'one')).body, first.body);
  t.match(await post('/loyalty/holds', { ...body, points: 61 }, 'one'), {
    status: 409,
    body: { code: 'idempotency_mismatch' },
  });
  clock.now += 2 * DAY;
  t.match(
    (await post('/loyalty/holds', body, 'one')).body,
    { id: first.body.id, state: 'expired' },
    'by the ledger, when the answer is forgotten',
  );
  clock.now += 2 * DAY;
  t.match(await post('/loyalty/holds', { ...body, points: 61 }, 'one'), {
    status: 409,
    body: { code: 'idempotency_mismatch' },
  });
  t.equal(await shop.scope.postings.count({ reason: 'held' }), 1);
});

t.test('points become a personal code, which comes back while nobody has used it', async (t) => {
  const { shop, buy, post, balance } = await shopAt(t);
  await buy('HD1', 2_000_000);
  const { status, body: code } = await post('/loyalty/codes', { points: 60 }, 'one');
  t.match(
    [status, code],
    [201, { kind: 'code', state: 'captured', amountMinor: 60_000, code: /^[0-9a-hjkmnp-tv-z]{10}$/ }],
  );
  t.equal((await post('/loyalty/codes', { points: 60 }, 'one')).body.code, code.code);
  t.equal(await balance(), 140);
  t.match((await shop.points()).redemptions, [{ code: code.code }]);
  const remove = (id: string) => shop.ask('DELETE', `/loyalty/codes/${id}`, { customer: shop.an });
  t.match(await remove(code.id), { status: 200, body: { returnedPoints: 60 } });
  t.equal((await remove(code.id)).status, 200);
  t.equal(await balance(), 200);
  const { body: used } = await post('/loyalty/codes', { points: 60 });
  await buy('HD2', 100_000, '2026-11-22T05:00:00Z', { vouchers: [used.code] });
  t.match((await shop.ask('GET', `/loyalty/holds/${shop.an}/${used.id}`)).body, { order: { number: 'HD2' } });
  t.match(await remove(used.id), { status: 409, body: { code: 'redemption_ended' } });
});

t.test('points are given and taken by hand within limits, and a key gives once', async (t) => {
  const { shop, adjust, balance } = await shopAt(t);
  t.match(await adjust({ points: 1_000_000, reason: 'Bù' }), {
    status: 201,
    body: { currencies: [{ balance: 1_000_000 }] },
  });
  for (const points of [1_000_001, -1_000_001, 0, 1.5])
    t.equal((await adjust({ points, reason: 'Bù' })).status, 422, `${points}`);
  t.equal((await adjust({ points: 5, reason: ' ' })).status, 422, 'a reason is needed');
  t.match(await adjust({ points: -1_000_000, reason: 'Nhầm' }), { status: 201 });
  t.match(await adjust({ points: -1, reason: 'Nhầm' }), { status: 409, body: { code: 'points_insufficient' } });
  t.match(await adjust({ points: 5, reason: 'x', currency: 'gems' }), { status: 422 });
  t.match(await adjust({ points: 5, reason: 'x', lastDay: '2026-11-21' }), { status: 422 });
  t.match(await adjust({ points: -5, reason: 'x', kind: 'opened' }), { status: 422 });
  t.match(
    await adjust({ points: 600, reason: 'Số dư cũ', kind: 'opened', ranks: true, lastDay: '2026-11-22' }, 'opening'),
    {
      body: { level: { id: 'silver' }, currencies: [{ expiries: [{ lastDay: '2026-11-22', points: 600 }] }] },
    },
  );
  await adjust({ points: 600, reason: 'Số dư cũ', kind: 'opened', ranks: true, lastDay: '2026-11-22' }, 'opening');
  t.equal(await balance(), 600);
  t.match((await shop.ask('GET', `/customers/${shop.an}/loyalty/postings?reason=opened`)).body.items, [
    { note: 'Số dư cũ', balanceAfter: 600, by: { kind: 'key', name: 'test' } },
  ]);
});

t.test('a tier is set by hand for a time, and figures go on beneath it', async (t) => {
  const { shop, clock, buy } = await shopAt(t);
  await buy('HD1', 1_000_000);
  const pins = `/customers/${shop.an}/loyalty/pins`;
  const until = '2026-11-30T00:00:00Z';
  const { status, body } = await shop.ask('POST', pins, { level: 'gold', until, reason: 'Khách quen' });
  t.match(
    [status, body],
    [
      201,
      { level: { id: 'gold' }, computedLevel: { id: 'member' }, pin: { reason: 'Khách quen', by: { kind: 'key' } } },
    ],
  );
  t.match((await shop.ask('POST', '/loyalty/quote', { customer: shop.an, cart: cart(1_000_000) })).body.steps, [
    { kind: 'tier', amountMinor: 50_000 },
  ]);
  t.match((await shop.ask('DELETE', `${pins}/${body.pin.id}`)).body, { level: { id: 'member' }, pin: null });
  t.equal((await shop.ask('DELETE', `${pins}/nothing`)).status, 404);
  await shop.ask('POST', pins, { level: 'gold', until, reason: 'Khách quen' });
  clock.now = Date.parse(until);
  t.match(await shop.points(), { level: { id: 'member' }, pin: null }, 'over with its end');
  t.equal((await shop.ask('POST', pins, { level: 'diamond', reason: 'x' })).status, 422);
  t.equal((await shop.ask('POST', pins, { level: 'gold', until, reason: 'x' })).status, 422, 'an end that has passed');
});

t.test('a statement shows what stood booked then, and pages carry the balance on', async (t) => {
  const { shop, clock, buy, adjust } = await shopAt(t);
  await buy('HD1', 1_000_000);
  const before = clock.now;
  clock.now += DAY;
  await adjust({ points: 40, reason: 'Bù' });
  clock.now += DAY;
  await adjust({ points: -30, reason: 'Nhầm' });
  const path = `/customers/${shop.an}/loyalty`;
  const statement = async (asOf: number) =>
    (await shop.ask('GET', `${path}/statement?asOf=${new Date(asOf).toISOString()}`)).body;
  t.match(await statement(before), {
    balances: [{ available: 100, balance: 100, owed: 0 }],
    chain: { ok: true, postings: 1 },
    level: { id: 'member' },
  });
  t.match(await statement(before + DAY), {
    balances: [{ balance: 140 }],
    lots: [{ order: { number: 'HD1' } }, { available: 40 }],
    chain: { postings: 2 },
  });
  t.match(await statement(before - 1), {
    balances: [],
    lots: [],
    level: null,
    chain: { ok: true, postings: 0, head: '' },
  });
  const seen: [number, number][] = [];
  let cursor: string | null = '';
  do {
    const { body } = await shop.ask('GET', `${path}/postings?limit=1${cursor ? `&cursor=${cursor}` : ''}`);
    for (const { change, balanceAfter } of body.items) seen.push([change, balanceAfter]);
    cursor = body.nextCursor;
  } while (cursor);
  t.same(seen, [
    [-30, 110],
    [40, 140],
    [100, 100],
  ]);
  t.match(
    (await shop.ask('GET', `${path}/postings?reason=earned`)).body.items,
    [{ balanceAfter: 100 }],
    'past what a filter leaves out',
  );
});

t.test('points are lost with the last day, whether a job has run or not', async (t) => {
  const { shop, clock, buy, post } = await shopAt(t);
  await buy('HD1', 1_000_000);
  clock.now = Date.parse('2027-11-10T16:59:59Z');
  t.match((await shop.points()).currencies, [{ available: 100 }]);
  clock.now += 1000;
  t.match((await shop.points()).currencies, [{ available: 0, expiries: [] }]);
  t.match(await post('/loyalty/holds', { cart: cart(500_000), points: 60 }), {
    status: 409,
    body: { code: 'points_insufficient' },
  });
});

t.test('a list of points is looked at first, and carried out once', async (t) => {
  const { shop, balance } = await shopAt(t);
  await shop.send('customer.saved', member({ phone: '0912345672', name: 'Bình' }));
  const rows = [
    { phone: '+84 912 345 671', points: 100, reason: 'Số dư cũ' },
    { phone: '0912 345 672', points: -5 },
    { phone: '0912345671', points: 1, reason: 'x' },
    { phone: '0912345679', points: 1, reason: 'x' },
    { phone: 'không có', points: 1, reason: 'x' },
  ];
  const send = (more: object = {}) =>
    shop.ask('POST', '/loyalty/bulk-adjustments', { rows, reason: 'Chuyển sổ', ...more });
  const problems = [null, 'points_insufficient', 'customer_twice', 'customer_unknown', 'phone_invalid'];
  const told = ({ body }: Awaited<ReturnType<typeof send>>) =>
    body.rows.map(({ problem }: { problem: string }) => problem);
  const dry = await send();
  t.same(told(dry), problems);
  t.match(dry.body.rows[0], {
    row: 1,
    before: 0,
    after: 100,
    applied: false,
    customer: { id: shop.an, name: 'Nguyễn Văn An' },
  });
  t.equal(await balance(), 0);
  for (const _ of [1, 2])
    t.match((await send({ dryRun: false })).body, { applied: 1, problems: 4, upload: dry.body.upload });
  t.equal(await balance(), 100);
  const xlsx = sheet([
    ['SĐT', 'Điểm', 'Lý do'],
    ['0912345671', 7, 'Bù'],
  ]);
  t.match((await shop.ask('POST', '/loyalty/bulk-adjustments', { xlsx })).body.rows, [
    { row: 2, before: 100, after: 107, applied: false },
  ]);
  t.equal((await shop.ask('POST', '/loyalty/bulk-adjustments', {})).status, 422);
  t.match((await shop.ask('POST', '/loyalty/bulk-adjustments', { xlsx: 'UEsDBA==' })).body, {
    code: 'invalid',
    message: /XLSX/,
  });
});

t.test('a shop without a programme has no points, and says so', async (t) => {
  const server = await testApp(t);
  const shop = await till(server, 'khong-diem.example.vn');
  await shop.send('customer.saved', member({ phone: PHONE }));
  const { body } = await shop.ask('GET', `/customers?search=${PHONE}`);
  const an = body.items[0].id;
  t.match((await shop.ask('GET', `/customers/${an}/loyalty`)).body, {
    joinedAt: null,
    programmeIsOn: false,
    currencies: [],
  });
  t.match((await shop.ask('POST', '/loyalty/quote', { customer: an, cart: cart(1000) })).body, {
    level: null,
    payableMinor: 1000,
  });
  t.match(await shop.ask('POST', `/customers/${an}/loyalty/adjustments`, { points: 1, reason: 'x' }), {
    status: 409,
    body: { code: 'programme_off' },
  });
  t.same((await shop.ask('GET', '/loyalty/liability')).body.tiers, []);
});

t.test('whoever stands at the till spends points and gives none', async (t) => {
  const { server, shop, buy } = await shopAt(t);
  await buy('HD1', 1_000_000);
  const token = await staffToken(server, shop.shop, 'cashier').catch(async () => {
    await server.house.connect(shop.shop, 'woocommerce', 'https://web.example.vn');
    return staffToken(server, shop.shop, 'cashier');
  });
  const as = { authorization: `Bearer ${token}` };
  t.equal((await shop.ask('GET', `/customers/${shop.an}/loyalty`, undefined, as)).status, 200);
  t.equal(
    (
      await shop.ask(
        'POST',
        '/loyalty/holds',
        { customer: shop.an, cart: cart(500_000), points: 60 },
        { ...as, 'idempotency-key': 'k' },
      )
    ).status,
    201,
  );
  for (const [path, body] of [
    [`/customers/${shop.an}/loyalty/adjustments`, { points: 5, reason: 'x' }],
    [`/customers/${shop.an}/loyalty/pins`, { level: 'gold', reason: 'x' }],
    ['/loyalty/bulk-adjustments', { rows: [] }],
    ['/loyalty/programme', { programme: TIKME, after: 1 }],
  ] as const)
    t.match(await shop.ask('POST', path, body, as), { status: 403, body: { code: 'forbidden' } }, path);
});
