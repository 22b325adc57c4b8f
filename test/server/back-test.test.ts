import t, { type Test } from 'tap';
import { TIKME } from '../../src/loyalty/index.ts';
import { BackTests } from '../../src/server/loyalty/back-tests.ts';
import { publishProgramme } from '../../src/server/loyalty/publish.ts';
import { type TestApp, testApp } from '../support/app.ts';
import { invoice, member, type Till, till } from '../support/till.ts';
import { dumpOf } from '../support/twins.ts';

const NOW = Date.parse('2026-11-22T05:00:00Z');
const FROM = '2025-01-01';
/** Half as many points as in the preset. */
const FRUGAL = {
  ...TIKME,
  tiers: { ...TIKME.tiers, levels: TIKME.tiers.levels.map((level) => ({ ...level, rateMinor: level.rateMinor * 2 })) },
};

async function shopWithOrders(t: Test): Promise<{ server: TestApp; shop: Till }> {
  const server = await testApp(t, { now: () => NOW });
  const shop = await till(server, 'back-test.example.vn');
  await shop.send('customer.saved', member({ phone: '0912345679', at: '2026-03-01T00:00:00Z' }));
  return { server, shop };
}

/** Two customers: of one the first points are lost after a year, and a later order came back in part; the other reaches Silver. */
async function buy({ send }: Till): Promise<void> {
  await send(
    'invoice.saved',
    invoice({ id: 'H1', phone: '0912345671', at: '2025-03-01T03:00:00Z', amount: 1_000_000 }),
    invoice({ id: 'H2', phone: '0912345671', at: '2026-05-01T03:00:00Z', amount: 2_000_000 }),
    {
      ...invoice({ id: 'H2', phone: '0912345671', at: '2026-05-01T03:00:00Z', amount: 2_000_000 }),
      updatedAt: '2026-06-02T03:00:00Z',
      returns: [{ id: 'T1', at: '2026-06-02T03:00:00Z', amount: '500000' }],
    },
    invoice({ id: 'H3', phone: '0912345672', at: '2026-02-01T03:00:00Z', amount: 5_010_000 }),
    invoice({ id: 'H4', phone: '0912345672', at: '2026-08-01T03:00:00Z', amount: 1_000_000 }),
    invoice({ id: 'H5', at: '2026-08-01T03:00:00Z', amount: 9_000_000 }),
    invoice({ id: 'H6', phone: '0912345672', at: '2026-08-02T03:00:00Z', amount: 9_000_000, status: 'open' }),
  );
}

