import fc from 'fast-check';
import t, { type Test } from 'tap';
import {
  type Customer,
  type CustomerKey,
  compareFacts,
  dayNumber,
  formatDay,
  startOfDay,
  statsOf,
} from '../../src/model.ts';
import {
  cellsOf,
  fixedModel,
  labelOn,
  NO_PURCHASE,
  NOT_KNOWN,
  quantileModel,
  type RfmModel,
  scoresOf,
} from '../../src/segments/index.ts';
import { scoreAtMidnight } from '../../src/server/jobs/rfm.ts';
import { readRfm } from '../../src/server/rfm/current.ts';
import { monthEnds } from '../../src/server/rfm/snapshots.ts';
import type { CustomerDocument } from '../../src/server/store/documents.ts';
import { propertyRun } from '../segments/seed.ts';
import { type TestApp, testApp } from '../support/app.ts';
import { invoice, type Till, till } from '../support/till.ts';

const ZONE = 'Asia/Ho_Chi_Minh';
const TODAY = dayNumber(2026, 11, 22);
const NOON = Date.UTC(2026, 10, 22, 5);

interface Open {
  readonly server: TestApp;
  readonly shop: Till;
  setNow(to: number): void;
}

async function opened(t: Test, now = NOON): Promise<Open> {
  let at = now;
  const server = await testApp(t, { now: () => at });
  const shop = await till(server, 'tiem.example.vn');
  const setNow = (to: number) => {
    at = to;
  };
  return { server, shop, setNow };
}

interface Sketch {
  /** Days before today. */
  readonly created: number;
  readonly orders: readonly (readonly [daysAgo: number, netMinor: number])[];
  readonly isCut: boolean;
}

const sketches = fc.array(
  fc.record({
    created: fc.integer({ min: 0, max: 500 }),
    orders: fc.array(
      fc.tuple(
        fc.oneof(fc.constantFrom(-1, 0, 7, 8, 30, 31, 60, 61, 364, 365), fc.integer({ min: 0, max: 450 })),
        fc.constantFrom(0, 1_999_999, 2_000_000, 10_000_000, 10_000_001, 300_000),
      ),
      { maxLength: 14 },
    ),
    isCut: fc.boolean(),
  }),
  { minLength: 60, maxLength: 60 },
);

/** Customers with the facts of orders that are stored too, so that the exact path reads them. Some have their facts cut. */
async function stocked({ shop, scope, installation }: Till, drawn: readonly Sketch[]): Promise<Customer[]> {
  const customers: Customer[] = [];
  for (const [index, { created, orders, isCut }] of drawn.entries()) {
    const _id =
      `${shop}/${String((index * 37) % 1000).padStart(3, '0')}/${String(index).padStart(8, '0')}` as CustomerKey;
    const facts = orders
      .map(([daysAgo, n], order) => {
        const d = TODAY - daysAgo;
        return {
          d,
          t: startOfDay(d, ZONE) + 3_600_000,
          o: `${installation}/${index}-${order}`,
          n,
          c: 'pos',
          l: 'online',
          i: [],
        };
      })
      .sort(compareFacts);
    const createdAt = startOfDay(TODAY - created, ZONE);
    const whole: Customer = { _id, stats: statsOf(facts), tags: [], memberOf: [], createdAt, ids: [], facts };
    customers.push(whole);
    const cut = isCut && facts.length > 1 ? { factsCut: true, facts: facts.slice(0, 1) } : {};
    await scope.customers.insert([
      { ...whole, ...cut, claims: {}, tagClaims: {}, revision: 0 } as unknown as CustomerDocument,
    ]);
    if (facts.length > 0)
      await scope.orders.insert(
        facts.map((fact) => ({ _id: `${shop}/${fact.o}`, shop, customer: _id, at: fact.t, fact }) as never),
      );
  }
  return customers;
}

const query = (from: number, to: number) => `?from=${formatDay(from)}&to=${formatDay(to)}`;

