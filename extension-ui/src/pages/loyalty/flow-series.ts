import type { Flow } from './loyalty.ts';

/** What the chart draws: above the line what customers get, below it what they lose. The table has every column. */
export const FLOW_COLUMNS = [
  'earned',
  'redeemed',
  'returned',
  'expired',
  'reversed',
  'adjusted',
  'writtenOff',
] as const;
export type FlowColumn = (typeof FLOW_COLUMNS)[number];
export const DRAWN = ['earned', 'redeemed', 'returned', 'expired'] as const satisfies readonly FlowColumn[];

/** On a phone the table keeps these. */
export const MAIN_COLUMNS: readonly FlowColumn[] = ['earned', 'redeemed', 'expired'];

export function isEmptyFlow(flows: readonly Flow[]): boolean {
  return flows.every((flow) => FLOW_COLUMNS.every((column) => flow[column] === 0));
}

/** Nothing came before the first movement: months before it only push the others together. */
export function sinceFirst(flows: readonly Flow[]): readonly Flow[] {
  const first = flows.findIndex((flow) => FLOW_COLUMNS.some((column) => flow[column] !== 0));
  return first < 0 ? flows : flows.slice(Math.max(0, Math.min(first - 1, flows.length - 6)));
}