/** Asks until it has ended. */
async function ended({ ask }: Till, id: string): Promise<any> {
  for (;;) {
    const { status, body } = await ask('GET', `/loyalty/back-tests/${id}`);
    if (status !== 200 || body.state !== 'running') return body;
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}

async function run(shop: Till, asked: object): Promise<any> {
  const { status, body } = await shop.ask('POST', '/loyalty/back-tests', asked);
  if (status !== 202) throw new Error(JSON.stringify(body));
  return ended(shop, body.id);
}

t.test('a programme that a shop does not have is run over its orders', async (t) => {
  const { server, shop } = await shopWithOrders(t);
  await buy(shop);
  const before = await dumpOf(server.house.store, shop.shop);
  const done = await run(shop, { programme: TIKME, against: FRUGAL, from: FROM });
  t.match(done, { state: 'done', reason: null, progress: { done: 3, total: 3 }, hasAgainst: true, redeemPercent: 60 });
  const { report } = done;
  t.match(report, {
    customers: 3,
    orders: 4,
    goodsMinor: 1_000_000 + 1_500_000 + 6_010_000,
    from: '2024-12-31T17:00:00.000Z',
  });
  t.equal(report.programme.months.length, 23);
  // 100 of 1,000,000 đ; 200 less 50 that came back; 501 as a member; 125 of 1,000,000 đ at 8,000 đ a point, with 3 % off.
  t.match(report.programme.totals, { issued: 926, reversed: 50, discountMinor: 30_000 });
  t.match(
    report.against.totals,
    { issued: 450, reversed: 25, discountMinor: 0 },
    '250 points are no Silver: 50, 100, 250 and 50',
  );
  t.same(
    report.programme.levels.map((level: any) => [level.id, level.customers]),
    [
      ['member', 2],
      ['silver', 1],
      ['gold', 0],
      ['platinum', 0],
    ],
  );
  t.same(report.moves[1], [1, 0, 0, 0], 'one is Silver who would be a member');
  t.match(report.everybody, { customers: 3, winners: 2, losers: 0, lossMinor: 0 });
  t.equal(report.everybody.gainMinor, (876 - 425) * 1000 + 30_000);

  const after = await dumpOf(server.house.store, shop.shop);
  t.equal(after['back_tests']?.length, 1);
  for (const [name, documents] of Object.entries(before))
    if (name !== 'back_tests') t.same(after[name], documents, `${name} is as it was`);
});

t.test('of the programme that was live it says what the ledger says', async (t) => {
  const { server, shop } = await shopWithOrders(t);
  await publishProgramme(
    server.parts,
    shop.shop,
    { programme: TIKME, from: Date.parse('2024-12-31T17:00:00Z'), after: 0 },
    'test',
  );
  await buy(shop);
  const { report } = await run(shop, { programme: 'current', from: FROM, redeemPercent: 0 });
  const postings = await shop.scope.postings.find({}).toArray();
  const points = (reason: string) =>
    postings.reduce((sum, posting) => sum + (posting.reason === reason ? posting.points : 0), 0);
  const { totals, months } = report.programme;
  t.ok(points('earned') > 0 && points('expired') > 0);
  t.equal(totals.issued - totals.reversed, points('earned') - points('reversed'));
  t.equal(totals.expired, points('expired'));
  t.equal(report.moves, null);
  const customers = await shop.scope.customers.find({}).toArray();
  t.equal(
    totals.outstanding,
    customers.reduce((sum, { loyalty }) => sum + (loyalty?.points ?? 0), 0),
  );
  for (const { id, customers: count } of report.programme.levels)
    t.equal(count, customers.filter(({ loyalty }) => (loyalty?.level ?? 'member') === id).length, id);
  t.equal(months.at(-1).liabilityMinor, totals.outstanding * 1000);
});

t.test('winners and losers are told by saved segment, under the name it has', async (t) => {
  const { shop } = await shopWithOrders(t);
  await buy(shop);
  const definition = { include: [{ all: [{ kind: 'total_spent', op: 'gte', value: 5_000_000 }] }], exclude: [] };
  const { body: segment } = await shop.ask('POST', '/segments', { name: 'Khách lớn', definition });
  for (let state = ''; state !== 'ready'; ) state = (await shop.ask('GET', `/segments/${segment.id}`)).body.state;
  const { report } = await run(shop, { programme: FRUGAL, against: TIKME, from: FROM });
  t.match(report.segments, [{ id: segment.id, name: 'Khách lớn', customers: 1, winners: 0, losers: 1, gainMinor: 0 }]);
  t.equal(report.everybody.losers, 2);
});

t.test('what cannot be asked for', async (t) => {
  const { server, shop } = await shopWithOrders(t);
  const asked = async (body: object) => {
    const answer = await shop.ask('POST', '/loyalty/back-tests', body);
    return [answer.status, answer.body?.error?.code ?? answer.body?.code];
  };
  t.same(await asked({ programme: 'current' }), [409, 'programme_off'], 'there is none');
  t.same(await asked({ programme: { ...TIKME, spends: 'nothing' } }), [422, 'invalid']);
  t.same(await asked({ programme: TIKME, from: '2026-11-23' }), [422, 'invalid'], 'tomorrow');
  t.same(await asked({ programme: TIKME, from: '2016-11-21' }), [422, 'invalid'], 'longer ago than ten years');
  t.same(await asked({ programme: TIKME, redeemPercent: 101 }), [422, 'invalid']);
  t.equal((await shop.ask('GET', '/loyalty/back-tests/nothing')).status, 404);
  t.equal((await shop.ask('DELETE', '/loyalty/back-tests/nothing')).status, 404);
  const stranger = await server.authorise(shop.shop, 'customers:read');
  t.equal((await shop.ask('POST', '/loyalty/back-tests', { programme: TIKME }, stranger)).status, 403);
});

t.test('a back-test is cancelled by whoever asks, or by the next of the same principal', async (t) => {
  const { server, shop } = await shopWithOrders(t);
  const start = async (headers = {}) =>
    (await shop.ask('POST', '/loyalty/back-tests', { programme: TIKME }, headers)).body.id as string;
  const [first, second] = [await start(), await start()];
  const another = await start(await server.authorise(shop.shop, 'programme:read'));
  t.match(await ended(shop, first), { state: 'cancelled', reason: 'superseded', report: null });
  t.equal((await shop.ask('DELETE', `/loyalty/back-tests/${another}`)).status, 204);
  t.match(await ended(shop, another), { state: 'cancelled', reason: 'asked', report: null });
  t.match(await ended(shop, second), { state: 'done' }, 'one of somebody else supersedes nothing');
  t.equal((await shop.ask('DELETE', `/loyalty/back-tests/${second}`)).status, 204);
  t.match(await ended(shop, second), { state: 'done', report: { customers: 1 } }, 'what has ended stays');
  const { body } = await shop.ask('GET', '/loyalty/back-tests');
  t.same(body.items.map(({ id }: { id: string }) => id).sort(), [first, second, another].sort());
  t.notOk(body.items.some((item: object) => 'report' in item));
});

t.test('one that another process cancels ends within a beat, and writes no report', async (t) => {
  const { server, shop } = await shopWithOrders(t);
  const elsewhere = new BackTests({ ...server.parts, owner: 'elsewhere', mongodbUri: 'mongodb://127.0.0.1:1' });
  const { body } = await shop.ask('POST', '/loyalty/back-tests', { programme: TIKME });
  t.equal(await elsewhere.cancel(shop.scope, body.id), true);
  await new Promise((resolve) => setTimeout(resolve, 50));
  t.match(await ended(shop, body.id), { state: 'cancelled', report: null });
});

t.test('one whose server died has failed, and one whose database is away fails', async (t) => {
  const { server, shop } = await shopWithOrders(t);
  const { body } = await shop.ask('POST', '/loyalty/back-tests', { programme: TIKME });
  await ended(shop, body.id);
  const _id = `${shop.shop}/${body.id}`;
  const dead = { state: 'running', lease: { owner: 'dead', until: NOW - 1 } } as const;
  await shop.scope.backTests.updateOne({ _id }, { $set: dead, $unset: { report: '' } });
  t.match((await shop.ask('GET', `/loyalty/back-tests/${body.id}`)).body, { state: 'failed', reason: 'interrupted' });

  const mongodbUri = 'mongodb://127.0.0.1:1/?serverSelectionTimeoutMS=200';
  const broken = new BackTests({ ...server.parts, owner: 'broken', mongodbUri });
  const asked = { programme: TIKME, against: null, fromDay: 20_000, redeemPercent: 60, redeemAfterDays: 30 };
  const id = await broken.start(shop.scope, 'key broken', asked);
  await broken.idle();
  t.match(await ended(shop, id), { state: 'failed', reason: 'internal', report: null });

  const stopped = new BackTests({ ...server.parts, owner: 'stopped', mongodbUri });
  const left = await stopped.start(shop.scope, 'key stopped', asked);
  await stopped.stop();
  t.match(await ended(shop, left), { state: 'failed', reason: 'shutting_down' });
});
