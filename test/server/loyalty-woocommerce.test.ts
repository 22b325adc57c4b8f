import t from 'tap';
import { type Programme, TIKME } from '../../src/loyalty/index.ts';
import { type House, house } from '../support/house.ts';
import { inForce } from '../support/loyalty/books.ts';
import { type Capture, sign, wooCaptures } from '../support/samples.ts';
import { seeded } from '../support/seeded.ts';

/**
 * The deliveries recorded from a running WooCommerce, with every order, edit, refund, cancellation and deletion in them: whatever their order,
 * everybody ends with the same points, lots and tier, and what an order gave it gives back, and nothing else.
 */
const captures = wooCaptures().filter((capture) => capture.signature !== null);
const SHUFFLES = Number(process.env.SHUFFLES ?? 30);
const FROM = Date.parse('2020-01-01T00:00:00Z');

/** Low enough that the recorded orders reach and leave tiers. */
const PROGRAMME: Partial<Programme> = {
  earning: {
    ...TIKME.earning,
    rules: [
      ...TIKME.earning.rules,
      { id: 'first', kind: 'first_order', points: 33 },
      { id: 'joined', kind: 'sign_up', points: 7 },
    ],
  },
  tiers: {
    ...TIKME.tiers,
    levels: TIKME.tiers.levels.map((level, i) => ({ ...level, entry: [0, 20, 60, 200][i] ?? 0 })),
  },
};

type Shop = Awaited<ReturnType<House['addShop']>>;

async function wooShop(house: House, domain: string): Promise<Shop> {
  const shop = await house.addShop({ platform: 'woocommerce', domain });
  await inForce(house, shop.scope, FROM, PROGRAMME);
  return shop;
}

const post = (house: House, shop: Shop, capture: Capture) =>
  house.receive('woocommerce', sign('woocommerce', capture, shop.secret), shop.installation);

t.test('in order, reversed and shuffled: the same points, lots and tiers', async (t) => {
  const opened = await house(t);
  const { seed, shuffle } = seeded();
  t.comment(`SEED=${seed} SHUFFLES=${SHUFFLES}`);
  const reference = await wooShop(opened, 'in-order.example');
  for (const capture of captures) await post(opened, reference, capture);
  await opened.settled();
  const expected = await summary(reference);
  t.ok(
    expected.some(({ lots }) => lots.length > 0),
    'somebody has points',
  );
  t.same((await opened.verify(reference.id)).differences, []);

  const runs: [string, Capture[]][] = [['reversed', [...captures].reverse()]];
  for (let i = 0; i < SHUFFLES; i++) runs.push([`shuffle ${i}`, shuffle(captures)]);
  for (const [index, [name, sequence]] of runs.entries()) {
    const shop = await wooShop(opened, `${name.replace(' ', '-')}.example`);
    for (const capture of sequence) {
      await post(opened, shop, capture);
      // Every fifth is applied one after the other, the others while the next ones come.
      if (index % 5 === 0) await opened.settled();
    }
    await opened.settled();
    t.same(await summary(shop), expected, `${name}: as in order`);
    t.same((await opened.verify(shop.id)).differences, [], `${name}: verify finds nothing`);
  }
});

t.test('each three times at once: points are given and taken once', async (t) => {
  const opened = await house(t);
  const once = await wooShop(opened, 'once.example');
  const thrice = await wooShop(opened, 'thrice.example');
  for (const capture of captures) {
    await post(opened, once, capture);
    await Promise.all([post(opened, thrice, capture), post(opened, thrice, capture), post(opened, thrice, capture)]);
  }
  await opened.settled();
  t.same(await summary(thrice), await summary(once));
  t.same((await opened.verify(thrice.id)).differences, []);
});

t.test('what an order gave, its refunds take in proportion, and an order that fell keeps nothing', async (t) => {
  const opened = await house(t);
  const shop = await wooShop(opened, 'refunds.example');
  for (const capture of captures) {
    await post(opened, shop, capture);
    await opened.settled();
  }
  const accounts = await shop.scope.accounts.find().toArray();
  let [refunded, fell] = [0, 0];
  for (const account of accounts) {
    const postings = await shop.scope.postings.find({ customer: account._id }).toArray();
    for (const order of account.orders) {
      const own = postings.filter((posting) => posting.order === order.o);
      const sum = (reason: string) =>
        own.filter((posting) => posting.reason === reason).reduce((points, posting) => points + posting.points, 0);
      const kept = account.lots.filter((lot) => lot.order === order.o).reduce((points, lot) => points + lot.points, 0);
      t.equal(sum('earned') - sum('reversed'), kept, `${order.o}: postings come to its lots`);
      const goods = order.i.reduce((total, line) => total + line.a, 0);
      const back = (order.back ?? []).reduce((total, each) => total + each.a.reduce((a, b) => a + b, 0), 0);
      if (order.end !== undefined) {
        fell += 1;
        t.equal(kept, 0, 'it keeps nothing');
      } else if (back > 0) {
        refunded += 1;
        const lots = account.lots.filter((lot) => lot.order === order.o && lot.rule === 'amount');
        const rate = TIKME.tiers.levels.find(({ id }) => id === lots[0]?.level)?.rateMinor ?? 10_000;
        const earned = Math.floor(goods / rate);
        t.equal(lots[0]?.points ?? 0, Math.floor((earned * (goods - back)) / goods), 'it keeps its share');
      }
    }
  }
  t.comment(`${refunded} orders with a partial refund, ${fell} that fell`);
  t.ok(refunded > 0 && fell > 0, 'the recording has both');
  t.same((await opened.verify(shop.id)).differences, []);
});

/** What must not depend on the order of arrival, by what people are known by. */
async function summary({ scope }: Shop) {
  const strip = (text: string) => text.replace(/^h:\w+:/, 'h:').replace(/^\w+\//, '');
  const customers = await scope.customers.find().toArray();
  const accounts = new Map((await scope.accounts.find().toArray()).map((account) => [account._id, account]));
  return customers
    .map(({ _id, ids, loyalty }) => {
      const account = accounts.get(_id);
      return {
        ids: ids.map(strip).sort(),
        loyalty,
        tier: account && {
          ...account.tier,
          changes: account.tier.changes.map((change) => JSON.stringify(change).replace(/"order":"\w+\//, '"order":"')),
        },
        owed: account?.owed,
        lots: (account?.lots ?? [])
          .filter((lot) => lot.points > 0)
          .map(({ id, currency, points, left, expired, stage, at, availableAt, expiresAt, level, version }) => ({
            ...{ id: strip(id), currency, points, left, expired, stage, at, availableAt, expiresAt, level, version },
          }))
          .sort((a, b) => (a.id < b.id ? -1 : 1)),
      };
    })
    .sort((a, b) => (JSON.stringify(a.ids) < JSON.stringify(b.ids) ? -1 : 1));
}
