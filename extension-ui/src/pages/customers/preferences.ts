import { usePreference } from '../../session/use-preference.ts';

/** A saved list: its name and what its address says. */
export interface View {
  readonly name: string;
  readonly query: string;
}

/** What one has set about the list. */
export interface Preferences {
  readonly columns?: readonly string[];
  readonly views?: readonly View[];
}

export const VIEWS_MAX = 20;

export function usePreferences() {
  return usePreference<Preferences>('customers');
}
