import { usePreference } from '../../../session/use-preference.ts';
import type { Export } from './use-group.ts';

export type ColumnId = Export['columns'][number];

/** Columns that are often wanted together. */
export interface ColumnSet {
  readonly name: string;
  readonly columns: readonly ColumnId[];
}

interface Preferences {
  /** Of the last export. */
  readonly columns?: readonly ColumnId[];
  readonly format?: 'xlsx' | 'csv';
  readonly sets?: readonly ColumnSet[];
}

export const CONTACT: readonly ColumnId[] = ['name', 'phone', 'email'];
export const BUYING: readonly ColumnId[] = ['name', 'phone', 'orders', 'spent', 'average', 'last_order'];
export const FIRST_COLUMNS: readonly ColumnId[] = ['name', 'phone', 'email', 'tags', 'orders', 'spent', 'last_order'];
export const SETS_MAX = 20;

/** The sets that somebody has saved, and what they chose last. */
export function useExportSets() {
  return usePreference<Preferences>('segment-export');
}
