import { z } from 'zod';
import { compareFacts, type PurchaseFact } from '../../model.ts';
import { defineCondition } from '../condition.ts';
import type { SegmentContext } from '../context.ts';
import { DAYS_FIGURE, days } from '../fields.ts';
import { both, type Filter, late } from '../filter.ts';
import type { Field, Text } from '../form.ts';
import { neverBought } from '../order-reading.ts';
import { type DayRange, describePeriod, period, periodMoves, resolvePeriod } from '../period.ts';
import { OPTIONAL_PERIOD_FIELD } from '../period-field.ts';
import {
  firstStep,
  impliedByStep,
  isStep,
  STEP_FIELD,
  type Step,
  stepArgs,
  stepExpression,
  stepInWords,
} from '../steps.ts';
import { turnedByPeriod } from '../turned.ts';
import { dayIn, factsIn, factsOf, impliedByOrderIn } from '../window.ts';

const withinDays = days.describe('Calendar days after the order of the step before; 0 = later on the same day');
const nextStep = stepArgs({ withinDays });
type NextStep = z.output<typeof nextStep>;

const args = z
  .strictObject({
    first: firstStep,
    second: nextStep,
    third: nextStep.optional(),
    fourth: nextStep.optional(),
    period: period.optional().describe('When the order of the first step was paid'),
  })
  .refine((given) => given.third !== undefined || given.fourth === undefined, {
    message: 'needs `third` before it',
    path: ['fourth'],
  });
type Args = z.output<typeof args>;

const WITHIN: Field = {
  name: 'withinDays',
  label: { vi: 'Trong vòng', en: 'Within' },
  help: { vi: 'Kể từ đơn của bước trước.', en: 'Of the order of the step before.' },
  required: true,
  default: 30,
  ...DAYS_FIGURE,
};

function stepField(name: string, label: Text, fields: readonly Field[], required = true): Field {
  return { name, type: 'group', label, required, fields, ...(!required && { empty: { vi: 'Không có', en: 'None' } }) };
}

/** Before every day there is, and further from it than any number of days that can be asked for. */
const NEVER = -1_000_000;

/**
 * Orders one after another: that of a step is strictly later than that of the step before, by instant and then by order id, and
 * within so many calendar days of it. Any orders may lie between them.
 */
export const orderedSteps = defineCondition({
  kind: 'ordered_steps',
  word: 'steps',
  specRows: ['C38', '§2b'],
  args,
  form: {
    group: 'behaviour',
    label: { vi: 'Mua lần lượt theo bước', en: 'Ordered steps' },
    fields: [
      stepField('first', { vi: 'Bước 1', en: 'Step 1' }, [STEP_FIELD]),
      stepField('second', { vi: 'Bước 2', en: 'Step 2' }, [STEP_FIELD, WITHIN]),
      stepField('third', { vi: 'Bước 3', en: 'Step 3' }, [STEP_FIELD, WITHIN], false),
      stepField('fourth', { vi: 'Bước 4', en: 'Step 4' }, [STEP_FIELD, WITHIN], false),
      { ...OPTIONAL_PERIOD_FIELD, label: { vi: 'Thời gian của bước 1', en: 'Period of step 1' } },
    ],
  },
  docs: {
    vi: 'Khách hàng có các đơn hàng lần lượt thoả từng bước, mỗi đơn sau đơn của bước trước và trong số ngày đã cho. Một đơn không thể là hai bước; giữa hai bước có thể có đơn khác.',
    en: 'Customers with orders that satisfy one step after another, each later than that of the step before and within the given days of it. One order cannot be two steps; other orders may lie between them.',
  },
  examples: [
    {
      args: { first: { type: 'products', products: ['w1:7'] }, second: { type: 'any', withinDays: 30 } },
      matches: [
        {
          orders: [
            { at: '2026-01-01T00:00:00+07:00', lines: [{ p: 'w1:7', q: 1, a: 5 }] },
            { at: '2026-01-31T23:59:59+07:00' },
          ],
        },
      ],
      misses: [
        {
          orders: [
            { at: '2026-01-01T23:59:59+07:00', lines: [{ p: 'w1:7', q: 1, a: 5 }] },
            { at: '2026-02-01T00:00:00+07:00' },
          ],
        },
        {
          orders: [{ at: '2026-01-01T08:00:00Z' }, { at: '2026-01-02T08:00:00Z', lines: [{ p: 'w1:7', q: 1, a: 5 }] }],
        },
        { orders: [{ at: '2026-01-02T08:00:00Z', lines: [{ p: 'w1:7', q: 1, a: 5 }] }] },
        {},
      ],
    },
    {
      args: {
        first: { type: 'channels', channels: ['Zalo'] },
        second: { type: 'locations', locations: ['w1:hue'], withinDays: 10 },
        third: { type: 'amount', minAmount: 500_000, withinDays: 0 },
        period: { type: 'this_year' },
      },
      matches: [
        {
          orders: [
            { at: '2026-01-01T00:00:00+07:00', channel: 'zalo' },
            { at: '2026-01-02T08:00:00Z', location: 'w1:hue' },
            { at: '2026-01-05T01:00:00Z', location: 'w1:hue' },
            { at: '2026-01-05T02:00:00Z', netMinor: 500_000 },
          ],
        },
      ],
      misses: [
        {
          orders: [
            { at: '2025-12-31T23:59:59+07:00', channel: 'zalo' },
            { at: '2026-01-05T01:00:00Z', location: 'w1:hue' },
            { at: '2026-01-05T02:00:00Z', netMinor: 500_000 },
          ],
        },
        {
          orders: [
            { at: '2026-01-01T08:00:00Z', channel: 'zalo' },
            { at: '2026-01-05T01:00:00Z', location: 'w1:hue', netMinor: 500_000 },
          ],
        },
      ],
    },
  ],
  compile(given, context) {
    const days = daysOf(given, context);
    const implied = stepsOf(given)
      .map(impliedByStep)
      .filter((filter) => filter !== null);
    const orders = { 'stats.orders': { $gte: stepsOf(given).length }, ...(days && impliedByOrderIn(days)) };
    const reached = { $getField: { field: `s${stepsOf(given).length}`, input: latestDays(given, days, context) } };
    return both([orders, ...implied, late({ $expr: { $gt: [reached, NEVER] } })]);
  },
  evaluate(given, customer, context) {
    return endsOf(given, customer.facts, context).every((ends) => ends.length > 0);
  },
  read(given, customer, wording) {
    const { context } = wording;
    if (customer.stats.orders === 0) return neverBought(wording);
    const ends = endsOf(given, customer.facts, context);
    const done = ends.filter((facts) => facts.length > 0).length;
    const shown = wording.say(`đã qua ${done}/${ends.length} bước`, `${done} of ${ends.length} steps`);
    const next = nextSteps(given)[done - 1];
    const latest = ends[done - 1]?.at(-1);
    // Of several missing steps, none alone turns the verdict; nor does the last one when its days are over.
    const isNear = next !== undefined && latest !== undefined && done === ends.length - 1;
    if (!isNear || context.today - latest.d > next.withinDays) return { value: done, shown, change: null };
    const words = stepInWords(next, wording);
    const text = wording.say(`bước ${done + 1}: ${words}`, `step ${done + 1}: ${words}`);
    return { value: done, shown, change: { by: null, text } };
  },
  sentence(given, wording) {
    const when = given.period === undefined ? '' : ` ${describePeriod(given.period, wording)}`;
    const others = nextSteps(given).map((step) => {
      const words = stepInWords(step, wording);
      const n = wording.counted(step.withinDays, 'ngày', 'day', 'days');
      if (step.withinDays === 0) return wording.say(`rồi ${words} ngay trong ngày`, `then ${words} on the same day`);
      return wording.say(`rồi ${words} trong vòng ${n} sau đó`, `then ${words} within ${n}`);
    });
    return [`${wording.say('lần lượt ', '')}${stepInWords(given.first, wording)}${when}`, ...others].join(', ');
  },
  timeDependent: (given) => given.period !== undefined && periodMoves(given.period),
  turnedOn: turnedByPeriod,
  readsFacts: () => true,
});

