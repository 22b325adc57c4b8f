import { useSearchParams } from 'react-router';
import type { Several, Single } from './list.ts';

/** What the list is narrowed and sorted by, which stands in the address: links, back and forward, and saved views are that text. */
export interface Address {
  readonly params: URLSearchParams;
  value(name: Single | 'search' | 'sort'): string;
  /** An empty value takes it away. */
  set(name: Single | 'search' | 'sort', value: string): void;
  setSeveral(name: Several, values: readonly string[]): void;
  remove(names: readonly string[], value?: string): void;
  /** Several names at once. */
  edit(change: (params: URLSearchParams) => void): void;
  /** Nothing narrows any more but, if it is kept, the search. */
  clear(options?: { keepSearch: boolean }): void;
  open(params: URLSearchParams): void;
}

export function useAddress(): Address {
  const [params, setParams] = useSearchParams();
  // A step back undoes a filter, not a letter that was typed: only what adds or takes away a name is a step.
  const change = (edit: (params: URLSearchParams) => void) =>
    setParams(
      (before) => {
        const after = new URLSearchParams(before);
        edit(after);
        return after;
      },
      { replace: isSameStep(params, edit) },
    );
  return {
    params,
    edit: change,
    value: (name) => params.get(name) ?? '',
    set: (name, value) => change((now) => (value === '' ? now.delete(name) : now.set(name, value))),
    setSeveral: (name, values) =>
      change((now) => {
        now.delete(name);
        for (const value of values) now.append(name, value);
        if (now.getAll('tag').length < 2) now.delete('tagMode');
      }),
    remove: (names, value) =>
      change((now) => {
        for (const name of names) now.delete(name, value);
        if (now.getAll('tag').length < 2) now.delete('tagMode');
      }),
    clear: ({ keepSearch } = { keepSearch: false }) => {
      const search = params.get('search');
      setParams(keepSearch && search ? { search } : {});
    },
    open: (wanted) => setParams(wanted),
  };
}

function isSameStep(before: URLSearchParams, edit: (params: URLSearchParams) => void): boolean {
  const after = new URLSearchParams(before);
  edit(after);
  const names = (params: URLSearchParams) => [...params.keys()].sort().join();
  return names(before) === names(after);
}
