import type { z } from 'zod';
import type { Span } from './phrase.ts';
import { problem, some, type TextProblem } from './problem.ts';

/** What a condition's schema refuses, where the refused value stands in the text. */
export function schemaProblems(error: z.ZodError, whole: Span, places: ReadonlyMap<string, Span>): TextProblem[] {
  const problems = error.issues.map((issue) => {
    const at = placeOf(issue.path, places) ?? whole;
    const [vi, en, expected = []] = reasonOf(issue);
    return problem(at, `Ở đây ${vi}.`, `This ${en}.`, expected);
  });
  return problems.slice(0, TOLD_MAX);
}

const TOLD_MAX = 10;

/** Of the value, or of the nearest that holds it. */
function placeOf(path: readonly PropertyKey[], places: ReadonlyMap<string, Span>): Span | undefined {
  for (let length = path.length; length > 0; length -= 1) {
    const place = places.get(path.slice(0, length).map(String).join('.'));
    if (place) return place;
  }
  return undefined;
}

function reasonOf(issue: z.core.$ZodIssue): [vi: string, en: string, expected?: readonly string[]] {
  switch (issue.code) {
    case 'invalid_value': {
      const values = issue.values.map(String);
      return [`cần một trong: ${some(values)}`, `has to be one of ${some(values)}`, values];
    }
    case 'invalid_type': {
      const isWhole = issue.expected === 'int';
      return isWhole
        ? ['cần một số nguyên', 'has to be a whole number']
        : [`cần kiểu ${issue.expected}`, `has to be of type ${issue.expected}`];
    }
    case 'too_big':
      return [
        `chỉ được nhiều nhất ${issue.maximum}${unit(issue.origin).vi}`,
        `must be at most ${issue.maximum}${unit(issue.origin).en}`,
      ];
    case 'too_small':
      return [
        `cần ít nhất ${issue.minimum}${unit(issue.origin).vi}`,
        `must be at least ${issue.minimum}${unit(issue.origin).en}`,
      ];
    case 'unrecognized_keys':
      return [`không có: ${some(issue.keys)}`, `does not know ${some(issue.keys)}`];
    default:
      return [VIETNAMESE[issue.message] ?? `chưa đúng (${issue.message})`, issue.message];
  }
}

function unit(origin: string): { vi: string; en: string } {
  if (origin === 'string') return { vi: ' ký tự', en: ' characters long' };
  return origin === 'array' ? { vi: ' mục', en: ' entries' } : { vi: '', en: '' };
}

/** The schemas' own words, of those that many conditions share. */
const VIETNAMESE: Readonly<Record<string, string>> = {
  'must not contain control characters': 'không được có ký tự điều khiển',
  'must be a date such as 2026-03-31': 'cần một ngày như 2026-03-31',
  'is no day of the calendar': 'không phải ngày có trên lịch',
  'must not be before `from`': 'không được trước ngày bắt đầu',
  'must not be below `from`': 'không được nhỏ hơn số bắt đầu',
  'must be a month and a day such as 12-20': 'cần tháng và ngày như 12-20',
};
