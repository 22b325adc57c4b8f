import fc from 'fast-check';
import t from 'tap';
import * as edits from '../../extension-ui/src/pages/segment-builder/edits.ts';
import {
  initialArgs,
  problemsOf,
  setField,
  shownFields,
} from '../../extension-ui/src/pages/segment-builder/form-args.ts';
import {
  type Locale,
  readMoney,
  readNumber,
  writeMoney,
  writeNumber,
} from '../../extension-ui/src/pages/segment-builder/form-numbers.ts';
import { begin, edited, type History, redone, undone } from '../../extension-ui/src/pages/segment-builder/history.ts';
import { type Limits, levelsOf, withinLimits } from '../../extension-ui/src/pages/segment-builder/limits.ts';
import { searchConditions } from '../../extension-ui/src/pages/segment-builder/search-conditions.ts';
import { fitting } from '../../extension-ui/src/pages/segment-builder/text/fitting.ts';
import { piecesOf } from '../../extension-ui/src/pages/segment-builder/text/pieces.ts';
import {
  type Args,
  conditionsOf,
  type Draft,
  type DraftNode,
  EMPTY,
  HOWS,
  nodesOf,
  placeOf,
} from '../../extension-ui/src/pages/segment-builder/tree.ts';
import {
  fromDefinition,
  pathsOf,
  placeOfPath,
  toDefinition,
} from '../../extension-ui/src/pages/segment-builder/wire.ts';
import { EXAMPLE_CONTEXT } from '../../src/segments/example.ts';
import type { Field } from '../../src/segments/form.ts';
import {
  compile,
  conditionCatalogue,
  parseDefinition,
  parseText,
  printText,
  resolvedPeriods,
  type SegmentDefinition,
  segmentTemplates,
} from '../../src/segments/index.ts';
import { definitionArbitrary } from '../segments/arbitraries.ts';
import { propertyRun } from '../segments/seed.ts';

const CATALOGUE = conditionCatalogue();
const LIMITS: Limits = { depth: 8, conditions: 100 };
const LOCALES = ['vi', 'en'] as const;

/** What the server makes of a definition; equal means the same members. */
function compiled(definition: unknown): unknown {
  const parsed = parseDefinition(JSON.parse(JSON.stringify(definition)));
  if (!parsed.ok) throw new Error(`${parsed.message} ${JSON.stringify(definition)}`);
  return compile(parsed.definition, EXAMPLE_CONTEXT);
}

const onlyIf = (node: unknown) => ({ include: [{ all: [node] }], exclude: [] });

/** Fills in a form as a person does: field by field, in the order in which they appear, numbers as text. */
function filledIn(fields: readonly Field[], wanted: Args, locale: Locale): Args {
  let args = initialArgs(fields);
  const done = new Set<string>();
  for (;;) {
    const field = shownFields(fields, args).find(({ name }) => !done.has(name));
    if (!field) return args;
    done.add(field.name);
    const value = wanted[field.name];
    if (value === undefined && (field.required || args[field.name] === undefined)) continue;
    args = setField(fields, args, field.name, typed(field, value, locale));
  }
}

function typed(field: Field, value: unknown, locale: Locale): unknown {
  if (field.type === 'group') return value === undefined ? undefined : filledIn(field.fields, value as Args, locale);
  if (field.type !== 'number' && field.type !== 'money') return value;
  const [text, read] =
    field.type === 'number'
      ? [
          writeNumber(value as number, locale, field.decimals),
          (text: string) => readNumber(text, locale, field.decimals),
        ]
      : [writeMoney(value as number, locale, 0), (text: string) => readMoney(text, locale, 0)];
  const result = read(text);
  if (!result.ok) throw new Error(`${text} cannot be read again`);
  return result.value;
}

