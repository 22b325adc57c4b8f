import type { Month } from './use-back-test.ts';

type Field = Exclude<keyof Month, 'month' | 'tiers'>;

/** A figure of a month: `text` is the key of its name. */
export interface MonthColumn {
  readonly field: Field;
  readonly text:
    | 'issued'
    | 'redeemed'
    | 'expired'
    | 'cost'
    | 'redeemedCost'
    | 'discountCost'
    | 'liability'
    | 'upgrades'
    | 'downgrades';
  readonly isMoney: boolean;
  /** Left out of the table on a phone. */
  readonly isAside: boolean;
}

const points = (
  field: 'issued' | 'redeemed' | 'expired' | 'upgrades' | 'downgrades',
  isAside = false,
): MonthColumn => ({
  field,
  text: field,
  isMoney: false,
  isAside,
});

/** What each of the two charts shows, and what its table adds. */
export const VIEWS = {
  points: {
    drawn: [points('issued'), points('redeemed'), points('expired')],
    added: [points('upgrades', true), points('downgrades', true)],
  },
  money: {
    drawn: [
      { field: 'costMinor', text: 'cost', isMoney: true, isAside: false },
      { field: 'liabilityMinor', text: 'liability', isMoney: true, isAside: false },
    ],
    added: [
      { field: 'redeemedMinor', text: 'redeemedCost', isMoney: true, isAside: true },
      { field: 'discountMinor', text: 'discountCost', isMoney: true, isAside: true },
    ],
  },
} as const satisfies Record<string, { drawn: readonly MonthColumn[]; added: readonly MonthColumn[] }>;
export type View = keyof typeof VIEWS;

export const columnsOf = (view: View): readonly MonthColumn[] => [...VIEWS[view].drawn, ...VIEWS[view].added];
