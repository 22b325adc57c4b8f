import t from 'tap';
import type { House } from '../support/house.ts';
import { house } from '../support/house.ts';
import { type Capture, expectedWooOrders, sign, wooCaptures } from '../support/samples.ts';
import { seeded } from '../support/seeded.ts';

/**
 * 82 deliveries recorded from a running WooCommerce 11, signed anew with one secret. Whatever their order and however often they
 * come, the shop ends in the same state, which is the one the recorded shop itself reported.
 */
const captures = wooCaptures().filter((capture) => capture.signature !== null);
const SHUFFLES = Number(process.env.SHUFFLES ?? 100);

t.test('posted in order, each three times at once: every order ends as the shop says', async (t) => {
  const { house, shop, post } = await wooShop(t);
  let stored = 0;
  for (const capture of captures) {
    const receipts = await Promise.all([post(capture), post(capture), post(capture)]);
    t.ok(
      receipts.every((receipt) => receipt.kind === 'stored'),
      `${capture.name} is acknowledged`,
    );
    stored += receipts.filter((receipt) => receipt.kind === 'stored' && receipt.isNew).length;
  }
  t.equal(
    stored,
    captures.length - 1,
    'three at once are one delivery; of 098 and 100 even id, second and body are equal',
  );
  await house.settled();
  t.same(await orderStates(shop.scope), expectedStates(), 'the orders of EXPECTED-orders.json');
  t.same((await house.verify(shop.id)).differences, [], 'verify finds nothing');
  t.equal(await shop.scope.inbox.count({ state: 'parked' }), 0, 'nothing is parked');
});

t.test('reversed and shuffled: the same states, figures and people each time', async (t) => {
  const { house: reference, shop, post } = await wooShop(t);
  for (const capture of captures) await post(capture);
  await reference.settled();
  const expected = await summary(shop.scope);

  const { seed, shuffle } = seeded();
  t.comment(`SEED=${seed} SHUFFLES=${SHUFFLES}`);
  const orders: [string, Capture[]][] = [['reversed', [...captures].reverse()]];
  for (let i = 0; i < SHUFFLES; i++) orders.push([`shuffle ${i}`, shuffle(captures)]);
  let questions = 0;
  for (const [name, sequence] of orders) {
    const run = await reference.addShop({ platform: 'woocommerce', domain: `${name.replace(' ', '-')}.example` });
    for (const capture of sequence) {
      await reference.receive('woocommerce', sign('woocommerce', capture, run.secret), run.installation);
      // Half of them are worked off while the next ones come, half one after the other.
      if (name.endsWith('1') || name.endsWith('3') || name === 'reversed') await reference.settled();
    }
    await reference.settled();
    const isQuestion =
      sequence.findIndex((one) => isDeletionOf54(one)) > sequence.findIndex((one) => one.topic === 'order.restored');
    const appliedInOrder = name.endsWith('1') || name.endsWith('3') || name === 'reversed';
    const parked = await run.scope.inbox.find({ state: 'parked' }).toArray();
    if (appliedInOrder)
      t.equal(
        parked.length,
        isQuestion ? 1 : 0,
        `${name}: an undated deletion after the restoration is a question, and nothing else is`,
      );
    for (const delivery of parked) {
      questions++;
      t.equal(delivery.parked?.reason, 'deletion_undated');
    }
    t.same(await summary(run.scope), expected, `${name}: as in order`);
    const report = await reference.verify(run.id);
    t.same(report.differences, [], `${name}: verify finds nothing`);
  }
  t.comment(`${questions} of ${orders.length} runs ended with the question about order 54`);
});

const isDeletionOf54 = (capture: Capture) =>
  capture.topic === 'order.deleted' && capture.body.toString() === '{"id":54}';

async function wooShop(t: Parameters<typeof house>[0]) {
  const opened = await house(t);
  const shop = await opened.addShop({ platform: 'woocommerce', domain: '127.0.0.1:8089' });
  return {
    house: opened,
    shop,
    post: (capture: Capture) =>
      opened.receive('woocommerce', sign('woocommerce', capture, shop.secret), shop.installation),
  };
}

type Scope = Awaited<ReturnType<House['addShop']>>['scope'];

async function orderStates(scope: Scope) {
  const orders = await scope.orders.find().toArray();
  return orders
    .map((order) => ({
      id: Number(order.hostId),
      status: order.order?.hostStatus,
      total: String(order.order?.totalMinor),
      refunds: order.order?.refunds.map((refund) => `-${refund.totalMinor}`),
      deleted: order.deleted || order.order?.state === 'deleted',
      counts: order.fact !== undefined,
    }))
    .sort((a, b) => a.id - b.id);
}

function expectedStates() {
  return expectedWooOrders().map(({ id, status, total, refunds, deleted }) => ({
    id,
    status,
    total,
    refunds: [...refunds],
    deleted,
    counts: !deleted && status === 'completed',
  }));
}

/** Everything that must not depend on the order of arrival: orders, people by what they are known by, figures and facts. */
async function summary(scope: Scope) {
  const customers = await scope.customers.find().toArray();
  const strip = (text: string) => text.replace(/^h:\w+:/, 'h:').replace(/^\w+\//, '');
  return {
    orders: await orderStates(scope),
    people: customers
      .map((customer) => ({
        ids: customer.ids.map(strip).sort(),
        name: customer.name,
        phone: customer.phone,
        email: customer.email,
        createdAt: customer.createdAt,
        gone: (customer.gone ?? []).map(strip),
        stats: { ...customer.stats, locations: customer.stats.locations.map(strip) },
        facts: customer.facts.map((fact) => ({
          ...fact,
          o: strip(fact.o),
          l: strip(fact.l),
          i: fact.i.map((line) => ({ q: line.q, a: line.a, p: line.p?.replace(/^\w+:/, '') })),
        })),
      }))
      .sort((a, b) => (JSON.stringify(a.ids) < JSON.stringify(b.ids) ? -1 : 1)),
    products: (await scope.products.find().toArray())
      .map((product) => `${product.hostId} ${product.title} ${product.version.at}`)
      .sort(),
  };
}
