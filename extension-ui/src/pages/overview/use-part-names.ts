import { useFormats } from '../../session/admin.tsx';
import { type Days, lengthOf } from './period.ts';
import type { Overview } from './use-figures.ts';

/** How a part of the period is named: on an axis, and in full. */
export function usePartNames({ by, period }: Pick<Overview, 'by' | 'period'>) {
  const f = useFormats();
  const isLong = lengthOf(period) > 366;
  const long = ({ from, to }: Days) =>
    from === to ? f.day(from) : by === 'month' && isWhole(from, to) ? f.month(from) : f.days(from, to);
  return {
    /** On an axis. */
    short: ({ from }: Days) => (by === 'month' ? f.monthShort(from) : f.dayShort(from)),
    /** In a narrow column: the year only where it has to be told. */
    row: (part: Days) =>
      by === 'month'
        ? f.monthShort(part.from)
        : by === 'week' && !isLong
          ? f.daysShort(part.from, part.to)
          : long(part),
    long,
  };
}

function isWhole(from: string, to: string): boolean {
  const next = new Date(Date.parse(to) + 86_400_000).toISOString().slice(0, 10);
  return from.endsWith('-01') && next.endsWith('-01');
}