async function preview({ ask }: Till, definition: unknown): Promise<number> {
  const { status, body } = await ask('POST', '/segments/preview', { definition, mode: 'exact' });
  if (status !== 200) throw new Error(JSON.stringify(body));
  return body.count;
}

for (const [name, model] of [
  ['fixed thresholds', fixedModel('VND')],
  ['thirds', quantileModel(3)],
  ['fifths', { ...quantileModel(5), spentWindow: 'lifetime' }],
] as [string, RfmModel][]) {
  t.test(`distribution and matrix of a random shop are what counting one by one says, by ${name}`, async (t) => {
    const { shop } = await opened(t);
    const { ask, scope } = shop;
    const drawn = fc.sample(sketches, { ...propertyRun(t, 1), numRuns: 1 })[0] ?? [];
    const customers = await stocked(shop, drawn);
    if (name !== 'fixed thresholds') t.equal((await ask('PUT', '/rfm/model', { model, after: 0 })).status, 200);

    const { body: spread } = await ask('GET', '/rfm/distribution');
    const rfm = await readRfm(scope, 'VND');
    const isKnown = ({ facts, createdAt }: Customer, day: number) =>
      facts.some(({ d }) => d <= day) || createdAt < startOfDay(day + 1, ZONE);
    t.equal(spread.customers, customers.filter((one) => isKnown(one, TODAY)).length);
    for (const cell of cellsOf(name === 'fifths' ? 5 : 3)) {
      const inCell = customers.filter((one) => {
        const scores = scoresOf(one, rfm, TODAY);
        return scores !== null && `${scores.r}${scores.f}${scores.m}` === cell;
      });
      const told = spread.cells.find((one: { cell: string }) => one.cell === cell);
      t.equal(told?.customers ?? 0, inCell.length, cell);
    }
    const summed = spread.labels.reduce((sum: number, { customers: n }: { customers: number }) => sum + n, 0);
    t.equal(summed, spread.customers, 'labels and no purchase add up to the customers');

    const [from, to] = [TODAY - 60, TODAY - 3];
    const { body: matrix } = await ask('GET', `/rfm/matrix${query(from, to)}`);
    const dated = await readRfm(scope, 'VND');
    const wanted = new Map<string, { customers: number; spentMinor: number; acted: number }>();
    for (const one of customers.filter((known) => isKnown(known, to))) {
      const key = `${labelOn(one, dated, from, ZONE)} ${labelOn(one, dated, to, ZONE)}`;
      const between = one.facts.filter(({ d }) => d > from && d <= to);
      const known = wanted.get(key) ?? { customers: 0, spentMinor: 0, acted: 0 };
      wanted.set(key, {
        customers: known.customers + 1,
        spentMinor: known.spentMinor + between.reduce((sum, { n }) => sum + n, 0),
        acted: known.acted + (between.length > 0 ? 1 : 0),
      });
    }
    const told = matrix.cells.map((cell: any) => [
      `${cell.from} ${cell.to}`,
      { customers: cell.customers, spentMinor: cell.spentMinor, acted: cell.why.acted },
    ]);
    t.same(Object.fromEntries(told), Object.fromEntries(wanted), 'every cell');
    for (const margin of ['rows', 'columns'])
      t.equal(
        matrix[margin].reduce((sum: number, { customers: n }: any) => sum + n, 0),
        matrix.customers,
        `${margin} add up`,
      );
    t.equal(matrix.customers, customers.filter((one) => isKnown(one, to)).length);
    for (const { customers: n, why, from: before, to: after } of matrix.cells) {
      t.equal(why.acted + why.cutsMoved + why.timePassed, n, `everybody in ${before} → ${after} has one reason`);
      if (name === 'fixed thresholds') t.equal(why.cutsMoved, 0);
    }
    for (const cell of matrix.cells.slice(0, 8))
      t.equal(await preview(shop, cell.definition), cell.customers, `${cell.from} → ${cell.to} opens as a segment`);
  });
}