for (const { kind, form, examples } of CATALOGUE) {
  t.test(`the form of ${kind}: filled in from its examples it makes the same condition`, (t) => {
    for (const example of examples as Args[]) {
      const { kind: _, ...args } = example;
      for (const locale of LOCALES) {
        const filled = filledIn(form.fields, args, locale);
        t.same(problemsOf(form, filled), [], `nothing is wrong with ${JSON.stringify(filled)}`);
        t.same(compiled(onlyIf({ kind, ...filled })), compiled(onlyIf(example)), `${locale} ${JSON.stringify(args)}`);
      }
      t.same(
        toDefinition(fromDefinition(onlyIf(example))),
        onlyIf(example),
        'one that is only looked at stays as it is',
      );
      t.same(problemsOf(form, args), [], 'and nothing is wrong with it');
    }
    t.end();
  });

  t.test(`the form of ${kind}: what it lets through the server takes, and what it holds back lacks something`, (t) => {
    const began = initialArgs(form.fields);
    const problems = problemsOf(form, began);
    t.equal(parseDefinition(onlyIf({ kind, ...began })).ok, problems.length === 0, JSON.stringify(problems));
    for (const example of examples as Args[]) {
      const { kind: _, ...args } = example;
      for (const field of shownFields(form.fields, args)) {
        const emptied = setField(form.fields, args, field.name, undefined);
        const isHeld = problemsOf(form, emptied).length > 0;
        t.equal(
          parseDefinition(onlyIf({ kind, ...emptied })).ok,
          !isHeld,
          `${JSON.stringify(args)} without ${field.name}`,
        );
      }
    }
    t.end();
  });
}

t.test('a choice takes with it what belonged to what was chosen before, and keeps the figure', (t) => {
  const form = CATALOGUE.find(({ kind }) => kind === 'total_spent')?.form;
  const period = CATALOGUE.find(({ kind }) => kind === 'bought_in_period')?.form;
  if (!form || !period) throw new Error('no such condition');
  const atLeast = { op: 'gte', value: 5 };
  t.same(setField(form.fields, atLeast, 'op', 'lt'), { op: 'lt', value: 5 });
  t.same(setField(form.fields, atLeast, 'op', 'between'), { op: 'between', from: 5 });
  t.same(setField(form.fields, { op: 'between', from: 5, to: 9 }, 'op', 'eq'), { op: 'eq', value: 5 });
  t.same(problemsOf(form, { op: 'between', from: 5, to: 4 }), [{ field: 'to', is: 'order' }]);
  t.same(problemsOf(form, { op: 'gte', value: -1 }), [{ field: 'value', is: 'low', bound: 0 }]);
  t.same(
    problemsOf(form, { op: 'like', value: 1 }).map(({ is }) => is),
    ['unknown'],
  );
  const [group] = period.fields;
  if (group?.type !== 'group') throw new Error('a period is a group');
  t.same(initialArgs(period.fields), { period: { type: 'last_n_days', n: 30 } });
  t.same(setField(group.fields, { type: 'last_n_days', n: 7 }, 'type', 'this_month'), { type: 'this_month' });
  t.same(setField(group.fields, { type: 'this_month' }, 'type', 'last_n_days'), { type: 'last_n_days', n: 30 });
  t.same(problemsOf(period, { period: { type: 'between', from: '2026-02-01' } }), [
    { field: 'period.to', is: 'missing' },
  ]);
  t.end();
});

t.test('numbers are read as people of the language write them', (t) => {
  const cases: [text: string, locale: Locale, decimals: number, value: number | null][] = [
    ['1.500.000', 'vi', 0, 1_500_000],
    ['1.500.000 ₫', 'vi', 0, 1_500_000],
    ['1.500.000đ', 'vi', 0, 1_500_000],
    ['1 500 000', 'vi', 0, 1_500_000],
    ['1,5 tr', 'vi', 0, 1_500_000],
    ['1.5tr', 'vi', 0, 1_500_000],
    ['1tr5', 'vi', 0, 1_500_000],
    ['1tr250', 'vi', 0, 1_250_000],
    ['10 triệu', 'vi', 0, 10_000_000],
    ['500k', 'vi', 0, 500_000],
    ['500 nghìn', 'vi', 0, 500_000],
    ['2 tỷ', 'vi', 0, 2_000_000_000],
    ['1,500,000', 'vi', 0, 1_500_000],
    ['1,500', 'vi', 0, 1500],
    ['1,500', 'vi', 3, 1.5],
    ['1.500', 'vi', 3, 1500],
    ['0,5', 'vi', 3, 0.5],
    ['0.5', 'vi', 3, 0.5],
    ['1.234,5', 'vi', 1, 1234.5],
    ['1,500,000', 'en', 0, 1_500_000],
    ['1.5m', 'en', 0, 1_500_000],
    ['1.500', 'en', 0, 1500],
    ['1.500', 'en', 3, 1.5],
    ['$5.25', 'en', 2, 5.25],
    ['5,25', 'en', 2, 5.25],
    ['1,234.50', 'en', 2, 1234.5],
    ['0', 'vi', 0, 0],
    ['-5', 'en', 0, -5],
    ['', 'vi', 0, null],
    ['abc', 'vi', 0, null],
    ['1.5', 'vi', 0, null],
    ['1,5', 'vi', 0, null],
    ['1.50.000', 'vi', 0, null],
    ['1,2,3', 'vi', 0, null],
    ['1..5', 'en', 2, null],
    ['tr', 'vi', 0, null],
    ['1k5tr', 'vi', 0, null],
    ['99999999999999999', 'vi', 0, null],
  ];
  for (const [text, locale, decimals, value] of cases) {
    const read = readNumber(text, locale, decimals);
    t.equal(read.ok ? read.value : null, value, `${text} (${locale}, ${decimals} decimals)`);
  }
  t.same(readMoney('5,25', 'vi', 2), { ok: true, value: 525 });
  t.same(readMoney('1,5 tr', 'vi', 2), { ok: true, value: 150_000_000 });
  t.same(readNumber('1,5', 'vi', 0), { ok: false, problem: 'decimals' });
  fc.assert(
    fc.property(
      fc.constantFrom(...LOCALES),
      fc.constantFrom(0, 2, 3),
      fc.oneof(fc.nat(2000), fc.integer({ min: 0, max: 1e15 })),
      (locale, digits, minor) => {
        const read = readMoney(writeMoney(minor, locale, digits), locale, digits);
        if (!read.ok || read.value !== minor) throw new Error(`${writeMoney(minor, locale, digits)} is not ${minor}`);
      },
    ),
    propertyRun(t, 2000),
  );
  t.end();
});

