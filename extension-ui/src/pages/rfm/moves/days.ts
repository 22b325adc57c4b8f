export interface Days {
  readonly from: string;
  readonly to: string;
}

export interface Span extends Days {
  readonly id: string;
  /** Up to today, or a month between two snapshots. */
  readonly kind: 'days' | 'month';
}

const BACK = [30, 90, 365] as const;
/** More are found by their days. */
const MONTHS = 12;

export function daysBefore(day: string, count: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - count * 86_400_000).toISOString().slice(0, 10);
}

/** What one looks at most: up to today, and between ends of months that were kept (the newest first). */
export function spansOf(today: string, kept: readonly string[]): Span[] {
  const back = BACK.map((count): Span => ({ id: `${count}`, kind: 'days', from: daysBefore(today, count), to: today }));
  const months = kept.slice(0, MONTHS).flatMap((to, index): Span[] => {
    const from = kept[index + 1];
    return from === undefined ? [] : [{ id: to, kind: 'month', from, to }];
  });
  return [...back, ...months];
}

/** The days of the address, which anybody can write; what is wrong there is as if it were not. */
export function daysOf(params: URLSearchParams, today: string): Days {
  const read = (name: string) => {
    const day = params.get(name) ?? '';
    const isDay = /^\d{4}-\d\d-\d\d$/.test(day) && !Number.isNaN(Date.parse(day)) && day <= today;
    return isDay ? day : null;
  };
  const to = read('to') ?? today;
  return { from: read('from') ?? daysBefore(to, BACK[0]), to };
}
