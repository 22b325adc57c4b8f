import { useEffect, useEffectEvent } from 'react';

/**
 * What was edited and not saved lives in the state of its entry in the browser's history: that outlives a reload of the frame, belongs to this
 * tab and this visit alone (two tabs do not write over each other), comes back with the back button, ends with the tab, and is there
 * where storage is refused to frames of another site, which `sessionStorage` is not. It must hold no customer's data.
 */
export function keepState(name: string, value: unknown): void {
  const { [name]: _, ...others } = stateNow();
  try {
    window.history.replaceState(value === null ? others : { ...others, [name]: value }, '');
  } catch {
    // Larger than the browser keeps: then a reload loses it, which the save bar has warned of.
  }
}

export function keptState<Kept>(name: string): Kept | null {
  return (stateNow()[name] as Kept | undefined) ?? null;
}

/** Keeps what is edited, a moment after each edit (browsers limit how often) and when the page goes. Null: nothing is to be kept. */
export function useKeptState(name: string, value: object | null): void {
  const keep = useEffectEvent(() => keepState(name, value));
  useEffect(() => {
    const timer = setTimeout(() => keep(), value ? PAUSE_MS : 0);
    return () => clearTimeout(timer);
  }, [value]);
  useEffect(() => {
    const leave = () => keep();
    window.addEventListener('pagehide', leave);
    return () => window.removeEventListener('pagehide', leave);
  }, []);
}

const PAUSE_MS = 400;

function stateNow(): Record<string, unknown> {
  return (window.history.state ?? {}) as Record<string, unknown>;
}