t.test('any definition of the server becomes a draft and comes back with the same meaning', (t) => {
  fc.assert(
    fc.property(definitionArbitrary, (definition: SegmentDefinition) => {
      const draft = fromDefinition(definition);
      check(draft);
      const again = toDefinition(draft);
      if (JSON.stringify(toDefinition(fromDefinition(again))) !== JSON.stringify(again)) throw new Error('not settled');
      if (!t.same(truthOf(again), truthOf(definition))) throw new Error('another meaning');
      for (const { path } of resolvedPeriods(parsed(again), EXAMPLE_CONTEXT)) {
        const place = placeOfPath(draft, path);
        const node = nodesOf(draft).find(({ id }) => id === place?.id);
        if (node?.type !== 'condition' || !(place && place.field in node.args)) throw new Error(`no place for ${path}`);
      }
    }),
    propertyRun(t, 300),
  );
  for (const { definition } of segmentTemplates('VND'))
    t.same(toDefinition(fromDefinition(definition)), definition, 'templates too');
  t.end();
});

t.test('a draft that goes through the text form comes back as it was', (t) => {
  const asTyped = (definition: unknown) => {
    const result = parseText(printText(parsed(definition)), () => []);
    if (!result.ok) throw new Error(result.problems[0]?.message.en);
    return result.definition;
  };
  fc.assert(
    fc.property(definitionArbitrary, (definition: SegmentDefinition) => {
      const shown = toDefinition(fromDefinition(definition));
      if (!t.same(toDefinition(fromDefinition(asTyped(shown))), shown)) throw new Error('another draft');
    }),
    propertyRun(t, 300),
  );
  t.end();
});

t.test('a text is cut into pieces without losing a letter; what is missing is shown on the letter before it', (t) => {
  const spans = fc.array(fc.tuple(fc.nat(30), fc.nat(6)).map(([from, length]) => ({ from, to: from + length })));
  fc.assert(
    fc.property(fc.string({ maxLength: 24 }), spans, fc.nat(24), (text, problems, at) => {
      const caret = Math.min(at, text.length);
      const pieces = piecesOf(text, problems, caret);
      if (pieces.map((piece) => piece.text).join('') !== text) throw new Error('letters are lost');
      if (caret < text.length && !pieces.some(({ from }) => from === caret)) throw new Error('no place for the caret');
      if (text !== '' && problems.length > 0 && !pieces.some(({ isWrong }) => isWrong)) throw new Error('no mark');
    }),
    propertyRun(t, 500),
  );
  const wrong = (text: string, from: number, to: number) =>
    piecesOf(text, [{ from, to }], 0).flatMap((piece) => (piece.isWrong ? [piece.text] : []));
  t.same(wrong('orders >=', 9, 9), ['=']);
  t.same(wrong('orders >= x', 10, 11), ['x']);
  t.same(wrong('', 0, 0), []);
  t.end();
});

