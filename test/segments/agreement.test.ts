import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import t from 'tap';
import type { Customer } from '../../src/model.ts';
import type { SegmentDefinition } from '../../src/segments/ast.ts';
import {
  compile,
  evaluate,
  isTimeDependent,
  parseDefinition,
  readsFacts,
  type SegmentContext,
  segmentContext,
  sentence,
} from '../../src/segments/index.ts';
import { testDatabase } from '../support/mongo.ts';
import { contextArbitrary, customersArbitrary, definitionArbitrary, ZONES } from './arbitraries.ts';
import { found, storedCustomers } from './members.ts';
import { propertyRun } from './seed.ts';

/** That MongoDB and the evaluator find the same members of a definition as it stands is the battery's (battery.test.ts). */
t.test('what is compiled obeys the laws of sets', async (t) => {
  const db = await testDatabase(t);
  t.setTimeout(0); // each zone has its own
  for (const zone of ZONES) {
    await t.test(`with days in ${zone}`, async (t) => {
      const run = propertyRun(t, 60);
      const customers = fc.sample(customersArbitrary(zone, 200), { ...run, numRuns: 1 })[0] ?? [];
      const collection = await storedCustomers(db, zone.replace('/', '_'), customers);
      const membersOf = (definition: SegmentDefinition, context: SegmentContext) =>
        found(collection, compile(definition, context));
      let telling = 0;

      const property = fc.asyncProperty(definitionArbitrary, contextArbitrary(zone), async (definition, context) => {
        const members = idsWhere(customers, (customer) => evaluate(definition, customer, context));
        if (members.length > 0 && members.length < customers.length) telling += 1;

        const others = idsWhere(customers, (customer) => !members.includes(customer._id));
        same(await membersOf(negated(definition), context), others, 'the negation is the exact complement');
        same(await membersOf(negated(negated(definition)), context), members, 'a double negation changes nothing');
        same(
          await membersOf(reversed(definition), context),
          members,
          'the order of clauses and conditions changes nothing',
        );
      });
      await fc.assert(property, run);
      t.comment(
        `${run.numRuns} definitions × 3 forms × ${customers.length} customers; ${telling} definitions with some but not all`,
      );
      t.ok(telling >= run.numRuns / 4, 'enough of the random segments tell customers apart');
    });
  }
});

t.test('what a definition says about itself holds', async (t) => {
  const zone = 'America/New_York';
  const run = propertyRun(t, 300);
  const customers = fc.sample(customersArbitrary(zone, 60), { ...run, numRuns: 1 })[0] ?? [];
  const property = fc.property(
    definitionArbitrary,
    contextArbitrary(zone),
    fc.integer({ min: 1, max: 800 }),
    (definition, context, laterDays) => {
      const wire = JSON.parse(JSON.stringify(definition));
      if (!isDeepStrictEqual(parseDefinition(wire), { ok: true, definition: wire }))
        throw new Error('it does not parse to itself');

      const members = idsWhere(customers, (customer) => evaluate(definition, customer, context));
      if (!isTimeDependent(definition)) {
        const later = segmentContext({ ...context, asOf: context.asOf + laterDays * 86_400_000 });
        same(
          idsWhere(customers, (customer) => evaluate(definition, customer, later)),
          members,
          'time alone does not change it',
        );
      }
      if (!readsFacts(definition)) {
        const withoutFacts = customers.map((customer) => ({ ...customer, facts: [] }));
        same(
          idsWhere(withoutFacts, (customer) => evaluate(definition, customer, context)),
          members,
          'facts are not read',
        );
      }
      for (const language of ['vi', 'en'] as const) {
        const words = sentence(definition, language, context);
        if (/undefined|NaN|null|\[object|,,| {2}(?! )[^“]*$/.test(words.replace(/“[^”]*”/g, '“”')))
          throw new Error(`not a sentence: ${words}`);
      }
    },
  );
  fc.assert(property, run);
  t.pass(`${run.numRuns} definitions`);
});

function idsWhere(customers: readonly Customer[], holds: (customer: Customer) => boolean): string[] {
  return customers
    .filter(holds)
    .map((customer) => customer._id)
    .sort();
}

/** Everybody who is not in the segment, as one include clause. */
function negated({ include, exclude }: SegmentDefinition): SegmentDefinition {
  const included = include.length > 0 ? [{ any: include }] : [];
  const excluded = exclude.length > 0 ? [{ not: { any: exclude } }] : [];
  return { include: [{ all: [{ not: { all: [...included, ...excluded] } }] }], exclude: [] };
}

function reversed({ include, exclude }: SegmentDefinition): SegmentDefinition {
  const clauses = (list: SegmentDefinition['include']) => list.map(({ all }) => ({ all: all.toReversed() })).reverse();
  return { include: clauses(include), exclude: clauses(exclude) };
}

function same(found: unknown, wanted: unknown, rule: string): void {
  const [a, b] = [JSON.stringify(found), JSON.stringify(wanted)];
  if (a !== b) throw new Error(`${rule}:\n${a}\n${b}`);
}