t.test(
  'the matrix has rows for who was not known and who had not bought, and tells who acted from whom time moved',
  async (t) => {
    const { shop } = await opened(t);
    await stocked(shop, [
      { created: 100, orders: [[40, 0]], isCut: false }, // R3 at 35 days ago, R1 today
      {
        created: 100,
        orders: [
          [100, 0],
          [1, 500_000],
        ],
        isCut: false,
      },
      { created: 100, orders: [], isCut: false },
      { created: 5, orders: [[5, 100_000]], isCut: false },
      { created: 4, orders: [], isCut: false },
    ]);
    const { body } = await shop.ask('GET', `/rfm/matrix${query(TODAY - 35, TODAY)}`);
    const told = body.cells.map(({ from, to, customers, spentMinor, why }: any) => [
      from,
      to,
      customers,
      spentMinor,
      why.acted,
    ]);
    t.same(
      told,
      [
        ['lost', 'promising', 1, 500_000, 1],
        [NO_PURCHASE, NO_PURCHASE, 1, 0, 0],
        [NOT_KNOWN, NO_PURCHASE, 1, 0, 0],
        [NOT_KNOWN, 'promising', 1, 100_000, 1],
        ['promising', 'lost', 1, 0, 0],
      ].sort((a, b) => (a.join() < b.join() ? -1 : 1)),
    );
    t.equal((await shop.ask('GET', `/rfm/matrix${query(TODAY, TODAY)}`)).status, 422, 'two days');
    t.equal(
      (await shop.ask('GET', `/rfm/matrix${query(TODAY, TODAY + 1)}`)).status,
      422,
      'no day that is still to come',
    );
  },
);

t.test(
  'a model is versioned, audited, refused with a hole that is named, and never overwrites another’s edit',
  async (t) => {
    const { shop } = await opened(t);
    const { ask, scope } = shop;
    t.match((await ask('GET', '/rfm/model')).body, {
      version: 0,
      model: { kind: 'fixed' },
      by: null,
      presets: { length: 3 },
    });
    const model = fixedModel('VND');
    const { '123': _, ...grid } = model.grid;
    const refused = await ask('PUT', '/rfm/model', { model: { ...model, grid }, after: 0 });
    t.match(refused, { status: 422, body: { code: 'invalid', details: { problems: [{ path: 'grid.123' }] } } });
    t.match(await ask('PUT', '/rfm/model', { model: { ...model, kind: 'other' }, after: 0 }), { status: 422 });
    const edited = {
      ...model,
      labels: model.labels.map((label) => ({ ...label, name: { vi: 'Tên riêng', en: 'Own name' } })),
    };
    t.match(await ask('PUT', '/rfm/model', { model: edited, after: 0 }), {
      status: 200,
      body: { version: 1, from: '2026-11-22', model: { labels: [{ name: { en: 'Own name' } }] } },
    });
    t.match(await ask('PUT', '/rfm/model', { model, after: 0 }), { status: 409, body: { code: 'conflict' } });
    t.equal(await scope.rfmModels.count(), 1);
    t.match(await scope.audit.findOne({ action: 'rfm_model.changed' }), { target: 'rfm', details: { version: 1 } });
    const { body: labels } = await ask('GET', '/segments/lookups/rfm_labels');
    t.match(labels.items[0], { value: 'champions', label: 'Tên riêng · Own name' });
  },
);

