import { z } from 'zod';
import { dayNumber, isLeapYear, plainDate, type StoredBirthDate } from '../../model.ts';
import { birthdayReading } from '../birthday-reading.ts';
import { type Comparison, compareInWords, comparisonArgs, holds } from '../comparison.ts';
import { comparisonField } from '../comparison-field.ts';
import { defineCondition } from '../condition.ts';
import type { SegmentContext } from '../context.ts';
import { either, type Filter } from '../filter.ts';
import { NO_BIRTH_YEAR } from '../missing.ts';

const AGE_MAX = 150;

/**
 * C07: completed years on the day of `asOf`. In common years who was born on 29 February turns older on the 28th, as their birthday
 * does in `birthday_between`. Who is not born yet has no age, at an `asOf` of the past.
 */
export const age = defineCondition({
  kind: 'age',
  specRows: ['C07'],
  args: comparisonArgs(z.int().min(0).max(AGE_MAX).describe('Completed years on the day of the shop'), {}),
  form: {
    group: 'profile',
    label: { vi: 'Tuổi', en: 'Age' },
    fields: [
      comparisonField(
        { vi: 'Tuổi', en: 'Age' },
        { type: 'number', min: 0, max: AGE_MAX, decimals: 0, unit: { vi: 'tuổi', en: 'years' } },
      ),
    ],
  },
  docs: {
    vi: 'So sánh số tuổi tròn theo ngày của cửa hàng; người sinh ngày 29/02 thêm tuổi vào ngày 28/02 trong năm không nhuận. Khách chưa có năm sinh không bao giờ thuộc điều kiện này.',
    en: 'Compares completed years on the day of the shop; who was born on 29 February turns older on the 28th in common years. One without a year of birth matches no comparison, whatever day and month are known.',
  },
  examples: [
    {
      args: { op: 'gte', value: 18 },
      matches: [{ birth: { year: 2008, month: 11, day: 22 } }, { birth: { year: 1950, month: 12, day: 31 } }],
      misses: [{ birth: { year: 2008, month: 11, day: 23 } }, { birth: { month: 5, day: 17 } }, {}],
    },
    {
      args: { op: 'between', from: 25, to: 34 },
      matches: [{ birth: { year: 2001, month: 11, day: 22 } }, { birth: { year: 1991, month: 11, day: 23 } }],
      misses: [{ birth: { year: 2001, month: 11, day: 23 } }, { birth: { year: 1991, month: 11, day: 22 } }],
    },
    {
      args: { op: 'ne', value: 30 },
      matches: [{ birth: { year: 1996, month: 11, day: 23 } }, { birth: { year: 1995, month: 11, day: 22 } }],
      misses: [{ birth: { year: 1996, month: 11, day: 22 } }, { birth: { month: 11, day: 22 } }, {}],
    },
  ],
  compile(comparison, context) {
    return either(spans(comparison).map(([min, max]) => bornFor(min, max, context)));
  },
  evaluate(comparison, { birth }, context) {
    const years = birth && ageOf(birth, context);
    return years !== undefined && years >= 0 && holds(years, comparison);
  },
  sentence(comparison, wording) {
    const years = compareInWords(comparison, wording, (n) => wording.say(`${n} tuổi`, String(n)), String);
    return wording.say(`${years.startsWith('từ') ? '' : 'có tuổi '}${years}`, `are ${years} years old`);
  },
  read(_comparison, { birth }, wording) {
    const years = birth && ageOf(birth, wording.context);
    if (years === undefined) {
      const reading = birthdayReading(birth, wording);
      return {
        value: null,
        shown: birth ? wording.say('chưa có năm sinh', 'no year of birth on record') : reading.shown,
        change: { by: null, text: wording.say('ghi năm sinh', 'record the year of birth') },
      };
    }
    return { value: years, shown: wording.counted(years, 'tuổi', 'year', 'years'), change: null };
  },
  missing: NO_BIRTH_YEAR,
  timeDependent: () => true,
});

type Span = readonly [min: number, max: number | null];

/** The ages that a comparison takes, both ends included; null is any age from there on. */
function spans(comparison: Comparison): Span[] {
  if (comparison.op === 'between') return [[comparison.from, comparison.to]];
  const { op, value } = comparison;
  const below = (max: number): Span[] => (max < 0 ? [] : [[0, max]]);
  switch (op) {
    case 'eq':
      return [[value, value]];
    case 'ne':
      return [...below(value - 1), [value + 1, null]];
    case 'lt':
      return below(value - 1);
    case 'lte':
      return below(value);
    case 'gt':
      return [[value + 1, null]];
    case 'gte':
      return [[value, null]];
  }
}

/** Born late enough to be at most `max` and early enough to be at least `min`, in whole years and days of the year. */
function bornFor(min: number, max: number | null, { today }: SegmentContext): Filter {
  const { year, month, day, inLeapYear } = plainDate(today);
  const had = month * 100 + day;
  /** The last day of the year whose birthdays have been. */
  const turned = had === 228 && !inLeapYear ? 229 : had;
  const last: Filter = { 'birth.year': year - min, 'birth.monthDay': { $lte: turned } };
  if (max === null) return either([{ 'birth.year': { $lt: year - min } }, last]);
  const first: Filter = { 'birth.year': year - max - 1, 'birth.monthDay': { $gt: turned } };
  const between: Filter[] = max > min ? [{ 'birth.year': { $gt: year - max - 1, $lt: year - min } }] : [];
  return either([...between, last, first]);
}

/** For the evaluator: undefined without a year. */
function ageOf(birth: StoredBirthDate, { today }: SegmentContext): number | undefined {
  if (birth.year === undefined) return undefined;
  const { year } = plainDate(today);
  const isShort = birth.month === 2 && birth.day === 29 && !isLeapYear(year);
  const birthday = dayNumber(year, birth.month, isShort ? 28 : birth.day);
  return year - birth.year - (today < birthday ? 1 : 0);
}
