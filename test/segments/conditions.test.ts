import { readdirSync } from 'node:fs';
import fc from 'fast-check';
import t from 'tap';
import type { Customer } from '../../src/model.ts';
import { compileNode } from '../../src/segments/compile.ts';
import type { Condition } from '../../src/segments/condition.ts';
import { CONDITIONS } from '../../src/segments/conditions/index.ts';
import { evaluateNode } from '../../src/segments/evaluate.ts';
import { EXAMPLE_CONTEXT, sketchedCustomer } from '../../src/segments/example.ts';
import {
  type ConditionNode,
  compile,
  conditionCatalogue,
  type Field,
  type Filter,
  parseDefinition,
  type SegmentDefinition,
  segmentsReference,
  segmentTemplates,
} from '../../src/segments/index.ts';
import { testDatabase } from '../support/mongo.ts';
import { argsArbitrary, HOSTILE } from './arbitraries.ts';
import { COMPILED } from './compiled.ts';
import { found, storedCustomers } from './members.ts';
import { propertyRun } from './seed.ts';

/** What every condition must pass, whichever is added. */
t.test('every file of conditions is listed, once and by its name', (t) => {
  const folder = new URL('../../src/segments/conditions/', import.meta.url);
  const files = readdirSync(folder)
    .filter((name) => name !== 'index.ts')
    .map((name) => name.replace('.ts', '').replaceAll('-', '_'));
  t.strictSame(CONDITIONS.map((condition) => condition.kind).toSorted(), files.sort());
  t.end();
});

for (const condition of CONDITIONS) {
  t.test(`${condition.kind} describes itself completely`, (t) => {
    const { kind, form, docs, specRows, examples } = condition;
    t.match(kind, /^[a-z]+(_[a-z]+)*$/);
    t.ok(
      specRows.length > 0 && specRows.every((row) => /^([CRA]\d\d|§2[ab])$/.test(row)),
      'rows of the specification, or what other builders have',
    );
    for (const language of ['vi', 'en'] as const)
      t.match(docs[language], /^\S.*[.:;] .*\.$/, `docs in ${language} are two sentences`);

    const known = Object.keys(propertiesOf(condition)).filter((name) => name !== 'kind');
    t.strictSame(
      [...new Set(filledBy(form.fields))].sort(),
      known.sort(),
      'the form fills the arguments of the schema',
    );
    for (const text of textsIn(form))
      t.ok(text.vi.trim() && text.en.trim(), `${JSON.stringify(text)} in both languages`);
    for (const name of form.needsOneOf ?? [])
      t.ok(
        form.fields.some((field) => field.name === name && !field.required),
        `${name} is an optional field`,
      );

    t.ok(
      examples.length > 0 && examples.every(({ matches, misses }) => matches.length > 0 && misses.length > 0),
      'examples of both sorts',
    );
    if (condition.missing) t.ok(condition.missing.label.vi && condition.missing.label.en, 'who has no value, in words');
    for (const { args } of examples) t.ok(condition.args.safeParse(args).success, `valid: ${JSON.stringify(args)}`);
    t.end();
  });
}

t.test('the examples hold in the evaluator and on MongoDB', async (t) => {
  const db = await testDatabase(t);
  const cases = CONDITIONS.flatMap((condition) => condition.examples.map((example) => ({ condition, ...example })));
  const sketches = cases.map(({ matches, misses }, index) =>
    [...matches, ...misses].map((sketch, which) =>
      sketchedCustomer(sketch, `s/${index}/${which}`, EXAMPLE_CONTEXT.timeZone),
    ),
  );
  const collection = await storedCustomers(db, 'customers', sketches.flat());
  for (const [index, { condition, args, matches }] of cases.entries()) {
    const customers = sketches[index] ?? [];
    const wanted = customers.slice(0, matches.length).map((customer) => customer._id);
    const own = { _id: { $in: customers.map((customer) => customer._id) } };
    const name = `${condition.kind} ${JSON.stringify(args)}`;
    t.strictSame(evaluated(condition, args, customers), wanted, `evaluator: ${name}`);
    t.strictSame(
      await found(collection, { $and: [own, compileNode(nodeOf(condition, args), EXAMPLE_CONTEXT)] }),
      wanted,
      `MongoDB: ${name}`,
    );
  }
});

t.test('the compiled filter of each condition is the one that was looked at', (t) => {
  for (const { node, filter } of COMPILED) {
    t.strictSame(compile(onlyIf(node), EXAMPLE_CONTEXT), filter, JSON.stringify(node));
    t.strictSame(parseDefinition(onlyIf(node)), { ok: true, definition: onlyIf(node) });
  }
  t.strictSame(
    [...new Set(COMPILED.map(({ node }) => node.kind))].sort(),
    CONDITIONS.map(({ kind }) => kind).sort(),
    'each kind has a case',
  );
  t.end();
});