t.test(
  'a saved segment on RFM labels is decided by an order at once, and built again when the model changes',
  async (t) => {
    const { shop, server, setNow } = await opened(t);
    const { ask, send } = shop;
    await send('invoice.saved', invoice({ id: 'HD1', phone: '0912345671', at: '2026-10-01T03:00:00Z' }));
    const definition = { include: [{ all: [{ kind: 'rfm_label', labels: ['lost'] }] }], exclude: [] };
    const { body: segment } = await ask('POST', '/segments', { name: 'Đã rời bỏ', definition });
    const sized = async (size: number, version?: number) => {
      for (;;) {
        const { body } = await ask('GET', `/segments/${segment.id}`);
        if (body.state === 'failed') throw new Error(body.error);
        if (body.state === 'ready' && body.size === size) return t.pass(`${size} ${version ?? ''}`);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    };
    await sized(1);
    t.equal((await ask('GET', `/segments/${segment.id}`)).body.timeDependent, true);
    await send('invoice.saved', invoice({ id: 'HD2', phone: '0912345671', at: '2026-11-22T03:00:00Z' }));
    t.equal((await ask('GET', `/segments/${segment.id}`)).body.size, 0, 'on the order itself');
    const model = fixedModel('VND');
    const grid = Object.fromEntries(cellsOf(3).map((cell) => [cell, 'lost']));
    await ask('PUT', '/rfm/model', { model: { ...model, grid }, after: 0 });
    setNow(NOON + 5000);
    await sized(1);
    t.same((await server.house.verify(shop.shop)).differences, []);
  },
);

t.test('R14 at midnight quantiles are drawn once a local day, and a month that has ended is kept once', async (t) => {
  const { shop, server, setNow } = await opened(t, Date.UTC(2026, 10, 30, 16, 59));
  const { ask, scope } = shop;
  const drawn = fc.sample(sketches, { ...propertyRun(t, 1), numRuns: 1 })[0] ?? [];
  await stocked(shop, drawn);
  await ask('PUT', '/rfm/model', { model: quantileModel(5), after: 0 });
  let at = Date.UTC(2026, 10, 30, 16, 59);
  const parts = { store: server.house.store, builder: {} as never, logger: server.parts.logger, now: () => at };
  const moveTo = (to: number) => {
    at = to;
    setNow(to);
  };
  await server.house.store.system.shops.updateOne({ _id: shop.shop }, { $set: { createdAt: Date.UTC(2026, 9, 5) } });
  t.same(await scoreAtMidnight(parts), { done: 1 }, 'the end of October; cut points came with the model');
  t.same(await scoreAtMidnight(parts), { done: 0 }, 'the same day does nothing again');
  moveTo(Date.UTC(2026, 10, 30, 17)); // midnight in Vietnam
  t.same(await scoreAtMidnight(parts), { done: 2 }, 'cut points of 1 December, and November');
  t.same(await scoreAtMidnight(parts), { done: 0 });
  await server.house.store.system.shops.updateOne({ _id: shop.shop }, { $unset: { rfmDay: '' } });
  t.same(await scoreAtMidnight(parts), { done: 0 }, 'also a process that has not seen that it was done');
  t.same(
    await scope.rfmSnapshots
      .find()
      .sort({ day: 1 })
      .map(({ day }) => formatDay(day))
      .toArray(),
    ['2026-10-31', '2026-11-30'],
  );

  moveTo(Date.UTC(2027, 2, 2, 5));
  await scoreAtMidnight(parts);
  const { body } = await ask('GET', '/rfm/snapshots');
  t.same(
    body.items.map(({ day }: { day: string }) => day),
    ['2027-02-28', '2027-01-31', '2026-12-31', '2026-11-30', '2026-10-31'],
    'after downtime every month that was missed',
  );
  const { body: then } = await ask('GET', '/rfm/distribution?asOf=2026-12-31');
  t.same(body.items[2].cells, then.cells, 'as of the end of the month');
  t.match(body.items[2], { version: 1, customers: then.customers, labels: then.labels });
  t.equal(await scope.rfmCuts.count({ day: dayNumber(2026, 12, 31) }), 1);
});

t.test('cut points of a day stay as they were drawn', async (t) => {
  const { shop } = await opened(t);
  const { ask, scope } = shop;
  await stocked(shop, [
    { created: 100, orders: [[40, 5]], isCut: false },
    { created: 100, orders: [[10, 7]], isCut: false },
    { created: 100, orders: [[2, 9]], isCut: false },
  ]);
  await ask('PUT', '/rfm/model', { model: quantileModel(3), after: 0 });
  const { body: before } = await ask('GET', '/rfm/model');
  t.match(before.cuts, {
    day: '2026-11-22',
    customers: 3,
    recency: [10, 2],
    frequency: [null, null],
    monetary: [7, 9],
  });
  await scope.customers.deleteMany({ 'stats.spentMinor': 9 });
  t.equal((await ask('GET', '/rfm/distribution')).body.customers, 2);
  t.same((await ask('GET', '/rfm/model')).body.cuts, before.cuts, 'whatever happens on the day');
  t.equal(await scope.rfmCuts.count(), 1);
});

t.test('whoever asks first on a day has its cut points drawn, and finds people by them', async (t) => {
  const { shop, server } = await opened(t);
  const { ask, scope } = shop;
  await stocked(shop, [
    { created: 100, orders: [[40, 5]], isCut: false },
    { created: 100, orders: [[2, 9]], isCut: false },
  ]);
  await ask('PUT', '/rfm/model', { model: quantileModel(3), after: 0 });
  const scored = (op: string) => ({
    include: [{ all: [{ kind: 'rfm_score', axis: 'r', op, value: 2 }] }],
    exclude: [],
  });
  const first = async (name: string, method: 'GET' | 'POST', path: string, body?: object) => {
    await scope.rfmCuts.deleteMany({});
    server.house.states.forget(shop.shop);
    const answer = await ask(method, path, body);
    t.equal(await scope.rfmCuts.count(), 1, `${name}: ${JSON.stringify(answer.body).slice(0, 200)}`);
    return answer.body;
  };
  const preview = await first('preview', 'POST', '/segments/preview', { definition: scored('gte'), mode: 'exact' });
  t.equal(preview.count, 1);
  const segment = await first('cost, when it is saved', 'POST', '/segments', { name: 's', definition: scored('lt') });
  const diff = await first('diff', 'POST', `/segments/${segment.id}/diff`, { definition: scored('gte') });
  t.match(diff, { enters: { customers: 1 }, leaves: { customers: 1 } });
  await first('calendar', 'GET', `/segments/${segment.id}/calendar?days=1`);
  await shop.send('invoice.saved', invoice({ id: 'HD1', phone: '0912345671', at: '2026-11-21T03:00:00Z' }));
  const customer = (await scope.customers.findOne({ phone: '+84912345671' }))?._id.slice(-12);
  const explained = await first('explain', 'POST', '/segments/explain', { definition: scored('gte'), customer });
  t.type(explained.isNamed, 'boolean');
});

t.test('ends of months', (t) => {
  const days = (...texts: [number, number, number][]) => texts.map(([y, m, d]) => dayNumber(y, m, d));
  t.same(monthEnds(null, dayNumber(2024, 3, 1)), days([2024, 2, 29]));
  t.same(monthEnds(null, dayNumber(2024, 3, 31)), days([2024, 2, 29]));
  t.same(monthEnds(dayNumber(2024, 2, 29), dayNumber(2024, 3, 31)), []);
  t.same(monthEnds(dayNumber(2024, 2, 29), dayNumber(2024, 5, 1)), days([2024, 3, 31], [2024, 4, 30]));
  t.equal(monthEnds(dayNumber(2000, 1, 31), dayNumber(2024, 5, 1)).length, 24);
  t.end();
});

t.test('who may only read segments may not change the model', async (t) => {
  const { shop, server } = await opened(t);
  const reader = await server.authorise(shop.shop, 'segments:read');
  const stranger = await server.authorise(shop.shop, 'customers:read');
  const asked = (headers: object, method: 'GET' | 'PUT', path: string) =>
    server.app.inject({
      method,
      url: `/api/v1/rfm/${path}`,
      headers: { ...headers },
      ...(method === 'PUT' ? { payload: { model: fixedModel('VND'), after: 0 } } : {}),
    });
  for (const path of ['model', 'distribution', `matrix${query(TODAY - 9, TODAY)}`, 'snapshots']) {
    t.equal((await asked(reader, 'GET', path)).statusCode, 200, path);
    t.equal((await asked(stranger, 'GET', path)).statusCode, 403, path);
  }
  t.equal((await asked(reader, 'PUT', 'model')).statusCode, 403);
});
