import type { Document } from 'mongodb';
import { BUCKET_COUNT } from '../../../src/model.ts';
import { contextFor } from '../../../src/server/segments/live.ts';
import {
  ALL_BUCKETS,
  type BucketRange,
  countIn,
  inRange,
  overRanges,
  rangesOf,
  select,
} from '../../../src/server/segments/scan.ts';
import { readNamed, type ShopState } from '../../../src/server/shop-state.ts';
import type { ShopStore } from '../../../src/server/store/index.ts';
import { median } from '../report.ts';
import type { Database } from './database.ts';
import { QUESTIONS, type Question } from './definitions.ts';
import type { Sql } from './duckdb.ts';
import { NOW, SHOP } from './shop.ts';

/** As previews count all of a shop (preview.ts). */
const PARTS = 16;
/** A join takes fifty times as long as the others: of a shop as large as this one part is joined, and counted for all of it. */
const JOINED_WHOLE_MAX = 200_000;

/** Milliseconds, the median of the rounds; null where there is no such database. */
export interface Counted {
  readonly name: string;
  readonly count: number;
  readonly ours: number;
  readonly byHand: number;
  /** Of a large shop: of a sixteenth of it, times sixteen. */
  readonly byLookup: number;
  readonly postgres: number | null;
  readonly duckdb: number;
}

export interface Others {
  readonly postgres: Sql | null;
  readonly duckdb: Sql;
}

/** Each question to each database. A count that differs ends the run: there would be nothing to compare. */
export async function countAll(
  database: Database,
  others: Others,
  { customers, rounds, say }: { customers: number; rounds: number; say: (line: string) => void },
): Promise<Counted[]> {
  const joined = customers > JOINED_WHOLE_MAX ? { from: 0, to: BUCKET_COUNT / PARTS } : ALL_BUCKETS;
  const share = (joined.to - joined.from) / BUCKET_COUNT;
  const scope = database.house.store.forShop(SHOP);
  const state = await database.house.states.get(SHOP);
  if (!state) throw new Error('the shop of the bench is not there');
  const counted: Counted[] = [];
  for (const question of QUESTIONS) {
    const agreed = new Map<string, number>();
    const taken = async (who: string, times: number, count: () => Promise<number>) => {
      const ms: number[] = [];
      for (let round = 0; round < times; round++) {
        const started = performance.now();
        agreed.set(who, await count());
        ms.push(performance.now() - started);
      }
      return ms;
    };
    const ours: number[] = [];
    const byHand = question.byHand.map((): number[] => []);
    await taken('ours', 1, () => countOurs(scope, state, question));
    // In turn, so that both see the same machine.
    for (let round = 0; round < rounds; round++) {
      ours.push(...(await taken('ours', 1, () => countOurs(scope, state, question))));
      for (const [way, filter] of question.byHand.entries())
        byHand[way]?.push(...(await taken(`by hand ${way}`, 1, () => countByHand(database, scope, filter))));
    }
    // Once: it takes as long as all the others together.
    const byLookup = await taken('$lookup', 1, async () => {
      const count = await countByLookup(database, scope, question, joined);
      if (share === 1) return count;
      const [filter = {}] = question.byHand;
      const there = await countHere(database, scope, filter, joined);
      if (count !== there) throw new Error(`${question.name}: ${count} by $lookup where ${there} are`);
      return agreed.get('ours') ?? 0;
    });
    const askOther = async (who: string, other: Sql) => {
      const { count, ms } = await other.count(question.sql, rounds);
      agreed.set(who, count);
      return median(ms);
    };
    const postgres = others.postgres ? await askOther('PostgreSQL', others.postgres) : null;
    const duckdb = await askOther('DuckDB', others.duckdb);
    if (new Set(agreed.values()).size > 1)
      throw new Error(`${question.name}: the counts differ: ${JSON.stringify(Object.fromEntries(agreed))}`);
    const one = {
      name: question.name,
      count: agreed.get('ours') ?? 0,
      ours: median(ours),
      byHand: Math.min(...byHand.map(median)),
      byLookup: median(byLookup) / share,
      postgres,
      duckdb,
    };
    say(`${one.name}: ${one.count}, ${Math.round(one.ours)} ms`);
    counted.push(one);
  }
  return counted;
}

async function countOurs(scope: ShopStore, state: ShopState, { definition }: Question): Promise<number> {
  const { catalogue, references } = await readNamed(scope, [definition]);
  const selection = select(definition, contextFor(state, NOW, catalogue, references));
  let count = 0;
  await overRanges(rangesOf(PARTS), async (range) => {
    const members = await countIn(scope, selection, range);
    count += members;
  });
  return count;
}

/** In parallel over the same ranges: the best that is known of this database. */
async function countByHand(database: Database, scope: ShopStore, filter: Document): Promise<number> {
  let count = 0;
  await overRanges(rangesOf(PARTS), async (range) => {
    const members = await countHere(database, scope, filter, range);
    count += members;
  });
  return count;
}

async function countHere({ db }: Database, scope: ShopStore, filter: Document, range: BucketRange): Promise<number> {
  const [row] = await db
    .collection('customers')
    .aggregate<{ n: number }>([{ $match: { ...inRange(scope, range), ...filter } }, { $count: 'n' }], {
      hint: { _id: 1 },
    })
    .toArray();
  return row?.n ?? 0;
}

async function countByLookup(
  { db }: Database,
  scope: ShopStore,
  { byLookup }: Question,
  range: BucketRange,
): Promise<number> {
  const { match = {}, orders, after = {} } = byLookup;
  const [row] = await db
    .collection('customers')
    .aggregate<{ n: number }>([
      { $match: { ...inRange(scope, range), ...match } },
      ...(orders
        ? [
            {
              $lookup: {
                from: 'orders',
                localField: '_id',
                foreignField: 'customer',
                as: 'found',
                pipeline: orders as Document[],
              },
            },
            { $match: after },
          ]
        : []),
      { $count: 'n' },
    ])
    .toArray();
  return row?.n ?? 0;
}