t.test('clauses become one filter, with what is cheap to know in front of what reads the orders', (t) => {
  const bought: ConditionNode = { kind: 'product_bought', products: ['w1:7'] };
  const tagged: ConditionNode = { kind: 'has_tag', tags: ['vip'] };
  const known: ConditionNode = { kind: 'gender', values: ['male'] };
  const facts = { facts: { $elemMatch: { i: { $elemMatch: { p: { $in: ['w1:7'] } } } } } };
  const [tags, gender] = [{ tags: { $in: ['vip'] } }, { gender: { $in: ['male'] } }];
  const asked = (definition: SegmentDefinition) => compile(definition, EXAMPLE_CONTEXT);

  t.strictSame(asked({ include: [{ all: [tagged] }, { all: [known] }], exclude: [] }), { $or: [tags, gender] });
  t.strictSame(asked({ include: [], exclude: [{ all: [tagged] }, { all: [known] }] }), { $nor: [tags, gender] });
  t.strictSame(asked({ include: [{ all: [tagged] }], exclude: [{ all: [known] }] }), {
    $and: [tags, { $nor: [gender] }],
  });
  t.strictSame(asked({ include: [{ all: [bought, tagged] }], exclude: [] }), {
    $and: [tags, { $nor: [{ $nor: [facts] }] }],
  });
  t.strictSame(asked({ include: [{ all: [{ any: [bought, { not: tagged }] }] }], exclude: [] }), {
    $or: [{ $nor: [tags] }, { $nor: [{ $nor: [facts] }] }],
  });
  t.end();
});

t.test('what a merchant types stays a value', async (t) => {
  const run = propertyRun(t, 1500);
  const leaf = fc.oneof(
    ...CONDITIONS.map((condition) => argsArbitrary(condition).map((args) => ({ condition, args }))),
  );
  const hostile = new Set(HOSTILE);
  let seen = 0;
  fc.assert(
    fc.property(leaf, ({ condition, args }) => {
      const typed = [...walk(args)].some(({ value }) => typeof value === 'string' && hostile.has(value));
      if (typed) seen += 1;
      for (const { keys, value } of walk(compileNode(nodeOf(condition, args), EXAMPLE_CONTEXT))) {
        for (const key of keys) if (!KEYS.test(key)) throw new Error(`not a key of ours: ${key}`);
        const isLiteral = keys.includes('$literal') || typeof value !== 'string';
        if (keys.includes('$expr') && !isLiteral && !IN_EXPRESSIONS.has(value) && !DIGEST.test(value)) {
          throw new Error(`text in an expression: ${value}`);
        }
      }
    }),
    run,
  );
  t.ok(seen > run.numRuns / 20, `${seen} of ${run.numRuns} filters with hostile text`);
});

/** What a typed text is brought to where it has to stand in an expression. */
const DIGEST = /^[0-9a-f]{64}$/;

/** Every text in an expression. */
const IN_EXPRESSIONS = new Set([
  '$facts',
  'f',
  '$$f.d',
  '$$f.n',
  '$$f.i',
  'line',
  '$$line.p',
  '$$line.v',
  '$$line.k',
  '$$line.m',
  '$$line.q',
  '$$line.a',
  '$stats.orders',
  '$stats.spentMinor',
  '$$this.d',
  '$$this.n',
  '$$this.c',
  '$$this.l',
  '$$this.i',
  '$$value.s1',
  '$$value.s2',
  '$$value.s3',
  '$$value.s4',
  's2',
  's3',
  's4',
  '$$n',
  '$$s',
  '$stats.firstDay',
  '$stats.lastDay',
  '$_id',
]);

/** Every key that a compiled filter may have: operators, and the fields that segments read. */
const KEYS =
  /^(\d+|\$(not|type|mod|concat|toHashedIndexKey|in|nin|all|or|nor|and|regex|elemMatch|eq|ne|lt|lte|gt|gte|exists|expr|size|sum|map|filter|ifNull|let|cond|add|multiply|subtract|max|min|round|literal|setIntersection|anyElementTrue|reduce|reverseArray|getField)|field|initialValue|s[1-4]|vars|n|s|createdAt|input|as|in|cond|tags|email|note|company|source|lastSource|groups|debtMinor|emailConsent|smsConsent|homeAreas|workAreas|birth\.year|attributes\.[a-z][a-z0-9_]{0,39}|pins|bans|gender|phone|name|nameFolded|loyalty\.(points|pending|earned|level|levelSince|joinedAt)|tagNames|key|since|birth\.month|birth\.monthDay|stats\.(orders|spentMinor|firstDay|lastDay|lastLocation|lastAreas|channels|locations)|facts|facts\.\d+\.[dn]|[dcilmpvkqr])$/;

t.test('a customer document without any field ends no scan', async (t) => {
  const db = await testDatabase(t);
  const collection = await storedCustomers(db, 'customers', [{ _id: 's/000/bare' } as unknown as Customer]);
  for (const { node } of COMPILED) {
    await t.resolves(found(collection, compile(onlyIf(node), EXAMPLE_CONTEXT)), node.kind);
  }
});

