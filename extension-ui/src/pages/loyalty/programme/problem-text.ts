import type { Formats } from '../../../format/formats.ts';
import type { Say } from './texts.ts';

export interface Problem {
  readonly path: string;
  readonly message: string;
}

/** What the server says of fields beside each other, in its own words. */
const KNOWN = {
  'two currencies have one id': 'problemTwice',
  'two tiers have one id': 'problemTwice',
  'two rules have one id': 'problemTwice',
  'names no currency of the programme': 'problemGone',
  'everybody is in the first tier: its entry is 0': 'problemFirst',
  'must be higher than that of the tier before': 'problemRising',
  'must not be higher than the entry': 'problemKeep',
} as const;

/** A problem in the reader's language. The server writes for programs; what stands in no list is said in general. */
export function problemText({ path, message }: Problem, value: unknown, t: Say, f: Formats): string {
  if (value === undefined || value === '') return t('problemMissing');
  const known = KNOWN[message as keyof typeof KNOWN];
  if (known) return t(known);
  const bound = /(>=|<=|>|<)\s*(-?\d+)/.exec(message);
  if (!bound) return t('problemWrong');
  const [, sign = '', figure = ''] = bound;
  const isLow = sign.startsWith('>');
  if (typeof value === 'string') return isLow ? t('problemMissing') : t('problemLong', { bound: figure });
  return t(isLow ? 'problemLow' : 'problemHigh', { bound: written(path, Number(figure), f) });
}

function written(path: string, figure: number, f: Formats): string {
  if (path.endsWith('Minor')) return f.money(figure);
  return path.endsWith('BasisPoints') ? f.percent(figure / 10_000, 2) : f.number(figure);
}
