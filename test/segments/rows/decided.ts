import type { Db } from 'mongodb';
import type { Test } from 'tap';
import { type CustomerSketch, EXAMPLE_CONTEXT, sketchedCustomer } from '../../../src/segments/example.ts';
import {
  compile,
  evaluate,
  parseDefinition,
  type SegmentContext,
  type SegmentDefinition,
} from '../../../src/segments/index.ts';
import { testDatabase } from '../../support/mongo.ts';
import { found, storedCustomers } from '../members.ts';

/**
 * The names of the sketched customers who are in, in the order in which they were given. MongoDB and the evaluator decide, and have
 * to agree. A definition may be one condition, as it is sent.
 */
export async function decided(
  t: Test,
  asked: object,
  sketches: Readonly<Record<string, CustomerSketch>>,
  context: SegmentContext = EXAMPLE_CONTEXT,
): Promise<string[]> {
  const definition = definitionOf(asked);
  const names = Object.keys(sketches);
  const keyOf = (index: number) => `s/000/${String(index).padStart(4, '0')}`;
  const customers = Object.values(sketches).map((sketch, index) =>
    sketchedCustomer(sketch, keyOf(index), context.timeZone),
  );
  const collection = await storedCustomers(await databaseOf(t), `customers_${++asks}`, customers);
  const filtered = await found(collection, compile(definition, context));
  const evaluated = customers.filter((customer) => evaluate(definition, customer, context)).map(({ _id }) => _id);
  t.strictSame(filtered, [...evaluated].sort(), 'MongoDB and the evaluator agree');
  return names.filter((_, index) => filtered.includes(keyOf(index)));
}

/** One for all that a test asks: each costs a connection. */
function databaseOf(t: Test): Promise<Db> {
  const known = databases.get(t) ?? testDatabase(t);
  databases.set(t, known);
  return known;
}

const databases = new WeakMap<Test, Promise<Db>>();
let asks = 0;

function definitionOf(asked: object): SegmentDefinition {
  const json = 'include' in asked || 'exclude' in asked ? asked : { include: [{ all: [asked] }], exclude: [] };
  const parsed = parseDefinition(json);
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.definition;
}
