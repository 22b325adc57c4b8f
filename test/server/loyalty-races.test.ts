import t, { type Test } from 'tap';
import { balancesOf } from '../../src/loyalty/index.ts';
import { postingHash } from '../../src/server/ingest/loyalty.ts';
import { timeAt } from '../support/loyalty/books.ts';
import { cart, PHONE, type PointsShop, pointsShop } from '../support/loyalty/shop.ts';
import { severalServers } from '../support/several-servers.ts';
import { invoice } from '../support/till.ts';

/** Many tills and several server processes at one account: every one of them gets an answer, and the books are right. */

const SERVERS = 3;

/** The books of An, added up from postings alone. */
async function provedBooks(t: Test, shop: PointsShop) {
  const account = await shop.scope.accounts.findOne({});
  const postings = await shop.scope.postings.find({}).sort({ _id: 1 }).toArray();
  let head = '';
  for (const [index, { _id, shop: _shop, customer: _customer, hash, ...posting }] of postings.entries()) {
    if (posting.seq !== index + 1 || postingHash(head, posting) !== hash)
      t.fail(`posting ${index + 1} does not follow the one before`);
    head = hash;
  }
  t.same([account?.head, account?.seq], [head, postings.length], 'one chain, and the account knows its end');
  const balances = balancesOf(postings, 'points');
  const [lots, owed] = [account?.lots ?? [], account?.owed['points'] ?? 0];
  t.same(
    [balances.available, balances.held, -balances.owed || 0],
    [lots.reduce((sum, lot) => sum + lot.left, 0), lots.reduce((sum, lot) => sum + lot.held, 0), owed],
    'what the account holds is what its postings come to',
  );
  let running = 0;
  for (const { from, to, points } of postings) {
    running += (to === 'available' ? points : 0) - (from === 'available' ? points : 0);
    if (running < 0) t.fail('the balance was below zero at a time');
  }
  const { body: proof } = await shop.ask('GET', `/customers/${shop.an}/loyalty/proof`);
  t.match(proof, { ok: true, mismatch: null });
  return { balances, redemptions: account?.redemptions ?? [] };
}

t.test('three server processes over one database', async (t) => {
  const servers = await severalServers(t);
  await servers.start(SERVERS);

  await t.test('of a thousand redemptions at once exactly those succeed that the balance affords', async (t) => {
    const shop = await pointsShop(servers.own, 'tiem.example.vn');
    const at = new Date(servers.now()).toISOString();
    await shop.send('invoice.saved', invoice({ id: 'HD1', phone: PHONE, amount: 37_500_000, at }));
    const ask = await servers.asking(shop.shop);
    const available = (await shop.points()).currencies[0].available as number;
    t.equal(available, 3750);
    const body = { customer: shop.an, cart: cart(900_000), points: 50 };
    const answers = await Promise.all(Array.from({ length: 1000 }, (_, i) => ask('/loyalty/holds', body, `till-${i}`)));
    const counts = Object.entries(
      Object.groupBy(answers, ({ status, body }) => `${status} ${body.code ?? body.state}`),
    );
    t.same(
      Object.fromEntries(counts.map(([outcome, all]) => [outcome, all?.length])),
      { '201 held': 75, '409 points_insufficient': 925 },
      'each has its answer',
    );
    const { balances, redemptions } = await provedBooks(t, shop);
    t.match(balances, { available: 0, held: 3750, owed: 0 });
    t.equal(new Set(redemptions.map(({ id }) => id)).size, 75);

    const again = await Promise.all(
      redemptions.flatMap(({ id }) =>
        [0, 1, 2].map((i) => ask(`/loyalty/holds/${id}/capture`, { customer: shop.an }, `${id}-${i}`)),
      ),
    );
    t.ok(
      again.every(({ status, body }) => status === 200 && body.state === 'captured'),
      'each is spent, by three tills at once',
    );
    t.match((await provedBooks(t, shop)).balances, { available: 0, held: 0 });
    t.equal(
      await shop.scope.postings.count({ reason: 'redeemed' }),
      await shop.scope.postings.count({ reason: 'held' }),
      'and once',
    );
  });

  await t.test('holds, captures, releases, orders and their running out race, and end in one state', async (t) => {
    const { house } = servers.own;
    const shop = await pointsShop(servers.own, 'quan.example.vn');
    const at = new Date(servers.now()).toISOString();
    await shop.send('invoice.saved', invoice({ id: 'HD1', phone: PHONE, amount: 200_000_000, at }));
    const ask = await servers.asking(shop.shop);
    const body = { customer: shop.an, cart: cart(900_000), points: 50 };
    const held = await Promise.all(Array.from({ length: 200 }, (_, i) => ask('/loyalty/holds', body, `hold-${i}`)));
    const ids = held.map(({ body }) => body.id as string);
    t.ok(held.every(({ status }) => status === 201));

    let ended = 0;
    const end = async (path: string, key: string) => {
      const answer = await ask(path, { customer: shop.an }, key);
      // In the midst of it a quarter of an hour passes for all of them.
      if (++ended === 120) servers.pass();
      return answer;
    };
    const ends = ids.map(async (id, i) => {
      if (i % 20 === 0) await timeAt(house, servers.now());
      if (i % 25 === 0)
        await shop.send('invoice.saved', {
          ...invoice({ id: `X${i}`, phone: PHONE, at }),
          redemptions: [id],
        });
      return Promise.all([
        end(`/loyalty/holds/${id}/capture`, `c-${id}`),
        end(`/loyalty/holds/${id}/release`, `r-${id}`),
      ]);
    });
    const answers = await Promise.all(ends);
    t.ok(
      answers.flat().every(({ status }) => status === 200 || status === 409),
      'each has its answer',
    );
    await timeAt(house, servers.now());
    const { redemptions } = await provedBooks(t, shop);
    const states = Object.entries(Object.groupBy(redemptions, ({ state }) => state));
    t.comment(states.map(([state, all]) => `${all?.length} ${state}`).join(', '));
    t.ok(
      redemptions.every(({ state }) => state !== 'held'),
      'none is left open',
    );
    for (const [i, [captured, released]] of answers.entries()) {
      const state = redemptions.find(({ id }) => id === ids[i])?.state;
      const [isCaptured, isReleased] = [captured.status === 200, released.status === 200];
      // What an order paid with is spent, whatever became of the hold.
      if (i % 25 === 0) t.equal(state, 'captured', `${i}: its order spent it`);
      else {
        const told = isCaptured ? 'captured' : isReleased ? 'released' : 'expired';
        // A release of what has run out is answered as done: the points are back.
        t.ok(state === told || (isReleased && state === 'expired'), `${i}: ${state}, as was answered`);
        t.notOk(isCaptured && isReleased, `${i}: never both`);
      }
    }
  });
});
