import fc from 'fast-check';
import type { Collection, Db } from 'mongodb';
import t, { type Test } from 'tap';
import type { Customer } from '../../src/model.ts';
import { conditionsOf, type SegmentDefinition, type SegmentNode } from '../../src/segments/ast.ts';
import { CONDITIONS } from '../../src/segments/conditions/index.ts';
import { compile, evaluate } from '../../src/segments/index.ts';
import { testDatabase } from '../support/mongo.ts';
import { argsArbitrary, contextArbitrary, customersArbitrary, definitionArbitrary, ZONES } from './arbitraries.ts';
import { storedCustomers } from './members.ts';
import { ANSWERED, type Answers, type Asked, type Oracle, oracle } from './oracle/index.ts';
import { smallest } from './oracle/smallest.ts';
import { propertyRun } from './seed.ts';

/**
 * Who is in random segments of random shops, decided three times: by MongoDB with the compiled filter, by the evaluator on the document,
 * and by DuckDB over normalised tables with SQL written by hand. `RUNS` is of definitions a zone; `SEED` repeats a run.
 */
const DEFINITIONS_A_ZONE = 2_600;
const SHOPS_A_ZONE = 2;
const CUSTOMERS = 100;
/** So many stand at one instant, as a shop's segments do. */
const DEFINITIONS_A_CONTEXT = 26;
/** Beside so many definitions there are half as many of one condition. */
const ALONE = 0.5;
/** MongoDB is asked for so many at once, each by a filter of its own: round trips cost more than answers. */
const DEFINITIONS_A_QUESTION = 50;
/** Of many differences a few are told, the shortest first: they are mostly the same. */
const TOLD = 3;

t.test('every kind of condition has SQL of its own', async (t) => {
  t.strictSame(
    CONDITIONS.map(({ kind }) => kind).filter((kind) => !ANSWERED.has(kind)),
    [],
  );
});

t.test('MongoDB, the evaluator and DuckDB find the same members of 10,000 random segments', async (t) => {
  const db = await testDatabase(t);
  const run = propertyRun(t, DEFINITIONS_A_ZONE);
  const tally: Tally = { definitions: 0, telling: 0, told: 0, kinds: new Map() };

  t.setTimeout(0); // each shop has its own
  for (const [zoneIndex, zone] of ZONES.entries()) {
    for (let shopIndex = 0; shopIndex < SHOPS_A_ZONE; shopIndex++) {
      await t.test(`with days in ${zone}, shop ${shopIndex + 1}`, async (t) => {
        t.setTimeout(60_000 + run.numRuns * 200);
        const seed = run.seed + zoneIndex * SHOPS_A_ZONE + shopIndex;
        const shop = await shopIn(t, db, zone, seed);
        const asked = askedIn(zone, seed, Math.ceil(run.numRuns / SHOPS_A_ZONE));
        const differing = await differences(shop, asked, tally);
        const told = differing.toSorted((a, b) => sizeOf(a) - sizeOf(b)).slice(0, TOLD - tally.told);
        for (const one of told) t.comment(await inWords(shop, one));
        tally.told += told.length;
        t.equal(differing.length, 0, `no difference among ${asked.length} definitions`);
      });
    }
  }

  const { definitions, telling, kinds } = tally;
  t.comment(
    `${definitions} definitions × ${CUSTOMERS} customers, decided three times; ${telling} with some but not all; SEED=${run.seed}`,
  );
  t.ok(telling >= definitions / 4, 'enough of the random segments tell customers apart');
  const rare = CONDITIONS.map(({ kind }) => ({ kind, times: 0, in: false, out: false, ...kinds.get(kind) })).filter(
    (one) => !one.in || !one.out || one.times < definitions / 100,
  );
  t.strictSame(rare, [], 'every kind of condition is asked for in one definition of a hundred, and decides both ways');
});

interface Shop {
  readonly customers: readonly Customer[];
  readonly collection: Collection<Customer>;
  readonly sql: Oracle;
}

interface Tally {
  definitions: number;
  /** Of them so many with some of the customers, but not all. */
  telling: number;
  /** Differences that were shrunk and printed. */
  told: number;
  readonly kinds: Map<string, { times: number; in: boolean; out: boolean }>;
}

async function shopIn(t: Test, db: Db, zone: string, seed: number): Promise<Shop> {
  const customers = fc.sample(customersArbitrary(zone, CUSTOMERS), { seed, numRuns: 1 })[0] ?? [];
  const collection = await storedCustomers(db, `shop_${seed}`, customers);
  const sql = await oracle(customers, zone);
  t.teardown(() => sql.close());
  return { customers, collection, sql };
}

