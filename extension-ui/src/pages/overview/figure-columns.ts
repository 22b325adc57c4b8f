import type { Series } from '../../parts/charts/series.ts';
import { useFormats } from '../../session/admin.tsx';
import { useTexts } from './texts.ts';
import type { Figures, Overview } from './use-figures.ts';

/** A day, week or month of the period. */
export type Part = Overview['series'][number];

type Kind = 'money' | 'count' | 'rate';

/** A figure as a column of a table, and as what a chart draws. */
export interface FigureColumn extends Series<Part> {
  readonly field: keyof Figures;
  readonly kind: Kind;
}

export function useColumns() {
  const t = useTexts();
  const f = useFormats();
  const column = (name: string, field: keyof Figures, kind: Kind, isAside = false): FigureColumn => ({
    key: field,
    name,
    field,
    kind,
    isAside,
    value: ({ figures }) => plainValue(figures[field], kind, f.minorDigits()),
    shown: ({ figures }) => {
      const value = figures[field];
      return kind === 'money' ? f.money(value) : kind === 'rate' ? f.percent(value, 1) : f.number(value);
    },
  });
  return {
    revenue: column(t('revenue'), 'revenueMinor', 'money'),
    orders: column(t('orders'), 'orders', 'count'),
    average: column(t('average'), 'averageOrderMinor', 'money'),
    refunded: column(t('refunded'), 'refundedMinor', 'money'),
    buyers: column(t('buyers'), 'buyers', 'count', true),
    newBuyers: column(t('newBuyers'), 'newBuyers', 'count'),
    returningBuyers: column(t('returningBuyers'), 'returningBuyers', 'count'),
    repeatRate: column(t('repeatRate'), 'repeatRate', 'rate'),
  };
}

/** As a spreadsheet takes it: money in whole currency, rates as shares of one. */
export function plainValue(value: number | null, kind: Kind, minorDigits: number): number | null {
  return value === null || kind !== 'money' ? value : value / 10 ** minorDigits;
}
