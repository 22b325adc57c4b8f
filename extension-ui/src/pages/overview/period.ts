/** Which days the page shows. Days are `YYYY-MM-DD` of the shop's calendar; nothing here reads a clock. */

export const PERIODS = ['7d', '30d', '90d', 'month', 'last-month', 'year', 'custom'] as const;
export type PeriodName = (typeof PERIODS)[number];
export const STEPS = ['day', 'week', 'month'] as const;
export type Step = (typeof STEPS)[number];

export interface Days {
  readonly from: string;
  readonly to: string;
}

/** What the address says, completed: the page's whole state apart from what is folded open. */
export interface View extends Days {
  readonly period: PeriodName;
  readonly by: Step;
  readonly channel: string | null;
}

const DEFAULT = '30d' satisfies PeriodName;
/** The longest that the server takes. */
const DAYS_MAX = 1830;
const PARTS_MAX = 400;

export function readView(params: URLSearchParams, today: string): View {
  const named = params.get('period');
  const period = PERIODS.find((name) => name === named) ?? DEFAULT;
  const days = period === 'custom' ? customDays(params) : daysOf(period, today);
  const known = days ?? daysOf('30d', today);
  const steps = stepsOf(known);
  const by = steps.find((step) => step === params.get('by')) ?? defaultStep(known);
  return { period: days ? period : DEFAULT, ...known, by, channel: params.get('channel') || null };
}

/** Only what is not the default is written, so that the plain address stays the plain page. */
export function writeView(params: URLSearchParams, change: Partial<View>): URLSearchParams {
  const after = new URLSearchParams(params);
  if (change.period !== undefined) {
    for (const name of ['from', 'to', 'by']) after.delete(name); // the step that fits the days is chosen anew
    set(after, 'period', change.period === DEFAULT ? null : change.period);
  }
  if (change.from !== undefined) set(after, 'from', change.from);
  if (change.to !== undefined) set(after, 'to', change.to);
  if (change.by !== undefined) set(after, 'by', change.by);
  if (change.channel !== undefined) set(after, 'channel', change.channel);
  return after;
}

function set(params: URLSearchParams, name: string, value: string | null): void {
  if (value === null) params.delete(name);
  else params.set(name, value);
}

function customDays(params: URLSearchParams): Days | null {
  const [from, to] = [params.get('from') ?? '', params.get('to') ?? ''];
  return isDay(from) && isDay(to) && from <= to && lengthOf({ from, to }) <= DAYS_MAX ? { from, to } : null;
}

function daysOf(period: Exclude<PeriodName, 'custom'>, today: string): Days {
  const month = `${today.slice(0, 7)}-01`;
  switch (period) {
    case '7d':
      return { from: plus(today, -6), to: today };
    case '30d':
      return { from: plus(today, -29), to: today };
    case '90d':
      return { from: plus(today, -89), to: today };
    case 'month':
      return { from: month, to: today };
    case 'last-month': {
      const to = plus(month, -1);
      return { from: `${to.slice(0, 7)}-01`, to };
    }
    case 'year':
      return { from: `${today.slice(0, 4)}-01-01`, to: today };
  }
}

/** Steps that can be told apart on a screen: not one part only where there are smaller ones, and not too many. */
export function stepsOf(days: Days): Step[] {
  const length = lengthOf(days);
  return STEPS.filter(
    (step) =>
      (step === 'day' && length <= PARTS_MAX) || (step === 'week' && length > 7) || (step === 'month' && length > 31),
  );
}

function defaultStep(days: Days): Step {
  const length = lengthOf(days);
  return length <= 31 ? 'day' : length <= 190 ? 'week' : 'month';
}

export function lengthOf({ from, to }: Days): number {
  return (Date.parse(to) - Date.parse(from)) / DAY_MS + 1;
}

const DAY_MS = 86_400_000;

function plus(day: string, days: number): string {
  return new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);
}

function isDay(text: string): boolean {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(text) : Number.NaN;
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}