/** Whole trees, and beside them every kind alone: what one condition gets wrong, its neighbours in a tree may hide. */
function askedIn(zone: string, seed: number, count: number): Asked[] {
  const contexts = fc.sample(contextArbitrary(zone), { seed, numRuns: Math.ceil(count / DEFINITIONS_A_CONTEXT) });
  const trees = fc.sample(definitionArbitrary, { seed, numRuns: count });
  const numRuns = Math.ceil((count * ALONE) / CONDITIONS.length);
  const alone = CONDITIONS.flatMap((condition) =>
    fc.sample(argsArbitrary(condition), { seed, numRuns }).map((args): SegmentDefinition => {
      const node = { kind: condition.kind, ...args } as SegmentNode;
      return { include: [{ all: [node] }], exclude: [] };
    }),
  );
  return [...trees, ...alone].flatMap((definition, index) => {
    const context = contexts[index % contexts.length];
    return context === undefined ? [] : [{ definition, context }];
  });
}

interface Difference extends Asked {
  /** Somebody about whom they differ, by their place in the shop. */
  readonly customer: number;
  readonly answers: { readonly mongodb: boolean; readonly evaluator: boolean; readonly duckdb: boolean };
}

async function differences(shop: Shop, asked: readonly Asked[], tally?: Tally): Promise<Difference[]> {
  const { customers } = shop;
  const [mongodb, duckdb] = await Promise.all([foundAll(shop, asked), shop.sql.decide(asked)]);
  const evaluator = asked.map(({ definition, context }) =>
    customers.flatMap((customer, at) => (evaluate(definition, customer, context) ? [at] : [])),
  );
  if (tally) count(tally, asked, evaluator, duckdb);
  return asked.flatMap((one, index) => {
    const found = { mongodb: mongodb[index], evaluator: evaluator[index], duckdb: duckdb.members[index] };
    if (new Set(Object.values(found).map(String)).size === 1) return [];
    const saysOf = (at: number) => mapValues(found, (members) => members?.includes(at) ?? false);
    const customer = customers.findIndex((_, at) => new Set(Object.values(saysOf(at))).size === 2);
    return [{ ...one, customer, answers: saysOf(customer) }];
  });
}

/** What MongoDB finds by the compiled filters, behind a range of `_id` as the server asks. */
async function foundAll({ customers, collection }: Shop, asked: readonly Asked[]): Promise<number[][]> {
  const placeOf = new Map(customers.map(({ _id }, at) => [_id, at]));
  const found: number[][] = [];
  for (let from = 0; from < asked.length; from += DEFINITIONS_A_QUESTION) {
    const some = asked.slice(from, from + DEFINITIONS_A_QUESTION);
    const facets = some.map(({ definition, context }, index) => [
      `d${index}`,
      [
        { $match: compile(definition, context) },
        { $sort: { _id: 1 } },
        { $group: { _id: null, ids: { $push: '$_id' } } },
      ],
    ]);
    const [answer] = await collection
      .aggregate<Record<string, [{ ids: Customer['_id'][] }?]>>([
        { $match: { _id: { $gte: '', $lt: '~' } } },
        { $facet: Object.fromEntries(facets) },
      ])
      .toArray();
    for (const index of some.keys())
      found.push((answer?.[`d${index}`]?.[0]?.ids ?? []).map((id) => placeOf.get(id) ?? -1));
  }
  return found;
}

function count(tally: Tally, asked: readonly Asked[], members: readonly number[][], { verdicts }: Answers): void {
  tally.definitions += asked.length;
  tally.telling += members.filter(({ length }) => length > 0 && length < CUSTOMERS).length;
  const kinds = asked.flatMap(({ definition }) => [...new Set(conditionsOf(definition).map(({ kind }) => kind))]);
  for (const { kind } of CONDITIONS) {
    const { times, ...known } = tally.kinds.get(kind) ?? { times: 0, in: false, out: false };
    const now = verdicts.get(kind);
    tally.kinds.set(kind, {
      times: times + kinds.filter((one) => one === kind).length,
      in: known.in || (now?.in ?? false),
      out: known.out || (now?.out ?? false),
    });
  }
}

/** The smallest definition that still differs, the customer, and the three answers. */
async function inWords(shop: Shop, { definition, context }: Difference): Promise<string> {
  const of = async (smaller: SegmentDefinition) => (await differences(shop, [{ definition: smaller, context }]))[0];
  const least = await smallest(definition, async (smaller) => (await of(smaller)) !== undefined);
  const difference = await of(least);
  const { asOf, timeZone, rfm } = context;
  return [
    `They differ: ${JSON.stringify(difference?.answers)}`,
    JSON.stringify(least, null, 1),
    `at ${new Date(asOf).toISOString()} in ${timeZone}, by the RFM model ${JSON.stringify({ ...rfm.model, labels: undefined })}, about`,
    JSON.stringify(shop.customers[difference?.customer ?? 0]),
  ].join('\n');
}

const sizeOf = ({ definition }: Asked) => JSON.stringify(definition).length;

function mapValues<Key extends string, From, To>(
  of: Readonly<Record<Key, From>>,
  to: (value: From) => To,
): Record<Key, To> {
  return Object.fromEntries(Object.entries<From>(of).map(([key, value]) => [key, to(value)])) as Record<Key, To>;
}