function nextSteps({ second, third, fourth }: Args): NextStep[] {
  return [second, third, fourth].filter((step) => step !== undefined);
}

function stepsOf(given: Args): Step[] {
  return [given.first, ...nextSteps(given)];
}

function daysOf(given: Args, context: SegmentContext): DayRange | null {
  return given.period === undefined ? null : resolvePeriod(given.period, context);
}

/**
 * An expression: one walk over the orders, oldest first, that keeps for each step the latest day on which it was reached. The latest is
 * enough: whatever can follow an earlier order in time can follow it too. Steps are reached from the days before the order at hand.
 */
function latestDays(given: Args, days: DayRange | null, context: SegmentContext): Filter {
  const starts = stepExpression(given.first, context);
  const reached = nextSteps(given).map((step, index) => ({
    $and: [
      { $lte: [{ $subtract: ['$$this.d', `$$value.s${index + 1}`] }, step.withinDays] },
      stepExpression(step, context),
    ],
  }));
  const conditions = [days === null ? starts : { $and: [dayIn('$$this.d', days), starts] }, ...reached];
  const names = conditions.map((_, index) => `s${index + 1}`);
  return {
    $reduce: {
      input: { $reverseArray: factsOf(null) },
      initialValue: Object.fromEntries(names.map((name) => [name, NEVER])),
      in: Object.fromEntries(
        conditions.map((condition, index) => [
          `s${index + 1}`,
          { $cond: [condition, '$$this.d', `$$value.s${index + 1}`] },
        ]),
      ),
    },
  };
}

/** For each step the orders, oldest first, that can be the one of it. */
function endsOf(given: Args, facts: readonly PurchaseFact[], context: SegmentContext): PurchaseFact[][] {
  const oldestFirst = facts.toReversed();
  const startable = new Set(factsIn(facts, daysOf(given, context)));
  const ends = [oldestFirst.filter((fact) => startable.has(fact) && isStep(fact, given.first, context))];
  for (const step of nextSteps(given)) ends.push(following(ends.at(-1) ?? [], oldestFirst, step, context));
  return ends;
}

/** The orders of a step that are later than one of `before` and near enough to it: the last one before is the nearest. */
function following(
  before: readonly PurchaseFact[],
  oldestFirst: readonly PurchaseFact[],
  step: NextStep,
  context: SegmentContext,
): PurchaseFact[] {
  let passed = 0;
  return oldestFirst.filter((fact) => {
    for (let next = before[passed]; next && compareFacts(next, fact) > 0; next = before[passed]) passed += 1;
    const last = before[passed - 1];
    return last !== undefined && fact.d - last.d <= step.withinDays && isStep(fact, step, context);
  });
}