t.test('suggestions follow what is typed, until the server has answered for it', (t) => {
  const named = (text: string) => ({ text, label: { vi: text, en: text } });
  const answer = { text: 'orders >= 3 a', offset: 13, from: 12, to: 13, items: ['in', 'and', 'amount'].map(named) };
  const at = (text: string, offset = text.length) => {
    const { from, to, items } = fitting(answer, text, offset);
    return [from, to, ...items.map((item) => item.text)];
  };
  t.same(at('orders >= 3 a'), [12, 13, 'and', 'amount', 'in'], 'what begins so comes first');
  t.same(at('orders >= 3 an'), [12, 14, 'and']);
  t.same(at('orders >= 3 AN'), [12, 14, 'and']);
  t.same(at('orders >= 3 and t'), [12, 17], 'another word: nothing of it fits');
  t.same(at('orders >= 4 an'), [0, 0], 'another text');
  t.same(at('orders >= 3 an or', 14), [0, 0], 'and so behind the caret');
  t.same(at('orders >= 3 ', 12), [0, 0]);
  t.same(
    fitting({ ...answer, items: [named('a')] }, answer.text, answer.offset).items,
    [],
    'what stands there already',
  );
  t.end();
});

/** Any sequence of what people can do. */
type Edit = (draft: Draft, pick: (ids: readonly number[]) => number) => Draft | null;
const EDITS: Readonly<Record<string, Edit>> = {
  newClause: (draft) => edits.addCondition(draft, { side: 'include' }, 'has_tag', { tags: ['x'] }).draft,
  newExclusion: (draft) => edits.addCondition(draft, { side: 'exclude' }, 'gender', { values: ['male'] }).draft,
  addCondition: (draft, pick) =>
    edits.addCondition(draft, { into: pick(groups(draft)) }, 'order_count', { op: 'gte', value: 1 }).draft,
  addGroup: (draft, pick) => edits.addGroup(draft, pick(groups(draft)), 'has_tag', { tags: ['y'] }).draft,
  remove: (draft, pick) => edits.remove(draft, pick(all(draft)))?.draft ?? null,
  removeAndPutBack: (draft, pick) => {
    const taken = edits.remove(draft, pick(all(draft)));
    return taken && edits.putBack(taken.draft, taken.removed);
  },
  duplicate: (draft, pick) => edits.duplicate(draft, pick(all(draft)))?.draft ?? null,
  wrap: (draft, pick) => edits.wrap(draft, pick(all(draft))),
  unwrap: (draft, pick) => edits.unwrap(draft, pick(groups(draft))),
  changeSide: (draft, pick) => edits.changeSide(draft, pick(all(draft))),
  up: (draft, pick) => edits.move(draft, pick(all(draft)), 'up', LIMITS),
  down: (draft, pick) => edits.move(draft, pick(all(draft)), 'down', LIMITS),
  setHow: (draft, pick) => edits.setHow(draft, pick(groups(draft)), HOWS[pick([0, 1, 2, 3])] ?? 'all'),
  setArgs: (draft, pick) => edits.setArgs(draft, pick(all(draft)), { tags: [`tag ${pick([1, 2, 3])}`] }),
};
const all = (draft: Draft) => nodesOf(draft).map(({ id }) => id);
const groups = (draft: Draft) => nodesOf(draft).flatMap(({ id, type }) => (type === 'group' ? [id] : []));
const editsArbitrary = fc.array(fc.tuple(fc.constantFrom(...Object.keys(EDITS)), fc.nat(1000)), { maxLength: 40 });

function apply(draft: Draft, name: string, seed: number): Draft {
  let salt = seed;
  const pick = (ids: readonly number[]) => {
    salt = (salt * 31 + 7) % 1009;
    return ids[salt % Math.max(1, ids.length)] ?? -1;
  };
  const next = EDITS[name]?.(draft, pick) ?? draft;
  return withinLimits(next, LIMITS) ? next : draft;
}