t.test('hostile text finds exactly the customers who have it', async (t) => {
  const db = await testDatabase(t);
  const customers = HOSTILE.map((text, index) =>
    sketchedCustomer(
      {
        name: `x${text}y`,
        tags: [text],
        orders: [{ at: 0, channel: text.toLowerCase(), location: text, lines: [{ p: text, q: 1, a: 1 }] }],
      },
      `s/000/${index}`,
      'UTC',
    ),
  );
  const collection = await storedCustomers(db, 'customers', customers);
  for (const text of HOSTILE) {
    const having = (holds: (customer: Customer) => boolean) =>
      customers
        .filter(holds)
        .map((customer) => customer._id)
        .sort();
    const ask = (node: object) => found(collection, compile(parsed({ include: [node] }), EXAMPLE_CONTEXT));
    t.strictSame(
      await ask({ kind: 'name_contains', text, exactAccents: true }),
      having((c) => c.name?.toLowerCase().includes(text.toLowerCase()) ?? false),
      `name ${text}`,
    );
    t.strictSame(
      await ask({ kind: 'name_contains', text }),
      having((c) => c.name?.toLowerCase().includes(text.toLowerCase()) ?? false),
      `folded name ${text}`,
    );
    t.strictSame(
      await ask({ kind: 'has_tag', tags: [text] }),
      having((c) => c.tags.includes(text.toLowerCase())),
      `tag ${text}`,
    );
    t.strictSame(
      await ask({ kind: 'product_bought', products: [text] }),
      having((c) => c.facts[0]?.i[0]?.p === text),
      `product ${text}`,
    );
    t.strictSame(
      await ask({ kind: 'last_store', locations: [text] }),
      having((c) => c.stats.lastLocation === text),
      `store ${text}`,
    );
    t.strictSame(
      await ask({ kind: 'channel', channels: [text] }),
      having((c) => c.facts[0]?.c === text.toLowerCase()),
      `channel ${text}`,
    );
  }
});

t.test('the catalogue is plain JSON with one entry a condition, and the reference names each', (t) => {
  const catalogue = conditionCatalogue();
  t.strictSame(JSON.parse(JSON.stringify(catalogue)), catalogue);
  const reference = segmentsReference();
  t.strictSame(segmentsReference(), reference, 'the same each time');
  for (const { kind, examples } of catalogue) {
    t.ok(reference.includes(`### \`${kind}\``), kind);
    for (const example of examples)
      t.strictSame(parseDefinition({ include: [{ all: [example] }] }).ok, true, JSON.stringify(example));
  }
  t.end();
});

t.test('a template is a definition, or lacks only what a form asks for', (t) => {
  const templates = segmentTemplates('VND');
  for (const { id, definition, name, description } of [...templates, ...segmentTemplates('USD')]) {
    t.ok(name.vi && name.en && description.vi && description.en, id);
    const parsed = parseDefinition(definition);
    if (!parsed.ok) t.match(parsed.message, /needs products, variants, categories or vendors/, id);
  }
  t.equal(new Set(templates.map(({ id }) => id)).size, templates.length);
  t.end();
});

function onlyIf(node: SegmentDefinition['include'][number]['all'][number]): SegmentDefinition {
  return { include: [{ all: [node] }], exclude: [] };
}

function parsed(json: unknown): SegmentDefinition {
  const result = parseDefinition(json);
  if (!result.ok) throw new Error(result.message);
  return result.definition;
}

const nodeOf = ({ kind }: Condition, args: object) => ({ kind, ...args }) as ConditionNode;

function evaluated(condition: Condition, args: object, customers: readonly Customer[]): string[] {
  return customers
    .filter((customer) => evaluateNode(nodeOf(condition, args), customer, EXAMPLE_CONTEXT))
    .map((customer) => customer._id);
}

/** Names of the arguments beside each other that fields fill, those of every choice among them. */
function filledBy(fields: readonly Field[]): string[] {
  return fields.flatMap((field) => [
    field.name,
    ...(field.type === 'select' ? field.options.flatMap((option) => filledBy(option.fields ?? [])) : []),
  ]);
}

/** Every text of a form, however deep. */
function textsIn(form: object): { vi: string; en: string }[] {
  return [...walk(form)].flatMap(({ value }) =>
    typeof value === 'object' && value !== null && 'vi' in value ? [value as { vi: string; en: string }] : [],
  );
}

/** The properties of a condition's schema, over all its alternatives. */
function propertiesOf({ kind }: Condition): object {
  type Schema = { readonly properties?: object; readonly oneOf?: readonly Schema[] };
  const properties = (schema: Schema): object =>
    Object.assign({}, schema.properties, ...(schema.oneOf ?? []).map(properties));
  return properties(conditionCatalogue().find((entry) => entry.kind === kind)?.schema as Schema);
}

/** Every value inside, with the keys that lead to it. */
function* walk(value: unknown, keys: readonly string[] = []): Generator<{ keys: readonly string[]; value: unknown }> {
  yield { keys, value };
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value as Filter)) yield* walk(inner, [...keys, key]);
}