t.test('whatever is done to a draft, it stays a tree that the server takes', (t) => {
  fc.assert(
    fc.property(editsArbitrary, (steps) => {
      let draft: Draft = EMPTY;
      for (const [name, seed] of steps) {
        const before = draft;
        draft = apply(draft, name, seed);
        check(draft);
        const change = conditionsOf(draft).length - conditionsOf(before).length;
        if (['up', 'down', 'wrap', 'unwrap', 'changeSide', 'setHow', 'removeAndPutBack'].includes(name) && change !== 0)
          throw new Error(`${name} changed how many conditions there are`);
      }
      const parsed = parseDefinition(JSON.parse(JSON.stringify(toDefinition(draft))));
      const isEmpty = nodesOf(draft).length === 0;
      const isOnlyArgs =
        !parsed.ok && parsed.code === 'invalid' && /\.(tags|op|values|value)| has fields/.test(parsed.message);
      if (!parsed.ok && !(isEmpty && parsed.code === 'segment_empty') && !isOnlyArgs) throw new Error(parsed.message);
      for (const [path, id] of pathsOf(draft)) if (placeOfPath(draft, `${path}.x`)?.id !== id) throw new Error(path);
    }),
    propertyRun(t, 400),
  );
  t.end();
});

t.test('one step up and one step down are the inverse of each other, and lead through the whole side', (t) => {
  fc.assert(
    fc.property(editsArbitrary, fc.nat(1000), (steps, seed) => {
      const draft = steps.reduce((before, [name, salt]) => apply(before, name, salt), EMPTY);
      const conditions = conditionsOf(draft);
      const node = conditions[seed % Math.max(1, conditions.length)];
      if (!node) return;
      let at = draft;
      for (let i = 0; i < 300; i++) {
        const next = edits.move(at, node.id, 'up', LIMITS);
        if (next === at) break;
        check(next);
        at = next;
      }
      const side = placeOf(draft, node.id)?.side;
      const first = side && conditionsOf({ include: at[side], exclude: [] })[0];
      if (first?.id !== node.id) throw new Error('it did not come to the top');
    }),
    propertyRun(t, 200),
  );
  const draft = fromDefinition({
    include: [{ all: [{ kind: 'a' }, { any: [{ kind: 'b' }, { kind: 'c' }] }] }, { all: [{ kind: 'd' }] }],
  });
  const a = conditionsOf(draft).find(({ kind }) => kind === 'a')?.id ?? 0;
  const seen: string[] = [];
  for (let at = draft; ; ) {
    const next = edits.move(at, a, 'down', LIMITS);
    if (next === at) break;
    seen.push(JSON.stringify(toDefinition(next).include).replaceAll('{"kind":"', '').replaceAll('"}', ''));
    if (edits.move(next, a, 'up', LIMITS) !== null)
      t.same(toDefinition(edits.move(next, a, 'up', LIMITS)), toDefinition(at), `back from ${seen.at(-1)}`);
    at = next;
  }
  t.same(seen, [
    '[{"all":[{"any":[a,b,c]}]},{"all":[d]}]',
    '[{"all":[{"any":[b,a,c]}]},{"all":[d]}]',
    '[{"all":[{"any":[b,c,a]}]},{"all":[d]}]',
    '[{"all":[{"any":[b,c]},a]},{"all":[d]}]',
    '[{"all":[{"any":[b,c]}]},{"all":[a,d]}]',
    '[{"all":[{"any":[b,c]}]},{"all":[d,a]}]',
  ]);
  t.end();
});

t.test('undo and redo are the inverse of each other', (t) => {
  fc.assert(
    fc.property(editsArbitrary, fc.nat(20), (steps, back) => {
      let history: History<Draft> = begin(EMPTY);
      const states = [history.present];
      for (const [name, seed] of steps) {
        const next = apply(history.present, name, seed);
        if (next === history.present) continue;
        history = edited(history, next);
        states.push(next);
      }
      const end = history;
      const times = Math.min(back, states.length - 1);
      for (let i = 0; i < times; i++) history = undone(history);
      if (history.present !== states[states.length - 1 - times]) throw new Error('undo leads elsewhere');
      for (let i = 0; i < times; i++) history = redone(history);
      if (history.present !== end.present || history.past.length !== end.past.length) throw new Error('redo too');
    }),
    propertyRun(t, 200),
  );
  const typed = ['1', '15', '150'].reduce((history, value) => edited(history, value, 'value'), begin('0'));
  t.equal(undone(typed).present, '0', 'what is typed into one field is one step');
  t.equal(undone(edited(typed, 'x', 'name')).present, '150');
  t.equal(redone(edited(undone(typed), 'y')).present, 'y', 'a new edit ends what could be done again');
  t.same(undone(begin(1)), begin(1));
  const full = Array.from({ length: 300 }, (_, i) => i + 1).reduce((history, i) => edited(history, i), begin(0));
  t.ok(full.past.length < 200, 'the past is bounded');
  t.end();
});

t.test('what is taken out can be put back where it was, also after other edits', (t) => {
  const draft = fromDefinition({
    include: [{ all: [{ kind: 'a' }, { any: [{ kind: 'b' }, { kind: 'c' }] }] }, { all: [{ kind: 'd' }] }],
  });
  for (const id of nodesOf(draft).map((node) => node.id)) {
    const taken = edits.remove(draft, id);
    if (!taken) throw new Error('nothing taken');
    t.same(toDefinition(edits.putBack(taken.draft, taken.removed)), toDefinition(draft));
    const meanwhile = edits.addCondition(taken.draft, { side: 'include' }, 'e', {}).draft;
    check(edits.putBack(meanwhile, taken.removed));
    const nothing = edits.putBack(EMPTY, taken.removed);
    check(nothing);
    t.equal(nothing.include.length, 1, 'as a clause of its own when its group is gone');
  }
  t.end();
});

t.test('limits are those of the server', (t) => {
  const nested = (levels: number): unknown =>
    levels <= 1 ? { kind: 'gender', values: ['male'] } : { [levels % 2 ? 'any' : 'all']: [nested(levels - 1)] };
  for (const levels of [2, 7, 8, 9]) {
    const definition = { include: [{ all: [nested(levels - 1)] }] };
    t.equal(levelsOf(fromDefinition(definition)), levels);
    t.equal(withinLimits(fromDefinition(definition), LIMITS), parseDefinition(definition).ok, `${levels} levels`);
  }
  const not = {
    include: [{ all: [{ not: { any: [{ not: { kind: 'gender', values: ['male'] } }, { kind: 'a' }] } }] }],
  };
  t.equal(levelsOf(fromDefinition(not)), 5);
  t.end();
});

t.test('conditions are found by any words, in either language and without accents', (t) => {
  const found = (text: string) =>
    searchConditions(CATALOGUE, text, 'vi').flatMap(({ kinds }) => kinds.map(({ kind }) => kind));
  t.same(found('').length, CATALOGUE.length);
  t.equal(found('the khach')[0], 'has_tag');
  t.ok(found('SINH NHAT').includes('birthday_month'));
  t.ok(found('birthday').includes('birthday_between'));
  t.same(found('xyzzy'), []);
  t.equal(searchConditions(CATALOGUE, '', 'en')[0]?.label, 'Profile');
  t.end();
});

function parsed(definition: unknown): SegmentDefinition {
  const result = parseDefinition(JSON.parse(JSON.stringify(definition)));
  if (!result.ok) throw new Error(result.message);
  return result.definition;
}

/** Ids once each, no group empty, clauses of "all", nothing beyond the limits. */
function check(draft: Draft): void {
  const nodes: DraftNode[] = nodesOf(draft);
  if (new Set(nodes.map(({ id }) => id)).size !== nodes.length) throw new Error('an id twice');
  for (const node of nodes) if (node.type === 'group' && node.nodes.length === 0) throw new Error('an empty group');
  for (const clause of [...draft.include, ...draft.exclude])
    if (clause.how !== 'all' || clause.type !== 'group') throw new Error('a clause that is none');
  if (!withinLimits(draft, LIMITS)) throw new Error('beyond the limits');
}

/** Whom it holds for, for each way in which its conditions can hold: two trees with equal tables mean the same. */
function truthOf({ include, exclude }: { include: readonly unknown[]; exclude: readonly unknown[] }): boolean[] {
  const names = new Set<string>();
  const read = (node: any): ((holds: (name: string) => boolean) => boolean) => {
    if (node.all) return every(node.all.map(read));
    if (node.any) return some(node.any.map(read));
    if (node.not) return not(read(node.not));
    const name = JSON.stringify(node);
    names.add(name);
    return (holds) => holds(name);
  };
  type Test = (holds: (name: string) => boolean) => boolean;
  const every =
    (tests: Test[]): Test =>
    (holds) =>
      tests.every((test) => test(holds));
  const some =
    (tests: Test[]): Test =>
    (holds) =>
      tests.some((test) => test(holds));
  const not =
    (test: Test): Test =>
    (holds) =>
      !test(holds);
  const whole = every([include.length === 0 ? every([]) : some(include.map(read)), not(some(exclude.map(read)))]);
  const listed = [...names].sort();
  return Array.from({ length: 64 }, (_, row) =>
    whole((name) => ((row * 2654435761) >>> (listed.indexOf(name) % 31)) % 2 === 1),
  );
}
